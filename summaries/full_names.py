"""Names of more than one word: no first name with the last name of somebody else.

Decides whether two names that stand together in a sentence were said together, or each by itself and close
by, as in a question and its answers. It must not know whether either was said at all (`names.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, cached_property
from itertools import pairwise
from typing import NamedTuple

from summaries.extract_words import CUES
from summaries.grounds import WORD
from summaries.languages import WORDINGS
from summaries.plain import normal
from summaries.word_lists import stem
from summaries.words import Language

# A name is often told in questions and their answers.
_NEAR = 4


class _Word(NamedTuple):
    """`run` is the same for words with capital letters that follow one another, 0 for others."""

    lower: str
    run: int
    follows: bool


class FullNames:
    """`stretches` are texts of which those in one stretch were said one after another."""

    def __init__(self, language: Language, stretches: Sequence[Sequence[str]]) -> None:
        self._language, self._wording, self._stretches = language, WORDINGS[language], stretches
        self._seen: dict[str, list[_Word]] = {}

    def were_told(self, sentence: str) -> bool:
        # Most sentences hold no two names.
        if sum(word[:1].isupper() for word in sentence.split()) < 2:
            return True
        words = self._read(sentence)
        pairs = [(one, other) for one, other in pairwise(words) if other.follows and other.run]
        return all(
            self._were_together(one.lower, other.lower)
            for one, other in pairs
            if one.run == other.run and self._are_names(sentence, one, other)
        )

    @cached_property
    def _texts(self) -> list[list[str]]:
        return [list(map(normal, texts)) for texts in self._stretches]

    @cached_property
    def _whole(self) -> str:
        return "\n".join(text for texts in self._texts for text in texts)

    @cached_property
    def _lower(self) -> str:
        return self._whole.lower()

    def _are_names(self, sentence: str, one: _Word, other: _Word) -> bool:
        if one.lower in self._wording.titles or not (self._binds(one) and self._binds(other)):
            return False
        words = (one.lower, other.lower)
        # Others are judged elsewhere.
        if not all(word in self._lower for word in words):
            return False
        return not any(self._is_common(word, f"{sentence}\n{self._whole}") for word in words)

    def _is_common(self, word: str, text: str) -> bool:
        """Somebody wrote it small, or it is a noun of a language that writes these like names."""
        if word in text and re.search(rf"\b{word}\b", text):
            return True
        determiners = self._wording.determiners
        before = re.findall(rf"\b(\w+) {word}\b", text, re.I) if determiners else ()
        return any(one.lower() in determiners for one in before)

    def _were_together(self, first: str, last: str) -> bool:
        return any(self._are_in(first, last, texts) for texts in self._texts)

    def _are_in(self, first: str, last: str, texts: Sequence[str]) -> bool:
        firsts, lasts = list[int](), list[int]()
        for at, text in enumerate(texts):
            lower = text.lower()
            if first in lower or last in lower:
                words = self._words(text)
                if _share_a_run(words, first, last):
                    return True
                if self._is_alone(words, first):
                    firsts.append(at)
                if self._is_alone(words, last, behind=True):
                    lasts.append(at)
        return any(abs(one - other) <= _NEAR for one in firsts for other in lasts)

    def _is_alone(self, words: Sequence[_Word], name: str, behind: bool = False) -> bool:
        """Whether it was told without a name behind it, or `behind` one or a title."""
        pairs = [*pairwise([_NOTHING, *words, _NOTHING])]
        if not behind:
            return any(one.lower == name and not (then.follows and self._binds(then)) for one, then in pairs)
        titles = self._wording.titles
        return any(
            one.lower == name and not (one.follows and (before.lower in titles or self._binds(before)))
            for before, one in pairs
        )

    def _binds(self, word: _Word) -> bool:
        """Whether it is written like a name, and is no word that everybody uses."""
        ordinary = word.lower in _ordinary(self._language) or self._wording.is_number_word(word.lower)
        return word.run > 0 and not ordinary

    def _words(self, text: str) -> list[_Word]:
        if text not in self._seen:
            self._seen[text] = self._read(text)
        return self._seen[text]

    def _read(self, text: str) -> list[_Word]:
        made: list[_Word] = []
        end = run = 0
        text = self._wording.apart(text)
        for match in WORD.finditer(text):
            gap, before = text[end : match.start()], made[-1].lower if made else ""
            follows = bool(made) and (gap == " " or (gap == ". " and before in self._wording.titles))
            capital = match[0][0].isupper()
            run += not (follows and made[-1].run)
            made.append(_Word(stem(match[0].lower()), run if capital else 0, follows))
            end = match.end()
        return made


@cache
def _ordinary(language: Language) -> frozenset[str]:
    wording = WORDINGS[language]
    dates, nouns = wording.dates | wording.months.keys(), wording.lower_nouns
    return wording.functions | wording.openers | CUES[language].common | dates | nouns


_NOTHING = _Word("", 0, False)


def _share_a_run(words: Sequence[_Word], first: str, last: str) -> bool:
    runs = {word.run for word in words if word.lower == first and word.run}
    return any(word.lower == last and word.run in runs for word in words)
