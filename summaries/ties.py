"""Which lines of a call carry a sentence: the words and numbers of content that both have.

Decides whether they have enough of them, however they are inflected and with some paraphrase. It must not
know what a sentence claims; that its numbers and names were there is checked elsewhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from summaries.amounts import Number
from summaries.languages.wording import Wording

# A call is talk: what a sentence sums up is often said in a question and its answer.
_NEIGHBOURS = 1


class Ties:
    """`names` are words that carry nothing although they are known, such as the agent's name."""

    def __init__(self, wording: Wording, names: Iterable[str] = ()) -> None:
        self._wording = wording
        self._empty = wording.functions | wording.frame | frozenset(names)
        self._roots: dict[str, str] = {}
        self._known: set[str] = set()
        self._places: dict[int, int] = {}
        self._lines: list[set[str]] = []

    def know(self, keys: Iterable[str]) -> None:
        """Known facts carry a sentence wherever it is tied."""
        self._known.update(keys)

    def hear(self, number: int, keys: set[str]) -> None:
        self._places[number] = len(self._lines)
        self._lines.append(keys)

    def keys(self, words: Iterable[str], numbers: Sequence[Number]) -> set[str]:
        """The content of a text: roots of its words in lower case, and values."""
        told = [one for one in numbers if one.written.lower() not in self._wording.no_counts]
        # "twice" and "two times" are one number, however it is worded.
        empty = self._empty.union(*(one.written.lower().split() for one in told), self._wording.no_counts)
        return {self._root(word) for word in words if word not in empty} | {f"#{one.value}" for one in told}

    def hold(self, keys: set[str], cited: Sequence[int]) -> bool:
        """Whether the cited lines carry the content of a sentence, or any lines when none are cited."""
        if not all(number in self._places for number in cited):
            return False
        # A sentence without content has nothing that could be wrong.
        least = (len(keys) + 2) // 3
        if cited:
            around = set().union(*(self._around(self._places[number]) for number in cited))
            return len(keys & (around | self._known)) >= least
        if any(len(keys & (self._around(at) | self._known)) >= least for at in range(len(self._lines))):
            return True
        # A headline sums up the whole call, and then most of it must have been said somewhere.
        everywhere = self._known.union(*self._lines)
        return 3 * len(keys & everywhere) >= 2 * len(keys)

    def near(self, cited: Sequence[int]) -> list[int]:
        """The places of the cited lines and of those beside them, of all lines when none are cited."""
        if not cited:
            return list(range(len(self._lines)))
        places = [self._places[number] for number in cited]
        return [at for at in range(len(self._lines)) if any(abs(at - one) <= _NEIGHBOURS for one in places)]

    def line(self, at: int) -> set[str]:
        """The content of the line at this place."""
        return self._lines[at]

    def _around(self, at: int) -> set[str]:
        return set().union(*self._lines[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS + 1])

    def _root(self, word: str) -> str:
        root = self._roots.get(word)
        if root is None:
            root = self._roots[word] = self._cut(word)
        return root

    def _cut(self, word: str) -> str:
        meaning = self._wording.meanings.get(word)
        if meaning is not None:
            return meaning
        if not word.isascii():
            # Transcribers leave out accents.
            word = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
        word = self._wording.prefix.sub("", word)
        length = self._wording.root_length
        return word[:length] if len(word) > length else word.rstrip("s")
