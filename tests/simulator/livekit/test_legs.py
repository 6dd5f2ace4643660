"""A SIP leg rings until somebody can be heard in its room, and then is answered.

The rows and times are the measured ones of reference/livekit-lab.md a, b and d, with their spread.
"""

import pytest
from google.protobuf.duration_pb2 import Duration
from livekit.protocol import room, sip

from simulator.livekit.server import NotLetIn
from tests.simulator.livekit.lab import HOST, Lab


def test_a_leg_alone_rings_for_the_trunk_s_time_and_is_then_refused(lab: Lab) -> None:
    lab.create("talk")
    phone = lab.dial("talk", "caller")
    lab.run(119.9)
    assert phone.words == ["ringing"]
    lab.run(1.0)
    assert phone.words == ["ringing", "486"]
    assert 120.0 < phone.at("486") < 120.2
    assert lab.ends() == [("sip_caller", "CLIENT_INITIATED", "ringing")]


def test_a_trunk_without_a_time_lets_it_ring_for_three_minutes(lab: Lab) -> None:
    update = sip.UpdateSIPInboundTrunkRequest(sip_trunk_id=lab.trunk_id)
    update.replace.auth_username, update.replace.auth_password = "bridge", "trunk-password"
    lab.ask("UpdateSIPInboundTrunk", update)
    lab.create("talk")
    phone = lab.dial("talk", "caller")
    lab.run(200.0)
    assert phone.at("486") == pytest.approx(180.1, abs=0.1)


def test_180_comes_within_16_ms(lab: Lab) -> None:
    lab.create("talk")
    phone = lab.dial("talk", "caller")
    lab.run(1.0)
    assert 0.007 <= phone.at("ringing") <= 0.016


def test_the_second_leg_answers_both_at_the_same_moment(lab: Lab) -> None:
    lab.create("talk")
    caller = lab.dial("talk", "caller")
    lab.run(0.5)
    assert caller.words == ["ringing"]
    agent = lab.dial("talk", "agent")
    lab.run(1.0)
    assert caller.at("answered") - 0.5 == pytest.approx(agent.at("answered"))
    assert 0.02 < agent.at("answered") < 0.06


def test_two_legs_at_once_answer_each_other(lab: Lab) -> None:
    caller, agent = lab.pair()
    assert max(caller.at("answered"), agent.at("answered")) < 0.061
    assert lab.server.violations == []


def test_a_third_leg_is_answered_and_all_hear_each_other(lab: Lab) -> None:
    caller, agent = lab.pair()
    third = lab.dial("talk", "target")
    lab.run(1.0)
    assert third.words == ["ringing", "answered"]
    assert all(lab.hears(a, b) for a in (caller, agent, third) for b in (caller, agent, third) if a is not b)


@pytest.mark.parametrize(
    ("publishes", "hidden", "kind", "answered"),
    [
        (True, False, "standard", True),
        (True, False, "agent", True),
        (False, False, "standard", False),
        (True, True, "standard", False),
    ],
    ids=["a browser with a microphone", "a bot", "a browser without", "a hidden listener"],
)
def test_who_in_the_room_makes_a_leg_answered(
    lab: Lab, publishes: bool, hidden: bool, kind: str, answered: bool
) -> None:
    lab.create("talk")
    lab.server.join_participant("talk", "web", publishes, hidden, kind)
    phone = lab.dial("talk", "caller")
    lab.run(2.0)
    assert ("answered" in phone.words) is answered


def test_a_ringing_leg_is_answered_30_ms_after_a_microphone_opens(lab: Lab) -> None:
    lab.create("talk")
    web = lab.server.join_participant("talk", "web", publishes=False)
    phone = lab.dial("talk", "caller")
    lab.run(1.0)
    lab.server.publish(web)
    lab.run(1.0)
    assert phone.at("answered") == pytest.approx(1.03, abs=0.006)


def test_a_muted_microphone_is_company_too(lab: Lab) -> None:
    lab.create("talk")
    web = lab.server.join_participant("talk", "web")
    assert web.track is not None
    mute = room.MuteRoomTrackRequest(room="talk", identity="web", track_sid=web.track.sid, muted=True)
    lab.ask("MutePublishedTrack", mute)
    phone = lab.dial("talk", "caller")
    lab.run(1.0)
    assert "answered" in phone.words


def test_a_leg_whose_partner_left_stays_and_hears_nobody(lab: Lab) -> None:
    caller, agent = lab.pair()
    lab.server.bye(agent.invite)
    lab.run(60.0)
    assert caller.words == ["ringing", "answered"]
    assert lab.server.connected(caller.invite) == []


def test_a_ringing_leg_hears_nobody_and_is_not_heard(lab: Lab) -> None:
    lab.create("talk")
    phone = lab.dial("talk", "caller")
    lab.run(1.0)
    assert lab.server.connected(phone.invite) == []


def test_legs_of_different_rooms_do_not_hear_each_other(lab: Lab) -> None:
    one, _ = lab.pair("first")
    other, _ = lab.pair("second")
    assert not lab.hears(one, other)


def test_the_call_status_goes_from_ringing_to_active_30_ms_after_the_answer(lab: Lab) -> None:
    lab.create("talk")
    lab.dial("talk", "caller")
    lab.run(0.5)
    assert lab.people("talk")["sip_caller"].attributes["sip.callStatus"] == "ringing"
    lab.dial("talk", "agent")
    lab.run(0.06)
    assert lab.people("talk")["sip_caller"].attributes["sip.callStatus"] == "ringing"
    lab.run(0.04)
    assert lab.people("talk")["sip_caller"].attributes["sip.callStatus"] == "active"


def test_the_participant_is_what_the_lab_saw(lab: Lab) -> None:
    made = lab.create("talk")
    phone = lab.dial("talk", "+1555.a_b-c", headers={"x-bridge-call": "call-7", "X-BRIDGE-LEG": "caller"})
    lab.run(1.0)
    info = lab.people("talk")["sip_+1555.a_b-c"]
    assert (info.name, info.metadata, info.kind, info.state) == ("Phone +1555.a_b-c", "", 3, 2)
    assert [(track.name, track.source, track.mime_type) for track in info.tracks] == [
        ("sip_+1555.a_b-c", 2, "audio/opus")
    ]
    permission = info.permission
    assert permission.can_publish and permission.can_subscribe and permission.can_publish_data
    assert permission.can_update_metadata and not permission.hidden
    attributes = dict(info.attributes)
    assert attributes.pop("sip.callID").startswith("SCL_")
    assert len(attributes.pop("sip.callTag")) == 12
    assert attributes == {
        "bridge.call": "call-7",
        "bridge.leg": "caller",
        "sip.callIDFull": phone.invite.call_id,
        "sip.callStatus": "ringing",
        "sip.hostname": "sip.twilio.com",
        "sip.phoneNumber": "+1555.a_b-c",
        "sip.ruleID": lab.rule_id,
        "sip.trunkID": lab.trunk_id,
        "sip.trunkPhoneNumber": made.name,
    }


def test_twilio_s_own_headers_become_attributes(lab: Lab) -> None:
    lab.create("talk")
    phone = lab.dial("talk", "caller")
    lab.run(1.0)
    attributes = lab.people("talk")["sip_caller"].attributes
    assert attributes["sip.twilio.callSid"] == phone.invite.call_sid
    assert attributes["sip.twilio.accountSid"] == phone.invite.account_sid


def test_an_empty_from_user_works(lab: Lab) -> None:
    lab.create("talk")
    lab.dial("talk", "")
    lab.run(1.0)
    assert set(lab.people("talk")) == {"sip_"}


@pytest.mark.parametrize(
    ("username", "password", "code"),
    [("", "", "407"), ("bridge", "wrong", "401"), ("wrong", "trunk-password", "401")],
)
def test_wrong_credentials_are_refused_without_ringing(
    lab: Lab, username: str, password: str, code: str
) -> None:
    lab.create("talk")
    phone = lab.dial("talk", "caller", username, password)
    lab.run(1.0)
    assert phone.words == [code]
    assert phone.at(code) < 0.013
    assert lab.people("talk") == {}
    assert "credentials" in lab.server.violations[0]


def test_an_unknown_room_is_refused_after_180(lab: Lab) -> None:
    phone = lab.dial("nowhere", "caller")
    lab.run(1.0)
    assert phone.words == ["ringing", "486"]
    assert phone.at("486") < 0.026
    assert lab.rooms() == {} and lab.events() == []
    assert "nowhere" in lab.server.violations[0]


def test_with_auto_create_an_unknown_room_is_made_a_little_later(lab: Lab) -> None:
    lab.server.auto_create = True
    caller, agent = lab.dial("new", "caller"), lab.dial("new", "agent")
    lab.run(1.0)
    assert caller.words == agent.words == ["ringing", "answered"]
    assert max(caller.at("answered"), agent.at("answered")) == pytest.approx(0.075, abs=0.03)
    assert lab.events("new")[0] == "room_started"
    assert lab.server.violations == []


def test_a_full_room_is_refused_after_180(lab: Lab) -> None:
    lab.create("talk", max_participants=1)
    lab.dial("talk", "caller")
    lab.run(1.0)
    phone = lab.dial("talk", "agent")
    lab.run(1.0)
    assert phone.words == ["ringing", "486"]
    assert phone.at("486") == pytest.approx(0.029, abs=0.01)


def test_an_agent_takes_no_place_in_a_room(lab: Lab) -> None:
    lab.create("talk", max_participants=1)
    lab.server.join_participant("talk", "bot", kind="agent")
    phone = lab.dial("talk", "caller")
    lab.run(1.0)
    assert phone.words == ["ringing", "answered"]


def test_a_full_room_turns_browsers_away_and_not_a_listener_who_is_an_agent(lab: Lab) -> None:
    lab.create("talk", max_participants=1)
    lab.server.join_participant("talk", "web")
    lab.server.join_participant("talk", "listener", publishes=False, hidden=True, kind="agent")
    with pytest.raises(NotLetIn, match="500"):
        lab.server.join_participant("talk", "late")
    with pytest.raises(NotLetIn, match="404"):
        lab.server.join_participant("nowhere", "late")
    assert set(lab.people("talk")) == {"web", "listener"}


@pytest.mark.parametrize("name", ["", "r" * 257])
def test_a_name_that_no_room_can_have_is_refused(lab: Lab, name: str) -> None:
    phone = lab.dial(name, "caller")
    lab.run(1.0)
    assert phone.words == ["ringing", "486"]


@pytest.mark.parametrize(
    ("user", "name"),
    [("r" * 256, "r" * 256), ("Room.A_b-C~1", "Room.A_b-C~1"), ("room:pw", "room"), ("room;x=1", "room")],
)
def test_the_to_user_is_the_room_as_it_is(lab: Lab, user: str, name: str) -> None:
    lab.create(name)
    lab.dial(user, "caller")
    lab.run(1.0)
    assert "sip_caller" in lab.people(name)


def test_an_invite_to_another_host_never_arrives(lab: Lab) -> None:
    lab.create("talk")
    phone = lab.dial("talk", "caller", host="elsewhere.test")
    lab.run(60.0)
    assert phone.words == []


def test_no_matching_rule_rings_once_and_is_then_silent(lab: Lab) -> None:
    lab.ask("DeleteSIPDispatchRule", sip.DeleteSIPDispatchRuleRequest(sip_dispatch_rule_id=lab.rule_id))
    lab.create("talk")
    phone = lab.dial("talk", "caller")
    lab.run(35.0)
    lab.server.cancel(phone.invite)
    lab.run(300.0)
    assert phone.words == ["ringing"]


def test_a_call_is_ended_after_the_trunk_s_longest_duration(lab: Lab) -> None:
    update = sip.UpdateSIPInboundTrunkRequest(sip_trunk_id=lab.trunk_id)
    update.replace.auth_username, update.replace.auth_password = "bridge", "trunk-password"
    update.replace.max_call_duration.CopyFrom(Duration(seconds=60))
    lab.ask("UpdateSIPInboundTrunk", update)
    caller, _ = lab.pair()
    lab.run(61.0)
    assert caller.words == ["ringing", "answered", "bye"]


@pytest.mark.parametrize(
    ("name", "value"), [("bridge-call", "1"), ("x-bridge call", "1"), ("x-bridge-call", "a\r\nVia: b")]
)
def test_a_header_that_would_not_arrive_is_a_violation(lab: Lab, name: str, value: str) -> None:
    lab.create("talk")
    lab.dial("talk", "caller", headers={name: value})
    assert len(lab.server.violations) == 1


def test_options_are_answered_while_the_sip_service_lives(lab: Lab) -> None:
    assert lab.server.options(HOST) and lab.server.options(f"{HOST}:5060")
    assert not lab.server.options("elsewhere.test")
    lab.server.kill_sip()
    assert not lab.server.options(HOST)
