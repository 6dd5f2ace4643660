"""What a key means, by place and step: the one table to change to add a key.

A key that is not in its row is a wrong key: the phone is asked once more, like silence. It must not
know what is spoken; `twiml/` announces the keys, and a test holds both against each other.
"""

from __future__ import annotations

from enum import StrEnum

from bridge.core.state import Leg


class Key(StrEnum):
    TAKE = "take"
    HEAR = "hear"
    DECLINE = "decline"
    MORE = "more"
    REPEAT = "repeat"
    BACK = "back"
    HAND_OVER = "hand_over"
    ALL_THREE = "all_three"
    SWAP = "swap"
    COLLEAGUE = "colleague"
    SKILL = "skill"
    LEAVE = "leave"
    STAY = "stay"
    LEAVE_MESSAGE = "leave_message"


# A row is for a place, or for one step of it.
KEYS: dict[str, dict[str, Key]] = {
    "offer": {"1": Key.TAKE, "2": Key.DECLINE},
    "brief": {"1": Key.TAKE, "2": Key.DECLINE, "4": Key.MORE, "5": Key.REPEAT},
    "brief.gate": {"1": Key.HEAR, "2": Key.DECLINE},
    "consulting": {"1": Key.BACK, "2": Key.HAND_OVER},
    "consulting.hand_over": {"1": Key.BACK},
    "consulting.next_to_hand_over": {"1": Key.BACK},
    "consulting.handing_over": {},
    "waiting": {"2": Key.LEAVE_MESSAGE},
    "keypad.talk": {"1": Key.STAY, "2": Key.COLLEAGUE},
    "keypad.consult": {"1": Key.BACK, "2": Key.HAND_OVER, "3": Key.ALL_THREE, "4": Key.SWAP},
    "keypad.three_way": {"1": Key.BACK, "2": Key.HAND_OVER},
    "keypad.leave": {"1": Key.LEAVE},
}
# The skills of a menu follow its other keys, as far as the digits go.
FIRST_SKILL, LAST_SKILL = 3, 9
MOST_SKILLS = LAST_SKILL - FIRST_SKILL + 1


def row(leg: Leg) -> dict[str, Key]:
    """The keys of this leg now."""
    keys = KEYS.get(f"{leg.place}.{leg.step}", KEYS.get(leg.place, {}))
    skills = {str(FIRST_SKILL + n): Key.SKILL for n in range(len(leg.choices))}
    return keys | skills


def meaning(leg: Leg, keys: str) -> Key | None:
    """The key's meaning there; None for a wrong key or several keys."""
    return row(leg).get(keys)


def skill(leg: Leg, key: str) -> str:
    """Which skill a key of the menu stands for."""
    return leg.choices[int(key) - FIRST_SKILL]
