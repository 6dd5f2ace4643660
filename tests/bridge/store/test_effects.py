"""Effects: in order within a lane, side by side otherwise, by one holder of the lease at a time.

What an effect does is not known here; the clock is an argument.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import delete, insert

from bridge.core.effects import (
    CheckLeg,
    CheckRoom,
    CreateRoom,
    DialLeg,
    HangUpLeg,
    Outgoing,
    RedirectLeg,
    SketchBrief,
    WriteBrief,
)
from bridge.store import calls, effects
from bridge.store.database import Database
from bridge.store.effects import LEASE, Claim
from bridge.store.schema import effects as table
from summaries import writer
from tests.bridge import examples
from tests.bridge.databases import at_once
from tests.bridge.examples import NOW

FIRST, SECOND, THIRD = RedirectLeg("leg-1", 1), CheckLeg("leg-1"), HangUpLeg("leg-1")


@pytest.fixture(autouse=True)
def a_call(database: Database) -> None:
    with database.write() as db:
        calls.add(db, examples.call("aaaa"))


def _add(database: Database, *wanted: Outgoing, now: float = NOW, new_call: bool = False) -> list[Claim]:
    with database.write() as db:
        return effects.add(db, "call-aaaa", wanted, now, new_call)


def _due(database: Database, now: float) -> list[Claim]:
    with database.write() as db:
        return effects.claim_due(db, now)


def _finish(database: Database, claim: Claim, now: float = NOW) -> Claim | None:
    with database.write() as db:
        return effects.finish(db, claim, now)


def _wanted(claims: Sequence[Claim | None]) -> list[Outgoing | None]:
    return [claim.effect if claim else None for claim in claims]


def _pending(database: Database) -> int:
    with database.read() as db:
        return effects.pending(db)


# --- order -------------------------------------------------------------------------------------


def test_a_lane_is_carried_out_one_by_one_in_the_order_it_was_wanted(database: Database) -> None:
    (claim,) = _add(database, FIRST, SECOND, THIRD)
    done: list[Outgoing] = []
    following: Claim | None = claim
    while following is not None:
        done.append(following.effect)
        assert _due(database, NOW) == []
        following = _finish(database, following)
    assert done == [FIRST, SECOND, THIRD]
    assert _pending(database) == 0


def test_lanes_of_different_legs_and_rooms_start_side_by_side(database: Database) -> None:
    wanted: list[Outgoing] = [CreateRoom("room-1"), DialLeg("leg-2"), FIRST, WriteBrief("tr-1"), SECOND]
    assert _wanted(_add(database, *wanted)) == wanted[:-1]


def test_what_is_wanted_later_waits_behind_what_is_pending(database: Database) -> None:
    (claim,) = _add(database, FIRST, new_call=True)
    assert _wanted(_add(database, SECOND, DialLeg("leg-2"))) == [DialLeg("leg-2")]
    assert _wanted([_finish(database, claim)]) == [SECOND]


def test_the_same_effects_again_are_effects_of_their_own(database: Database) -> None:
    (first,) = _add(database, FIRST)
    _add(database, FIRST)
    assert _wanted([_finish(database, first)]) == [FIRST]


# --- lease and fence ---------------------------------------------------------------------------


def test_nobody_else_takes_an_effect_while_its_lease_runs(database: Database) -> None:
    _add(database, SECOND)
    assert _due(database, NOW + LEASE - 0.01) == []
    (taken,) = _due(database, NOW + LEASE)
    assert (taken.effect, taken.begun, taken.attempts) == (SECOND, False, 0)
    assert _due(database, NOW + LEASE + 0.01) == []


@pytest.mark.parametrize("moving", [RedirectLeg("leg-1", 1), CheckRoom("leg-1", 1, "room-1")], ids=str)
def test_nobody_is_in_silence_for_5_s_because_who_would_have_moved_the_phone_has_died(
    moving: Outgoing, database: Database
) -> None:
    _add(database, moving)
    assert _wanted(_due(database, NOW + 4.25)) == [moving]


def test_a_room_whose_maker_has_died_is_there_before_the_greeting_is_over(database: Database) -> None:
    _add(database, CreateRoom("room-1"))
    assert _due(database, NOW + 2.25) == [], "who makes it may take 2 s"
    assert _wanted(_due(database, NOW + 3.25)) == [CreateRoom("room-1")]


@pytest.mark.parametrize("wish", [WriteBrief("tr-1"), SketchBrief("call-1")])
def test_a_language_model_may_take_longer_than_a_carrier(database: Database, wish: Outgoing) -> None:
    _add(database, wish)
    assert _due(database, NOW + max(LEASE, writer.SECONDS)) == [], "who asks it would ask it twice"
    assert _wanted(_due(database, NOW + 20)) == [wish]


def test_a_late_finisher_with_the_old_fence_changes_nothing(database: Database) -> None:
    (old,) = _add(database, FIRST, SECOND)
    later = NOW + LEASE
    (new,) = _due(database, later)
    stored = examples.everything(database)
    with database.write() as db:
        assert effects.finish(db, old, later) is None
        assert not effects.begin(db, old, later)
        effects.put_off(db, old, later + 99)
    assert examples.everything(database) == stored
    assert _wanted([_finish(database, new, later)]) == [SECOND]


def test_finishing_twice_does_not_start_the_next_one_twice(database: Database) -> None:
    (claim,) = _add(database, FIRST, SECOND, THIRD)
    assert _wanted([_finish(database, claim), _finish(database, claim)]) == [SECOND, None]


def test_two_processes_that_sweep_at_once_never_take_the_same_effect(database: Database) -> None:
    legs = [f"leg-{number}" for number in range(12)]
    _add(database, *(DialLeg(leg) for leg in legs))
    swept = at_once(database, 4, lambda number: _due(database, NOW + LEASE))
    taken = [claim for claims in swept for claim in claims]
    taken += _due(database, NOW + LEASE)
    assert sorted(claim.lane for claim in taken) == sorted(legs)


# --- what became of a try ----------------------------------------------------------------------


def test_whoever_comes_after_a_crash_knows_that_a_try_began(database: Database) -> None:
    (claim,) = _add(database, DialLeg("leg-2"))
    with database.write() as db:
        assert effects.begin(db, claim, NOW + 5)
    assert _due(database, NOW + LEASE) == []
    (taken,) = _due(database, NOW + 5 + LEASE)
    assert taken.begun


def test_what_is_put_off_waits_counts_and_is_not_marked_as_begun(database: Database) -> None:
    (claim,) = _add(database, DialLeg("leg-2"))
    with database.write() as db:
        effects.begin(db, claim, NOW)
        effects.put_off(db, claim, NOW + 1)
    assert _due(database, NOW + 0.99) == []
    (again,) = _due(database, NOW + 1)
    assert (again.attempts, again.begun) == (1, False)
    with database.write() as db:
        effects.put_off(db, again, NOW + 2)
    assert [claim.attempts for claim in _due(database, NOW + 2)] == [2]


def test_the_lane_waits_for_what_was_put_off(database: Database) -> None:
    (claim,) = _add(database, FIRST, SECOND, DialLeg("leg-2"))[:1]
    with database.write() as db:
        effects.put_off(db, claim, NOW + 60)
    assert _wanted(_due(database, NOW + 30)) == [DialLeg("leg-2")]
    assert _wanted(_due(database, NOW + 60)) == [FIRST, DialLeg("leg-2")]


def test_there_is_something_due_only_when_somebody_should_act(database: Database) -> None:
    (claim,) = _add(database, SECOND)
    with database.read() as db:
        assert not effects.anything_due(db, NOW + LEASE - 0.01)
        assert effects.anything_due(db, NOW + LEASE)
    _finish(database, claim)
    with database.read() as db:
        assert not effects.anything_due(db, NOW + 1e6)


def test_a_sweep_takes_so_many_and_leaves_the_rest(database: Database) -> None:
    _add(database, *(DialLeg(f"leg-{number}") for number in range(5)))
    with database.write() as db:
        assert [c.lane for c in effects.claim_due(db, NOW + LEASE, limit=2)] == ["leg-0", "leg-1"]
    assert [claim.lane for claim in _due(database, NOW + LEASE)] == ["leg-2", "leg-3", "leg-4"]


def test_an_effect_that_only_a_newer_version_knows_is_left_to_it(database: Database) -> None:
    """Old and new processes work side by side during a deploy; what waits behind it goes on waiting."""
    strange = {"call_id": "call-aaaa", "lane": "leg-9", "kind": "SendFlowers", "body": "{}"}
    with database.write() as db:
        db.execute(insert(table).values(**strange, run_at=NOW, attempts=0, begun=False, fence=""))
    _add(database, HangUpLeg("leg-9"), DialLeg("leg-2"))
    assert _wanted(_due(database, NOW + LEASE)) == [DialLeg("leg-2")]
    with database.write() as db:
        db.execute(delete(table).where(table.c.kind != "SendFlowers"))
        assert not effects.anything_due(db, NOW + 99)
    assert _pending(database) == 1
