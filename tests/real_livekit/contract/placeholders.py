"""What must differ between two servers that answer the same: ids, times, secrets, ports.

Decides the form of each and puts a name in its stead. The same id gets the same name, so that two answers
still have to agree on which things are one and the same. It must not know who has answered.
"""

from __future__ import annotations

import re
from typing import Any

LETTERS = "2-9A-HJ-NP-Za-km-z"
ID = re.compile(rf"\b(RM_|PA_|EV_|ST_|SDR_|SCL_|TR_[AV][CMS])([{LETTERS}]{{12}})(?![A-Za-z0-9])")
TOKEN = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]*")
PORT = re.compile(r"(127\.0\.0\.1):\d+")
# 32 bytes in an alphabet of 62: mostly 43 letters.
SECRET = re.compile(r"[A-Za-z0-9]{40,46}")
# How many of the unit make a second; camelCase as webhooks write them.
TIMES = {"creation_time": 1, "joined_at": 1, "created_at": 1}
TIMES |= {"creation_time_ms": 1e3, "joined_at_ms": 1e3, "unix_micro": 1e6}
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0000 UTC")
OLDEST = 120.0
# Up to five seconds old and not told by any event; `test_participants.py` waits for them.
COUNTS = ("num_participants", "num_publishers")
# What the client of a participant decides: the SDK of the real side is not LiveKit's SIP service.
CLIENT = ("capabilities", "client_protocol", "cid", "mid", "stream", "disable_red")
LEFT_OUT = frozenset((*COUNTS, *CLIENT))


class Placeholders:
    """Names for one transcript, given in the order in which the things first appear."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}
        self._kinds: dict[str, int] = {}

    def put(self, value: Any, now: float, field: str = "") -> Any:
        """The value with names in it. Raises AssertionError for a time or a secret of another form."""
        if isinstance(value, dict):
            fields = {key: _snake(key) for key in sorted(value)}
            return {
                key: self.put(value[key], now, fields[key]) for key in fields if fields[key] not in LEFT_OUT
            }
        if isinstance(value, list):
            return [self.put(one, now, field) for one in value]
        if value is None:
            return None
        if field in TIMES:
            assert abs(float(value) / TIMES[field] - now) < OLDEST, f"{field} is {value}, now is {now}"
            return f"<time as {type(value).__name__}>"
        if field == "sip.call_tag":
            assert re.fullmatch("[0-9a-f]{12}", value), value
            return "<tag>"
        if field == "version":
            assert isinstance(value, int) and value > 0, value
            return "<version>"
        if field == "turn_password":
            assert SECRET.fullmatch(value), f"{value!r} is no password of a room"
            return "<secret>"
        return self._text(value) if isinstance(value, str) else value

    def _text(self, text: str) -> str:
        text = PORT.sub(r"\1:<port>", TOKEN.sub("<token>", MOMENT.sub("<moment>", text)))
        return ID.sub(lambda found: self._named(found[0], found[1]), text)

    def _named(self, full: str, kind: str) -> str:
        if full not in self._ids:
            self._kinds[kind] = self._kinds.get(kind, 0) + 1
            self._ids[full] = f"<{kind}{self._kinds[kind]}>"
        return self._ids[full]


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])([A-Z])", lambda found: f"_{found[1].lower()}", name)
