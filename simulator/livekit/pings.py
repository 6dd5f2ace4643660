"""Browsers while Redis is gone: whoever pings is thrown out, and comes back if that is soon enough.

Decides what was seen of server 1.13.5 and LiveKit's rtc SDK (docs/livekit.md, "Without Redis"). It must not
know SIP: LiveKit's SIP service sends no pings, so its legs stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.livekit.legs import CONNECTION_TIMEOUT
from simulator.livekit.participants import Participant
from simulator.livekit.room import Room

if TYPE_CHECKING:
    from simulator.livekit.server import LiveKitServer
    from simulator.livekit.settings import Range
    from simulator.world import Timer

# From the first ping that does not get through, so long is it tried to pass it on.
PING_EVERY, TRIED_FOR = 5.0, 7.5


@dataclass
class Stray:
    """Out of a room that lists it still; `noticed` is when the server will miss it."""

    room: Room
    talks: bool
    gives_up_at: float
    noticed: Timer


class Pings:
    """Of everybody who joined by a token. `planned` are those that are being thrown out."""

    def __init__(self, server: LiveKitServer) -> None:
        self._server, self._world = server, server.world
        self._planned: list[Timer] = []
        self._strays: dict[Participant, Stray] = {}

    def fail(self) -> None:
        """Redis is gone: the next ping of each is the one that does not get through."""
        for room, one in self._there():
            since_ping = (self._world.now - one.info.joined_at_ms / 1000) % PING_EVERY
            self._throw_out(room, one, PING_EVERY - since_ping + TRIED_FOR)

    def get_through(self) -> None:
        """Redis is back: nobody is thrown out any more, and whoever still tries is back soon."""
        for timer in self._planned:
            timer.cancel()
        self._planned.clear()
        for one in self._strays:
            self._world.after(self._some(self._server.weather.browser_back), lambda one=one: self._back(one))  # type: ignore[misc]

    def cast_out(self) -> None:
        """Redis has forgotten the rooms: the connections end, and the way back in is closed."""
        for room, one in self._there():
            self._throw_out(room, one, self._some(self._server.weather.cast_out))

    def forget(self, participant: Participant) -> None:
        """It has closed its connection by itself, or what was left of it."""
        self._strays.pop(participant, None)

    def _there(self) -> list[tuple[Room, Participant]]:
        """All that have a connection to a room."""
        rooms = self._server.known_rooms.live.values()
        everybody = [(room, one) for room in rooms for one in room.participants.values()]
        return [(room, one) for room, one in everybody if one.room is room and not one.is_sip]

    def _throw_out(self, room: Room, one: Participant, seconds: float) -> None:
        self._planned.append(self._world.after(seconds, lambda: self._out(room, one)))

    def _out(self, room: Room, one: Participant) -> None:
        if one.room is not room:
            return
        one.room = None
        noticed = self._world.after(CONNECTION_TIMEOUT, lambda: room.leave(one, "CONNECTION_TIMEOUT"))
        patience = self._some(self._server.weather.browser_tries)
        self._strays[one] = Stray(room, one.track is not None, self._world.now + patience, noticed)

    def _back(self, one: Participant) -> None:
        """As somebody new; the old one is thrown out if it is still there."""
        stray = self._strays.get(one)
        if stray is None or not self._server.redis_up or self._world.now > stray.gives_up_at:
            return
        room = stray.room
        if self._server.rooms.get(room.name) is not room:
            return
        del self._strays[one]
        stray.noticed.cancel()
        room.leave(one, "DUPLICATE_IDENTITY")
        one.renew()
        room.join(one)
        room.activate(one)
        if stray.talks:
            self._server.publish(one)

    def _some(self, times: Range) -> float:
        return self._world.random.uniform(*times)
