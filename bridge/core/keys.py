"""What a key means, by place and step: the one table to change to add a key.

A key that is not in its place's row is a wrong key: the phone is asked once more, like silence.
It must not know what is spoken; `twiml/` announces the keys, and a test holds both against each other.
"""

from __future__ import annotations

from enum import StrEnum

from bridge.core.state import Place


class Key(StrEnum):
    TAKE = "take"
    DECLINE = "decline"
    MORE = "more"
    REPEAT = "repeat"
    BACK = "back"
    HAND_OVER = "hand_over"
    LEAVE_MESSAGE = "leave_message"


KEYS: dict[Place, dict[str, Key]] = {
    Place.OFFER: {"1": Key.TAKE, "2": Key.DECLINE},
    Place.BRIEF: {"1": Key.TAKE, "2": Key.DECLINE, "4": Key.MORE, "5": Key.REPEAT},
    Place.CONSULTING: {"1": Key.BACK, "2": Key.HAND_OVER},
    Place.WAITING: {"2": Key.LEAVE_MESSAGE},
}


def meaning(place: Place, keys: str) -> Key | None:
    """The key's meaning there; None for a wrong key or several keys."""
    return KEYS.get(place, {}).get(keys)
