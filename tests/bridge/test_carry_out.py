"""Effects of phones that ring and talk: a redirect, a hang-up, a check; and that there is a row for each.

What is asked of the carrier, what its answers mean, and what each failure leads to.
"""

from __future__ import annotations

from typing import Any, get_args

import pytest

from bridge.carry_out import DO
from bridge.core.effects import (
    CheckLeg,
    HangUpLeg,
    Outgoing,
    RedirectLeg,
)
from bridge.core.events import (
    Event,
    LegEnded,
)
from bridge.core.state import Outcome
from bridge.lanes import Later
from bridge.ports.errors import PortError
from bridge.service import CREWS
from tests.bridge.desk import RETRYABLE, A, Desk
from tests.bridge.examples import NOW
from tests.bridge.twilio_double import (
    CALLS,
    OTHER_SID,
    SID,
    Answer,
    call,
    failure,
)


def test_there_is_a_row_for_every_effect() -> None:
    assert set(DO) == set(get_args(Outgoing))


def test_whoever_an_effect_asks_has_a_crew_that_waits_for_the_answer() -> None:
    assert {kind.asks for kind in get_args(Outgoing)} == set(CREWS) - {"watch", "probes"}


# --- RedirectLeg, HangUpLeg, CheckLeg ----------------------------------------------------------

REDIRECT = RedirectLeg(A, 1)
# What asks for the status of the call in the end, and how it begins.
TOUCHES: dict[str, tuple[Outgoing, str]] = {
    "redirect": (REDIRECT, "POST"),
    "hang up": (HangUpLeg(A), "POST"),
    "check": (CheckLeg(A), "GET"),
}


def test_a_redirect_sends_the_leg_to_its_one_url_and_is_no_news(desk: Desk) -> None:
    desk.twilio.call("POST", call(status="in-progress"))
    assert desk.do(REDIRECT) == []
    (asked,) = desk.twilio.asked
    assert asked.sent["Url"].startswith("https://bridge.example.com/twilio/legs/leg-aaaa-2#")
    assert asked.sent["FallbackUrl"].startswith("https://bridge.example.com/twilio/fallback#")


@pytest.mark.parametrize(
    "facts", [{"fetched": 1}, {"fetched": 7}, {"number": 2}, {"ended_at": NOW}, {"call_sid": None}]
)
def test_a_redirect_is_dropped_when_it_would_bring_nothing_new(desk: Desk, facts: dict[str, Any]) -> None:
    desk.change(A, **facts)
    assert desk.do(REDIRECT) == []
    assert desk.twilio.asked == []


def test_a_leg_is_hung_up_by_completing_its_call(desk: Desk) -> None:
    desk.twilio.call("POST", call(status="completed"))
    assert desk.do(HangUpLeg(A)) == []
    assert [asked.sent for asked in desk.twilio.asked] == [{"Status": "completed"}]


@pytest.mark.parametrize("touch", TOUCHES)
@pytest.mark.parametrize("facts", [{"ended_at": NOW}, {"call_sid": None}])
def test_nothing_is_asked_about_a_phone_that_is_gone_or_was_never_there(
    desk: Desk, touch: str, facts: dict[str, Any]
) -> None:
    desk.change(A, **facts)
    assert desk.do(TOUCHES[touch][0]) == []
    assert desk.twilio.asked == []


@pytest.mark.parametrize("touch", TOUCHES)
@pytest.mark.parametrize("why", RETRYABLE)
def test_what_may_be_repeated_is_repeated_later_and_later(desk: Desk, touch: str, why: str) -> None:
    effect, method = TOUCHES[touch]
    desk.twilio.call(method, RETRYABLE[why])
    waits = []
    for attempts in range(3):
        with pytest.raises(Later) as later:
            desk.do(effect, attempts)
        waits.append(later.value.after)
    assert waits == [0.3, 0.6, 1.2]
    assert len(desk.twilio.asked) == 3, "once for each try"


@pytest.mark.parametrize("effect", [REDIRECT, HangUpLeg(A)], ids=["redirect", "hang up"])
@pytest.mark.parametrize("refusal", [failure(400, 21220), failure(404, 20404)], ids=["21220", "404"])
@pytest.mark.parametrize(
    ("status", "events"),
    [
        ("in-progress", []),
        ("ringing", []),
        ("completed", [LegEnded(A, Outcome.DECLINED)]),
        ("busy", [LegEnded(A, Outcome.BUSY)]),
    ],
)
def test_when_a_call_cannot_be_touched_the_carrier_says_whether_it_lives(
    desk: Desk, effect: Outgoing, refusal: Answer, status: str, events: list[Event]
) -> None:
    desk.twilio.call("POST", refusal)
    desk.twilio.call("GET", call(status=status))
    assert desk.do(effect) == events
    assert [method for method, _ in desk.requests] == ["POST", "GET"]


@pytest.mark.parametrize("touch", TOUCHES)
@pytest.mark.parametrize(
    ("live", "events"),
    [
        ([], [LegEnded(A, Outcome.ERROR)]),
        ([call(OTHER_SID, "in-progress")], [LegEnded(A, Outcome.ERROR)]),
        ([call(OTHER_SID, "in-progress"), call(SID, "in-progress")], []),
    ],
    ids=["none", "others", "this one too"],
)
def test_a_call_that_the_carrier_does_not_know_is_over_when_none_of_the_live_ones_is_it(
    desk: Desk, touch: str, live: list[dict[str, Any]], events: list[Event]
) -> None:
    desk.twilio.call("POST", failure(404, 20404))
    desk.twilio.call("GET", failure(404, 20404))
    desk.twilio.lists(*live)
    assert desk.do(TOUCHES[touch][0]) == events


def test_a_list_that_fails_behind_an_unknown_call_is_asked_for_again(desk: Desk) -> None:
    desk.twilio.call("GET", failure(404, 20404))
    desk.twilio.answer("GET", CALLS, failure(500, 20500))
    with pytest.raises(Later):
        desk.do(CheckLeg(A))


def test_a_redirect_that_is_wrong_in_itself_is_dropped(desk: Desk) -> None:
    desk.twilio.call("POST", failure(400, 21205))
    assert desk.do(REDIRECT) == []
    assert len(desk.twilio.asked) == 1


def test_a_check_that_is_refused_for_good_says_nothing_about_the_phone(desk: Desk) -> None:
    desk.twilio.call("GET", failure(401, 20003))
    with pytest.raises(PortError):
        desk.do(CheckLeg(A))


@pytest.mark.parametrize(
    ("leg", "outcome"), [("leg-aaaa-1", Outcome.COMPLETED), ("leg-aaaa-2", Outcome.DECLINED)]
)
def test_a_check_tells_how_the_phone_ended(desk: Desk, leg: str, outcome: Outcome) -> None:
    desk.twilio.call("GET", call(status="completed"), sid="CAaaaa1" if leg == "leg-aaaa-1" else SID)
    assert desk.do(CheckLeg(leg)) == [LegEnded(leg, outcome)]
