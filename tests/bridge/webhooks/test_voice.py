"""A customer's call: taken once, whoever calls and however often we are told.

While nobody can say what it should hear next it is held on the line, and not forever.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, text
from structlog.testing import capture_logs

from tests.bridge.databases import BOTH
from tests.bridge.examples import everything
from tests.console.outages import database_away
from tests.console.phones import PUBLIC, Document, Phone, sign
from tests.console.site import Site

FALLBACK = f"{PUBLIC}/twilio/fallback"
SID = "CA" + "c" * 32


def shown(site: Site) -> list[str]:
    return [call["legs"][0]["call_sid"] for call in site.get("/api/calls")["items"]]


def sorry(phone: Phone) -> bool:
    document = phone.document
    return document.words == "We are sorry, this call is over. Goodbye." and document.has("Hangup")


# --- a call comes in ---------------------------------------------------------------------------


def test_the_caller_is_greeted_transcribed_and_rings_into_a_room(site: Site) -> None:
    caller = site.carrier.call_in()
    verbs = [element.tag for element in caller.document.root]
    assert sorted(verbs) == ["Dial", "Say", "Start"] and verbs[-1] == "Dial"
    assert caller.document.words.startswith("Thank you for calling")
    url = caller.document.the("Transcription").attrib["statusCallbackUrl"]
    assert url.startswith(f"{PUBLIC}/twilio/calls/{site.the_call()['id']}/transcription")
    # Nothing was asked of a carrier before the answer.
    assert site.carrier.sent == [] and site.rooms.asked == []


@BOTH
def test_the_same_call_told_twice_is_one_call(site: Site) -> None:
    site.hire()
    first = site.carrier.call_in().document.text
    again = site.carrier.call_in().document.text
    site.carrier.settle()
    site.restart()
    after = site.carrier.call_in()
    assert first == again == after.document.text
    assert shown(site) == [SID]
    assert len(site.carrier.dialled) == 1


@BOTH
def test_the_same_call_told_twice_at_once_is_one_call(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    both, write, arrived = threading.Barrier(2, timeout=5), site.bridge.database.write, set[int]()

    @contextmanager
    def late() -> Iterator[Connection]:
        if threading.get_ident() not in arrived:
            arrived.add(threading.get_ident())
            both.wait()
        with write() as db:
            yield db

    monkeypatch.setattr(site.bridge.database, "write", late)
    phones = list[Phone]()
    asks = [threading.Thread(target=lambda: phones.append(site.carrier.call_in())) for _ in range(2)]
    for ask in asks:
        ask.start()
    for ask in asks:
        ask.join()
    assert phones[0].document.text == phones[1].document.text
    assert shown(site) == [SID]


@pytest.mark.parametrize(
    ("query", "skill"),
    [("?skill=billing", "billing"), ("?skill=Billing", "billing"), ("?skill=tier-2_de&x=1", "tier-2_de")],
)
def test_the_skill_comes_with_the_number_that_was_called(site: Site, query: str, skill: str) -> None:
    site.ring(query=query)
    assert site.the_call()["skill"] == skill


@pytest.mark.parametrize("skill", ["", "two%20words", "%3Cscript%3E", "x" * 41, "%00", "caf%C3%A9"])
def test_a_call_with_a_skill_that_is_none_is_taken_as_one_for_anybody(site: Site, skill: str) -> None:
    site.hire("Alice", "+15551000001", "billing")
    site.ring(query=f"?skill={skill}")
    call = site.the_call()
    assert (call["skill"], call["state"]) == (None, "ringing")


@pytest.mark.parametrize("sid", ["", "C", "CA 1", "x" * 65, "CA1; DROP TABLE calls", "../.."])
def test_a_call_without_an_identity_is_told_goodbye_and_not_taken(site: Site, sid: str) -> None:
    caller = site.carrier.call_in(sid)
    assert sorry(caller)
    assert shown(site) == []


STRANGERS = {
    "withheld": ("+266696687", "a withheld number"),
    "anonymous": ("anonymous", "a withheld number"),
    "restricted": ("Restricted", "a withheld number"),
    "nothing": ("", "a withheld number"),
    "a client": ("client:alice", "a withheld number"),
    "a SIP address": ("sip:+15550001234@pbx.example.com;transport=udp", "a withheld number"),
    "markup": ("<Hangup/>", "a withheld number"),
    "no number": ("5550000123", "a withheld number"),
    "very long": ("+" + "1" * 5_000, "a withheld number"),
    "a number": ("+442071838750", "ends in 8 7 5 0"),
}


@pytest.mark.parametrize(("number", "spoken"), STRANGERS.values(), ids=STRANGERS)
def test_every_caller_is_taken_and_named_without_their_number(site: Site, number: str, spoken: str) -> None:
    site.hire()
    caller = site.ring(number=number)
    offer = site.carrier.dialled[0].answer()
    assert caller.document.has("Dial")
    assert spoken in offer.words
    assert len(number) < 5 or number not in offer.text


# --- its end -----------------------------------------------------------------------------------


@BOTH
def test_the_end_of_a_call_counts_once(site: Site) -> None:
    caller = site.ring()
    caller.tell("completed")
    before = everything(site.bridge.database)
    site.clock.go(5)
    for status in ("completed", "canceled", "in-progress"):
        assert caller.tell(status).status_code == 204
    assert everything(site.bridge.database) == before
    assert site.the_call()["outcome"] == "abandoned"


@pytest.mark.parametrize("status", ["", "ringing", "in-progress"])
def test_a_call_that_goes_on_is_not_ended_by_its_status(site: Site, status: str) -> None:
    assert site.ring().tell(status).status_code == 204
    assert site.the_call()["ended_at"] is None


def test_the_end_of_a_call_that_nobody_knows_is_no_news(site: Site) -> None:
    assert (
        site.carrier.post(f"{PUBLIC}/twilio/status", {"CallSid": SID, "CallStatus": "completed"}).data == b""
    )
    assert shown(site) == []


@pytest.mark.parametrize("path", ["voice", "fallback"])
def test_a_call_that_has_ended_is_told_so(site: Site, path: str) -> None:
    caller = site.ring()
    caller.hang_up()
    caller.ask(f"{PUBLIC}/twilio/{path}", Direction="inbound")
    assert sorry(caller)
    assert shown(site) == [SID]


# --- the way out when we could not answer ------------------------------------------------------


@BOTH
def test_the_fallback_is_what_the_leg_should_hear_now(site: Site) -> None:
    talk = site.talk()
    for phone in (talk.caller, talk.agent):
        room = phone.document.the("Sip").text
        document = phone.ask(FALLBACK, ErrorCode="11200", ErrorUrl=f"{PUBLIC}/twilio/legs/leg-1")
        # Into the same room, without another greeting.
        assert document.the("Sip").text == room and document.words == ""
    assert site.the_call()["state"] == "connected"


def test_a_call_that_could_not_be_stored_at_first_is_taken_by_the_fallback(site: Site) -> None:
    site.hire()
    caller = Phone(site.carrier, SID, "+15550000123")
    caller.ask(FALLBACK, Direction="inbound", CallStatus="ringing", ErrorCode="11200")
    site.carrier.settle()
    assert caller.document.has("Dial")
    assert (shown(site)[0], site.the_call()["state"]) == (SID, "ringing")


@pytest.mark.parametrize(
    ("failed", "skill"),
    [
        (f"{PUBLIC}/twilio/voice?skill=Billing", "billing"),
        (f"{PUBLIC}/twilio/voice?x=1&skill=billing#rc=4", "billing"),
        (f"{PUBLIC}/twilio/voice?skill=%22", None),
        (f"{PUBLIC}/twilio/voice", None),
        ("?", None),
    ],
)
def test_the_fallback_does_not_forget_what_the_call_is_for(
    site: Site, failed: str, skill: str | None
) -> None:
    caller = Phone(site.carrier, SID, "+15550000123")
    caller.ask(FALLBACK, Direction="inbound", CallStatus="ringing", ErrorCode="11200", ErrorUrl=failed)
    assert site.the_call()["skill"] == skill


@pytest.mark.parametrize(
    "form", [{"Direction": "outbound-api"}, {"Direction": "inbound", "CallStatus": "completed"}, {}], ids=str
)
def test_a_call_that_nobody_knows_and_does_not_come_in_is_released(site: Site, form: dict[str, str]) -> None:
    caller = Phone(site.carrier, SID, "+15550000123")
    caller.ask(FALLBACK, **form)
    assert sorry(caller)
    assert shown(site) == []


@BOTH
def test_while_the_database_is_away_the_leg_is_held_and_then_goes_on(site: Site) -> None:
    talk = site.talk()
    room = talk.caller.document.the("Sip").text
    with database_away(site):
        held = talk.caller.ask(FALLBACK)
        assert held.words == "Please stay on the line. We will be right with you."
        assert held.has("Play") and held.redirect.startswith(FALLBACK)
        assert talk.caller.ask(held.redirect).has("Play")
    assert talk.caller.wait().the("Sip").text == room


@BOTH
def test_a_leg_is_held_ten_times_and_then_told_to_call_again(site: Site) -> None:
    caller = site.ring()
    held = 0
    with database_away(site):
        caller.ask(FALLBACK)
        while caller.document.has("Redirect") and held < 20:
            held += 1
            assert caller.document.has("Play")
            caller.wait()
    assert held == 10
    assert "Please call again" in caller.document.words and caller.document.has("Hangup")


def _stored(site: Site, before: str, after: str) -> None:
    """As a newer process stores it, or takes it back."""
    with site.bridge.database.write() as db:
        db.execute(text(f"UPDATE calls SET body = replace(body, '{before}', '{after}')"))


@BOTH
def test_a_leg_in_a_place_that_only_newer_code_knows_is_held_and_then_goes_on(site: Site) -> None:
    """Its own door asks the carrier to try again: the newer process may be the next one to answer."""
    talk = site.talk()
    room = talk.caller.document.the("Sip").text
    leg = site.the_call()["legs"][0]["id"]
    _stored(site, '"place":"conversation"', '"place":"orbit"')
    with capture_logs() as logs:
        answer = site.carrier.post(f"{PUBLIC}/twilio/legs/{leg}", {"CallSid": talk.caller.sid})
        assert answer.status_code == 500 and "<Response" not in answer.text
        held = talk.caller.ask(FALLBACK, ErrorCode="11200")
        assert held.words == "Please stay on the line. We will be right with you."
    (line,) = [one for one in logs if one["event"] == "lifeboat"]
    assert line["log_level"] == "error" and line["exc_info"]
    _stored(site, '"place":"orbit"', '"place":"conversation"')
    assert talk.caller.wait().the("Sip").text == room


def test_a_mistake_of_ours_ends_no_call_either(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document that cannot be written, for whatever reason."""
    caller = site.ring()
    monkeypatch.setattr("bridge.webhooks.door.document", lambda *view: 1 / 0)
    held = caller.ask(FALLBACK)
    assert held.has("Play") and held.redirect.startswith(FALLBACK)
    monkeypatch.undo()
    assert caller.wait().has("Dial")


@BOTH
def test_every_other_door_asks_the_carrier_to_try_again(site: Site) -> None:
    talk = site.talk()
    leg = site.the_call()["legs"][0]["id"]
    with database_away(site):
        for path in ("voice", "status", f"legs/{leg}", f"legs/{leg}?n=1&e=ended", f"legs/{leg}/status"):
            form = {"CallSid": talk.caller.sid, "CallStatus": "completed"}
            answer = site.carrier.post(f"{PUBLIC}/twilio/{path}", form)
            assert answer.status_code == 503 and "<Response" not in answer.text, path
    assert site.the_call()["state"] == "connected"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_alone_in_a_conference_there_is_music_again_and_again(site: Site, method: str) -> None:
    headers = {"X-Twilio-Signature": sign(f"{PUBLIC}/twilio/wait", {})}
    document = Document(site.web.open("/twilio/wait", method=method, headers=headers).text)
    assert [element.tag for element in document.root] == ["Play", "Redirect"]
    assert document.redirect.partition("#")[0] == f"{PUBLIC}/twilio/wait"
