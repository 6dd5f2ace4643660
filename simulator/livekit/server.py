"""The whole double: an API, a SIP endpoint and webhooks on one world, and every way they can fail.

Decides what is down when, and collects `violations`: what an application sends that a real LiveKit would
refuse. It must not know the application, only what arrives.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from simulator.livekit.faults import Fault, inject
from simulator.livekit.options import answer_options
from simulator.livekit.participants import Participant, new_participant
from simulator.livekit.pings import Pings
from simulator.livekit.room import Room
from simulator.livekit.room_api import RoomApi
from simulator.livekit.rooms import Rooms
from simulator.livekit.settings import Weather
from simulator.livekit.sip_api import SipApi
from simulator.livekit.sip_service import SipService
from simulator.livekit.tokens import Claims, TokenRefused, read_token
from simulator.livekit.twirp import Method, TwirpError, no_response, serve
from simulator.livekit.webhooks import Webhooks
from simulator.network import Failure, Network, Outcome, Reply
from simulator.twilio.sip import SipInvite
from simulator.world import World

TEXT = {"Content-Type": "text/plain; charset=utf-8"}
BEARER = "Bearer "
SERVICES = ("/twirp/livekit.RoomService/", "/twirp/livekit.SIP/")
NO_REDIS = "dial tcp 127.0.0.1:6379: connect: connection refused"


class NotLetIn(AssertionError):
    """The server would refuse this connection; in the words of LiveKit's rtc SDK."""


class LiveKitServer:
    """A LiveKit server with SIP service and Redis. Everything below may be changed at any moment.

    `auto_create`: an INVITE may make its room. `hung`: the API never answers. `api_delay`: seconds added to
    each of its answers. `faults`: what becomes of certain requests. `refuse_invites`, `swallow_invites`: how
    many of the next INVITEs get 486 or nothing. `carrier_address`: where INVITEs come from.
    """

    def __init__(
        self,
        world: World,
        network: Network,
        api_key: str,
        api_secret: str,
        webhook_url: str = "",
        sip_host: str = "sip.livekit.invalid",
        weather: Weather | None = None,
    ) -> None:
        self.world, self.api_key, self.api_secret, self.sip_host = world, api_key, api_secret, sip_host
        self.weather = weather or Weather()
        self.auto_create = self.hung = self.enable_remote_unmute = False
        self.api_delay = 0.0
        self.refuse_invites = self.swallow_invites = 0
        self.carrier_address = "54.172.60.1"
        self.faults: list[Fault] = []
        self.violations: list[str] = []
        self.is_up = True
        self.webhooks = Webhooks(world, network, api_key, api_secret, webhook_url, self.weather)
        self.known_rooms = Rooms(world, self.webhooks)
        self.sip_api = SipApi(world)
        self.sip = SipService(self)
        self.pings = Pings(self)
        self._methods = {**RoomApi(self).methods(), **self.sip_api.methods()}
        self._crashed_at = self._redis_gone_at = world.now
        self._ready_for = 0.0

    @property
    def rooms(self) -> dict[str, Room]:
        """The rooms that run now and can be entered, by name."""
        return self.known_rooms.listed

    @property
    def redis_up(self) -> bool:
        return self.known_rooms.redis_up

    def violation(self, text: str) -> None:
        self.violations.append(text)
        self.world.note("violation", text=text)

    # --- the API ---

    def twirp(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        """One HTTP request to the server; what came of it, with `Reply.delay` where it is slow."""
        # Only its API: media and SIP go other ways. Of a process that is stopped both may be said.
        if self.hung:
            return Failure("timeout")
        if not self.is_up:
            return Failure("refused")
        outcome = inject(self.faults, method, path, headers, body, self._answer)
        return (
            replace(outcome, delay=outcome.delay + self.api_delay) if isinstance(outcome, Reply) else outcome
        )

    def _answer(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        path, asked = path.partition("?")[0], Reply(0, headers)
        if not path.startswith(SERVICES):
            return self._page() if path == "/" else Reply(404, TEXT, b"404 page not found\n")
        content_type = asked.header("Content-Type").partition(";")[0].strip().lower()
        try:
            claims = self._claims(asked.header("Authorization"))
            return serve(self._methods, claims, method, path, content_type, body, self._need_redis)
        except TokenRefused as error:
            self.violation(f"{path}: {str(error).partition(':')[0]}")
            return Reply(401, TEXT, str(error).encode())
        except TwirpError as error:
            if error.wrong:
                self.violation(f"{path}: {error.code}, {error.text}")
            return error.reply()

    def _claims(self, authorization: str) -> Claims:
        """What the token allows; without a token nothing, which the methods then refuse."""
        # HTTP leaves out what is blank at the end of a header.
        authorization = authorization.strip()
        if not authorization:
            return {}
        if not authorization.startswith(BEARER):
            raise TokenRefused(f"invalid authorization header. Must start with {BEARER}")
        token = authorization.removeprefix(BEARER)
        return read_token(token, self.api_key, self.api_secret, self.world.now)

    def _page(self) -> Reply:
        """Ready while the node has heard its own pings lately, which take the way through Redis."""
        if self._redis_gone_for() <= self._ready_for:
            return Reply(200, TEXT, b"OK")
        since = datetime.fromtimestamp(self._redis_gone_at, UTC)
        return Reply(406, TEXT, f"Not Ready\nNode Updated At {since:%Y-%m-%d %H:%M:%S} +0000 UTC".encode())

    def _need_redis(self, method: Method) -> None:
        """Looked for at length at first; later it is known to be gone."""
        if not self.redis_up:
            if method.reads is None:
                raise no_response()
            known = self._redis_gone_for() > self.weather.redis_given_up
            delay = self.weather.redis_error_known if known else self.weather.redis_error
            raise TwirpError("unknown", method.reads + NO_REDIS, delay)

    def _redis_gone_for(self) -> float:
        return 0.0 if self.redis_up else self.world.now - self._redis_gone_at

    # --- the carrier's side (simulator.twilio.sip.SipEndpoint) ---

    def invite(self, call: SipInvite) -> None:
        self.sip.invite(call)

    def cancel(self, call: SipInvite) -> None:
        self.sip.ended(call)

    def bye(self, call: SipInvite) -> None:
        self.sip.ended(call)

    def dtmf(self, call: SipInvite, digits: str) -> None:
        self.sip.dtmf(call, digits)

    def connected(self, call: SipInvite) -> list[SipInvite]:
        return self.sip.connected(call)

    def options(self, host: str) -> bool:
        """Whether a SIP OPTIONS to this host would be answered now."""
        return self.sip.options(host)

    def sip_message(self, message: bytes) -> Outcome:
        """A message that is no call: OPTIONS, answered to anybody (reference/livekit-lab.md d)."""
        return answer_options(message, self.options, self.violation)

    # --- participants that are no phones ---

    def join_participant(
        self,
        room: str,
        identity: str,
        publishes: bool = True,
        hidden: bool = False,
        kind: str = "standard",
        **more: Any,
    ) -> Participant:
        """A browser, a bot (`kind="agent"`) joins a room that exists, with or without a microphone.

        `more`: name, metadata and attributes of its token. Raises NotLetIn.
        """
        more.setdefault("name", identity)
        participant = new_participant(self.world, identity, kind, hidden=hidden, **more)
        self.let_in(participant, room)
        if publishes:
            self.publish(participant)
        return participant

    def let_in(self, participant: Participant, room: str) -> None:
        """Whoever comes with a good token for a room that is there and has a place. Raises NotLetIn."""
        if not self.redis_up:
            raise NotLetIn(f"server error: 500 Internal Server Error - {NO_REDIS}")
        found = self.rooms.get(room)
        if found is None:
            raise NotLetIn("client error: 404 Not Found - requested room does not exist")
        if found.is_full and not participant.is_dependent:
            raise NotLetIn("handshake error: 500 Internal Server Error")
        found.join(participant)
        found.activate(participant)

    def publish(self, participant: Participant) -> None:
        """It opens its microphone; legs that ring are answered a moment later."""
        room = participant.room
        assert room is not None, f"{participant.identity} is in no room"
        room.publish(participant)
        delay = self.world.random.uniform(*self.weather.track_heard)
        self.world.after(delay, room.reconsider)

    def leave(self, participant: Participant) -> None:
        """It closes its connection by itself."""
        self.pings.forget(participant)
        if participant.room:
            participant.room.say_goodbye(participant)

    # --- outages (reference/livekit-lab.md k) ---

    def crash(self) -> None:
        """The server process is killed: its talks fall silent, its legs live on for a minute."""
        if not self.is_up:
            return
        self.is_up, self._crashed_at = False, self.world.now
        self.sip.strand()
        self.webhooks.forget()
        self.known_rooms.crash()

    def restart(self) -> None:
        """It is back with what Redis knew: stale entries, and legs that come back by themselves."""
        if not self.is_up:
            self.is_up = True
            self.known_rooms.restart()
            self.sip.find_back(self.world.now - self._crashed_at)

    def kill_sip(self) -> None:
        """The SIP process is killed: no answer to anybody, its legs stay silent and are never hung up."""
        self.sip.die()

    def start_sip(self) -> None:
        """A new SIP process, which knows nothing of the old one's legs."""
        self.sip.is_up = True

    def kill_redis(self) -> None:
        """Redis is gone: talks go on, but no call and no request gets in, and whoever pings is thrown out."""
        self.known_rooms.redis_up = False
        self.pings.fail()
        self._redis_gone_at = self.world.now
        self._ready_for = self.world.random.uniform(*self.weather.ready_without_redis)

    def start_redis(self, empty: bool = False) -> None:
        """With all that it knew, or with nothing: then nobody finds back into a room that runs."""
        if not self.redis_up:
            self.known_rooms.redis_up = True
            self.pings.get_through()
            if empty:
                self._forget()

    def _forget(self) -> None:
        self.known_rooms.forget(self.world.random.uniform(*self.weather.node_known))
        self.sip_api.forget()
        self.sip.cast_out()
        self.pings.cast_out()

    def lose(self, call_sid: str) -> None:
        """The SIP service ends this leg by itself: it leaves its room, with BYE or 486."""
        self.sip.leg(call_sid).lose()

    def vanish(self, call_sid: str) -> None:
        """Nothing gets through to or from this leg any more; its participant stays for 47 s."""
        self.sip.leg(call_sid).vanish()
