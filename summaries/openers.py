"""Whether the words of a sentence make it an order to whoever hears it.

Decides by its first words and its form; which words these are is told by the language. A first word that
no language lists must have been said in the call, which is checked elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from summaries.languages.wording import Wording


def is_order(words: Sequence[str], wording: Wording) -> bool:
    """Whether a sentence of these words, in lower case and without its numbers, tells somebody to act."""
    while len(words) > 1 and words[0] in wording.softeners:
        words = words[1:]
    first, second = words[0], words[1] if len(words) > 1 else ""
    if first in wording.order_nouns:
        return second not in wording.behind_nouns and not wording.is_number_word(second)
    return (
        first in wording.orders
        or wording.order_shape.fullmatch(first) is not None
        or wording.order_shape.fullmatch(" ".join(words)) is not None
    )
