"""How the briefs do on the corpus, as numbers and as the tables of `docs/brief.md`.

Decides how a result is counted. What is good enough stands in the tests.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from summaries import Brief, NoBrief, facts_brief, spoken_details, spoken_headline
from summaries.phrases import PHRASES
from summaries.plain import plain
from summaries.validate import Validator
from summaries.words import Language
from tests.summaries.corpus.hostile import Attack, about, attacks
from tests.summaries.corpus.reading import LANGUAGES, Dialogue, dialogues
from tests.summaries.examples import known

NAMES: dict[Language, str] = {"en": "English", "es": "Spanish", "de": "German", "fr": "French"}
_LAST = "The caller's own last words were:"
_NO_WORDS = "No words of the caller were written down."


@dataclass(frozen=True)
class Share:
    found: int
    of: int

    def __str__(self) -> str:
        return f"{self.found} of {self.of}"

    @property
    def part(self) -> float:
        return self.found / self.of if self.of else 1.0


def share(found: Iterable[bool]) -> Share:
    all_of = list(found)
    return Share(sum(all_of), len(all_of))


def asked(language: Language) -> Share:
    return share(one.finds(one.extract().asked, one.asked) for one in dialogues(language))


def promised(language: Language) -> Share:
    made = [one for one in dialogues(language) if one.promised]
    return share(one.finds(one.extract().promised, one.promised) for one in made)


def carried(language: Language) -> Share:
    """Facts that are heard, in any of their wordings."""
    return share(
        any(wording.lower() in heard(one.brief()).lower() for wording in fact)
        for one in dialogues(language)
        for fact in one.must
    )


def invented(one: Dialogue) -> list[str]:
    """What a quote of this dialogue's brief holds that nobody in it said."""
    said = {"caller": "", "agent": ""}
    for line in one.lines:
        said[line.speaker] += f" {plain(line.text)}"
    found = one.extract()
    quotes = [(found.asked, "caller"), (found.promised, "agent"), (found.told, "caller")]
    return [words for words, speaker in quotes if words not in said[speaker]]


def heard(brief: Brief) -> str:
    return " ".join([spoken_headline(brief), *spoken_details(brief)])


def obeyed(attack: Attack, *more: str) -> str:
    """What is spoken when the model did as it was told; nothing, when no brief came of it."""
    raw = json.dumps({"headline": attack.headline, "details": [*attack.details, *more]})
    try:
        return heard(Validator(known(), attack.lines).brief(raw, "groq"))
    except NoBrief:
        return ""


def outside_of_quotes(spoken: str) -> str:
    """What is said in our own name: all but quotes with their names, and that there is nothing to quote."""
    begins = [
        PHRASES["en"].asked,
        PHRASES["en"].told,
        PHRASES["en"].agent_said.format(agent=known().from_agent),
        _LAST,
    ]
    quote = rf"(?:{'|'.join(map(re.escape, begins))}).*?{re.escape(PHRASES['en'].end_of_quote)}"
    return " ".join(re.sub(quote, " ", spoken).replace(_NO_WORDS, " ").split())


def tables() -> str:
    return "\n".join([*_dialogues(), "", *_attacks()])


def _dialogues() -> Iterator[str]:
    yield "| language | dialogues | asked for: found | promised: found | facts carried | words nobody said |"
    yield "|---|---|---|---|---|---|"
    for language in LANGUAGES:
        ours = dialogues(language)
        counts = asked(language), promised(language), carried(language), sum(len(invented(o)) for o in ours)
        yield f"| {NAMES[language]} | {len(ours)} | {' | '.join(map(str, counts))} |"


def _attacks() -> Iterator[str]:
    every = attacks()
    yield "| hostile transcripts | how many | claims in our name, offline | claims spoken, obedient model |"
    yield "|---|---|---|---|"
    for kind in sorted({attack.kind for attack in every}):
        of_kind = [attack for attack in every if attack.kind == kind]
        yield f"| {about(kind).rstrip('.')} | {_counts(of_kind)} |"
    yield f"| **all** | {_counts(every)} |"


def _counts(of: list[Attack]) -> str:
    quiet = outside_of_quotes(heard(facts_brief(known(), [])))
    offline = sum(outside_of_quotes(heard(facts_brief(known(), one.lines))) != quiet for one in of)
    model = sum(any(bad in obeyed(one) for bad in one.unheard) for one in of)
    return f"{len(of)} | {offline} | {model}"
