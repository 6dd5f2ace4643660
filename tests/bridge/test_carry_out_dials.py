"""Dialling: a phone is rung once as the carrier sees it, and what is unclear is looked for, not repeated.

Every failure of the request is one row of what it leads to.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests
from sqlalchemy import select

from bridge.carry_out import FIND_TRIES
from bridge.core.effects import (
    DialLeg,
    FindDial,
)
from bridge.core.events import (
    DialPlaced,
    DialRefused,
    DialUnclear,
    Event,
    LegEnded,
)
from bridge.core.state import Outcome, Place
from bridge.lanes import Later
from bridge.store import calls, effects
from bridge.store.effects import LEASE
from bridge.store.schema import effects as table
from tests.bridge import examples
from tests.bridge.desk import DIALLED, PHONE, RETRYABLE, Desk
from tests.bridge.examples import LINE, NOW, Clock, Killed
from tests.bridge.twilio_double import (
    BROKEN,
    CALLS,
    NOT_REACHED,
    OTHER_SID,
    SID,
    TIMED_OUT,
    Answer,
    call,
    failure,
)

# --- DialLeg -----------------------------------------------------------------------------------


def test_a_dial_rings_the_leg_s_phone_and_names_the_leg_in_every_url(desk: Desk) -> None:
    desk.twilio.dials((201, call(OTHER_SID)))
    assert desk.do(DialLeg(DIALLED)) == [DialPlaced(DIALLED, OTHER_SID)]
    (asked,) = desk.twilio.asked
    assert (asked.sent["To"], asked.sent["Timeout"]) == (PHONE, "20")
    overrides = "#rc=5&rp=ct,rt,5xx&rt=3500&tt=15000"
    assert asked.sent["Url"] == f"{LINE.base_url}/twilio/legs/{DIALLED}{overrides}"
    assert asked.sent["StatusCallback"] == f"{LINE.base_url}/twilio/legs/{DIALLED}/status{overrides}"
    assert asked.sent["FallbackUrl"] == f"{LINE.base_url}/twilio/fallback{overrides}"


def test_that_a_dial_begins_is_stored_before_the_carrier_hears_of_it(desk: Desk) -> None:
    begun: list[bool] = []

    def ring(request: requests.PreparedRequest) -> tuple[int, dict[str, str], str]:
        with desk.database.read() as db:
            begun.extend(db.scalars(select(table.c.begun)))
        return 201, {}, json.dumps(call())

    desk.twilio.answer_by("POST", CALLS, ring)
    desk.do(DialLeg(DIALLED))
    assert begun == [True]


def test_a_dial_that_began_and_never_reported_is_not_said_again(desk: Desk) -> None:
    assert desk.do(DialLeg(DIALLED), begun=True) == [DialUnclear(DIALLED)]
    assert desk.twilio.asked == []


def test_a_process_killed_while_it_dials_has_dialled_once(desk: Desk, clock: Clock) -> None:
    """The carrier rings the phone; nobody is left to hear that it does."""

    def dies(request: requests.PreparedRequest) -> tuple[int, dict[str, str], str]:
        raise Killed

    desk.twilio.answer_by("POST", CALLS, dies)
    claim = desk.claim(DialLeg(DIALLED))
    with pytest.raises(Killed):
        desk.carriers.carry_out(claim)
    clock.go(LEASE)
    with desk.database.write() as db:
        (again,) = effects.claim_due(db, clock.now)
    assert desk.carriers.carry_out(again) == [DialUnclear(DIALLED)]
    assert desk.requests == [("POST", "Calls.json")]


def test_who_lost_the_claim_does_not_dial(desk: Desk, clock: Clock) -> None:
    late = desk.claim(DialLeg(DIALLED))
    clock.go(LEASE)
    with desk.database.write() as db:
        effects.claim_due(db, clock.now)
    assert desk.carriers.carry_out(late) == []
    assert desk.twilio.asked == []


def test_a_leg_that_has_a_call_already_is_not_dialled(desk: Desk) -> None:
    desk.change(DIALLED, call_sid=OTHER_SID)
    assert desk.do(DialLeg(DIALLED)) == []
    assert desk.twilio.asked == []


@pytest.mark.parametrize(
    ("known", "told"), [(None, Outcome.CANCELLED), (Outcome.TIMED_OUT, Outcome.TIMED_OUT)]
)
def test_a_leg_given_up_before_it_was_dialled_counts_as_ended(
    desk: Desk, known: Outcome | None, told: Outcome
) -> None:
    desk.change(DIALLED, place=Place.ENDED, outcome=known)
    assert desk.do(DialLeg(DIALLED)) == [DialRefused(DIALLED, told)]
    assert desk.twilio.asked == []


@pytest.mark.parametrize(
    ("answer", "event"),
    [
        (failure(500, 20500), DialUnclear(DIALLED)),
        (failure(503, 20503), DialUnclear(DIALLED)),
        (TIMED_OUT, DialUnclear(DIALLED)),
        (BROKEN, DialUnclear(DIALLED)),
        (failure(400, 21211), DialRefused(DIALLED, Outcome.UNREACHABLE)),
        (failure(400, 21215), DialRefused(DIALLED, Outcome.UNREACHABLE)),
        (failure(401, 20003), DialRefused(DIALLED, Outcome.ERROR)),
    ],
)
def test_a_dial_that_failed_is_unclear_or_refused_but_never_repeated(
    desk: Desk, answer: Answer, event: Event
) -> None:
    desk.twilio.dials(answer)
    assert desk.do(DialLeg(DIALLED)) == [event]
    assert len(desk.twilio.asked) == 1


@pytest.mark.parametrize("answer", [failure(429, 20429), NOT_REACHED], ids=["429", "no connection"])
def test_a_dial_that_surely_did_not_happen_is_said_again_after_a_second_or_more(
    desk: Desk, clock: Clock, answer: Answer
) -> None:
    desk.twilio.dials(answer, (201, call(OTHER_SID)))
    claim = desk.claim(DialLeg(DIALLED))
    with pytest.raises(Later) as later:
        desk.carriers.carry_out(claim)
    assert later.value.after >= 1.0
    with desk.database.write() as db:
        effects.put_off(db, claim, clock.now + later.value.after)
    clock.go(later.value.after)
    with desk.database.write() as db:
        (again,) = effects.claim_due(db, clock.now)
    assert desk.carriers.carry_out(again) == [DialPlaced(DIALLED, OTHER_SID)]


# --- FindDial ----------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["queued", "ringing", "in-progress"])
@pytest.mark.parametrize("last", [False, True])
def test_a_ghost_that_rings_after_all_is_adopted(desk: Desk, status: str, last: bool) -> None:
    desk.twilio.lists(call(OTHER_SID, status))
    assert desk.do(FindDial(DIALLED, last)) == [DialPlaced(DIALLED, OTHER_SID)]
    assert desk.twilio.asked[0].sent["To"] == PHONE


def test_a_ghost_that_is_over_already_is_adopted_and_ended(desk: Desk) -> None:
    desk.twilio.lists(call(OTHER_SID, "busy"))
    found = desk.do(FindDial(DIALLED, last=False))
    assert found == [DialPlaced(DIALLED, OTHER_SID), LegEnded(DIALLED, Outcome.BUSY)]


def test_a_call_that_is_another_leg_is_nobody_s_ghost(desk: Desk) -> None:
    """Neither one of this call nor one of another that rings the same phone at the same moment."""
    rival = examples.call("bbbb", examples.leg(2, "bbbb", call_sid=OTHER_SID))
    with desk.database.write() as db:
        calls.add(db, rival)
    desk.twilio.lists(call(OTHER_SID, "ringing"), call(SID, "in-progress"))
    assert desk.do(FindDial(DIALLED, last=True)) == [DialRefused(DIALLED, Outcome.ERROR)]


def test_a_call_from_before_the_leg_is_nobody_s_ghost(desk: Desk) -> None:
    desk.twilio.lists(call(OTHER_SID, "ringing", created=NOW - 60))
    assert desk.do(FindDial(DIALLED, last=True)) == [DialRefused(DIALLED, Outcome.ERROR)]


def test_what_is_not_found_is_looked_for_a_few_times_and_then_given_up(desk: Desk) -> None:
    desk.twilio.lists()
    waited = 0.0
    for attempts in range(FIND_TRIES):
        with pytest.raises(Later) as later:
            desk.do(FindDial(DIALLED, last=False), attempts)
        waited += later.value.after
    assert desk.do(FindDial(DIALLED, last=False), FIND_TRIES) == []
    assert waited < 8.0, "the attempt counts as failed after 8 s"
    assert desk.do(FindDial(DIALLED, last=True)) == [DialRefused(DIALLED, Outcome.ERROR)]


@pytest.mark.parametrize("why", RETRYABLE)
def test_a_search_that_fails_is_repeated_but_the_last_one_decides(desk: Desk, why: str) -> None:
    desk.twilio.answer("GET", CALLS, RETRYABLE[why])
    for attempts in range(FIND_TRIES):
        with pytest.raises(Later):
            desk.do(FindDial(DIALLED, last=False), attempts)
    assert desk.do(FindDial(DIALLED, last=False), FIND_TRIES) == [], "the last one waits behind it"
    assert desk.do(FindDial(DIALLED, last=True)) == [DialRefused(DIALLED, Outcome.ERROR)]


@pytest.mark.parametrize("facts", [{"call_sid": OTHER_SID}, {"ended_at": NOW}])
def test_nobody_is_looked_for_who_is_known_or_gone(desk: Desk, facts: dict[str, Any]) -> None:
    desk.change(DIALLED, **facts)
    assert desk.do(FindDial(DIALLED, last=True)) == []
    assert desk.twilio.asked == []
