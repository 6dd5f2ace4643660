"""Reads the dialogues of the corpus: a header of what a good brief must find, then who said what.

Decides the format only. `asked` and `promised` are numbers of lines, the first being 1; any of several will
do. `must` is a fact with its alternatives, in the words of the call; `true` a sentence that a model may say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from summaries import Brief, Facts, Line, facts_brief
from summaries.extract import Extract, extract
from summaries.plain import plain
from summaries.words import Language, Speaker

CORPUS = Path(__file__).parent
# Written without a look at the code, and never used to mend a single phrase.
HELD_OUT = CORPUS / "held_out"
# Hostile transcripts that came when those had been looked at; no word of them was taken into the code.
WRITTEN_AFTER = CORPUS / "written_after"
# The same again, when every sentence of a model had got its source: looked at once, for the page.
WRITTEN_LAST = CORPUS / "written_last"
START, SECONDS_PER_LINE = 1_700_000_000.0, 6.0
SPEAKERS: dict[str, Speaker] = {"C": "caller", "A": "agent"}
LANGUAGES: tuple[Language, ...] = ("en", "es", "de", "fr")


@dataclass(frozen=True)
class Dialogue:
    name: str
    facts: Facts
    lines: tuple[Line, ...]
    must: tuple[tuple[str, ...], ...]
    asked: tuple[int, ...]
    promised: tuple[int, ...]
    true: tuple[str, ...] = ()

    @property
    def language(self) -> Language:
        return self.facts.language

    def extract(self) -> Extract:
        return extract(self.lines, self.language)

    def brief(self) -> Brief:
        return facts_brief(self.facts, self.lines)

    def said(self, numbers: Sequence[int]) -> list[str]:
        """Those lines as a voice reads them."""
        return [plain(self.lines[number - 1].text) for number in numbers]

    def finds(self, quoted: str, numbers: Sequence[int]) -> bool:
        return bool(quoted) and any(quoted in line for line in self.said(numbers))


def dialogues(language: Language | None = None, corpus: Path = CORPUS) -> list[Dialogue]:
    found = [_dialogue(path) for path in sorted((corpus / "dialogues").glob("*/*.txt"))]
    return [one for one in found if language in (None, one.language)]


def lines_of(text: str) -> tuple[Line, ...]:
    """From `C: ...` and `A: ...`."""
    rows = [row.partition(": ") for row in text.strip().splitlines()]
    return tuple(
        Line(number, START + SECONDS_PER_LINE * number, SPEAKERS[who], words)
        for number, (who, _, words) in enumerate(rows)
    )


def _dialogue(path: Path) -> Dialogue:
    header, _, words = path.read_text(encoding="utf-8").partition("\n\n")
    fields = [row.partition(": ")[::2] for row in header.splitlines()]
    one, lines = dict(fields), lines_of(words)
    language = next(name for name in LANGUAGES if name == one["language"])
    facts = Facts(
        caller="a caller whose number ends in 0 1 2 3",
        since=START,
        now=START + SECONDS_PER_LINE * len(lines),
        skill=one["skill"],
        from_agent="Alice",
        reason=one["reason"],
        language=language,
    )
    must = tuple(tuple(value.split(" | ")) for field, value in fields if field == "must")
    return Dialogue(
        f"{language}/{path.stem}",
        facts,
        lines,
        must,
        _numbers(one["asked"]),
        _numbers(one.get("promised", "")),
        tuple(value for field, value in fields if field == "true"),
    )


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.split(", ") if number)
