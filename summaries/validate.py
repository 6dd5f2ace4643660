"""Takes out of a model's answer every sentence that the words and facts of the call do not carry.

Decides what may be spoken: plain characters, short, addressed to nobody, no secret, no number and no name
that was not there, tied to lines. In whose name it is told is decided in `tellers.py`. It must not improve a
sentence; only phone numbers and addresses, which no model gets, are put back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from summaries import facts as known
from summaries.amounts import numbers, rows
from summaries.answer import Told, parse, parse_reply
from summaries.contacts import PLACEHOLDER, Contacts
from summaries.days import Days
from summaries.full_names import FullNames
from summaries.grounds import WORD, Grounds
from summaries.languages import is_foreign
from summaries.names import Names
from summaries.openers import is_order
from summaries.plain import is_allowed, normal
from summaries.promises import Promises
from summaries.quotes import own
from summaries.redaction import secrets
from summaries.sentences import sentences
from summaries.spoken import DETAIL_WORDS, HEADLINE_WORDS, words_spoken
from summaries.tellers import Part, Tellers
from summaries.wishes import Wishes
from summaries.words import Brief, Dropped, Facts, Line, NoBrief, Reply

LONGEST_SENTENCE = 40
ANSWER_SENTENCES, ANSWER_WORDS = 2, 30
# A stop inside a word is an address, or a sentence that lost its blank.
_URL = re.compile(r"https?:|www\.|\b[\w-]+\.(?:[a-z]{2,})\b", re.I)
# Digits with nothing but these between them are read out as one number.
_READ_TOGETHER = re.compile(r"[\s-]*")


class Validator:
    def __init__(self, facts: Facts, lines: Sequence[Line]) -> None:
        self._facts = facts
        self._contacts = Contacts(facts, lines)
        bare = self._contacts.without
        told = tuple(normal(bare(text)) for text in facts.earlier)
        without = replace(facts, reason=bare(facts.reason or ""), earlier=told)
        self._grounds = Grounds(without, lines, self._contacts.read)
        self._grounds.ties.know(self._contacts.placeholders)
        self._wording = self._grounds.wording
        self._names = Names(self._grounds)
        self._full_names = FullNames(facts.language, self._grounds.stretches)
        self._days = Days(facts.language, self._grounds.stretches)
        self._agents = known.agents(facts, lines)
        self._tellers = Tellers(facts, lines, self._grounds, self._contacts.hide)
        self._promises = Promises(without, lines, self._grounds)
        self._wishes = Wishes(lines, self._grounds)

    def brief(self, raw: str, source: str) -> Brief:
        """The answer as a brief without its unsupported sentences; NoBrief when nothing is left."""
        answer = parse(raw)
        self._refuse_foreign([answer.headline, *answer.details])
        dropped: list[Dropped] = []
        headline = self._headline(answer.headline, dropped)
        parts = [part for detail in answer.details for part in self._kept(detail, dropped)]
        details = self._within(DETAIL_WORDS, parts, dropped)
        if not headline and not details:
            raise _nothing_left(dropped)
        return Brief(headline or known.headline(self._facts), tuple(details), source, tuple(dropped))

    def answer(self, raw: str) -> Reply:
        """What is said to a colleague who asked; NoBrief when the model does not know, or nothing is left."""
        told = parse_reply(raw)
        if told is None:
            raise NoBrief("the call does not say it", "answer")
        self._refuse_foreign([told])
        dropped: list[Dropped] = []
        parts = self._kept(told, dropped)
        dropped.extend("form" for _ in parts[ANSWER_SENTENCES:])
        answer = self._within(ANSWER_WORDS, parts[:ANSWER_SENTENCES], dropped)
        if not answer:
            raise _nothing_left(dropped)
        return Reply(" ".join(answer), tuple(dropped))

    def carries(self, sentence: str, lines: Sequence[int] = ()) -> bool:
        """Whether this sentence, in the normal form of its characters, may be spoken."""
        return self.why_not(sentence, lines) is None

    def why_not(self, sentence: str, lines: Sequence[int] = ()) -> Dropped | None:
        """Why a sentence that is said to rest on these lines falls; None when it may be spoken."""
        found = self._judged(sentence, Told(sentence, tuple(lines)))
        return None if isinstance(found, Part) else found

    def _judged(self, sentence: str, told: Told) -> Part | Dropped:
        bare = PLACEHOLDER.sub(" ", sentence)
        if not self._has_form(bare) or not self._are_known(PLACEHOLDER.findall(sentence)):
            return "form"
        if secrets(bare):
            return "secret"
        if not self._numbers_were_there(bare) or not self._days.were_said(bare):
            return "number"
        if not self._names.were_there(bare) or not self._full_names.were_told(bare):
            return "name"
        # Ties cost most.
        return self._part(sentence, bare, told)

    def _headline(self, told: Told, dropped: list[Dropped]) -> str:
        """One sentence: the first that may be spoken and is short enough, whatever else a model has said."""
        headline = ""
        for part in self._kept(told, dropped):
            spoken = self._contacts.show(self._tellers.headline([part]))
            if spoken and not headline and words_spoken(spoken) <= HEADLINE_WORDS:
                headline = spoken
            else:
                dropped.append("form")
        return headline

    def _kept(self, told: Told, dropped: list[Dropped]) -> list[Part]:
        kept: list[Part] = []
        for sentence in sentences(normal(told.text)):
            found = self._judged(sentence, told)
            if isinstance(found, Part):
                kept.append(found)
            else:
                dropped.append(found)
        return kept

    def _within(self, most: int, parts: Sequence[Part], dropped: list[Dropped]) -> list[str]:
        """As they are spoken, as many of them as there is time for."""
        kept: list[Part] = []
        for part in parts:
            if words_spoken(self._spoken([*kept, part])) <= most:
                kept.append(part)
            else:
                dropped.append("form")
        return [self._contacts.show(text) for text in self._tellers.told(kept)]

    def _spoken(self, parts: Sequence[Part]) -> str:
        return self._contacts.show(" ".join(self._tellers.told(parts)))

    def _refuse_foreign(self, told: Iterable[Told]) -> None:
        texts = [normal(one.text) for one in told]
        if is_foreign(self._grounds.words(" ".join(texts)), self._facts.language):
            dropped = tuple[Dropped, ...]("form" for text in texts for _ in sentences(text))
            raise NoBrief("the answer is in another language", "answer", retryable=True, dropped=dropped)

    def _has_form(self, sentence: str) -> bool:
        return (
            is_allowed(sentence)
            and own(sentence) == " ".join(sentence.split())
            and 0 < len(sentence.split()) <= LONGEST_SENTENCE
            and not _URL.search(sentence)
            and not self._addresses(sentence)
        )

    def _are_known(self, placeholders: Sequence[str]) -> bool:
        return all(placeholder in self._contacts.placeholders for placeholder in placeholders)

    def _addresses(self, sentence: str) -> bool:
        """Words to somebody, or in the first person: a brief tells about people, it gives no orders."""
        words = WORD.findall(sentence.lower())
        if not words or is_foreign(words, self._facts.language):
            return True
        about = sentence
        for agent in self._agents:
            # One without a name is "your colleague".
            about = re.sub(re.escape(agent), " ", about, flags=re.I)
        parts = filter(None, map(WORD.findall, sentence.lower().split(":")))
        ordered = any(is_order(part, self._wording) for part in parts)
        told_to = (self._wording.address, self._wording.duty)
        return ordered or any(way.search(about) for way in told_to)

    def _numbers_were_there(self, sentence: str) -> bool:
        # Digit by digit they must have been said in that order: all of 4281 are in 4821.
        found = numbers(sentence, self._wording)
        for row in rows(found, _READ_TOGETHER):
            if len(row) > 1:
                if not self._grounds.has_code("".join(number.digits for number in row)):
                    return False
            elif row[0].written not in self._wording.no_counts and not self._grounds.has_number(row[0]):
                return False
        return True

    def _part(self, sentence: str, bare: str, told: Told) -> Part | Dropped:
        """Tied to lines that hold its content; a mood moreover to words of the caller that show it."""
        without = self._without_moods(bare)
        if without is None:
            return "tie"
        keys = self._grounds.keys(without).union(PLACEHOLDER.findall(sentence))
        held = self._grounds.ties.held(keys)
        if not self._grounds.ties.hold(keys, told.lines, held):
            return "tie"
        part = self._tellers.part(sentence, keys, told.lines, held)
        # What others said in its place may be told whatever a model made of it.
        if part is None or part.kind in ("ours", "others"):
            return part or "tie"
        if self._wishes.turns(bare, held):
            return "tie"
        promised, of_agent = told.about == "promised", part.kind == "caller of agent"
        invented = self._promises.invents(bare, keys, held, of_agent=of_agent, as_promise=promised)
        return "promise" if invented else part

    def _without_moods(self, bare: str) -> str | None:
        for mood in self._wording.moods if self._wording.any_mood.search(bare) else ():
            if mood.pattern.search(bare) and not self._grounds.spoke_of(mood.evidence):
                return None
            bare = mood.pattern.sub(" ", bare)
        return bare


def _nothing_left(dropped: Sequence[Dropped]) -> NoBrief:
    return NoBrief("nothing of the answer is supported", "answer", retryable=True, dropped=tuple(dropped))
