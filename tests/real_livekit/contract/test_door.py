"""The API's door: tokens, grants, routes, encodings, on the double as on the real server.

Each test is one story, told to both; beside that it asserts what the story is about.
"""

from __future__ import annotations

from typing import Any

import pytest
from livekit.api import VideoGrants

from tests.real_livekit.contract.conftest import Both
from tests.real_livekit.contract.requests import PROTOBUF, bearer, everything, message_for, path_of
from tests.real_livekit.contract.story import Story

JSON = "application/json"
GOOD = everything("talk")
HEAD, CLAIMS, SIGNATURE = GOOD.removeprefix("Bearer ").split(".")
OTHER = bearer(VideoGrants()).removeprefix("Bearer ").split(".")

TOKENS = {
    "another key": bearer(key="APIother"),
    "another secret": bearer(secret="another-secret-of-at-least-32-characters"),
    "expired": bearer(seconds=-120),
    "no token": "Bearer no-token",
    "nothing": "Bearer ",
    "three parts": "Bearer a.b.c",
    "a broken signature": f"{GOOD}x",
    "another's signature": f"Bearer {HEAD}.{CLAIMS}.{OTHER[2]}",
    "other claims": f"Bearer {HEAD}.{OTHER[1]}.{SIGNATURE}",
    "no signature": f"Bearer {HEAD}.{CLAIMS}.",
    "no Bearer": GOOD.removeprefix("Bearer "),
    "a small bearer": GOOD.replace("Bearer", "bearer"),
    "Basic": "Basic dXNlcjpwYXNz",
}


@pytest.mark.parametrize("token", TOKENS.values(), ids=TOKENS)
def test_a_token_is_taken_or_refused(both: Both, token: str) -> None:
    both(lambda t: t.send("ListRooms", b"", token))


@pytest.mark.parametrize("seconds", [-50, -70])
def test_clocks_may_differ_by_a_minute(both: Both, seconds: float) -> None:
    both(lambda t: t.send("ListRooms", b"", bearer(ALL, seconds=seconds)))


ALL = VideoGrants(room_create=True, room_list=True, room_admin=True, room="talk")
ASKS: dict[str, tuple[str, dict[str, Any], str]] = {
    "no token": ("CreateRoom", {"name": "talk"}, ""),
    "to make a room": ("CreateRoom", {"name": "talk"}, bearer(VideoGrants(room_list=True, room_admin=True))),
    "to delete a room": ("DeleteRoom", {"room": "talk"}, bearer(VideoGrants(room_admin=True, room="talk"))),
    "to list rooms": ("ListRooms", {}, bearer(VideoGrants(room_create=True))),
    "of another room": (
        "ListParticipants",
        {"room": "talk"},
        bearer(VideoGrants(room_admin=True, room="other")),
    ),
    "of no room": ("GetParticipant", {"room": "talk"}, bearer(VideoGrants(room_admin=True))),
    "to remove": ("RemoveParticipant", {"room": "talk"}, bearer(VideoGrants(room_create=True, room="talk"))),
    "to mute": ("MutePublishedTrack", {"room": "talk"}, bearer(VideoGrants(room_list=True, room="talk"))),
    "to update": ("UpdateParticipant", {"room": "talk"}, bearer()),
    "to subscribe": ("UpdateSubscriptions", {"room": "talk"}, bearer()),
    "to change metadata": ("UpdateRoomMetadata", {"room": "talk", "metadata": "m"}, bearer()),
    "to move without the other room": ("MoveParticipant", {"room": "talk", "destination_room": "b"}, GOOD),
    "to move": ("MoveParticipant", {"room": "talk", "destination_room": "b"}, bearer()),
    "to forward": ("ForwardParticipant", {"room": "talk", "destination_room": "b"}, GOOD),
    "to list trunks": ("ListSIPInboundTrunk", {}, bearer(ALL)),
    "to make a trunk": ("CreateSIPInboundTrunk", {}, bearer(ALL)),
    "to change a trunk": ("UpdateSIPInboundTrunk", {"sip_trunk_id": "ST_x"}, bearer(ALL)),
    "to delete a trunk": ("DeleteSIPTrunk", {"sip_trunk_id": "ST_x"}, bearer(ALL)),
    "to list rules": ("ListSIPDispatchRule", {}, bearer(ALL)),
    "to make a rule": ("CreateSIPDispatchRule", {}, bearer(ALL)),
    "to change a rule": ("UpdateSIPDispatchRule", {"sip_dispatch_rule_id": "x"}, bearer(ALL)),
    "to delete a rule": ("DeleteSIPDispatchRule", {"sip_dispatch_rule_id": "x"}, bearer(ALL)),
}


@pytest.mark.parametrize(("method", "fields", "token"), ASKS.values(), ids=ASKS)
def test_a_missing_grant_is_refused(both: Both, method: str, fields: dict[str, Any], token: str) -> None:
    def story(t: Story) -> None:
        answer = t.ask(method, token, **fields)
        assert (answer.status, answer.body["code"]) == (401, "unauthenticated")
        t.ask("ListRooms")

    both(story)


LIST, CREATE = path_of("ListRooms"), path_of("CreateRoom")
ROUTES = {
    "the health page": ("GET", "/", "", ""),
    "the health page, posted": ("POST", "/", "", ""),
    "a page that is not there": ("GET", "/settings/none", "", ""),
    "no method": ("POST", "/twirp/livekit.RoomService/CreateRooms", PROTOBUF, GOOD),
    "no service": ("POST", "/twirp/livekit.Rooms/CreateRoom", PROTOBUF, GOOD),
    "nothing below twirp": ("POST", "/twirp/", PROTOBUF, GOOD),
    "twirp": ("POST", "/twirp", PROTOBUF, GOOD),
    "a slash too many": ("POST", f"{LIST}/", PROTOBUF, GOOD),
    "a query": ("POST", f"{LIST}?a=b", PROTOBUF, GOOD),
    "GET": ("GET", LIST, PROTOBUF, GOOD),
    "PUT": ("PUT", LIST, PROTOBUF, GOOD),
    "GET of no method": ("GET", "/twirp/livekit.RoomService/None", PROTOBUF, GOOD),
    "text": ("POST", LIST, "text/plain", GOOD),
    "no type": ("POST", LIST, "", GOOD),
    "a type with its charset": ("POST", LIST, f"{PROTOBUF}; charset=utf-8", GOOD),
    "a type in capitals": ("POST", LIST, PROTOBUF.upper(), GOOD),
    "another service's method": ("POST", "/twirp/livekit.SIP/ListRooms", PROTOBUF, GOOD),
    "a method without a token": ("POST", "/twirp/livekit.RoomService/None", PROTOBUF, ""),
}


@pytest.mark.parametrize(("verb", "path", "kind", "token"), ROUTES.values(), ids=ROUTES)
def test_a_route_is_found_or_named(both: Both, verb: str, path: str, kind: str, token: str) -> None:
    headers = {"Content-Type": kind} if kind else {}
    headers |= {"Authorization": token} if token else {}
    both(lambda t: t.raw(verb, path, headers))


BODIES = {
    "no protobuf": (PROTOBUF, b"\xff\xff\xff"),
    "half a protobuf": (PROTOBUF, message_for("CreateRoom", name="talk").SerializeToString()[:-2]),
    "a field of the future": (PROTOBUF, b"\x0a\x04talk\xfa\x3f\x01x"),
    "a wrong wire type": (PROTOBUF, b"\x08\x01\x12\x00"),
    "a name that is no text": (PROTOBUF, b"\x0a\x02\xff\xfe"),
    "half a JSON": (JSON, b"{"),
    "no JSON": (JSON, b"\xff"),
    "no body": (JSON, b""),
    "a list": (JSON, b"[]"),
    "null": (JSON, b"null"),
    "a number for a name": (JSON, b'{"name": 5}'),
    "a name twice": (JSON, b'{"name": "talk", "name": "other"}'),
    "text for a number": (JSON, b'{"name": "talk", "emptyTimeout": "7"}'),
    "a fraction": (JSON, b'{"name": "talk", "emptyTimeout": 7.5}'),
    "less than nothing": (JSON, b'{"name": "talk", "emptyTimeout": -1}'),
    "camelCase": (JSON, b'{"name": "talk", "emptyTimeout": 7}'),
    "snake_case": (JSON, b'{"name": "talk", "empty_timeout": 7}'),
    "a field of the future in JSON": (JSON, b'{"name": "talk", "new_field": {"a": 1}}'),
    "null for a field": (JSON, b'{"name": "talk", "metadata": null}'),
    "what follows": (JSON, b'{"name": "talk"} {"name": "other"}'),
}


@pytest.mark.parametrize(("kind", "body"), BODIES.values(), ids=BODIES)
def test_a_body_is_read_or_refused(both: Both, kind: str, body: bytes) -> None:
    def story(t: Story) -> None:
        t.raw("POST", CREATE, {"Content-Type": kind, "Authorization": GOOD}, body)
        t.ask("ListRooms")

    both(story)


IN_JSON = {
    "ListRooms": b"{}",
    "ListParticipants": b'{"room": "talk"}',
    "GetParticipant": b'{"room": "talk", "identity": "x"}',
    "DeleteRoom": b'{"room": "talk"}',
    "ListSIPInboundTrunk": b"{}",
    "ListSIPDispatchRule": b"{}",
    "CreateSIPInboundTrunk": b'{"trunk": {"authUsername": "u", "authPassword": "p", "name": "t"}}',
    "CreateSIPDispatchRule": b'{"dispatch_rule": {"rule": {"dispatchRuleCallee": {}}, "name": "r"}}',
}


@pytest.mark.parametrize("method", IN_JSON)
def test_a_method_answers_in_json(both: Both, method: str) -> None:
    def story(t: Story) -> None:
        t.ask("CreateRoom", name="talk")
        headers = {"Content-Type": JSON, "Authorization": everything("talk")}
        t.raw("POST", path_of(method), headers, IN_JSON[method])

    both(story)
