"""Names and dates in a sentence: people, places, firms, months and weekdays.

Decides which words are names, and whether they were said or are known. German writes every noun with a
capital letter: there a word must be one of the nouns of briefs, or be made of words that were said.
"""

from __future__ import annotations

import re

from summaries.grounds import WORD, Grounds
from summaries.word_lists import stem

_STARTS = re.compile(r"(?:^|[:\"(]\s*)[\"'(\s]*$")
# Parts of a compound, which German joins with these.
_SHORTEST_PART = 4
_JOINTS = ("", "s", "es", "n", "en", "e")
_OF_VERBS = "ung"


class Names:
    def __init__(self, grounds: Grounds) -> None:
        self._grounds, self._wording = grounds, grounds.wording
        self._nouns = self._wording.lower_nouns

    def were_there(self, sentence: str) -> bool:
        apart = self._wording.apart(sentence)
        return all(self._is_known(match[0], apart, match.start()) for match in WORD.finditer(apart))

    def _is_known(self, word: str, sentence: str, at: int) -> bool:
        """A capital letter makes a name, but at the start of a sentence ordinary words have it too."""
        lower = word.lower()
        if self._grounds.has_word(word):
            return True
        if lower in self._wording.dates:
            return False
        if word == lower:
            return True
        starts = _STARTS.search(sentence, 0, at) is not None
        # A number is no name; whether it was there is checked elsewhere.
        counts = self._wording.is_number_word(lower)
        if starts and (counts or lower in self._wording.openers or self._is_form(word)):
            return True
        return not self._wording.capitals_make_names and (counts or self._is_noun(stem(lower)))

    def _is_form(self, word: str) -> bool:
        return self._grounds.has_form_of(word) or self._grounds.has_verb_of(word)

    def _is_noun(self, word: str) -> bool:
        if word in self._nouns or self._grounds.has_form_of(word) or self._comes_of_a_verb(word):
            return True
        parts = ((word[:at], word[at:]) for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1))
        return any(self._is_part(head) and self._is_attested(tail) for head, tail in parts)

    def _is_attested(self, word: str) -> bool:
        return word in self._nouns or self._grounds.has_word(word)

    def _is_part(self, word: str) -> bool:
        return any(
            word.endswith(joint) and self._is_attested(word.removesuffix(joint))
            for joint in _JOINTS
            if len(word) - len(joint) >= _SHORTEST_PART
        )

    def _comes_of_a_verb(self, word: str) -> bool:
        """ "Kündigung" is what somebody did who said "kündigen" or "gekündigt"."""
        root = word.removesuffix(_OF_VERBS)
        said = (f"{root}en", f"{root}e", f"{root}t", f"ge{root}t")
        return root != word and len(root) >= _SHORTEST_PART and any(map(self._grounds.has_word, said))
