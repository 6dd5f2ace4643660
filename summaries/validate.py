"""Takes out of a model's answer every sentence that the words and facts of the call do not carry.

Decides what may be spoken: plain characters, short, addressed to nobody, no secret, no number and no
name that was not there, no claim in nobody's name. It must not improve or rewrite a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from summaries import facts as known
from summaries.amounts import numbers
from summaries.answer import parse
from summaries.claims import Attribution
from summaries.grounds import WORD, Grounds, rows
from summaries.openers import OPENERS, is_order
from summaries.plain import allowed, normal, sentences
from summaries.quotes import own
from summaries.redaction import find as secrets
from summaries.spoken import DETAIL_WORDS, HEADLINE_WORDS, words_spoken
from summaries.words import Brief, Facts, Line, NoBrief

LONGEST_SENTENCE = 40
_ADDRESSES = re.compile(r"\b(?:i|me|my|mine|we|us|our|ours|you|your|yours|press|dial)\b")
# A stop inside a word is an address, or a sentence that lost its blank.
_URL = re.compile(r"https?:|www\.|\b[\w-]+\.(?:[a-z]{2,})\b", re.I)
# Digits with nothing but these between them are read out as one number.
_READ_TOGETHER = re.compile(r"[\s-]*")
_STARTS = re.compile(r"(?:^|[:\"(]\s*)[\"'(\s]*$")
# Counting words that also mean something else: "one of them", "at first".
_NO_COUNTS = {"one", "first"}


class Validator:
    def __init__(self, facts: Facts, lines: Sequence[Line]) -> None:
        self._facts = facts
        self._grounds = Grounds(facts, lines)
        self._attribution = Attribution(known.agent(facts))

    def brief(self, raw: str, source: str) -> Brief:
        """The answer as a brief without its unsupported sentences; NoBrief when nothing is left."""
        answer = parse(raw)
        total, details = 0, []
        told = sentences(normal(answer.headline))
        headline = " ".join(told) if self._fits(told) else ""
        offered = [sentences(normal(detail)) for detail in answer.details]
        for detail in offered:
            kept = [sentence for sentence in detail if self.carries(sentence)]
            length = words_spoken(" ".join(kept))
            if kept and total + length <= DETAIL_WORDS:
                details.append(" ".join(kept))
                total += length
        if not headline and not details:
            raise NoBrief("nothing of the answer is supported", "answer", retryable=True)
        spoken = (len(told) if headline else 0) + sum(len(sentences(detail)) for detail in details)
        dropped = len(told) + sum(map(len, offered)) - spoken
        return Brief(headline or known.headline(self._facts), tuple(details), source, dropped)

    def _fits(self, told: list[str]) -> bool:
        """A headline counts as a whole: half of it may say something else."""
        return all(map(self.carries, told)) and 0 < words_spoken(" ".join(told)) <= HEADLINE_WORDS

    def carries(self, sentence: str) -> bool:
        """Whether this sentence, in the normal form of its characters, may be spoken."""
        # Claims come last: they cost most.
        return (
            all(map(allowed, sentence))
            and own(sentence) == sentence
            and 0 < len(sentence.split()) <= LONGEST_SENTENCE
            and not _URL.search(sentence)
            and not self._addresses(sentence)
            and not secrets(sentence)
            and self._numbers_were_there(sentence)
            and self._names_were_there(sentence)
            and not self._attribution.unsupported(sentence, self._grounds)
        )

    def _addresses(self, sentence: str) -> bool:
        """Words to somebody, or in the first person: a brief tells about people, it gives no orders."""
        words = WORD.findall(sentence.lower())
        # An agent without a name is "your colleague" in the facts.
        about = sentence.lower().replace(self._facts.from_agent.lower(), " ")
        parts = filter(None, map(WORD.findall, sentence.lower().split(":")))
        return not words or any(map(is_order, parts)) or _ADDRESSES.search(about) is not None

    def _numbers_were_there(self, sentence: str) -> bool:
        # Digit by digit they must have been said in that order: all of 4281 are in 4821.
        for row in rows(numbers(sentence), _READ_TOGETHER):
            if len(row) > 1:
                if not self._grounds.has_code("".join(number.digits for number in row)):
                    return False
            elif row[0].written.lower() not in _NO_COUNTS and not self._grounds.has_number(row[0]):
                return False
        return True

    def _names_were_there(self, sentence: str) -> bool:
        return all(
            self._is_known(match[0], _STARTS.search(sentence, 0, match.start()) is not None)
            for match in WORD.finditer(sentence)
            if match[0] != match[0].lower()
        )

    def _is_known(self, word: str, starts: bool) -> bool:
        """A capital letter makes a name, but at the start of a sentence ordinary words have it too."""
        if self._grounds.has_word(word):
            return True
        return starts and (word.lower() in OPENERS or self._grounds.has_form_of(word))
