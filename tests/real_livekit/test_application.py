"""The real application under gunicorn, and a real server whose webhooks go to its door.

The phone network is the simulated one; its SIP legs are in the real rooms too, as LiveKit's SIP service would
put them there. What the application makes of a webhook is read from its JSON API.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import jwt
import pytest
from livekit.api import VideoGrants

from simulator.lanes.server import free_port
from simulator.live import live_stage
from simulator.scenarios.cast import Talk, connected, hang_up_and_end
from simulator.stage import API_TOKEN, Stage, talk
from tests.real_livekit.contract.real import Real
from tests.real_livekit.contract.requests import Asker, bearer
from tests.real_livekit.contract.sides import Guest

RECORDED = sorted(Path("tests/simulator/livekit/recorded").glob("*.json"))
OTHER = "another-secret-of-at-least-32-characters"
REJECTED = 'warm_bridge_rejected_requests_total{who="livekit"}'


@dataclass
class Deployment:
    """The application at `port`, its phone network, its LiveKit."""

    stage: Stage
    port: int
    real: Real

    @property
    def door(self) -> str:
        return f"http://127.0.0.1:{self.port}/livekit/webhook"

    def deliver(self, body: bytes, secret: str) -> int:
        now = int(time.time())
        digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
        claims = {"iss": self.real.server.key, "nbf": now, "iat": now, "exp": now + 300, "sha256": digest}
        headers = {"Authorization": jwt.encode(claims, secret, "HS256")}
        status, _ = self._ask("POST", "/livekit/webhook", body, headers)
        return status

    def rejected(self) -> float:
        _, metrics = self._ask("GET", "/metrics", b"", {"Authorization": f"Bearer {API_TOKEN}"})
        counted = [line for line in metrics.splitlines() if line.startswith(REJECTED)]
        return float(counted[0].rpartition(" ")[2]) if counted else 0.0

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()


@pytest.fixture(scope="module")
def deployment(binaries: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    port = free_port()
    real = Real(tmp_path_factory.mktemp("livekit"), f"http://127.0.0.1:{port}/livekit/webhook")
    settings = {
        "LIVEKIT_URL": real.server.url,
        "LIVEKIT_API_KEY": real.server.key,
        "LIVEKIT_API_SECRET": real.server.secret,
        "WEB_CONCURRENCY": "1",
    }
    try:
        with real.server, live_stage(port, settings) as (stage, _):
            # The double is only the SIP side here: rooms are the real server's, and so are webhooks.
            stage.livekit.auto_create, stage.livekit.webhooks.url = True, ""
            # Nobody deletes its rooms, so they must close soon after they were left.
            for rule in stage.livekit.sip_api.rules.values():
                rule.ClearField("room_config")
            yield Deployment(stage, port, real)
    finally:
        real.stop()


@pytest.fixture
def call(deployment: Deployment) -> Iterator[Talk]:
    """Caller and agent talk in a room of the real server, in which both their legs are."""
    t = connected(deployment.stage)
    room = t.call()["room"]
    for leg in _legs(deployment.stage, room):
        status = {"sip.callStatus": "active"}
        deployment.real.join(room, Guest(f"sip_{leg}", "sip", attributes=status))
    yield t
    hang_up_and_end(t)


def _legs(stage: Stage, room: str) -> list[str]:
    """The From users of the INVITEs into the room."""
    invites = [fact.details for fact in list(stage.world.history) if fact.kind == "sip_invite"]
    return [str(details["from_user"]) for details in invites if details["room"] == room]


def test_a_leg_that_livekit_throws_out_takes_the_talk_into_a_conference(
    deployment: Deployment, call: Talk
) -> None:
    room = call.call()["room"]
    agent = f"sip_{_legs(deployment.stage, room)[-1]}"
    assert call.call()["home"] == "livekit"
    Asker(deployment.real).ask("RemoveParticipant", room=room, identity=agent)
    deployment.stage.until(lambda: call.call()["home"] == "conference", "the talk moves", 10)
    deployment.stage.until(lambda: talk(call.caller, call.a.phone), "both talk again", 10)
    assert deployment.rejected() == 0


@pytest.mark.parametrize("file", RECORDED, ids=lambda file: file.stem)
def test_every_recorded_webhook_is_taken_and_changes_nothing(deployment: Deployment, file: Path) -> None:
    body = json.loads(file.read_text())["body"].encode()
    assert deployment.deliver(body, deployment.real.server.secret) == 200


def test_a_webhook_of_a_server_with_another_secret_is_refused(deployment: Deployment, tmp_path: Path) -> None:
    before = deployment.rejected()
    stranger = Real(tmp_path, deployment.door)
    stranger.server.secret = OTHER
    may_create = bearer(VideoGrants(room_create=True), secret=OTHER)
    with stranger.server:
        Asker(stranger).ask("CreateRoom", may_create, name="talk")
        deployment.stage.until(lambda: deployment.rejected() > before, "a webhook is refused", 10)
    stranger.stop()


def test_a_webhook_signed_with_another_secret_is_refused(deployment: Deployment) -> None:
    body = json.loads(RECORDED[0].read_text())["body"].encode()
    assert deployment.deliver(body, OTHER) == 401
