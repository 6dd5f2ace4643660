"""The SDKs' ways to the network, led into the world instead: for the in-process lane.

Decides how an outcome of the world looks to each SDK: its own answers, its own exceptions. The SDKs
themselves run unchanged. It must not know what is asked.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Coroutine, Generator, Mapping
from types import TracebackType
from typing import Any
from urllib.parse import urlencode, urlsplit

import aiohttp
import httpx
import httpx2
import requests
from requests.auth import _basic_auth_str
from twilio.http import HttpClient
from twilio.http.response import Response

from simulator.lanes.virtual import VirtualLane
from simulator.network import Failure, Outcome, Reply

# (method, URL, headers, body) -> what came of it
Door = Callable[[str, str, Mapping[str, str], bytes], Outcome]


class TwilioHttp(HttpClient):  # type: ignore[misc]
    """What the twilio SDK sends its requests with; `seconds` is how long it waits for an answer."""

    def __init__(self, lane: VirtualLane, door: Door, seconds: float) -> None:
        self.lane, self.door, self.seconds = lane, door, seconds

    def request(
        self,
        method: str,
        url: str,
        params: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        if params:
            url += f"?{urlencode(params, doseq=True)}"
        sent = dict(headers or {})
        if auth:
            sent["Authorization"] = _basic_auth_str(*auth)
        body = urlencode(data or {}, doseq=True).encode()
        outcome = self.lane.ask(lambda: self.door(method, url, sent, body), timeout or self.seconds)
        if isinstance(outcome, Failure):
            raise (requests.ReadTimeout if outcome.kind == "timeout" else requests.ConnectionError)
        return Response(outcome.status, outcome.body.decode(), dict(outcome.headers))


class LiveKitSession:
    """As much of an aiohttp session as livekit-api uses; its requests are awaited by `run`."""

    def __init__(self, door: Door, seconds: float) -> None:
        self.door = door
        self.timeout = aiohttp.ClientTimeout(total=seconds)

    def post(self, url: str, headers: Mapping[str, str], data: bytes, timeout: Any = None) -> _Request:
        return _Request(lambda: self.door("POST", _path(url), headers, data))

    def get(self, url: str) -> _Request:
        return _Request(lambda: self.door("GET", _path(url), {}, b""))


class _Request:
    def __init__(self, ask: Callable[[], Outcome]) -> None:
        self.ask = ask
        self.status = 0
        self._body = b""

    async def __aenter__(self) -> _Request:
        outcome = await _Asked(self.ask)
        if isinstance(outcome, Failure):
            raise aiohttp.ServerTimeoutError if outcome.kind == "timeout" else aiohttp.ClientOSError
        self.status, self._body = outcome.status, outcome.body
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is open."""

    async def read(self) -> bytes:
        return self._body

    async def json(self) -> Any:
        return json.loads(self._body)


class _Asked(Awaitable[Outcome]):
    """The one thing that a coroutine of the SDK may wait for here."""

    def __init__(self, ask: Callable[[], Outcome]) -> None:
        self.ask = ask

    def __await__(self) -> Generator[Callable[[], Outcome], Outcome, Outcome]:
        outcome = yield self.ask
        return outcome


def run_coroutine(lane: VirtualLane, work: Coroutine[Any, Any, Any], seconds: float) -> Any:
    """Drive a coroutine of livekit-api to its end; raises TimeoutError past `seconds`."""
    began, answer = lane.world.now, None
    try:
        while True:
            ask = work.send(answer)
            answer = lane.ask(ask, max(began + seconds - lane.world.now, 0.0))
            if isinstance(answer, Failure) and answer.kind == "timeout":
                raise TimeoutError
    except StopIteration as end:
        return end.value
    finally:
        work.close()


class SipWay:
    """What the application's SIP OPTIONS are sent with; `door` takes a message and answers it."""

    def __init__(self, lane: VirtualLane, door: Callable[[bytes], Outcome]) -> None:
        self.lane, self.door = lane, door

    def exchange(
        self, to: object, message: Callable[[str], bytes], enough: Callable[[bytes], bool], seconds: float
    ) -> bytes:
        """The answer, whole. Raises TimeoutError."""
        asked = message("192.0.2.7:5060")
        outcome = self.lane.ask(lambda: self.door(asked), seconds)
        if isinstance(outcome, Failure):
            raise TimeoutError
        return outcome.body


def model_transport(lane: VirtualLane, door: Door, provider: str) -> Any:
    """What the SDK of a language model's provider sends its requests with."""
    http: Any = httpx if provider == "groq" else httpx2

    class Transport(http.BaseTransport):  # type: ignore[misc]
        def handle_request(self, request: Any) -> Any:
            body, path = request.read(), request.url.raw_path.decode()
            seconds = request.extensions["timeout"]["read"]
            outcome = lane.ask(lambda: door(request.method, path, dict(request.headers), body), seconds)
            if isinstance(outcome, Reply):
                return http.Response(outcome.status, headers=dict(outcome.headers), content=outcome.body)
            if outcome.kind == "timeout":
                raise http.ReadTimeout("the model did not answer in time", request=request)
            raise http.ConnectError("the model could not be reached", request=request)

    return Transport()


def _path(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
