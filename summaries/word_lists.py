"""Lists of words as they stand best in the code, blanks between them over several lines; and those of a text.

Decides nothing about any word.
"""

from __future__ import annotations

import re

_LETTERS, _ENGLISH = re.compile(r"[^\W\d_]+"), re.compile("[a-z]+")


def spoken(lower: str) -> list[str]:
    """The words of a text in lower case: letters only, whatever they are glued to."""
    # What all letters are is slow to tell, and most of a call has only these.
    return (_ENGLISH if lower.isascii() else _LETTERS).findall(lower)


def words(*texts: str) -> frozenset[str]:
    return frozenset(word for text in texts for word in text.split())
