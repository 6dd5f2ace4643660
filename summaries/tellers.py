"""In whose name each sentence of a model is told: the caller's, unless others have said it.

Decides between what a model wrote, which only ever stands behind "The caller says:" or "By their own
account:", and what is told in its place: the agent's own words as a quote, the agent's reason, what was told
before, what we know ourselves. So no list of words has to know what a claim is. It must not know whether a
sentence may be spoken at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from summaries import facts as known
from summaries.contacts import PLACEHOLDER
from summaries.grounds import Grounds
from summaries.phrases import PHRASES
from summaries.plain import normal
from summaries.quotes import LONGEST_QUOTE, may_be_quoted, own, quote
from summaries.sentences import sentences
from summaries.ties import Held
from summaries.words import Facts, Line

Kind = Literal["ours", "caller", "caller of agent", "others"]


@dataclass(frozen=True)
class Part:
    """A sentence of the caller's without its end, or one that names the agent, or a text with its source."""

    text: str
    kind: Kind


_Evidence = tuple[set[str], Part]


class Tellers:
    """`hide` puts placeholders for phone numbers and addresses, which `grounds` does not have."""

    def __init__(
        self, facts: Facts, lines: Sequence[Line], grounds: Grounds, hide: Callable[[str], str]
    ) -> None:
        self._facts, self._lines, self._grounds, self._hide = facts, lines, grounds, hide
        self._phrases, self._wording = PHRASES[facts.language], grounds.wording
        agents = (known.agent(facts, name) for name in known.agents(facts, lines))
        named = "".join(f"|{re.escape(name)}" for name in sorted(agents, key=len, reverse=True) if name)
        self._agent = re.compile(rf"\b(?:{self._wording.agent}{named})(?!\w)", re.I)
        self._caller = re.compile(rf"(?:{self._wording.caller})(?!\w)", re.I)
        self._ordinary = self._wording.functions
        if self._wording.capitals_make_names:
            self._ordinary |= self._wording.openers
        self._agents_words: dict[int, list[_Evidence]] = {}

    def part(self, sentence: str, keys: set[str], cited: Sequence[int], held: Held) -> Part | None:
        """How a sentence with this content, of which lines have what is `held`, is told; None when nobody has
        said enough of it.

        A quote of the agent is true whatever a model made of it, so that a sentence about the agent is one if
        half of it is in there, were it a denial, and although the caller spoke of all of it.
        """
        shared = self._shared(keys, cited, held)
        callers = len(set().union(*(held for at, held in shared if self._lines[at].speaker == "caller")))
        of_agent = self._agent.match(sentence) is not None
        # Whether words may be quoted costs most, so only those are looked at that may be told.
        least = max(1, len(keys) / 3)
        enough = max(least, min(callers, len(keys) / 2) if of_agent else callers + 1)
        agents = [one for one in shared if len(one[1]) >= least and self._lines[one[0]].speaker == "agent"]
        loose = self._grounds.ties.loose(keys) if agents else set()
        may_tell = [at for at, held in agents if len(held | loose) >= enough]
        quotes = (said for at in may_tell for said in self._quotes_of(at))
        best, found = _best(keys, [*quotes, *self._known])
        most = 2 * best >= len(keys) or best >= callers
        if 3 * best >= len(keys) and (best > callers or (of_agent and most)):
            return found
        if 3 * callers < len(keys):
            return None
        named = self._agent.search(sentence)
        return Part(self._own(sentence), "caller of agent" if named else "caller")

    def told(self, parts: Sequence[Part]) -> list[str]:
        """Texts to be spoken, each with its source at its beginning, and none of them twice."""
        by_kind: dict[Kind, list[str]] = {"ours": [], "caller": [], "caller of agent": [], "others": []}
        for part in {part.text.lower(): part for part in parts}.values():
            by_kind[part.kind].append(part.text)
        # What is told of the agent would sound like the agent's behind another sentence.
        groups = [by_kind["caller"], *([text] for text in by_kind["caller of agent"])]
        return [*by_kind["ours"], *map(self._of_caller, filter(None, groups)), *by_kind["others"]]

    def headline(self, parts: Sequence[Part]) -> str:
        """One sentence of the caller's; "" when it would have to be told in another's name too."""
        if not parts or any(part.kind in ("ours", "others") for part in parts):
            return ""
        return self._of_caller([part.text for part in parts])

    def _of_caller(self, told: Sequence[str]) -> str:
        """One sentence, so that what stands before it covers all of it."""
        first, *more = told
        if self._wording.capitals_make_names:
            first = self._going_on(first)
        # "The caller says: the caller wants" is nothing that anybody says.
        named = self._caller.match(first) is not None
        source = self._phrases.own_account if named else self._phrases.caller_says
        return f"{source} {'; '.join([first, *map(self._going_on, more)])}."

    def _own(self, sentence: str) -> str:
        """Without a source of its own, for it has one before it."""
        source = self._wording.caller_says.match(sentence)
        ends = " .?!;:,"
        return sentence[source.end() if source else 0 :].strip(ends) or sentence.strip(ends)

    def _going_on(self, sentence: str) -> str:
        """As a sentence goes on behind a colon: an ordinary word has no capital letter there."""
        first, blank, rest = sentence.partition(" ")
        elision = self._wording.elision
        ordinary = first.lower() in self._ordinary or (elision is not None and elision.match(first))
        return f"{first.lower() if ordinary else first}{blank}{rest}"

    # --- who said it ---

    def _shared(self, keys: set[str], cited: Sequence[int], held: Held) -> list[tuple[int, frozenset[str]]]:
        """Which of the cited lines and of those beside them have some of the content, and what of it."""
        near = self._grounds.ties.near(cited)
        places = frozenset(key for key in keys if PLACEHOLDER.fullmatch(key))
        if not places:
            return [(at, held[at]) for at in near if held[at]]
        said = ((at, PLACEHOLDER.findall(self._hide(self._lines[at].text))) for at in near)
        return [(at, held[at] | places.intersection(also)) for at, also in said]

    def _quotes_of(self, at: int) -> list[_Evidence]:
        """Whole sentences of the agent: a part of one may leave out that it denies."""
        if at not in self._agents_words:
            line = self._lines[at]
            agent = self._phrases.agent_said.format(agent=known.agent(self._facts, line.by))
            said = (one for one in sentences(line.text.strip()) if len(one.split()) <= LONGEST_QUOTE)
            quotes = [
                (one, quote(agent, own(one), self._facts.language))
                for one in said
                if may_be_quoted(one, line.text)
            ]
            self._agents_words[at] = [self._evidence(one, told, "others") for one, told in quotes]
        return self._agents_words[at]

    @cached_property
    def _known(self) -> list[_Evidence]:
        facts, who = self._facts, known.who(self._facts)
        told = [(known.reason_of(facts), text) for text in known.reasons(facts)]
        told += [(text, known.before(facts, text)) for text in facts.earlier]
        others = [self._evidence(held, text, "others") for held, text in told]
        return [*others, self._evidence(who, who, "ours")]

    def _evidence(self, held: str, text: str, kind: Kind) -> _Evidence:
        hidden = self._hide(held)
        keys = self._grounds.keys(normal(PLACEHOLDER.sub(" ", hidden)))
        return keys.union(PLACEHOLDER.findall(hidden)), Part(text, kind)


def _best(keys: set[str], evidence: Sequence[_Evidence]) -> tuple[int, Part | None]:
    """How much of the content is in the text that has most of it."""
    found = [(len(keys & held), part) for held, part in evidence if keys & held]
    return max(found, key=lambda one: one[0], default=(0, None))
