"""REST requests: what passes, what is found, at which place and with which number.

The examples hold one request for each rule; repeated fields and forms of numbers are here.
"""

import pytest

from simulator.contract import check_request
from simulator.contract.requests import request_problems
from tests.simulator.contract.examples import (
    BAD_REQUESTS,
    CALL,
    CALLS,
    CREATE,
    GOOD_REQUESTS,
    IDLE_REQUESTS,
    LEGS,
    ROOT,
    WEB,
)

ARABIC_FIVE = "\u0665"


@pytest.mark.parametrize(("method", "path", "fields"), GOOD_REQUESTS)
def test_a_good_request_has_no_problem(method: str, path: str, fields: dict[str, str]) -> None:
    assert check_request(method, path, list(fields.items())) == []


@pytest.mark.parametrize(("method", "path", "fields", "code", "place"), BAD_REQUESTS)
def test_what_twilio_refuses_or_ignores_is_an_error(
    method: str, path: str, fields: dict[str, str], code: int | None, place: str
) -> None:
    found = [(one.level, one.code, one.path) for one in request_problems(method, path, list(fields.items()))]
    assert ("error", code, place) in found


@pytest.mark.parametrize(("method", "path", "fields", "part"), IDLE_REQUESTS)
def test_what_is_in_vain_is_a_warning(method: str, path: str, fields: dict[str, str], part: str) -> None:
    found = check_request(method, path, list(fields.items()))
    assert len(found) == 1 and found[0].startswith("warning") and part in found[0]


def test_lists_may_be_repeated_and_nothing_else() -> None:
    events = [("StatusCallbackEvent", event) for event in ("initiated", "ringing", "answered", "completed")]
    form = [*CREATE.items(), ("StatusCallback", WEB), *events]
    assert check_request("POST", CALLS, form) == []
    assert "form.To: sent 2 times" in check_request("POST", CALLS, [*form, ("To", "+15550100002")])[0]


def test_a_list_has_an_end() -> None:
    media = [("MediaUrl", f"https://bridge.test/{n}.png") for n in range(11)]
    form = [("To", "+15550100001"), ("From", "+15550100000"), *media]
    assert (
        "21620 form.MediaUrl: sent 11 times, at most 10"
        in check_request("POST", f"{ROOT}/Messages.json", form)[0]
    )


@pytest.mark.parametrize("text", ["20\n", " 20", ARABIC_FIVE, "2e1", "0x14", ""])
def test_numbers_are_plain_digits(text: str) -> None:
    assert "21208 form.Timeout" in check_request("POST", CALLS, [*CREATE.items(), ("Timeout", text)])[0]


@pytest.mark.parametrize(
    "number", ["+15550100001\n", f"+1{ARABIC_FIVE}550100001", "+05550100001", "+1 555 010 0001", "+1"]
)
def test_a_number_to_call_is_e164(number: str) -> None:
    assert "21211 form.To" in check_request("POST", CALLS, list({**CREATE, "To": number}.items()))[0]


def test_a_misplaced_or_misspelt_field_is_pointed_out() -> None:
    assert (
        "did you mean StatusCallback?"
        in check_request("POST", CALLS, [*CREATE.items(), ("statusCallback", WEB)])[0]
    )
    assert "it belongs in the form" in check_request("POST", f"{CALL}?Status=completed", [("Url", WEB)])[0]
    assert "it joins when the line is answered" in check_request("POST", LEGS, list(CREATE.items()))[0]
