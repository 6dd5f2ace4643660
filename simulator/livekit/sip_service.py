"""The SIP service as the carrier meets it: which INVITEs are let in, whose keys and voices go where.

Decides trunk, credentials and refusals (reference/livekit-lab.md d) and what is relayed between the legs of
a room (reference/livekit-lab.md c). It must not know rooms beyond who is in the same one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.livekit.dialog import BUSY
from simulator.livekit.identity import called_user, problems_of
from simulator.livekit.legs import Leg
from simulator.livekit.routing import Ambiguous, Trunk, find_trunk

if TYPE_CHECKING:
    from simulator.livekit.room import Room
    from simulator.livekit.server import LiveKitServer
    from simulator.twilio.sip import SipInvite

UNAVAILABLE, CHALLENGE, UNAUTHORIZED = 503, 407, 401
KEY_SEEN = 0.02  # a key to the room's listeners; to phones it goes slowly, as tones
# From a restart to the audio of the old legs, by how long the server was gone (reference/livekit-lab.md k).
REJOIN_AFTER, REJOIN_PER_SECOND = 4.1, 0.195


class SipService:
    """The endpoint behind `simulator.twilio.sip.SipEndpoint`, one process."""

    def __init__(self, server: LiveKitServer) -> None:
        self.server, self.world = server, server.world
        self.is_up = True
        self.legs: dict[SipInvite, Leg] = {}

    # --- calls coming in ---

    def invite(self, call: SipInvite) -> None:
        self.world.note("sip_invite", sid=call.call_sid, room=call.user, from_user=call.from_user)
        if not self.options(call.host) or self._swallows():
            return
        for problem in problems_of(call):
            self.server.violation(problem)
        self._notice_twin(call)
        if not self.server.is_up or not self.server.redis_up:
            return self._unavailable(call)
        try:
            trunk = find_trunk(
                self.server.sip_api.trunks.values(),
                self.server.carrier_address,
                call.from_user,
                called_user(call),
            )
        except Ambiguous:
            return self._unavailable(call)
        return self._admit(self._new_leg(call, trunk), call)

    def _admit(self, leg: Leg, call: SipInvite) -> None:
        trunk = leg.trunk
        wanted = (trunk.auth_username, trunk.auth_password) if trunk else ("", "")
        given = (call.username, call.password)
        if all(wanted) and given != wanted:
            return self._unauthorized(leg, any(given))
        if self.server.refuse_invites > 0:
            self.server.refuse_invites -= 1
            return leg.ring(lambda: leg.refuse(BUSY, "told to refuse"))
        return leg.ring(leg.dispatch)

    def _unauthorized(self, leg: Leg, tried: bool) -> None:
        """407 to who has shown nothing, 401 to who has shown something wrong."""
        self.server.violation(f"INVITE {leg.invite.user}: {'wrong' if tried else 'no'} credentials")
        code = UNAUTHORIZED if tried else CHALLENGE
        delay = leg.some(leg.weather.challenge) * (2 if tried else 1)
        leg.later(delay, lambda: leg.refuse(code, "not authorised"))

    def _unavailable(self, call: SipInvite) -> None:
        leg = self._new_leg(call, None)
        leg.later(leg.weather.unavailable, lambda: leg.refuse(UNAVAILABLE, "nobody to ask about the call"))

    def _new_leg(self, call: SipInvite, trunk: Trunk | None) -> Leg:
        self.legs = {invite: leg for invite, leg in self.legs.items() if not leg.is_done}
        leg = self.legs[call] = Leg(self.server, call, trunk)
        return leg

    def _swallows(self) -> bool:
        swallowed = self.server.swallow_invites > 0
        self.server.swallow_invites -= swallowed
        return swallowed

    def _notice_twin(self, call: SipInvite) -> None:
        """One From user twice at one moment: one of them is lost, nobody knows which (livekit-lab.md e)."""
        for leg in self.legs.values():
            same = (leg.invite.from_user, leg.invite.user) == (call.from_user, call.user)
            if same and leg.state == "setup":
                self.server.violation(f"two INVITEs of {call.from_user!r} to {call.user!r} at the same time")

    # --- what the carrier does with them ---

    def ended(self, call: SipInvite) -> None:
        """BYE or CANCEL."""
        if call in self.legs:
            self.legs[call].peer_ends()

    def dtmf(self, call: SipInvite, digits: str) -> None:
        """Keys go to everybody in the room, to phones as slow tones (livekit-lab.md, correction 3)."""
        leg = self.legs.get(call)
        room = leg.room if leg and leg.is_talking else None
        if leg is None or room is None:
            return
        for digit in digits:
            leg.next_key_at = max(leg.next_key_at, self.world.now) + leg.weather.key
            self.world.after(KEY_SEEN, lambda digit=digit: self._show(room, digit))  # type: ignore[misc]
            delay = leg.next_key_at - self.world.now
            self.world.after(delay, lambda digit=digit: self._play(room, leg, digit))  # type: ignore[misc]

    def connected(self, call: SipInvite) -> list[SipInvite]:
        leg = self.legs.get(call)
        me = leg.participant if leg and leg.is_talking else None
        if leg is None or me is None or not me.info.permission.can_subscribe:
            return []
        return [
            other.invite
            for other in self._others(leg.room, leg)
            if other.participant and me.hears(other.participant)
        ]

    def options(self, host: str) -> bool:
        return self.is_up and host.partition(":")[0] == self.server.sip_host.partition(":")[0]

    def _others(self, room: Room | None, leg: Leg) -> list[Leg]:
        return [
            other
            for other in self.legs.values()
            if other is not leg and other.is_talking and other.room is room
        ]

    def _show(self, room: Room, digit: str) -> None:
        for participant in room.participants.values():
            participant.keys += "" if participant.is_sip else digit

    def _play(self, room: Room, leg: Leg, digit: str) -> None:
        for other in self._others(room, leg):
            other.invite.on_dtmf(digit)

    # --- outages ---

    def leg(self, call_sid: str) -> Leg:
        """The living leg of a call; KeyError when there is none."""
        found = [one for one in self.legs.values() if one.invite.call_sid == call_sid and one.state != "over"]
        if not found:
            raise KeyError(call_sid)
        return found[-1]

    def die(self) -> None:
        self.is_up = False
        for leg in self._living():
            leg.orphan()
        self.legs.clear()

    def strand(self) -> None:
        for leg in self._living():
            leg.strand()

    def cast_out(self) -> None:
        """Redis has forgotten the rooms: their legs lose them, and do not find back."""
        for leg in self._living():
            leg.later(leg.some(leg.weather.cast_out), leg.cast_out)

    def find_back(self, gone_for: float) -> None:
        """The server is back: legs come back by themselves, the later the longer it was gone."""
        for leg in self._living():
            leg.later(REJOIN_AFTER + REJOIN_PER_SECOND * gone_for, leg.rejoin)

    def _living(self) -> list[Leg]:
        return [leg for leg in self.legs.values() if leg.state != "over"]
