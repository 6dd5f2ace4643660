"""Names for people as a voice can speak them.

Decides what stands for a person: never a whole number. It must not know when it is spoken.
"""

from __future__ import annotations

import re

from bridge.core.state import Leg
from twiml.sentences import STAND_INS

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
# Twilio's own number for a withheld one (reference/twilio.md 2.1).
_WITHHELD = {"+266696687", "anonymous", "restricted", "unavailable", ""}


def is_number(text: str) -> bool:
    return _E164.fullmatch(text) is not None


def is_withheld(number: str) -> bool:
    """Also what is no number at all: nobody can call it back."""
    return number.lower() in _WITHHELD or not is_number(number)


def caller_name(number: str, language: str) -> str:
    """The last four digits tell callers apart; anything that is no number is not read out."""
    if is_withheld(number):
        return STAND_INS[language]["caller_without_number"]
    return STAND_INS[language]["caller_with_number"].format(digits=" ".join(number[-4:]))


def leg_name(leg: Leg | None, language: str) -> str:
    return leg.name if leg is not None and leg.name else STAND_INS[language]["somebody"]


def masked(number: str) -> str:
    """A number as logs and the API show it: `***0123`; what is no number is not shown at all."""
    return f"***{number[-4:]}" if is_number(number) else "***"
