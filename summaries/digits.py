"""Digits in running text, written or spoken, gathered into runs that a listener hears as one.

Decides what interrupts a run, what is only noise in it, and in which language spoken numbers are read:
that of most of the words around. It must not know which runs are secret.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from summaries.noise import CHAINING, COUNTED, FILLERS, HESITATION, PROMPTS
from summaries.numbers import TONGUES, Tongue
from summaries.word_lists import spoken

__all__ = ["CHAINING", "HESITATION", "Run", "Token", "runs", "tokens"]

# Words of letters only, so that digits glued to letters are digits still; a redacted place is one word.
_WORD = re.compile(r"\[[a-z][a-z -]{1,24}\]|\d+|[^\W\d_]+", re.I)
_DIGIT = re.compile(r"\d|\[")
# A sign before digits makes them something else: a phone number, money, a share, a redacted place.
_INTERRUPTS = re.compile(r"[+$€£¥%@=:\[\]&]")
LONGEST_NOISE, LONGEST_CHAIN, _LONGEST_TALK = 3, 8, 24
_SPOKEN = frozenset().union(*(tongue.sure | tongue.doubtful for tongue in TONGUES))
# What a machine hears for a digit; read so between two spoken digits only, or at the end of a line of them.
_MISHEARD = {"for": "4", "fore": "4", "to": "2", "too": "2", "won": "1", "ate": "8", "tree": "3"}
_MISHEARD_IN_FRENCH = {"de": "2", "cette": "7", "cet": "7"}
_ENOUGH = 3
# "Un" and "once" are numbers only beside others.
_SURE = frozenset().union(*(tongue.sure for tongue in TONGUES)) | TONGUES[0].doubtful
_FILLS, _LISTENS = FILLERS | _SPOKEN, PROMPTS | _SPOKEN
_GOES_ON = _SPOKEN | CHAINING | _MISHEARD.keys() | _MISHEARD_IN_FRENCH.keys()
_GOES_ON |= frozenset().union(*(tongue.inside for tongue in TONGUES))
# Of words that are numbers in several languages the most.
_MOST = {word: max(one.most.get(word, 0) for one in TONGUES) for one in TONGUES for word in one.most}
_MOST |= dict.fromkeys((*_MISHEARD, *_MISHEARD_IN_FRENCH), 1)
_MOST = {word: most for word, most in _MOST.items() if most}


class Token(NamedTuple):
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


def tokens(text: str, keep: frozenset[str] | None = None) -> list[Token]:
    """The numbers and the words between; with `keep`, a line that has neither a number nor one of these
    words is one token, for nearly all of a call is such lines."""
    if keep is None:
        return _tokens(text, 0)
    made: list[Token] = []
    at = 0
    for line in text.split("\n"):
        words = spoken(line.lower()) if line else []
        if (
            _DIGIT.search(line)
            or not keep.isdisjoint(words)
            or not _SURE.isdisjoint(words)
            or _FILLS.issuperset(words)
        ):
            made += _tokens(line, at) if line else []
        else:
            made.append(Token(at, at + len(line), "", ""))
        at += len(line) + 1
    return made


def most_digits(words: Sequence[str]) -> int:
    """As many digits as these words in lower case may stand for, or fewer."""
    return 0 if _SURE.isdisjoint(words) else sum([_MOST[word] for word in words if word in _MOST])


def is_number(word: str) -> bool:
    """Whether a number may begin with this word in lower case, or its digits do."""
    return word in _SPOKEN or word.isdecimal()


def only_listens(words: Sequence[str]) -> bool:
    """Whether somebody who says these words only asks for more, or repeats it."""
    return _LISTENS.issuperset(words)


def goes_on(words: Sequence[str]) -> bool:
    """Whether a number that the line before began may go on behind a line of these words."""
    return _GOES_ON.issuperset(words)


def _tokens(text: str, offset: int) -> list[Token]:
    found = [(m.start() + offset, m.end() + offset, m[0].lower()) for m in _WORD.finditer(text)]
    made: list[Token] = []
    at = 0
    while at < len(found):
        start, end, word = found[at]
        first = at == 0 and word in _MISHEARD and _misheard([one[2] for one in found[:4]], 0, TONGUES)
        if word in _SPOKEN or word[0].isdecimal() or first:
            after = at + 1
            while after < len(found) and (found[after][2] in _GOES_ON or found[after][2][0].isdecimal()):
                after += 1
            made += _numbers(found[at : after + 1], after - at)
            at = after
        else:
            made.append(Token(start, end, "", word))
            at += 1
    return made


def _numbers(found: Sequence[tuple[int, int, str]], size: int) -> list[Token]:
    """The first `size` words, which are numbers and what may stand between them; the next one looks on."""
    words = [word for _, _, word in found]
    order = _order(words[:size])
    made: list[Token] = []
    at = 0
    while at < size:
        digits, after = _number(words, at, order)
        digits = digits or _misheard(words, at, order)
        after = min(max(after, at + 1), size)
        counts = 0 < len(digits) <= 2 and words[after : after + 1] and words[after] in COUNTED
        # "Sieben drei, Moment" counts nothing.
        if counts and not (made and made[-1].digits):
            digits = ""
        made.append(Token(found[at][0], found[after - 1][1], digits, words[at]))
        at = after
    return made


def _order(words: Sequence[str]) -> Sequence[Tongue]:
    """The language in which most of the words are numbers first; nobody changes it within a number."""
    if not any(word in _SPOKEN for word in words):
        return TONGUES[:1]
    scores = []
    for tongue in TONGUES:
        sure = sum(map(tongue.sure.__contains__, words))
        scores.append(sure + sum(map(tongue.doubtful.__contains__, words)) if sure else 0)
    best = TONGUES[scores.index(max(scores))]
    return (
        best,
        *(tongue for tongue, score in zip(TONGUES, scores, strict=True) if score and tongue is not best),
    )


def _number(words: Sequence[str], at: int, order: Sequence[Tongue]) -> tuple[str, int]:
    word = words[at]
    if word[0].isdecimal():
        # Digits of any script are digits to whoever reads them out.
        return "".join(str(int(digit)) for digit in word), at + 1
    for tongue in order:
        if word in tongue.sure or (tongue is order[0] and word in tongue.doubtful):
            digits, after = tongue.read(words, at)
            if digits:
                return digits, after
    return "", at


def _misheard(words: Sequence[str], at: int, order: Sequence[Tongue]) -> str:
    tongue = order[0]
    heard = _MISHEARD if tongue is TONGUES[0] else _MISHEARD_IN_FRENCH if tongue is TONGUES[3] else {}
    if words[at] not in heard:
        return ""
    size = _ENOUGH if at in (0, len(words) - 1) else 1
    near = [*words[max(0, at - size) : at], *words[at + 1 : at + 1 + size]]
    said = sum(word in tongue.sure or word in tongue.doubtful for word in near)
    return heard[words[at]] if said == 2 <= len(near) or said == _ENOUGH else ""


def runs(
    text: str,
    noise: frozenset[str],
    among: list[Token] | None = None,
    most: int = LONGEST_NOISE,
    speaker: Callable[[int], str] | None = None,
) -> list[Run]:
    """The runs of the text; `among` are its tokens when the caller has them already, `most` how many words
    of noise a line may hold between two numbers. `speaker` tells whose words stand at a place: two people
    never say one number."""
    made: list[list[Token]] = []
    skipped = passed = last = 0
    for token in tokens(text) if among is None else among:
        if not token.digits:
            if made and token.word in noise and skipped <= most:
                # In a new line somebody draws breath, or only says that they listen.
                skipped = 1 if "\n" in text[last : token.start] else skipped + 1
                passed, last = passed + 1, token.end
            else:
                skipped = _LONGEST_TALK + 1
            continue
        if (
            made
            and skipped <= most
            and passed <= _LONGEST_TALK
            and _joins(text, made[-1][-1], token, speaker)
        ):
            made[-1].append(token)
        else:
            made.append([token])
        skipped, passed, last = 0, 0, token.end
    return [Run(tuple(members)) for members in made]


def _joins(text: str, one: Token, next_one: Token, speaker: Callable[[int], str] | None) -> bool:
    if _INTERRUPTS.search(text, one.end, next_one.start):
        return False
    return speaker is None or speaker(one.start) == speaker(next_one.start)
