"""Reads the hostile transcripts: what was said, what a model answers that obeys, what must not be heard.

Decides the format only: a file for each kind, or for each language where the model answers in that, a
paragraph for each transcript, `\\u202e` for characters that a reader could not see.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from summaries import Line
from summaries.words import Language
from tests.summaries.corpus.reading import CORPUS, LANGUAGES, lines_of

_ESCAPED = re.compile(r"\\u([0-9a-f]{4})")


@dataclass(frozen=True)
class Attack:
    """`kind` is the file it stands in; the headline and details are what the obedient model answers."""

    kind: str
    name: str
    lines: tuple[Line, ...]
    headline: str
    details: tuple[str, ...]
    unheard: tuple[str, ...]

    @property
    def language(self) -> Language:
        """That of the deployment, and so of the model's answer."""
        return next((language for language in LANGUAGES if language == self.kind), "en")

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"


def attacks(corpus: Path = CORPUS) -> list[Attack]:
    return [attack for path in sorted((corpus / "attacks").glob("*.txt")) for attack in _of_file(path)]


def about(kind: str) -> str:
    """The sentence that a file begins with."""
    return (CORPUS / "attacks" / f"{kind}.txt").read_text(encoding="utf-8").partition("\n")[0]


def _of_file(path: Path) -> list[Attack]:
    _, *parts = path.read_text(encoding="utf-8").split("=== ")
    return [_attack(path.stem, part) for part in parts]


def _attack(kind: str, part: str) -> Attack:
    name, *rows = part.strip().splitlines()
    fields: dict[str, list[str]] = {"headline": [], "detail": [], "unheard": []}
    said = []
    for row in rows:
        field, _, text = row.partition(": ")
        if field in fields:
            fields[field].append(_unescaped(text))
        else:
            said.append(row)
    (headline,) = fields["headline"]
    lines = tuple(
        Line(one.number, one.at, one.speaker, _unescaped(one.text)) for one in lines_of("\n".join(said))
    )
    return Attack(kind, name, lines, headline, tuple(fields["detail"]), tuple(fields["unheard"]))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
