"""What dies or fails, and what everybody else then sees.

The rows are those of reference/livekit-lab.md k, with its corrections 2, 6 and 11.
"""

from collections.abc import Callable

import pytest
from livekit.api import VideoGrants
from livekit.protocol import room, sip

from simulator.livekit.faults import Fault, Kind
from simulator.network import Failure, Reply
from tests.simulator.livekit.lab import Lab, refused


def health(lab: Lab) -> object:
    return lab.server.twirp("GET", "/", {}, b"")


# --- the server ---


def test_a_dead_server_takes_no_request(lab: Lab) -> None:
    lab.create("talk")
    lab.server.crash()
    assert refused(health(lab))  # type: ignore[arg-type]
    assert refused(lab.post("ListRooms", b"", {}))


def test_legs_of_a_dead_server_are_silent_and_end_after_61_seconds(lab: Lab) -> None:
    caller, agent = lab.pair()
    lab.server.crash()
    assert not lab.hears(caller, agent) and not lab.hears(agent, caller)
    lab.run(60.9)
    assert caller.words[-1] == agent.words[-1] == "answered"
    lab.run(0.2)
    assert caller.words[-1] == agent.words[-1] == "bye"
    assert lab.ends() == []


def test_a_ringing_leg_of_a_dead_server_is_refused_in_the_end(lab: Lab) -> None:
    lab.create("talk")
    phone = lab.dial("talk", "caller")
    lab.run(1.0)
    lab.server.crash()
    lab.run(62.0)
    assert phone.words == ["ringing", "486"]


def test_new_calls_to_a_dead_server_get_503_after_a_second(lab: Lab) -> None:
    lab.create("talk")
    lab.server.crash()
    phone = lab.dial("talk", "caller")
    lab.run(2.0)
    assert phone.told == [(pytest.approx(1.0), "503")]


def test_a_server_that_dies_while_a_leg_comes_in_refuses_it(lab: Lab) -> None:
    lab.create("talk")
    phone = lab.dial("talk", "caller")
    lab.world.run(1.0, lambda: "ringing" in phone.words)
    lab.server.crash()
    lab.run(1.0)
    assert phone.words == ["ringing", "486"]


def test_a_crash_takes_the_waiting_webhooks_with_it(lab: Lab) -> None:
    lab.receiver.answer = lambda request: Reply(503)
    lab.create("talk")
    lab.dial("talk", "caller")
    lab.run(0.5)
    lab.server.crash()
    lab.receiver.answer = lambda request: Reply(200)
    lab.run(60.0)
    assert lab.events() == ["room_started"]


def test_an_answer_to_the_webhook_of_a_dead_server_changes_nothing(lab: Lab) -> None:
    lab.receiver.takes = 9.0
    lab.create("talk")
    lab.run(1.0)
    lab.server.crash()
    lab.run(5.0)
    lab.server.restart()
    lab.create("talk")
    lab.run(20.0)
    assert lab.events() == ["room_started", "room_started"]


def test_a_hung_api_answers_nothing_and_the_talks_go_on(lab: Lab) -> None:
    caller, agent = lab.pair()
    lab.server.hung = True
    assert lab.post("ListRooms", b"", {}) == Failure("timeout") == health(lab)
    assert lab.hears(caller, agent)
    third = lab.dial("talk", "target")
    lab.run(1.0)
    assert third.words[-1] == "answered"


def test_a_frozen_server_answers_nothing_and_carries_nothing(lab: Lab) -> None:
    """SIGSTOP: connections are taken, and nobody does anything with them."""
    caller, agent = lab.pair()
    lab.server.crash()
    lab.server.hung = True
    assert lab.post("ListRooms", b"", {}) == Failure("timeout") == health(lab)
    assert not lab.hears(caller, agent)


# --- the SIP service ---


def test_a_dead_sip_service_answers_nothing_and_never_hangs_up(lab: Lab) -> None:
    caller, agent = lab.pair()
    lab.server.kill_sip()
    assert not lab.hears(caller, agent)
    phone = lab.dial("talk", "target")
    lab.run(19.9)
    assert set(lab.people("talk")) == {"sip_caller", "sip_agent"}
    lab.run(0.3)
    assert lab.people("talk") == {}
    assert [reason for _, reason, _ in lab.ends()] == ["CONNECTION_TIMEOUT", "CONNECTION_TIMEOUT"]
    lab.run(300.0)
    assert phone.words == []
    assert caller.words[-1] == agent.words[-1] == "answered"


def test_a_new_sip_service_takes_calls_and_knows_none_of_the_old(lab: Lab) -> None:
    caller, _ = lab.pair()
    lab.server.kill_sip()
    lab.run(30.0)
    lab.server.start_sip()
    lab.create("new")
    one, two = lab.dial("new", "caller"), lab.dial("new", "agent")
    lab.server.bye(caller.invite)
    lab.run(1.0)
    assert one.words[-1] == two.words[-1] == "answered"


def test_removing_an_orphan_tells_nobody(lab: Lab) -> None:
    caller, _ = lab.pair()
    lab.server.kill_sip()
    lab.remove("talk", "sip_caller")
    lab.run(1.0)
    assert caller.words[-1] == "answered"


# --- single calls ---


def test_the_next_invites_can_be_refused(lab: Lab) -> None:
    lab.create("talk")
    lab.server.refuse_invites = 1
    first, second = lab.dial("talk", "caller"), lab.dial("talk", "agent")
    lab.run(1.0)
    assert first.words == ["ringing", "486"] and second.words == ["ringing"]


def test_the_next_invites_can_be_swallowed(lab: Lab) -> None:
    lab.create("talk")
    lab.server.swallow_invites = 1
    first, second = lab.dial("talk", "caller"), lab.dial("talk", "agent")
    lab.run(1.0)
    assert first.words == [] and second.words == ["ringing"]


@pytest.mark.parametrize("talking", [True, False])
def test_a_lost_leg_leaves_with_bye_or_486(lab: Lab, talking: bool) -> None:
    lab.create("talk")
    phone = lab.dial("talk", "caller")
    if talking:
        lab.dial("talk", "agent")
    lab.run(1.0)
    lab.server.lose(phone.invite.call_sid)
    lab.run(1.0)
    assert phone.words[-1] == ("bye" if talking else "486")
    assert lab.ends() == [("sip_caller", "CLIENT_INITIATED", "hangup")]


def media_seconds(lab: Lab, seconds: int) -> None:
    update = sip.UpdateSIPInboundTrunkRequest(sip_trunk_id=lab.trunk_id)
    update.update.media.media_timeout.FromSeconds(seconds)
    lab.ask("UpdateSIPInboundTrunk", update)


def test_a_vanished_leg_hangs_in_its_room_for_47_seconds_where_the_trunk_says_nothing(lab: Lab) -> None:
    media_seconds(lab, 0)
    caller, agent = lab.pair()
    lab.server.vanish(agent.invite.call_sid)
    assert not lab.hears(caller, agent) and not lab.hears(agent, caller)
    lab.server.bye(agent.invite)
    lab.run(14.9)
    assert lab.people("talk")["sip_agent"].attributes["sip.callStatus"] == "active"
    lab.run(0.2)
    assert lab.people("talk")["sip_agent"].attributes["sip.callStatus"] == "hangup"
    lab.run(31.8)
    assert "sip_agent" in lab.people("talk")
    lab.run(0.2)
    assert set(lab.people("talk")) == {"sip_caller"}
    assert agent.words[-1] == "answered"


def test_a_vanished_leg_can_be_removed_at_once(lab: Lab) -> None:
    _, agent = lab.pair()
    lab.server.vanish(agent.invite.call_sid)
    lab.remove("talk", "sip_agent")
    lab.run(60.0)
    assert [reason for _, reason, _ in lab.ends()] == ["PARTICIPANT_REMOVED"]
    assert agent.words[-1] == "answered"


def test_the_trunk_s_media_timeout_counts_for_a_vanished_leg(lab: Lab) -> None:
    media_seconds(lab, 60)
    _, agent = lab.pair()
    lab.server.vanish(agent.invite.call_sid)
    lab.run(91.9)
    assert "sip_agent" in lab.people("talk")
    lab.run(0.2)
    assert "sip_agent" not in lab.people("talk")


def test_only_a_living_leg_can_be_lost(lab: Lab) -> None:
    _, agent = lab.pair()
    lab.server.bye(agent.invite)
    with pytest.raises(KeyError):
        lab.server.lose(agent.invite.call_sid)


# --- single requests ---


def fault(lab: Lab, kind: Kind, seconds: float = 0.0) -> None:
    lab.server.faults.append(Fault(kind, lambda path, body: path.endswith("/CreateRoom"), 1, seconds))


def asked(lab: Lab) -> object:
    body = room.CreateRoomRequest(name="talk").SerializeToString()
    grants = VideoGrants(room_create=True)
    return lab.post("CreateRoom", body, lab.headers(grants))


STATUS: dict[str, Callable[[object], bool]] = {
    "500": lambda outcome: isinstance(outcome, Reply) and outcome.status == 500,
    "429": lambda outcome: isinstance(outcome, Reply) and outcome.status == 429,
    "timeout": lambda outcome: outcome == Failure("timeout"),
}


@pytest.mark.parametrize(
    ("kind", "made"),
    [
        ("500 before effect", False),
        ("500 after effect", True),
        ("429", False),
        ("timeout before effect", False),
        ("timeout after effect", True),
    ],
)
def test_a_fault_hits_one_request_before_or_after_its_effect(lab: Lab, kind: Kind, made: bool) -> None:
    fault(lab, kind)
    assert lab.rooms() == {}
    assert STATUS[kind.split()[0]](asked(lab))
    assert ("talk" in lab.rooms()) is made
    outcome = asked(lab)
    assert isinstance(outcome, Reply) and outcome.status == 200
    assert lab.server.violations == []


def test_answers_can_be_slow_one_by_one_and_all_together(lab: Lab) -> None:
    fault(lab, "delay", 3.0)
    lab.server.api_delay = 0.5
    first, second = asked(lab), asked(lab)
    assert isinstance(first, Reply) and isinstance(second, Reply)
    assert (first.delay, second.delay) == (3.5, 0.5)
