"""The API's door: tokens, grants, routes, content types, the health page.

What is promised stands in reference/livekit.md 3 and 4.
"""

import json
from datetime import timedelta
from typing import Any

import pytest
from livekit.api import AccessToken, VideoGrants
from livekit.protocol import models, room, sip

from simulator.network import Reply
from tests.simulator.livekit.lab import KEY, SECRET, Lab

CREATE = room.CreateRoomRequest(name="talk").SerializeToString()
FULL = VideoGrants(room_create=True, room_list=True, room_admin=True, room="talk")


def answer(lab: Lab, method: str, body: bytes, headers: dict[str, str]) -> Reply:
    outcome = lab.post(method, body, headers)
    assert isinstance(outcome, Reply)
    return outcome


def token(key: str = KEY, secret: str = SECRET, ttl: float = 600, grants: VideoGrants = FULL) -> str:
    return AccessToken(key, secret).with_grants(grants).with_ttl(timedelta(seconds=ttl)).to_jwt()


@pytest.mark.parametrize(
    ("bearer", "text"),
    [
        (token(key="APIother"), "invalid API key: APIother"),
        (token(secret="another-secret-of-at-least-32-characters"), "invalid token"),
        (token(ttl=-120), "expired"),
        ("no-token", "invalid authorization token"),
        (f"{token()}x", "invalid"),
        (
            ".".join([token().split(".")[0], token(grants=VideoGrants()).split(".")[1], "AAAA"]),
            "invalid token",
        ),
    ],
    ids=["other key", "other secret", "expired", "no token", "broken", "forged"],
)
def test_a_token_that_is_not_ours_is_refused_as_plain_text(lab: Lab, bearer: str, text: str) -> None:
    reply = answer(lab, "CreateRoom", CREATE, lab.bearer(bearer))
    assert reply.status == 401 and text in reply.body.decode()
    assert reply.header("Content-Type").startswith("text/plain")
    assert lab.server.rooms == {}
    assert len(lab.server.violations) == 1 and bearer not in lab.server.violations[0]


def test_a_token_of_the_future_is_refused(lab: Lab) -> None:
    lab.world.now -= 120
    assert answer(lab, "CreateRoom", CREATE, lab.bearer(token())).status == 401


@pytest.mark.parametrize(("ttl", "behind"), [(-50, 0), (600, 50)], ids=["just expired", "not valid yet"])
def test_clocks_may_differ_by_a_minute(lab: Lab, ttl: float, behind: float) -> None:
    lab.world.now -= behind
    assert answer(lab, "CreateRoom", CREATE, lab.bearer(token(ttl=ttl))).status == 200


def test_a_header_without_bearer_is_refused(lab: Lab) -> None:
    headers = {"Authorization": token(), "Content-Type": "application/protobuf"}
    assert answer(lab, "CreateRoom", CREATE, headers).status == 401


ASKS: list[tuple[str, Any, VideoGrants | None]] = [
    (
        "CreateRoom",
        room.CreateRoomRequest(name="talk"),
        VideoGrants(room_list=True, room_admin=True, room="talk"),
    ),
    ("DeleteRoom", room.DeleteRoomRequest(room="talk"), VideoGrants(room_admin=True, room="talk")),
    ("ListRooms", room.ListRoomsRequest(), VideoGrants(room_create=True)),
    (
        "ListParticipants",
        room.ListParticipantsRequest(room="talk"),
        VideoGrants(room_admin=True, room="other"),
    ),
    (
        "RemoveParticipant",
        room.RoomParticipantIdentity(room="talk"),
        VideoGrants(room="talk", room_create=True),
    ),
    ("ListSIPInboundTrunk", sip.ListSIPInboundTrunkRequest(), VideoGrants(room_admin=True)),
    ("MoveParticipant", room.MoveParticipantRequest(room="talk", destination_room="b"), FULL),
    ("ListRooms", room.ListRoomsRequest(), None),
]


@pytest.mark.parametrize(("method", "request_", "grants"), ASKS, ids=[ask[0] for ask in ASKS])
def test_a_missing_grant_is_unauthenticated(
    lab: Lab, method: str, request_: Any, grants: VideoGrants | None
) -> None:
    headers = {"Content-Type": "application/protobuf"} if grants is None else lab.headers(grants)
    reply = answer(lab, method, request_.SerializeToString(), headers)
    assert reply.status == 401
    assert json.loads(reply.body) == {"code": "unauthenticated", "msg": "permissions denied"}
    assert len(lab.server.violations) == 1


@pytest.mark.parametrize(
    ("verb", "path", "kind", "problem"),
    [
        ("POST", "/twirp/livekit.RoomService/CreateRooms", "application/protobuf", "no handler for path"),
        ("POST", "/twirp/livekit.RoomService/SendData", "application/protobuf", "no handler for path"),
        ("GET", "/twirp/livekit.RoomService/ListRooms", "application/protobuf", "only POST is allowed"),
        ("POST", "/twirp/livekit.RoomService/ListRooms", "text/plain", "unexpected Content-Type"),
    ],
)
def test_a_wrong_route_is_named(lab: Lab, verb: str, path: str, kind: str, problem: str) -> None:
    reply = lab.server.twirp(verb, path, lab.bearer(token(), kind), b"")
    assert isinstance(reply, Reply) and reply.status == 404
    body = json.loads(reply.body)
    assert body["code"] == "bad_route" and problem in body["msg"]
    assert body["meta"] == {"twirp_invalid_route": f"{verb} {path}"}
    assert len(lab.server.violations) == 1


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/protobuf", b"\xff\xff\xff"),
        ("application/json", b"{"),
        ("application/json", b"\xff"),
        ("application/json", b"[]"),
        ("application/json", b'{"name": 5}'),
    ],
)
def test_a_body_that_is_no_message_is_malformed(lab: Lab, kind: str, body: bytes) -> None:
    reply = answer(lab, "CreateRoom", body, lab.bearer(token(), kind))
    assert (reply.status, json.loads(reply.body)["code"]) == (400, "malformed")
    assert len(lab.server.violations) == 1


def test_json_works_both_ways_with_unknown_fields_ignored(lab: Lab) -> None:
    headers = lab.bearer(token(), "application/json; charset=utf-8")
    made = answer(lab, "CreateRoom", b'{"name": "talk", "emptyTimeout": 7, "new_field": 1}', headers)
    assert json.loads(made.body)["empty_timeout"] == 7
    listed = answer(lab, "ListParticipants", b'{"room": "talk"}', headers)
    assert json.loads(listed.body) == {"participants": []}


def test_what_is_not_there_is_null_in_json(lab: Lab) -> None:
    headers = lab.headers(admin=True) | {"Content-Type": "application/json"}
    lab.server.sip_api.rules[lab.rule_id].ClearField("room_config")
    listed = json.loads(answer(lab, "ListSIPDispatchRule", b"{}", headers).body)
    (found,) = listed["items"]
    assert found["room_config"] is None and found["rule"] == {
        "dispatch_rule_callee": {"room_prefix": "", "pin": "", "randomize": False}
    }


def test_only_the_first_object_of_a_json_body_is_read(lab: Lab) -> None:
    headers = lab.bearer(token(), "application/json")
    made = answer(lab, "CreateRoom", b' {"name": "talk"} {"name": "other"}', headers)
    assert made.status == 200 and set(lab.server.rooms) == {"talk"}


def test_a_service_that_is_not_there_is_a_page_that_is_not_there(lab: Lab) -> None:
    reply = lab.server.twirp("POST", "/twirp/livekit.Rooms/CreateRoom", lab.bearer(token()), b"")
    assert isinstance(reply, Reply) and (reply.status, reply.body) == (404, b"404 page not found\n")


def test_protobuf_comes_back_as_protobuf(lab: Lab) -> None:
    reply = answer(lab, "CreateRoom", CREATE, lab.bearer(token()))
    assert reply.header("content-type") == "application/protobuf"
    assert models.Room.FromString(reply.body).name == "talk"


def test_the_health_page_needs_no_token(lab: Lab) -> None:
    reply = lab.server.twirp("GET", "/", {}, b"")
    assert isinstance(reply, Reply) and (reply.status, reply.body) == (200, b"OK")
    missing = lab.server.twirp("GET", "/settings/regions", {}, b"")
    assert isinstance(missing, Reply) and missing.status == 404
