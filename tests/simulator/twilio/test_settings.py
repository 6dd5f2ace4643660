"""The questions that nothing public settles: each switch really changes what an application sees.

Numbers are those of reference/twilio.md section 9.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from simulator.network import Reply
from simulator.twilio.settings import Switches
from tests.simulator.twilio.scene import BASE, SETTLED, Scene

SIP = "<Dial action='/done'><Sip>sip:room@sip.test;transport=tls;secure=true?X-Ref=1</Sip></Dial>"


@pytest.fixture
def switched(make_scene):
    def make(**switches: object) -> Scene:
        scene = make_scene(switches=replace(SETTLED, **switches))
        scene.app.serve("/done", "<Say>After the dial</Say>")
        scene.app.serve("/hold", "<Say>Please hold</Say><Pause length='60'/>")
        return scene

    return make


@pytest.mark.parametrize("asks", [False, True])
def test_1_the_old_action_after_a_redirect(switched, asks: bool) -> None:
    scene = switched(redirect_requests_old_action=asks)
    caller = scene.call_in(SIP, seconds=3)
    scene.redirect(caller, "/hold", 2)
    assert [one["DialCallStatus"] for one in scene.app.asked("/done")] == ["completed"] * asks
    assert caller.texts == ["Please hold"]


@pytest.mark.parametrize("asks", [False, True])
def test_1_the_old_action_of_a_conference_after_a_redirect(switched, asks: bool) -> None:
    scene = switched(redirect_requests_old_action=asks)
    caller = scene.call_in("<Dial action='/done'><Conference>room</Conference></Dial>", seconds=3)
    scene.redirect(caller, "/hold", 2)
    assert [one["DialCallStatus"] for one in scene.app.asked("/done")] == ["answered"] * asks
    assert caller.texts == ["Please hold"]


@pytest.mark.parametrize("child", [True, False])
def test_2_whose_sid_the_invite_carries(switched, child: bool) -> None:
    scene = switched(invite_carries_child_sid=child)
    caller = scene.call_in(SIP, seconds=3)
    told = scene.sip.invites[0].header("x-twilio-callsid")
    assert (told == scene.leg(caller).sid) == (not child)
    assert (told == scene.sip.invites[0].call_sid) == child


@pytest.mark.parametrize("asks", [False, True])
def test_3_the_action_when_the_caller_hangs_up(switched, asks: bool) -> None:
    scene = switched(hangup_requests_action=asks)
    scene.call_in(SIP, seconds=3).hang_up()
    scene.run(1)
    told = scene.app.asked("/done")
    assert [(one["DialCallStatus"], one["DialBridged"]) for one in told] == [("completed", "true")] * asks
    assert [one["CallStatus"] for one in told] == ["completed"] * asks


def test_3_the_action_when_the_caller_hangs_up_before_anybody_answered(switched) -> None:
    scene = switched(hangup_requests_action=True)
    scene.sip.silent = True
    scene.call_in(SIP, seconds=3).hang_up()
    scene.run(1)
    told = scene.app.asked("/done")[0]
    assert (told["DialCallStatus"], told["DialBridged"]) == ("canceled", "false")


@pytest.mark.parametrize("child_first", [True, False])
def test_3_the_order_of_the_last_callbacks(switched, child_first: bool) -> None:
    scene = switched(child_completes_first=child_first)
    document = "<Dial><Sip statusCallback='/child'>sip:room@sip.test</Sip></Dial>"
    scene.call_in(document, seconds=3).hang_up()
    scene.run(1)
    order = [one.path for one in scene.app.log if one.path in ("/child", "/status")]
    assert order == (["/child", "/status"] if child_first else ["/status", "/child"])


START = f"<Start><Transcription name='t' statusCallbackUrl='{BASE}/words'/></Start>"


@pytest.mark.parametrize("survives", [True, False])
def test_4_a_transcription_after_a_redirect(switched, survives: bool) -> None:
    scene = switched(transcription_survives_redirect=survives)
    caller = scene.call_in(START + "<Say>Hi</Say><Pause length='9'/>", seconds=2)
    scene.redirect(caller, "/hold", 3)
    assert bool(scene.app.asked("/words", TranscriptionEvent="transcription-stopped")) == (not survives)
    assert len(scene.app.asked("/words", TranscriptionEvent="transcription-content")) == 1 + survives


@pytest.mark.parametrize("phone", [True, False])
def test_4_whose_the_inbound_track_is(switched, phone: bool) -> None:
    scene = switched(inbound_track_is_the_phone=phone)
    caller = scene.call_in(START + "<Say>Hi</Say><Pause length='9'/>", seconds=2)
    caller.say("Hello")
    scene.run(3)
    tracks = [one.fields.get("Track") for one in scene.app.asked("/words", Final="true")]
    assert tracks == (["outbound_track", "inbound_track"] if phone else ["inbound_track", "outbound_track"])


@pytest.mark.parametrize("twice", [False, True])
def test_4_a_name_started_twice(switched, twice: bool) -> None:
    scene = switched(same_name_starts_twice=twice)
    caller = scene.call_in(START + START + "<Say>Hi</Say><Pause length='9'/>", seconds=2)
    assert len(scene.app.asked("/words", TranscriptionEvent="transcription-started")) == 1 + twice
    assert len(scene.app.asked("/words", TranscriptionEvent="transcription-content")) == 1 + twice
    assert len({one["TranscriptionSid"] for one in scene.app.asked("/words")}) == 1 + twice
    assert caller.texts == ["Hi"]


@pytest.mark.parametrize("always", [True, False])
def test_5_the_token_of_a_first_try(switched, always: bool) -> None:
    scene = switched(token_on_first_attempt=always)
    scene.call_in("<Hangup/>")
    headers = scene.app.asked("/voice")[0].request.headers
    assert ("I-Twilio-Idempotency-Token" in headers) == always


@pytest.mark.parametrize("limit", [None, 20.0])
def test_6_a_sip_leg_that_hears_nobody(switched, limit: float | None) -> None:
    scene = switched(quiet_sip_leg_cut_after=limit)
    caller = scene.call_in(SIP, seconds=60)
    assert (caller.texts == ["After the dial"]) == (limit is not None)
    assert len(scene.sip.ended) == (limit is not None)


def test_6_a_sip_leg_that_hears_somebody_is_left_alone(switched) -> None:
    scene = switched(quiet_sip_leg_cut_after=20.0)
    caller = scene.call_in(SIP, seconds=3)
    agent = scene.call_out(SIP)
    scene.run(60)
    assert caller.hears(agent) and agent.hears(caller)
    scene.sip.invites[1].note["apart"] = True
    scene.run(25)
    assert caller.texts == ["After the dial"]


@pytest.mark.parametrize("continues", [True, False])
@pytest.mark.parametrize("how", ["kick", "end"])
def test_7_what_remains_of_a_leg_that_the_api_took_out(switched, continues: bool, how: str) -> None:
    scene = switched(kicked_leg_continues=continues)
    caller = scene.call_in("<Dial action='/done'><Conference>room</Conference></Dial>", seconds=1)
    path = f"/Conferences/{scene.carrier.live_conference('room').sid}"
    if how == "kick":
        scene.rest("DELETE", f"{path}/Participants/{scene.leg(caller).sid}")
    else:
        scene.post(path, Status="completed")
    scene.run(1)
    assert caller.texts == ["After the dial"] * continues
    assert (caller.state == "idle") == (not continues)


def test_8_how_long_a_redirect_takes(switched) -> None:
    scene = switched(redirect_delay=(2.0, 2.0))
    caller = scene.call_in("<Say loop='0'>Hello</Say>", seconds=1)
    scene.redirect(caller, "/hold", 1.9)
    assert scene.app.asked("/hold") == []
    scene.run(0.2)
    assert len(scene.app.asked("/hold")) == 1


@pytest.mark.parametrize("accepted", [True, False])
def test_9_secure_media(switched, accepted: bool) -> None:
    scene = switched(secure_media_accepted=accepted)
    caller = scene.call_in(SIP, seconds=3)
    codes = [one["DialSipResponseCode"] for one in scene.app.asked("/done")]
    assert codes == ([] if accepted else ["488"]) and (caller.state == "talking") == accepted


@pytest.mark.parametrize(("unknown", "code"), [(False, 21220), (True, 20404)])
def test_the_number_for_an_ended_call(switched, unknown: bool, code: int) -> None:
    scene = switched(ended_call_is_unknown=unknown)
    caller = scene.call_in("<Hangup/>", seconds=1)
    sid = caller.calls[0].sid
    for fields in ({"Url": f"{BASE}/hold"}, {"Status": "completed"}):
        assert scene.post(f"/Calls/{sid}", **fields)[1]["code"] == code
    assert scene.get(f"/Calls/{sid}")["status"] == "completed"


@pytest.mark.parametrize("retried", [False, True])
def test_callbacks_under_connection_overrides(make_scene, retried: bool) -> None:
    switches = replace(SETTLED, callbacks_are_retried=retried)
    scene = make_scene(switches=switches, status_callback=f"{BASE}/status#rc=2&rp=5xx")
    scene.app.serve("/status", Reply(500))
    scene.call_in("<Hangup/>", seconds=9)
    assert len(scene.app.asked("/status")) == (3 if retried else 1)


def test_every_switch_is_tried_here() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    assert [name for name in Switches.__dataclass_fields__ if f"{name}=" not in source] == []
