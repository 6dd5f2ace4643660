"""The wire side of one SIP dialog with the carrier: 180, refusal, BYE, silence.

Decides when a callback of the INVITE is called, and that none is once nothing gets through any more. It must
not know rooms.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from simulator.livekit.routing import Trunk

if TYPE_CHECKING:
    from simulator.livekit.server import LiveKitServer
    from simulator.livekit.settings import Range
    from simulator.twilio.sip import SipInvite
    from simulator.world import Timer

BUSY = 486  # the one answer for refused, full, kicked and never answered (reference/livekit-lab.md d)

State = Literal["setup", "ringing", "answered", "over"]


class Dialog:
    """`reaches` is False once nothing goes through between the carrier and this end any more."""

    def __init__(self, server: LiveKitServer, invite: SipInvite, trunk: Trunk | None) -> None:
        self.server, self.world, self.weather = server, server.world, server.weather
        self.invite, self.trunk = invite, trunk
        self.state: State = "setup"
        self.reaches = True

    @property
    def is_done(self) -> bool:
        """Over, and nothing is left to be told."""
        return self.state == "over" and not self.reaches

    def later(self, delay: float, action: Callable[[], None]) -> Timer:
        """Plan something that only matters while this dialog lives."""
        return self.world.after(delay, lambda: None if self.state == "over" else action())

    def some(self, times: Range) -> float:
        return self.world.random.uniform(*times)

    def ring(self, then: Callable[[], None]) -> None:
        """180 at once; only afterwards is found out what `then` finds out (reference/livekit.md 1.2)."""

        def ring() -> None:
            self.invite.on_ringing()
            # The carrier may have hung up in its callback.
            self.later(0.0, then)

        self.later(self.some(self.weather.ringing), ring)

    def answer(self) -> None:
        self.state = "answered"
        self.note("sip_answered")
        if self.reaches:
            self.invite.on_answered()

    def drop(self, why: str) -> None:
        """Forget the call without a word; not even a CANCEL is answered (reference/livekit-lab.md d)."""
        self.state, self.reaches = "over", False
        self.note("sip_refused", code=0, why=why)

    def refuse(self, code: int, why: str, delay: float = 0.0) -> None:
        """A final answer, from a planned action as everything on the wire."""
        self.state = "over"
        self.note("sip_refused", code=code, why=why)
        self._tell(delay, lambda: self.invite.on_refused(code))

    def end(self, delay: float, why: str) -> None:
        """BYE, or 486 while it was not answered."""
        if self.state == "answered":
            self.state = "over"
            self._tell(delay, self.invite.on_bye)
        elif self.state != "over":
            self.refuse(BUSY, why, delay)

    def note(self, kind: str, **details: object) -> None:
        invite = self.invite
        self.world.note(kind, sid=invite.call_sid, room=invite.user, from_user=invite.from_user, **details)

    def _tell(self, delay: float, tell: Callable[[], None]) -> None:
        """The last callback, unless the carrier has ended the dialog meanwhile or cannot be reached."""

        def told() -> None:
            if self.reaches:
                self.reaches = False
                tell()

        self.world.after(delay, told)
