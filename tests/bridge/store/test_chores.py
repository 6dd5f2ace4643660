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
        return chores.take(db, name, who, now, 6.0) is None


def test_whoever_holds_the_lease_keeps_it_as_long_as_they_prolong_it(database: Database) -> None:
    assert _take(database, "one", NOW)
    assert _take(database, "one", NOW + 3)
    assert not _take(database, "two", NOW + 8.9)


def test_a_lease_that_ran_out_goes_to_whoever_asks_first(database: Database) -> None:
    assert _take(database, "one", NOW)
    assert _take(database, "two", NOW + 6)
    assert not _take(database, "one", NOW + 6.1)


def test_who_does_not_get_the_lease_hears_how_long_it_runs(database: Database) -> None:
    _take(database, "one", NOW)
    with database.write() as db:
        assert chores.take(db, "reconciler", "two", NOW + 1, 6.0) == NOW + 6


def test_a_server_is_up_until_somebody_finds_it_down_and_up_again(database: Database) -> None:
    seen = []
    for found in (None, False, False, True):
        with database.write() as db:
            if found is not None:
                chores.set_up(db, "livekit", found, NOW)
        with database.read() as db:
            seen.append((chores.is_up(db, "livekit"), chores.is_up(db, "twilio")))
    assert seen == [(True, True), (False, True), (False, True), (True, True)]


def test_a_server_of_which_anything_was_found_out_is_known_from_then_on(database: Database) -> None:
    with database.read() as db:
        assert not chores.is_known(db, "sip one")
    with database.write() as db:
        chores.set_up(db, "sip one", True, NOW)
    with database.read() as db:
        assert (chores.is_known(db, "sip one"), chores.is_known(db, "sip two")) == (True, False)


def test_chores_do_not_hinder_each_other(database: Database) -> None:
    assert _take(database, "one", NOW, "reconciler")
    assert _take(database, "two", NOW, "pruner")


def test_of_many_that_ask_at_once_one_gets_it(database: Database) -> None:
    assert sum(at_once(database, 6, lambda number: _take(database, f"process-{number}", NOW))) == 1
