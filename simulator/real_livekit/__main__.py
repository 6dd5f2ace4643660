"""`make livekit`: the real server and its Redis until Ctrl-C, and the settings by which they are found.

Decides nothing.
"""

from __future__ import annotations

import signal
import sys
import tempfile
from pathlib import Path

from simulator.real_livekit.processes import NotThere, NotUp, RealLiveKit


def main() -> int:
    # Whoever ends this ends the processes that it has started, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with (
            tempfile.TemporaryDirectory(prefix="warm-bridge-") as folder,
            RealLiveKit(Path(folder)) as livekit,
        ):
            print(f"LIVEKIT_URL={livekit.url}")
            print(f"LIVEKIT_API_KEY={livekit.key}")
            print(f"LIVEKIT_API_SECRET={livekit.secret}")
            print("Ctrl-C ends it.", file=sys.stderr, flush=True)
            signal.pause()
    except (NotThere, NotUp) as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
