"""The pruner: calls that ended long ago are gone with everything of theirs, a few at a time; others stay.

When each beat comes is not known here.
"""

from __future__ import annotations

from typing import Any

import pytest

from bridge.core.effects import DeleteRoom
from bridge.core.state import CallState
from bridge.core.work import Change
from bridge.pruner import AT_ONCE, DAY, EVERY, Pruner
from bridge.store import answers, calls, effects, transcript
from bridge.store.answers import KEPT_SECONDS, Answer
from bridge.store.database import Database
from bridge.store.transcript import Said
from summaries import redact_lines
from tests.bridge import examples
from tests.bridge.databases import BOTH
from tests.bridge.examples import NOW

DAYS = 30
OLD, YOUNG = NOW - DAYS * DAY - 1, NOW - DAYS * DAY + 1


def _ended(database: Database, name: str, at: float, **more: Any) -> None:
    """A call with a transfer, a line, history; over since then."""
    call = examples.call(name, state=CallState.ENDED, ended_at=at, **more)
    call.transfers = {f"tr-{name}": examples.transfer(id=f"tr-{name}")}
    for leg in call.legs.values():
        leg.ended_at = at
    with database.write() as db:
        calls.add(db, examples.call(name))
        before = calls.load(db, call.id)
        assert before is not None
        calls.save(db, before, call)
        calls.add_history(db, call.id, at, [Change(call.id, "state", "", "ended")])
        transcript.add(db, call.id, Said(1, "caller", at, "Hello."), redact_lines)


def _left(database: Database) -> list[str]:
    with database.read() as db:
        return sorted(call.id[-1] for call in calls.page(db, only_live=False, after=None, limit=999))


@BOTH
def test_an_old_call_goes_with_everything_that_belongs_to_it(database: Database) -> None:
    empty = examples.rows(database)
    _ended(database, "aaa1", OLD)
    Pruner(database, DAYS).step(NOW)
    assert examples.rows(database) | {"chores": 0} == empty | {"chores": 0}


@BOTH
def test_calls_that_are_young_or_live_or_not_done_with_stay(database: Database) -> None:
    _ended(database, "aaa1", YOUNG)
    _ended(database, "aaa2", OLD)
    with database.write() as db:
        calls.add(db, examples.call("aaa3", started_at=OLD))
        effects.add(db, "call-aaa2", [DeleteRoom("room-1")], NOW)
    Pruner(database, DAYS).step(NOW)
    assert _left(database) == ["1", "2", "3"]


def test_for_ever_is_for_ever(database: Database) -> None:
    _ended(database, "aaa1", NOW - 3650 * DAY)
    Pruner(database, 0).step(NOW)
    assert _left(database) == ["1"]


def test_a_few_go_at_a_time_the_oldest_first(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    assert AT_ONCE <= 100, "nobody waits for a long transaction"
    monkeypatch.setattr("bridge.pruner.AT_ONCE", 2)
    for number in range(1, 6):
        _ended(database, f"aaa{number}", OLD - number)
    pruner, left = Pruner(database, DAYS), []
    for beat in range(4):
        pruner.step(NOW + beat * EVERY)
        left.append(_left(database))
    assert left == [["1", "2", "3"], ["1"], [], []]


def test_it_does_not_come_more_often_than_it_must_and_only_one_process_does(database: Database) -> None:
    ours, theirs = Pruner(database, DAYS), Pruner(database, DAYS)
    ours.step(NOW)
    _ended(database, "aaa1", OLD)
    ours.step(NOW + EVERY / 2)
    theirs.step(NOW + EVERY)
    assert _left(database) == ["1"]
    ours.step(NOW + EVERY)
    assert _left(database) == []


@BOTH
def test_answers_are_kept_for_a_day(database: Database) -> None:
    with database.write() as db:
        answers.keep(db, "old", Answer("r", 202, None, "{}"), NOW - KEPT_SECONDS - 1)
        answers.keep(db, "young", Answer("r", 202, None, "{}"), NOW - KEPT_SECONDS + 1)
    Pruner(database, DAYS).step(NOW)
    assert examples.rows(database)["idempotent_answers"] == 1
