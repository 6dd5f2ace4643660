"""A chore is done by one process at a time, and by another when that one dies.

What the chore is does not matter.
"""

from __future__ import annotations

from bridge.store import chores
from bridge.store.database import Database
from tests.bridge.databases import at_once
from tests.bridge.examples import NOW


def _take(database: Database, who: str, now: float, name: str = "reconciler") -> bool:
    with database.write() as db:
        return chores.take(db, name, who, now, 6.0)


def test_whoever_holds_the_lease_keeps_it_as_long_as_they_prolong_it(database: Database) -> None:
    assert _take(database, "one", NOW)
    assert _take(database, "one", NOW + 3)
    assert not _take(database, "two", NOW + 8.9)


def test_a_lease_that_ran_out_goes_to_whoever_asks_first(database: Database) -> None:
    assert _take(database, "one", NOW)
    assert _take(database, "two", NOW + 6)
    assert not _take(database, "one", NOW + 6.1)


def test_chores_do_not_hinder_each_other(database: Database) -> None:
    assert _take(database, "one", NOW, "reconciler")
    assert _take(database, "two", NOW, "pruner")


def test_of_many_that_ask_at_once_one_gets_it(database: Database) -> None:
    assert sum(at_once(database, 6, lambda number: _take(database, f"process-{number}", NOW))) == 1
