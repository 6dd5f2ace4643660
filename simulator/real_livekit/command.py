"""`flask simulate --livekit real`: scenarios on the real clock against a real LiveKit server.

Decides what can be asked for, and what is said where something is missing. It must not know the application.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.util import find_spec

from simulator.lanes.server import NotServing
from simulator.real_livekit.playable import PLAYABLE
from simulator.real_livekit.processes import NotThere, NotUp, check
from simulator.scenarios import SCENARIOS


def list_playable() -> None:
    for name in PLAYABLE:
        print(f"{name:36} {SCENARIOS[name].shows}")


def simulate_real(names: Sequence[str], seed: int, runs: int) -> int:
    """Play these (all that can be, when none is named); 0: all went well, 1: not, 2: it was asked wrongly."""
    strange = [name for name in names if name not in PLAYABLE]
    if strange:
        print(f"{strange[0]} is not played on a real server; `--livekit real --list` says what is.")
        return 2
    try:
        check()
        _need_sdk()
        # Only here: whoever asks for what can be played needs no SDK.
        from simulator.real_livekit.play import play_all

        return 1 if play_all(names or list(PLAYABLE), seed, runs) else 0
    except (NotThere, NotUp, NotServing) as problem:
        print(problem, file=sys.stderr)
        return 1


def _need_sdk() -> None:
    if find_spec("livekit.rtc") is None:
        raise NotThere("LiveKit's rtc SDK is not installed; `make .venv/dev` adds it.")
