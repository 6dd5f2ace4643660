"""LiveKit's server API: make a room, close it, see who is in it.

Decides the parameters of each request and what a refusal means (reference/livekit.md 3). It must not
know calls or legs, only names of rooms and identities.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import aiohttp
from google.protobuf.message import DecodeError
from livekit import api
from livekit.protocol import models

from bridge.ports.errors import PortError, from_network, from_status
from bridge.ports.twilio import Inside

TIMEOUT = 2.0
# People come back to a room after a consult; we close it ourselves (design 5).
EMPTY_SECONDS = 3600

T = TypeVar("T")
Run = Callable[[Coroutine[Any, Any, Any], float], Any]


class LiveKit:
    """Every method raises PortError. `run` drives a coroutine to its end within so many seconds.

    `session` makes the HTTP session, on the loop of `run`; one is kept per process.
    """

    def __init__(
        self, url: str, key: str, secret: str, run: Run, session: Callable[[], Any] | None = None
    ) -> None:
        self._where = (url, key, secret)
        self._run, self._new_session = run, session or _session
        self._api: api.LiveKitAPI | None = None
        self._session: Any = None

    def create(self, room: str) -> None:
        """Idempotent: the same name again is the same room."""
        request = api.CreateRoomRequest(
            name=room, empty_timeout=EMPTY_SECONDS, departure_timeout=EMPTY_SECONDS
        )
        self._do(lambda client: client.room.create_room(request))

    def delete(self, room: str) -> None:
        """A room that is not there is as good as deleted."""
        try:
            self._do(lambda client: client.room.delete_room(api.DeleteRoomRequest(room=room)))
        except PortError as error:
            if not error.not_found:
                raise

    def inside(self, room: str) -> list[Inside]:
        """Who is in the room; `answered` only for those whose SIP leg has been answered."""
        try:
            found = self._do(
                lambda client: client.room.list_participants(api.ListParticipantsRequest(room=room))
            )
        except PortError as error:
            if error.not_found:
                return []
            raise
        return [Inside(caller_id(p.identity), _answered(p)) for p in found.participants]

    def ping(self, seconds: float = TIMEOUT) -> None:
        """Whether the API answers within so many seconds."""
        self._do(lambda client: client.room.list_rooms(api.ListRoomsRequest(names=["ping"])), seconds)

    def close(self) -> None:
        """Give the connections back; the next request would make new ones."""
        if self._api is not None:
            self._api = None
            self._run(self._session.close(), TIMEOUT)

    def _do(self, ask: Callable[[api.LiveKitAPI], Coroutine[Any, Any, T]], seconds: float = TIMEOUT) -> T:
        async def ask_once() -> T:
            if self._api is None:
                self._session = self._new_session()
                self._api = api.LiveKitAPI(*self._where, session=self._session, failover=False)
            return await ask(self._api)

        try:
            result: T = self._run(ask_once(), seconds)
        except api.TwirpError as error:
            raise from_status("LiveKit", error.status, error.code) from error
        except (TimeoutError, aiohttp.ServerTimeoutError) as error:
            raise from_network("LiveKit", "did not answer in time", maybe_done=True) from error
        except (aiohttp.ClientError, OSError) as error:
            raise from_network("LiveKit", "could not be reached", maybe_done=True) from error
        except DecodeError as error:
            raise from_network("LiveKit", "answered what it never answers", maybe_done=True) from error
        return result


def caller_id(identity: str) -> str:
    """The callerId of our `<Dial>`, out of LiveKit's name for the participant (reference/livekit.md 1.4)."""
    return identity.removeprefix("sip_")


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT))


def _answered(participant: models.ParticipantInfo) -> bool:
    """Being there is not being heard: a SIP leg is listed while it still rings (design 8)."""
    status = participant.attributes.get("sip.callStatus")
    return status is None or status == "active"
