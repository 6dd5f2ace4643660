"""Units of work that share one commit on SQLite: each is durable when it returns, and each can fail alone.

What a unit does is not known here; PostgreSQL has no use for it.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from bridge.store import calls
from bridge.store.database import Database, Unavailable
from tests.bridge import examples
from tests.bridge.databases import SQLITE, at_once, locked
from tests.bridge.examples import Killed

pytestmark = SQLITE


def _store(database: Database, *names: str) -> None:
    with database.write() as db:
        for name in names:
            calls.add(db, examples.call(name))


def _stored(database: Database) -> list[str]:
    with database.read() as db:
        return sorted(call.id[-1] for call in calls.page(db, only_live=False, after=None, limit=99))


def _outcome(do: Callable[[], object]) -> str:
    try:
        do()
    except (IntegrityError, Unavailable, Killed) as error:
        return type(error).__name__
    return "done"


def test_units_that_come_at_once_share_commits_and_all_are_kept(database: Database) -> None:
    commits: list[object] = []
    event.listen(database.engine, "commit", commits.append)
    at_once(database, 16, lambda number: _store(database, f"aaa{number:x}"))
    assert len(_stored(database)) == 16
    assert len(commits) < 16


def test_what_a_unit_did_is_there_for_everybody_when_it_returns(database: Database) -> None:
    def store_and_look(number: int) -> bool:
        _store(database, f"aaa{number:x}")
        return f"{number:x}" in _stored(database)

    assert at_once(database, 12, store_and_look) == [True] * 12


def test_a_unit_that_fails_takes_nobody_with_it(database: Database) -> None:
    _store(database, "aaa0")
    outcomes = at_once(
        database, 8, lambda n: _outcome(lambda: _store(database, f"bbb{n}", "aaa0" if n % 2 else f"ccc{n}"))
    )
    assert outcomes == ["done", "IntegrityError"] * 4
    assert _stored(database) == sorted("0" + 2 * "0246")


def test_whoever_ran_into_another_unit_s_row_finds_it_then(database: Database) -> None:
    """The same webhook twice at the same moment: the second is answered with what the first has stored."""

    def store_or_find(number: int) -> list[str]:
        _outcome(lambda: _store(database, "aaa0"))
        return _stored(database)

    assert at_once(database, 8, store_or_find) == [["0"]] * 8


def test_a_commit_that_fails_is_told_to_every_unit_in_it_and_the_next_one_works(database: Database) -> None:
    def dies(db: object) -> None:
        raise Killed

    event.listen(database.engine, "commit", dies)
    assert set(at_once(database, 6, lambda n: _outcome(lambda: _store(database, f"aaa{n}")))) == {"Killed"}
    event.remove(database.engine, "commit", dies)
    assert _stored(database) == []
    _store(database, "aaa9")
    assert _stored(database) == ["9"]


def _rolled_back_by_sqlite(database: Database) -> None:
    with database.write() as db:
        db.exec_driver_sql("ROLLBACK")
        raise Killed


def test_when_sqlite_itself_rolls_back_no_unit_is_told_that_it_was_kept(database: Database) -> None:
    """As it does when the disk is full."""

    def store(number: int) -> str:
        if number == 3:
            return _outcome(lambda: _rolled_back_by_sqlite(database))
        return _outcome(lambda: _store(database, f"aaa{number}"))

    outcomes = at_once(database, 8, store)
    assert outcomes[3] == "Unavailable"
    assert _stored(database) == [str(n) for n, outcome in enumerate(outcomes) if outcome == "done"]


def test_units_wait_for_a_locked_file_together_not_one_after_another(url: str, impatient: Database) -> None:
    """Twenty threads at 50 ms each would be a second; with the real patience of 5 s, more than a minute."""
    began = time.monotonic()
    with locked(url):
        outcomes = at_once(impatient, 20, lambda n: _outcome(lambda: _store(impatient, f"aaa{n:x}")))
        took = time.monotonic() - began
    assert set(outcomes) == {"Unavailable"}
    assert took < 20 * 0.05
    _store(impatient, "bbb1")
    assert _stored(impatient) == ["1"]
