"""Numbers in running text as values with units: amounts, shares, dates, counts, codes.

Decides which number two ways of writing mean: "$49.90" and "49.90 dollars", "third" and "3rd". It must
not know whether a number is true.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from summaries.languages.english import ENGLISH
from summaries.languages.wording import Wording
from summaries.number_words import ORDINALS, REPEATS, SCALES, TENS, read

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
# "three o'clock" has no zero in it.
_CLOCK = re.compile(r"\bo'clock\b", re.I)
# "1 200 €": blanks within a number only where money follows.
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?=(?:,\d+)?\s*(?:€|euros?\b))", re.I)


@dataclass(frozen=True)
class Number:
    """`value` as a plain decimal, `digits` as read one by one, `gap` what stands between it and the
    number before, None for the first."""

    written: str
    value: str
    digits: str
    unit: str
    gap: str | None


def numbers(text: str, wording: Wording = ENGLISH) -> list[Number]:
    text = _SPACED.sub(lambda match: match[0].replace(" ", ""), _CLOCK.sub("hours  ", text))
    text = wording.thousands.sub(r"\g<0> ", text)
    found = list(_TOKEN.finditer(text))
    words = [match[0].lower() for match in found]
    made: list[Number] = []
    at, last = 0, -1
    while at < len(words):
        value, digits, after = _read(words, at, wording)
        if after > at:
            start, end = found[at].start(), found[after - 1].end()
            gap = text[last:start] if made else None
            made.append(Number(text[start:end], value, digits, _unit(text, start, end, wording), gap))
            last = end
        at = max(after, at + 1)
    return made


def _read(words: list[str], at: int, wording: Wording) -> tuple[str, str, int]:
    word = words[at]
    if word[0].isdecimal():
        return _written(words, at, wording)
    digits, after = read(words, at)
    if after > at:
        return _ordinal_tail(words, digits, after) if word not in REPEATS else (digits, digits, after)
    if wording.tongue is not None:
        digits, after = wording.tongue.read(words, at)
        # The small ones are articles and other words as well.
        if len(digits) > 1:
            return digits, digits, after
    value = wording.quantities.get(word) or (str(ORDINALS[word]) if word in ORDINALS else "")
    return (value, value, at + 1) if value else ("", "", at)


def _written(words: list[str], at: int, wording: Wording) -> tuple[str, str, int]:
    # "2.5 million": the point moves as many places as the scale has zeros.
    value, digits = decimal(words[at], wording.decimal_comma), re.sub(r"\D", "", words[at])
    if at + 1 < len(words) and words[at + 1] in SCALES:
        whole, _, part = value.partition(".")
        scale = len(str(SCALES[words[at + 1]])) - 1
        value = digits = decimal(f"{whole}{part.ljust(scale, '0')[:scale]}.{part[scale:]}".rstrip("."))
        return value, digits, at + 2
    return value, digits, at + 1


def _ordinal_tail(words: list[str], digits: str, after: int) -> tuple[str, str, int]:
    """ "Twenty first" is 21."""
    tail = ORDINALS.get(words[after], 0) if after < len(words) else 0
    if int(digits) in TENS.values() and 0 < tail < 10:
        digits, after = str(int(digits) + tail), after + 1
    return digits, digits, after


def decimal(written: str, comma: bool = False) -> str:
    """`1,200.50` and `1200.5` are one value; a comma before one or two last digits is a decimal comma.

    `comma`: the language writes thousands with a point, so that `1.200` is more than a thousand.
    """
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
    after = re.match(r"\s*(%|€|£|\$|[^\W\d_]+)", text[end : end + 12])
    behind = wording.measures.get(after[1].lower(), "") if after else ""
    return wording.currencies.get(before, "") or behind
