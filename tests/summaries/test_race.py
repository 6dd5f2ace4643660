"""Work on threads: who ends first is told first, and nobody waits for the rest.

Whether a process may end meanwhile is decided by a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from summaries import ThreadRace

ROOT = Path(__file__).parents[2]


def test_what_ends_first_is_told_first() -> None:
    race, go = ThreadRace(), threading.Event()

    def late() -> str:
        go.wait(10)
        return "late"

    race.begin(late)
    race.begin(lambda: "early")
    assert race.next(10) == "early"
    go.set()
    assert race.next(10) == "late"


@pytest.mark.parametrize("seconds", [0.05, 0.0, -1.0])
def test_a_wait_ends_when_nothing_ends_in_time(seconds: float) -> None:
    began = time.monotonic()
    assert ThreadRace().next(seconds) is None
    assert time.monotonic() - began < 5


def test_no_thread_is_made_before_there_is_work() -> None:
    before = threading.active_count()
    ThreadRace()
    assert threading.active_count() == before


def test_work_that_is_given_up_does_not_keep_the_process_from_ending() -> None:
    program = (
        "import time\nfrom summaries import ThreadRace\n"
        "race = ThreadRace()\nrace.begin(lambda: time.sleep(60))\nassert race.next(0.01) is None\n"
    )
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, timeout=50)
    assert time.monotonic() - began < 40
