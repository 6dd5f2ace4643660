"""Digits in running text, written or spoken, gathered into runs that a listener hears as one.

Decides what interrupts a run and what is only noise in it. It must not know which runs are secret.
Works on any text, so that lines joined by newlines are read like one line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from summaries.number_words import read

# Words of letters only, so that digits glued to letters are digits still.
_WORD = re.compile(r"\d+|[^\W\d_]+")
# A sign before digits makes them something else: a phone number, money, a share, a redacted place.
_INTERRUPTS = re.compile(r"[+$€£¥%@=:\[\]&]")
HESITATION = frozenset(["uh", "um", "uhm", "er", "erm", "hmm", "dash", "hyphen", "space"])
# Between the groups of a long number people also say these.
CHAINING = HESITATION | frozenset(["and", "then", "next", "okay", "ok", "so", "comma", "followed", "by"])
_LONGEST_NOISE = 3


@dataclass(frozen=True)
class Token:
    """One written or spoken number with its place in the text; no digits: any other word."""

    start: int
    end: int
    digits: str
    word: str


@dataclass(frozen=True)
class Run:
    """Numbers said one after another."""

    tokens: tuple[Token, ...]

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end

    @property
    def digits(self) -> str:
        return "".join(token.digits for token in self.tokens)


def tokens(text: str) -> list[Token]:
    found = list(_WORD.finditer(text))
    words = [match[0].lower() for match in found]
    made: list[Token] = []
    at = 0
    while at < len(words):
        digits, after = _number(words, at)
        end = max(after, at + 1)
        made.append(Token(found[at].start(), found[end - 1].end(), digits, words[at]))
        at = end
    return made


def _number(words: list[str], at: int) -> tuple[str, int]:
    if words[at][0].isdecimal():
        # Digits of any script are digits to whoever reads them out.
        return "".join(str(int(digit)) for digit in words[at]), at + 1
    return read(words, at)


def runs(text: str, noise: frozenset[str], among: list[Token] | None = None) -> list[Run]:
    """The runs of the text; `among` are its tokens when the caller has them already."""
    made: list[list[Token]] = []
    skipped = 0
    for token in tokens(text) if among is None else among:
        if not token.digits:
            skipped = skipped + 1 if token.word in noise else _LONGEST_NOISE + 1
            continue
        goes_on = made and skipped <= _LONGEST_NOISE
        if goes_on and not _INTERRUPTS.search(text, made[-1][-1].end, token.start):
            made[-1].append(token)
        else:
            made.append([token])
        skipped = 0
    return [Run(tuple(members)) for members in made]
