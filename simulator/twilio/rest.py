"""The REST API 2010-04-01: authentication, routing, errors.

Decides which handler answers a request, and that every request is checked against the official description
(reference/twilio.md 4, 10.8: an unknown field is ignored in silence). It must not know the resources' rules.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from simulator.contract.problem import Problem
from simulator.contract.requests import request_problems
from simulator.network import Reply
from simulator.twilio import rest_calls, rest_conferences, rest_numbers, rest_recordings
from simulator.twilio.faults import error
from simulator.twilio.resources import ApiError, Asked

if TYPE_CHECKING:
    from simulator.twilio.carrier import Carrier

Json = dict[str, object]
Answer = tuple[int, Json | bytes | None]
Handler = Callable[["Carrier", Asked], Answer]
ACCOUNT = r"/2010-04-01/Accounts/(?P<account>AC[0-9a-fA-F]{32})"
ROUTES: list[tuple[str, re.Pattern[str], Handler]] = [
    (method, re.compile(ACCOUNT + tail + r"\.json"), handler)
    for method, tail, handler in [
        ("GET", "", rest_numbers.fetch_account),
        ("POST", "/Calls", rest_calls.create),
        ("GET", "/Calls", rest_calls.find),
        ("GET", "/Calls/(?P<sid>[^/]+)", rest_calls.fetch),
        ("POST", "/Calls/(?P<sid>[^/]+)", rest_calls.update),
        ("POST", "/Calls/(?P<sid>[^/]+)/Transcriptions", rest_calls.start_transcription),
        ("POST", "/Calls/(?P<sid>[^/]+)/Transcriptions/(?P<session>[^/]+)", rest_calls.stop_transcription),
        ("GET", "/Conferences", rest_conferences.find),
        ("GET", "/Conferences/(?P<sid>[^/]+)", rest_conferences.fetch),
        ("POST", "/Conferences/(?P<sid>[^/]+)", rest_conferences.update),
        ("GET", "/Conferences/(?P<sid>[^/]+)/Participants", rest_conferences.participants),
        ("POST", "/Conferences/(?P<sid>[^/]+)/Participants", rest_conferences.add),
        ("GET", "/Conferences/(?P<sid>[^/]+)/Participants/(?P<leg>[^/]+)", rest_conferences.participant),
        ("POST", "/Conferences/(?P<sid>[^/]+)/Participants/(?P<leg>[^/]+)", rest_conferences.change),
        ("DELETE", "/Conferences/(?P<sid>[^/]+)/Participants/(?P<leg>[^/]+)", rest_conferences.kick),
        ("GET", "/IncomingPhoneNumbers", rest_numbers.find),
        ("GET", "/IncomingPhoneNumbers/(?P<sid>[^/]+)", rest_numbers.fetch),
        ("POST", "/IncomingPhoneNumbers/(?P<sid>[^/]+)", rest_numbers.update),
        ("GET", "/Recordings", rest_recordings.find),
        ("GET", "/Recordings/(?P<sid>[^/]+)", rest_recordings.fetch),
        ("DELETE", "/Recordings/(?P<sid>[^/]+)", rest_recordings.delete),
    ]
]
MEDIA = re.compile(ACCOUNT + r"/Recordings/(?P<sid>RE[0-9a-fA-F]{32})(?:\.wav|\.mp3)?")
# Standard API keys cannot reach these (reference/twilio.md 4.6).
TOKEN_ONLY = frozenset({rest_numbers.fetch_account})
# Twilio takes a request with these all the same: an unknown field, a Twiml beside a Url.
IGNORED = frozenset({20001, 32019})
INVALID_PARAMETER = 20001


class Api:
    """The API of one account."""

    def __init__(self, carrier: Carrier) -> None:
        self.carrier = carrier

    def handle(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Answer one request; errors are Twilio's JSON with code, message, more_info and status."""
        kind = "application/json"
        try:
            status, found = self._answer(method.upper(), url, headers, body)
            if isinstance(found, bytes):
                kind, content = "audio/x-wav", found
            else:
                content = b"" if found is None else json.dumps(found).encode()
        except ApiError as refused:
            reply = error(refused.status, refused.code, refused.message)
            status, content = reply.status, reply.body
        told = {
            "Content-Type": kind,
            "Twilio-Request-Id": self.carrier.new_sid("RQ"),
            "Twilio-Concurrent-Requests": "1",
        }
        self.carrier.world.note("rest", method=method, path=urlsplit(url).path, status=status)
        return Reply(status, told, content)

    def _answer(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        parts = urlsplit(url)
        # Media needs no authentication unless an account asks for it (reference/twilio.md 7).
        if method == "GET" and (file := MEDIA.fullmatch(parts.path)):
            return rest_recordings.media(self.carrier, Asked(file.groupdict(), []))
        user = self._authenticated(headers)
        do, names = self._route(method, parts.path)
        if names["account"] != self.carrier.account_sid:
            raise ApiError(404, 20404, f"The requested resource {parts.path} was not found")
        if do in TOKEN_ONLY:
            if user != self.carrier.account_sid:
                raise ApiError(401, 20003, "Authenticate")
            return do(self.carrier, Asked(names, []))
        query, form = _pairs(parts.query), _pairs(body.decode("utf-8", "replace"))
        if method == "POST":
            self._check(request_problems(method, url, form), f"{method} {parts.path}")
        else:
            self._check(request_problems(method, parts.path, query), f"{method} {parts.path}")
        return do(self.carrier, Asked(names, form if method == "POST" else query))

    def _route(self, method: str, path: str) -> tuple[Handler, dict[str, str]]:
        there = [(verb, match, do) for verb, route, do in ROUTES if (match := route.fullmatch(path))]
        for verb, match, do in there:
            if verb == method:
                return do, {key: unquote(value) for key, value in match.groupdict().items()}
        self.carrier.violation(f"{method} {path}: no such operation here")
        raise ApiError(405 if there else 404, 20004 if there else 20404, f"{method} {path}")

    def _authenticated(self, headers: Mapping[str, str]) -> str:
        """The user of HTTP Basic: the account SID with its token, or an API key with its secret (20003)."""
        given = next((value for key, value in headers.items() if key.lower() == "authorization"), "")
        try:
            user, _, secret = base64.b64decode(given.removeprefix("Basic ")).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            user, secret = "", ""
        known = self.carrier.api_keys | {self.carrier.account_sid: self.carrier.auth_token}
        if user not in known or not hmac.compare_digest(known[user].encode(), secret.encode()):
            raise ApiError(401, 20003, "Authenticate")
        return user

    def _check(self, problems: list[Problem], request: str) -> None:
        """Everything found is a violation; what Twilio would not even ignore is refused."""
        for problem in problems:
            self.carrier.violation(f"{request}: {problem}")
        for problem in problems:
            # Below a field lies the document in it, which is taken and fails when it is played.
            part, _, field = problem.path.partition(".")
            refused = problem.level == "error" and problem.code not in IGNORED
            if refused and part == "form" and field.isidentifier():
                raise ApiError(400, problem.code or INVALID_PARAMETER, f"{field}: {problem.message}")


def _pairs(text: str) -> list[tuple[str, str]]:
    return parse_qsl(text, keep_blank_values=True)
