"""The Twirp protocol: from an HTTP request to a method's message and back, or to an error.

Decides content types, routes, grants and the shape of errors (reference/livekit.md 3; twirp's own wire
description). It must not know what the methods do.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from google.protobuf import json_format
from google.protobuf.message import DecodeError, Message

from simulator.livekit.tokens import Claims
from simulator.network import Reply

JSON, PROTOBUF = "application/json", "application/protobuf"
STATUS = {
    "bad_route": 404,
    "failed_precondition": 412,
    "internal": 500,
    "invalid_argument": 400,
    "malformed": 400,
    "not_found": 404,
    "resource_exhausted": 429,
    "unauthenticated": 401,
    "unavailable": 503,
    "unimplemented": 501,
    "unknown": 500,
}
# What only a wrong program is told; a violation of whoever sent it.
WRONG = frozenset({"bad_route", "invalid_argument", "malformed", "unauthenticated", "unimplemented"})


class TwirpError(Exception):
    """An error answer; `delay` is how long the server takes to give it, `wrong` blames the asker."""

    def __init__(self, code: str, text: str, delay: float = 0.0, wrong: bool | None = None) -> None:
        super().__init__(text)
        self.code, self.text, self.delay = code, text, delay
        self.wrong = code in WRONG if wrong is None else wrong
        self.meta: dict[str, str] = {}

    def reply(self) -> Reply:
        body: dict[str, object] = {"code": self.code, "msg": self.text}
        if self.meta:
            body["meta"] = self.meta
        return Reply(STATUS[self.code], {"Content-Type": JSON}, json.dumps(body).encode(), self.delay)


@dataclass(frozen=True)
class Method:
    """One method of a service: its request message, who may call it, what it does."""

    request: type[Message]
    allows: Callable[[Claims, Any], bool]
    run: Callable[[Any], Message]


Methods = Mapping[str, Method]


def serve(
    methods: Methods,
    claims: Claims,
    verb: str,
    path: str,
    content_type: str,
    body: bytes,
    ready: Callable[[], None],
) -> Reply:
    """Answer one request or raise TwirpError; `ready` may raise too, once it is known who is allowed."""
    method = _route(methods, verb, path, content_type)
    message = _decode(method.request, content_type, body)
    if not method.allows(claims, message):
        # The real server says unauthenticated, not permission_denied, for a missing grant.
        raise TwirpError("unauthenticated", "permissions denied")
    ready()
    return _encode(method.run(message), content_type)


def _route(methods: Methods, verb: str, path: str, content_type: str) -> Method:
    method = methods.get(path.removeprefix("/twirp/")) if path.startswith("/twirp/") else None
    if verb != "POST":
        problem = f'unsupported method "{verb}" (only POST is allowed)'
    elif method is None:
        problem = f'no handler for path "{path}"'
    elif content_type not in (JSON, PROTOBUF):
        problem = f'unexpected Content-Type: "{content_type}"'
    else:
        return method
    error = TwirpError("bad_route", problem)
    error.meta["twirp_invalid_route"] = f"{verb} {path}"
    raise error


def _decode(kind: type[Message], content_type: str, body: bytes) -> Message:
    message = kind()
    try:
        if content_type == JSON:
            json_format.Parse(body, message, ignore_unknown_fields=True)
        else:
            message.ParseFromString(body)
    except (DecodeError, json_format.ParseError, UnicodeDecodeError) as error:
        form = "json" if content_type == JSON else "protobuf"
        raise TwirpError("malformed", f"the {form} request could not be decoded") from error
    return message


def _encode(message: Message, content_type: str) -> Reply:
    if content_type == PROTOBUF:
        return Reply(200, {"Content-Type": PROTOBUF}, message.SerializeToString())
    text = json_format.MessageToJson(
        message, preserving_proto_field_name=True, always_print_fields_with_no_presence=True, indent=None
    )
    return Reply(200, {"Content-Type": JSON}, text.encode())
