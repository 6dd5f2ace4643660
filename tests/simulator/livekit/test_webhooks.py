"""Webhooks come signed, in order for each room, one at a time, repeated and dropped.

The rows are those of reference/livekit-lab.md h."""

import base64
import hashlib
import json

import pytest
from livekit.api import TokenVerifier, WebhookReceiver
from livekit.protocol import room

from simulator.livekit.server import LiveKitServer
from simulator.network import Failure, Outcome, Reply, Request
from tests.simulator.livekit.lab import HOOK, KEY, SECRET, Lab


def claims_of(token: str) -> dict[str, object]:
    part = token.split(".")[1]
    return dict(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))))


def attempts(lab: Lab, name: str = "") -> list[tuple[str, float]]:
    """(event, seconds since the first attempt of all) of every request that came in."""
    first = lab.receiver.hooks[0].at
    found = [hook for hook in lab.receiver.hooks if not name or hook.fields["room"]["name"] == name]
    return [(hook.fields["event"], round(hook.at - first, 1)) for hook in found]


def answer_with(lab: Lab, *outcomes: Outcome) -> None:
    """These outcomes first, then 200."""
    left = list(outcomes)
    lab.receiver.answer = lambda request: left.pop(0) if left else Reply(200)


def test_a_webhook_is_signed_as_the_sdk_expects(lab: Lab) -> None:
    lab.pair()
    receiver = WebhookReceiver(TokenVerifier(KEY, SECRET))
    for hook in lab.receiver.hooks:
        assert hook.headers["Content-Type"] == "application/webhook+json"
        event = receiver.receive(hook.body, hook.headers["Authorization"])
        assert event.room.name == "talk" and event.id.startswith("EV_")


def test_the_token_lasts_five_minutes_and_vouches_for_the_body(lab: Lab) -> None:
    lab.create("talk")
    lab.run(1.0)
    (hook,) = lab.receiver.hooks
    claims = claims_of(hook.headers["Authorization"])
    now = int(hook.fields["createdAt"])
    digest = base64.b64encode(hashlib.sha256(hook.body.encode()).digest()).decode()
    assert claims == {"iss": KEY, "iat": now, "nbf": now, "exp": now + 300, "sha256": digest}
    assert hook.at - now < 0.01


def test_every_room_has_its_own_turn_password(lab: Lab) -> None:
    lab.create("a")
    lab.create("b")
    lab.run(1.0)
    first, second = (one["room"]["turnPassword"] for one in lab.hooks())
    assert len(first) == len(second) == 43 and first != second


def test_the_order_of_a_room_is_kept_and_nothing_tells_of_the_answer(lab: Lab) -> None:
    caller, agent = lab.pair()
    lab.server.bye(agent.invite)
    lab.server.bye(caller.invite)
    lab.run(30.0)
    events = lab.events("talk")
    assert events[0] == "room_started" and events[-1] == "room_finished"
    assert sorted(events[1:5]) == ["participant_joined"] * 2 + ["track_published"] * 2
    assert events[5:9] == ["track_unpublished", "participant_left"] * 2
    joined = [
        one["participant"]["attributes"]["sip.callStatus"] for one in lab.hooks() if "joined" in one["event"]
    ]
    assert joined == ["ringing", "ringing"]


def test_participant_joined_comes_40_ms_after_the_invite(lab: Lab) -> None:
    lab.create("talk")
    lab.run(1.0)
    began = lab.world.now
    lab.dial("talk", "caller")
    lab.run(1.0)
    at = {hook.fields["event"]: hook.at - began for hook in lab.receiver.hooks}
    assert at["participant_joined"] == pytest.approx(0.04, abs=0.011)
    assert at["track_published"] == pytest.approx(0.068, abs=0.013)


def test_a_failed_webhook_is_repeated_with_the_same_bytes(lab: Lab) -> None:
    answer_with(lab, Reply(500), Failure("refused"), Reply(503))
    lab.create("talk")
    lab.dial("talk", "caller")
    lab.run(20.0)
    assert attempts(lab)[:4] == [("room_started", at) for at in (0.0, 1.0, 3.0, 7.0)]
    assert len({hook.body for hook in lab.receiver.hooks[:4]}) == 1
    assert attempts(lab)[4] == ("participant_joined", 7.0)


def test_after_five_tries_an_event_is_dropped_and_the_next_has_its_own_five(lab: Lab) -> None:
    lab.receiver.answer = lambda request: Reply(503)
    lab.create("talk")
    lab.dial("talk", "caller")
    lab.run(29.0)
    assert [at for event, at in attempts(lab) if event == "room_started"] == [0.0, 1.0, 3.0, 7.0, 15.0]
    assert [at for event, at in attempts(lab) if event == "participant_joined"] == [15.0, 16.0, 18.0, 22.0]


def test_what_has_waited_30_seconds_is_dropped(lab: Lab) -> None:
    lab.receiver.answer = lambda request: Reply(503)
    lab.create("talk", departure_timeout=40)
    phone = lab.dial("talk", "caller")
    lab.run(1.0)
    lab.server.cancel(phone.invite)
    lab.run(100.0)
    events = [event for event, _ in attempts(lab)]
    tried = ("room_started", "participant_joined", "track_published", "room_finished")
    assert events == [event for event in tried for _ in range(5)]


@pytest.mark.parametrize("status", [200, 204, 400, 401, 404, 501])
def test_any_other_answer_is_final(lab: Lab, status: int) -> None:
    answer_with(lab, Reply(status))
    lab.create("talk")
    lab.run(20.0)
    assert attempts(lab) == [("room_started", 0.0)]


def test_429_is_repeated_when_it_asks_to_be(lab: Lab) -> None:
    answer_with(lab, Reply(429, {"retry-after": "5"}))
    lab.create("talk")
    lab.run(20.0)
    assert attempts(lab) == [("room_started", 0.0), ("room_started", 5.0)]


def test_a_slow_handler_holds_back_its_own_room_only(lab: Lab) -> None:
    lab.receiver.takes = 6.0
    lab.create("slow")
    lab.dial("slow", "caller")
    lab.create("other")
    lab.run(10.0)
    assert attempts(lab, "slow") == [("room_started", 0.0), ("participant_joined", 6.0)]
    assert attempts(lab, "other") == [("room_started", 0.0)]


def test_every_event_may_come_twice(lab: Lab) -> None:
    lab.server.weather.duplicate_webhooks = 1.0
    lab.create("talk")
    lab.run(1.0)
    first, second = lab.receiver.hooks
    assert first.body == second.body


def test_a_room_s_queue_holds_no_more_than_200_events(lab: Lab) -> None:
    lab.receiver.takes = 5.0
    lab.create("talk")
    web = lab.server.join_participant("talk", "web", publishes=False)
    for _ in range(250):
        lab.server.leave(web)
        web = lab.server.join_participant("talk", "web", publishes=False)
    lab.receiver.takes = 0.0
    lab.run(60.0)
    assert len(lab.receiver.hooks) == 1 + 200


def test_without_a_url_nothing_is_sent(lab: Lab) -> None:
    def never(request: Request, timeout: float, on_reply: object) -> None:
        raise AssertionError(request.url)

    lab.receiver.send = never  # type: ignore[method-assign]
    server = LiveKitServer(lab.world, lab.receiver, KEY, SECRET)
    server.known_rooms.create("talk", room.CreateRoomRequest())
    lab.run(1.0)
    assert "talk" in server.rooms


def test_webhooks_go_where_they_were_sent_to(lab: Lab) -> None:
    urls: list[str] = []

    def answer(request: Request) -> Outcome:
        urls.append(f"{request.method} {request.url}")
        return Reply(200)

    lab.receiver.answer = answer
    lab.create("talk")
    lab.run(1.0)
    assert urls == [f"POST {HOOK}"]
