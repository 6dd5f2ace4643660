"""Secrets that are told by the words around them: codes, PINs, ids, spelled bank accounts.

Decides how far from its cue a number may stand and which one is meant. It must not know the cues
themselves (`announced.py`), nor cards, which are told by their own shape.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from summaries.announced import (
    BARE_CODE,
    IBAN,
    LENGTHS,
    ONE_TIME_CODE,
    PHRASES,
    PIN,
    SECURITY_CODE,
    Cue,
)
from summaries.digits import Run, Token, is_number
from summaries.noise import LINKS
from summaries.still_open import FINDS, Exchange
from summaries.word_lists import words

_ORDINARY = words(
    "that from just dans number numero nummer time sent text message received que you i a one",
)


def _hint(phrase: Sequence[str]) -> str:
    """The least ordinary word of a cue."""
    return max(phrase, key=lambda word: (word not in _ORDINARY, len(word)))


def _parts() -> dict[str, set[str]]:
    """By hint the longest part without a number of each cue that needs no card beside it."""
    made: dict[str, set[str]] = {}
    for phrase, cue in PHRASES.items():
        if cue is not BARE_CODE:
            parts = [" ".join(part) for number, part in groupby(phrase, key=is_number) if not number]
            made.setdefault(_hint(phrase), set()).add(f" {max(parts, key=len)} ")
    return made


# A line without any of them has no cue.
HINTS = frozenset(map(_hint, PHRASES))
_PARTS = _parts()
_FOREIGN = re.compile(r"[+$€£¥%@&]")
_LONGEST_GAP = 90
# "123 is my security code": the end of the number, the words that tie it, and the cue begins.
_BACKWARD = re.compile(
    r"(?P<end>[\w\]])[\s,]*(?P<tie>(?:is|was|are|that's|that is|for|as|es|ese es|son|ist|das ist|war|sind|est"
    r"|c'est|sont)[\s,]+)?"
    r"(?:(?:my|the|your|her|his|mi|el|la|su|tu|mein|meine|der|die|das|ihr|ihre|mon|ma|le|votre)\s+)?$",
    re.I,
)
_LONGEST_TIE = 24
# An id of letters and digits in one word: no run of digits, nor may its letters stand between any.
_WRITTEN = re.compile(
    r"(?<![\w@.-])(?=[a-z]*\d)(?=\d*[a-z])(?=\w*\d\w*\d)[a-z\d]{6,20}(?![\w@]|[.-]\w)", re.I | re.ASCII
)
# "19 FV 28311": told apart as it is printed.
_PRINTED = re.compile(
    r"(?<![\w@.-])(?=[A-Z -]*\d)(?=[\d -]*[A-Z])(?:[A-Z]{1,3}|\d{1,9})(?:[ -](?:[A-Z]{1,3}|\d{1,9})){1,5}"
    r"(?![\w@]|[.-]\w)",
    re.ASCII,
)
# Letters that are words too belong to an id only when they are glued to it.
_WORDS_OF_A_LETTER = frozenset("aeiouyàé")
_LETTER_NAMES = words("zeta equis efe jota ele eme ene erre hache uve cu zett ypsilon zed zee")
# "12345678, letra P".
_NAMED_LETTER = re.compile(
    r"[\s,]*(?:(?:and|with|y|con|und|mit|et|avec)\s+)?(?:(?:the|la|dem)\s+)?"
    r"(?:letter|letra|buchstaben?|lettre)\s+[^\W\d_]\b",
    re.I,
)
# "The PIN that I chose last year is", "for the app is": what is told of a number before it is given.
_BEGIN_CLAUSE = words(
    "for to of on from with del de para por en für von vom zu zum zur pour du d that"
    " which i you we he she they que der die das den welcher welche welches welchen ich du er sie wir ihr"
    " qui j je tu il elle nous vous on"
)
_GIVE = words("is are was were es son era eran ist sind lautet war waren est sont était étaient")
_PAUSE = re.compile(r"[,.;:?!\n]")
# "Change my PIN to".
_CHANGE = re.compile(
    r"\b(?:chang|set|reset|mak|updat|switch|cambi|pon|modific|änder|setz|stell|modifi|mett|remplac|want|quier|möcht|voudr|choos|wähl)\w*\W+"
    r"(?:\w+\W+){0,3}$",
    re.I,
)
_INTO = {
    ("to",),
    ("to", "be"),
    ("as",),
    ("a",),
    ("por",),
    ("en",),
    ("auf",),
    ("zu",),
    ("in",),
    ("par",),
    ("pour",),
}
_LONGEST_CHANGE = 40
# Several lines of two people may stand between a question and its answer.
_LONGEST_EXCHANGE = 700
_FOUND = LINKS | FINDS
_CODES = frozenset(f"[{name.lower()}]" for name in (SECURITY_CODE, ONE_TIME_CODE, PIN))


def may_be_told(said: Sequence[str]) -> bool:
    """Whether there may be a cue among these words in lower case that needs no card beside it."""
    hints = _PARTS.keys() & said
    text = f" {' '.join(said)} " if hints else ""
    return any(part in text for hint in hints for part in _PARTS[hint])


class Told(NamedTuple):
    """A cue in the text: its first token and the one behind it."""

    first: int
    after: int
    cue: Cue


def told(text: str, members: Sequence[Token]) -> list[Told]:
    found: list[Told] = []
    at = 0
    while at < len(members):
        after = at + 1
        for length in LENGTHS.get(members[at].word, ()):
            phrase = tuple(token.word for token in members[at : at + length])
            # "cvv2 123", but not "cvv 2 0 4".
            if phrase in PHRASES and not (
                phrase[-1].isdecimal() and _apart(text, members[at + len(phrase) - 1])
            ):
                after = at + len(phrase)
                found.append(Told(at, after, PHRASES[phrase]))
                break
        at = after
    return found


def _apart(text: str, token: Token) -> bool:
    return not text[token.start - 1 : token.start].isalpha()


def without_cues(members: list[Token], found: Sequence[Told]) -> list[Token]:
    """A number in a cue is none: "one time code", "three digits on the back"."""
    made = list(members)
    for one in found:
        for at in range(one.first, one.after):
            made[at] = made[at]._replace(digits="")
    return made


def is_letter(token: Token) -> bool:
    """Of an id that is spelled, or of one that is written together."""
    return not token.digits and (token.word in _LETTER_NAMES or len(token.word) == 1)


class Announced:
    """Looks for the numbers that cues name: `runs` of digits, `spelled` ones with letters between."""

    def __init__(
        self,
        text: str,
        members: Sequence[Token],
        runs: Sequence[Run],
        spelled: Sequence[Run],
        speaker: Callable[[int], str] | None = None,
    ) -> None:
        self._text, self._members = text, members
        self._exchange = Exchange(text, speaker) if speaker else None
        self._furthest = _LONGEST_EXCHANGE if speaker else _LONGEST_GAP
        self._starts = [token.start for token in members]
        self._runs = {False: runs, True: spelled}
        self._begins = {kind: [run.start for run in found] for kind, found in self._runs.items()}

    def find(self, found: Sequence[Told], cards: Sequence[int]) -> Iterator[tuple[int, int, str]]:
        """Places with their names; `cards` is where cards end, sorted."""
        for one in found:
            if one.cue is not BARE_CODE or self._beside_card(one, cards):
                for run in self._near(one):
                    start, end = self._whole(run, one.cue)
                    yield start, end, one.cue.name
                    if one.cue.lettered and (letter := _NAMED_LETTER.match(self._text, end)):
                        yield letter.end() - 1, letter.end(), one.cue.name
            if one.cue.lettered:
                yield from self._written(one)

    def _written(self, one: Told) -> Iterator[tuple[int, int, str]]:
        at, behind = self._members[one.first].start, self._members[one.after - 1].end
        link = _BACKWARD.search(self._text, max(0, at - _LONGEST_TIE), at)
        for match in _WRITTEN.finditer(self._text, max(0, at - _LONGEST_GAP), behind + self._furthest):
            start, end = match.span()
            before = link is not None and end == link.end("end")
            if before or (start >= behind and self._linked(one, behind, start, end)):
                yield start, end, one.cue.name
        for match in _PRINTED.finditer(self._text, behind, behind + self._furthest):
            size = sum(map(str.isalnum, match[0]))
            if size in one.cue.digits and self._linked(one, behind, *match.span()):
                yield *match.span(), one.cue.name

    def _beside_card(self, one: Told, cards: Sequence[int]) -> bool:
        at = self._members[one.first].start
        place = bisect_left(cards, at)
        return any(abs(at - end) <= _LONGEST_GAP * 3 for end in cards[max(0, place - 1) : place + 1])

    def _near(self, one: Told) -> Iterator[Run]:
        """The number that the cue names: the one before it when words tie them, else those on both sides."""
        runs, begins = self._runs[one.cue.lettered], self._begins[one.cue.lettered]
        at, behind = self._members[one.first].start, self._members[one.after - 1].end
        link = _BACKWARD.search(self._text, max(0, at - _LONGEST_TIE), at)
        place = bisect_left(begins, at)
        run = runs[place - 1] if link and place and runs[place - 1].end == link.end("end") else None
        if run is not None and (fitting := self._fitting(run, one.cue, last=True)):
            yield fitting
        # "[PIN] is my PIN" is tied as well: what was taken once must not draw the next number in.
        tied = link is not None and link["tie"] and (run is not None or link["end"] == "]")
        if not tied:
            yield from self._behind(one, behind, runs, bisect_left(begins, behind))

    def _behind(self, one: Told, behind: int, runs: Sequence[Run], place: int) -> Iterator[Run]:
        """The first number after the cue that is long enough, when only linking words stand between."""
        for run in runs[place : place + 8]:
            linked = self._linked(one, behind, run.start, run.end)
            if run.start - behind > self._furthest or not (linked or self._exchange):
                return
            if linked and (fitting := self._fitting(run, one.cue, last=False)):
                yield fitting
                return

    def _fitting(self, run: Run, cue: Cue, last: bool) -> Run | None:
        """The number when it is as long as the cue says; when it goes on in other lines, its near line."""
        if self._length(run, cue) not in cue.digits:
            lines = _lines(self._text, run)
            run = lines[-1 if last else 0]
        return run if self._length(run, cue) in cue.digits else None

    def _length(self, run: Run, cue: Cue) -> int:
        """In digits, with the letters of an id: it may have more of these."""
        start, end = self._whole(run, cue)
        whole = self._members[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        return len(run.digits) + (cue.lettered and sum(map(is_letter, whole)))

    def _linked(self, one: Told, start: int, told: int, end: int) -> bool:
        """Whether the number from `told` to `end` is the one that the cue before `start` names."""
        answer = self._answer(one.cue, start, told, end)
        begin, links = (start, LINKS) if answer is None else (answer, _FOUND)
        between = self._members[
            max(one.after, bisect_left(self._starts, begin)) : bisect_left(self._starts, told)
        ]
        linking = all(
            token.word in links or token.digits or (one.cue.lettered and is_letter(token))
            for token in between
        )
        gives = linking or self._gives(start, between) or self._changes(one, between)
        return gives and not _FOREIGN.search(self._text, begin, told)

    def _answer(self, cue: Cue, start: int, told: int, end: int) -> int | None:
        """Where an answer with this number begins, if an agent has said the cue."""
        if self._exchange is None:
            return None
        names = _CODES if f"[{cue.name.lower()}]" in _CODES else frozenset({f"[{cue.name.lower()}]"})
        return self._exchange.answer(start, told, end, names)

    def _changes(self, one: Told, between: Sequence[Token]) -> bool:
        """Whether it is to become this number."""
        at = self._members[one.first].start
        into = tuple(token.word for token in between) in _INTO
        return into and _CHANGE.search(self._text, max(0, at - _LONGEST_CHANGE), at) is not None

    def _gives(self, start: int, between: Sequence[Token]) -> bool:
        """Whether these words are one clause about what the cue names, and the verb that gives it."""
        if len(between) < 2 or between[0].word not in _BEGIN_CLAUSE or between[-1].word not in _GIVE:
            return False
        return not _PAUSE.search(self._text[start : between[-1].start].strip(" ,"))

    def _whole(self, run: Run, cue: Cue) -> tuple[int, int]:
        """With the letters on both sides of it; those of a country tell nothing."""
        start, end = run.start, run.end
        if not cue.lettered:
            return start, end
        for token in self._members[bisect_left(self._starts, end) :]:
            if not self._belongs(token, end, token.start):
                break
            end = token.end
        for at in range(bisect_left(self._starts, start) - 1, -1, -1):
            token = self._members[at]
            chained = start < run.start and token.end + 1 == start
            # "My id's".
            apart = self._text[token.start - 1 : token.start] in ("'", "\u2019")
            if (
                cue.name == IBAN
                or apart
                or not ((chained and is_letter(token)) or self._belongs(token, token.end, start))
            ):
                break
            start = token.start
        return start, end

    def _belongs(self, token: Token, left: int, right: int) -> bool:
        glued = left == right
        return is_letter(token) and right - left < 3 and (glued or token.word not in _WORDS_OF_A_LETTER)


def _lines(text: str, run: Run) -> list[Run]:
    made: list[list[Token]] = []
    for token in run.tokens:
        if made and "\n" not in text[made[-1][-1].end : token.start]:
            made[-1].append(token)
        else:
            made.append([token])
    return [Run(tuple(members)) for members in made]
