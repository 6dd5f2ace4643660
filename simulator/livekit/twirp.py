"""The Twirp protocol: from an HTTP request to a method's message and back, or to an error.

Decides content types, routes, grants and the shape of errors (reference/livekit.md 3; twirp's own wire
description; docs/livekit.md). It must not know what the methods do.
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
NO_RESPONSE = 3.0
UNKNOWN_FIELDS = ("ringing_timeout_status",)  # to the server; the SDK is newer
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

    def __init__(
        self,
        code: str,
        text: str,
        delay: float = 0.0,
        wrong: bool | None = None,
        meta: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(text)
        self.code, self.text, self.delay = code, text, delay
        self.wrong = code in WRONG if wrong is None else wrong
        self.meta = dict(meta or {})

    def reply(self) -> Reply:
        body: dict[str, object] = {"code": self.code, "msg": self.text}
        if self.meta:
            body["meta"] = self.meta
        return Reply(STATUS[self.code], {"Content-Type": JSON}, json.dumps(body).encode(), self.delay)


def inner(code: str, text: str, wrong: bool | None = None) -> TwirpError:
    """An error of one part of the server that has passed through another: 1.13.5 words it so."""
    return TwirpError(code, f"twirp error unknown: {text}", wrong=wrong)


def no_response() -> TwirpError:
    """Nobody runs what is asked about, and the server waits so long for somebody who does."""
    error = inner("unavailable", "no response from servers")
    error.delay = NO_RESPONSE
    return error


def bad_argument(problem: str, limit: object = "") -> TwirpError:
    return TwirpError("invalid_argument", f"{problem} {limit}", meta={"argument": problem})


@dataclass(frozen=True)
class Method:
    """One method of a service: its request message, who may call it, what it does.

    `reads`: what it says before Redis's own error while that is down; None: it asks whoever runs the room.
    """

    request: type[Message]
    allows: Callable[[Claims, Any], bool]
    run: Callable[[Any], Message]
    reads: str | None = ""


Methods = Mapping[str, Method]


def serve(
    methods: Methods,
    claims: Claims,
    verb: str,
    path: str,
    content_type: str,
    body: bytes,
    ready: Callable[[Method], None],
) -> Reply:
    """Answer one request or raise TwirpError; `ready` may raise too, once it is known who is allowed."""
    method = _route(methods, verb, path, content_type)
    message = _decode(method.request, content_type, body)
    if not method.allows(claims, message):
        # The real server says unauthenticated, not permission_denied, for a missing grant.
        raise TwirpError("unauthenticated", "permissions denied")
    ready(method)
    return _encode(method.run(message), content_type)


def _route(methods: Methods, verb: str, path: str, content_type: str) -> Method:
    method = methods.get(path.removeprefix("/twirp/"))
    if verb != "POST":
        problem = f'unsupported method "{verb}" (only POST is allowed)'
    elif method is None:
        problem = f'no handler for path "{path}"'
    elif content_type not in (JSON, PROTOBUF):
        problem = f'unexpected Content-Type: "{content_type}"'
    else:
        return method
    raise TwirpError("bad_route", problem, meta={"twirp_invalid_route": f"{verb} {path}"})


def _decode(kind: type[Message], content_type: str, body: bytes) -> Message:
    message = kind()
    try:
        if content_type == JSON:
            json_format.Parse(_object(body), message, ignore_unknown_fields=True)
        else:
            message.ParseFromString(body)
    except (DecodeError, json_format.ParseError, UnicodeDecodeError) as error:
        form = "json" if content_type == JSON else "protobuf"
        raise TwirpError("malformed", f"the {form} request could not be decoded") from error
    return message


def _encode(message: Message, content_type: str) -> Reply:
    if content_type == PROTOBUF:
        return Reply(200, {"Content-Type": PROTOBUF}, message.SerializeToString())
    fields = json_format.MessageToDict(
        message, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
    )
    return Reply(200, {"Content-Type": JSON}, json.dumps(_with_nulls(message, fields)).encode())


def _object(body: bytes) -> str:
    """The object that the body begins with: the server reads no further, and takes nothing else."""
    text = body.decode().lstrip()
    try:
        value, end = json.JSONDecoder().raw_decode(text)
    except json.JSONDecodeError as error:
        raise json_format.ParseError(str(error)) from error
    if not isinstance(value, dict):
        raise json_format.ParseError("no JSON object")
    return text[:end]


def _with_nulls(message: Message, fields: dict[str, Any]) -> dict[str, Any]:
    """Messages that are not there are null in the server's JSON, and left out by the SDK's printer."""
    for name in UNKNOWN_FIELDS:
        fields.pop(name, None)
    for field in message.DESCRIPTOR.fields:
        inside = fields.get(field.name)
        if field.message_type is None or field.message_type.GetOptions().map_entry:
            continue
        if isinstance(inside, list):
            parts = zip(getattr(message, field.name), inside, strict=True)
            fields[field.name] = [_with_nulls(part, one) for part, one in parts]
        elif isinstance(inside, dict):
            _with_nulls(getattr(message, field.name), inside)
        elif inside is None and field.containing_oneof is None:
            fields[field.name] = None
    return fields
