"""Spoken numbers in each language of the products, and which words are only now and then numbers.

Decides how a language is read: `read` as in `number_words`, and the words that begin a number in it. It
must not know in which language somebody speaks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from summaries import number_words
from summaries.numbers import french, german, spanish
from summaries.numbers.phrases import Phrases


@dataclass(frozen=True)
class Tongue:
    """`doubtful` words mean something else in another language ("once", "seize", "sept", "elf") or are
    articles too: they are numbers only beside a word that is one for sure. `inside` may go on a number.
    `most` is how many digits a word adds to a number at most."""

    read: Callable[[Sequence[str], int], tuple[str, int]]
    sure: frozenset[str]
    doubtful: frozenset[str]
    inside: frozenset[str]
    most: Mapping[str, int]


def _tongue(phrases: Phrases, doubtful: frozenset[str]) -> Tongue:
    return Tongue(phrases.read, phrases.beginnings - doubtful, doubtful, phrases.words, phrases.most)


_WORTH = number_words.UNITS | number_words.TENS | number_words.SCALES | {"hundred": 100}
_ENGLISH = frozenset(_WORTH.keys() | number_words.REPEATS.keys())
_OH = frozenset({"oh", "o", "nil"})
_MOST = {word: len(str(value)) for word, value in _WORTH.items()} | dict.fromkeys(number_words.REPEATS, 2)

# English first: it reads what no language can claim for sure, such as "4 oh 1".
TONGUES = (
    Tongue(number_words.read, _ENGLISH - _OH, _OH, frozenset({"and"}), _MOST),
    _tongue(spanish.PHRASES, spanish.DOUBTFUL),
    _tongue(german.PHRASES, german.DOUBTFUL),
    _tongue(french.PHRASES, french.DOUBTFUL),
)
