"""All rooms of a server, and what its database still says about those of a server that crashed.

Decides how rooms come to be and how they are listed (reference/livekit.md 3, reference/livekit-lab.md k). It
must not know who asks.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from livekit.protocol import models, room

from simulator.livekit.ids import new_id, new_secret
from simulator.livekit.room import Room
from simulator.livekit.webhooks import Webhooks
from simulator.world import World

NODE_FORGOTTEN = 5.0  # seconds after a crash until nothing is given to the dead node any more
LOOKS_EVERY = 1.0  # for rooms to close (reference/livekit.md 3)
EMPTY_TIMEOUT, DEPARTURE_TIMEOUT = 300, 20
AUDIO, VIDEO = "PCMU PCMA opus red", "VP8 H264 VP9 AV1 H265 rtx"
CODECS = [f"audio/{name}" for name in AUDIO.split()] + [f"video/{name}" for name in VIDEO.split()]

Terms = room.CreateRoomRequest | room.RoomConfiguration


@dataclass
class Entry:
    """What the database keeps of a room whose server is gone."""

    info: models.Room
    participants: dict[str, models.ParticipantInfo]


class Rooms:
    """`live` are the rooms that run, by name; `stale` those that are only listed.

    A room that runs may be missing in the list: the database came back empty (docs/livekit.md). While
    `redis_up` is False nothing is taken off the list.
    """

    def __init__(self, world: World, webhooks: Webhooks) -> None:
        self.world, self.webhooks = world, webhooks
        self.live: dict[str, Room] = {}
        self.stale: dict[str, Entry] = {}
        self._looks_from = world.now
        self._forgotten_at, self._given = world.now, set[str]()
        self._nodes_from = 0.0
        self.redis_up = True

    @property
    def listed(self) -> dict[str, Room]:
        """Those that run and that the database knows."""
        return {name: one for name, one in self.live.items() if one.is_listed}

    def knows(self, name: str) -> bool:
        return name in self.stale or name in self.listed

    def create(self, name: str, terms: Terms) -> Room:
        """The room of that name, made or run again when it must be; one that runs keeps its terms."""
        found = self.live.get(name)
        if found is None:
            # An entry of a crashed server is taken over, sid and people too (reference/livekit-lab.md k).
            entry = self.stale.pop(name, None) or Entry(self._new(name), {})
            _apply(terms, entry.info)
            return self._run(entry)
        return found

    def described(self, names: Sequence[str]) -> list[models.Room]:
        """All, or those of these names, as often as each is named."""
        found = {name: one.described() for name, one in self.listed.items()}
        found |= {name: one.info for name, one in self.stale.items()}
        return [found[name] for name in names or found if name in found]

    def is_misplaced(self, name: str) -> bool:
        """Whether a new room of that name would be given to the node that has died.

        It counts as one of the server's nodes for some seconds, so a new room may go to it by chance; one
        that it had goes to it for certain (docs/livekit.md, "After a crash").
        """
        if name in self.live or self.world.now >= self._forgotten_at:
            return False
        if name not in self.stale and name not in self._given and self.world.random.random() < 0.5:
            return False
        self._given.add(name)
        return True

    def people(self, name: str) -> dict[str, models.ParticipantInfo]:
        """Everybody listed in a room, by identity, whether somebody is there or not."""
        found = self.listed.get(name)
        if found:
            return found.ghosts | {key: one.described() for key, one in found.participants.items()}
        return self.stale[name].participants if name in self.stale else {}

    @property
    def has_node(self) -> bool:
        """Whether the database names a server that could be given a room."""
        return self.world.now >= self._nodes_from

    def forget(self, node_after: float) -> None:
        """The database has lost all, for so many seconds also the server; rooms that run go on."""
        self._nodes_from = self.world.now + node_after
        self.stale.clear()
        for one in self.live.values():
            one.is_listed, one.ghosts = False, {}

    def crash(self) -> None:
        """The server process dies: nobody is told, and the database keeps what it knew."""
        # Everybody is described before anybody is let go.
        for name, one in self.listed.items():
            self.stale[name] = Entry(one.described(), self.people(name))
        for one in self.live.values():
            one.abandon()
        self.live.clear()
        self._forgotten_at = self.world.now + NODE_FORGOTTEN
        self._given.clear()

    def restart(self) -> None:
        self._looks_from = self.world.now

    def next_look(self, at: float) -> float:
        """When the server first looks for empty rooms at or after `at`, and after now."""
        looks = max(math.ceil(at - self._looks_from), math.floor(self.world.now - self._looks_from) + 1)
        return self._looks_from + looks * LOOKS_EVERY

    def _run(self, entry: Entry) -> Room:
        made = Room(self, entry.info, entry.participants)
        self.live[made.name] = made
        made.send("room_started")
        made.watch()
        self.world.note("room_made", room=made.name)
        return made

    def _new(self, name: str) -> models.Room:
        return models.Room(
            sid=new_id(self.world, "RM_"),
            name=name,
            empty_timeout=EMPTY_TIMEOUT,
            departure_timeout=DEPARTURE_TIMEOUT,
            creation_time=int(self.world.now),
            creation_time_ms=int(self.world.now * 1000),
            turn_password=new_secret(self.world),
            enabled_codecs=[models.Codec(mime=codec) for codec in CODECS],
        )


def _apply(terms: Terms, info: models.Room) -> None:
    info.empty_timeout = terms.empty_timeout or info.empty_timeout
    info.departure_timeout = terms.departure_timeout or info.departure_timeout
    info.max_participants = terms.max_participants or info.max_participants
    info.metadata = terms.metadata or info.metadata
