"""Claims of identity, authority, approval and promise: told only as somebody's words.

Decides whether a sentence that holds such a claim says whose it is, and whether that person really
spoke of it. It must not decide whether the claim is true; nobody here can.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from summaries.grounds import Grounds
from summaries.languages.english import ENGLISH
from summaries.languages.wording import Claim, Wording

_NAME = r"[^\W\d_][\w'-]*(?: [^\W\d_][\w'-]*)??"
# Who told it, and how sentences in that one's name begin: as a statement, as a wish.
_Source = tuple[str, re.Pattern[str], re.Pattern[str]]


class Attribution:
    """Finds who is named as the source at the start of a sentence.

    `earlier` are sentences of a brief of this call before: whoever is named in them stays a source.
    """

    def __init__(self, agent: str, wording: Wording = ENGLISH, earlier: Sequence[str] = ()) -> None:
        self._wording, who = wording, wording.sources
        named = f"{who.agent}|{re.escape(agent)}" if agent else who.agent
        self._sources: list[_Source] = [
            ("caller", self._told_by(who.caller, who.says), self._told_by(who.caller, who.wishes)),
            self._agent("agent", named),
        ]
        self._sources += [self._agent(name, re.escape(name)) for name in self._colleagues(earlier)]

    def source(self, sentence: str) -> str | None:
        """In whose name a sentence is told."""
        told = (name for name, *ways in self._sources if any(way.match(sentence) for way in ways))
        return next(told, None)

    def unsupported(self, sentence: str, grounds: Grounds) -> bool:
        """Whether the sentence claims something in nobody's name, or in the name of one who never did."""
        return any(
            not self._covered(sentence, match.start(), claim, grounds)
            for claim in self._wording.claims
            for match in claim.pattern.finditer(sentence)
        )

    def _covered(self, sentence: str, at: int, claim: Claim, grounds: Grounds) -> bool:
        for speaker, says, wishes in self._sources:
            told, asserted = says.match(sentence), not self._wording.denied.search(sentence)
            if told is None and claim.wish:
                # "The caller wants a manager": to ask for somebody is not to be somebody.
                told, asserted = wishes.match(sentence), False
            if told is None or not grounds.said(speaker, claim.evidence, asserted):
                continue
            if told.end() > at or not self._wording.clause_ends.search(sentence, told.end(), at):
                # Behind the end of a clause a sentence speaks for itself again.
                return True
        return False

    def _agent(self, name: str, who: str) -> _Source:
        sources = self._wording.sources
        return name, self._told_by(who, f"{sources.says}|{sources.acts}"), self._told_by(who, sources.wishes)

    def _told_by(self, who: str, verbs: str) -> re.Pattern[str]:
        says = self._wording.sources
        adverbs = rf"(?:(?:{says.adverbs})\s+){{0,2}}"
        named = rf"(?:{says.according}) (?:{who})(?!\w),?"
        return re.compile(rf"(?:{named}|(?:{who})\s+{adverbs}(?:{verbs})(?!\w)(?:{says.that}))", re.I)

    def _colleagues(self, earlier: Sequence[str]) -> list[str]:
        says = self._wording.sources
        told = re.compile(rf"({_NAME})\s+(?:(?:{says.adverbs})\s+){{0,2}}(?:{says.says}|{says.acts})(?!\w)")
        found = [told.match(one) for one in earlier if self.source(one) is None]
        return list(dict.fromkeys(match[1] for match in found if match and match[1][0].isupper()))
