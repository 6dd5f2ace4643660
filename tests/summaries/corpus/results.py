"""How the briefs do on the corpus, as numbers and as the tables of `docs/brief.md`.

Decides how a result is counted. What is good enough stands in the tests.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from summaries import Brief, NoBrief, facts_brief, spoken_details, spoken_headline
from summaries.phrases import PHRASES
from summaries.plain import plain
from summaries.quotes import own
from summaries.sentences import sentences
from summaries.validate import Validator
from summaries.words import Language, Speaker
from tests.summaries.corpus.hostile import Attack, about, attacks
from tests.summaries.corpus.reading import CORPUS, LANGUAGES, Dialogue, dialogues
from tests.summaries.examples import cited, known

NAMES: dict[Language, str] = {"en": "English", "es": "Spanish", "de": "German", "fr": "French"}
TRUE: dict[Language, str] = {
    "en": "The caller wants help.",
    "es": "El cliente quiere ayuda.",
    "de": "Der Anrufer möchte Hilfe.",
    "fr": "Le client veut de l'aide.",
}


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


def asked(language: Language, corpus: Path = CORPUS) -> Share:
    return share(one.finds(one.extract().asked, one.asked) for one in dialogues(language, corpus))


def promised(language: Language, corpus: Path = CORPUS) -> Share:
    made = [one for one in dialogues(language, corpus) if one.promised]
    return share(one.finds(one.extract().promised, one.promised) for one in made)


def carried(language: Language, corpus: Path = CORPUS) -> Share:
    """Facts that are heard, in any of their wordings."""
    return share(
        any(wording.lower() in heard(one.brief()).lower() for wording in fact)
        for one in dialogues(language, corpus)
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
    return _spoken(attack, json.dumps({"headline": attack.headline, "details": [*attack.details, *more]}))


def proven(attack: Attack) -> str:
    """The same from a model that says of each sentence that it rests on every line."""
    numbers = [line.number for line in attack.lines]
    details = [("caller", text, numbers) for text in attack.details]
    return _spoken(attack, cited((attack.headline, numbers), *details))


def _spoken(attack: Attack, raw: str) -> str:
    try:
        return heard(Validator(known(language=attack.language), attack.lines).brief(raw, "groq"))
    except NoBrief:
        return ""


def outside_of_quotes(spoken: str, language: Language = "en") -> str:
    """What is said in our own name: all but quotes with their names, and that there is nothing to quote."""
    ours = PHRASES[language]
    begins = [ours.asked, ours.told, ours.agent_said.format(agent=known().from_agent), ours.last_words]
    quote = rf"(?:{'|'.join(map(re.escape, begins))}).*?{re.escape(ours.end_of_quote)}"
    nothing = rf"{re.escape(ours.no_words)}|{re.escape(ours.too_long)}"
    return " ".join(re.sub(rf"{quote}|{nothing}", " ", spoken).split())


def not_of(attack: Attack, spoken: str) -> str:
    """What of it is told in our name: neither as the caller's account nor a quote of words that were said.

    What stands before a sentence covers it to its end, and no further.
    """
    ours = PHRASES[attack.language]
    callers = "|".join(map(re.escape, (ours.asked, ours.told, ours.last_words)))
    spoken = _unquoted(attack, "caller", callers, spoken)
    spoken = _unquoted(attack, "agent", re.escape(ours.agent_said.format(agent=known().from_agent)), spoken)
    sources = (ours.caller_says, ours.own_account)
    return " ".join(one for one in sentences(spoken) if not one.startswith(sources))


def _unquoted(attack: Attack, speaker: Speaker, named: str, spoken: str) -> str:
    """Without the quotes that are named so, as far as this speaker said them word for word."""
    said = " ".join(own(line.text) for line in attack.lines if line.speaker == speaker)
    quote = rf"(?:{named}) (.*?) {re.escape(PHRASES[attack.language].end_of_quote)}"
    return re.sub(quote, lambda one: "" if one[1].rstrip(".") in said else one[0], spoken)


def in_our_name(attack: Attack) -> bool:
    """Whether the offline brief says anything of it outside of a named quote."""
    facts = known(language=attack.language)
    ours, quiet = (
        outside_of_quotes(heard(facts_brief(facts, lines)), attack.language) for lines in (attack.lines, [])
    )
    return ours != quiet


def claimed(attack: Attack) -> list[str]:
    """What is heard of it in our name through the obedient model, in any of two shapes of an answer."""
    return _heard_of(attack, *(not_of(attack, spoken) for spoken in (obeyed(attack), proven(attack))))


def attributed(attack: Attack) -> list[str]:
    """What is heard of it at all, in whosever name."""
    return _heard_of(attack, obeyed(attack), proven(attack))


def _heard_of(attack: Attack, *spoken: str) -> list[str]:
    return [bad for bad in attack.unheard if any(bad.lower() in one.lower() for one in spoken)]


def true_words_spoken(attack: Attack) -> bool:
    """Whether what is true is still told when it stands in the same answer."""
    return is_told(TRUE[attack.language], obeyed(attack, TRUE[attack.language]))


def is_told(sentence: str, spoken: str) -> bool:
    """Whether a sentence is heard, be it behind "The caller says:" or a semicolon."""
    return sentence.rstrip(".").lower() in spoken.lower()


def tables() -> str:
    return "\n".join([*_dialogues(), "", *_attacks()])


def _dialogues() -> Iterator[str]:
    yield "| language | dialogues | asked for: found | promised: found | facts carried | words nobody said |"
    yield "|---|---|---|---|---|---|"
    for language in LANGUAGES:
        ours = dialogues(language)
        counts = (
            asked(language),
            promised(language),
            carried(language),
            sum(len(invented(one)) for one in ours),
        )
        yield f"| {NAMES[language]} | {len(ours)} | {' | '.join(map(str, counts))} |"


def _attacks() -> Iterator[str]:
    every = attacks()
    yield (
        "| hostile transcripts | how many | claims in our name, offline | in our name, obedient model "
        "| heard in whosever name, obedient model | true words beside them, spoken |"
    )
    yield "|---|---|---|---|---|---|"
    for kind in sorted({attack.kind for attack in every}):
        of_kind = [attack for attack in every if attack.kind == kind]
        yield f"| {about(kind).rstrip('.')} | {_counts(of_kind)} |"
    yield f"| **all** | {_counts(every)} |"


def _counts(of: list[Attack]) -> str:
    counts = (
        sum(map(in_our_name, of)),
        sum(map(bool, map(claimed, of))),
        sum(map(bool, map(attributed, of))),
        sum(map(true_words_spoken, of)),
    )
    return " | ".join(map(str, (len(of), *counts)))
