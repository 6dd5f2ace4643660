"""Whether lines may hold a secret at all: most lines of a call hold none, and to look for one takes long.

Decides by what every secret has: digits close together, many of them or announced, or a word that tells a
password. It may say yes to lines that hold none, never no to lines that hold one (`redaction.py` says which).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from summaries import announced, cards, cues, passwords
from summaries.digits import goes_on, most_digits
from summaries.word_lists import count_digits, spoken

# What is known by its shape alone has six digits close together.
SHAPED = re.compile(r"\d(?:[^\d\n]{0,3}\n?\d){5,}")
_LEAST_SHAPED, _LEAST_ANNOUNCED = 6, min(cue.digits.start for cue in announced.PHRASES.values())


class Signs(NamedTuple):
    """Of one line: its words in lower case, how many digits are written, and spoken at most; whether a word
    may tell a password, and whether something has been taken out of it."""

    text: str
    words: Sequence[str]
    written: int
    spoken: int
    password: bool
    taken: bool

    @property
    def digits(self) -> int:
        return self.written + self.spoken

    @property
    def nothing(self) -> bool:
        """Whether there is no secret in it, nor the rest of one: nearly every line is so."""
        return self.written + self.spoken < _LEAST_ANNOUNCED and not self.password and not self.taken


def signs(text: str) -> Signs:
    lower = text.lower()
    words = spoken(lower)
    written, password = count_digits(lower), passwords.may_be_told(lower)
    return Signs(text, words, written, most_digits(words), password, "[" in text)


def may_hold_secret(lines: Sequence[Signs]) -> bool:
    """Whether there may be a secret in these lines of one person, one after another."""
    digits = sum([one.digits for one in lines])
    if digits < _LEAST_ANNOUNCED:
        # What was taken may go on in the next line.
        return any(one.password or (digits and one.taken) for one in lines)
    if may_be_told(lines):
        return True
    return digits >= _LEAST_SHAPED and (_may_be_card(lines) or _may_have_shape(lines))


def may_be_told(lines: Sequence[Signs]) -> bool:
    """Whether there may be a secret in them that the words around it tell."""
    if any(one.password for one in lines):
        return True
    if sum(one.digits for one in lines) < _LEAST_ANNOUNCED:
        return False
    taken = any(one.taken for one in lines)
    return taken or cues.may_be_told([word for one in lines for word in one.words])


def _may_be_card(lines: Sequence[Signs]) -> bool:
    """Other lines may stand between its digits only if all of their words leave a number whole; those between
    groups that stand apart only if they are short."""
    whole = grouped = 0
    for one in lines:
        whole += one.digits
        beside = one.digits or cards.is_short_aside(one.words)
        grouped = grouped + one.digits if beside else 0
        if whole >= cards.SHORTEST or grouped >= cards.SHORTEST_GROUPED:
            return True
        if not goes_on(one.words):
            whole = one.digits
    return False


def _may_have_shape(lines: Sequence[Signs]) -> bool:
    if sum(one.written for one in lines) < _LEAST_SHAPED:
        return False
    return SHAPED.search("\n".join(one.text for one in lines)) is not None
