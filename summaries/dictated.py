"""Phone numbers and addresses that are told in answer to a question, or in several lines with nods between.

Decides which lines are one answer and what was asked before it. It must not know which words announce a
contact (`languages/`) nor which placeholder stands for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from summaries.digits import CHAINING, LONGEST_CHAIN, Run, Token, only_listens, runs, tokens
from summaries.reading import Reading
from summaries.words import Line

LEAST_DIGITS = 6
_LONGEST_STRETCH = 12
_MAIL_SIGNS = ("mail", "correo", "courriel", "mél")
_MAIL_ASKED = re.compile(r"\b(?:e-?\s?mails?\w*|mails?|mail\w*|correo|courriel|mél)\b", re.I)
# Days and hours beside a number are no part of it: "am 14.03.2026 um 10:30 Uhr".
_DAY = r"(?:[0-3]?\d([-./])[0-3]?\d\1(?:19|20)\d\d|(?:19|20)\d\d([-./])[0-3]?\d\2[0-3]?\d)"
_WHEN = re.compile(
    rf"(?<![\d+])(?<!\d[-./])(?:{_DAY}(?!\d)|[0-2]?\d:[0-5]\d(?!\d)"
    r"|(?<!\d )(?:[0-3]?\d [01]?\d (?:19|20)\d\d(?!\d|[ -]\d{3})"
    r"|[0-2]?\d\s?(?:uhr|h|heures?|o'clock|[ap]\.?m)\b))",
    re.I,
)


@dataclass(frozen=True)
class Contact:
    """A place in a text, what is one and the same contact, and how it is spoken."""

    start: int
    end: int
    kind: str
    same: str
    spoken: str


@dataclass
class Stretch:
    """Lines of one person between which the other one only listens, and what that one said before."""

    asked: str
    lines: list[Reading] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(line.visible for line in self.lines)

    def phone_lines(self) -> int:
        """How many lines with digits, one after another, have enough of them: 2 stands for more, too."""
        digits = several = best = 0
        for line in self.lines:
            count = line.digits + line.most
            digits, several = (digits + count, several + 1) if count else (0, 0)
            if digits >= LEAST_DIGITS:
                best = max(best, min(several, 2))
        return best

    @property
    def asks_for_mail(self) -> bool:
        return _asks_for_mail(self.asked)

    def parts(self, contact: Contact) -> Iterator[tuple[str, Contact]]:
        """A contact in the whole text as its parts, with the line that each is in."""
        begin = 0
        for line in self.lines:
            end = begin + len(line.visible)
            start, after = max(contact.start, begin) - begin, min(contact.end, end) - begin
            if start < after:
                yield line.visible, _place(contact, start, after)
            begin = end + 1

    def phones(self, told: Callable[[Stretch, Run], Contact | None]) -> Iterator[tuple[str, Contact]]:
        text = self.text
        for run in runs(text, CHAINING, timeless(text, tokens(text, frozenset())), LONGEST_CHAIN):
            contact = told(self, run) if len(run.digits) >= LEAST_DIGITS else None
            if contact is not None:
                yield from self.parts(contact)


def timeless(text: str, members: Sequence[Token]) -> list[Token]:
    """Without the numbers of days and hours."""
    places = [match.span() for match in _WHEN.finditer(text)]
    return [
        one._replace(digits="", word="") if any(start <= one.start < end for start, end in places) else one
        for one in members
    ]


def _asks_for_mail(lower: str) -> bool:
    # The pattern is slow where there is nothing.
    return any(map(lower.__contains__, _MAIL_SIGNS)) and _MAIL_ASKED.search(lower) is not None


def _place(contact: Contact, start: int, end: int) -> Contact:
    return Contact(start, end, contact.kind, contact.same, contact.spoken)


def stretches(lines: Sequence[Line], readings: Sequence[Reading]) -> Iterator[Stretch]:
    """In the order in which they begin."""
    made: list[Stretch] = []
    going_on: dict[str, Stretch] = {}
    asked: dict[str, str] = {}
    for line, reading in zip(lines, readings, strict=True):
        listens = only_listens(reading.letters) and not _asks_for_mail(reading.lower)
        other = "agent" if line.speaker == "caller" else "caller"
        if not listens:
            going_on.pop(other, None)
        mine = going_on.get(line.speaker)
        if mine is None or len(mine.lines) >= _LONGEST_STRETCH:
            mine = going_on[line.speaker] = Stretch(asked.get(other, ""))
            made.append(mine)
        mine.lines.append(reading)
        if not listens:
            asked[line.speaker] = reading.lower
    yield from made
