"""A model's answer, taken apart: a headline and details, or the reply to a question, with lines cited.

Decides the shape and its limits; models without a schema give plain strings and ids such as "L3", which are
understood too. It must not decide whether any of it is true.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from summaries.words import NoBrief

# Many times a brief, and nothing to take apart at length.
LONGEST = 20_000
MOST_DETAILS = 12
# In the order in which a listener needs them.
ABOUT = ("caller", "wants", "tried", "promised", "open", "mood")
# Whoever cites the whole call cites nothing.
_MOST_CITED = 12
_NO_LINE = -1
_ID = re.compile(r"\s*(?:line|[a-z]{1,2}-?)?[ #]{0,2}(\d{1,6})\s*", re.I)


def _strict(**properties: Any) -> dict[str, Any]:
    """Strict modes want all properties required, and no others; they do not know limits of length."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_TEXT: dict[str, Any] = {"type": "string"}
_LINES: dict[str, Any] = {"type": "array", "items": {"type": "integer"}}
_ABOUT: dict[str, Any] = {"type": "string", "enum": list(ABOUT)}
SCHEMA = _strict(
    headline=_strict(text=_TEXT, lines=_LINES),
    details={"type": "array", "items": _strict(about=_ABOUT, text=_TEXT, lines=_LINES)},
)
REPLY_SCHEMA = _strict(known={"type": "boolean"}, text=_TEXT, lines=_LINES)


@dataclass(frozen=True)
class Told:
    """A text, the lines that it is said to rest on, none when none were named, and what it is about."""

    text: str
    lines: tuple[int, ...] = ()
    about: str = ""


@dataclass(frozen=True)
class Answer:
    headline: Told
    details: tuple[Told, ...]


def parse(raw: str) -> Answer:
    found = _object(raw, {"headline", "details"})
    details = found["details"]
    if isinstance(details, str):
        details = [details]
    if not isinstance(details, list) or len(details) > MOST_DETAILS:
        raise _another_shape()
    told = [_told(detail) for detail in details]
    return Answer(_told(found["headline"]), tuple(sorted(told, key=_place)))


def parse_reply(raw: str) -> Told | None:
    """What the model replies to a question; None when it says that it does not know."""
    found = _object(raw, {"known", "text", "lines"})
    if not isinstance(found["known"], bool):
        raise _another_shape()
    told = _told({"text": found["text"], "lines": found["lines"]})
    return told if found["known"] and told.text.strip() else None


def _object(raw: str, keys: set[str]) -> dict[str, Any]:
    if len(raw) > LONGEST:
        raise NoBrief("the answer is too long", "answer", retryable=True)
    try:
        found = json.loads(raw)
    # Brackets nested thousands deep end in a RecursionError.
    except (ValueError, RecursionError):
        raise NoBrief("the answer is not JSON", "answer", retryable=True) from None
    if not isinstance(found, dict) or found.keys() != keys:
        raise _another_shape()
    return found


def _told(found: Any) -> Told:
    if isinstance(found, str):
        return Told(found)
    if not isinstance(found, dict) or not found.keys() <= {"about", "text", "lines"}:
        raise _another_shape()
    text, about = found.get("text"), found.get("about", "")
    if not isinstance(text, str):
        raise _another_shape()
    return Told(text, _cited(found.get("lines")), about if about in ABOUT else "")


def _cited(lines: Any) -> tuple[int, ...]:
    one_by_one = lines if isinstance(lines, list) else [] if lines is None else [lines]
    ids = dict.fromkeys(map(_id, one_by_one))
    return tuple(ids) if len(ids) <= _MOST_CITED else ()


def _id(cited: Any) -> int:
    """What is no id names a line that does not exist."""
    if isinstance(cited, int) and not isinstance(cited, bool):
        return cited
    match = _ID.fullmatch(cited) if isinstance(cited, str) else None
    return int(match[1]) if match else _NO_LINE


def _place(told: Told) -> int:
    """Details that say what they are about in the order of a brief; the others stay in their own, behind."""
    return ABOUT.index(told.about) if told.about else len(ABOUT)


def _another_shape() -> NoBrief:
    return NoBrief("the answer has another shape", "answer", retryable=True)
