"""Numbers of a language as a table of phrases: the longest one that fits is the number.

Decides how phrases are matched, doubled ("triple cinco", "deux fois quatre") and joined over a thousand.
It must not know any language.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

Phrase = tuple[str, ...]


class Phrases:
    """`values` are numbers below a thousand, `thousand` the word for it, `repeats` how often the digit
    behind a phrase is meant; accents may be missing, for transcribers lose them."""

    def __init__(
        self, values: Mapping[str, int], thousand: str, repeats: Mapping[str, int], articles: Iterable[str]
    ) -> None:
        self._values = {_split(form): value for phrase, value in values.items() for form in spellings(phrase)}
        self._repeats = {
            _split(form): times for phrase, times in repeats.items() for form in spellings(phrase)
        }
        self._thousand, self._articles = thousand, frozenset(articles)
        self._longest = max(map(len, self._values))
        phrases = (*self._values, *self._repeats)
        self.beginnings = frozenset(phrase[0] for phrase in phrases) | {thousand}
        self.words = frozenset(word for phrase in phrases for word in phrase) | self._articles

    def read(self, words: Sequence[str], at: int) -> tuple[str, int]:
        """The digits of the number that begins at `at`, and where it ends; `("", at)` when none does."""
        if words[at] not in self.beginnings:
            return "", at
        times, behind = self._repeated(words, at)
        if times:
            value, end = self._below_thousand(words, behind)
            if 0 <= value < 10:
                return str(value) * times, end
        value, end = self._below_thousand(words, at)
        if end < len(words) and words[end] == self._thousand and value:
            rest, after = self._below_thousand(words, end + 1)
            return (str(abs(value) * 1000 + max(rest, 0)), max(after, end + 1))
        return (str(value), end) if value >= 0 else ("", at)

    def _repeated(self, words: Sequence[str], at: int) -> tuple[int, int]:
        for size in (2, 1):
            times = self._repeats.get(tuple(words[at : at + size]), 0)
            if times:
                behind = at + size
                return times, behind + (behind < len(words) and words[behind] in self._articles)
        return 0, at

    def _below_thousand(self, words: Sequence[str], at: int) -> tuple[int, int]:
        """-1 when no number begins here, so that a bare "mil" is one thousand."""
        for end in range(min(at + self._longest, len(words)), at, -1):
            value = self._values.get(tuple(words[at:end]))
            if value is not None:
                return value, end
        return -1, at


def spellings(phrase: str) -> set[str]:
    """Also without its accents, as machines and hurried people write it."""
    bare = "".join(c for c in unicodedata.normalize("NFD", phrase) if not unicodedata.combining(c))
    return {phrase, bare, bare.replace("ß", "ss"), phrase.replace("ß", "ss")}


def _split(phrase: str) -> Phrase:
    return tuple(phrase.split())
