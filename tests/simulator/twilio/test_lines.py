"""How a SIP URI becomes an INVITE, and what becomes of a SIP leg that is ended.

The rules are those of reference/twilio.md 3.2.
"""

import pytest

from tests.simulator.twilio.scene import ACCOUNT, NUMBER, Scene


def invite(scene: Scene, uri: str, attributes: str = "", caller_id: str = ""):
    caller_id = f"callerId='{caller_id}'" if caller_id else ""
    scene.call_in(f"<Dial {caller_id}><Sip {attributes}>{uri}</Sip></Dial>", seconds=2)
    assert len(scene.sip.invites) == 1
    return scene.sip.invites[0]


def test_every_part_of_the_uri_arrives(scene: Scene) -> None:
    uri = "sip:room%2D1@sip.test:5061;transport=tcp;edge=dublin?X-Call-Ref=a%3Bb&amp;X-Leg=leg-7.3"
    got = invite(scene, f"\n  {uri}\n  ", "username='bridge' password='secret'", "leg-7.3")
    assert (got.user, got.host, got.port) == ("room-1", "sip.test", 5061)
    assert got.params == {"transport": "tcp", "edge": "dublin"}
    assert (got.header("x-call-ref"), got.header("X-Leg")) == ("a;b", "leg-7.3")
    assert (got.username, got.password, got.from_user) == ("bridge", "secret", "leg-7.3")
    assert got.header("X-Twilio-AccountSid") == got.account_sid == ACCOUNT
    assert got.header("X-Twilio-CallSid") == got.call_sid
    assert got.uri == "sip:room-1@sip.test:5061;transport=tcp;edge=dublin"


def test_without_a_caller_id_the_callers_number_is_shown(scene: Scene) -> None:
    assert invite(scene, "sip:room@sip.test").from_user == "+15550100001"


def test_nonsense_is_refused_without_an_invite(scene: Scene) -> None:
    scene.expect("13243")
    caller = scene.call_in("<Dial><Sip>room at sip.test</Sip></Dial><Say>Next</Say>", seconds=1)
    assert scene.sip.invites == [] and caller.texts == ["Next"]


def test_a_rest_call_to_a_sip_address_is_an_invite_too(scene: Scene) -> None:
    scene.app.serve("/out", "<Say>Hello</Say><Pause length='60'/>")
    fields = {"To": "sip:desk@sip.test;transport=tcp", "From": "bridge", "Url": "https://app.test/out"}
    status, made = scene.post("/Calls", **fields, SipAuthUsername="u", SipAuthPassword="p")
    scene.run(2)
    got = scene.sip.invites[0]
    assert (status, got.from_user, got.username, got.password) == (201, "bridge", "u", "p")
    assert scene.get(f"/Calls/{made['sid']}")["status"] == "in-progress"


@pytest.mark.parametrize("before_answer", [True, False])
def test_a_sip_leg_that_the_api_ends_is_cancelled_or_said_bye(scene: Scene, before_answer: bool) -> None:
    fields = {"To": "sip:desk@sip.test", "From": NUMBER, "Url": "https://app.test/out"}
    scene.app.serve("/out", "<Pause length='60'/>")
    sid = scene.post("/Calls", **fields)[1]["sid"]
    scene.run(0.3 if before_answer else 3)
    scene.post(f"/Calls/{sid}", Status="completed")
    assert scene.sip.ended == ["cancel" if before_answer else "bye"]
