"""A brief as a voice reads it: plain text, long numbers digit by digit, short enough to listen to.

Decides length and reading. It must not decide what is true; that has been done before.
"""

from __future__ import annotations

import re

from summaries.plain import ended, plain, sentences
from summaries.words import Brief

# About ten seconds of speech, and about half a minute.
HEADLINE_WORDS = 25
DETAIL_WORDS = 70
MOST_DETAILS = 8
# Read as one number it would be "forty-eight million"; amounts and years stay as they are.
_CODE = re.compile(r"(?<![\d.,$€£])(?:\d{5,}|0\d+)(?![\d%]|[.,]\d)")


def spoken_headline(brief: Brief) -> str:
    return _within(spoken(brief.headline), HEADLINE_WORDS)


def spoken_details(brief: Brief) -> list[str]:
    details = [_within(spoken(detail), DETAIL_WORDS) for detail in brief.details[:MOST_DETAILS]]
    return [detail for detail in details if detail]


def spoken(text: str) -> str:
    return ended(_CODE.sub(lambda match: " ".join(match[0]), plain(text)))


def words_spoken(text: str) -> int:
    """How many words a listener hears; ten seconds of speech are about 25."""
    return len(spoken(text).split())


def _within(text: str, most: int) -> str:
    """Whole sentences as long as they fit. A first sentence that is too long is cut and says so."""
    kept: list[str] = []
    for sentence in sentences(text):
        if len(" ".join([*kept, sentence]).split()) > most:
            break
        kept.append(sentence)
    if kept or not text:
        return " ".join(kept)
    cut = " ".join(text.split()[: most - 3]).rstrip(" .,;:-")
    return f"{cut}, and so on."
