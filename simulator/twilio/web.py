"""How the carrier asks a web server: signature, connection overrides, retries, redirects.

Decides when a request is repeated and when it has failed (reference/twilio.md 1.2, 2). It must not know what
the answer means: that is up to whoever asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from simulator.network import Failure, Network, Outcome, Reply, Request
from simulator.twilio.settings import Switches, Weather
from simulator.twilio.signature import sign
from simulator.twilio.webhook_faults import Carriage, WebhookFault
from simulator.world import World

CEILING = 15.0
MAX_REDIRECTS = 10
FORM = "application/x-www-form-urlencoded; charset=UTF-8"

Params = list[tuple[str, str]]
Done = Callable[[Outcome, str], None]


@dataclass(frozen=True)
class Overrides:
    """The connection overrides of a URL's fragment, times in seconds (reference/twilio.md 1.2)."""

    retries: int = 1
    policy: frozenset[str] = frozenset({"ct"})
    read: float = CEILING
    total: float = CEILING

    @classmethod
    def of(cls, url: str) -> Overrides:
        given = dict(parse_qsl(urlsplit(url).fragment))
        return cls(
            retries=min(_number(given, "rc", 1), 5),
            policy=frozenset(given.get("rp", "ct").split(",")),
            read=min(_number(given, "rt", 15000) / 1000, CEILING),
            total=min(_number(given, "tt", 15000) / 1000, CEILING),
        )

    def once(self) -> Overrides:
        return replace(self, retries=0)

    def repeats(self, outcome: Outcome) -> bool:
        return bool(self.policy & {"all", kind_of(outcome)}) and kind_of(outcome) != "ok"


def _number(given: dict[str, str], key: str, default: int) -> int:
    text = given.get(key, "")
    return int(text) if text.isdecimal() else default


def kind_of(outcome: Outcome) -> str:
    """The word of the retry policy for an outcome: ct, rt, 4xx, 5xx or ok."""
    if isinstance(outcome, Failure):
        return {"refused": "ct", "timeout": "rt"}[outcome.kind]
    return {4: "4xx", 5: "5xx"}.get(outcome.status // 100, "ok")


def without_fragment(url: str) -> str:
    return url.partition("#")[0]


def resolve(base: str, url: str) -> str:
    """A URL of a document, resolved against the document's own; its fragment is kept."""
    return urljoin(without_fragment(base), url) if url else base


class Web:
    """Sends signed requests over the network; one `send` is one event, however many attempts it takes."""

    def __init__(
        self, world: World, network: Network, auth_token: str, switches: Switches, weather: Weather
    ) -> None:
        self.world, self.auth_token = world, auth_token
        self.switches, self.weather = switches, weather
        self.faults: list[WebhookFault] = []
        self.carriage = Carriage(world, network, self.faults)
        self._tokens = self._fresh_tokens()

    def send(self, method: str, url: str, params: Params, done: Done, retried: bool = True) -> None:
        """Ask; `done(outcome, final URL)` is called once, after retries and HTTP redirects.

        A URL that is not absolute, as one of an inline document may be, is asked nowhere.
        """
        if not url.startswith(("http://", "https://")):
            self.world.after(0.0, lambda: done(Failure("refused"), url))
            return
        overrides = Overrides.of(url)
        _Attempts(self, method.upper(), url, params, done, overrides if retried else overrides.once()).next()

    def fresh_token(self) -> str:
        return next(self._tokens)

    def _fresh_tokens(self) -> Iterator[str]:
        while True:
            yield f"{self.world.random.getrandbits(32):08x}-{self.world.random.getrandbits(16):04x}"


class _Attempts:
    """The attempts of one request, all inside the total limit of its URL."""

    def __init__(
        self, web: Web, method: str, url: str, params: Params, done: Done, overrides: Overrides
    ) -> None:
        self.web, self.method, self.url, self.params, self.done = web, method, url, params, done
        self.overrides = overrides
        self.token = web.fresh_token()
        self.tried = 0
        self.redirected = 0
        self.deadline = web.world.now + self.overrides.total

    def next(self) -> None:
        left = max(self.deadline - self.web.world.now, 0.0)
        self.tried += 1
        patience = min(self.overrides.read, left)
        self.web.carriage.send(self._request(), dict(self.params), patience, self._answered)

    def _request(self) -> Request:
        url, form = without_fragment(self.url), self.params
        if self.method == "GET":
            query = urlencode(self.params)
            url, form = url + ("&" if "?" in url else "?") + query if query else url, []
        headers = {
            "Content-Type": FORM,
            "User-Agent": "TwilioProxy/1.1",
            "Accept": "*/*",
            "X-Twilio-Signature": sign(self.web.auth_token, url, form),
        }
        if self.tried > 1 or self.web.switches.token_on_first_attempt:
            headers["I-Twilio-Idempotency-Token"] = self.token
        return Request(self.method, url, headers, urlencode(form).encode())

    def _answered(self, outcome: Outcome) -> None:
        if isinstance(outcome, Reply) and outcome.status // 100 == 3 and outcome.header("Location"):
            return self._follow(outcome)
        pause = self.web.weather.retry_pause
        more = self.tried <= self.overrides.retries and self.web.world.now + pause < self.deadline
        if more and self.overrides.repeats(outcome):
            self.web.world.after(pause, self.next)
        else:
            self.done(outcome, self.url)

    def _follow(self, reply: Reply) -> None:
        self.redirected += 1
        if self.redirected > MAX_REDIRECTS:
            return self.done(reply, self.url)
        fragment = urlsplit(self.url).fragment
        self.url = urljoin(without_fragment(self.url), reply.header("Location"))
        self.url += f"#{fragment}" if fragment and "#" not in self.url else ""
        self.method = self.method if reply.status in (307, 308) else "GET"
        self.tried -= 1
        return self.next()
