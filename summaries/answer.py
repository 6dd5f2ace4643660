"""A model's answer, taken apart: one JSON object with a headline and details, and nothing else.

Decides the shape and its limits. It must not decide whether any of it is true.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from summaries.words import NoBrief

# Many times a brief, and nothing to take apart at length.
LONGEST = 20_000
MOST_DETAILS = 12

# Limits of length are checked here only: strict modes do not know them.
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "headline": {"type": "string"},
        "details": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["headline", "details"],
    "additionalProperties": False,
}


@dataclass(frozen=True)
class Answer:
    headline: str
    details: tuple[str, ...]


def parse(raw: str) -> Answer:
    if len(raw) > LONGEST:
        raise NoBrief("the answer is too long", "answer", retryable=True)
    try:
        found = json.loads(raw)
    # Brackets nested thousands deep end in a RecursionError.
    except (ValueError, RecursionError):
        raise NoBrief("the answer is not JSON", "answer", retryable=True) from None
    if not _has_shape(found):
        raise NoBrief("the answer has another shape", "answer", retryable=True)
    return Answer(found["headline"], tuple(found["details"]))


def _has_shape(found: Any) -> bool:
    return (
        isinstance(found, dict)
        and found.keys() == {"headline", "details"}
        and isinstance(found["headline"], str)
        and isinstance(found["details"], list)
        and len(found["details"]) <= MOST_DETAILS
        and all(isinstance(detail, str) for detail in found["details"])
    )
