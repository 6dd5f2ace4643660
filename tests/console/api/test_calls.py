"""Calls over the API: what is shown of them while they go on, page by page, and how they are ended.

Calls come in and go on by webhooks, as they do outside of tests.
"""

from __future__ import annotations

import json

import pytest

from tests.bridge.databases import BOTH
from tests.console.phones import OURS, PUBLIC, Phone
from tests.console.site import Site, Talk


def say(site: Site, call: str, sequence: int, track: str, words: str) -> None:
    form = {
        "TranscriptionEvent": "transcription-content",
        "SequenceId": str(sequence),
        "Track": track,
        "TranscriptionData": json.dumps({"transcript": words, "confidence": 0.9}),
    }
    assert site.carrier.post(f"{PUBLIC}/twilio/calls/{call}/transcription", form).status_code == 204


def legs(site: Site) -> list[tuple[str, str]]:
    return [(leg["party"], leg["place"]) for leg in site.the_call()["legs"]]


@BOTH
def test_a_call_is_shown_as_it_came(site: Site) -> None:
    caller = site.ring(query="?skill=billing")
    call = site.the_call()
    assert call == site.get(f"/api/calls/{call['id']}")
    leg = {"id": call["legs"][0]["id"], "party": "caller", "agent_id": None, "place": "greeting"}
    assert call == {
        "id": call["id"],
        "state": "waiting",
        "direction": "inbound",
        "from": "***0123",
        "to": f"***{OURS[-4:]}",
        "skill": "billing",
        "agent_id": None,
        "transfer_id": None,
        "home": "livekit",
        "room": call["room"],
        "legs": [leg | {"call_sid": caller.sid}],
        "started_at": "2027-01-15T08:00:00.000Z",
        "ended_at": None,
        "outcome": None,
    }
    dialled = caller.document.the("Sip").text or ""
    assert dialled.startswith(f"sip:{call['room']}@")


def test_a_call_is_ringing_until_the_agent_takes_it_and_both_are_seen(site: Site) -> None:
    agent = site.hire()
    caller = site.ring()
    phone = site.carrier.dialled[0]
    assert site.the_call()["state"] == "ringing"
    phone.answer()
    phone.press("1")
    caller.come_in()
    assert site.the_call()["state"] == "ringing"
    phone.come_in()
    call = site.the_call()
    assert (call["state"], call["agent_id"]) == ("connected", agent["id"])
    assert [leg["call_sid"] for leg in call["legs"]] == [caller.sid, phone.sid]
    assert legs(site) == [("caller", "conversation"), ("agent", "conversation")]


def test_a_caller_who_gives_up_has_abandoned_the_call(site: Site) -> None:
    site.ring().hang_up()
    call = site.the_call()
    assert (call["state"], call["outcome"]) == ("ended", "abandoned")
    assert call["ended_at"] == "2027-01-15T08:00:00.000Z"


def test_a_message_is_left_when_nobody_is_there(site: Site) -> None:
    caller = site.ring()
    action = caller.document.the("Dial").attrib["action"]
    caller.ask(action, DialCallStatus="no-answer", DialSipResponseCode="480")
    assert "number 1 in line" in caller.document.words
    caller.press("2")
    assert site.the_call()["state"] == "voicemail"
    caller.ask(caller.document.the("Record").attrib["action"], RecordingUrl="https://example.com/r")
    assert "We have your message" in caller.document.words
    assert site.the_call()["outcome"] == "voicemail"


@BOTH
def test_live_calls_are_those_that_are_not_over(site: Site) -> None:
    over, live = site.ring("CA" + "1" * 32), site.ring("CA" + "2" * 32)
    over.hang_up()
    shown = [call["legs"][0]["call_sid"] for call in site.get("/api/calls?state=live")["items"]]
    assert shown == [live.sid]
    assert len(site.get("/api/calls")["items"]) == 2


@BOTH
def test_pages_of_calls_go_back_in_time_and_stand_still_while_new_calls_come(site: Site) -> None:
    for number in range(5):
        # Two in the same second, as on a busy morning.
        site.clock.go(number % 2)
        site.ring(f"CA{number:032}")
    seen, page = list[str](), site.get("/api/calls?limit=2")
    site.clock.go(1)
    site.ring("CA" + "9" * 32)
    while page["next"] is not None:
        seen += [call["started_at"] for call in page["items"]]
        page = site.get(f"/api/calls?limit=2&cursor={page['next']}")
    seen += [call["started_at"] for call in page["items"]]
    assert seen == sorted(seen, reverse=True) and len(seen) == 5


@pytest.mark.parametrize("query", ["cursor=nonsense", "cursor=%F0%9F", "limit=0", "limit=201", "limit=x"])
def test_a_page_that_is_none_is_refused(site: Site, query: str) -> None:
    answer = site.ask("GET", f"/api/calls?{query}")
    assert answer.status_code == 422 and query.partition("=")[0] in answer.json["detail"]


@BOTH
def test_what_was_said_is_shown_in_its_order_and_redacted(site: Site) -> None:
    talk = site.talk()
    path = f"/api/calls/{talk.id}/transcript"
    assert site.get(path) == {"items": [], "next": None}
    say(site, talk.id, 3, "outbound_track", "I can help you with that.")
    say(site, talk.id, 2, "inbound_track", "My card is 4111 1111 1111 1111, please.")
    say(site, talk.id, 2, "inbound_track", "My card is 4111 1111 1111 1111, please.")
    items = site.get(path)["items"]
    assert [(line["speaker"], line["at"]) for line in items] == [
        ("caller", "2027-01-15T08:00:01.000Z"),
        ("agent", "2027-01-15T08:00:01.000Z"),
    ]
    assert items[1]["text"] == "I can help you with that."
    assert "My card is" in items[0]["text"] and "1111" not in items[0]["text"]


def hears_the_end(phone: Phone) -> bool:
    return phone.document.words == "The call has ended. Thank you, and goodbye." and phone.document.has(
        "Hangup"
    )


def test_hanging_up_tells_everybody_and_ends_the_call(site: Site) -> None:
    talk = site.talk()
    answer = site.ask("POST", f"/api/calls/{talk.id}/hangup")
    site.carrier.settle()
    assert (answer.status_code, answer.json["id"], answer.json["state"]) == (202, talk.id, "ended")
    assert hears_the_end(talk.caller) and hears_the_end(talk.agent)
    assert site.the_call()["outcome"] == "completed"
    assert site.get("/api/calls?state=live")["items"] == []
    assert site.rooms.asked == ["CreateRoom", "DeleteRoom"]


def test_hanging_up_again_changes_nothing(site: Site) -> None:
    talk = site.talk()
    first = site.do(f"/api/calls/{talk.id}/hangup")
    sent = len(site.carrier.sent)
    site.clock.go(60)
    again = site.do(f"/api/calls/{talk.id}/hangup")
    assert again["ended_at"] == first["ended_at"]
    assert len(site.carrier.sent) == sent


def test_hanging_up_a_call_in_the_middle_of_a_transfer_releases_all_three(site: Site) -> None:
    talk = site.talk()
    transfer, target = site.consult(talk)
    site.do(f"/api/calls/{talk.id}/hangup")
    assert hears_the_end(talk.caller) and hears_the_end(talk.agent) and target.document.has("Hangup")
    assert site.get(f"/api/transfers/{transfer}")["outcome"] == "cancelled"


def handed_over(site: Site) -> Talk:
    talk = site.talk()
    transfer, target = site.consult(talk)
    assert legs(site)[2] == ("target", "conversation")
    site.do(f"/api/transfers/{transfer}/complete")
    talk.caller.come_in()
    site.carrier.settle()
    return Talk(talk.id, talk.caller, target)


def test_after_a_transfer_the_target_is_the_agent_and_home_is_a_conference_without_a_room(site: Site) -> None:
    handed_over(site)
    call = site.the_call()
    bob = call["legs"][2]
    assert (bob["party"], call["agent_id"]) == ("agent", bob["agent_id"])
    assert (call["state"], call["home"], call["room"]) == ("connected", "conference", None)


@pytest.mark.parametrize("path", ["", "/transcript"])
def test_a_call_that_is_none_is_not_found(site: Site, path: str) -> None:
    assert site.ask("GET", f"/api/calls/call-nobody{path}").status_code == 404


def test_a_call_that_is_none_cannot_be_hung_up(site: Site) -> None:
    assert site.ask("POST", "/api/calls/call-nobody/hangup").status_code == 404
