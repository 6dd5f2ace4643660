"""Somebody's own words as a voice reads them: named before, ended aloud, and nothing in them that ends them.

Decides how a quote is put. It must not decide what is worth quoting.
"""

from __future__ import annotations

import re
import unicodedata

from summaries.phrases import PHRASES
from summaries.plain import ended, plain
from summaries.redaction import redact
from summaries.words import Language

# About ten seconds of speech, and what fits into a detail with its name and its end. Longer sentences are not
# quoted, for no part of one is.
LONGEST_QUOTE, LONGEST_WHOLE = 25, 55
# Whoever says this wants to go on in our voice; in any language, for voices are not told apart by it.
_ENDS = re.compile(
    r"\b(?:(?:end|ends|close|closing|finish)\W+(?:(?:of|the|my|this)\W+){0,3}quot\w*|unquote\w*|end\W*quot\w*"
    r"|fin\W+(?:de\W+)?(?:la\W+|l\W+)?cita(?:tion)?\b|fin\W+des\W+citations|fermez\W+les\W+guillemets"
    r"|ende\W+(?:des\W+|vom\W+)?zitat\w*|zitat\W?ende)\W*",
    re.I,
)


def quote(named: str, words: str, language: Language) -> str:
    """The end is said too: what a caller dictates must not sound like ours."""
    return f"{named} {ended(words)} {PHRASES[language].end_of_quote}"


def may_be_quoted(words: str, line: str) -> bool:
    """Placeholders are nobody's words, and a secret may reach over the end of a sentence of the line."""
    return "[" not in words and words in redact(line) and bool(own(words))


def own(words: str) -> str:
    """The words in plain characters, without those that would end the quote or only look like others."""
    words = plain(words)
    if not words.isascii():
        words = " ".join(word for word in words.split() if not _mixes_alphabets(word))
    while (without := _ENDS.sub(" ", words)) != words:
        words = " ".join(without.split())
    return words


def _mixes_alphabets(word: str) -> bool:
    """A Cyrillic letter among Latin ones is read aloud as nothing that was said."""
    scripts = {unicodedata.name(char, "?").split()[0] for char in word if char.isalpha()}
    return len(scripts) > 1 and "LATIN" in scripts
