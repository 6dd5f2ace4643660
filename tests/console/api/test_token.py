"""A supervisor's token: for whom there is one, what it says, and that nothing of the call changes by it.

Calls come in and go on by webhooks; what is heard with such a token is tried in tests/real_livekit.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from simulator.livekit.tokens import read_token
from tests.bridge.databases import BOTH
from tests.bridge.examples import everything
from tests.bridge.settings_example import REQUIRED
from tests.bridge.webhooks.tokens import livekit_token
from tests.console.site import Site

KEY, SECRET = REQUIRED["LIVEKIT_API_KEY"], REQUIRED["LIVEKIT_API_SECRET"]
SUPERVISOR = {"role": "supervisor"}


def ask(site: Site, call: str, body: Any = SUPERVISOR, **headers: str) -> Any:
    return site.ask("POST", f"/api/calls/{call}/token", body, **headers)


def claims(site: Site, call: str) -> Any:
    answer = ask(site, call)
    assert answer.status_code == 200, answer.text
    return read_token(answer.json["token"], KEY, SECRET, site.clock.now)


def refusal(site: Site, call: str, status: int = 409) -> str:
    answer = ask(site, call)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    return str(answer.json["detail"])


def test_a_supervisor_gets_into_the_room_where_they_talk(site: Site) -> None:
    talk = site.talk()
    answer = ask(site, talk.id)
    assert answer.status_code == 200 and set(answer.json) == {"token", "url", "expires_at"}
    assert answer.json["url"] == REQUIRED["LIVEKIT_URL"]
    assert answer.json["expires_at"] == "2027-01-15T08:10:01.000Z"
    assert answer.headers["Cache-Control"] == "no-store"
    told = claims(site, talk.id)
    assert told["exp"] == site.clock.now + 600 <= site.clock.now + 3600
    assert told["video"]["room"] == site.the_call()["room"] and told["video"]["hidden"] is True
    assert (told["video"]["canPublish"], told["video"]["canPublishData"]) == (False, False)
    assert not {"roomAdmin", "roomCreate", "roomList"} & set(told["video"])


def test_every_token_is_for_somebody_else_and_none_for_a_phone(site: Site) -> None:
    talk = site.talk()
    names = {claims(site, talk.id)["sub"] for _ in range(5)}
    assert len(names) == 5
    assert all(name.startswith("listener-") and len(name) > 25 for name in names)


@BOTH
def test_nothing_is_stored_not_even_for_a_key_of_the_client_s(site: Site) -> None:
    talk = site.talk()
    before = everything(site.bridge.database)
    first, second = (ask(site, talk.id, Idempotency_Key="same") for _ in range(2))
    assert first.json["token"] != second.json["token"]
    assert everything(site.bridge.database) == before


@pytest.mark.parametrize(
    ("setting", "for_browsers"),
    [("https://lk.example.com", "wss://lk.example.com"), ("http://127.0.0.1:7880", "ws://127.0.0.1:7880")],
)
def test_a_browser_gets_a_url_that_it_can_connect_to(site: Site, setting: str, for_browsers: str) -> None:
    site.restart(LIVEKIT_URL=setting)
    assert ask(site, site.talk().id).json["url"] == for_browsers


def test_a_caller_who_is_rung_through_to_somebody_can_be_heard_already(site: Site) -> None:
    site.ring()
    assert claims(site, site.the_call()["id"])["video"]["room"] == site.the_call()["room"]


# --- not now ---


def test_of_a_call_that_is_over_nothing_can_be_heard(site: Site) -> None:
    talk = site.talk()
    site.do(f"/api/calls/{talk.id}/hangup")
    assert refusal(site, talk.id).startswith("The call is over")


def test_in_a_conference_nobody_can_listen_and_back_in_the_room_they_can(site: Site) -> None:
    talk = site.talk()
    transfer, _ = site.consult(talk)
    assert "in a LiveKit room" in refusal(site, talk.id)
    site.do(f"/api/transfers/{transfer}/cancel")
    assert claims(site, talk.id)["video"]["room"] == site.the_call()["room"]


def test_after_the_hand_over_into_a_conference_nobody_can_listen(site: Site) -> None:
    talk = site.talk()
    transfer, _ = site.consult(talk)
    site.do(f"/api/transfers/{transfer}/complete")
    talk.caller.come_in()
    assert site.the_call()["room"] is None and "in a LiveKit room" in refusal(site, talk.id)


def test_a_consult_in_a_room_can_be_heard(site: Site) -> None:
    site.restart(CONSULT="livekit")
    talk = site.talk()
    site.consult(talk)
    room = claims(site, talk.id)["video"]["room"]
    dialled = talk.agent.document.the("Sip").text or ""
    assert dialled.startswith(f"sip:{room}@") and room != site.the_call()["room"]


def test_a_caller_in_line_or_with_a_message_is_in_no_room(site: Site) -> None:
    caller = site.ring()
    caller.ask(caller.document.the("Dial").attrib["action"], DialCallStatus="no-answer")
    call = site.the_call()["id"]
    assert "in a LiveKit room" in refusal(site, call)
    caller.press("2")
    assert site.the_call()["state"] == "voicemail" and "in a LiveKit room" in refusal(site, call)


def test_a_room_that_livekit_has_not_confirmed_is_none(site: Site) -> None:
    site.carrier.call_in()
    assert "in a LiveKit room" in refusal(site, site.the_call()["id"])
    site.carrier.settle()
    assert ask(site, site.the_call()["id"]).status_code == 200


# --- not like this ---


def test_a_call_that_is_none_is_not_found(site: Site) -> None:
    assert refusal(site, "call-nobody", 404)


@pytest.mark.parametrize("body", [{}, {"role": "customer"}, {"role": "supervisor", "room": "x"}, None])
def test_there_is_no_other_role_and_no_other_wish(site: Site, body: Any) -> None:
    answer = ask(site, site.talk().id, body)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")


def test_only_an_admin_gets_one(site: Site) -> None:
    call = site.talk().id
    answer = site.web.post(f"/api/calls/{call}/token", json=SUPERVISOR)
    assert answer.status_code == 401


# --- nobody to the call ---


@pytest.mark.parametrize("event", ["participant_joined", "participant_left"])
@pytest.mark.parametrize("reason", ["CLIENT_INITIATED", "ROOM_DELETED"])
def test_whoever_listens_comes_and_goes_without_a_change(site: Site, event: str, reason: str) -> None:
    talk = site.talk()
    person = {"identity": claims(site, talk.id)["sub"], "kind": "AGENT", "disconnectReason": reason}
    body = json.dumps({"event": event, "participant": person}).encode()
    before, asked = everything(site.bridge.database), len(site.mock.calls)
    headers = {"Authorization": livekit_token(body, site.clock.now)}
    assert site.web.post("/livekit/webhook", data=body, headers=headers).status_code == 200
    site.carrier.settle()
    assert everything(site.bridge.database) == before and len(site.mock.calls) == asked
