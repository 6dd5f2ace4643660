"""Days of a month, which a sentence may only name together as they were said together.

Decides which day belongs to which month in a text: "March 3rd", "the third of March", "3. März", "3/3"; and
that a day told by itself belongs to a month that was spoken of near it. It must not know who said it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from typing import NamedTuple

from summaries.extract_words import CUES
from summaries.languages import WORDINGS
from summaries.plain import normal
from summaries.word_lists import spoken
from summaries.words import Language

# A day and its month are often told in a question and its answers.
_NEAR = 4
_PIECE = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|[^\w\s]")
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?:/\d{2,4})?(?![\d/])")
# What stands between a day and the month behind it, and between a month and the day behind that.
_BEHIND_DAY = frozenset(("st", "nd", "rd", "th", "er", "º", "ª", ".", "of", "de", "d"))
_BEHIND_MONTH = frozenset(("the", "el", "le", "den"))
_MOST_BETWEEN = 2
# A number beside these is a time, an amount or a part.
_NO_DAY = frozenset(("at", "um", "las", "à", "gegen", "vers", "$", "€", "£", "#", "%", "/", "-", "+"))
_MONTHS, _MOST_DAYS = 12, 31
_Day = tuple[int, int]
# Words and signs, and numbers that may be days.
_Pieces = Sequence[str | int]


class _Days(NamedTuple):
    """`told`: each day with its month, in all ways to read it; `months` that are named, and `loose` days."""

    told: list[frozenset[_Day]]
    months: set[int]
    loose: set[int]


class Days:
    """`stretches` are texts of which those in one stretch were said one after another."""

    def __init__(self, language: Language, stretches: Sequence[Sequence[str]]) -> None:
        self._wording, self._stretches = WORDINGS[language], stretches
        self._language = language
        self._seen: dict[str, _Days] = {}

    def were_said(self, sentence: str) -> bool:
        """Whether each day in it was said with its month."""
        if "/" not in sentence and self._wording.months.keys().isdisjoint(spoken(sentence.lower())):
            return True
        # "Order 9 may be late" names no month.
        ordinary = self._wording.months.keys() - self._wording.dates
        named = " ".join(word for word in sentence.split() if word not in ordinary)
        return all(any(map(self._was_said, ways)) for ways in self._read(named.lower()).told)

    def _was_said(self, day: _Day) -> bool:
        return any(self._is_in(day, texts) for texts in self._texts)

    @cached_property
    def _texts(self) -> list[list[str]]:
        return [[normal(text).lower() for text in texts] for texts in self._stretches]

    def _is_in(self, day: _Day, texts: Sequence[str]) -> bool:
        number, month = day
        signs = ["/", *(name for name, which in self._wording.months.items() if which == month)]
        for at, text in enumerate(texts):
            if not any(sign in text for sign in signs):
                continue
            days = self._days(text)
            if any(day in ways for ways in days.told):
                return True
            near = texts[max(0, at - _NEAR) : at + _NEAR + 1] if month in days.months else ()
            if any(number in self._days(one).loose for one in near):
                return True
        return False

    def _days(self, text: str) -> _Days:
        if text not in self._seen:
            self._seen[text] = self._read(text)
        return self._seen[text]

    def _read(self, lower: str) -> _Days:
        told = [ways for slashed in _SLASHED.finditer(lower) if (ways := _ways(*map(int, slashed.groups())))]
        for phrase, instead in self._wording.instead:
            lower = phrase.sub(instead, lower)
        pieces = self._pieces(_SLASHED.sub(" / ", lower))
        months = {at: self._wording.months.get(str(piece), 0) for at, piece in enumerate(pieces)}
        taken: set[int] = set()
        for at, month in months.items():
            for day in (_before(pieces, at), _behind(pieces, at)) if month else ():
                if day is not None:
                    taken.add(day)
                    told.append(frozenset({(int(pieces[day]), month)}))
        loose = {
            int(pieces[at]) for at in range(len(pieces)) if at not in taken and self._is_loose(pieces, at)
        }
        return _Days(told, set(months.values()) - {0}, loose)

    def _pieces(self, lower: str) -> list[str | int]:
        words = _PIECE.findall(lower)
        counting = frozenset(self._wording.beginnings(words)) - self._wording.months.keys()
        pieces: list[str | int] = []
        at = 0
        while at < len(words):
            is_number = words[at] in counting or words[at].isdecimal()
            number, end = self._number(words, at) if is_number else (0, at + 1)
            pieces.append(number or words[at])
            at = end
        return pieces

    def _number(self, words: list[str], at: int) -> tuple[int, int]:
        if words[at].isdecimal():
            return _day(words[at]), at + 1
        for counting in self._wording.countings:
            read = counting.read(words, at)
            if read.digits:
                return _day(read.digits), read.end
        return 0, at + 1

    def _is_loose(self, pieces: _Pieces, at: int) -> bool:
        """Whether it may be a day by itself: nothing is counted by it."""
        if isinstance(pieces[at], str):
            return False
        before, behind = pieces[at - 1] if at else "", pieces[at + 1] if at + 1 < len(pieces) else ""
        if isinstance(before, int) or isinstance(behind, int) or not _NO_DAY.isdisjoint((before, behind)):
            return False
        light = _light(self._language)
        return all(not one.isalpha() or one in light for one in (before, behind))


@cache
def _light(language: Language) -> frozenset[str]:
    """Words that nothing is counted of."""
    return WORDINGS[language].functions | CUES[language].common | _BEHIND_DAY


def _before(pieces: _Pieces, month: int) -> int | None:
    """Where the day of a month stands in front of it."""
    return _first_number(pieces, range(month - 1, max(-1, month - 2 - _MOST_BETWEEN), -1), _BEHIND_DAY)


def _behind(pieces: _Pieces, month: int) -> int | None:
    return _first_number(pieces, range(month + 1, min(len(pieces), month + 3)), _BEHIND_MONTH)


def _first_number(pieces: _Pieces, places: Iterable[int], between: frozenset[str]) -> int | None:
    for at in places:
        piece = pieces[at]
        if isinstance(piece, int):
            return at
        if piece not in between:
            return None
    return None


def _ways(first: int, second: int) -> frozenset[_Day]:
    """ "3/4" is the third of April, or the fourth of March."""
    ways = ((first, second), (second, first))
    return frozenset((day, month) for day, month in ways if 0 < month <= _MONTHS and 0 < day <= _MOST_DAYS)


def _day(digits: str) -> int:
    """0 for what is none."""
    return int(digits) if len(digits) <= 2 and int(digits) <= _MOST_DAYS else 0
