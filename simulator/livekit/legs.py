"""One SIP leg from its INVITE to its end: the participant that stands for it, and when it is answered.

Decides what the SIP service was measured to do with one leg (reference/livekit-lab.md a, b, e, f, k). It
must not know TwiML nor which other legs there are: the room tells it when somebody else can be heard.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from simulator.livekit.dialog import BUSY, Dialog
from simulator.livekit.identity import called_user, participant_for
from simulator.livekit.ids import new_id
from simulator.livekit.participants import Participant
from simulator.livekit.room import Room
from simulator.livekit.routing import Rule, Trunk, find_rule, room_name

if TYPE_CHECKING:
    from google.protobuf.duration_pb2 import Duration

    from simulator.livekit.server import LiveKitServer
    from simulator.twilio.sip import SipInvite
    from simulator.world import Timer

RINGING_TIMEOUT = 180.0
MEDIA_TIMEOUT = 15.0
# After so long an unanswered BYE counts as heard (reference/livekit-lab.md, correction 2).
BYE_GIVEN_UP = 32.0
LONGEST_NAME = 256
SERVER_GIVEN_UP = 61.0  # reference/livekit-lab.md k
CONNECTION_TIMEOUT = 20.1
# How long the loser of two INVITEs of one moment goes on ringing (reference/livekit-lab.md, correction 1).
LOSER_RINGS = (0.12, 5.0, 10.3)


class Leg(Dialog):
    """A dialog that is looking for its room, rings in it, or talks in it."""

    def __init__(self, server: LiveKitServer, invite: SipInvite, trunk: Trunk | None) -> None:
        super().__init__(server, invite, trunk)
        self.participant: Participant | None = None
        self.next_key_at = 0.0
        self._rule, self._room_name = Rule(), ""
        self._call_id = new_id(self.world, "SCL_")
        self._tag = f"{self.world.random.getrandbits(48):012x}"
        # Runs while it is without its room and tries to get back into it.
        self._stranded: Timer | None = None

    @property
    def room(self) -> Room | None:
        return self.participant.room if self.participant else None

    @property
    def is_talking(self) -> bool:
        """Answered, in a room, and audio goes both ways."""
        return self.state == "answered" and self.reaches and self.room is not None

    # --- coming in ---

    def dispatch(self) -> None:
        """Find the room; without a rule the call is forgotten after its one 180."""
        calling, called = self.invite.from_user, called_user(self.invite)
        rule = find_rule(self.server.sip_api.rules.values(), self.trunk, calling, called)
        if rule is None:
            return self.drop("no dispatch rule matches")
        self._rule, self._room_name = rule, room_name(rule, calling, called, new_id(self.world, ""))
        if not 0 < len(self._room_name) <= LONGEST_NAME:
            return self.refuse(BUSY, "no room can have such a name")
        delay = self.some(self.weather.joining)
        if self.server.auto_create and not self.server.known_rooms.knows(self._room_name):
            delay += self.some(self.weather.making_room)
        self.later(delay, self._enter)
        return None

    def _enter(self) -> None:
        if not self.server.is_up:
            return self.refuse(BUSY, "the server is down")
        room = self._find_room()
        if room is None:
            self.server.violation(f"INVITE to the room {self._room_name!r}, which does not exist")
            return self.refuse(BUSY, "no such room")
        if room.is_full:
            return self.refuse(BUSY, "the room is full", self.weather.full)
        self.participant = self._new_participant()
        if self._loses_against(room):
            return None
        room.join(self.participant)
        self.later(self.some(self.weather.ready), self._answerable)
        self.later(self.some(self.weather.active), partial(self._in_room, Room.activate))
        self.later(self.some(self.weather.published), partial(self._in_room, Room.publish))
        limit = _seconds(self.trunk.ringing_timeout) if self.trunk else 0.0
        self.later(limit or RINGING_TIMEOUT, self._ring_out)
        return None

    def _find_room(self) -> Room | None:
        """The room of this leg, made if the server does that; a listed one is run again."""
        rooms, name = self.server.known_rooms, self._room_name
        if name not in rooms.live and (self.server.auto_create or rooms.knows(name)):
            rooms.create(name, self._rule.room_config)
        return rooms.live.get(name) if rooms.knows(name) else None

    def _new_participant(self) -> Participant:
        made = participant_for(self.world, self.invite, self.trunk, self._rule, self._call_id, self._tag)
        made.removed, made.company = self._removed, self._company
        return made

    def _loses_against(self, room: Room) -> bool:
        """Of two INVITEs of one moment with one From user either may win (livekit-lab.md, correction 1)."""
        me = self.participant
        assert me is not None, "a participant is made before it joins"
        rival = room.participants.get(me.identity)
        if rival is None or not rival.is_sip or rival.answerable:
            return False
        event = self.world.random.choice(("participant_left", "participant_connection_aborted"))
        wins = self.world.random.random() < 0.5
        if wins:
            room.leave(rival, "DUPLICATE_IDENTITY", event)
            rival.removed("DUPLICATE_IDENTITY")
        else:
            room.report_end(me, "DUPLICATE_IDENTITY", event)
            self._removed("DUPLICATE_IDENTITY")
        return not wins

    def _in_room(self, step: Callable[[Room, Participant], None]) -> None:
        if self.participant and self.room:
            step(self.room, self.participant)

    # --- the answer (reference/livekit.md 1.5) ---

    def _answerable(self) -> None:
        self.state = "ringing"
        if self.participant:
            self.participant.answerable = True
        self._in_room(lambda room, _: room.reconsider())

    def _company(self) -> None:
        if self.state == "ringing" and self.room and self.room.has_company(self.participant):
            self.later(self.weather.status, lambda: self._status("active"))
            if self.trunk and self.trunk.max_call_duration.seconds:
                self.later(_seconds(self.trunk.max_call_duration), self.lose)
            self.answer()

    def _ring_out(self) -> None:
        if self.state == "ringing":
            self._say_goodbye()
            self.refuse(BUSY, "nobody to talk to")

    # --- the end ---

    def peer_ends(self) -> None:
        """The carrier sends BYE or CANCEL; no callback follows."""
        if self.reaches and self.state != "over":
            self._status("hangup")
            self._say_goodbye()
            self.state = "over"
        self.reaches = False

    def lose(self) -> None:
        """The SIP service ends the leg by itself."""
        self._status("hangup")
        self._say_goodbye()
        self.end(self.some(self.weather.hang_up), "lost")

    def vanish(self) -> None:
        """No packet gets through either way: the media time-out finds it, its BYE is never heard."""
        self.reaches = False
        limit = (_seconds(self.trunk.media.media_timeout) if self.trunk else 0.0) or MEDIA_TIMEOUT
        self.later(limit, lambda: self._status("hangup"))
        self.later(limit + BYE_GIVEN_UP, self.lose)

    def _removed(self, reason: str) -> None:
        """The server has thrown the participant out: BYE, or 486 while it rings, if the leg hears of it."""
        if self._stranded is not None:
            return
        delay = self.some(self.weather.hang_up)
        if reason == "DUPLICATE_IDENTITY" and self.state == "setup":
            delay = self.world.random.choice(LOSER_RINGS)
        self.end(delay, reason)

    def _leave(self, reason: str) -> None:
        self._in_room(lambda room, me: room.leave(me, reason))

    def _say_goodbye(self) -> None:
        self._in_room(Room.say_goodbye)

    def _status(self, status: str) -> None:
        # What it says of itself takes the way through Redis.
        if self.participant and self.room and self.server.redis_up:
            self.participant.info.attributes["sip.callStatus"] = status
            self.participant.changed()

    # --- outages (reference/livekit-lab.md k) ---

    def strand(self) -> None:
        """The server is gone: silence, and the end after a while unless it comes back."""
        if self.state != "over" and self.room:
            self._stranded = self.later(SERVER_GIVEN_UP, lambda: self.end(0.0, "the server is gone"))

    def cast_out(self) -> None:
        """Its connection ends, and the way back in is closed (docs/livekit.md, "Without Redis")."""
        room, me = self.room, self.participant
        if room and me:
            self.strand()
            me.room = None
            self.world.after(CONNECTION_TIMEOUT, lambda: room.leave(me, "CONNECTION_TIMEOUT"))

    def rejoin(self) -> None:
        """Back into the room of the same name, announced as ringing though it is answered (correction 6)."""
        if self._stranded is None or not self.server.is_up:
            return
        self._stranded.cancel()
        self._stranded = None
        room, before = self._find_room(), self.participant
        if room is None:
            return self.end(0.0, "no such room")
        self.participant = self._new_participant()
        self.participant.answerable = before is not None and before.answerable
        for step in (room.join, room.activate, room.publish):
            step(self.participant)
        return room.reconsider()

    def orphan(self) -> None:
        """The SIP process is gone: nothing on the wire, ever; the server notices by itself."""
        self.reaches, self.state = False, "over"
        self.world.after(CONNECTION_TIMEOUT, lambda: self._leave("CONNECTION_TIMEOUT"))


def _seconds(duration: Duration) -> float:
    return duration.ToMilliseconds() / 1000
