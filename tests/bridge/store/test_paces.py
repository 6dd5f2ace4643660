"""Paces: nothing is begun more often than a carrier takes it, the most urgent first, by all processes.

What begins is not known here; the clock is an argument.
"""

from __future__ import annotations

import pytest
from sqlalchemy import delete

from bridge.core.effects import CheckLeg, DialLeg, HangUpLeg, Outgoing, RedirectLeg
from bridge.store import calls, effects
from bridge.store.database import Database
from bridge.store.effects import Claim
from bridge.store.paces import Pace, take
from bridge.store.schema import effects as table
from tests.bridge import examples
from tests.bridge.databases import at_once
from tests.bridge.examples import NOW

DIALS = Pace("dials", per_second=1.0, burst=1)
PACES = {"DialLeg": DIALS}
OFFER, OTHER_OFFER, TRANSFER = DialLeg("leg-1"), DialLeg("leg-2"), DialLeg("leg-3", urgency=0)


@pytest.fixture(autouse=True)
def a_call(database: Database) -> None:
    with database.write() as db:
        calls.add(db, examples.call("aaaa"))


def _take(database: Database, pace: Pace, now: float) -> bool:
    with database.write() as db:
        return take(db, pace, now)


def _add(database: Database, *wanted: Outgoing, now: float = NOW) -> list[Outgoing]:
    with database.write() as db:
        return [claim.effect for claim in effects.add(db, "call-aaaa", wanted, now, paces=PACES)]


def _claims(database: Database, now: float) -> list[Claim]:
    with database.write() as db:
        return effects.claim_due(db, now, paces=PACES)


def _due(database: Database, now: float) -> list[Outgoing]:
    return [claim.effect for claim in _claims(database, now)]


# --- the bucket --------------------------------------------------------------------------------


def test_one_a_second_is_one_a_second(database: Database) -> None:
    began = [tenth / 10 for tenth in range(35) if _take(database, DIALS, NOW + tenth / 10)]
    assert began == [0.0, 1.0, 2.0, 3.0]


def test_a_burst_is_at_once_and_then_the_pace_holds(database: Database) -> None:
    moves = Pace("moves", per_second=10.0, burst=5)
    began = [
        tenth for tenth in range(10) for _ in range(20) if _take(database, moves, NOW + tenth / 10 + 1e-4)
    ]
    assert began.count(0) == 5
    assert len(began) == 5 + 9


def test_a_pause_saves_no_more_than_the_burst(database: Database) -> None:
    moves = Pace("moves", per_second=10.0, burst=3)
    assert _take(database, moves, NOW)
    assert [_take(database, moves, NOW + 3600) for _ in range(5)] == [True, True, True, False, False]


def test_paces_of_different_names_do_not_count_each_other(database: Database) -> None:
    assert _take(database, DIALS, NOW) and _take(database, Pace("moves", 1.0, 1), NOW)


def test_processes_that_ask_at_once_share_one_pace(database: Database) -> None:
    assert at_once(database, 8, lambda _: _take(database, DIALS, NOW)).count(True) == 1


# --- several paces at once ---------------------------------------------------------------------

WIDE = {"DialLeg": Pace("dials", 1000.0, 1000), "RedirectLeg": Pace("moves", 1000.0, 1000)}


def test_units_that_want_paces_in_different_orders_do_not_stop_each_other(database: Database) -> None:
    examples.add(database, examples.call("bbbb"))

    def begin(number: int) -> int:
        for turn in range(20):
            wanted = [RedirectLeg(f"leg-{number}-{turn}", 1), DialLeg(f"leg-{number}-{turn}-b")]
            with database.write() as db:
                call_id = ("call-aaaa", "call-bbbb")[number]
                effects.add(db, call_id, wanted if number else wanted[::-1], NOW, paces=WIDE)
        return number

    assert at_once(database, 2, begin) == [0, 1]
    assert _pending(database) == 80


def test_a_sweep_and_a_transfer_that_begins_do_not_stop_each_other(database: Database) -> None:
    """The sweep holds a move that waits, and the transfer has a newer one for the same phone."""
    waiting = [RedirectLeg("leg-1", 1), DialLeg("leg-2")]
    newer = [RedirectLeg("leg-3", 1), RedirectLeg("leg-1", 2), DialLeg("leg-4", urgency=0)]
    for turn in range(20):
        _left_waiting(database, *waiting)

        def both(number: int, now: float = NOW + turn) -> list[Claim]:
            with database.write() as db:
                if number:
                    return effects.claim_due(db, now, paces=WIDE)
                return effects.add(db, "call-aaaa", newer, now, paces=WIDE)

        begun, swept = at_once(database, 2, both)
        assert begun and swept


def test_whoever_goes_on_with_a_lane_and_a_transfer_that_begins_do_not_stop_each_other(
    database: Database,
) -> None:
    """What comes next in the lane is the move that the transfer has a newer one for."""
    newer = [RedirectLeg("leg-3", 1), RedirectLeg("leg-1", 2), DialLeg("leg-4", urgency=0)]
    for turn in range(20):
        _left_waiting(database)
        with database.write() as db:
            (first,) = effects.add(db, "call-aaaa", [CheckLeg("leg-1"), RedirectLeg("leg-1", 1)], NOW)

        def both(number: int, first: Claim = first, now: float = NOW + turn) -> object:
            with database.write() as db:
                if number:
                    return effects.finish(db, first, now, WIDE)
                return effects.add(db, "call-aaaa", newer, now, paces=WIDE)

        assert all(at_once(database, 2, both))


def _left_waiting(database: Database, *wanted: Outgoing) -> None:
    """Nothing else is to be done for anybody, and nobody carries these out."""
    with database.write() as db:
        db.execute(delete(table))
        for claim in effects.add(db, "call-aaaa", wanted, NOW - 1):
            effects.put_off(db, claim, NOW - 1)


def _pending(database: Database) -> int:
    with database.read() as db:
        return effects.pending(db)


# --- effects that are paced --------------------------------------------------------------------


def test_what_has_no_pace_is_not_held_up_by_what_has(database: Database) -> None:
    wanted = [OFFER, OTHER_OFFER, HangUpLeg("leg-9"), CheckLeg("leg-8")]
    assert _add(database, *wanted) == [OFFER, HangUpLeg("leg-9"), CheckLeg("leg-8")]


def test_dials_begin_one_after_another_and_none_is_forgotten(database: Database) -> None:
    _add(database, OFFER, OTHER_OFFER, DialLeg("leg-4"))
    began = [(tenth / 4, effect) for tenth in range(12) for effect in _due(database, NOW + tenth / 4)]
    assert began == [(1.0, OTHER_OFFER), (2.0, DialLeg("leg-4"))]


def test_a_transfer_is_dialled_before_offers_that_came_first(database: Database) -> None:
    _add(database, OFFER, OTHER_OFFER)
    _add(database, TRANSFER, now=NOW + 0.5)
    assert _due(database, NOW + 1) == [TRANSFER]
    assert _due(database, NOW + 2) == [OTHER_OFFER]


def test_whoever_comes_just_in_time_does_not_overtake_whoever_waits(database: Database) -> None:
    _add(database, OFFER, OTHER_OFFER)
    assert _add(database, DialLeg("leg-4"), now=NOW + 1) == []
    assert _due(database, NOW + 1) == [OTHER_OFFER]


def test_a_transfer_that_comes_just_in_time_overtakes_an_offer_that_waits(database: Database) -> None:
    _add(database, OFFER, OTHER_OFFER)
    assert _add(database, TRANSFER, now=NOW + 1) == [TRANSFER]


def test_what_waits_behind_its_own_leg_keeps_nobody_else_waiting(database: Database) -> None:
    _add(database, CheckLeg("leg-1"), OFFER)
    assert _add(database, OTHER_OFFER) == [OTHER_OFFER]


def test_the_next_of_a_lane_keeps_the_pace_too(database: Database) -> None:
    with database.write() as db:
        first = effects.add(db, "call-aaaa", [CheckLeg("leg-1"), OFFER], NOW, paces=PACES)[0]
    assert _add(database, OTHER_OFFER) == [OTHER_OFFER]
    with database.write() as db:
        assert effects.finish(db, first, NOW + 0.5, PACES) is None
    assert _due(database, NOW + 1) == [OFFER]


def test_a_refused_dial_waits_for_its_pause_and_lets_others_go(database: Database) -> None:
    """429: nothing was done, and it is done again later (reference/twilio.md 4.5)."""
    with database.write() as db:
        (claim,) = effects.add(db, "call-aaaa", [OFFER, OTHER_OFFER], NOW, paces=PACES)
        effects.put_off(db, claim, NOW + 2)
    assert _due(database, NOW + 1) == [OTHER_OFFER]
    assert _due(database, NOW + 2) == [OFFER]


def test_a_thousand_moves_that_wait_hold_up_no_dial(database: Database) -> None:
    paces = PACES | {"RedirectLeg": Pace("moves", 10.0, 2)}
    moves = [RedirectLeg(f"leg-m{n}", 1) for n in range(120)]
    with database.write() as db:
        assert len(effects.add(db, "call-aaaa", [*moves, OFFER], NOW, paces=paces)) == 3
        effects.add(db, "call-aaaa", [HangUpLeg("leg-h")], NOW - effects.LEASE, paces=paces)
    with database.write() as db:
        assert HangUpLeg("leg-h") in [one.effect for one in effects.claim_due(db, NOW + 0.05, paces=paces)]


# --- asked twice before it was done ------------------------------------------------------------


def test_a_newer_move_takes_the_place_of_one_that_still_waits(database: Database) -> None:
    (first,) = _claimed(database, RedirectLeg("leg-1", 1))
    _claimed(database, RedirectLeg("leg-1", 2))
    _claimed(database, RedirectLeg("leg-1", 3), CheckLeg("leg-1"), CheckLeg("leg-1"))
    with database.write() as db:
        second = effects.finish(db, first, NOW)
        assert second is not None and second.effect == RedirectLeg("leg-1", 3)
        third = effects.finish(db, second, NOW)
        assert third is not None and third.effect == CheckLeg("leg-1")
        assert effects.finish(db, third, NOW) is None
        assert effects.pending(db) == 0


def test_a_move_that_somebody_carries_out_is_not_changed_under_way(database: Database) -> None:
    (first,) = _claimed(database, RedirectLeg("leg-1", 1))
    _claimed(database, RedirectLeg("leg-1", 2))
    with database.write() as db:
        second = effects.finish(db, first, NOW)
    assert second is not None and second.effect == RedirectLeg("leg-1", 2)


def test_a_phone_that_came_by_itself_uses_up_nobody_elses_turn(database: Database) -> None:
    paces = {"RedirectLeg": Pace("moves", 1.0, 1)}
    with database.write() as db:
        (sent,) = effects.add(
            db, "call-aaaa", [RedirectLeg("leg-1", 1), RedirectLeg("leg-2", 1)], NOW, paces=paces
        )
        effects.add(db, "call-aaaa", [HangUpLeg("leg-2"), RedirectLeg("leg-3", 1)], NOW, paces=paces)
        for leg in ("leg-1", "leg-2"):
            effects.forget_redirect(db, leg)
        found = [one.effect for one in effects.claim_due(db, NOW + 1, paces=paces)]
        assert sent.effect == RedirectLeg("leg-1", 1)
        assert found == [HangUpLeg("leg-2"), RedirectLeg("leg-3", 1)]
        # What somebody carries out is theirs until they say what came of it.
        effects.finish(db, sent, NOW + 1)
        assert effects.pending(db) == len(found)


def _claimed(database: Database, *wanted: Outgoing) -> list[Claim]:
    with database.write() as db:
        return effects.add(db, "call-aaaa", wanted, NOW)
