"""Which lines of a call carry a sentence: the words and numbers of content that both have.

Decides whether they have enough of them, however they are inflected and with some paraphrase. It must not
know what a sentence claims; that its numbers and names were there is checked elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from summaries.amounts import Number, is_read_out, rows
from summaries.languages.wording import Wording

# A call is talk: what a sentence sums up is often said in a question and its answer.
_NEIGHBOURS = 1
_SHORTEST_WITH_PREFIX = 7
_LETTERS = re.compile(r"[^\W\d_]+")


class Ties:
    """`names` are words that carry nothing although they are known, such as the agent's name."""

    def __init__(self, wording: Wording, names: Iterable[str] = ()) -> None:
        self._wording = wording
        self._empty = wording.functions | wording.frame | wording.no_counts | frozenset(names)
        self._roots = _Roots(wording)
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
        roots, empty = self._roots, self._empty
        if not numbers:
            return {roots[word] for word in words if word not in empty}
        keys: set[str] = set()
        # "twice" and "two times" are one number, however it is worded.
        counted: set[str] = set()
        for row in rows(numbers, self._wording.together):
            told = [one for one in row if one.written.lower() not in self._wording.no_counts]
            counted.update(*(_LETTERS.findall(one.written.lower()) for one in told))
            values = ["".join(one.digits for one in row)] if is_read_out(row) else [one.value for one in told]
            keys.update(f"#{value}" for value in values)
        keys.update(roots[word] for word in words if word not in empty and word not in counted)
        return keys

    def hold(self, keys: set[str], cited: Sequence[int]) -> bool:
        """Whether the cited lines carry the content of a sentence, or any lines when none are cited."""
        if not all(number in self._places for number in cited):
            return False
        # A sentence without content has nothing that could be wrong.
        least = (len(keys) + 2) // 3
        known, held = keys & self._known, [keys & line for line in self._lines]
        if cited:
            cited_lines = [one for number in cited for one in _around(held, self._places[number])]
            return len(known.union(*cited_lines)) >= least
        for at in range(len(held)):
            near = _around(held, at)
            # Most lines hold next to nothing of it, and adding up is faster than uniting.
            if len(known) + sum(map(len, near)) >= least and len(known.union(*near)) >= least:
                return True
        # A headline sums up the whole call, and then most of it must have been said somewhere.
        return 3 * len(known.union(*held)) >= 2 * len(keys)

    def near(self, cited: Sequence[int]) -> list[int]:
        """The places of the cited lines and of those beside them, of all lines when none are cited."""
        if not cited:
            return list(range(len(self._lines)))
        places = [self._places[number] for number in cited]
        return [at for at in range(len(self._lines)) if any(abs(at - one) <= _NEIGHBOURS for one in places)]

    def line(self, at: int) -> set[str]:
        """The content of the line at this place."""
        return self._lines[at]


def _around(held: Sequence[set[str]], at: int) -> Sequence[set[str]]:
    return held[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS + 1]


class _Roots(dict[str, str]):
    """What is left of each word when its ending is cut off, made when it is asked for."""

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self._wording = wording

    def __missing__(self, word: str) -> str:
        root = self[word] = self._cut(word)
        return root

    def _cut(self, word: str) -> str:
        meaning = self._wording.meanings.get(word)
        if meaning is not None:
            return meaning
        if not word.isascii():
            # Transcribers leave out accents.
            word = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
        if len(word) >= _SHORTEST_WITH_PREFIX:
            word = word.removeprefix(self._wording.prefix)
        length = self._wording.root_length
        return word[:length] if len(word) > length else word.rstrip("s")
