"""Who has come and gone in conversations.

Only what is current counts; what becomes of it is not known here.
"""

from __future__ import annotations

import json

import pytest

from tests.bridge.databases import BOTH
from tests.bridge.examples import everything
from tests.bridge.webhooks.tokens import livekit_token
from tests.console.site import Site, Talk

LABELS = [
    "",
    "leg-nobody-1.1",
    "leg-.1",
    "agent.1",
    "leg-x",
    "leg-x.",
    "leg-x.-1",
    "leg-x.1e3",
    "\u0661.\u0661",
]


def together(site: Site) -> tuple[Talk, str, str]:
    """Alice and Bob are on their way into a consult: its callback, and Alice's label there."""
    talk = site.talk()
    bob = site.hire("Bob", "+15551000002")
    site.transfer(talk, {"agent_id": bob["id"]})
    target = site.carrier.dialled[-1]
    target.answer()
    target.wait()
    target.press("1")
    site.carrier.settle()
    conference = talk.agent.document.the("Conference").attrib
    return talk, conference["statusCallback"], conference["participantLabel"]


def seen(site: Site) -> int:
    transfer = site.get(f"/api/transfers/{site.the_call()['transfer_id']}")
    return [moment["event"] for moment in transfer["timeline"]].count("agent_seen")


def conference(site: Site, url: str, event: str, label: str) -> None:
    form = {"StatusCallbackEvent": event, "ParticipantLabel": label, "SequenceNumber": "1"}
    assert site.carrier.post(url, form).status_code == 204


@BOTH
def test_somebody_who_joins_twice_is_seen_once(site: Site) -> None:
    _, url, label = together(site)
    before = seen(site)
    conference(site, url, "participant-join", label)
    conference(site, url, "participant-join", label)
    assert seen(site) == before + 1


@pytest.mark.parametrize("event", ["conference-start", "participant-mute", "participant-leave", ""])
def test_only_a_join_lets_somebody_be_seen(site: Site, event: str) -> None:
    _, url, label = together(site)
    before = everything(site.bridge.database)
    conference(site, url, event, label)
    assert everything(site.bridge.database) == before


@pytest.mark.parametrize("label", LABELS)
def test_a_label_that_is_not_ours_is_no_news(site: Site, label: str) -> None:
    _, url, _ = together(site)
    before = everything(site.bridge.database)
    conference(site, url, "participant-join", label)
    assert everything(site.bridge.database) == before


def test_a_join_of_an_entry_before_the_current_one_is_no_news(site: Site) -> None:
    _, url, label = together(site)
    leg, _, entry = label.rpartition(".")
    before = seen(site)
    conference(site, url, "participant-join", f"{leg}.{int(entry) - 1}")
    assert seen(site) == before


def left_room(site: Site, identity: str, event: str = "participant_left", status: str = "hangup") -> int:
    """The phone hung up, or, with the status it had in a talk, LiveKit lost it."""
    reason = "CLIENT_INITIATED" if status == "hangup" else "STATE_MISMATCH"
    person = {"identity": identity, "disconnectReason": reason, "attributes": {"sip.callStatus": status}}
    told = {"event": event, "participant": person, "room": {"turnPassword": "x"}}
    body = json.dumps(told).encode()
    headers = {"Authorization": livekit_token(body, site.clock.now)}
    answer = site.web.post("/livekit/webhook", data=body, headers=headers)
    site.carrier.settle()
    return answer.status_code


def asked_about(site: Site, sid: str) -> int:
    return len([one for one in site.mock.calls if f"/Calls/{sid}.json" in str(one.request.url)])


def test_a_phone_that_left_its_room_is_asked_about_at_its_carrier(site: Site) -> None:
    talk = site.talk()
    leg = site.the_call()["legs"][0]["id"]
    assert left_room(site, f"sip_{leg}.1") == 200
    assert asked_about(site, talk.caller.sid) == 1
    assert site.the_call()["state"] == "connected"


def test_a_phone_that_is_gone_at_its_carrier_too_has_left_the_call(site: Site) -> None:
    talk = site.talk()
    leg = site.the_call()["legs"][0]["id"]
    site.mock.replace("GET", site.carrier.ANY_CALL, json={"status": "completed"})
    left_room(site, f"sip_{leg}.1")
    assert site.the_call()["outcome"] == "completed"
    assert talk.agent.document.has("Hangup")


def test_phones_that_livekit_lost_go_on_in_a_conference(site: Site) -> None:
    talk = site.talk()
    for leg in site.the_call()["legs"]:
        left_room(site, f"sip_{leg['id']}.1", status="active")
    site.wait(3)
    assert talk.caller.document.has("Conference") and talk.agent.document.has("Conference")
    assert site.the_call()["home"] == "conference"


@pytest.mark.parametrize("identity", ["sip_{leg}.0", "sip_{leg}.2", "{other}.1", "sip_leg-nobody-1.1", ""])
def test_whoever_else_left_a_room_is_no_news(site: Site, identity: str) -> None:
    talk = site.talk()
    leg = site.the_call()["legs"][0]["id"]
    before = everything(site.bridge.database)
    assert left_room(site, identity.format(leg=leg, other=leg[:-1])) == 200
    assert everything(site.bridge.database) == before and asked_about(site, talk.caller.sid) == 0


@pytest.mark.parametrize(
    "event", ["participant_joined", "participant_connection_aborted", "track_unpublished"]
)
def test_only_leaving_a_room_is_news_for_a_leg_may_join_and_still_ring(site: Site, event: str) -> None:
    talk = site.talk()
    leg = site.the_call()["legs"][0]["id"]
    before = everything(site.bridge.database)
    assert left_room(site, f"sip_{leg}.1", event) == 200
    assert everything(site.bridge.database) == before and asked_about(site, talk.caller.sid) == 0
