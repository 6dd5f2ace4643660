"""One SIP leg in a room of the real server: the part of LiveKit's SIP service, which cannot be had here.

Decides what that service was measured to do with a leg (reference/livekit-lab.md a, b, e, f, k) and leaves to
the real server what is the server's. It must not know TwiML, nor how LiveKit's SDK is used.
"""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from simulator.livekit.dialog import BUSY, Dialog
from simulator.livekit.identity import called_user, participant_for
from simulator.livekit.ids import new_id
from simulator.livekit.legs import CONNECTION_TIMEOUT, RINGING_TIMEOUT, SERVER_GIVEN_UP
from simulator.livekit.routing import Trunk, find_rule, room_name
from simulator.real_livekit.figures import Times
from simulator.real_livekit.seat import Seat
from simulator.real_livekit.timeline import NOBODY, People

if TYPE_CHECKING:
    from simulator.real_livekit.sip import RealSip
    from simulator.twilio.sip import SipInvite
    from simulator.world import Timer

# Reasons that are the server's decision; at any other end the connection has failed.
DISMISSED = frozenset({"DUPLICATE_IDENTITY", "PARTICIPANT_REMOVED", "ROOM_DELETED", "ROOM_CLOSED"})


class RealLeg(Dialog):
    """`phone` is the name of the phone whose voice it carries."""

    def __init__(self, sip: RealSip, invite: SipInvite, trunk: Trunk | None, phone: str) -> None:
        super().__init__(sip, invite, trunk)  # type: ignore[arg-type] (it has clock and weather)
        self.sip, self.phone = sip, phone
        self.identity = ""
        self.times = Times(self.world.now)
        self.subscribed: frozenset[str] = frozenset()
        self.cut_off = self._company = False
        self._seat: Seat | None = None
        self._given_up: Timer | None = None

    @property
    def is_talking(self) -> bool:
        """Answered, in its room, and audio goes both ways."""
        return self.state == "answered" and not self.cut_off

    # --- coming in ---

    def dispatch(self) -> None:
        calling, called = self.invite.from_user, called_user(self.invite)
        rule = find_rule(self.sip.sip_api.rules.values(), self.trunk, calling, called)
        if rule is None:
            return self.drop("no dispatch rule matches")
        call_id, tag = new_id(self.world, "SCL_"), f"{self.world.random.getrandbits(48):012x}"
        who = participant_for(self.world, self.invite, self.trunk, rule, call_id, tag)
        self.identity = who.identity
        room = room_name(rule, calling, called, "")
        token = self.sip.api.phone_token(room, who.identity, who.info.name, dict(who.info.attributes))
        self._run(self._attend(token))
        return None

    async def _attend(self, token: str) -> None:
        self._seat = Seat(self, self.sip.voices, self.sip.post, self.sip.clock)
        await self._seat.join(await self.sip.signalling.url(), token, self.identity)

    def seated(self, at: float) -> None:
        if self.state != "setup":
            return
        self.state, self.times.seated, self.times.welcomed = "ringing", at, self._company
        limit = self.trunk.ringing_timeout.ToMilliseconds() / 1000 if self.trunk else 0.0
        self.later(limit or RINGING_TIMEOUT, self._ring_out)
        self._pick_up()

    def turned_away(self, why: str) -> None:
        if self.state == "setup":
            self.refuse(BUSY, why)

    def accompanied(self, company: bool) -> None:
        self._company = company
        self._pick_up()

    def _pick_up(self) -> None:
        if self.state == "ringing" and self._company:
            self.times.answered = self.world.now
            self.answer()
            # The carrier may have hung up in its callback.
            self.later(self.weather.status, self._talk)

    def _talk(self) -> None:
        assert self._seat is not None, "an answered leg has a seat"
        seat, hertz = self._seat, self.sip.voices.of(self.phone)

        async def talk() -> None:
            seat.speak(hertz)
            await seat.status("active")

        self._run(talk())

    def _ring_out(self) -> None:
        if self.state == "ringing":
            self._leave()
            self.refuse(BUSY, "nobody to talk to")

    # --- in the room ---

    def connected_to(self, identities: frozenset[str]) -> None:
        self.subscribed = identities

    def hears(self, at: float, names: People) -> None:
        if self.state == "answered":
            self.times.heard.append((at, names))

    def key(self, digit: str) -> None:
        if self.is_talking:
            self.invite.on_dtmf(digit)

    def press(self, digit: str) -> None:
        if self._seat is not None and self.is_talking:
            self._run(self._seat.press(digit))

    def interrupted(self, at: float, lost: bool) -> None:
        """A server that is gone is waited for (reference/livekit-lab.md k)."""
        self.cut_off = lost
        if self._given_up is not None:
            self._given_up.cancel()
        if lost:
            self._given_up = self.later(SERVER_GIVEN_UP, lambda: self._gone("the server is gone"))

    def orphan(self) -> None:
        """The SIP service is silent: nothing on the wire, ever; the server notices by itself.

        Killed or stopped is one to the server: it counts a process as lost after the same 20 s
        (reference/livekit-lab.md k, docs/livekit.md), and as long its participant sits in the room.
        """
        if self.state == "over":
            return
        self.state, self.reaches = "over", False
        self.times.heard.append((self.world.now, NOBODY))
        self._run(self._fall_silent())
        self.world.after(CONNECTION_TIMEOUT, lambda: self._run(self._depart(says_so=False)))

    # --- the end ---

    def peer_ends(self) -> None:
        """The carrier sends BYE or CANCEL; no callback follows."""
        if self.state != "over":
            self.state = "over"
            self._over()
        # To one that was orphaned the phone listens until here.
        self.times.over = self.times.over or self.world.now
        self.reaches = False

    def put_away(self) -> None:
        """Nobody needs it any more: its seat is left too, if it still has one."""
        self.peer_ends()
        self._leave()

    def dismissed(self, reason: str) -> None:
        """By the server: BYE, or 486 while it rings. If only the connection failed, that is noticed late."""
        if reason in DISMISSED:
            self._gone(reason)
        elif not self.cut_off:
            self.interrupted(self.world.now, True)

    def _gone(self, why: str) -> None:
        if self.state != "over":
            self._over()
            self.end(self.some(self.weather.hang_up), why)

    def refuse(self, code: int, why: str, delay: float = 0.0) -> None:
        self.times.over = self.world.now
        super().refuse(code, why, delay)

    def _over(self) -> None:
        self.times.over = self.world.now
        self.times.heard.append((self.world.now, NOBODY))
        self._leave()

    def _leave(self) -> None:
        self._run(self._depart())

    async def _depart(self, says_so: bool = True) -> None:
        # In its turn after `_attend`, so one who is on the way in is seen here.
        if self._seat is not None:
            await self._seat.leave(says_so)

    async def _fall_silent(self) -> None:
        if self._seat is not None:
            await self._seat.hush()

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        self.sip.run(work)
