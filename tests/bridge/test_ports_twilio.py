"""Twilio's port: requests that Twilio would take as they are, and failures told in words that decide.

The SDK is real, `responses` stands in for the network, and every request is checked by the contract.
"""

from __future__ import annotations

import base64
import logging
import re
from typing import Any

import pytest
import requests
import responses

from bridge.ports.errors import PortError
from bridge.ports.twilio import NOT_IN_PROGRESS, TIMEOUT, Dialled, Inside, OtherHost, Twilio
from tests.bridge.examples import NOW, OURS
from tests.bridge.twilio_double import (
    ACCOUNT,
    API,
    BROKEN,
    CALLS,
    CONFERENCES,
    NOT_REACHED,
    OTHER_SID,
    SID,
    TIMED_OUT,
    Answer,
    TwilioDouble,
    call,
    failure,
)

URL, FALLBACK, STATUS, MACHINE = (
    f"https://bridge.example.com/twilio/{name}#rc=5" for name in ("legs/l", "f", "s", "m")
)
PHONE = "+15551234567"

EVERYTHING = {
    "dial": lambda port: port.dial(PHONE, URL, FALLBACK, STATUS, 20),
    "redirect": lambda port: port.redirect(SID, URL, FALLBACK),
    "hang_up": lambda port: port.hang_up(SID),
    "status": lambda port: port.status(SID),
    "dials_to": lambda port: port.dials_to(PHONE, NOW),
    "live_sids": lambda port: port.live_sids(),
    "inside": lambda port: port.inside("conf-1"),
    "announce": lambda port: port.announce("conf-1", SID, URL),
    "transcribe": lambda port: port.transcribe(SID, "call-1.1", URL, "de-DE"),
    "ping": lambda port: port.ping(),
}
LISTS = {"dials_to", "live_sids", "inside", "announce", "ping"}


def _answer_all(twilio: TwilioDouble, answer: Answer) -> None:
    for method, url in [
        ("POST", CALLS),
        ("GET", CALLS),
        ("POST", f"{API}/Calls/{SID}.json"),
        ("GET", f"{API}/Calls/{SID}.json"),
        ("POST", f"{API}/Calls/{SID}/Transcriptions.json"),
        ("GET", CONFERENCES),
    ]:
        twilio.answer(method, url, answer)


# --- what is asked -----------------------------------------------------------------------------


def test_a_dial_says_where_its_document_its_fallback_and_its_progress_are(twilio: TwilioDouble) -> None:
    twilio.dials((201, call()))
    assert twilio.port.dial(PHONE, URL, FALLBACK, STATUS, 20) == SID
    (asked,) = twilio.asked
    assert asked.lists == {
        "To": [PHONE],
        "From": [OURS],
        "Url": [URL],
        "FallbackUrl": [FALLBACK],
        "StatusCallback": [STATUS],
        "StatusCallbackEvent": ["initiated", "ringing", "answered", "completed"],
        "Timeout": ["20"],
    }


def test_a_dial_that_listens_for_machines_lets_its_document_go_on_meanwhile(twilio: TwilioDouble) -> None:
    twilio.dials((201, call()))
    twilio.port.dial(PHONE, URL, FALLBACK, STATUS, 20, MACHINE)
    sent = twilio.asked[0].sent
    assert (sent["MachineDetection"], sent["AsyncAmd"]) == ("Enable", "true")
    assert (sent["AsyncAmdStatusCallback"], sent["AsyncAmdStatusCallbackMethod"]) == (MACHINE, "POST")


def test_a_call_is_written_down_on_both_tracks_in_its_language(twilio: TwilioDouble) -> None:
    twilio.answer("POST", f"{API}/Calls/{SID}/Transcriptions.json", {"sid": "GT" + "a" * 32})
    twilio.port.transcribe(SID, "call-1.1", URL, "de-DE")
    (asked,) = twilio.asked
    assert asked.sent == {
        "Name": "call-1.1",
        "Track": "both_tracks",
        "InboundTrackLabel": "caller",
        "OutboundTrackLabel": "agent",
        "LanguageCode": "de-DE",
        "StatusCallbackUrl": URL,
        "StatusCallbackMethod": "POST",
    }


def test_a_redirect_renews_the_fallback_and_never_touches_the_status(twilio: TwilioDouble) -> None:
    twilio.call("POST", call(status="in-progress"))
    twilio.port.redirect(SID, URL, FALLBACK)
    assert [asked.sent for asked in twilio.asked] == [{"Url": URL, "FallbackUrl": FALLBACK}]


def test_a_leg_is_ended_by_completing_its_call_never_by_deleting_it(twilio: TwilioDouble) -> None:
    twilio.call("POST", call(status="completed"))
    twilio.port.hang_up(SID)
    assert [(asked.method, asked.sent) for asked in twilio.asked] == [("POST", {"Status": "completed"})]


def test_the_status_of_a_call_is_told_in_twilio_s_words(twilio: TwilioDouble) -> None:
    twilio.call("GET", call(status="no-answer"))
    assert twilio.port.status(SID) == "no-answer"


def test_a_search_for_a_dial_finds_what_was_made_since_then(twilio: TwilioDouble) -> None:
    """Twilio's times are whole seconds: a call made in the same second as the leg is not too old."""
    twilio.lists(
        call("CAnew", "ringing", NOW + 3), call("CAsame", "queued", NOW), call("CAold", "busy", NOW - 2)
    )
    found = twilio.port.dials_to(PHONE, NOW + 0.9)
    assert found == [Dialled("CAnew", "ringing"), Dialled("CAsame", "queued")]
    assert twilio.asked[0].sent["To"] == PHONE


def test_every_call_that_is_not_over_is_listed_over_all_pages(twilio: TwilioDouble) -> None:
    more = (
        f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json?Status=in-progress&PageSize=1000&Page=1&PageToken=PA{SID}"
    )
    twilio.answer(
        "GET",
        CALLS,
        {"calls": [call(SID, "in-progress")], "next_page_uri": more},
        {"calls": [call(OTHER_SID, "in-progress")]},
        {"calls": [call("CAringing", "ringing")]},
        {"calls": []},
    )
    assert twilio.port.live_sids() == {SID, OTHER_SID, "CAringing"}
    statuses = [asked.sent["Status"] for asked in twilio.asked]
    assert statuses == ["in-progress", "in-progress", "ringing", "queued"]


def _conference(sid: str) -> dict[str, Any]:
    return {"sid": sid, "friendly_name": "conf-1", "status": "in-progress"}


def test_who_is_in_a_conference_is_found_by_its_name(twilio: TwilioDouble) -> None:
    """Also in one that has not started; connected is not the same as on the way."""
    running, waiting = "CF" + "a" * 32, "CF" + "b" * 32
    twilio.answer(
        "GET", CONFERENCES, {"conferences": [_conference(running)]}, {"conferences": [_conference(waiting)]}
    )
    for conference, sid, status in [(running, SID, "connected"), (waiting, OTHER_SID, "ringing")]:
        there = {"participants": [{"call_sid": sid, "status": status}]}
        twilio.answer("GET", f"{API}/Conferences/{conference}/Participants.json", there)
    assert twilio.port.inside("conf-1") == [Inside(SID, True), Inside(OTHER_SID, False)]
    assert [a.sent["Status"] for a in twilio.asked if "FriendlyName" in a.sent] == ["in-progress", "init"]


def test_a_sentence_is_played_to_one_participant_only(twilio: TwilioDouble) -> None:
    running = "CF" + "a" * 32
    twilio.answer("GET", CONFERENCES, {"conferences": [_conference(running)]})
    twilio.answer("POST", f"{API}/Conferences/{running}/Participants/{SID}.json", {"call_sid": SID})
    twilio.port.announce("conf-1", SID, URL)
    assert [asked.sent for asked in twilio.asked[1:]] == [{"AnnounceUrl": URL, "AnnounceMethod": "POST"}]


def test_nobody_is_in_a_conference_that_is_not_there(twilio: TwilioDouble) -> None:
    twilio.answer("GET", CONFERENCES, {"conferences": []})
    assert twilio.port.inside("conf-1") == []
    twilio.port.announce("conf-1", SID, URL)
    assert {asked.method for asked in twilio.asked} == {"GET"}


# --- what went wrong ---------------------------------------------------------------------------

# (retryable, maybe done, whose fault)
FAILURES: dict[str, tuple[Answer, tuple[bool, bool, str]]] = {
    "429 was refused before anything happened": (failure(429, 20429), (True, False, "theirs")),
    "500 may have done it": (failure(500, 20500), (True, True, "theirs")),
    "503 may have done it": (failure(503, 20503), (True, True, "theirs")),
    "400 is wrong and stays wrong": (failure(400, 21211), (False, False, "ours")),
    "401 is wrong and stays wrong": (failure(401, 20003), (False, False, "ours")),
    "404 is not there": (failure(404, 20404), (False, False, "ours")),
    "no answer in time": (TIMED_OUT, (True, True, "network")),
    "no connection in time": (NOT_REACHED, (True, False, "network")),
    "the connection broke": (BROKEN, (True, True, "network")),
}


@pytest.mark.parametrize("request_", EVERYTHING)
@pytest.mark.parametrize("why", FAILURES)
def test_every_failure_of_every_request_says_whether_to_try_again(
    twilio: TwilioDouble, request_: str, why: str
) -> None:
    answer, expected = FAILURES[why]
    _answer_all(twilio, answer)
    with pytest.raises(PortError) as failed:
        EVERYTHING[request_](twilio.port)
    error = failed.value
    assert (error.retryable, error.maybe_done, error.fault) == expected
    if isinstance(answer, tuple):
        assert (error.status, error.not_found) == (answer[0], answer[0] == 404)
        # Of a list the SDK does not tell the code.
        assert error.code == answer[1]["code"] or request_ in LISTS
    assert PHONE not in str(error)


@pytest.mark.parametrize("request_", EVERYTHING)
def test_an_answer_that_is_no_json_is_not_trusted_and_not_a_crash(
    twilio: TwilioDouble, request_: str
) -> None:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as http:
        for method in ("GET", "POST"):
            http.add(method, re.compile(".*"), body="<html>")
        with pytest.raises(PortError) as failed:
            EVERYTHING[request_](twilio.port)
    assert (failed.value.retryable, failed.value.maybe_done) == (True, True)


def test_a_refusal_in_the_newer_problem_format_is_understood_too(twilio: TwilioDouble) -> None:
    """Twilio's newer APIs answer RFC 9457, for which the SDK has another exception."""
    problem = {"type": "https://t.example/21220", "title": "No", "status": 400, "code": NOT_IN_PROGRESS}
    twilio.call("POST", (400, problem))
    with pytest.raises(PortError) as failed:
        twilio.port.redirect(SID, URL, FALLBACK)
    assert (failed.value.status, failed.value.code) == (400, NOT_IN_PROGRESS)


# --- how ---------------------------------------------------------------------------------------


def test_a_request_has_our_credentials_and_a_time_limit(twilio: TwilioDouble) -> None:
    seen: list[requests.PreparedRequest] = []

    def answer(request: requests.PreparedRequest) -> tuple[int, dict[str, str], str]:
        seen.append(request)
        return 200, {}, "{}"

    with responses.RequestsMock() as http:
        http.add_callback("GET", f"{API}/Calls/{SID}.json", answer)
        Twilio(ACCOUNT, "SKkey", "secret", OURS, OtherHost(None)).status(SID)
        assert http.calls[0].request.req_kwargs["timeout"] == TIMEOUT  # type: ignore[attr-defined]
    assert seen[0].headers["Authorization"] == "Basic " + base64.b64encode(b"SKkey:secret").decode()


def test_a_simulated_carrier_is_asked_at_its_own_address() -> None:
    path = f"/2010-04-01/Accounts/{ACCOUNT}/Calls/{SID}.json"
    with responses.RequestsMock() as http:
        http.add("GET", f"http://127.0.0.1:9000{path}", json=call(status="ringing"))
        assert (
            Twilio(ACCOUNT, ACCOUNT, "t", OURS, OtherHost("http://127.0.0.1:9000")).status(SID) == "ringing"
        )


def test_phone_numbers_are_not_logged(twilio: TwilioDouble, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    twilio.dials((201, call()))
    twilio.lists(call())
    twilio.port.dial(PHONE, URL, FALLBACK, STATUS, 20)
    twilio.port.dials_to(PHONE, NOW)
    assert PHONE.removeprefix("+") not in caplog.text
    assert caplog.records == []
