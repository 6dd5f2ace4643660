"""English numbers in running text, and those that the texts of other languages hold.

Decides the ordinals, and which words are numbers for sure among words of another language. How cardinals are
read stands in `number_words.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

from summaries.number_words import ORDINALS, REPEATS, SCALES, TENS, UNITS, read
from summaries.numbers.counting import Counting
from summaries.numbers.phrases import Table

_WORDS = frozenset({*UNITS, *TENS, *SCALES, "hundred"})
# "10 o 20" is Spanish; "ten" is an order there, and a number more often.
_ABROAD = _WORDS - {"oh", "o", "nil"}


def _ordinals() -> dict[str, int]:
    small = {word: value for word, value in ORDINALS.items() if value < 10}
    return ORDINALS | {
        f"{tens} {word}": ten + value for tens, ten in TENS.items() for word, value in small.items()
    }


def _abroad(words: Sequence[str], at: int) -> tuple[str, int]:
    return read(words, at) if words[at] in _ABROAD else ("", at)


COUNTING = Counting(
    cardinal=read,
    ordinals=Table(_ordinals()),
    scales=SCALES,
    beginnings=_WORDS | REPEATS.keys(),
)
ABROAD = Counting(cardinal=_abroad, ordinals=Table({}), scales={}, beginnings=_ABROAD)
