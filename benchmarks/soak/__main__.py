"""`make soak`: plays one soak and prints what it came to; the exit status says whether promises were kept.

Decides nothing; sizes come from the environment (SOAK_SECONDS, SOAK_CALLS, ...).
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

from benchmarks.soak.play import soak
from benchmarks.soak.report import lost, slow, text
from benchmarks.soak.settings import Limits, size


def main() -> int:
    # Whoever ends it ends the server that it has started, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    limits = Limits()
    result = asyncio.run(soak(size(os.environ), Path(os.environ.get("SOAK_LOG", os.devnull))))
    print(text(result, limits))
    return int(bool(lost(result) or slow(result, limits)))


if __name__ == "__main__":
    sys.exit(main())
