"""LiveKit's half through its own SDK: made once, changed in place, never twice, and why it did not work.

The server is the simulator's double; the real one is asked in tests/real_livekit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from google.protobuf.duration_pb2 import Duration
from livekit.protocol import sip

from bridge.ports.livekit_sip import rule_of, trunk_of
from simulator.livekit.faults import Fault, Kind
from simulator.network import Outcome, Reply
from simulator.stage import SIP_PASSWORD, SIP_USER, Stage
from simulator.world import World
from tests.bridge.provision.deployment import RULE, TRUNK, Deployment, Nobody

AGAIN = "run `flask provision` again"
ROOMS = "time-out of empty rooms, time-out of rooms that were left, places in a room"


def once(kind: Kind, method: str, times: int = 1) -> Fault:
    return Fault(kind, lambda path, body: path.endswith(method), times)


def words(told: Mapping[str, str]) -> tuple[str, str]:
    """What came of trunk and rule, without their ids."""
    return told[TRUNK].partition(" (")[0], told[RULE].partition(" (")[0]


def test_from_nothing_one_trunk_and_one_rule_that_names_it_are_made(deployment: Deployment) -> None:
    status, told = deployment.provision()
    assert status == 0 and words(told) == ("made", "made")
    (trunk,), (rule,) = deployment.trunks, deployment.rules
    assert (trunk.auth_username, trunk.auth_password) == (SIP_USER, SIP_PASSWORD)
    assert (list(trunk.numbers), list(trunk.allowed_numbers)) == ([], [])
    assert list(rule.trunk_ids) == [trunk.sip_trunk_id] and not rule.hide_phone_number
    assert rule.rule == sip.SIPDispatchRule(dispatch_rule_callee=sip.SIPDispatchRuleCallee())
    assert rule.room_config.empty_timeout == rule.room_config.departure_timeout == 3600
    assert trunk.sip_trunk_id in told[TRUNK] and rule.sip_dispatch_rule_id in told[RULE]


def test_twice_is_once(deployment: Deployment) -> None:
    deployment.provision()
    before = (deployment.trunks, deployment.rules)
    status, told = deployment.provision()
    assert status == 0 and words(told) == ("unchanged", "unchanged")
    assert (deployment.trunks, deployment.rules) == before


def test_a_new_password_changes_the_trunk_in_place_and_is_not_printed(deployment: Deployment) -> None:
    deployment.provision()
    before = deployment.trunks[0].sip_trunk_id
    status, told = deployment.provision(LIVEKIT_SIP_PASSWORD="a-brand-new-password")
    assert status == 0 and words(told) == ("changed: password", "unchanged")
    (trunk,) = deployment.trunks
    assert (trunk.sip_trunk_id, trunk.auth_password) == (before, "a-brand-new-password")
    assert "a-brand-new-password" not in str(told) and SIP_PASSWORD not in str(told)


def test_what_is_not_ours_to_set_stays(deployment: Deployment) -> None:
    made = deployment.somebody_made_trunk(
        name="warm-bridge",
        metadata="theirs",
        headers_to_attributes={"X-Bridge-Leg": "old", "X-Theirs": "theirs"},
        krisp_enabled=True,
        media=sip.SIPMediaConfig(only_listed_codecs=True),
    )
    status, told = deployment.provision()
    assert status == 0
    assert words(told) == (
        "changed: user name, password, headers, ringing time, media encryption, allowed addresses, "
        "longest call, media time-out",
        "made",
    )
    (trunk,) = deployment.trunks
    assert trunk.sip_trunk_id == made.sip_trunk_id
    assert trunk.metadata == "theirs" and trunk.krisp_enabled and trunk.media.only_listed_codecs
    assert dict(trunk.headers_to_attributes) == {
        "x-bridge-call": "bridge.call",
        "x-bridge-leg": "bridge.leg",
        "X-Theirs": "theirs",
    }


def test_what_somebody_set_otherwise_is_put_right_in_place(deployment: Deployment) -> None:
    deployment.provision()
    (before,), (old,) = deployment.trunks, deployment.rules
    before.allowed_addresses[:] = ["192.0.2.0/24"]
    before.max_call_duration.CopyFrom(Duration(seconds=60))
    before.media.media_timeout.CopyFrom(Duration(seconds=15))
    old.room_config.max_participants = 2
    status, told = deployment.provision()
    assert status == 0 and words(told) == (
        "changed: allowed addresses, longest call, media time-out",
        "changed: places in a room",
    )
    (trunk,), (rule,) = deployment.trunks, deployment.rules
    assert (trunk.sip_trunk_id, rule.sip_dispatch_rule_id) == (before.sip_trunk_id, old.sip_dispatch_rule_id)
    assert "54.172.60.0/30" in trunk.allowed_addresses and "192.0.2.0/24" not in trunk.allowed_addresses
    assert (trunk.max_call_duration.seconds, trunk.media.media_timeout.seconds) == (14700, 60)
    assert rule.room_config.max_participants == 20
    assert words(deployment.provision()[1]) == ("unchanged", "unchanged")


def test_who_sees_other_addresses_than_twilio_s_says_so_in_a_setting(deployment: Deployment) -> None:
    deployment.provision()
    _, told = deployment.provision(LIVEKIT_SIP_ALLOWED_ADDRESSES="10.0.0.0/8, 192.0.2.7")
    assert words(told) == ("changed: allowed addresses", "unchanged")
    assert list(deployment.trunks[0].allowed_addresses) == ["10.0.0.0/8", "192.0.2.7"]
    deployment.provision(LIVEKIT_SIP_ALLOWED_ADDRESSES="any")
    assert list(deployment.trunks[0].allowed_addresses) == []


def test_a_rehearsal_begins_on_carriers_that_are_set_up_like_this() -> None:
    """So what is rehearsed is what `provision` makes."""
    deployment = Deployment()
    deployment.provision()
    rehearsed = Stage(World(1), Nobody()).livekit.sip_api
    (trunk,), (rule,) = deployment.trunks, deployment.rules
    (their_trunk,), (their_rule,) = rehearsed.trunks.values(), rehearsed.rules.values()
    assert trunk_of(their_trunk) == replace(trunk_of(trunk), id=their_trunk.sip_trunk_id)
    named = replace(rule_of(rule), id=their_rule.sip_dispatch_rule_id, trunk_ids=(their_trunk.sip_trunk_id,))
    assert rule_of(their_rule) == named


def test_a_rule_that_lets_anybody_in_is_bound_to_the_trunk(deployment: Deployment) -> None:
    loose = deployment.somebody_made_rule(name="warm-bridge", metadata="theirs", hide_phone_number=True)
    status, told = deployment.provision()
    assert status == 0 and words(told) == ("made", f"changed: trunk, hiding of callers, {ROOMS}")
    (rule,) = deployment.rules
    assert rule.sip_dispatch_rule_id == loose.sip_dispatch_rule_id and rule.metadata == "theirs"
    assert list(rule.trunk_ids) == [deployment.trunks[0].sip_trunk_id] and not rule.hide_phone_number


def test_a_rule_of_another_kind_becomes_one_that_names_the_room_after_the_number(
    deployment: Deployment,
) -> None:
    direct = sip.SIPDispatchRule(dispatch_rule_direct=sip.SIPDispatchRuleDirect(room_name="lobby"))
    deployment.somebody_made_rule(name="warm-bridge", rule=direct, numbers=["x"], inbound_numbers=["y"])
    _, told = deployment.provision()
    assert words(told) == ("made", f"changed: trunk, kind, numbers, allowed callers, {ROOMS}")
    (rule,) = deployment.rules
    assert rule.rule.WhichOneof("rule") == "dispatch_rule_callee"
    assert (list(rule.numbers), list(rule.inbound_numbers)) == ([], [])


def test_a_dry_run_says_what_would_be_done_and_does_nothing(deployment: Deployment) -> None:
    status, told = deployment.provision(dry_run=True)
    assert status == 0 and words(told) == ("would make", "would make")
    assert deployment.trunks == [] == deployment.rules
    deployment.somebody_made_rule(name="warm-bridge")
    would = words(deployment.provision(dry_run=True)[1])
    assert would == ("would make", f"would change: trunk, {ROOMS}")
    deployment.provision()
    assert words(deployment.provision(dry_run=True)[1]) == ("unchanged", "unchanged")
    _, told = deployment.provision(dry_run=True, LIVEKIT_SIP_PASSWORD="new-password")
    assert words(told) == ("would change: password", "unchanged")
    assert deployment.trunks[0].auth_password == SIP_PASSWORD


# --- somebody else's ---


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_trunk_of_somebody_else_for_every_number_is_refused(deployment: Deployment, dry_run: bool) -> None:
    other = deployment.somebody_made_trunk(name="sales")
    status, told = deployment.provision(dry_run)
    assert status == 1
    assert f'"sales" ({other.sip_trunk_id})' in told[TRUNK] and AGAIN in told[TRUNK]
    assert told[RULE].startswith("FAILED. It must name the trunk")
    assert deployment.trunks == [other] and deployment.rules == []


def test_a_trunk_of_somebody_else_for_their_own_number_stands_beside_ours(deployment: Deployment) -> None:
    deployment.somebody_made_trunk(name="sales", numbers=["+15550100077"])
    status, told = deployment.provision()
    assert status == 0 and words(told) == ("made", "made") and len(deployment.trunks) == 2


def test_a_rule_of_somebody_else_for_our_trunk_is_refused(deployment: Deployment) -> None:
    deployment.provision()
    trunk_id = deployment.trunks[0].sip_trunk_id
    other = deployment.somebody_made_rule(name="sales", trunk_ids=[trunk_id], numbers=["sales"])
    status, told = deployment.provision()
    assert status == 1 and words(told)[0] == "unchanged"
    assert f'"sales" ({other.sip_dispatch_rule_id})' in told[RULE] and AGAIN in told[RULE]


def test_a_second_trunk_of_our_name_is_left_to_a_human(deployment: Deployment) -> None:
    deployment.provision()
    keep = deployment.trunks[0].sip_trunk_id
    second = deployment.somebody_made_trunk(name="warm-bridge", numbers=["+15550100077"])
    status, told = deployment.provision()
    assert status == 1 and len(deployment.trunks) == 2
    assert f"Keep {keep}, say `lk sip inbound delete {second.sip_trunk_id}`" in told[TRUNK]


# --- requests that fail ---


@pytest.mark.parametrize("what", ["InboundTrunk", "DispatchRule"])
@pytest.mark.parametrize("kind", ["timeout after effect", "500 after effect"])
def test_what_was_made_although_the_answer_was_lost_is_not_made_again(
    deployment: Deployment, what: str, kind: Kind
) -> None:
    deployment.stage.livekit.faults.append(once(kind, f"CreateSIP{what}"))
    status, told = deployment.provision()
    assert status == 0 and words(told) == ("made", "made")
    assert (len(deployment.trunks), len(deployment.rules)) == (1, 1)


@pytest.mark.parametrize("what", ["CreateSIPInboundTrunk", "ListSIPDispatchRule", "CreateSIPDispatchRule"])
@pytest.mark.parametrize("kind", ["timeout before effect", "500 before effect", "429"])
def test_what_failed_without_an_effect_is_tried_again_after_a_pause(
    deployment: Deployment, what: str, kind: Kind
) -> None:
    deployment.stage.livekit.faults.append(once(kind, what, times=2))
    status, told = deployment.provision()
    assert status == 0 and words(told) == ("made", "made")
    assert len(deployment.slept) == 2 and 0 < deployment.slept[0] < deployment.slept[1]
    assert (len(deployment.trunks), len(deployment.rules)) == (1, 1)


@pytest.mark.parametrize("what", ["InboundTrunk", "DispatchRule"])
def test_a_change_whose_answer_was_lost_is_said_once(deployment: Deployment, what: str) -> None:
    deployment.somebody_made_trunk(name="warm-bridge")
    deployment.somebody_made_rule(name="warm-bridge")
    deployment.stage.livekit.faults.append(once("timeout after effect", f"UpdateSIP{what}"))
    status, told = deployment.provision()
    trunk, rule = words(told)
    assert status == 0 and trunk.startswith("changed: user name") and rule == f"changed: trunk, {ROOMS}"


def goes_down(deployment: Deployment) -> None:
    deployment.stage.livekit.crash()


def hangs(deployment: Deployment) -> None:
    deployment.stage.livekit.hung = True


def loses_redis(deployment: Deployment) -> None:
    deployment.stage.livekit.kill_redis()


@pytest.mark.parametrize("dry_run", [False, True])
@pytest.mark.parametrize(
    ("happens", "says"),
    [
        (goes_down, "LiveKit could not be reached. Check that LIVEKIT_URL is right"),
        (hangs, "LiveKit did not answer in time. Check that LIVEKIT_URL is right"),
        (loses_redis, "needs Redis for SIP"),
    ],
)
def test_a_server_that_is_down_is_told_in_a_sentence(
    deployment: Deployment, happens: Callable[[Deployment], None], says: str, dry_run: bool
) -> None:
    happens(deployment)
    status, told = deployment.provision(dry_run)
    assert status == 1 and told["LiveKit"].startswith("FAILED. ")
    assert says in told["LiveKit"] and AGAIN in told["LiveKit"]
    assert TRUNK not in told and RULE not in told


def test_a_server_that_goes_down_between_the_two_leaves_a_trunk_that_the_next_run_finds(
    deployment: Deployment,
) -> None:
    deployment.stage.livekit.faults.append(once("500 before effect", "CreateSIPDispatchRule", times=9))
    status, told = deployment.provision()
    assert status == 1 and told[TRUNK].startswith("made (ST_") and "FAILED" in told["LiveKit"]
    deployment.stage.livekit.faults.clear()
    assert words(deployment.provision()[1]) == ("unchanged", "made")


@pytest.mark.parametrize("wrong", ["LIVEKIT_API_SECRET", "LIVEKIT_API_KEY"])
def test_a_wrong_key_is_told_without_trying_again(wrong: str) -> None:
    deployment = Deployment()
    status, told = deployment.provision(**{wrong: "another-one-of-at-least-thirty-two-characters"})
    assert status == 1 and deployment.slept == []
    assert "LIVEKIT_API_KEY and LIVEKIT_API_SECRET" in told["LiveKit"] and AGAIN in told["LiveKit"]
    assert "another-one" not in str(told)
    assert len(deployment.stage.problems) == 1


def test_a_url_that_leads_elsewhere_is_told_in_a_sentence(deployment: Deployment) -> None:
    status, told = deployment.provision(LIVEKIT_URL="https://livekit.test/elsewhere")
    assert status == 1 and deployment.slept == []
    assert "LIVEKIT_URL leads to something else than a LiveKit server" in told["LiveKit"]


def test_a_refusal_that_nobody_foresaw_is_told_in_a_sentence(deployment: Deployment) -> None:
    stage = deployment.stage
    body = b'{"code": "invalid_argument", "msg": "the name is not to our liking"}'
    refusal = Reply(400, {"Content-Type": "application/json"}, body)

    def picky(method: str, url: str, headers: Mapping[str, str], sent: bytes) -> Outcome:
        asked = stage.livekit.twirp(method, url, headers, sent)
        return refusal if "DispatchRule" in url else asked

    stage.put_doors(stage.twilio_door, picky)
    status, told = deployment.provision()
    assert status == 1 and len(deployment.slept) == 3
    assert "LiveKit answered 400 (code invalid_argument). Look into LiveKit's log" in told["LiveKit"]


# --- two at once ---


def test_a_second_run_at_the_same_time_finds_what_the_first_one_made(deployment: Deployment) -> None:
    """The first is held up between looking and making, and the other is done by then."""
    second = Deployment(deployment.stage)
    deployment.stage.livekit.faults.append(once("timeout before effect", "CreateSIPInboundTrunk"))
    deployment.meanwhile = second.provision
    assert deployment.provision()[0] == 0
    assert (len(deployment.trunks), len(deployment.rules)) == (1, 1)


class NoCheck:
    """A server whose check and store are not one step: two that make the same at once both succeed.

    While `racing`, what one of them makes comes beside a trunk of the other that was not there at the check.
    """

    def __init__(self, deployment: Deployment) -> None:
        self._api, self._make = (
            deployment.stage.livekit.sip_api,
            deployment.stage.livekit.sip_api.create_trunk,
        )
        self.rivals = 1
        deployment.stage.livekit.sip_api.create_trunk = self.create_trunk  # type: ignore[method-assign]
        deployment.stage.livekit._methods |= deployment.stage.livekit.sip_api.methods()

    def create_trunk(self, request: Any) -> Any:
        made: Any = self._make(request)
        if self.rivals:
            self.rivals -= 1
            rival = sip.SIPInboundTrunkInfo()
            rival.CopyFrom(made)
            rival.sip_trunk_id = "ST_rival"
            self._api.trunks[rival.sip_trunk_id] = rival
        return made


def test_of_two_made_in_the_same_moment_ours_goes_and_the_other_s_is_used(deployment: Deployment) -> None:
    NoCheck(deployment)
    status, told = deployment.provision()
    assert status == 0 and words(told) == ("unchanged", "made")
    assert [trunk.sip_trunk_id for trunk in deployment.trunks] == ["ST_rival"]
    assert list(deployment.rules[0].trunk_ids) == ["ST_rival"] and len(deployment.slept) == 1


def test_when_both_take_theirs_away_the_next_look_makes_one(deployment: Deployment) -> None:
    NoCheck(deployment)
    deployment.meanwhile = lambda: deployment.stage.livekit.sip_api.trunks.pop("ST_rival")
    status, told = deployment.provision()
    assert status == 0 and words(told) == ("made", "made")
    assert (len(deployment.trunks), len(deployment.rules)) == (1, 1)


def test_whoever_is_always_second_gives_up_in_a_sentence(deployment: Deployment) -> None:
    NoCheck(deployment).rivals = 99
    deployment.slept.append(0.0)
    api = deployment.stage.livekit.sip_api
    before = api.delete_trunk

    def both_go(request: Any) -> Any:
        api.trunks.pop("ST_rival")
        return before(request)

    api.delete_trunk = both_go  # type: ignore[method-assign]
    deployment.stage.livekit._methods |= api.methods()
    status, told = deployment.provision()
    assert status == 1 and "Somebody else does the same now" in told["LiveKit"] and deployment.trunks == []
