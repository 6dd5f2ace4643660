"""Numbers in running text as values with units: amounts, shares, dates, counts, codes.

Decides which number two ways of writing mean: "$49.90" and "49.90 dollars", "third" and "3rd". It must
not know whether a number is true.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from summaries.number_words import ORDINALS, REPEATS, SCALES, TENS, UNITS, read

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_CURRENCIES = {"$": "$", "dollar": "$", "dollars": "$", "bucks": "$", "usd": "$"}
_CURRENCIES |= {"€": "€", "euro": "€", "euros": "€", "eur": "€"}
_CURRENCIES |= {"£": "£", "pound": "£", "pounds": "£", "quid": "£", "gbp": "£"}
MEASURES = _CURRENCIES | {"%": "%", "percent": "%", "cent": "c", "cents": "c", "pence": "c"}
# Counts in one word; "second" and "third" stand among the ordinals.
_QUANTITIES = {"twice": "2", "half": "0.5", "dozen": "12", "double": "2", "triple": "3", "quarter": "0.25"}
# Nearly every word of a call is none of these.
_BEGINNINGS = {"hundred", *UNITS, *TENS, *SCALES, *REPEATS, *ORDINALS, *_QUANTITIES}


@dataclass(frozen=True)
class Number:
    """`value` as a plain decimal, `digits` as read one by one, `gap` what stands between it and the
    number before, None for the first."""

    written: str
    value: str
    digits: str
    unit: str
    gap: str | None


def numbers(text: str) -> list[Number]:
    # "three o'clock" has no zero in it.
    text = re.sub(r"(?i)\bo'clock\b", "hours  ", text)
    found = list(_TOKEN.finditer(text))
    words = [match[0].lower() for match in found]
    made: list[Number] = []
    at, last = 0, -1
    while at < len(words):
        if words[at] not in _BEGINNINGS and not words[at][0].isdecimal():
            at += 1
            continue
        value, digits, after = _read(words, at)
        if after > at:
            start, end = found[at].start(), found[after - 1].end()
            gap = text[last:start] if made else None
            made.append(Number(text[start:end], value, digits, _unit(text, start, end), gap))
            last = end
        at = max(after, at + 1)
    return made


def _read(words: list[str], at: int) -> tuple[str, str, int]:
    word = words[at]
    if word[0].isdecimal():
        return _written(words, at)
    digits, after = read(words, at)
    if after > at:
        return _ordinal_tail(words, digits, after) if word not in REPEATS else (digits, digits, after)
    value = _QUANTITIES.get(word) or (str(ORDINALS[word]) if word in ORDINALS else "")
    return (value, value, at + 1) if value else ("", "", at)


def _written(words: list[str], at: int) -> tuple[str, str, int]:
    # "2.5 million": the point moves as many places as the scale has zeros.
    value, digits = decimal(words[at]), re.sub(r"\D", "", words[at])
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


def decimal(written: str) -> str:
    """`1,200.50` and `1200.5` are one value; a comma before one or two last digits is a decimal comma."""
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", written):
        written = written.replace(",", "")
    elif re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d+|\d+,\d{1,2}", written):
        written = written.replace(".", "").replace(",", ".")
    if re.fullmatch(r"\d+\.\d+", written):
        written = written.rstrip("0").rstrip(".")
    return written


def _unit(text: str, start: int, end: int) -> str:
    before = text[:start].rstrip()[-1:]
    after = re.match(r"\s*(%|€|£|\$|[^\W\d_]+)", text[end : end + 12])
    behind = MEASURES.get(after[1].lower(), "") if after else ""
    return _CURRENCIES.get(before, "") or behind
