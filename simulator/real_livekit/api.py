"""The real server's API as an outsider asks it: one request, one answer; and the token to join a room with.

Decides what is signed (reference/livekit.md 4). It must not know the application, nor its SDK.
"""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from simulator.livekit.tokens import make_token

VALID_SECONDS = 6 * 3600.0
EVERYTHING = {"roomCreate": True, "roomList": True, "roomAdmin": True}


class NoAnswer(Exception):
    """The server could not be asked, or answered with an error."""


class Api:
    """`seconds` is how long an answer may take."""

    def __init__(self, url: str, key: str, secret: str) -> None:
        self.url, self._key, self._secret = url, key, secret

    def rooms(self, seconds: float = 2.0) -> dict[str, dict[str, Any]]:
        """The rooms that the server knows, by name. Raises NoAnswer."""
        found = self._ask("ListRooms", {}, {}, seconds).get("rooms", [])
        return {str(one["name"]): one for one in found}

    def create(self, room: str) -> None:
        self._ask("CreateRoom", {"name": room}, {}, 2.0)

    def delete(self, room: str) -> None:
        self._ask("DeleteRoom", {"room": room}, {}, 2.0)

    def participants(self, room: str) -> dict[str, dict[str, Any]]:
        """Who is in a room, by identity."""
        found = self._ask("ListParticipants", {"room": room}, {"room": room}, 2.0).get("participants", [])
        return {str(one["identity"]): one for one in found}

    def remove(self, room: str, identity: str) -> None:
        self._ask("RemoveParticipant", {"room": room, "identity": identity}, {"room": room}, 2.0)

    def phone_token(self, room: str, identity: str, name: str, attributes: Mapping[str, str]) -> str:
        """What LiveKit's SIP service joins a room with: kind SIP, and the rights of livekit-lab.md a."""
        rights = ("canPublish", "canSubscribe", "canPublishData", "canUpdateOwnMetadata")
        grant = {"roomJoin": True, "room": room, **dict.fromkeys(rights, True)}
        who = {"sub": identity, "name": name, "kind": "sip", "attributes": dict(attributes)}
        return self._token({**who, "video": grant})

    def _token(self, claims: Mapping[str, Any]) -> str:
        now = int(time.time())
        return make_token(
            {"iss": self._key, "nbf": now - 5, "exp": int(now + VALID_SECONDS), **claims}, self._secret
        )

    def _ask(
        self, method: str, body: Mapping[str, Any], grant: Mapping[str, Any], seconds: float
    ) -> dict[str, Any]:
        token = self._token({"video": EVERYTHING | dict(grant)})
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=seconds)
        try:
            path = f"/twirp/livekit.RoomService/{method}"
            connection.request("POST", path, json.dumps(body), headers)
            answer = connection.getresponse()
            text = answer.read()
        except OSError as error:
            raise NoAnswer(f"{method}: {error}") from error
        finally:
            connection.close()
        if answer.status != 200:
            raise NoAnswer(f"{method} answered {answer.status}: {text.decode()}")
        found: dict[str, Any] = json.loads(text)
        return found
