"""`flask simulate`: plays named scenarios against the application and says what came of each.

Decides what is printed and the exit status. It must not know the application: `make` builds a process of
it, `prepare` brings an empty database to the newest schema.
"""

from __future__ import annotations

import itertools
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from simulator.rehearsal import MakeApplication, Rehearsal
from simulator.scenarios import SCENARIOS, Scenario
from simulator.scenarios.receipts import as_the_carrier_saw_them

Prepare = Callable[[str], None]


class Databases:
    """Empty databases with the newest schema, in memory where the machine has a place for it."""

    def __init__(self, prepare: Prepare, folder: Path) -> None:
        self._folder, self._numbers = folder, itertools.count(1)
        self._template = folder / "template.db"
        prepare(f"sqlite:///{self._template}")

    def new(self) -> str:
        """The URL of one more of them."""
        path = self._folder / f"{next(self._numbers)}.db"
        shutil.copyfile(self._template, path)
        return f"sqlite:///{path}"

    @contextmanager
    def in_memory(self) -> Iterator[str]:
        """The URL of one that lives in this process alone and is copied with it (simulator/branching.py)."""
        place = f"file:/{next(self._numbers)}?vfs=memdb"
        with (
            closing(sqlite3.connect(self._template)) as template,
            closing(sqlite3.connect(place, uri=True)) as kept,
        ):
            # In memory there is no log beside the file, and a file that says it has one cannot be opened.
            template.execute("PRAGMA journal_mode=DELETE")
            template.backup(kept)
            yield f"sqlite:///{place}&uri=true"


@contextmanager
def databases(prepare: Prepare) -> Iterator[Databases]:
    memory = Path("/dev/shm")  # noqa: S108 (a folder of our own is made in it)
    with tempfile.TemporaryDirectory(
        prefix="warm-bridge-", dir=memory if memory.is_dir() else None, ignore_cleanup_errors=True
    ) as folder:
        yield Databases(prepare, Path(folder))


def play(scenario: Scenario, make: MakeApplication, database_url: str, seed: int = 0) -> Rehearsal:
    """One scenario on virtual time. Raises AssertionError for a bad ending or a broken promise."""
    with Rehearsal(make, database_url, seed, scenario.settings) as rehearsal:
        scenario.play(rehearsal.stage)
        assert rehearsal.stage.problems == [], rehearsal.stage.problems
        as_the_carrier_saw_them(rehearsal.stage)
    return rehearsal


def list_scenarios() -> None:
    for scenario in SCENARIOS.values():
        print(f"{scenario.name:36} {scenario.shows}")


def simulate(make: MakeApplication, prepare: Prepare, names: Sequence[str], seed: int, runs: int) -> int:
    """Play these scenarios (all when none is named) with `runs` seeds from `seed` on; 0: all went well."""
    unknown = [name for name in names if name not in SCENARIOS]
    if unknown:
        print(f"There is no scenario {unknown[0]}; `flask simulate --list` names them all.")
        return 2
    chosen = [SCENARIOS[name] for name in names] or list(SCENARIOS.values())
    failed = 0
    with databases(prepare) as ready:
        for scenario in chosen:
            for number in range(seed, seed + runs):
                failed += not _told(scenario, make, ready.new(), number)
    total = len(chosen) * runs
    print(f"{total - failed} passed, {failed} failed")
    return 1 if failed else 0


def _told(scenario: Scenario, make: MakeApplication, database_url: str, seed: int) -> bool:
    began = time.perf_counter()
    try:
        rehearsal = play(scenario, make, database_url, seed)
    except AssertionError as problem:
        print(f"FAILED  {scenario.name} (seed {seed}): {problem}")
        return False
    minutes, seconds = divmod(round(rehearsal.world.elapsed), 60)
    spent = (time.perf_counter() - began) * 1000
    print(f"passed  {scenario.name:36} {minutes}:{seconds:02} of calls in {spent:.0f} ms")
    return True
