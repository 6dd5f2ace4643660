"""What the application is told, in which order, signed how and repeated when: the double as the real server.

Each test is one story, told to both; beside that it asserts what the story is about.
"""

from __future__ import annotations

import base64
import hashlib
import json

import pytest
from livekit.api import TokenVerifier, WebhookReceiver

from tests.real_livekit.contract.conftest import Both
from tests.real_livekit.contract.sides import KEY, SECRET, Guest
from tests.real_livekit.contract.story import Story


def test_a_whole_talk_is_told_in_order(both: Both) -> None:
    def story(t: Story) -> None:
        t.ask("CreateRoom", name="talk", metadata="m", empty_timeout=60, departure_timeout=1)
        t.join("talk", Guest("sip_caller", "sip", name="Phone caller"))
        t.join("talk", Guest("sip_agent", "sip", name="Phone agent"))
        t.leave("sip_agent")
        t.leave("sip_caller")
        t.heard("room_finished")
        events = [hook.says for hook in t.hooks()]
        assert events[0] == ("room_started", "") and events[-1] == ("room_finished", "")
        assert events[5:7] == [("track_unpublished", "sip_agent"), ("participant_left", "sip_agent")]

    both(story)


def test_a_webhook_is_signed_so_that_the_sdk_takes_it(both: Both) -> None:
    def story(t: Story) -> None:
        t.ask("CreateRoom", name="talk")
        t.heard("room_started")
        (hook,) = t.hooks()
        token = hook.headers["Authorization"]
        WebhookReceiver(TokenVerifier(KEY, SECRET)).receive(hook.body.decode(), token)
        header, claims = (_part(token, place) for place in (0, 1))
        digest = base64.b64encode(hashlib.sha256(hook.body).digest()).decode()
        assert (claims["iss"], claims["sha256"]) == (KEY, digest)
        assert abs(claims["iat"] - int(hook.fields["createdAt"])) <= 1
        t.note("header", header)
        t.note("claims", sorted(claims))
        t.note("valid", [claims["exp"] - claims["iat"], claims["nbf"] - claims["iat"]])
        t.note("headers", sorted(set(hook.headers) - {"Host", "Content-Length"}))
        t.note("kind", [hook.headers[name] for name in ("User-Agent", "Content-Type", "Accept-Encoding")])

    both(story)


def _part(token: str, place: int) -> dict[str, int]:
    part = token.split(".")[place]
    return dict(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))))


@pytest.mark.parametrize("failure", [500, 503, 429])
def test_a_failed_webhook_is_repeated_with_the_same_bytes(both: Both, failure: int) -> None:
    def story(t: Story) -> None:
        t.side.answers[:] = [failure, failure]
        t.ask("CreateRoom", name="talk")
        t.until(lambda: len(t.side.hooks) == 3, "three attempts")
        hooks = t.hooks()
        assert len({hook.body for hook in hooks}) == len({hook.fields["id"] for hook in hooks}) == 1
        assert [hook.at - hooks[0].at for hook in hooks] == pytest.approx([0, 1, 3], abs=0.7)
        t.note("tokens", len({hook.headers["Authorization"] for hook in hooks}))

    both(story)


@pytest.mark.parametrize("status", [200, 204, 400, 401, 404, 501])
def test_any_other_answer_is_final(both: Both, status: int) -> None:
    def story(t: Story) -> None:
        t.side.answers[:] = [status]
        t.ask("CreateRoom", name="talk", empty_timeout=2)
        t.heard("room_finished")
        # A second attempt would have come before it, and held it up.
        assert [hook.says[0] for hook in t.hooks()] == ["room_started", "room_finished"]

    both(story)


def test_what_comes_behind_a_failed_webhook_waits_in_its_room_and_in_no_other(both: Both) -> None:
    def story(t: Story) -> None:
        t.side.answers[:] = [500]
        t.ask("CreateRoom", name="talk")
        t.until(lambda: len(t.side.hooks) == 1, "the first attempt")
        t.ask("DeleteRoom", room="talk")
        t.ask("CreateRoom", name="other")
        t.heard("room_finished")
        assert [(hook.room, hook.says[0]) for hook in t.hooks()] == [
            ("talk", "room_started"),
            ("other", "room_started"),
            ("talk", "room_started"),
            ("talk", "room_finished"),
        ]

    both(story)
