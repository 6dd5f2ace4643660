"""LiveKit's server API: make a room, close it, see who is in it.

Decides the parameters of each request (reference/livekit.md 3). It must not know calls or legs, only names
of rooms and identities.
"""

from __future__ import annotations

from collections.abc import Collection

from livekit import api
from livekit.protocol import models

from bridge.ports.errors import PortError, from_network
from bridge.ports.livekit_client import TIMEOUT, Client
from bridge.ports.twilio import Inside

# What the server's own page says of itself, by status (reference/livekit.md 3; livekit-server's healthCheck).
PAGE = {200: b"OK", 406: b"Not Ready"}
# People come back to a room after a consult; we close it ourselves (design 5).
EMPTY_SECONDS = 3600
# Three legs are the most that talk in a room; one that vanished is there for 92 s, beside its next attempts.
# Listeners take no place (reference/livekit.md 3). Who finds it full is refused and goes into a conference.
PLACES = 20


class LiveKit(Client):
    """Every method raises PortError."""

    def create(self, room: str) -> None:
        """Idempotent: the same name again is the same room."""
        request = api.CreateRoomRequest(
            name=room,
            empty_timeout=EMPTY_SECONDS,
            departure_timeout=EMPTY_SECONDS,
            max_participants=PLACES,
        )
        self._do(lambda client: client.room.create_room(request))

    def delete(self, room: str) -> None:
        """A room that is not there is as good as deleted."""
        try:
            self._do(lambda client: client.room.delete_room(api.DeleteRoomRequest(room=room)))
        except PortError as error:
            if not error.not_found:
                raise

    def delete_left_behind(self, room: str) -> None:
        """A room from before a crash is run by nobody, and only who runs one can close it: it is made again.

        Only some seconds after the restart (docs/livekit.md, "After a crash").
        """
        self.create(room)
        self.delete(room)

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

    def known(self, rooms: Collection[str]) -> set[str]:
        """Which of these rooms the server has in its list, which is in Redis."""
        found = self._do(lambda client: client.room.list_rooms(api.ListRoomsRequest(names=rooms)))
        return {one.name for one in found.rooms}

    def ping(self, seconds: float = TIMEOUT) -> None:
        """Whether the API answers within so many seconds."""
        self._do(lambda client: client.room.list_rooms(api.ListRoomsRequest(names=["ping"])), seconds)

    def lives(self, seconds: float = TIMEOUT) -> None:
        """Whether the process is there, though its API may have no Redis to answer from.

        `GET /` needs no Redis: `OK`, and some seconds after Redis has gone `Not Ready`. A proxy in front of a
        dead server says neither.
        """

        async def look() -> bool:
            async with self._http().get(self._page) as answer:
                page: bytes = await answer.read()
                return page.startswith(PAGE.get(answer.status, b"\0"))

        if not self._ask(look(), seconds):
            raise from_network("LiveKit", "has no page of its own", maybe_done=False)


def caller_id(identity: str) -> str:
    """The callerId of our `<Dial>`, out of LiveKit's name for the participant (reference/livekit.md 1.4)."""
    return identity.removeprefix("sip_")


def _answered(participant: models.ParticipantInfo) -> bool:
    """Being there is not being heard: a SIP leg is listed while it still rings (design 8)."""
    status = participant.attributes.get("sip.callStatus")
    return status is None or status == "active"
