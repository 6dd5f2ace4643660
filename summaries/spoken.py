"""A brief as a voice reads it: plain text, long numbers digit by digit, short enough to listen to.

Decides length and reading. It must not decide what is true; that has been done before.
"""

from __future__ import annotations

import re

from summaries.phrases import PHRASES
from summaries.plain import ended, plain
from summaries.sentences import sentences
from summaries.words import Brief

# About ten seconds of speech, and about half a minute.
HEADLINE_WORDS = 25
DETAIL_WORDS = 70
# The last ones are the reasons of transfers before.
MOST_DETAILS = 10
# What follows an amount in any of our languages; its sign may also stand before.
_UNITS = (
    r"[$€£%]|(?:eur(?:os?)?|usd|d[oó]lar(?:es)?|dollars?|gbp|pounds?|pfund|libras?|livres?|chf|fran(?:cs?|ken|cos?)"
    r"|cents?|c[eé]ntimos?|centavos?|centimes?|percent|prozent|por ciento|pour ?cent)\b"
)
# Read as one number it would be "forty-eight million". Amounts, years, dates, times and "12 000" stay as they
# are: voices know them. Blanks between the digits are right with every voice (docs/languages.md).
_CODE = re.compile(
    rf"(?<![\d.,$€£])(?<!EUR )(?<!CHF )(?<!USD )(?<!GBP )"
    rf"(?:\d{{5,}}|(?!(?<=\d )000\b)0\d{{2,}})(?![\d%]|[.,]\d|\s?(?:{_UNITS}))",
    re.I,
)


def spoken_headline(brief: Brief, language: str = "en") -> str:
    return _within(spoken(brief.headline), HEADLINE_WORDS, language)


def spoken_details(brief: Brief, language: str = "en") -> list[str]:
    details = [_within(spoken(detail), DETAIL_WORDS, language) for detail in brief.details[:MOST_DETAILS]]
    return [detail for detail in details if detail]


def spoken(text: str) -> str:
    return ended(_CODE.sub(lambda match: " ".join(match[0]), plain(text)))


def words_spoken(text: str) -> int:
    """How many words a listener hears; ten seconds of speech are about 25."""
    return len(spoken(text).split())


def _within(text: str, most: int, language: str) -> str:
    """Whole sentences as long as they fit. A first sentence that is too long is cut and says so."""
    kept: list[str] = []
    for sentence in sentences(text):
        if len(" ".join([*kept, sentence]).split()) > most:
            break
        kept.append(sentence)
    if kept or not text:
        return " ".join(kept)
    cut = " ".join(text.split()[: most - 3]).rstrip(" .,;:-")
    return f"{cut}, {PHRASES[language].and_so_on}."
