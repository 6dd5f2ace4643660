"""What all REST resources share: the request's fields, errors, dates, pages.

Decides formats only (reference/twilio.md 4). It must not know any resource.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TypeVar
from urllib.parse import urlencode

Json = dict[str, object]
T = TypeVar("T")
DEFAULT_PAGE, LARGEST_PAGE = 50, 1000
NOTHING_IS_EARLIER = 0.0


@dataclass(frozen=True)
class ApiError(Exception):
    """A refusal: HTTP status, Twilio's error number and its sentence."""

    status: int
    code: int
    message: str


@dataclass(frozen=True)
class Asked:
    """One request: the names in its path and its fields (form of a POST, query of anything else)."""

    names: dict[str, str]
    sent: list[tuple[str, str]]

    def get(self, name: str, default: str = "") -> str:
        return next((value for key, value in self.sent if key == name), default)

    def has(self, name: str) -> bool:
        return any(key == name for key, _ in self.sent)

    def all(self, name: str) -> list[str]:
        """Every value of a repeated field; blank-separated values count too (reference/twilio.md 10.8)."""
        return [word for key, value in self.sent if key == name for word in value.split()]

    def flag(self, name: str, default: bool = False) -> bool:
        return self.get(name, str(default)).lower() == "true"

    def number(self, name: str, default: float) -> float:
        text = self.get(name)
        return float(text) if text.isdecimal() else default


def rfc2822(at: float | None) -> str | None:
    """A date as the API writes it, such as `Tue, 31 Aug 2010 20:36:28 +0000`."""
    return None if at is None else format_datetime(datetime.fromtimestamp(int(at), UTC))


def moment(text: str) -> float:
    """A filter's date, `YYYY-MM-DD` or ISO 8601, in seconds since 1970."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ApiError(400, 20001, f"Invalid date {text!r}") from None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def within(asked: Asked, name: str, at: float | None) -> bool:
    """Whether a time passes the filters `Name`, `Name<` and `Name>`, all of them inclusive."""
    value = int(at or NOTHING_IS_EARLIER)
    day = asked.get(name)
    if day and not moment(day) <= value < moment(day) + 86400:
        return False
    before, after = asked.get(f"{name}<"), asked.get(f"{name}>")
    return not (before and value > moment(before)) and not (after and value < moment(after))


def page(
    path: str, key: str, found: Sequence[T], asked: Asked, show: Callable[[T], Json]
) -> tuple[int, Json]:
    """One page of a list with Twilio's paging fields."""
    size = min(max(int(asked.number("PageSize", DEFAULT_PAGE)), 1), LARGEST_PAGE)
    number = int(asked.number("Page", 0))
    start = size * number
    shown = found[start : start + size]

    def uri(of: int) -> str:
        kept = [pair for pair in asked.sent if pair[0] not in ("Page", "PageSize")]
        return f"{path}?{urlencode([*kept, ('PageSize', size), ('Page', of)])}"

    body: Json = {
        "first_page_uri": uri(0),
        "end": max(start + len(shown) - 1, 0),
        "next_page_uri": uri(number + 1) if start + size < len(found) else None,
        "page": number,
        "page_size": size,
        "previous_page_uri": uri(number - 1) if number else None,
        "start": start,
        "uri": uri(number),
        key: [show(one) for one in shown],
    }
    return 200, body
