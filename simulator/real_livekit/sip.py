"""LiveKit as a stage has it, with the real server behind it: SIP legs come in here and sit in real rooms.

Decides which INVITEs are let in and what a stage may do to the server. Trunk and dispatch rule are those that
the double is set up with. It must not know the application.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import wait
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from simulator.lanes.driver import Driver, DriverStopped
from simulator.livekit.identity import called_user, problems_of
from simulator.livekit.options import answer_options
from simulator.livekit.provision import provisioned
from simulator.livekit.routing import find_trunk
from simulator.livekit.settings import Weather
from simulator.livekit.sip_api import SipApi
from simulator.livekit.sip_service import CHALLENGE, UNAUTHORIZED, UNAVAILABLE
from simulator.network import Failure, Outcome
from simulator.real_livekit.api import Api, NoAnswer
from simulator.real_livekit.leg import RealLeg
from simulator.real_livekit.loop import begin
from simulator.real_livekit.processes import RealLiveKit
from simulator.real_livekit.signalling import Signalling
from simulator.real_livekit.tones import Voices
from simulator.world import Action

if TYPE_CHECKING:
    from concurrent.futures import Future

    from simulator.twilio.sip import SipInvite

CARRIER_ADDRESS = "54.172.60.1"
END_SECONDS = 10.0
# How long LiveKit's SIP service waits for its server before it says 503 (reference/livekit-lab.md k).
ASKED_SECONDS = 1.0


class RealSip:
    """simulator.twilio.sip.SipEndpoint, and what scenarios may do to LiveKit.

    `name_of` says whose voice an INVITE carries. `legs` are all that there ever were, in order.
    """

    def __init__(
        self,
        driver: Driver,
        server: RealLiveKit,
        sip_host: str,
        login: tuple[str, str],
        name_of: Callable[[SipInvite], str],
    ) -> None:
        self.driver, self.world, self.server, self.sip_host = driver, driver.world, server, sip_host
        self.api = Api(server.url, server.key, server.secret)
        self.signalling = Signalling(server.url)
        self.weather, self.voices, self.sip_api = Weather(), Voices(), SipApi(driver.world)
        self.violations: list[str] = []
        self._legs: dict[SipInvite, RealLeg] = {}
        self.is_up = self.sip_up = True
        self._name_of, self._hung = name_of, False
        self._work: set[Future[None]] = set()
        provisioned(self, *login)

    @property
    def legs(self) -> list[RealLeg]:
        return list(self._legs.values())

    # --- what a stage asks of LiveKit ---

    def sip_message(self, message: bytes) -> Outcome:
        """OPTIONS, which the SIP service answers without its server (reference/livekit-lab.md d)."""
        return answer_options(message, lambda host: self.sip_up, self.violations.append)

    @property
    def rooms(self) -> Mapping[str, Any]:
        """The rooms that run now, by name, as the real server lists them."""
        return self.api.rooms() if self.is_up else {}

    def crash(self) -> None:
        self.is_up = False
        self.server.kill_server()

    def restart(self) -> None:
        self.server.start_server()
        self.is_up = True

    @property
    def hung(self) -> bool:
        return self._hung

    @hung.setter
    def hung(self, hung: bool) -> None:
        self._hung = hung
        (self.server.hang_server if hung else self.server.wake_server)()

    def kill_sip(self) -> None:
        """The SIP service falls silent: no answer to anybody, its legs hear nobody and are never hung up."""
        self.sip_up = False
        for leg in self.legs:
            leg.orphan()

    def start_sip(self) -> None:
        """A new one, which knows nothing of the old one's legs."""
        self.sip_up = True

    def kill_redis(self) -> None:
        self.server.kill_redis()

    def start_redis(self) -> None:
        self.server.start_redis()

    def twirp(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        """Nobody comes this way: the server is asked at its own address."""
        return Failure("refused")

    def close(self) -> None:
        """Every leg leaves; nothing of this one runs on."""
        for leg in self.legs:
            self.driver.call(leg.put_away)
        wait(set(self._work), END_SECONDS)
        self.run(self.signalling.close())
        wait(set(self._work), END_SECONDS)

    # --- the carrier's side ---

    def invite(self, call: SipInvite) -> None:
        self.world.note("sip_invite", sid=call.call_sid, room=call.user, from_user=call.from_user)
        if not self.sip_up or call.host.partition(":")[0] != self.sip_host.partition(":")[0]:
            return
        for problem in problems_of(call):
            self._violation(problem)
        trunks = self.sip_api.trunks.values()
        trunk = find_trunk(trunks, CARRIER_ADDRESS, call.from_user, called_user(call))
        leg = RealLeg(self, call, trunk, self._name_of(call))
        self._legs[call] = leg
        if trunk is not None and (call.username, call.password) != (trunk.auth_username, trunk.auth_password):
            return self._unauthorized(leg, call)
        return self.run(self._ask_the_server(leg))

    async def _ask_the_server(self, leg: RealLeg) -> None:
        """The real service asks over Redis who the call is for; without an answer it says 503."""
        began = self.clock()
        try:
            await asyncio.to_thread(self.api.rooms, ASKED_SECONDS)
        except NoAnswer:
            left = max(began + ASKED_SECONDS - self.clock(), 0.0)
            self.post(lambda: leg.later(left, lambda: leg.refuse(UNAVAILABLE, "nobody to ask for a room")))
        else:
            self.post(lambda: leg.ring(leg.dispatch))

    def _unauthorized(self, leg: RealLeg, call: SipInvite) -> None:
        """407 to who has shown nothing, 401 to who has shown something wrong."""
        tried = bool(call.username or call.password)
        self._violation(f"INVITE {call.user}: {'wrong' if tried else 'no'} credentials")
        delay = leg.some(self.weather.challenge) * (2 if tried else 1)
        code = UNAUTHORIZED if tried else CHALLENGE
        leg.later(delay, lambda: leg.refuse(code, "not authorised"))

    def cancel(self, call: SipInvite) -> None:
        self._end(call)

    def bye(self, call: SipInvite) -> None:
        self._end(call)

    def dtmf(self, call: SipInvite, digits: str) -> None:
        leg = self._leg(call)
        for digit in digits if leg else ():
            leg.press(digit)

    def connected(self, call: SipInvite) -> list[SipInvite]:
        leg = self._leg(call)
        # A server that hangs relays nothing, though nobody has lost the connection to it yet.
        if leg is None or not leg.is_talking or self._hung:
            return []
        return [one.invite for one in self.legs if one.is_talking and one.identity in leg.subscribed]

    def _end(self, call: SipInvite) -> None:
        leg = self._leg(call)
        if leg is not None:
            leg.peer_ends()

    def _leg(self, call: SipInvite) -> RealLeg | None:
        return self._legs.get(call)

    def _violation(self, text: str) -> None:
        self.violations.append(text)
        self.world.note("violation", text=text)

    # --- between the world and the loop ---

    def clock(self) -> float:
        return self.driver.clock()

    def post(self, action: Action) -> None:
        with suppress(DriverStopped):
            self.driver.post(action)

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        future = begin(work, lambda error: self.post(lambda: _fail(error)))
        self._work.add(future)
        future.add_done_callback(self._work.discard)


def _fail(error: BaseException) -> None:
    raise error
