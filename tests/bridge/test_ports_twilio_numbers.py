"""Twilio's numbers through the real SDK: found by their whole number, set field by field.

Every request is held against Twilio's own published contract.
"""

from __future__ import annotations

from typing import Any

import pytest

from bridge.ports.errors import PortError
from bridge.ports.twilio import OtherHost
from bridge.ports.twilio_numbers import FIELDS, TwilioNumbers
from tests.bridge.examples import OURS
from tests.bridge.twilio_double import ACCOUNT, API, TIMED_OUT, TwilioDouble, failure

LIST, SID = f"{API}/IncomingPhoneNumbers.json", "PN" + "1" * 32
ONE = f"{API}/IncomingPhoneNumbers/{SID}.json"


def number(phone: str = OURS, sid: str = SID, **fields: str | None) -> dict[str, Any]:
    return {"sid": sid, "phone_number": phone, **fields}


def page(*numbers: dict[str, Any], following: str | None = None) -> dict[str, Any]:
    return {"incoming_phone_numbers": list(numbers), "next_page_uri": following, "page": 0}


@pytest.fixture
def numbers(twilio: TwilioDouble) -> TwilioNumbers:
    return TwilioNumbers(ACCOUNT, ACCOUNT, "token", OtherHost(None))


def test_a_number_is_found_with_what_it_has(twilio: TwilioDouble, numbers: TwilioNumbers) -> None:
    twilio.answer("GET", LIST, page(number(voice_url="https://a", voice_method="POST", trunk_sid=None)))
    found = numbers.find(OURS)
    assert found is not None and found.sid == SID
    assert found.settings == dict.fromkeys(FIELDS, "") | {"voice_url": "https://a", "voice_method": "POST"}
    assert twilio.asked[0].sent["PhoneNumber"] == OURS


def test_a_number_that_only_looks_like_ours_is_another(twilio: TwilioDouble, numbers: TwilioNumbers) -> None:
    """Twilio takes the filter for a pattern."""
    twilio.answer("GET", LIST, page(number(f"{OURS}9")))
    assert numbers.find(OURS) is None


def test_a_number_on_a_later_page_is_found(twilio: TwilioDouble, numbers: TwilioNumbers) -> None:
    later = f"/2010-04-01/Accounts/{ACCOUNT}/IncomingPhoneNumbers.json?Page=1&PageSize=50"
    twilio.answer("GET", LIST, page(number(f"{OURS}9"), following=later), page(number()))
    found = numbers.find(OURS)
    assert found is not None and found.sid == SID and len(twilio.asked) == 2


def test_only_what_is_given_is_set(twilio: TwilioDouble, numbers: TwilioNumbers) -> None:
    twilio.answer("POST", ONE, number())
    numbers.change(SID, {"voice_url": "https://a#rc=5", "trunk_sid": ""})
    assert twilio.asked[0].sent == {"VoiceUrl": "https://a#rc=5", "TrunkSid": ""}


@pytest.mark.parametrize(
    ("answer", "status", "maybe_done"),
    [(failure(401, 20003), 401, False), (failure(503, 20503), 503, True), (TIMED_OUT, None, True)],
)
def test_a_failure_says_whether_it_may_have_worked(
    twilio: TwilioDouble, numbers: TwilioNumbers, answer: Any, status: int | None, maybe_done: bool
) -> None:
    twilio.answer("GET", LIST, answer)
    twilio.answer("POST", ONE, answer)
    for ask in (lambda: numbers.find(OURS), lambda: numbers.change(SID, {"voice_method": "POST"})):
        with pytest.raises(PortError) as failed:
            ask()
        assert (failed.value.status, failed.value.maybe_done) == (status, maybe_done)
