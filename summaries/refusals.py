"""What the agent refused, denied or never said, so that no sentence tells it as done.

Decides clause by clause: whoever says "I can't find that note, but I see the order" denied one thing only.
It must not know what a claim is; which words deny is told by the language.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from summaries import facts as known
from summaries.grounds import Grounds
from summaries.plain import normal, sentences
from summaries.words import Facts, Line


class Refusals:
    def __init__(self, facts: Facts, lines: Sequence[Line], grounds: Grounds) -> None:
        self._grounds, self._wording = grounds, grounds.wording
        who, agent = self._wording.sources, re.escape(known.agent(facts))
        self._by_agent = re.compile(rf"(?:{who.agent}{f'|{agent}' if agent else ''})(?!\w)", re.I)
        # What the caller says or wishes is no matter of what was granted.
        self._of_caller = re.compile(
            rf"(?:{who.according})(?!\w)|(?:{who.caller})\s+(?:(?:{who.adverbs})\s+){{0,2}}"
            rf"(?:{who.says}|{who.wishes})(?!\w)",
            re.I,
        )
        # What the agent wrote, or was told before, is said as well.
        self._own = set().union(*(self._keys(normal(text)) for text in (facts.reason or "", *facts.earlier)))
        self._denied: list[set[str]] = []
        promise = self._wording.claims[-1].evidence
        for before, line in zip(("", *(line.text for line in lines)), lines, strict=False):
            agreed = line.speaker == "agent" and self._hear(normal(line.text))
            if agreed and promise.search(line.text) and not line.text.rstrip().endswith("?"):
                # An answer is about what was asked: "could you?", "I'll do it".
                self._own |= self._keys(normal(before))

    def contradict(self, sentence: str) -> bool:
        """Whether the sentence tells as a fact what the agent denied, or of the agent what nobody heard."""
        if self._wording.denied.search(sentence) or self._of_caller.match(sentence):
            return False
        keys = self._keys(sentence)
        if self._by_agent.match(sentence):
            return 2 * len(keys & self._own) < len(keys)
        return any(2 * len(keys & denied) > len(keys) for denied in self._denied)

    def _keys(self, text: str) -> set[str]:
        """Words are enough here: that numbers were said is checked elsewhere."""
        return self._grounds.ties.keys(self._grounds.words(text), ())

    def _hear(self, text: str) -> bool:
        """Whether nothing in it was denied."""
        clauses = [clause for one in sentences(text) for clause in self._clauses(one)]
        denied = [keys for keys, denies in clauses if denies]
        self._denied += denied
        self._own = self._own.union(*(keys for keys, denies in clauses if not denies))
        return not denied

    def _clauses(self, sentence: str) -> list[tuple[set[str], bool]]:
        """The content of each clause, and whether it denies."""
        made: list[tuple[set[str], bool]] = []
        for clause in self._wording.clause_ends.split(sentence):
            keys, denies = self._keys(clause), self._wording.denied.search(clause) is not None
            if denies and not keys and made:
                # "Umgetauscht ist da / nichts": the end of a clause, not one by itself.
                keys = made.pop()[0]
            made.append((keys, denies))
        return made
