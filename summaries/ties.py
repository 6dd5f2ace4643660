"""Which lines of a call carry a sentence: the words and numbers of content that both have.

Decides whether they have enough of them, however they are inflected and with some paraphrase. It must not
know what a sentence claims; that its numbers and names were there is checked elsewhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import TypeVar

from summaries.amounts import Rows, is_read_out
from summaries.languages.wording import Wording

# A call is talk: what a sentence sums up is often said in a question and its answer.
_NEIGHBOURS = 1
_SHORTEST_WITH_PREFIX = 7
# Of each line what it has of some content.
Held = Sequence[frozenset[str]]
_Of = TypeVar("_Of")


class Ties:
    """`names` are words that carry nothing although they are known, such as the agent's name."""

    def __init__(self, wording: Wording, names: Iterable[str] = ()) -> None:
        self._wording = wording
        self._empty = wording.functions | wording.frame | wording.no_counts | frozenset(names)
        self._roots = _Roots(wording)
        self._known: set[str] = set()
        self._places: dict[int, int] = {}
        self._lines: list[set[str]] = []
        # By root the words that were said, in one text: so many lists would keep the collector busy.
        self._alike: dict[str, str] = {}

    def know(self, keys: Iterable[str]) -> None:
        """Known facts carry a sentence wherever it is tied."""
        self._known.update(keys)

    def hear(self, lines: Iterable[tuple[int, set[str], Rows]]) -> None:
        """All lines of the call: their numbers, the words of each in lower case and what it counts."""
        for number, words, counted in lines:
            self._places[number] = len(self._lines)
            self._lines.append(self._content(words, counted))
        alike = self._alike
        for said in set().union(*self._lines):
            root = self._roots[said]
            alike[root] = f"{alike[root]} {said}" if root in alike else said

    def keys(self, words: set[str], counted: Rows) -> set[str]:
        """The content of a text: roots of its words in lower case, and values."""
        return set(map(self._roots.__getitem__, self._content(words, counted)))

    def _content(self, words: set[str], counted: Rows) -> set[str]:
        """The words of content as they were said, and values."""
        said = words - self._empty
        if not counted:
            return said
        values: set[str] = set()
        # "twice" and "two times" are one number, however it is worded.
        instead: set[str] = set()
        for row in counted:
            read_out = is_read_out(row)
            if read_out:
                values.add(f"#{''.join(one.digits for one in row)}")
            for one in row:
                if one.written not in self._wording.no_counts:
                    instead.update(one.written.split())
                    if not read_out:
                        values.add(f"#{one.value}")
        return (said - instead) | values

    def hold(self, keys: set[str], cited: Sequence[int], held: Held) -> bool:
        """Whether the cited lines carry the content of a sentence, or any lines when none are cited.

        `held` is what lines have of it.
        """
        if not all(number in self._places for number in cited):
            return False
        least = enough_of(keys)
        known = keys & self._known
        if cited:
            cited_lines = [one for number in cited for one in _around(held, self._places[number])]
            return len(known.union(*cited_lines)) >= least
        sizes = list(map(len, held))
        for at in range(len(held)):
            # Most lines hold next to nothing of it, and adding up is faster than uniting.
            enough = len(known) + sum(_around(sizes, at)) >= least
            if enough and len(known.union(*_around(held, at))) >= least:
                return True
        # A headline sums up the whole call, and then most of it must have been said somewhere.
        return 3 * len(known.union(*held)) >= 2 * len(keys)

    def held(self, keys: set[str]) -> Held:
        """What each line has of this content."""
        # Few words of the call are those of a sentence, so that few are looked at in each line.
        root_of = {said: key for key in keys for said in self._alike.get(key, "").split()}
        wanted, nothing = frozenset(root_of), frozenset[str]()
        return [
            nothing if wanted.isdisjoint(line) else frozenset(map(root_of.__getitem__, wanted & line))
            for line in self._lines
        ]

    def near(self, cited: Sequence[int]) -> Sequence[int]:
        """The places of the cited lines and of those beside them, of all lines when none are cited."""
        if not cited:
            return range(len(self._lines))
        places = [self._places[number] for number in cited]
        return [at for at in range(len(self._lines)) if any(abs(at - one) <= _NEIGHBOURS for one in places)]

    def loose(self, keys: set[str]) -> set[str]:
        """Those that a sentence may have although its line has not: by itself a number may be another, or
        none."""
        counts = self._wording.is_number_word
        return {key for key in keys if key[:1] == "#" or any(map(counts, self._alike.get(key, "").split()))}


def enough_of(keys: set[str]) -> int:
    """How much of its content carries a sentence; one without content has nothing that could be wrong."""
    return (len(keys) + 2) // 3


def _around(lines: Sequence[_Of], at: int) -> Sequence[_Of]:
    return lines[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS + 1]


class _Roots(dict[str, str]):
    """What is left of each word when its ending is cut off, made when it is asked for."""

    def __init__(self, wording: Wording) -> None:
        # Words that have others alike stand for these, whatever their endings.
        super().__init__(wording.meanings)
        self._prefix, self._length = wording.prefix, wording.root_length

    def __missing__(self, word: str) -> str:
        if word[:1] == "#":
            return word
        root = word
        if not root.isascii():
            # Transcribers leave out accents.
            root = "".join(c for c in unicodedata.normalize("NFD", root) if not unicodedata.combining(c))
        if len(root) >= _SHORTEST_WITH_PREFIX:
            root = root.removeprefix(self._prefix)
        root = self[word] = root[: self._length] if len(root) > self._length else root.rstrip("s")
        return root
