"""Lists of words as they stand best in the code, blanks between them over several lines; and those of a text.

Decides nothing about any word.
"""

from __future__ import annotations

import re

_DIGIT = re.compile(r"\d")
_LETTERS, _HUNG = re.compile(r"[^\W\d_]+"), re.compile(r"(?:[^\W\d_]|')+")
_Apart = tuple[re.Pattern[str], bytes]


def _apart(pattern: re.Pattern[str]) -> _Apart:
    """With a table of all characters of Latin-1: itself if it belongs to a word, else a blank."""
    return pattern, bytes(char if pattern.match(chr(char)) else 32 for char in range(256))


_BY_LETTERS, _BY_APOSTROPHES = _apart(_LETTERS), _apart(_HUNG)


def spoken(lower: str) -> list[str]:
    """The words of a text in lower case: letters only, whatever they are glued to."""
    return _split(lower, _BY_LETTERS)


def stems(lower: str) -> list[str]:
    """As `spoken`, but "don't" is one word, and "Alice's" is Alice."""
    parts = _split(lower.replace("''", " "), _BY_APOSTROPHES)
    return [stem(part) if "'" in part else part for part in parts if part != "'"]


def stem(word: str) -> str:
    return word.strip("'").removesuffix("'s")


def _split(lower: str, apart: _Apart) -> list[str]:
    pattern, table = apart
    # All of a call is read so, several times, and a table takes a third of the time that a pattern does.
    try:
        return lower.encode("latin-1").translate(table).decode("latin-1").split()
    except UnicodeEncodeError:
        return pattern.findall(lower)


def count_digits(text: str) -> int:
    """Of any script."""
    try:
        raw = text.encode("latin-1")
    except UnicodeEncodeError:
        return len(_DIGIT.findall(text))
    return len(raw) - len(raw.translate(None, b"0123456789"))


def words(*texts: str) -> frozenset[str]:
    return frozenset(word for text in texts for word in text.split())
