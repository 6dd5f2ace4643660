"""Redacts lines that follow one another together: a secret may be split over turns of two people.

Decides which lines are read as one text: all of them, and those of each person alone, for the other one
only listens meanwhile. It must not know how far back a window reaches.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from summaries.digits import CHAINING, LONGEST_CHAIN, only_listens, runs, tokens
from summaries.echoes import behind_secrets
from summaries.redaction import CARD, Company, find
from summaries.signs import Signs, may_be_told, may_hold_secret, signs
from summaries.word_lists import spoken
from summaries.words import Speaker

Part = tuple[int, int, str]
_GAP = -1
_SHORTEST_ECHO, _SHORTEST_START = 4, 3
_NEAR = 12
_PLACEHOLDER = re.compile(r"\[[a-z -]+\]")
# Digits that are no part of a secret between other words; what goes with a longer number that is left out.
_MOST_HARMLESS, _BEFORE_NUMBERS = 2, " +#$€£(-"


def redact_lines(lines: Sequence[tuple[Speaker, str]]) -> list[str]:
    """The texts in order, redacted. What an earlier call has taken out of them stays out."""
    texts = [text for _, text in lines]
    speakers = [speaker for speaker, _ in lines]
    first, last = 0, len(lines)
    while found := _found(speakers[first:last], texts[first:last]):
        for number, parts in found.items():
            texts[first + number] = _replaced(texts[first + number], parts)
        # Once more, as in `redact`, where something has changed.
        changed = [first + number for number in found]
        first, last = max(0, min(changed) - _NEAR), max(changed) + _NEAR
    return texts


def without_open_number(text: str) -> str:
    """Without a number at the end, which the next line may go on with: it could be half of a secret."""
    members = tokens(text)
    last = next((run for run in reversed(runs(text, CHAINING, members))), None)
    if last is None or any(m.word not in CHAINING for m in members if m.start >= last.end):
        return text
    return text[: last.start].rstrip(" ,;:-")


def without_numbers(text: str) -> str:
    """Without any that may be half of a secret: people ask "have you got that?" in the middle of a number."""
    text = without_open_number(text)
    for run in reversed(runs(text, CHAINING, most=LONGEST_CHAIN)):
        if len(run.digits) > _MOST_HARMLESS:
            text = text[: run.start].rstrip(_BEFORE_NUMBERS) + text[run.end :]
    return text.lstrip(" ,;:-")


def _found(speakers: Sequence[Speaker], texts: Sequence[str]) -> dict[int, list[Part]]:
    found: dict[int, list[Part]] = {}
    cards: list[str] = []
    said = list(map(signs, texts))
    for view in _views(speakers, texts, said):
        for number, part in view.parts():
            found.setdefault(number, []).append(part)
        cards += view.cards
    for number, part in _echoes(texts, cards):
        found.setdefault(number, []).append(part)
    echoes = behind_secrets(speakers, texts, said) if any(one.taken for one in said) else ()
    for number, start, end, name in echoes:
        found.setdefault(number, []).append((start, end, name))
    return found


def _echoes(texts: Sequence[str], cards: Sequence[str]) -> Iterator[tuple[int, Part]]:
    """Groups of a card that somebody repeats while it is told."""
    for number, text in enumerate(texts if cards else ()):
        for run in runs(text, CHAINING, tokens(text, frozenset())):
            # A number that was begun and corrected is shorter, and the beginning of the card.
            size = len(run.digits)
            if any(
                size >= (_SHORTEST_START if card.startswith(run.digits) else _SHORTEST_ECHO)
                and run.digits in card
                for card in cards
            ):
                yield number, (run.start, run.end, CARD)


def _views(speakers: Sequence[Speaker], texts: Sequence[str], told: Sequence[Signs]) -> Iterator[_View]:
    """Each person's own lines, with a gap where the other one said more than "go on"; and all, where one
    asks what the other answers."""
    people = sorted(set(speakers))
    for person in people:
        if may_hold_secret([one for one, speaker in zip(told, speakers, strict=True) if speaker == person]):
            yield _View(speakers, texts, _own(person, speakers, told))
    if len(people) > 1 and may_be_told(told):
        yield _View(speakers, texts, list(range(len(texts))))


def _own(person: Speaker, speakers: Sequence[Speaker], told: Sequence[Signs]) -> list[int]:
    own: list[int] = []
    for number, speaker in enumerate(speakers):
        if speaker == person:
            own.append(number)
        elif own and own[-1] != _GAP and not _listens(told[number]):
            own.append(_GAP)
    return own


def _listens(said: Signs) -> bool:
    """Whether somebody only asks for more, or has repeated what is taken out of it by now."""
    return only_listens(said.words) or (
        said.taken and only_listens(spoken(_PLACEHOLDER.sub(" ", said.text.lower())))
    )


class _View:
    """Some of the lines as one text."""

    def __init__(self, speakers: Sequence[Speaker], texts: Sequence[str], numbers: list[int]) -> None:
        self._speakers, self._texts, self._numbers = speakers, texts, numbers
        lines = ["" if number == _GAP else texts[number] for number in numbers]
        self.cards: list[str] = []
        self._text = "\n".join(lines)
        self._begins = list(accumulate((len(line) + 1 for line in lines), initial=0))

    def parts(self) -> Iterator[tuple[int, Part]]:
        """What is secret, line by line; a line within that holds no part of it stays."""
        for secret in find(self._text, self._company()):
            if secret.name == CARD:
                self.cards.append(
                    "".join(one.digits for one in tokens(self._text[secret.start : secret.end]))
                )
            first, last = self._line(secret.start), self._line(secret.end - 1)
            for line in range(first, last + 1):
                begin, number = self._begins[line], self._numbers[line]
                start, end = max(secret.start, begin), min(secret.end, self._begins[line + 1] - 1)
                place = (start, end) if first == last else _digits(self._text, start, end)
                if place is not None:
                    yield number, (place[0] - begin, place[1] - begin, secret.name)

    def _company(self) -> Company:
        alone = len({self._speakers[number] for number in self._numbers if number != _GAP}) < 2
        return Company(asked=self._asked) if alone else Company(speaker=self._speaker)

    def _line(self, at: int) -> int:
        return bisect_right(self._begins, at) - 1

    def _speaker(self, at: int) -> str:
        return self._speakers[self._numbers[self._line(at)]]

    def _asked(self, at: int) -> str:
        number = self._numbers[self._line(at)]
        asked = number > 0 and self._speakers[number - 1] != self._speakers[number]
        return self._texts[number - 1] if asked else ""


def _digits(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Of a secret that goes on in other lines: from the first to the last of its digits in this one."""
    numbers = [token for token in tokens(text[start:end]) if token.digits]
    return (start + numbers[0].start, start + numbers[-1].end) if numbers else None


def _replaced(text: str, parts: list[Part]) -> str:
    made, at = "", 0
    for start, end, name in sorted(parts, key=lambda part: (part[0], -part[1])):
        if start >= at:
            made += f"{text[at:start]}[{name}]"
            at = end
        elif end > at:
            at = end
    return made + text[at:]
