"""One room while the server runs it: who is in it, who is told, when it closes by itself.

Decides joining, leaving and the closing of empty rooms (reference/livekit.md 3, reference/livekit-lab.md f).
It must not know what is behind a participant.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from livekit.protocol import models
from livekit.protocol.webhook import WebhookEvent

from simulator.livekit.participants import Participant, State

if TYPE_CHECKING:
    from simulator.livekit.rooms import Rooms
    from simulator.world import Timer

COUNTED_EVERY = 5.0  # how old the numbers in a room's description may be
# From a goodbye that nobody heard to the server's noticing (docs/livekit.md, "Without Redis").
GOODBYE_MISSED = 21.7


class Room:
    """`ghosts` are listed, but nobody is there.

    They are of a server that crashed (reference/livekit-lab.md k), or left while Redis was gone.
    """

    def __init__(self, rooms: Rooms, info: models.Room, ghosts: Mapping[str, models.ParticipantInfo]) -> None:
        self.rooms, self.world, self.info = rooms, rooms.world, info
        self.ghosts = dict(ghosts)
        self.participants: dict[str, Participant] = {}
        self.over, self.is_listed = False, True
        self._began = self.world.now
        self._counts: list[tuple[float, int, int]] = [(self.world.now, 0, 0)]
        self._closing: Timer | None = None
        self._left_at: float | None = None

    # --- what can be asked ---

    @property
    def name(self) -> str:
        return self.info.name

    @property
    def is_full(self) -> bool:
        taken = sum(not one.is_dependent for one in self.participants.values())
        return 0 < self.info.max_participants <= taken

    def has_company(self, participant: Participant | None) -> bool:
        """Whether a ringing leg is answered now (reference/livekit.md 1.5)."""
        return any(other.is_company for other in self.participants.values() if other is not participant)

    def described(self) -> models.Room:
        """As API and webhooks describe it; its counts are up to five seconds old (fixtures 09 and 10)."""
        counted = self._began + (self.world.now - self._began) // COUNTED_EVERY * COUNTED_EVERY
        _, people, publishers = next(count for count in reversed(self._counts) if count[0] <= counted)
        room = models.Room()
        room.CopyFrom(self.info)
        room.num_participants, room.num_publishers = people, publishers
        return room

    # --- what happens in it ---

    def join(self, participant: Participant) -> None:
        """Somebody comes in; an older one of the same identity is thrown out (reference/livekit-lab.md e)."""
        rival = self.participants.get(participant.identity)
        if rival:
            self.remove(rival, "DUPLICATE_IDENTITY")
        self.participants[participant.identity] = participant
        self.ghosts.pop(participant.identity, None)
        participant.room = self
        self._count()
        self.watch()

    def activate(self, participant: Participant) -> None:
        """Its media are connected: only now is it announced."""
        participant.info.state = State.ACTIVE
        participant.changed()
        self.send("participant_joined", participant)

    def publish(self, participant: Participant) -> None:
        participant.publish()
        self._count()
        self.send_track("track_published", participant)

    def unpublish(self, participant: Participant) -> None:
        if participant.track:
            self.send_track("track_unpublished", participant)
            participant.track = None
            self._count()

    def reconsider(self) -> None:
        """Somebody can be heard now: legs that ring may be answered."""
        for participant in list(self.participants.values()):
            participant.company()

    def say_goodbye(self, participant: Participant) -> None:
        """It closes its connection by itself. The word takes the way through Redis."""
        if self.rooms.redis_up:
            return self.leave(participant, "CLIENT_INITIATED")
        participant.room = None
        self.world.after(GOODBYE_MISSED, lambda: self.leave(participant, "CONNECTION_TIMEOUT"))
        return None

    def leave(self, participant: Participant, reason: str, event: str = "") -> None:
        """It is gone. One that was never connected is reported as aborted (reference/livekit.md 5)."""
        if self.participants.get(participant.identity) is not participant:
            return
        if not self.rooms.redis_up:
            self.ghosts[participant.identity] = participant.described()
        del self.participants[participant.identity]
        was_active, participant.room = participant.is_active, None
        self.unpublish(participant)
        usual = "participant_left" if was_active else "participant_connection_aborted"
        self.report_end(participant, reason, event or usual)
        self._count()
        if not participant.is_dependent:
            self._left_at = self.world.now
        self.watch()

    def report_end(self, participant: Participant, reason: str, event: str) -> None:
        """Tell of somebody who is in the room no more, or was never let in."""
        end = models.ParticipantInfo(state="DISCONNECTED", disconnect_reason=reason)
        participant.info.MergeFrom(end)
        participant.changed()
        if participant.is_sip:
            self.world.note("sip_left", room=self.name, identity=participant.identity, reason=reason)
        self.send(event, participant)

    def remove(self, participant: Participant, reason: str) -> None:
        """Throw somebody out, and tell whoever is behind it."""
        self.leave(participant, reason)
        participant.removed(reason)

    def close(self, reason: str) -> None:
        """The room ends; everybody still in it is thrown out."""
        self.over = True
        for participant in list(self.participants.values()):
            self.remove(participant, reason)
        self.abandon()
        self.rooms.live.pop(self.name, None)
        self.send("room_finished")
        self.world.note("room_gone", room=self.name)

    def abandon(self) -> None:
        """The server that ran it is gone; nothing is sent."""
        self.over = True
        for participant in self.participants.values():
            participant.room = None
        self.participants.clear()
        if self._closing:
            self._closing.cancel()

    # --- closing by itself ---

    def watch(self) -> None:
        """Plan the closing of a room without anybody who keeps it open.

        The server looks once a second and counts in whole seconds, so 3 s may last 2.1 s (fixture 10).
        """
        if self._closing:
            self._closing.cancel()
            self._closing = None
        if self.over or any(not one.is_dependent for one in self.participants.values()):
            return
        since, limit = self._began, self.info.empty_timeout
        if self._left_at is not None:
            since, limit = self._left_at, self.info.departure_timeout
        at = self.rooms.next_look(math.floor(since) + limit)
        self._closing = self.world.after(at - self.world.now, lambda: self.close("ROOM_CLOSED"))

    # --- telling ---

    def send(self, event: str, participant: Participant | None = None) -> None:
        told = participant.info if participant else None
        self.rooms.webhooks.send(WebhookEvent(event=event, room=self.described(), participant=told))

    def send_track(self, event: str, participant: Participant) -> None:
        """Track events name room and participant only (fixture 03)."""
        room = models.Room(sid=self.info.sid, name=self.name)
        who = models.ParticipantInfo(sid=participant.info.sid, identity=participant.identity)
        self.rooms.webhooks.send(
            WebhookEvent(event=event, room=room, participant=who, track=participant.track)
        )

    def _count(self) -> None:
        people = self.participants.values()
        counted = sum(not one.is_dependent for one in people)
        self._counts.append((self.world.now, counted, sum(one.track is not None for one in people)))
        if not self.is_listed:
            self.world.after(COUNTED_EVERY, self._list_again)

    def _list_again(self) -> None:
        """Its numbers are written down, and with them the room."""
        self.is_listed = True
