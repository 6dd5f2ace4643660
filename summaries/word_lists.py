"""Lists of words as they stand best in the code: blanks between them, over several lines.

Decides nothing about any word.
"""

from __future__ import annotations


def words(*texts: str) -> frozenset[str]:
    return frozenset(word for text in texts for word in text.split())
