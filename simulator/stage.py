"""A stage: one world with carrier, LiveKit, models, phones and judge, and the application beside it.

Decides the constants of a simulated deployment and offers what scenarios are made of: people with phones,
the JSON API, waiting for something to happen. It must not know the application's internals.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

from simulator.judge import Judge
from simulator.livekit.provision import provisioned
from simulator.livekit.server import LiveKitServer
from simulator.model import DIALECTS, Model
from simulator.network import Network, Outcome, Reply, Request
from simulator.people import Person
from simulator.phones import Phone
from simulator.twilio.carrier import Carrier
from simulator.twilio.settings import NumberConfig, Switches, Weather
from simulator.world import World

ACCOUNT, AUTH_TOKEN = "AC" + "5" * 32, "simulated-auth-token"
LIVEKIT_KEY, LIVEKIT_SECRET = "APIsimulated", "simulated-secret-of-at-least-32-characters"
SIP_USER, SIP_PASSWORD = "bridge", "simulated-sip-password"
API_TOKEN, SECRET_KEY = "simulated-api-token", "simulated-secret-key"
# The application has the first one's key, unless a scenario gives it others.
MODEL_KEYS = {"groq": "gsk-simulated", "openai": "sk-simulated", "openrouter": "sk-or-simulated"}
# What each SDK's base URL ends with: Groq's adds its path by itself.
MODEL_PATHS = {"groq": "", "openai": "/v1", "openrouter": "/api/v1"}
NUMBER = "+15550100000"


# (method, URL, headers, body) -> what came of it
Door = Callable[[str, str, Mapping[str, str], bytes], Outcome]


@dataclass(frozen=True)
class Addresses:
    """Where the application finds the world, and where the world finds the application."""

    public: str = "https://bridge.test"
    twilio: str = "https://api.twilio.test"
    livekit: str = "wss://livekit.test"
    models: Mapping[str, str] = field(
        default_factory=lambda: {name: f"https://{name}.test{path}" for name, path in MODEL_PATHS.items()}
    )
    sip: str = "sip.livekit.test"
    sip_transport: str = "tcp"


class Lane(Protocol):
    """How scenarios drive the world, whatever its clock."""

    def until(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Let time pass until the condition holds; False when it did not within `seconds`."""

    def act(self, do: Callable[[], Any]) -> Any:
        """Do something in the world, between two of its events."""

    def request(self, request: Request) -> Reply:
        """Ask the application over HTTP and wait for its answer."""


class NotSeen(AssertionError):
    """What a scenario waited for did not happen."""


class AnotherStory(AssertionError):
    """A disturbance led elsewhere before the scenario could begin with what it is about."""


class ApiRefused(AssertionError):
    """The JSON API answered with an error that the scenario did not ask for."""

    def __init__(self, method: str, path: str, status: int, body: Any) -> None:
        super().__init__(f"{method} {path} answered {status}: {body}")
        self.status, self.body = status, body


@dataclass
class Agent:
    """An agent of the directory with a phone; `person` is who holds it."""

    id: str
    code: str
    phone: Phone


@dataclass
class Stage:
    """`settings`: what differs from the defaults of a simulated deployment, as environment variables."""

    world: World
    network: Network
    addresses: Addresses = field(default_factory=Addresses)
    switches: Switches = field(default_factory=Switches)
    weather: Weather = field(default_factory=Weather)
    settings: Mapping[str, str] = field(default_factory=dict)
    cps: float = 10.0
    # What stands in the place of the double, given the stage: LiveKit as carrier and scenarios know it.
    livekit_for: Callable[[Stage], Any] | None = None
    # Seconds that a request may come late, the next one being in time: on the real clock the machine is busy.
    late: float = 0.0

    def __post_init__(self) -> None:
        base = self.addresses.public
        number = NumberConfig(
            voice_url=f"{base}/twilio/voice",
            voice_fallback_url=f"{base}/twilio/fallback",
            status_callback=f"{base}/twilio/status",
        )
        self.numbers = {NUMBER: number}
        self.livekit = (self.livekit_for or _double)(self)
        self.models = {
            name: Model(self.world, keys={key}, dialect=DIALECTS[name]) for name, key in MODEL_KEYS.items()
        }
        self.model = self.models["groq"]
        self.carrier = Carrier(
            self.world,
            self.network,
            ACCOUNT,
            AUTH_TOKEN,
            self.numbers,
            self.livekit,
            cps=self.cps,
            switches=self.switches,
            weather=self.weather,
        )
        self.judge = Judge(self.world, self.carrier, self._may_dial)
        self.twilio_door: Door = self._twilio
        self.livekit_door: Door = self.livekit.twirp
        self.agents: dict[str, Agent] = {}
        self.receipts: list[dict[str, Any]] = []
        self._lane: Lane | None = None
        self._next_phone, self._next_key = 1, 0

    # --- the deployment ---

    def environment(self, database_url: str) -> dict[str, str]:
        """What the application is started with."""
        return {
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
            "TWILIO_NUMBER": NUMBER,
            "TWILIO_API_BASE_URL": self.addresses.twilio,
            "PUBLIC_BASE_URL": self.addresses.public,
            "LIVEKIT_URL": self.addresses.livekit,
            "LIVEKIT_API_KEY": LIVEKIT_KEY,
            "LIVEKIT_API_SECRET": LIVEKIT_SECRET,
            "LIVEKIT_SIP_HOST": self.addresses.sip,
            "LIVEKIT_SIP_TRANSPORT": self.addresses.sip_transport,
            "LIVEKIT_SIP_USERNAME": SIP_USER,
            "LIVEKIT_SIP_PASSWORD": SIP_PASSWORD,
            "DATABASE_URL": database_url,
            "SECRET_KEY": SECRET_KEY,
            "API_TOKEN": API_TOKEN,
            "GROQ_API_KEY": MODEL_KEYS["groq"],
            **{f"{name.upper()}_BASE_URL": url for name, url in self.addresses.models.items()},
            **self.settings,
        }

    def send_webhooks_over(self, network: Network) -> None:
        """From now on both carriers' webhooks take this way."""
        self.carrier.web.carriage.network = self.livekit.webhooks.network = network

    def put_doors(self, twilio: Door, livekit: Door) -> None:
        """From now on the application's requests to its carriers go through these."""
        self.twilio_door, self.livekit_door = twilio, livekit

    def _twilio(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        """The carrier's REST API, with the judge looking on."""
        outcome = self.carrier.rest(method, url, headers, body)
        self.judge.asked(method, url, body, outcome)
        return outcome

    def _may_dial(self, number: str) -> bool:
        prefixes = [one for one in self.settings.get("DIAL_ALLOW", "").split(",") if one]
        agents = {agent.phone.number for agent in self.agents.values()}
        return number in agents or number.startswith(tuple(prefixes))

    @property
    def problems(self) -> list[str]:
        """Every broken promise and everything that a carrier would have refused."""
        found = [*self.judge.problems, *self.carrier.violations, *self.livekit.violations]
        return found + [problem for model in self.models.values() for problem in model.violations]

    # --- people ---

    def phone(self, name: str, person: Person | None = None) -> Phone:
        """Somebody's phone, outside of the directory."""
        number = f"+1555010{self._next_phone:04d}"
        self._next_phone += 1
        phone: Phone = self.act(Phone, self.carrier, number, name, person)
        return phone

    def caller(self, name: str, person: Person | None = None) -> Phone:
        phone = self.phone(name, person)
        self.act(self.judge.callers.append, phone)
        return phone

    def agent(self, name: str, person: Person | None = None, skills: tuple[str, ...] = ()) -> Agent:
        """Somebody in the directory, added over the JSON API."""
        phone = self.phone(name, person)
        self.act(self.judge.agents.append, phone)
        wanted = {"name": name, "phone": phone.number, "skills": list(skills)}
        # Whoever is added may be rung before the answer is here.
        self.agents[name] = Agent("", "", phone)
        made = self.post("/api/agents", wanted)
        self.agents[name].id, self.agents[name].code = made["id"], made["code"]
        return self.agents[name]

    # --- driving it ---

    @property
    def lane(self) -> Lane:
        assert self._lane is not None, "a stage is put on a lane before anything happens on it"
        return self._lane

    def put_on(self, lane: Lane) -> None:
        self._lane = lane

    def act(self, do: Callable[..., Any], *args: Any) -> Any:
        return self.lane.act(lambda: do(*args))

    def until(self, condition: Callable[[], bool], what: str, seconds: float = 30.0) -> None:
        """Raises NotSeen when it did not happen."""
        if not self.lane.until(condition, seconds):
            raise NotSeen(f"{what}: not within {seconds:.0f} s")

    def wait(self, seconds: float) -> None:
        self.lane.until(lambda: False, seconds)

    # --- the JSON API ---

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        sent = {"Authorization": f"Bearer {API_TOKEN}", "Content-Type": "application/json"}
        if method == "POST":
            # A client that must not do a thing twice says so; it may have to ask again.
            self._next_key += 1
            sent["Idempotency-Key"] = f"{self.world.now:.6f}-{self._next_key}"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        data = b"" if body is None else json.dumps(body).encode()
        reply = self.lane.request(Request(method, f"{self.addresses.public}{path}", sent, data))
        return reply.status, json.loads(reply.body) if reply.body else None

    def get(self, path: str) -> Any:
        return self._wanted("GET", path)

    def post(self, path: str, body: Any = None) -> Any:
        return self._wanted("POST", path, body)

    def _wanted(self, method: str, path: str, body: Any = None) -> Any:
        status, answer = self.ask(method, path, body)
        if status >= 400:
            raise ApiRefused(method, path, status, answer)
        return answer

    def call(self) -> dict[str, Any]:
        """The newest call as the API shows it."""
        newest: dict[str, Any] = self.get("/api/calls?limit=1")["items"][0]
        return newest

    def transfer(self, transfer_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.get(f"/api/transfers/{transfer_id}")
        return found


def _double(stage: Stage) -> LiveKitServer:
    webhook = f"{stage.addresses.public}/livekit/webhook"
    sip_host = stage.addresses.sip
    server = LiveKitServer(stage.world, stage.network, LIVEKIT_KEY, LIVEKIT_SECRET, webhook, sip_host)
    provisioned(server, SIP_USER, SIP_PASSWORD)
    return server


def talk(one: Phone, other: Phone) -> bool:
    """Both hear each other, and nothing is played over it."""
    quiet = all(phone.hearing is not None and phone.hearing.kind == "people" for phone in (one, other))
    return quiet and one.hears(other) and other.hears(one)


def path_of(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
