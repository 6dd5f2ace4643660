"""The corpus of redaction, and how well redaction does on it: `python -m tests.summaries.corpus.redaction`.

Decides what counts as found and as a false alarm. The examples themselves stand in `redaction.txt`, one a
line: a kind, turns with " / " between, secrets in braces, and in angles what may go with them or stay.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from summaries import redact_lines
from summaries.words import Speaker
from tests.summaries.corpus.reading import CORPUS

KEEP = "keep"
NAMES = {
    "card": "card numbers",
    "code": "security codes",
    "otp": "one-time codes",
    "pin": "PINs",
    "iban": "IBANs",
    "id": "national ids",
    "ssn": "US social security numbers",
    "password": "passwords",
    KEEP: "none: must stay as it is",
}
_SECRET = re.compile(r"\{([^}]*)\}")
_EITHER = re.compile(r"<[^>]*>")
_MARKS = re.compile(r"[{}<>]")
_PLACEHOLDER = re.compile(r"\[[a-zA-Z -]+\]")

Turn = tuple[Speaker, str]


@dataclass(frozen=True)
class Example:
    """`marked` turns have their marks; `kind` is that of the secrets, or "keep"."""

    kind: str
    marked: tuple[Turn, ...]

    @property
    def turns(self) -> list[Turn]:
        return [(speaker, _MARKS.sub("", text)) for speaker, text in self.marked]


@dataclass
class Score:
    """Lines of one kind: how many there are, and the turns that came out wrong."""

    lines: int = 0
    missed: list[str] = field(default_factory=list)
    false_alarms: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / self.lines


def examples(corpus: Path = CORPUS) -> Iterator[Example]:
    for line in (corpus / "redaction.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, _, said = line.partition(": ")
            yield Example(kind, tuple(_turn(turn) for turn in said.split(" / ")))


def _turn(written: str) -> Turn:
    return ("agent", written[3:]) if written.startswith("a: ") else ("caller", written)


Redact = Callable[[Sequence[Turn]], list[str]]


def scores(redact: Redact = redact_lines, corpus: Path = CORPUS) -> dict[str, Score]:
    found: dict[str, Score] = defaultdict(Score)
    for example in examples(corpus):
        score, kept = found[example.kind], redact(example.turns)
        score.lines += 1
        pairs = list(zip(example.marked, kept, strict=True))
        if any(_leaks(marked, text) for (_, marked), text in pairs):
            score.missed.append(" / ".join(kept))
        if any(_harms(marked, text) for (_, marked), text in pairs):
            score.false_alarms.append(" / ".join(kept))
    return dict(found)


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", _PLACEHOLDER.sub(" ", text)))


def _leaks(marked: str, kept: str) -> bool:
    """Whether a word of a secret is left."""
    certain = _EITHER.sub(" ", marked)
    secret = _words(" ".join(_SECRET.findall(certain)))
    open_words = _words(_MARKS.sub(" ", _SECRET.sub(_either, marked)))
    return bool((_words(kept) - open_words) & secret)


def _harms(marked: str, kept: str) -> bool:
    """Whether a word that is no secret is gone."""
    return bool(_words(_SECRET.sub(" ", _EITHER.sub(" ", marked))) - _words(kept))


def _either(secret: re.Match[str]) -> str:
    """What of a part in braces may stay."""
    return " ".join(_EITHER.findall(secret[0]))


def table() -> str:
    rows = ["| secret | lines | found | missed | false alarms |", "|---|---|---|---|---|"]
    for kind, score in scores().items():
        missed = len(score.missed)
        found = "-" if kind == KEEP else str(score.lines - missed)
        rows.append(f"| {NAMES[kind]} | {score.lines} | {found} | {missed} | {len(score.false_alarms)} |")
    return "\n".join(rows)


if __name__ == "__main__":
    print(table())
