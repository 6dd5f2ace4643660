"""Calls as rows: what can never be double, who is found how, and that nothing is lost or half stored.

What a call's states mean is not: here a call is a document with rows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from bridge.core.effects import CreateRoom
from bridge.core.state import Call, CallState, Place, TransferState
from bridge.core.work import Change
from bridge.store import calls, effects
from bridge.store.calls import Overtaken
from bridge.store.database import Database
from tests.bridge import examples
from tests.bridge.databases import at_once
from tests.bridge.examples import NOW


def _change(database: Database, change: Callable[[Call], Any], call_id: str = "call-aaaa") -> None:
    before = examples.load(database, call_id)
    after = before.copy()
    change(after)
    with database.write() as db:
        calls.save(db, before, after)


def _with_leg(number: int, **more: Any) -> Callable[[Call], Any]:
    def add(call: Call) -> None:
        one = examples.leg(number, call.id.removeprefix("call-"), **more)
        call.legs[one.id] = one

    return add


def _with_transfer(number: int, **more: Any) -> Callable[[Call], Any]:
    def add(call: Call) -> None:
        one = examples.transfer(number, **more)
        call.transfers[one.id] = one

    return add


# --- what the schema holds ---------------------------------------------------------------------


def test_a_call_sid_is_one_leg_of_one_call(database: Database) -> None:
    examples.add(database, examples.call("aaaa"))
    twin = examples.call("bbbb")
    twin.caller.call_sid = "CAaaaa1"
    with pytest.raises(IntegrityError):
        examples.add(database, twin)
    with database.read() as db:
        assert calls.load(db, "call-bbbb") is None
        assert calls.find_by_sid(db, "CAaaaa1") == ("call-aaaa", "leg-aaaa-1")


def test_an_agent_has_one_live_leg_whatever_the_call(database: Database) -> None:
    examples.add(database, examples.talk("aaaa"), examples.call("bbbb"))
    with pytest.raises(IntegrityError):
        _change(database, _with_leg(2, agent_id="agent-1"), "call-bbbb")
    assert list(examples.load(database, "call-bbbb").legs) == ["leg-bbbb-1"]


def test_an_agent_s_next_leg_may_begin_in_the_commit_that_ends_the_last(database: Database) -> None:
    examples.add(database, examples.talk())

    def rung_again(call: Call) -> None:
        # The new leg is named before the old one in the document: the order must not matter.
        old = call.legs.pop("leg-aaaa-2")
        _with_leg(3, agent_id="agent-1")(call)
        old.ended_at = NOW
        call.legs[old.id] = old

    _change(database, rung_again)
    assert examples.load(database).legs["leg-aaaa-3"].live


def test_legs_without_an_agent_may_live_side_by_side(database: Database) -> None:
    examples.add(database, examples.call("aaaa", examples.leg(2), examples.leg(3)))
    with database.read() as db:
        assert calls.call_of_leg(db, "leg-aaaa-3") == "call-aaaa"


def test_a_call_has_one_live_transfer(database: Database) -> None:
    examples.add(database, examples.talk())
    _change(database, _with_transfer(1))
    with pytest.raises(IntegrityError):
        _change(database, _with_transfer(2))
    assert list(examples.load(database).transfers) == ["tr-aaaa-1"]


def test_the_next_transfer_may_begin_when_the_last_is_over(database: Database) -> None:
    examples.add(database, examples.talk())
    _change(database, _with_transfer(1))
    _change(database, lambda call: setattr(call.transfers["tr-aaaa-1"], "state", TransferState.FAILED))
    _change(database, _with_transfer(2))
    with database.read() as db:
        assert calls.call_of_transfer(db, "tr-aaaa-2") == "call-aaaa"


# --- compare and set ---------------------------------------------------------------------------


def _save_with_history(database: Database, before: Call, after: Call) -> None:
    with database.write() as db:
        calls.add_history(db, after.id, NOW, [Change(after.id, "state", before.state, after.state)])
        effects.add(db, after.id, [CreateRoom("room-1")], NOW)
        calls.save(db, before, after)


def test_who_comes_second_with_an_old_call_is_overtaken_and_stores_nothing(database: Database) -> None:
    examples.add(database, examples.talk())
    stale = examples.load(database)
    _change(database, lambda call: call.deadlines.update(look=NOW))
    mine = stale.copy()
    mine.state = CallState.ENDED
    with pytest.raises(Overtaken):
        _save_with_history(database, stale, mine)
    stored = examples.load(database)
    assert (stored.version, stored.state) == (1, CallState.CONNECTED)
    assert examples.rows(database)["history"] == 0


def test_no_change_is_lost_when_many_change_one_call_at_once(database: Database) -> None:
    examples.add(database, examples.call())

    def count(number: int) -> None:
        for _ in range(5):
            with database.write() as db:
                before = calls.load(db, "call-aaaa", lock=True)
                assert before is not None
                after = before.copy()
                after.deadlines["n"] = after.deadlines.get("n", 0.0) + 1.0
                calls.save(db, before, after)

    at_once(database, 8, count)
    stored = examples.load(database)
    assert (stored.deadlines, stored.version) == ({"n": 40.0}, 40)


# --- one commit --------------------------------------------------------------------------------


def test_history_comes_in_the_same_commit_and_reads_in_order(database: Database) -> None:
    examples.add(database, examples.call())
    changes = [
        Change("call-aaaa", "state", "waiting", "ringing"),
        Change("leg-aaaa-1", "place", "greeting", "waiting"),
        Change("call-aaaa", "state", "ringing", "connected"),
    ]
    with database.write() as db:
        calls.add_history(db, "call-aaaa", NOW, changes[:2])
        calls.add_history(db, "call-aaaa", NOW + 1, changes[2:])
        calls.add_history(db, "call-aaaa", NOW + 2, [])
    with database.read() as db:
        assert calls.history_of(db, "call-aaaa", ["call-aaaa"]) == [(NOW, changes[0]), (NOW + 1, changes[2])]


def test_a_transaction_that_fails_leaves_nothing_at_all(database: Database) -> None:
    """Neither the history and effects before the failure, nor the legs before the one that is double."""
    examples.add(database, examples.call("aaaa"), examples.talk("bbbb"))
    stored = examples.everything(database)
    before = examples.load(database)
    after = before.copy()
    _with_leg(2)(after)
    _with_leg(3, agent_id="agent-1")(after)
    with pytest.raises(IntegrityError):
        _save_with_history(database, before, after)
    assert examples.everything(database) == stored


# --- what is found, and in which order ---------------------------------------------------------


def test_calls_come_due_longest_overdue_first(database: Database) -> None:
    for name, deadlines in {
        "late": {"hold_limit": NOW - 5, "look": NOW + 9},
        "none": {},
        "soon": {"look": NOW + 0.1},
        "last": {"look": NOW},
        "more": {"join": NOW + 3, "ring:leg": NOW - 9},
    }.items():
        examples.add(database, examples.call(name, deadlines=deadlines))
    with database.read() as db:
        assert calls.due(db, NOW) == ["call-more", "call-late", "call-last"]
        assert calls.due(db, NOW, limit=1) == ["call-more"]


def test_a_deadline_that_was_moved_or_cleared_is_no_longer_due(database: Database) -> None:
    examples.add(
        database, examples.call(deadlines={"look": NOW}), examples.call("bbbb", deadlines={"look": NOW})
    )
    _change(database, lambda call: call.deadlines.update(look=NOW + 3))
    _change(database, lambda call: call.deadlines.clear(), "call-bbbb")
    with database.read() as db:
        assert calls.due(db, NOW + 2) == []
        assert calls.due(db, NOW + 3) == ["call-aaaa"]


def test_whoever_waits_longest_is_first_in_line(database: Database) -> None:
    for name, since in {"bbbb": NOW - 1, "aaaa": NOW, "cccc": NOW - 9}.items():
        examples.add(database, examples.call(name, waiting_since=since))
    examples.add(database, examples.call("dddd", waiting_since=NOW - 99, state=CallState.CONNECTED))
    with database.read() as db:
        assert calls.waiting(db) == ["call-cccc", "call-bbbb", "call-aaaa"]
        assert calls.waiting(db, limit=1) == ["call-cccc"]
        places = [calls.place_in_line(db, examples.load(database, name)) for name in calls.waiting(db)]
    assert places == [1, 2, 3]


def test_a_call_is_found_by_what_carriers_know_of_it(database: Database) -> None:
    call = examples.talk()
    examples.add(database, call)
    with database.read() as db:
        assert calls.load_by_leg(db, "leg-aaaa-2") == call
        assert calls.find_by_sid(db, "CAaaaa2") == ("call-aaaa", "leg-aaaa-2")
        nobody = (calls.load_by_leg(db, "leg-x"), calls.find_by_sid(db, "CAx"), calls.call_of_leg(db, "x"))
        assert (*nobody, calls.load(db, "call-x"), calls.call_of_transfer(db, "tr-x")) == (None,) * 5


def test_a_leg_is_found_by_a_call_sid_learned_later(database: Database) -> None:
    examples.add(database, examples.call("aaaa", examples.leg(2, call_sid=None)))
    _change(database, lambda call: setattr(call.legs["leg-aaaa-2"], "call_sid", "CAlate"))
    with database.read() as db:
        assert calls.find_by_sid(db, "CAlate") == ("call-aaaa", "leg-aaaa-2")


def test_a_call_lives_until_its_last_leg_has_ended(database: Database) -> None:
    moving = examples.call("bbbb", state=CallState.TRANSFERRING, started_at=NOW + 1)
    examples.add(database, examples.call("aaaa"), moving)

    def over(call: Call) -> None:
        call.state, call.ended_at, call.caller.place = CallState.ENDED, NOW, Place.ENDED

    _change(database, over)
    with database.read() as db:
        assert [call.id for call in calls.live(db, only_transfers=False)] == ["call-aaaa", "call-bbbb"]
        assert [call.id for call in calls.live(db, only_transfers=True)] == ["call-bbbb"]
    for name in ("call-aaaa", "call-bbbb"):
        with database.read() as db:
            assert calls.anything_live(db)
        _change(database, lambda call: setattr(call.caller, "ended_at", NOW), name)
    with database.read() as db:
        assert (calls.live(db, only_transfers=False), calls.anything_live(db)) == ([], False)


def test_pages_show_every_call_once_newest_first(database: Database) -> None:
    """Also calls that began in the same instant."""
    for number, at in enumerate([0.0, 1.0, 1.0, 1.0, 2.0]):
        ended = NOW if number == 0 else None
        examples.add(database, examples.call(f"aaa{number}", started_at=NOW + at, ended_at=ended))
    seen: list[str] = []
    after = None
    with database.read() as db:
        while page := calls.page(db, only_live=False, after=after, limit=2):
            seen += [call.id for call in page]
            after = (page[-1].started_at, page[-1].id)
        live = calls.page(db, only_live=True, after=None, limit=9)
    assert seen == ["call-aaa4", "call-aaa3", "call-aaa2", "call-aaa1", "call-aaa0"]
    assert [call.id for call in live] == seen[:-1]
