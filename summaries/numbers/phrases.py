"""Numbers of a language as a table of phrases: the longest one that fits is the number.

Decides how phrases are matched, doubled ("triple cinco", "deux fois quatre") and joined over a thousand.
It must not know any language.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

Phrase = tuple[str, ...]
# Between the words of one number.
_JOINTS = ("y", "und", "et")


class Table:
    """Phrases and what they are worth; accents may be missing, for transcribers lose them."""

    def __init__(self, values: Mapping[str, int]) -> None:
        self._values = _spelled(values)
        self._longest = max(map(len, self._values), default=0)
        self.beginnings = frozenset(phrase[0] for phrase in self._values)
        self.endings = frozenset(phrase[-1] for phrase in self._values)
        self.words = frozenset(word for phrase in self._values for word in phrase)

    def find(self, words: Sequence[str], at: int) -> tuple[int, int]:
        """What the longest phrase at this place is worth, and where it ends; -1 when none begins here."""
        if at < len(words) and words[at] not in self.beginnings:
            return -1, at
        for end in range(min(at + self._longest, len(words)), at, -1):
            value = self._values.get(tuple(words[at:end]))
            if value is not None:
                return value, end
        return -1, at


class Phrases:
    """`values` are numbers below a thousand, `thousand` the word for it, `doubled` how often the digit
    behind a phrase is meant; `times` the same, where it may also tell how often something was done."""

    def __init__(
        self,
        values: Mapping[str, int],
        thousand: str,
        doubled: Mapping[str, int],
        times: Mapping[str, int],
        articles: Iterable[str],
    ) -> None:
        self._below_thousand = Table(values)
        self._doubled = _spelled(doubled)
        self._repeated = self._doubled | _spelled(times)
        self._thousand, self._articles = thousand, frozenset(articles)
        self.beginnings = (
            self._below_thousand.beginnings | {phrase[0] for phrase in self._repeated} | {thousand}
        )
        self.endings = self._below_thousand.endings
        repeating = frozenset(word for phrase in self._repeated for word in phrase)
        self.words = self._below_thousand.words | repeating | self._articles
        self.most = self._most_digits()

    def read(self, words: Sequence[str], at: int) -> tuple[str, int]:
        """The digits of the number that begins at `at`, and where it ends; `("", at)` when none does."""
        return self._read(words, at, self._repeated)

    def count(self, words: Sequence[str], at: int) -> tuple[str, int]:
        """As `read` in running text: "zweimal fünf Euro" are five euros, "doppel fünf" is 55."""
        return self._read(words, at, self._doubled)

    def _most_digits(self) -> Mapping[str, int]:
        """How many digits each word adds to a number at most; none for those that only join others."""
        alone = {word: self._below_thousand.find([word], 0)[0] for word in self.words - self._articles}
        most = {word: len(str(value)) if value >= 0 else 3 for word, value in alone.items()}
        return most | dict.fromkeys(_JOINTS, 0) | {self._thousand: 4}

    def _read(self, words: Sequence[str], at: int, repeats: Mapping[Phrase, int]) -> tuple[str, int]:
        if words[at] not in self.beginnings:
            return "", at
        times, behind = self._times(words, at, repeats)
        if times:
            value, end = self._below_thousand.find(words, behind)
            if 0 <= value < 10:
                return str(value) * times, end
        value, end = self._below_thousand.find(words, at)
        if end < len(words) and words[end] == self._thousand and value:
            # A bare "mil" is one thousand.
            rest, after = self._below_thousand.find(words, end + 1)
            return (str(abs(value) * 1000 + max(rest, 0)), max(after, end + 1))
        return (str(value), end) if value >= 0 else ("", at)

    def _times(self, words: Sequence[str], at: int, repeats: Mapping[Phrase, int]) -> tuple[int, int]:
        for size in (2, 1):
            times = repeats.get(tuple(words[at : at + size]), 0)
            if times:
                behind = at + size
                return times, behind + (behind < len(words) and words[behind] in self._articles)
        return 0, at


def spellings(phrase: str) -> set[str]:
    """Also without its accents, as machines and hurried people write it."""
    bare = "".join(c for c in unicodedata.normalize("NFD", phrase) if not unicodedata.combining(c))
    return {phrase, bare, bare.replace("ß", "ss"), phrase.replace("ß", "ss")}


def _spelled(values: Mapping[str, int]) -> dict[Phrase, int]:
    return {tuple(form.split()): value for phrase, value in values.items() for form in spellings(phrase)}
