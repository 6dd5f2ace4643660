"""The application on a database of its own, with a carrier, a room server and a clock that tests move.

Everything that a world may replace is replaced at its edge: work waits until it is run, REST is answered
over HTTP. Nothing of the application itself is.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

import aiohttp
import responses
from flask_openapi3 import OpenAPI
from livekit.protocol import room
from werkzeug.test import Client, TestResponse

from app import create_app
from bridge.service import Bridge, Ports
from bridge.settings import load_settings
from tests.bridge.examples import Clock, Waiting
from tests.bridge.settings_example import REQUIRED
from tests.console.phones import Carrier, Phone

API_TOKEN = "a-bearer-token-for-tests"
BEARER = {"Authorization": f"Bearer {API_TOKEN}"}


def _silence(*asked: Any) -> bytes:
    """Nothing answers at LiveKit's SIP endpoint, and never has: what it says counts for nothing."""
    raise TimeoutError


class Rooms:
    """LiveKit's Twirp API over a session of aiohttp's form; `broken` is how it fails, if it does."""

    timeout = None

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.broken: int | Exception | None = None

    def post(self, url: str, **request: Any) -> Rooms:
        self.asked.append(url.rpartition("/")[2])
        if isinstance(self.broken, Exception):
            raise self.broken
        self.status = self.broken or 200
        return self

    def get(self, url: str) -> Rooms:
        """The server's own page, which a dead one does not have."""
        return self.post(url)

    async def __aenter__(self) -> Rooms:
        return self

    async def __aexit__(self, *error: object) -> None:
        pass

    async def read(self) -> bytes:
        # An empty message of any kind, which is also an empty list.
        return room.ListRoomsResponse().SerializeToString()

    async def close(self) -> None:
        pass

    async def json(self) -> dict[str, str]:
        return {"code": "unavailable" if self.status >= 500 else "unauthenticated", "msg": "no"}


def run(work: Coroutine[Any, Any, Any], seconds: float) -> Any:
    return asyncio.run(asyncio.wait_for(work, seconds))


@dataclass
class Talk:
    """A call whose caller and agent talk."""

    id: str
    caller: Phone
    agent: Phone


class Site:
    """One deployment. `restart` gives it a new process on the same database, perhaps with other settings."""

    def __init__(self, url: str, mock: responses.RequestsMock) -> None:
        self.url, self.mock = url, mock
        self.clock, self.work, self.rooms = Clock(), Waiting(), Rooms()
        # One for all processes: ids must not repeat after a restart.
        self.chance = random.Random(1)
        self.app: OpenAPI = self._create({})
        self.carrier = Carrier(self.web, self.work.run)
        self.carrier.answer_rest(mock)

    def _create(self, settings: dict[str, str]) -> OpenAPI:
        environ = REQUIRED | {"DATABASE_URL": self.url, "API_TOKEN": API_TOKEN} | settings
        ports = Ports(
            now=self.clock,
            sleep=self.clock.go,
            spawn=self.work.spawn,
            random=self.chance,
            stop=lambda: None,
            close=lambda: None,
            livekit_run=run,
            livekit_session=lambda: self.rooms,
            sip_exchange=_silence,
        )
        app = create_app(load_settings(environ, env_file=None), ports)
        self.bridge: Bridge = app.extensions["warm_bridge"]
        self.web = Client(app)
        return app

    def restart(self, **settings: str) -> None:
        self.close()
        self.work.work.clear()
        self.app = self._create(settings)
        self.carrier.web = self.web

    def close(self) -> None:
        self.bridge.stop()
        self.bridge.database.close()

    def wait(self, seconds: int) -> None:
        """Time passes, and with it what is done in the background."""
        for _ in range(seconds):
            self.clock.go(1)
            self.bridge.background.beat({"clock": self.clock.now + 1})
            self.carrier.settle()

    # --- people ------------------------------------------------------------------------------------

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> TestResponse:
        """A request of somebody who is signed in; `headers` with `_` for `-`."""
        given = BEARER | {name.replace("_", "-"): value for name, value in headers.items()}
        return self.web.open(path, method=method, json=body, headers=given)

    def get(self, path: str) -> Any:
        answer = self.ask("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json

    def do(self, path: str, body: object = None) -> Any:
        """A POST that must succeed."""
        answer = self.ask("POST", path, body)
        assert answer.status_code in (201, 202), answer.text
        self.carrier.settle()
        return answer.json

    def hire(self, name: str = "Alice", phone: str = "+15551000001", *skills: str) -> Any:
        return self.do("/api/agents", {"name": name, "phone": phone, "skills": list(skills)})

    # --- calls -------------------------------------------------------------------------------------

    def the_call(self) -> Any:
        return self.get("/api/calls")["items"][0]

    def ring(self, sid: str = "CA" + "c" * 32, **more: str) -> Phone:
        """A customer has called, and what that began is done."""
        phone = self.carrier.call_in(sid, **more)
        self.carrier.settle()
        return phone

    def talk(self) -> Talk:
        """Alice has taken a call and both have been seen in their room."""
        self.hire()
        caller = self.ring()
        agent = self.carrier.dialled[-1]
        # A phone rings for longer than the pace of dials is.
        self.clock.go(1)
        agent.answer()
        agent.press("1")
        self.carrier.settle()
        caller.come_in()
        agent.come_in()
        call = self.the_call()
        assert call["state"] == "connected"
        return Talk(call["id"], caller, agent)

    def transfer(self, talk: Talk, to: dict[str, str], **more: str) -> Any:
        return self.do(f"/api/calls/{talk.id}/transfers", {"to": to, **more})

    def consult(self, talk: Talk) -> tuple[str, Phone]:
        """Bob has accepted Alice's transfer and they talk; the transfer's id and Bob's phone."""
        bob = self.hire("Bob", "+15551000002")
        transfer = self.transfer(talk, {"agent_id": bob["id"]})
        target = self.carrier.dialled[-1]
        target.answer()
        target.wait()
        self.clock.go(1)
        target.press("1")
        self.carrier.settle()
        target.come_in()
        talk.agent.come_in()
        return transfer["id"], target


UNREACHABLE = aiohttp.ClientConnectionError("refused")
