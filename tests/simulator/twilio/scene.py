"""A carrier on a world of its own, with a scripted application, phones and a SIP peer.

What the tests of the simulated Twilio are made of: documents are served by path, everything asked is kept,
and every answer of the REST API is held against the official description.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from simulator.contract import check_response
from simulator.network import Failure, Outcome, Reply, Request
from simulator.people import Person
from simulator.phones import Phone
from simulator.twilio.calls import Call
from simulator.twilio.carrier import Carrier
from simulator.twilio.settings import NumberConfig, Switches, Weather
from simulator.twilio.sip import SipInvite
from simulator.world import World

BASE = "https://app.test"
ACCOUNT, TOKEN = "AC" + "1" * 32, "token-of-the-account"
API_KEY, API_SECRET = "SK" + "2" * 32, "secret-of-the-key"
NUMBER = "+15550100000"
LATENCY = 0.01
XML = {"Content-Type": "text/xml"}
# Nothing is left to chance, so that moments can be told apart.
CALM = Weather(callback_delay=(0.05, 0.05), setup_delay=(0.1, 0.1), transcript_delay=(0.2, 0.2))
SETTLED = Switches(redirect_delay=(0.1, 0.1))

Answer = str | Reply | Failure


@dataclass(frozen=True)
class Asked:
    """One request that reached the application; `fields` are its form or its query."""

    at: float
    method: str
    path: str
    fields: dict[str, str]
    request: Request

    def __getitem__(self, name: str) -> str:
        return self.fields[name]


def twiml(inner: str) -> str:
    return f"<Response>{inner}</Response>"


class Application:
    """The application as a script: simulator.network.Network. A path without a document answers 204."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.log: list[Asked] = []
        self._answers: dict[str, list[Answer]] = {}

    def serve(self, path: str, *answers: Answer) -> None:
        """The answers at `path`, one after another; the last one stays. Text is the inside of a document."""
        self._answers[path] = list(answers)

    def asked(self, path: str, **fields: str) -> list[Asked]:
        """Requests for `path` with these fields, in order of arrival."""
        same = [one for one in self.log if one.path == path]
        return [one for one in same if all(one.fields.get(k) == v for k, v in fields.items())]

    def send(self, request: Request, timeout: float, on_reply: Callable[[Outcome], None]) -> None:
        self.world.after(LATENCY, lambda: self._arrive(request, timeout - LATENCY, on_reply))

    def _arrive(self, request: Request, timeout: float, on_reply: Callable[[Outcome], None]) -> None:
        parts = urlsplit(request.url)
        answers = self._answers.get(parts.path, [Reply(204)])
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, Failure) and answer.kind == "refused":
            return on_reply(answer)
        sent = parse_qsl(request.body.decode() if request.method == "POST" else parts.query, True)
        self.log.append(Asked(self.world.now, request.method, parts.path, dict(sent), request))
        if isinstance(answer, str):
            answer = Reply(200, XML, twiml(answer).encode())
        if isinstance(answer, Failure) or answer.delay >= timeout:
            self.world.after(timeout, lambda: on_reply(Failure("timeout")))
            return None
        reply = answer
        self.world.after(reply.delay, lambda: on_reply(reply))
        return None


@dataclass
class SipPeer:
    """A SIP peer (simulator.twilio.sip.SipEndpoint) that answers after a second, or as `refuses` says."""

    world: World
    refuses: int = 0
    silent: bool = False
    invites: list[SipInvite] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    keys: str = ""

    def invite(self, call: SipInvite) -> None:
        self.invites.append(call)
        if self.silent:
            return
        self.world.after(0.5, call.on_ringing)
        self.world.after(1.0, lambda: call.on_refused(self.refuses) if self.refuses else call.on_answered())

    def cancel(self, call: SipInvite) -> None:
        self.ended.append("cancel")

    def bye(self, call: SipInvite) -> None:
        self.ended.append("bye")

    def dtmf(self, call: SipInvite, digits: str) -> None:
        self.keys += digits

    def connected(self, call: SipInvite) -> list[SipInvite]:
        return [other for other in self.invites if other is not call and "apart" not in other.note]


class Scene:
    """One carrier with everything around it. Its violations must be empty or `expected`."""

    def __init__(
        self, switches: Switches = SETTLED, weather: Weather = CALM, cps: float = 10.0, **number: str
    ) -> None:
        self.world = World(seed=1)
        self.app, self.sip = Application(self.world), SipPeer(self.world)
        config = NumberConfig(**{"voice_url": f"{BASE}/voice", "status_callback": f"{BASE}/status"} | number)
        self.carrier = Carrier(
            self.world,
            self.app,
            ACCOUNT,
            TOKEN,
            {NUMBER: config},
            self.sip,
            cps=cps,
            switches=switches,
            weather=weather,
            api_keys={API_KEY: API_SECRET},
        )
        self.expected: list[str] = []
        self.began = self.world.now

    def expect(self, *parts: str) -> None:
        """Violations that the test is about, by a part of their text."""
        self.expected += parts

    @property
    def unexpected(self) -> list[str]:
        found = self.carrier.violations
        return [one for one in found if not any(part in one for part in self.expected)] + [
            f"never came: {part}" for part in self.expected if not any(part in one for one in found)
        ]

    def run(self, seconds: float) -> None:
        self.world.run(seconds)

    @property
    def clock(self) -> float:
        """Seconds since the scene began."""
        return round(self.world.now - self.began, 3)

    # --- people ---

    def phone(self, name: str, person: Person | None = None) -> Phone:
        return Phone(self.carrier, f"+1555010{len(self.carrier.phones) + 1:04d}", name, person)

    def call_in(self, *documents: Answer, name: str = "caller", seconds: float = 0.1) -> Phone:
        """Somebody dials our number, which answers with these documents."""
        self.app.serve("/voice", *documents)
        phone = self.phone(name)
        phone.dial(NUMBER)
        self.run(seconds)
        return phone

    def call_out(self, *documents: Answer, name: str = "agent", **fields: Any) -> Phone:
        """We call somebody, who answers; the leg gets these documents."""
        path = f"/out-{name}"
        self.app.serve(path, *documents)
        phone = self.phone(name)
        status, _ = self.create(phone, Url=f"{BASE}{path}", **fields)
        assert status == 201
        self.world.run(5, lambda: phone.state == "ringing")
        phone.answer()
        self.run(0.1)
        return phone

    @staticmethod
    def leg(phone: Phone) -> Call:
        assert phone.call is not None, f"{phone.name} is on the hook"
        return phone.call

    # --- the REST API ---

    def create(self, to: Phone | str, **fields: Any) -> tuple[int, Any]:
        number = to if isinstance(to, str) else to.number
        return self.post("/Calls", To=number, From=NUMBER, **fields)

    def redirect(self, phone: Phone, path: str, seconds: float = 0.2) -> None:
        status, _ = self.post(f"/Calls/{self.leg(phone).sid}", Url=f"{BASE}{path}")
        assert status == 200
        self.run(seconds)

    def get(self, tail: str, **fields: Any) -> Any:
        status, found = self.rest("GET", tail, fields)
        assert status == 200, found
        return found

    def post(self, tail: str, **fields: Any) -> tuple[int, Any]:
        return self.rest("POST", tail, fields)

    def rest(self, method: str, tail: str, fields: Mapping[str, Any] | None = None) -> tuple[int, Any]:
        """One request below the account; its answer must be one that Twilio could give."""
        path = f"/2010-04-01/Accounts/{ACCOUNT}{tail}.json"
        sent = urlencode(fields or {}, doseq=True)
        url = f"https://api.twilio.test{path}" + (f"?{sent}" if sent and method != "POST" else "")
        reply = self.carrier.rest(method, url, credentials(), sent.encode() if method == "POST" else b"")
        assert isinstance(reply, Reply), reply
        found = json.loads(reply.body) if reply.body else None
        assert tail == "" or check_response(method, path, found) == []
        return reply.status, found


def credentials(user: str = ACCOUNT, secret: str = TOKEN) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{secret}".encode()).decode()}
