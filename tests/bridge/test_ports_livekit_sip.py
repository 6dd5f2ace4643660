"""LiveKit's SIP API through its SDK: trunks and rules made, read back, changed in place, deleted.

The server is the simulator's double, which checks grants and requests as the real one does.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from livekit.protocol import room, sip

from bridge.ports.errors import PortError
from bridge.ports.livekit_sip import LiveKitSip, Rule, Trunk
from simulator.lanes.clients import LiveKitSession, run_coroutine
from simulator.livekit.faults import Fault
from simulator.livekit.server import LiveKitServer
from simulator.stage import LIVEKIT_KEY, LIVEKIT_SECRET, Stage
from tests.bridge.provision.deployment import bare_stage, straight

TRUNK = Trunk(
    name="ours",
    username="user",
    password="password",
    headers={"x-leg": "leg"},
    ringing_seconds=90,
    encryption="SIP_MEDIA_ENCRYPT_REQUIRE",
    numbers=("room",),
    callers=("+15550100001", "leg-1"),
    addresses=("192.0.2.0/24", "192.0.3.1"),
    longest_seconds=3600,
    media_seconds=90,
)


@pytest.fixture
def stage() -> Stage:
    return bare_stage()


@pytest.fixture
def server(stage: Stage) -> LiveKitServer:
    return stage.livekit


@pytest.fixture
def port(stage: Stage) -> LiveKitSip:
    lane = straight(stage)
    return LiveKitSip(
        "wss://livekit.test",
        LIVEKIT_KEY,
        LIVEKIT_SECRET,
        lambda work, seconds: run_coroutine(lane, work, seconds),
        lambda: LiveKitSession(stage.livekit_door, 2.0),
    )


def test_a_trunk_reads_back_as_it_was_made(port: LiveKitSip) -> None:
    made = port.make_trunk(TRUNK)
    assert port.trunks() == [replace(TRUNK, id=made)]


def test_a_rule_reads_back_as_it_was_made(port: LiveKitSip) -> None:
    rule = Rule("ours", ("ST_1", "ST_2"), "callee", "call", True, "", ("a",), ("b",), True, 60, 30, 9)
    made = port.make_rule(rule)
    assert port.rules() == [replace(rule, id=made)]


@pytest.mark.parametrize("kind", ["direct", "individual"])
def test_a_rule_of_another_kind_says_so(port: LiveKitSip, server: LiveKitServer, kind: str) -> None:
    message = {
        "direct": sip.SIPDispatchRuleDirect(room_name="x"),
        "individual": sip.SIPDispatchRuleIndividual(),
    }
    how = sip.SIPDispatchRule(**{f"dispatch_rule_{kind}": message[kind]})
    info = sip.SIPDispatchRuleInfo(name="theirs", rule=how)
    server.sip_api.create_rule(sip.CreateSIPDispatchRuleRequest(dispatch_rule=info))
    assert [(rule.kind, rule.prefix) for rule in port.rules()] == [(kind, "")]


def test_a_header_counts_in_any_case_and_is_not_there_twice(port: LiveKitSip, server: LiveKitServer) -> None:
    made = port.make_trunk(TRUNK)
    known = server.sip_api.trunks[made]
    known.headers_to_attributes.clear()
    known.headers_to_attributes.update({"X-Leg": "old", "X-Theirs": "theirs"})
    assert port.trunks()[0].headers == {"x-leg": "old", "x-theirs": "theirs"}
    port.change_trunk(replace(TRUNK, id=made))
    assert dict(server.sip_api.trunks[made].headers_to_attributes) == {"x-leg": "leg", "X-Theirs": "theirs"}


def test_a_change_leaves_what_is_not_ours(port: LiveKitSip, server: LiveKitServer) -> None:
    trunk, rule = port.make_trunk(TRUNK), port.make_rule(Rule("ours", ("ST_1",), prefix="call"))
    server.sip_api.trunks[trunk].metadata = "theirs"
    server.sip_api.trunks[trunk].media.only_listed_codecs = True
    server.sip_api.rules[rule].room_config.CopyFrom(room.RoomConfiguration(metadata="theirs"))
    port.change_trunk(replace(TRUNK, id=trunk, numbers=(), encryption="SIP_MEDIA_ENCRYPT_DISABLE"))
    port.change_rule(Rule("ours", ("ST_2",), id=rule))
    assert port.trunks() == [replace(TRUNK, id=trunk, numbers=(), encryption="SIP_MEDIA_ENCRYPT_DISABLE")]
    assert port.rules() == [Rule("ours", ("ST_2",), id=rule)]
    assert server.sip_api.trunks[trunk].metadata == "theirs"
    assert server.sip_api.trunks[trunk].media.only_listed_codecs
    assert server.sip_api.rules[rule].room_config.metadata == "theirs"


def test_what_is_deleted_is_gone_and_cannot_be_changed(port: LiveKitSip) -> None:
    trunk, rule = port.make_trunk(TRUNK), port.make_rule(Rule("ours", ("ST_1",)))
    port.delete_trunk(trunk)
    port.delete_rule(rule)
    assert port.trunks() == [] == port.rules()
    for change in (
        lambda: port.change_trunk(replace(TRUNK, id=trunk)),
        lambda: port.change_rule(Rule("ours", ("ST_1",), id=rule)),
    ):
        with pytest.raises(PortError) as refused:
            change()
        assert refused.value.not_found


def test_a_second_one_for_the_same_calls_is_refused_as_our_fault(port: LiveKitSip) -> None:
    port.make_trunk(TRUNK)
    port.make_rule(Rule("ours", ("ST_1",)))
    for make in (lambda: port.make_trunk(TRUNK), lambda: port.make_rule(Rule("other", ("ST_1",)))):
        with pytest.raises(PortError) as refused:
            make()
        assert (refused.value.status, refused.value.fault, refused.value.maybe_done) == (400, "ours", False)


def test_an_answer_that_is_lost_may_have_had_its_effect(port: LiveKitSip, server: LiveKitServer) -> None:
    server.faults.append(Fault("timeout after effect", lambda path, body: "Create" in path))
    with pytest.raises(PortError) as failed:
        port.make_trunk(TRUNK)
    assert failed.value.maybe_done and len(port.trunks()) == 1
