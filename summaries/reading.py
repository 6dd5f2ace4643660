"""A text in the forms in which the checks of a brief need it, made once: reading the call is what they cost.

Decides nothing about any word, and must not know what is looked for.
"""

from __future__ import annotations

from typing import NamedTuple

from summaries.digits import most_digits
from summaries.plain import one_form, visible
from summaries.word_lists import count_digits, spoken


class Reading(NamedTuple):
    """What is `visible` of a text; `lower` is its normal form in lower case, `letters` the words of that,
    `digits` how many it has, and `most` how many those words may stand for besides."""

    visible: str
    lower: str
    letters: list[str]
    digits: int
    most: int


def read(text: str) -> Reading:
    shown = visible(text)
    lower = one_form(shown).lower()
    letters = spoken(lower)
    return Reading(shown, lower, letters, count_digits(lower), most_digits(letters))
