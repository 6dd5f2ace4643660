"""Numbers in running text as values with units: amounts, shares, dates, counts, codes.

Decides which number two ways of writing mean: "$49.90" and "49.90 dollars", "third" and "3rd", "vier" and
"4". It must not know whether a number is true.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from summaries.languages.english import ENGLISH
from summaries.languages.wording import Wording
from summaries.numbers.counting import Counted
from summaries.reading import Reading, read

_DIGIT, _WRITTEN = re.compile(r"[0-9]"), re.compile(r"[0-9]+(?:[.,][0-9]+)*")
# Signs too: "vingt, deux" are two numbers.
_TOKEN = re.compile(r"([^\W\d_]+|\d+(?:[.,]\d+)*|[,;:.!?()\"])")
_ENGLISH_TOKEN = re.compile(r"([a-z]+|[0-9]+(?:[.,][0-9]+)*|[,;:.!?()\"])")
# "1 200 €": blanks within a number only where money follows.
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?=(?:,\d+)?\s*(?:€|euros?\b))")

_LEAST_DIGITS = 3
_NO_DIGITS = re.compile(r"\D")
# Also "un millón de euros", "deux millions d'euros".
_UNIT, _NEAR = re.compile(r"\s*(?:de\s+|d')?(%|€|£|\$|[^\W\d_]+)"), 15


class Number(NamedTuple):
    """`written` as words in lower case, `value` as a plain decimal, `digits` as read one by one, `gap` what
    stands between it and the number before in lower case, None for the first. One that is `alone` is no part
    of a code: "twice", "third"."""

    written: str
    value: str
    digits: str
    unit: str
    gap: str | None
    alone: bool = False


Rows = Sequence[Sequence[Number]]


def numbers(text: str, wording: Wording = ENGLISH) -> list[Number]:
    return numbers_of(read(text), wording)


def numbers_of(reading: Reading, wording: Wording) -> list[Number]:
    """The numbers of a text that has been read."""
    said = wording.beginnings(reading.letters)
    # Most sentences hold none.
    if not reading.digits and not said:
        return []
    text = reading.lower
    if reading.digits and ("€" in text or "euro" in text):
        text = _SPACED.sub(lambda match: match[0].replace(" ", ""), text)
    for phrase, instead in wording.instead:
        text = phrase.sub(instead, text)
    place = _only(text, said, reading, wording)
    return _all(text, said, wording) if place is None else _one(text, *place, wording)


def _only(text: str, said: Collection[str], reading: Reading, wording: Wording) -> tuple[int, int] | None:
    """Where the one word stands that all numbers of a text begin with, when none goes on behind it."""
    if wording.ends_number(reading.letters):
        return None
    if not reading.digits:
        (word,) = said if len(said) == 1 else ("",)
        start = text.find(word)
        return (start, start + len(word)) if text.count(word) == 1 else None
    found = () if said else tuple(_WRITTEN.finditer(text))
    return found[0].span() if len(found) == 1 else None


def _one(text: str, start: int, end: int, wording: Wording) -> list[Number]:
    """As `_all`, and three times as quick: most texts with a number have only one."""
    word = text[start:end]
    value, read = _read([word], 0, wording)
    unit = _unit(text[:start], text[end : end + _NEAR], wording)
    return [Number(word, value, read.digits, unit, None, read.is_alone)] if read.end else []


def _all(text: str, said: Collection[str], wording: Wording) -> list[Number]:
    parts = _parts(text, said)
    words = parts[1::2]
    made: list[Number] = []
    after = 0
    for at, word in enumerate(words):
        if at >= after and (word in said or word[0].isdecimal()):
            value, read = _read(words, at, wording)
            if read.end > at:
                gap = "".join(parts[2 * after : 2 * at + 1]) if made else None
                after = read.end
                unit = _unit(parts[2 * at], "".join(parts[2 * after : 2 * after + 4])[:_NEAR], wording)
                made.append(Number(" ".join(words[at:after]), value, read.digits, unit, gap, read.is_alone))
    return made


def _parts(text: str, said: Iterable[str]) -> list[str]:
    """The text in parts, every second one a word, a number or a sign; all that stands before the first digit
    and the first word of what is `said` is one part."""
    begins = [text.find(word) for word in said]
    if digit := _DIGIT.search(text):
        begins.append(digit.start())
    first = text.rfind(" ", 0, max(0, min(begins, default=0))) + 1
    # What all letters are is slow to tell, and most of a call has only these.
    parts = (_ENGLISH_TOKEN if text.isascii() else _TOKEN).split(text[first:])
    parts[0] = text[:first] + parts[0]
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


def _unit(before: str, behind: str, wording: Wording) -> str:
    after = _UNIT.match(behind)
    measured = wording.measures.get(after[1], "") if after else ""
    return wording.currencies.get(before.rstrip()[-1:], "") or measured
