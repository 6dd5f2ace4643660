"""What a brief may rest on: the words and numbers of the lines and of the known facts.

Decides whether a number or a name was there. It must not know what a brief looks like.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from summaries.amounts import Number, Rows, decimal, is_read_out, numbers_of, rows
from summaries.facts import agents, minutes, reason_of
from summaries.languages import WORDINGS
from summaries.plain import normal
from summaries.reading import Reading, read
from summaries.ties import Ties
from summaries.word_lists import stem, stems
from summaries.words import Facts, Line

WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
# Digits read out are joined over at most so many numbers, and only to codes of at least so many digits.
_LONGEST_CODE, _SHORTEST_JOIN = 20, 4


class Grounds:
    """`facts` as the model got them, with no phone number or address in them; `bare` reads lines so.

    `stretches` are all texts, those in one of them said one after another.
    """

    def __init__(self, facts: Facts, lines: Sequence[Line], bare: Callable[[str], Reading] = read) -> None:
        self.wording = WORDINGS[facts.language]
        self._callers: list[str] = []
        self._words: set[str] = set()
        self._values: set[str] = set()
        self._measured: set[tuple[str, str]] = set()
        self._codes: set[str] = set()
        named = agents(facts, lines)
        self.ties = Ties(self.wording, self.words(normal(" ".join(named))))
        known = [facts.caller, facts.skill or "", *named, reason_of(facts), minutes(facts)]
        self.stretches = [*([text] for text in (*known, *facts.earlier)), [line.text for line in lines]]
        for text in (*known, *facts.earlier):
            self.ties.know(self.ties.keys(*self._learn(read(text))))
        self.ties.hear(self._heard(lines, bare))

    def _heard(
        self, lines: Sequence[Line], bare: Callable[[str], Reading]
    ) -> Iterator[tuple[int, set[str], Rows]]:
        for line in lines:
            reading = bare(line.text)
            if line.speaker == "caller":
                self._callers.append(reading.lower)
            yield line.number, *self._learn(reading)

    def words(self, text: str) -> list[str]:
        """In lower case, without what another word has swallowed or hung on."""
        return self._words_of(read(text))

    def keys(self, text: str) -> set[str]:
        reading = read(text)
        told = rows(numbers_of(reading, self.wording), self.wording.together)
        return self.ties.keys(set(self._words_of(reading)), told)

    def _learn(self, reading: Reading) -> tuple[set[str], Rows]:
        """What it tells: its words, and its numbers in rows."""
        words = set(self._words_of(reading))
        found = numbers_of(reading, self.wording)
        self._words |= words
        if not found:
            return words, ()
        told = rows(found, self.wording.together)
        self._learn_numbers(found, told)
        return words, told

    def _words_of(self, reading: Reading) -> list[str]:
        return stems(self.wording.apart(reading.lower)) if "'" in reading.lower else reading.letters

    def _learn_numbers(self, found: Sequence[Number], told: Rows) -> None:
        """`told` are those found in rows."""
        for number in found:
            self._measured.add((number.value, number.unit))
        for whole, part in pairwise(found):
            if (
                whole.unit in self.wording.currencies.values()
                and len(part.digits) <= 2
                and self.wording.cents.fullmatch(part.gap or "")
            ):
                self._measured.add((decimal(f"{whole.value}.{part.digits:0>2}"), whole.unit))
        for row in told:
            self._learn_codes([number.digits for number in row if number.value.isdecimal()])
            # "Ends in 0 1 2 3" does not make it three of something.
            if not is_read_out(row):
                for number in row:
                    self._values |= {number.value, number.value.lstrip("0") or "0"}

    def _learn_codes(self, row: Sequence[str]) -> None:
        for at, code in enumerate(row):
            if len(code) > 1:
                self._codes.add(code)
            for end in range(at + 1, min(len(row), at + _LONGEST_CODE)):
                code += row[end]
                if len(code) >= _SHORTEST_JOIN or end - at + 1 == len(row):
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
        roots = {word.removesuffix(ending) for ending in self.wording.endings}
        return word in self._words or any(len(root) >= 4 and root in self._words for root in roots)

    def has_verb_of(self, word: str) -> bool:
        """ "Escribió" when "escribí" was said: where a sentence needs no subject, it begins with its verb."""
        word = word.lower()
        roots = {word.removesuffix(ending) for ending in self.wording.verb_endings} - {word}
        return any(len(root) >= 5 and one.startswith(root) for root in roots for one in self._words)

    def spoke_of(self, evidence: re.Pattern[str]) -> bool:
        """Whether the caller has."""
        return any(evidence.search(sentence) for sentence in self._callers)
