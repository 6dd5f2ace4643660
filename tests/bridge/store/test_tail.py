"""Following history while it is written: every row once, in an order that never lets one slip in before.

What the rows mean is not known here.
"""

from __future__ import annotations

import threading

from sqlalchemy import Connection, insert

from bridge.core.work import Change
from bridge.store import calls, tail
from bridge.store.database import Database
from bridge.store.schema import history
from bridge.store.tail import BEGINNING, Mark
from tests.bridge import examples
from tests.bridge.databases import POSTGRESQL
from tests.bridge.examples import NOW


def _write(db: Connection, *subjects: str) -> None:
    changes = [Change(subject, "place", "", "hold") for subject in subjects]
    calls.add_history(db, "call-aaaa", NOW, changes)


def _read(database: Database, mark: Mark, most: int = 100) -> tuple[list[str], Mark]:
    with database.read() as db:
        found = tail.after(db, mark, most)
    return [one.change.subject for one in found], found[-1].mark if found else mark


def _a_call(database: Database) -> None:
    examples.add(database, examples.call("aaaa"))


def test_what_is_written_is_read_once_in_its_order(database: Database) -> None:
    _a_call(database)
    mark, read = BEGINNING, list[list[str]]()
    for batch in (("a", "b"), ("c",), ()):
        with database.write() as db:
            _write(db, *batch)
        subjects, mark = _read(database, mark)
        read.append(subjects)
    assert read == [["a", "b"], ["c"], []]


def test_more_than_fits_is_read_in_pieces(database: Database) -> None:
    _a_call(database)
    with database.write() as db:
        _write(db, "a", "b", "c")
    first, mark = _read(database, BEGINNING, most=2)
    second, _ = _read(database, mark, most=2)
    assert (first, second) == (["a", "b"], ["c"])


def test_whoever_begins_now_reads_only_what_comes(database: Database) -> None:
    _a_call(database)
    with database.read() as db:
        assert tail.end(db) == BEGINNING
    with database.write() as db:
        _write(db, "a")
    with database.read() as db:
        now = tail.end(db)
    assert _read(database, now) == ([], now)
    with database.write() as db:
        _write(db, "b")
    assert _read(database, now)[0] == ["b"]


@POSTGRESQL
def test_a_row_whose_transaction_took_longer_is_not_overtaken(database: Database) -> None:
    """Its id is the smaller one; told by id alone it would never be read."""
    _a_call(database)
    with database.write() as slow:
        _write(slow, "slow")
        with database.write() as quick:
            _write(quick, "quick")
        assert _read(database, BEGINNING)[0] == []
    assert _read(database, BEGINNING)[0] == ["slow", "quick"]


def test_what_a_process_of_an_earlier_version_writes_is_told_too(database: Database) -> None:
    """One of before migration 0002 does not say which transaction it writes in."""
    _a_call(database)
    with database.write() as db:
        _write(db, "a")
    _, mark = _read(database, BEGINNING)
    old = {"call_id": "call-aaaa", "at": NOW, "subject": "b", "what": "place", "before": "", "after": "hold"}
    with database.write() as db:
        db.execute(insert(history).values(old))
    assert _read(database, mark)[0] == ["b"]


@POSTGRESQL
def test_nothing_is_lost_while_many_write(database: Database) -> None:
    _a_call(database)

    def write(number: int) -> None:
        for turn in range(25):
            with database.write() as db:
                _write(db, f"{number}-{turn}")

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    mark, read = BEGINNING, list[str]()
    while any(writer.is_alive() for writer in writers) or len(read) < 100:
        subjects, mark = _read(database, mark, most=7)
        read += subjects
    assert sorted(read) == sorted(f"{number}-{turn}" for number in range(4) for turn in range(25))
