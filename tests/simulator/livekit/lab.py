"""A LiveKit double with test phones and an API client, as reference/livekit-lab.md had the real one.

Decides how a test dials, asks and listens. It must not know how the double works inside.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from google.protobuf.message import Message
from livekit.api import AccessToken, SIPGrants, VideoGrants
from livekit.protocol import models, room, sip

from simulator.livekit.provision import provisioned
from simulator.livekit.server import LiveKitServer
from simulator.network import Failure, Outcome, Reply, Request
from simulator.twilio.sip import SipInvite
from simulator.world import World

KEY, SECRET = "APItestonly", "test-only-secret-of-at-least-32-characters"
HOOK = "https://bridge.test/livekit/webhook"
HOST = "sip.livekit.test"
USER, PASSWORD = "bridge", "trunk-password"
SERVICES = dict.fromkeys(room.DESCRIPTOR.services_by_name["RoomService"].methods_by_name, "RoomService")
SERVICES |= dict.fromkeys(sip.DESCRIPTOR.services_by_name["SIP"].methods_by_name, "SIP")


@dataclass
class Hook:
    """One webhook as it arrived."""

    at: float
    headers: Any
    body: str

    @property
    def fields(self) -> dict[str, Any]:
        return dict(json.loads(self.body))


class Receiver:
    """The application's webhook door: `answer` decides what each request gets, after `takes` seconds."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.hooks: list[Hook] = []
        self.answer: Callable[[Request], Outcome] = lambda request: Reply(200)
        self.takes = 0.0

    def send(self, request: Request, timeout: float, on_reply: Callable[[Outcome], None]) -> None:
        self.hooks.append(Hook(self.world.now, request.headers, request.body.decode()))
        outcome = self.answer(request)
        self.world.after(self.takes, lambda: on_reply(outcome))


@dataclass
class Phone:
    """A SIP dialog of a test and what the other end has told about it: (seconds after its INVITE, what)."""

    world: World
    invite: SipInvite = field(init=False)
    began: float = 0.0
    told: list[tuple[float, str]] = field(default_factory=list)
    keys: str = ""

    def tell(self, what: str) -> None:
        self.told.append((self.world.now - self.began, what))

    def press(self, digits: str) -> None:
        self.keys += digits

    @property
    def words(self) -> list[str]:
        return [what for _, what in self.told]

    def at(self, what: str) -> float:
        """When it was first told so, in seconds after its INVITE."""
        return next(at for at, word in self.told if word == what)


class ApiError(Exception):
    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(f"{status} {body}")
        self.status, self.code, self.text = status, body.get("code"), body.get("msg")


class Lab:
    """Server, receiver and world together; provisioned as recommended unless `bare`."""

    def __init__(self, seed: int = 1, bare: bool = False) -> None:
        # The SDK makes and checks tokens on the real clock.
        self.world = World(seed, start=float(int(time.time())))
        self.receiver = Receiver(self.world)
        self.server = LiveKitServer(self.world, self.receiver, KEY, SECRET, HOOK, HOST)
        self.trunk_id, self.rule_id = ("", "") if bare else provisioned(self.server, USER, PASSWORD)
        self._phones = 0

    # --- time ---

    def run(self, seconds: float) -> None:
        self.world.run(seconds)

    # --- phones ---

    def dial(
        self,
        to: str,
        from_user: str,
        username: str = USER,
        password: str = PASSWORD,
        headers: dict[str, str] | None = None,
        host: str = HOST,
    ) -> Phone:
        self._phones += 1
        sid = f"CA{self._phones:032x}"
        phone = Phone(self.world, began=self.world.now)
        told = list((headers if headers is not None else {"X-Bridge-Call": "call-1"}).items())
        if headers is None:
            told += [("X-Twilio-AccountSid", "AC" + "0" * 32), ("X-Twilio-CallSid", sid)]
        phone.invite = SipInvite(
            user=to,
            host=host,
            port=None,
            params={"transport": "tcp"},
            headers=told,
            from_user=from_user,
            username=username,
            password=password,
            call_sid=sid,
            account_sid="AC" + "0" * 32,
            on_ringing=lambda: phone.tell("ringing"),
            on_answered=lambda: phone.tell("answered"),
            on_refused=lambda code: phone.tell(str(code)),
            on_bye=lambda: phone.tell("bye"),
            on_dtmf=phone.press,
        )
        self.server.invite(phone.invite)
        return phone

    def pair(self, name: str = "talk") -> tuple[Phone, Phone]:
        """A caller and an agent who talk in a room that was made before."""
        self.create(name)
        caller, agent = self.dial(name, "caller"), self.dial(name, "agent")
        self.run(1.0)
        assert caller.words == agent.words == ["ringing", "answered"]
        return caller, agent

    def hears(self, one: Phone, other: Phone) -> bool:
        return other.invite in self.server.connected(one.invite)

    # --- the API ---

    def headers(
        self, grants: VideoGrants | None = None, admin: bool = False, ttl: float = 3600
    ) -> dict[str, str]:
        token = (
            AccessToken(KEY, SECRET).with_ttl(timedelta(seconds=ttl)).with_sip_grants(SIPGrants(admin=admin))
        )
        return self.bearer(token.with_grants(grants or VideoGrants()).to_jwt())

    def bearer(self, token: str, kind: str = "application/protobuf") -> dict[str, str]:
        return {"authorization": f"Bearer {token}", "Content-Type": kind}

    def post(self, method: str, body: bytes, headers: dict[str, str]) -> Outcome:
        return self.server.twirp("POST", f"/twirp/livekit.{SERVICES[method]}/{method}", headers, body)

    def ask(self, method: str, request: Message, answer: Message | None = None) -> Any:
        """Call a method as somebody who may do everything; raises ApiError."""
        name = getattr(request, "room", "")
        grants = VideoGrants(room_create=True, room_list=True, room_admin=True, room=name)
        grants.destination_room = getattr(request, "destination_room", "")
        outcome = self.post(method, request.SerializeToString(), self.headers(grants, admin=True))
        assert isinstance(outcome, Reply), outcome
        if outcome.status != 200:
            raise ApiError(outcome.status, json.loads(outcome.body))
        if answer is not None:
            answer.ParseFromString(outcome.body)
        return answer

    def create(self, name: str, **terms: Any) -> models.Room:
        made: models.Room = self.ask("CreateRoom", room.CreateRoomRequest(name=name, **terms), models.Room())
        return made

    def delete(self, name: str) -> None:
        self.ask("DeleteRoom", room.DeleteRoomRequest(room=name))

    def rooms(self) -> dict[str, models.Room]:
        answer = self.ask("ListRooms", room.ListRoomsRequest(), room.ListRoomsResponse())
        return {one.name: one for one in answer.rooms}

    def people(self, name: str) -> dict[str, models.ParticipantInfo]:
        answer = self.ask(
            "ListParticipants", room.ListParticipantsRequest(room=name), room.ListParticipantsResponse()
        )
        return {one.identity: one for one in answer.participants}

    def remove(self, name: str, identity: str) -> None:
        self.ask("RemoveParticipant", room.RoomParticipantIdentity(room=name, identity=identity))

    # --- webhooks ---

    def hooks(self, name: str = "") -> list[dict[str, Any]]:
        found = [hook.fields for hook in self.receiver.hooks]
        return [one for one in found if not name or one["room"]["name"] == name]

    def events(self, name: str = "") -> list[str]:
        return [one["event"] for one in self.hooks(name)]

    def ends(self, name: str = "") -> list[tuple[str, str, str]]:
        """(identity, reason, last callStatus) of everybody who has left."""
        return [
            (
                one["participant"]["identity"],
                one["participant"]["disconnectReason"],
                one["participant"].get("attributes", {}).get("sip.callStatus", ""),
            )
            for one in self.hooks(name)
            if one["event"] == "participant_left"
        ]


def refused(outcome: Outcome) -> bool:
    return isinstance(outcome, Failure) and outcome.kind == "refused"
