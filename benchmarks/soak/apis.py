"""What the bridge may ask of its carriers: Twilio's REST API and LiveKit's server API, told from the truth.

Decides the shape of answers and which requests are refused. It must not know what becomes of a call.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from email.utils import formatdate
from random import Random
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlsplit

from google.protobuf.message import Message
from livekit.protocol import models, room

from benchmarks.soak.network import ACCOUNT, Network
from benchmarks.soak.phones import Leg
from benchmarks.soak.wire import Answer, Asked

ROOT = f"/2010-04-01/Accounts/{ACCOUNT}"
NOT_FOUND, NOT_IN_PROGRESS = (404, 20404), (400, 21220)
PROTOBUF = "application/protobuf"
# Seconds that an answer takes, at least and at most. Who dies meanwhile does not know whether it was done.
TWILIO_TAKES, LIVEKIT_TAKES = (0.1, 0.3), (0.01, 0.03)

Json = dict[str, Any]


class Apis:
    """Both behind one port; `asked` counts by method and kind."""

    def __init__(self, network: Network, random: Random) -> None:
        self._network, self._random = network, random
        self.asked: Counter[str] = Counter()

    def answer(self, asked: Asked) -> Answer:
        parts = urlsplit(asked.path)
        if parts.path.startswith("/twirp/"):
            found = self._twirp(parts.path.rpartition("/")[2], asked.body)
            return replace(found, after=self._random.uniform(*LIVEKIT_TAKES))
        return replace(self._rest(asked, parts), after=self._random.uniform(*TWILIO_TAKES))

    def _rest(self, asked: Asked, parts: SplitResult) -> Answer:
        sent = dict(parse_qsl(parts.query or asked.body.decode()))
        names = parts.path.removeprefix(ROOT).removesuffix(".json").strip("/").split("/")
        kind = "/".join(names[::2])
        self.asked[f"{asked.method} {kind}"] += 1
        try:
            found = REST[asked.method, len(names), kind](self._network, names, sent)
        except KeyError:
            found = NOT_FOUND
        if isinstance(found, tuple):
            refusal = {"code": found[1], "message": "refused", "status": found[0]}
            return Answer(found[0], json.dumps(refusal).encode())
        return Answer(
            201 if (asked.method, names) == ("POST", ["Calls"]) else 200, json.dumps(found).encode()
        )

    def _twirp(self, method: str, body: bytes) -> Answer:
        self.asked[method] += 1
        found = TWIRP[method](self._network, body)
        if found is None:
            return Answer(404, b'{"code": "not_found", "msg": "requested room does not exist"}')
        return Answer(200, found.SerializeToString(), PROTOBUF)


# --- Twilio ---


def _page(path: str, key: str, found: Sequence[Json], sent: dict[str, str]) -> Json:
    size, number = int(sent.get("PageSize", 50)), int(sent.get("Page", 0))
    kept = "".join(f"{name}={sent[name]}&" for name in ("Status", "To", "FriendlyName") if name in sent)
    more = size * (number + 1) < len(found)
    following = f"{ROOT}/{path}.json?{kept}PageSize={size}&Page={number + 1}".replace("+", "%2B")
    shown = found[size * number : size * (number + 1)]
    return {key: shown, "next_page_uri": following if more else None, "page": number, "page_size": size}


def _call(leg: Leg) -> Json:
    """As long as Twilio's own, for reading it is a cost of the bridge."""
    at = formatdate(leg.created, usegmt=False)
    tails = ("events", "notifications", "payments", "recordings", "siprec", "streams", "transcriptions")
    return {
        "sid": leg.sid,
        "date_created": at,
        "date_updated": at,
        "parent_call_sid": None,
        "account_sid": ACCOUNT,
        "to": leg.to,
        "to_formatted": leg.to,
        "from": leg.from_,
        "from_formatted": leg.from_,
        "phone_number_sid": None,
        "status": leg.status,
        "start_time": at,
        "end_time": None,
        "duration": None,
        "price": None,
        "price_unit": "USD",
        "direction": leg.direction,
        "answered_by": None,
        "api_version": "2010-04-01",
        "forwarded_from": None,
        "group_sid": None,
        "caller_name": None,
        "queue_time": "0",
        "trunk_sid": None,
        "uri": f"{ROOT}/Calls/{leg.sid}.json",
        "subresource_uris": {tail: f"{ROOT}/Calls/{leg.sid}/{tail.title()}.json" for tail in tails},
    }


def _place_call(network: Network, names: list[str], sent: dict[str, str]) -> Json:
    leg = network.call_out(
        sent["To"], sent["Url"], sent["FallbackUrl"], sent["StatusCallback"], float(sent["Timeout"])
    )
    return _call(leg)


def _list_calls(network: Network, names: list[str], sent: dict[str, str]) -> Json:
    """Only what is live is ever listed by status; a look for a dial wants the newest."""
    among = network.live if "Status" in sent else network.legs
    wanted = {"Status": "status", "To": "to"}
    found = [
        leg
        for leg in reversed(among.values())
        if all(getattr(leg, wanted[name]) == sent[name] for name in wanted if name in sent)
    ]
    return _page("Calls", "calls", [_call(leg) for leg in found], sent)


def _show_call(network: Network, names: list[str], sent: dict[str, str]) -> Json:
    return _call(network.legs[names[1]])


def _change_call(network: Network, names: list[str], sent: dict[str, str]) -> Json | tuple[int, int]:
    leg = network.legs[names[1]]
    if leg.over:
        return NOT_IN_PROGRESS
    if "Status" in sent:
        network.hang_up(leg)
    elif not network.redirect(leg, sent["Url"], sent.get("FallbackUrl", "")):
        return NOT_IN_PROGRESS
    return _call(leg)


def _list_conferences(network: Network, names: list[str], sent: dict[str, str]) -> Json:
    """A conference that is waited in alone counts as begun, for all that a list of people is needed for."""
    one = network.conferences.get(sent["FriendlyName"])
    shown = [] if one is None or sent["Status"] != "in-progress" else [one]
    found = [{"sid": it.sid, "friendly_name": it.name, "status": "in-progress"} for it in shown]
    return _page("Conferences", "conferences", found, sent)


def _list_participants(network: Network, names: list[str], sent: dict[str, str]) -> Json:
    inside = next((one.inside for one in network.conferences.values() if one.sid == names[1]), {})
    found = [
        {"call_sid": leg.sid, "conference_sid": names[1], "label": label, "status": "connected"}
        for leg, label in inside.items()
    ]
    return _page(f"Conferences/{names[1]}/Participants", "participants", found, sent)


def _announce(network: Network, names: list[str], sent: dict[str, str]) -> Json:
    network.tell(sent["AnnounceUrl"], network.legs[names[3]].form())
    return {"call_sid": names[3], "conference_sid": names[1], "status": "connected"}


REST: dict[tuple[str, int, str], Callable[[Network, list[str], dict[str, str]], Json | tuple[int, int]]] = {
    ("POST", 1, "Calls"): _place_call,
    ("GET", 1, "Calls"): _list_calls,
    ("GET", 2, "Calls"): _show_call,
    ("POST", 2, "Calls"): _change_call,
    ("GET", 1, "Conferences"): _list_conferences,
    ("GET", 3, "Conferences/Participants"): _list_participants,
    ("POST", 4, "Conferences/Participants"): _announce,
}


# --- LiveKit ---


def _create_room(network: Network, body: bytes) -> Message:
    name = room.CreateRoomRequest.FromString(body).name
    return models.Room(name=name, sid=network.room(name).sid)


def _delete_room(network: Network, body: bytes) -> Message | None:
    known = network.close_room(room.DeleteRoomRequest.FromString(body).room)
    return room.DeleteRoomResponse() if known else None


def _list_people(network: Network, body: bytes) -> Message:
    one = network.rooms.get(room.ListParticipantsRequest.FromString(body).room)
    people = [
        models.ParticipantInfo(identity=f"sip_{identity}", attributes={"sip.callStatus": "active"})
        for identity in (one.inside.values() if one is not None else ())
    ]
    return room.ListParticipantsResponse(participants=people)


def _list_rooms(network: Network, body: bytes) -> Message:
    """Asked as a sign of life, for a room that never exists, and by each process once for all that it has."""
    names = room.ListRoomsRequest.FromString(body).names or network.rooms
    found = [network.rooms[name] for name in names if name in network.rooms]
    return room.ListRoomsResponse(rooms=[models.Room(name=one.name, sid=one.sid) for one in found])


TWIRP: dict[str, Callable[[Network, bytes], Message | None]] = {
    "CreateRoom": _create_room,
    "DeleteRoom": _delete_room,
    "ListParticipants": _list_people,
    "ListRooms": _list_rooms,
}
