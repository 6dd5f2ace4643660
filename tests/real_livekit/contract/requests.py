"""One request of the API, as bytes, and what comes back, as a message or a refusal.

Decides content types and tokens; whatever the API's own description names can be asked for. It must not
know which server is asked.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from google.protobuf import message_factory
from google.protobuf.message import Message
from livekit.api import AccessToken, SIPGrants, VideoGrants
from livekit.protocol import room, sip

from simulator.network import Outcome, Reply, Request
from tests.real_livekit.contract.sides import KEY, SECRET

PROTOBUF = "application/protobuf"
SERVICES = {"RoomService": room.DESCRIPTOR, "SIP": sip.DESCRIPTOR}
METHODS = {
    method.name: method
    for service, file in SERVICES.items()
    for method in file.services_by_name[service].methods
}


class Door(Protocol):
    def ask(self, request: Request) -> Outcome: ...


@dataclass(frozen=True)
class Refusal:
    """`body` is JSON or text, as its type says."""

    status: int
    type: str
    body: Any


def path_of(method: str) -> str:
    return f"/twirp/livekit.{METHODS[method].containing_service.name}/{method}"


def message_for(method: str, **fields: Any) -> Message:
    return message_factory.GetMessageClass(METHODS[method].input_type)(**fields)


def bearer(
    grants: VideoGrants | None = None,
    admin: bool = False,
    seconds: float = 3600,
    key: str = KEY,
    secret: str = SECRET,
) -> str:
    token = AccessToken(key, secret).with_ttl(timedelta(seconds=seconds))
    token = token.with_grants(grants or VideoGrants()).with_sip_grants(SIPGrants(admin=admin))
    return f"Bearer {token.to_jwt()}"


def everything(room_name: str = "", destination: str = "") -> str:
    """A token that allows all that can be allowed in one."""
    grants = VideoGrants(room_create=True, room_list=True, room_admin=True, room=room_name)
    grants.destination_room = destination
    return bearer(grants, admin=True)


class Asker:
    """Whoever may do everything, unless it brings a token of its own."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def send(self, method: str, body: bytes, authorization: str) -> Outcome:
        headers = {"Authorization": authorization} if authorization else {}
        return self._door.ask(Request("POST", path_of(method), {"Content-Type": PROTOBUF, **headers}, body))

    def ask(self, method: str, authorization: str | None = None, /, **fields: Any) -> Any:
        """The method's answer, or a Refusal; AssertionError when nobody answered."""
        request = message_for(method, **fields)
        if authorization is None:
            authorization = everything(fields.get("room", ""), fields.get("destination_room", ""))
        outcome = self.send(method, request.SerializeToString(), authorization)
        assert isinstance(outcome, Reply), f"{method}: {outcome}"
        return opened(method, outcome)


def opened(method: str, reply: Reply) -> Any:
    kind = reply.header("Content-Type")
    if reply.status != 200:
        return Refusal(reply.status, kind, json.loads(reply.body) if "json" in kind else reply.body.decode())
    assert kind == PROTOBUF, kind
    answer = message_factory.GetMessageClass(METHODS[method].output_type)()
    answer.ParseFromString(reply.body)
    size = answer.ByteSize()
    answer.DiscardUnknownFields()
    assert answer.ByteSize() == size, f"{method} answers with fields that the SDK does not know"
    return answer
