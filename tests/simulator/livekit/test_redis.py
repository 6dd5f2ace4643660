"""Redis is gone: talks go on, nobody gets in, and the server says of itself that it is not ready.

The row of reference/livekit-lab.md k, and what 1.13.5 was seen to do longer than was watched there.
"""

import pytest
from livekit.api import VideoGrants
from livekit.protocol import room

from simulator.livekit.provision import provisioned
from simulator.network import Outcome, Reply
from tests.simulator.livekit.lab import PASSWORD, USER, ApiError, Lab


def health(lab: Lab) -> Outcome:
    return lab.server.twirp("GET", "/", {}, b"")


def test_without_redis_talks_go_on_and_nothing_gets_in(lab: Lab) -> None:
    caller, agent = lab.pair()
    lab.server.kill_redis()
    assert lab.hears(caller, agent)
    phone = lab.dial("talk", "target")
    lab.run(2.0)
    assert phone.told == [(pytest.approx(1.0), "503")]
    with pytest.raises(ApiError) as error:
        lab.rooms()
    assert (error.value.status, error.value.code) == (500, "unknown")
    assert "connection refused" in str(error.value.text)
    reply = lab.post("ListRooms", b"", lab.headers(VideoGrants(room_list=True)))
    assert isinstance(reply, Reply) and reply.delay == pytest.approx(1.7)


def test_without_redis_the_server_s_own_page_is_there_and_says_so_after_a_while(lab: Lab) -> None:
    """As seen on 1.13.5: OK for 2 to 4 s, then 406, and OK again when Redis is back."""
    said = []
    lab.server.kill_redis()
    for seconds in (1.9, 2.2, 60.0):
        lab.run(seconds)
        reply = health(lab)
        assert isinstance(reply, Reply)
        said.append((reply.status, reply.body.partition(b"\n")[0], reply.delay))
    assert said == [(200, b"OK", 0.0), (406, b"Not Ready", 0.0), (406, b"Not Ready", 0.0)]
    lab.server.start_redis()
    assert health(lab) == Reply(200, {"Content-Type": "text/plain; charset=utf-8"}, b"OK")


def test_redis_is_looked_for_at_length_only_at_first(lab: Lab) -> None:
    delays = []
    lab.server.kill_redis()
    for seconds in (0.0, 4.0, 2.0):
        lab.run(seconds)
        reply = lab.post("ListRooms", b"", lab.headers(VideoGrants(room_list=True)))
        assert isinstance(reply, Reply) and reply.status == 500
        delays.append(reply.delay)
    assert delays == [1.7, 1.7, 0.1]


def test_without_redis_a_hang_up_is_told_22_seconds_later_and_the_list_keeps_the_leg(lab: Lab) -> None:
    """As seen on 1.13.5 of somebody of the rtc SDK: the goodbye is lost, the webhook needs no Redis."""
    caller, agent = lab.pair()
    lab.server.kill_redis()
    lab.server.bye(agent.invite)
    assert not lab.hears(caller, agent)
    lab.run(21.0)
    assert lab.ends() == []
    lab.run(1.0)
    assert lab.ends() == [("sip_agent", "CONNECTION_TIMEOUT", "active")]
    lab.server.start_redis()
    assert set(lab.people("talk")) == {"sip_caller", "sip_agent"}
    with pytest.raises(ApiError) as error:
        lab.remove("talk", "sip_agent")
    assert error.value.status == 503
    again = lab.dial("talk", "agent")
    lab.run(1.0)
    assert lab.hears(caller, again) and set(lab.people("talk")) == {"sip_caller", "sip_agent"}
    lab.server.bye(again.invite)
    lab.run(1.0)
    assert set(lab.people("talk")) == {"sip_caller"}


def test_without_redis_an_order_to_a_participant_is_not_answered(lab: Lab) -> None:
    lab.pair()
    lab.server.kill_redis()
    request = room.UpdateSubscriptionsRequest(room="talk", identity="sip_caller")
    with pytest.raises(ApiError) as error:
        lab.ask("UpdateSubscriptions", request)
    assert (error.value.status, error.value.code) == (503, "unavailable")


def forgetful(lab: Lab) -> None:
    """Its Redis was gone for eight seconds and has come back empty."""
    lab.server.kill_redis()
    lab.run(8.0)
    lab.server.start_redis(empty=True)


def test_a_talk_loses_its_room_to_an_empty_redis_and_does_not_find_back(lab: Lab) -> None:
    """As seen on 1.13.5 (docs/livekit.md, "Without Redis"): the SIP service tries in vain for a minute."""
    caller, agent = lab.pair()
    forgetful(lab)
    lab.run(1.0)
    assert lab.hears(caller, agent)
    lab.run(2.0)
    assert not lab.hears(caller, agent)
    lab.run(18.0)
    assert lab.ends() == []
    lab.run(2.5)
    assert sorted(lab.ends()) == [
        (f"sip_{name}", "CONNECTION_TIMEOUT", "active") for name in ("agent", "caller")
    ]
    assert [phone.words[-1] for phone in (caller, agent)] == ["answered", "answered"]
    lab.run(45.0)
    assert [phone.words[-1] for phone in (caller, agent)] == ["bye", "bye"]


def test_who_hangs_up_there_is_missed_by_the_server_later(lab: Lab) -> None:
    caller, agent = lab.pair()
    forgetful(lab)
    lab.run(3.0)
    lab.server.bye(caller.invite)
    lab.run(5.0)
    assert lab.ends() == []
    lab.run(15.0)
    assert sorted(end[0] for end in lab.ends()) == ["sip_agent", "sip_caller"]
    assert agent.words[-1] == "answered"


def test_an_empty_redis_has_no_rule_and_a_call_is_forgotten_until_there_is_one(lab: Lab) -> None:
    forgetful(lab)
    lab.run(3.0)
    lab.create("talk")
    unheard = lab.dial("talk", "caller")
    lab.run(10.0)
    assert unheard.words == ["ringing"]
    provisioned(lab.server, USER, PASSWORD)
    caller, agent = lab.pair()
    assert lab.hears(caller, agent)


def test_a_room_that_an_empty_redis_does_not_list_lets_nobody_in_until_its_numbers_change(lab: Lab) -> None:
    caller, _ = lab.pair()
    sid = lab.rooms()["talk"].sid
    forgetful(lab)
    provisioned(lab.server, USER, PASSWORD)
    late = lab.dial("talk", "late")
    lab.run(0.5)
    assert late.words[-1] == "486"
    assert lab.server.violations == ["INVITE to the room 'talk', which does not exist"]
    lab.server.violations.clear()
    lab.server.bye(caller.invite)
    lab.run(6.0)
    assert lab.rooms()["talk"].sid == sid
