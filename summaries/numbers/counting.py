"""Numbers as they stand in running text: cardinals of any size, ordinals, thousands and millions.

Decides which words are one number and what it is worth. It must not know what is counted, nor digits that
are read out to be redacted (`phrases.py`, `digits.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from summaries.numbers.phrases import Table

Read = Callable[[Sequence[str], int], tuple[str, int]]


class Counted(NamedTuple):
    """Digits, and the word behind the number; no digits: none begins here. What is alone, such as an ordinal,
    is no part of a code."""

    digits: str
    end: int
    is_alone: bool = False


@dataclass(frozen=True)
class Counting:
    """`cardinal` reads as `number_words.read`; `beginnings` are the words that it knows as first ones,
    `inside` parts of longer such words, `endings` those that it knows as last ones. `scales` also follow
    digits: "2,5 Millionen". `articles` are no ones, but `ones` among them are where digits are read out."""

    cardinal: Read
    ordinals: Table
    scales: Mapping[str, int]
    beginnings: frozenset[str]
    articles: frozenset[str] = frozenset()
    ones: frozenset[str] = frozenset()
    inside: tuple[str, ...] = ()
    endings: frozenset[str] = frozenset()

    def read(self, words: Sequence[str], at: int) -> Counted:
        """The number that begins at `at`; words are in lower case, signs between them are words too."""
        digits, end = self.cardinal(words, at)
        value, after = self.ordinals.find(words, at)
        if after > end:
            return Counted(str(value), after, is_alone=True)
        if end == at + 1 and words[at] in self.articles and not self._is_read_out(words, at):
            return Counted("", at)
        if end == at + 2 and words[at + 1] in self.articles and set(digits) == {"1"}:
            # "Doppelt eine Gebühr" is no 11.
            return Counted("", at)
        return Counted(digits, end)

    def _is_read_out(self, words: Sequence[str], at: int) -> bool:
        """ "Quatre huit un": an article among at least two other numbers is a digit."""
        if words[at] not in self.ones:
            return False
        beside = 0
        for step in (-1, 1):
            place = at + step
            while 0 <= place < len(words) and (words[place] == "," or words[place] in self.beginnings):
                beside += words[place] != ","
                place += step
        return beside > 1


def with_scales(below: Read, scales: Mapping[str, int]) -> Read:
    """Reads millions too: "dos millones trescientos mil"."""

    def read(words: Sequence[str], at: int) -> tuple[str, int]:
        digits, end = below(words, at)
        total, most = 0, max(scales.values()) + 1
        # Nobody counts "zero million": it would be read as nothing, and hide the zero.
        while digits.strip("0") and end < len(words) and scales.get(words[end], most) < most:
            most = scales[words[end]]
            total += int(digits) * most
            digits, end = below(words, end + 1) if end + 1 < len(words) else ("", end + 1)
        return (str(total + int(digits or 0)) if total else digits), end

    return read
