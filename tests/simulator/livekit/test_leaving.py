"""How legs end, what the carrier and the webhooks are told, and what two legs of one name do to each other.

Rows of reference/livekit-lab.md e, f and g.
"""

import pytest

from tests.simulator.livekit.lab import Lab


def test_a_bye_of_the_carrier_is_not_answered_by_a_callback(lab: Lab) -> None:
    caller, agent = lab.pair()
    lab.server.bye(agent.invite)
    lab.run(1.0)
    assert agent.words == caller.words == ["ringing", "answered"]
    assert lab.events("talk")[-2:] == ["track_unpublished", "participant_left"]
    assert lab.ends() == [("sip_agent", "CLIENT_INITIATED", "hangup")]


def test_the_webhooks_of_a_bye_arrive_within_20_ms(lab: Lab) -> None:
    _, agent = lab.pair()
    before = lab.world.now
    lab.server.bye(agent.invite)
    lab.run(0.02)
    assert [hook.fields["event"] for hook in lab.receiver.hooks if hook.at > before] == [
        "track_unpublished",
        "participant_left",
    ]


def test_a_cancel_while_ringing_leaves_the_room(lab: Lab) -> None:
    lab.create("talk")
    phone = lab.dial("talk", "caller")
    lab.run(1.0)
    lab.server.cancel(phone.invite)
    lab.run(300.0)
    assert phone.words == ["ringing"]
    assert lab.ends("talk") == [("sip_caller", "CLIENT_INITIATED", "hangup")]


def test_a_cancel_before_the_media_are_connected_is_a_connection_aborted(lab: Lab) -> None:
    lab.create("talk")
    phone = lab.dial("talk", "caller")
    lab.world.run(1.0, lambda: "sip_caller" in lab.people("talk"))
    lab.server.cancel(phone.invite)
    lab.run(0.5)
    assert lab.events("talk") == ["room_started", "participant_connection_aborted"]
    assert lab.people("talk") == {}


def test_remove_participant_sends_bye_and_keeps_the_call_status(lab: Lab) -> None:
    caller, agent = lab.pair()
    lab.remove("talk", "sip_agent")
    assert "sip_agent" not in lab.people("talk")
    assert agent.words[-1] == "answered"
    lab.run(0.02)
    assert agent.words[-1] == "bye"
    assert caller.words[-1] == "answered"
    assert lab.ends() == [("sip_agent", "PARTICIPANT_REMOVED", "active")]


def test_remove_participant_refuses_a_ringing_leg(lab: Lab) -> None:
    lab.create("talk")
    phone = lab.dial("talk", "caller")
    lab.run(1.0)
    lab.remove("talk", "sip_caller")
    lab.run(1.0)
    assert phone.words == ["ringing", "486"]
    assert lab.ends() == [("sip_caller", "PARTICIPANT_REMOVED", "ringing")]


def test_delete_room_ends_everybody_and_then_the_room(lab: Lab) -> None:
    caller, agent = lab.pair()
    lab.delete("talk")
    lab.run(0.1)
    assert caller.words[-1] == agent.words[-1] == "bye"
    assert lab.events("talk")[-5:] == ["track_unpublished", "participant_left"] * 2 + ["room_finished"]
    assert [reason for _, reason, _ in lab.ends()] == ["ROOM_DELETED", "ROOM_DELETED"]


def test_a_bye_that_crosses_the_server_s_own_is_followed_by_nothing(lab: Lab) -> None:
    caller, _ = lab.pair()
    lab.remove("talk", "sip_caller")
    lab.server.bye(caller.invite)
    lab.run(1.0)
    assert caller.words[-1] == "answered"


def test_the_same_from_user_again_kicks_the_answered_leg(lab: Lab) -> None:
    caller, agent = lab.pair()
    again = lab.dial("talk", "agent")
    lab.run(1.0)
    assert agent.words[-1] == "bye" and again.words[-1] == "answered"
    assert agent.at("bye") - 1.0 == pytest.approx(0.025, abs=0.009)
    assert lab.hears(caller, again) and not lab.hears(caller, agent)
    assert lab.events("talk")[-4:] == [
        "track_unpublished",
        "participant_left",
        "participant_joined",
        "track_published",
    ]
    assert lab.ends() == [("sip_agent", "DUPLICATE_IDENTITY", "active")]
    assert lab.server.violations == []


def test_the_same_from_user_again_refuses_the_ringing_leg(lab: Lab) -> None:
    lab.create("talk")
    older = lab.dial("talk", "caller")
    lab.run(1.0)
    newer = lab.dial("talk", "caller")
    lab.run(1.0)
    assert older.words == ["ringing", "486"] and newer.words == ["ringing"]


def test_two_invites_of_one_moment_leave_one_and_nobody_knows_which() -> None:
    winners, waits, events = set(), set(), set()
    for seed in range(40):
        lab = Lab(seed)
        lab.create("talk")
        legs = [lab.dial("talk", "caller"), lab.dial("talk", "caller")]
        lab.run(12.0)
        refused = [leg for leg in legs if leg.words == ["ringing", "486"]]
        assert len(refused) == 1 and set(lab.people("talk")) == {"sip_caller"}
        winners.add(legs.index(refused[0]))
        waits.add(round(refused[0].at("486")))
        events |= set(lab.events("talk")) & {"participant_left", "participant_connection_aborted"}
        assert "at the same time" in lab.server.violations[0]
    assert winners == {0, 1}
    assert waits == {0, 5, 10}
    assert events == {"participant_left", "participant_connection_aborted"}


def test_a_leg_comes_back_50_ms_after_its_bye(lab: Lab) -> None:
    caller, agent = lab.pair()
    lab.server.bye(agent.invite)
    lab.run(0.05)
    again = lab.dial("talk", "agent")
    lab.run(1.0)
    assert again.words == ["ringing", "answered"]
    assert lab.hears(caller, again)


def test_both_may_leave_and_come_back_into_the_same_room(lab: Lab) -> None:
    caller, agent = lab.pair()
    sid = lab.rooms()["talk"].sid
    lab.server.bye(caller.invite)
    lab.server.bye(agent.invite)
    lab.run(10.0)
    caller, agent = lab.dial("talk", "caller"), lab.dial("talk", "agent")
    lab.run(1.0)
    assert caller.words[-1] == agent.words[-1] == "answered"
    assert lab.rooms()["talk"].sid == sid


def test_a_deleted_room_can_be_made_again_at_once(lab: Lab) -> None:
    lab.server.auto_create = True
    sid = lab.create("talk").sid
    lab.delete("talk")
    lab.dial("talk", "caller")
    lab.run(1.0)
    assert lab.rooms()["talk"].sid != sid
    assert lab.events("talk")[:3] == ["room_started", "room_finished", "room_started"]


def test_keys_reach_every_other_answered_phone_slowly_and_listeners_at_once(lab: Lab) -> None:
    caller, agent = lab.pair()
    listener = lab.server.join_participant("talk", "supervisor", publishes=False, hidden=True)
    third = lab.dial("talk", "target")
    lab.run(1.0)
    lab.server.dtmf(agent.invite, "*27")
    lab.run(0.1)
    assert (listener.keys, caller.keys) == ("*27", "")
    lab.run(1.3)
    assert (caller.keys, third.keys, agent.keys) == ("*27", "*27", "")


def test_keys_of_a_ringing_leg_go_nowhere(lab: Lab) -> None:
    lab.create("talk")
    phone = lab.dial("talk", "caller")
    lab.run(1.0)
    lab.server.dtmf(phone.invite, "1")
    other = lab.dial("talk", "agent")
    lab.run(2.0)
    assert other.words[-1] == "answered" and other.keys == ""


def test_what_happens_is_noted_for_printers_and_judges(lab: Lab) -> None:
    _, agent = lab.pair()
    secrets = lab.server.sip_api.trunks[lab.trunk_id].auth_password, lab.rooms()["talk"].turn_password
    lab.server.bye(agent.invite)
    lab.delete("talk")
    lab.run(1.0)
    kinds = [fact.kind for fact in lab.world.history]
    assert kinds.count("sip_invite") == kinds.count("sip_answered") == kinds.count("sip_left") == 2
    assert "room_made" in kinds and "room_gone" in kinds
    assert "livekit_webhook" in kinds
    assert not any(secret in str(lab.world.history) for secret in secrets)
