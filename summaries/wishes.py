"""Whether a sentence of a model turns a caller's wish round: "wants to cancel" of "I don't want to cancel".

Decides only where it is sure: the caller spoke of what is wished for in wishes of the other kind, and not
otherwise. It must not know who a wish is told of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from summaries.grounds import WORD, Grounds
from summaries.plain import normal
from summaries.sentences import sentences
from summaries.ties import Held
from summaries.words import Line

# The words of a line, and what it has of some content.
_Held = tuple[str, frozenset[str]]
_DIGIT = re.compile(r"\d")


class _Wish(NamedTuple):
    """What somebody wants, or does not; its content, and what of it is wished for first of all."""

    is_denied: bool
    keys: frozenset[str]
    core: str


class Wishes:
    def __init__(self, lines: Sequence[Line], grounds: Grounds) -> None:
        self._lines, self._grounds, self._wording = lines, grounds, grounds.wording

    def turns(self, sentence: str, held: Held) -> bool:
        """Whether a sentence tells the opposite of what the caller wants; lines have what is `held` of it."""
        words = self._wording.wish
        if not words.wanted.search(sentence):
            return False
        callers = [
            (line.text, has)
            for line, has in zip(self._lines, held, strict=True)
            if has and line.speaker == "caller"
        ]
        wishes = [(text, has) for text, has in callers if words.wanted.search(text)]
        if not words.no.search(sentence):
            # In most calls nobody denies a wish.
            wishes = [(text, has) for text, has in wishes if words.no.search(text)]
        told = [wish for clause in self._clauses(sentence) if (wish := self._wish(clause))] if wishes else []
        return any(
            # Few lines may oppose it, but any may agree.
            any(self._opposes(clause, wish) for clause in self._spoken(wish, wishes))
            and all(self._opposes(clause, wish) for clause in self._spoken(wish, callers, idle=False))
            for wish in told
        )

    def _spoken(self, told: _Wish, lines: Iterable[_Held], *, idle: bool = True) -> Iterator[str]:
        """The clauses of lines that may speak of it; if not `idle`, those that do."""
        clauses = (one for text, has in lines if told.core in has for one in self._clauses(normal(text)))
        for one in clauses:
            if idle or (told.core in self._grounds.keys(one) and not self._is_idle(one, told)):
                yield one

    def _is_idle(self, clause: str, told: _Wish) -> bool:
        """ "It was never cancelled" does not make anybody want to cancel it."""
        words = self._wording.wish
        denies = clause[-1:] != "?" and words.no.search(clause) and not words.wanted.search(clause)
        return bool(denies) and not told.is_denied

    def _opposes(self, clause: str, told: _Wish) -> bool:
        wish = self._wish(clause)
        if wish is None or wish.is_denied == told.is_denied or wish.core != told.core:
            return False
        return told.keys <= wish.keys or len(wish.keys) == 1

    def _clauses(self, text: str) -> Iterator[str]:
        for one in sentences(text.lower()):
            yield from (one,) if one[-1:] == "?" else self._wording.wish.between.split(one)

    def _wish(self, clause: str) -> _Wish | None:
        """None where there is none, or where it is not clear what is denied."""
        words = self._wording.wish
        wanted = words.wanted.search(clause)
        if wanted is None or clause[-1:] == "?" or words.unclear.search(clause):
            return None
        is_denied = words.denied.search(clause) is not None
        said = WORD.findall(clause[wanted.end() :])
        keys = [key for word in said for key in self._grounds.keys(word)]
        if not keys or len(words.no.findall(clause)) != is_denied:
            return None
        if is_denied and self._is_of_a_time(clause, said, keys):
            return None
        # German has its verb at the end: "nicht auf die Erstattung warten" is about waiting.
        return _Wish(is_denied, frozenset(keys), keys[0 if self._wording.capitals_make_names else -1])

    def _is_of_a_time(self, clause: str, words: Sequence[str], keys: Sequence[str]) -> bool:
        """Not on Monday may be yes on Tuesday, and not twice may be once."""
        counted = _DIGIT.search(clause) is not None or any(key[0] == "#" for key in keys)
        return counted or not self._wording.dates.isdisjoint(words)
