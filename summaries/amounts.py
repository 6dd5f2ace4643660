"""Numbers in running text as values with units: amounts, shares, dates, counts, codes.

Decides which number two ways of writing mean: "$49.90" and "49.90 dollars", "third" and "3rd", "vier" and
"4". It must not know whether a number is true.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from summaries.languages.english import ENGLISH
from summaries.languages.wording import Wording
from summaries.numbers.counting import Counted
from summaries.word_lists import spoken

_DIGIT = re.compile(r"\d")
# Signs too: "vingt, deux" are two numbers.
_TOKEN = re.compile(r"([^\W\d_]+|\d+(?:[.,]\d+)*|[,;:.!?()\"])")
_ENGLISH_TOKEN = re.compile(r"([a-z]+|[0-9]+(?:[.,][0-9]+)*|[,;:.!?()\"])")
# "1 200 €": blanks within a number only where money follows.
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?=(?:,\d+)?\s*(?:€|euros?\b))", re.I)

_LEAST_DIGITS = 3
_NO_DIGITS = re.compile(r"\D")
# Also "un millón de euros", "deux millions d'euros".
_UNIT, _NEAR = re.compile(r"\s*(?:de\s+|d')?(%|€|£|\$|[^\W\d_]+)"), 15


class Number(NamedTuple):
    """`written` as words in lower case, `value` as a plain decimal, `digits` as read one by one, `gap` what
    stands between it and the number before, None for the first. One that is `alone` is no part of a code:
    "twice", "third"."""

    written: str
    value: str
    digits: str
    unit: str
    gap: str | None
    alone: bool = False


Rows = Sequence[Sequence[Number]]


def numbers(text: str, wording: Wording = ENGLISH, letters: Sequence[str] | None = None) -> list[Number]:
    """`letters` are the words of the text in lower case when the caller has them already."""
    # Most sentences hold none.
    digit = _DIGIT.search(text)
    said = wording.beginnings(spoken(text.lower()) if letters is None else letters)
    if digit is None and not said:
        return []
    if digit is not None and ("€" in text or "euro" in text.lower()):
        text = _SPACED.sub(lambda match: match[0].replace(" ", ""), text)
    for phrase, instead in wording.instead:
        text = phrase.sub(instead, text)
    parts = _parts(text, said if digit is None else ())
    words = [part.lower() for part in parts[1::2]]
    made: list[Number] = []
    after = last = 0
    for at in [at for at, word in enumerate(words) if word in said or word[0].isdecimal()]:
        if at < after:
            continue
        value, read = _read(words, at, wording)
        after = read.end
        if after > at:
            start = sum(map(len, parts[: 2 * at + 1]))
            end = start + sum(map(len, parts[2 * at + 1 : 2 * after]))
            gap = text[last:start] if made else None
            unit = _unit(text, start, end, wording)
            made.append(Number(" ".join(words[at:after]), value, read.digits, unit, gap, read.is_alone))
            last = end
    return made


def _parts(text: str, said: Iterable[str]) -> list[str]:
    """The text in parts, every second one a word, a number or a sign; all that stands before the first word
    of what is `said` is one part."""
    # What all letters are is slow to tell, and most of a call has only these.
    if not text.isascii():
        return _TOKEN.split(text)
    lower = text.lower()
    first = lower.rfind(" ", 0, max(0, min(map(lower.find, said), default=0))) + 1
    parts = _ENGLISH_TOKEN.split(lower[first:])
    parts[0] = lower[:first] + parts[0]
    return parts


def _read(words: list[str], at: int, wording: Wording) -> tuple[str, Counted]:
    """The value, and as what it is read."""
    word = words[at]
    if word[0].isdecimal():
        return _written(words, at, wording)
    for counting in wording.countings:
        read = counting.read(words, at)
        if read.digits:
            return read.digits, read
    value = wording.quantities.get(word, "")
    return value, Counted(value, at + bool(value), is_alone=True)


def _written(words: list[str], at: int, wording: Wording) -> tuple[str, Counted]:
    # "2.5 million": the point moves as many places as the scale has zeros.
    value, digits = decimal(words[at], wording.decimal_comma), _NO_DIGITS.sub("", words[at])
    size = wording.scale(words[at + 1]) if at + 1 < len(words) else 0
    if not size:
        return value, Counted(digits, at + 1)
    whole, _, part = value.partition(".")
    zeros = len(str(size)) - 1
    value = decimal(f"{whole}{part.ljust(zeros, '0')[:zeros]}.{part[zeros:]}".rstrip("."))
    return value, Counted(value, at + 2)


def rows(found: Iterable[Number], joint: re.Pattern[str]) -> list[list[Number]]:
    """Numbers with nothing but a joint between them, together; those that are alone are no digits."""
    made: list[list[Number]] = []
    follows = False
    for number in found:
        if follows and not number.alone and number.gap is not None and joint.fullmatch(number.gap):
            made[-1].append(number)
        else:
            made.append([number])
        follows = not number.alone
    return made


def is_read_out(row: Sequence[Number]) -> bool:
    """Whether these are the digits of one number that somebody reads out, and no counts."""
    return len(row) >= _LEAST_DIGITS and all(len(number.digits) == 1 for number in row)


def decimal(written: str, comma: bool = False) -> str:
    """`1,200.50` and `1200.5` are one value; a comma before one or two last digits is a decimal comma.

    `comma`: the language writes thousands with a point, so that `1.200` is more than a thousand.
    """
    if written.isdecimal():
        return written
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", written):
        written = written.replace(",", "")
    elif comma and re.fullmatch(r"\d{1,3}(?:\.\d{3})+", written):
        written = written.replace(".", "")
    elif re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d+|\d+,\d{1,2}", written):
        written = written.replace(".", "").replace(",", ".")
    if re.fullmatch(r"\d+\.\d+", written):
        written = written.rstrip("0").rstrip(".")
    return written


def _unit(text: str, start: int, end: int, wording: Wording) -> str:
    before = text[:start].rstrip()[-1:]
    after = _UNIT.match(text, end, end + _NEAR)
    behind = wording.measures.get(after[1].lower(), "") if after else ""
    return wording.currencies.get(before, "") or behind
