"""The languages of briefs as data, and which of them a text is in.

Decides by function words only, and knows no check that uses the data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from summaries.languages.english import ENGLISH
from summaries.languages.french import FRENCH
from summaries.languages.german import GERMAN
from summaries.languages.spanish import SPANISH
from summaries.languages.wording import Wording
from summaries.words import Language

WORDINGS: Mapping[Language, Wording] = {"en": ENGLISH, "es": SPANISH, "de": GERMAN, "fr": FRENCH}
# "was" is English and German: only a word of one language tells which it is.
_TELLING: Mapping[Language, frozenset[str]] = {
    language: wording.functions.difference(
        *(other.functions for name, other in WORDINGS.items() if name != language)
    )
    for language, wording in WORDINGS.items()
}
# In running text more than a third are function words; a foreign name or title has fewer.
_LEAST_TELLING, _LEAST_SHARE = 2, 0.25


def is_foreign(words: Sequence[str], language: Language) -> bool:
    """Whether words in lower case are rather those of another language than of this one."""
    telling = _hits(words, _TELLING[language])
    for other in WORDINGS:
        # Its own words decide, those that languages share only weigh.
        if other != language and (more := _hits(words, _TELLING[other])) >= _LEAST_TELLING and more > telling:
            functions = _hits(words, WORDINGS[other].functions)
            enough = functions >= _LEAST_SHARE * len(words)
            if enough and functions > _hits(words, WORDINGS[language].functions):
                return True
    return False


def _hits(words: Sequence[str], among: frozenset[str]) -> int:
    return sum(map(among.__contains__, words))
