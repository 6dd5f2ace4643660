"""Phones that dial into rooms of the real server without any carrier: INVITEs, and what came back of them.

Decides how a test waits for what happens on the real clock. It must not know the application.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from simulator.lanes.sockets import SocketLane
from simulator.real_livekit.leg import RealLeg
from simulator.real_livekit.processes import RealLiveKit
from simulator.real_livekit.sip import RealSip
from simulator.twilio.sip import SipInvite

HOST, LOGIN = "sip.real.test", ("bridge", "password-of-the-trunk")
PATIENCE = 15.0


class Dialled:
    """One INVITE. `told` is what the peer said, in order, with the seconds since the INVITE."""

    def __init__(self, sip: RealSip, name: str, room: str, login: tuple[str, str], from_user: str) -> None:
        self.sip, self.name, self.began = sip, name, time.monotonic()
        self.told: list[tuple[str, float]] = []
        self.keys = ""
        self.invite = SipInvite(
            user=room,
            host=HOST,
            port=None,
            params={},
            headers=[("X-Bridge-Call", "call-1"), ("X-Twilio-CallSid", f"CA{name}")],
            from_user=from_user or f"leg-{name}.1",
            username=login[0],
            password=login[1],
            call_sid=f"CA{name}",
            account_sid="AC",
            on_ringing=lambda: self._told("180"),
            on_answered=lambda: self._told("200"),
            on_refused=lambda code: self._told(str(code)),
            on_bye=lambda: self._told("BYE"),
            on_dtmf=self._key,
        )
        sip.driver.call(lambda: sip.invite(self.invite))

    def _told(self, what: str) -> None:
        self.told.append((what, time.monotonic() - self.began))

    def _key(self, digit: str) -> None:
        self.keys += digit

    @property
    def answers(self) -> list[str]:
        return [what for what, _ in self.told]

    @property
    def leg(self) -> RealLeg:
        return next(leg for leg in self.sip.legs if leg.invite is self.invite)

    @property
    def hears(self) -> frozenset[str]:
        """Whose tones are heard now."""
        heard = self.leg.times.heard
        return heard[-1][1] if heard else frozenset()

    @property
    def connected(self) -> list[SipInvite]:
        return self.sip.driver.call(lambda: self.sip.connected(self.invite))

    def hang_up(self) -> None:
        self.sip.driver.call(lambda: self.sip.bye(self.invite))

    def press(self, digits: str) -> None:
        self.sip.driver.call(lambda: self.sip.dtmf(self.invite, digits))


class Exchange:
    """A world on the real clock, with the SIP side of a real server in it."""

    def __init__(self, lane: SocketLane, server: RealLiveKit) -> None:
        self.sip = lane.act(lambda: RealSip(lane.driver, server, HOST, LOGIN, lambda call: call.call_sid[2:]))

    def room(self, name: str) -> str:
        self.sip.api.create(name)
        return name

    def dial(self, name: str, room: str, login: tuple[str, str] = LOGIN, from_user: str = "") -> Dialled:
        return Dialled(self.sip, name, room, login, from_user)

    def both(self, room: str) -> tuple[Dialled, Dialled]:
        """Two phones that are answered and hear each other."""
        one, two = self.dial("one", room), self.dial("two", room)
        until(lambda: one.hears == {"two"} and two.hears == {"one"}, "they hear each other")
        return one, two


def until(condition: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"{what}: not within {seconds:.0f} s"
        time.sleep(0.02)
