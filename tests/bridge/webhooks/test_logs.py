"""Neither logs nor standard output ever hold a whole phone number, a secret, or words of a call.

Everything that the process writes is read: our own log as it is configured, every library's, and print.
"""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout

import pytest
import structlog
from sqlalchemy import text

import app
from tests.bridge.databases import BOTH, POSTGRESQL
from tests.bridge.settings_example import REQUIRED
from tests.bridge.webhooks.tokens import livekit_token
from tests.console.outages import database_away
from tests.console.phones import PUBLIC, TIMED_OUT, Answer
from tests.console.site import API_TOKEN, Site

CALLER, ALICE, BOB, OUTSIDE = "+15550000123", "+15551000001", "+15551000002", "+12125550199"
WORDS = ["elephant", "marmalade"]
SECRETS = [
    API_TOKEN,
    *(value for name, value in REQUIRED.items() if "TOKEN" in name or "SECRET" in name or "PASSWORD" in name),
    "a-turn-password",
]


@contextmanager
def written() -> Iterator[io.StringIO]:
    """What is written in here by whatever way; loggers are made anew, for used ones keep their stream."""
    before, everything = structlog.get_config(), io.StringIO()
    libraries, level = logging.StreamHandler(everything), logging.root.level
    with redirect_stdout(everything), redirect_stderr(everything), pytest.MonkeyPatch.context() as patch:
        app.configure_logs()
        for name, module in list(sys.modules.items()):
            if name.startswith(("bridge.", "console.")) and hasattr(module, "log"):
                patch.setattr(module, "log", structlog.get_logger())
        patch.setattr(logging.root, "handlers", [libraries])
        logging.root.setLevel(logging.INFO)
        yield everything
    logging.root.setLevel(level)
    structlog.configure(**before)


def leaks(log: str) -> list[str]:
    """Numbers also without their country or plus sign, however they are grouped."""
    digits = "".join(character for character in log if character.isalnum())
    numbers = [number for number in (CALLER, ALICE, BOB, OUTSIDE) if number[2:] in digits]
    return numbers + [secret for secret in (*SECRETS, *WORDS) if secret in log]


def say(site: Site, call: str, words: str) -> None:
    form = {"TranscriptionEvent": "transcription-content", "Track": "inbound_track", "SequenceId": "1"}
    form["TranscriptionData"] = json.dumps({"transcript": words})
    site.carrier.post(f"{PUBLIC}/twilio/calls/{call}/transcription", form)


@BOTH
def test_a_whole_transfer_leaves_no_number_secret_or_word(site: Site) -> None:
    with written() as log:
        talk = site.talk()
        say(site, talk.id, "I lost my elephant.")
        transfer, _ = site.consult(talk)
        site.get(f"/api/calls/{talk.id}/transcript")
        site.do(f"/api/transfers/{transfer}/complete")
        talk.caller.come_in()
        site.carrier.settle()
        site.do(f"/api/calls/{talk.id}/hangup")
    assert '"event": "call_arrived"' in log.getvalue() and "***0123" in log.getvalue()
    assert leaks(log.getvalue()) == []


def requests_that_fail(site: Site) -> None:
    """Whatever people and strangers can send that is refused or makes something break."""
    site.carrier.post(f"{PUBLIC}/twilio/voice", {"CallSid": "CA1", "From": CALLER}, token="wrong")
    site.web.post("/twilio/voice", data={"From": CALLER, "Digits": "1" * 70_000})
    site.web.get("/api/agents", headers={"Authorization": f"Bearer {API_TOKEN}-almost"})
    site.ask("POST", "/api/agents", {"name": "marmalade", "phone": ALICE, "skills": "elephant"})
    site.ask("POST", "/api/agents", {"name": "Alicia", "phone": ALICE})
    site.ask("POST", f"/api/calls/{site.the_call()['id']}/transfers", {"to": {"phone": OUTSIDE}})
    body = json.dumps({"event": "room_started", "room": {"turnPassword": "a-turn-password"}}).encode()
    for headers in ({}, {"Authorization": livekit_token(body, site.clock.now)}):
        site.web.post("/livekit/webhook", data=body, headers=headers)


@BOTH
def test_whatever_is_refused_leaves_none_either(site: Site) -> None:
    site.talk()
    with written() as log:
        requests_that_fail(site)
    assert leaks(log.getvalue()) == []


NOT_VALID = {"code": 21211, "message": f"The 'To' number {ALICE} is not valid.", "status": 400}
REFUSALS: list[Answer | Exception] = [
    TIMED_OUT,
    (400, {}, json.dumps(NOT_VALID)),
    (500, {}, f"<html>{ALICE}</html>"),
]


@pytest.mark.parametrize("refusal", REFUSALS, ids=["silence", "a refusal", "a broken page"])
def test_a_carrier_that_fails_is_logged_without_what_it_said(site: Site, refusal: Answer | Exception) -> None:
    site.carrier.refuse = [refusal] * 3
    site.rooms.broken = 500
    with written() as log:
        site.hire()
        site.ring()
        site.wait(3)
    assert leaks(log.getvalue()) == []


@BOTH
def test_a_database_that_fails_is_logged_without_what_it_was_given(site: Site) -> None:
    talk = site.talk()
    with written() as log, database_away(site):
        say(site, talk.id, "Where is the marmalade?")
        site.carrier.post(f"{PUBLIC}/twilio/voice", {"CallSid": "CA77", "From": CALLER})
        site.ask("POST", "/api/agents", {"name": "Bob", "phone": BOB})
    assert leaks(log.getvalue()) == []


@POSTGRESQL
def test_a_statement_that_fails_is_logged_without_its_values(site: Site) -> None:
    call = site.talk().id
    rename = "ALTER TABLE {} RENAME TO {}".format
    with site.bridge.database.write() as db:
        db.execute(text(rename("transcript_lines", "gone")))
    with written() as log:
        say(site, call, "Where is the marmalade?")
    with site.bridge.database.write() as db:
        db.execute(text(rename("gone", "transcript_lines")))
    assert "transcript_lines" in log.getvalue()
    assert leaks(log.getvalue()) == []


def test_a_crash_is_logged_without_what_was_sent(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    call = site.talk().id

    def broken(*_: object) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(site.bridge.database, "write", broken)
    with written() as log:
        say(site, call, "Where is the marmalade?")
        answer = site.carrier.post(f"{PUBLIC}/twilio/voice", {"CallSid": "CA77", "From": CALLER})
    assert answer.status_code == 500
    assert "a mistake of ours" in log.getvalue()
    assert leaks(log.getvalue()) == []
