"""Redis is gone: talks go on, nobody gets in, and the server says of itself that it is not ready.

The row of reference/livekit-lab.md k, and what 1.13.5 was seen to do longer than was watched there.
"""

import pytest
from livekit.api import VideoGrants
from livekit.protocol import room

from simulator.network import Outcome, Reply
from tests.simulator.livekit.lab import ApiError, Lab


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


def test_webhooks_wait_for_redis_and_what_is_too_old_is_dropped(lab: Lab) -> None:
    caller, agent = lab.pair()
    lab.server.kill_redis()
    lab.server.bye(agent.invite)
    lab.run(31.0)
    lab.server.bye(caller.invite)
    lab.run(1.0)
    assert lab.ends() == []
    lab.server.start_redis()
    lab.run(1.0)
    assert lab.ends() == [("sip_caller", "CLIENT_INITIATED", "hangup")]
    assert "talk" in lab.rooms()


def test_without_redis_an_order_to_a_participant_is_not_answered(lab: Lab) -> None:
    lab.pair()
    lab.server.kill_redis()
    request = room.UpdateSubscriptionsRequest(room="talk", identity="sip_caller")
    with pytest.raises(ApiError) as error:
        lab.ask("UpdateSubscriptions", request)
    assert (error.value.status, error.value.code) == (503, "unavailable")
