"""A JSON object out of whatever a model puts around it: fences, an introduction, its thoughts.

Decides where the object begins and ends. It must not know what has to be in it.
"""

from __future__ import annotations

import json

# An answer that is longer is refused unread; what is tried is bounded, so that no text costs much.
LONGEST = 20_000
_MOST_TRIES = 50

_decoder = json.JSONDecoder()


def unwrap(text: str) -> str:
    """The last outermost object, because models think first and answer then; without one, the text itself."""
    found, at, tries = text, text.find("{"), 0
    if len(text) > LONGEST:
        return text
    while at >= 0 and tries < _MOST_TRIES:
        tries += 1
        end = _end_of_object(text, at)
        if end is not None:
            found = text[at:end]
        at = text.find("{", end or at + 1)
    return found


def _end_of_object(text: str, at: int) -> int | None:
    try:
        return _decoder.raw_decode(text, at)[1]
    # Brackets nested thousands deep end in a RecursionError.
    except (ValueError, RecursionError):
        return None
