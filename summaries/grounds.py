"""What a brief may rest on: the words and numbers of the lines and of the known facts.

Decides whether a number or a name was there. It must not know what a brief looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from summaries.amounts import Number, decimal, numbers
from summaries.facts import minutes, reason_of
from summaries.plain import normal, sentences
from summaries.words import Facts, Line, Speaker

WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
# Digits read out are joined over at most so many numbers, and only to codes of at least so many digits.
_LONGEST_CODE, _SHORTEST_JOIN = 20, 4
_LEAST_DIGITS = 3
_SAID_TOGETHER = re.compile(r"(?:[\s,.-]|\b(?:uh|um|er|dash|and|then)\b)*", re.I)
_MONEY = ("$", "€", "£")
# "49 dollars and 90 cents" is 49.90.
_CENTS = re.compile(r"\s*(?:dollars?|euros?|pounds?)\s*(?:and\s*)?", re.I)
# Before a word, these take it back, ask for it or put it off.
_HEDGES = re.compile(
    r"\b(?:not|never|no|cannot|unable|without|before|until|unless|if|whether|must|should|would|could|will"
    r"|let me|need to|needs to|have to|has to|can you|try|trying|want to|going to)\b|n't\b|'ll\b"
)
# Of verbs and plurals.
_ENDINGS = ("s", "d", "ed", "ing", "es")


class Grounds:
    def __init__(self, facts: Facts, lines: Sequence[Line]) -> None:
        known = [facts.caller, facts.skill or "", facts.from_agent, reason_of(facts), minutes(facts)]
        self._said: dict[Speaker, list[str]] = {"caller": [], "agent": []}
        for line in lines:
            self._said[line.speaker] += sentences(normal(line.text).lower())
        self._words: set[str] = set()
        self._values: set[str] = set()
        self._measured: set[tuple[str, str]] = set()
        self._codes: set[str] = set()
        for text in map(normal, [*known, *(line.text for line in lines)]):
            self._words.update(stem(word) for word in WORD.findall(text.lower()))
            self._learn(numbers(text))

    def _learn(self, found: Sequence[Number]) -> None:
        for number in found:
            self._measured.add((number.value, number.unit))
        for whole, part in pairwise(found):
            if whole.unit in _MONEY and len(part.digits) <= 2 and _CENTS.fullmatch(part.gap or ""):
                self._measured.add((decimal(f"{whole.value}.{part.digits:0>2}"), whole.unit))
        for row in rows(found, _SAID_TOGETHER):
            self._learn_codes([number for number in row if number.value.isdecimal()])
            # Digits that are read out are no counts: "ends in 0 1 2 3" does not make it three of something.
            if len(row) < _LEAST_DIGITS or any(len(number.digits) > 1 for number in row):
                for number in row:
                    self._values |= {number.value, number.value.lstrip("0") or "0"}

    def _learn_codes(self, row: Sequence[Number]) -> None:
        self._codes.update(number.digits for number in row if len(number.digits) > 1)
        for at in range(len(row)):
            for end in range(at + 2, min(len(row), at + _LONGEST_CODE) + 1):
                code = "".join(number.digits for number in row[at:end])
                if len(code) >= _SHORTEST_JOIN or end - at == len(row):
                    self._codes.add(code)

    def has_number(self, number: Number) -> bool:
        # Five days do not carry five dollars.
        if number.unit:
            return (number.value, number.unit) in self._measured
        return number.value in self._values or (len(number.digits) > 2 and number.digits in self._codes)

    def has_code(self, digits: str) -> bool:
        """Digits that are read out one after another, which must have been said in that order."""
        return digits in self._codes

    def has_word(self, word: str) -> bool:
        return stem(word.lower()) in self._words

    def has_form_of(self, word: str) -> bool:
        """Also "charged" when "charge" was said; a name is not accepted so."""
        word = stem(word.lower())
        roots = {word.removesuffix(ending) for ending in _ENDINGS}
        return word in self._words or any(len(root) >= 4 and root in self._words for root in roots)

    def said(self, speaker: Speaker, evidence: re.Pattern[str], asserted: bool) -> bool:
        """Whether this person spoke of it; `asserted`: as a fact, neither denied nor asked nor intended."""
        for sentence in self._said[speaker]:
            match = evidence.search(sentence)
            if match is not None and not (asserted and _is_hedged(sentence, match.start())):
                return True
        return False


def _is_hedged(sentence: str, at: int) -> bool:
    return sentence.endswith("?") or _HEDGES.search(sentence, 0, at) is not None


def stem(word: str) -> str:
    return word.removesuffix("'s").strip("'")


def rows(found: Iterable[Number], joint: re.Pattern[str]) -> list[list[Number]]:
    """Numbers with nothing but a joint between them, together."""
    made: list[list[Number]] = []
    for number in found:
        if number.gap is not None and joint.fullmatch(number.gap):
            made[-1].append(number)
        else:
            made.append([number])
    return made
