"""The way to LiveKit's server API that its ports share: one client for each process, on a loop of its own.

Decides how long an answer is waited for and what a refusal means (reference/livekit.md 3, 6). It must not
know what is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import aiohttp
from google.protobuf.message import DecodeError
from livekit import api

from bridge.ports.errors import from_network, from_status

TIMEOUT = 2.0

T = TypeVar("T")
Run = Callable[[Coroutine[Any, Any, Any], float], Any]


class Client:
    """Every request raises PortError. `run` drives a coroutine to its end within so many seconds.

    `session` makes the HTTP session, on the loop of `run`; one is kept per process.
    """

    def __init__(
        self, url: str, key: str, secret: str, run: Run, session: Callable[[], Any] | None = None
    ) -> None:
        self._where = (url, key, secret)
        self._page = re.sub("^ws", "http", url.rstrip("/")) + "/"
        self._run, self._new_session = run, session or _session
        self._api: api.LiveKitAPI | None = None
        self._session: Any = None

    def close(self) -> None:
        """Give the connections back; the next request would make new ones."""
        if self._session is not None:
            session, self._session, self._api = self._session, None, None
            self._run(session.close(), TIMEOUT)

    def _do(self, ask: Callable[[api.LiveKitAPI], Coroutine[Any, Any, T]], seconds: float = TIMEOUT) -> T:
        async def ask_once() -> T:
            if self._api is None:
                self._api = api.LiveKitAPI(*self._where, session=self._http(), failover=False)
            return await ask(self._api)

        return self._ask(ask_once(), seconds)

    def _http(self) -> Any:
        """Only on the loop, which the session belongs to."""
        if self._session is None:
            self._session = self._new_session()
        return self._session

    def _ask(self, work: Coroutine[Any, Any, T], seconds: float) -> T:
        try:
            result: T = self._run(work, seconds)
        except api.TwirpError as error:
            raise from_status("LiveKit", error.status, error.code) from error
        except (TimeoutError, aiohttp.ServerTimeoutError) as error:
            raise from_network("LiveKit", "did not answer in time", maybe_done=True) from error
        except (aiohttp.ClientError, OSError) as error:
            raise from_network("LiveKit", "could not be reached", maybe_done=True) from error
        except DecodeError as error:
            raise from_network("LiveKit", "answered what it never answers", maybe_done=True) from error
        return result


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT))
