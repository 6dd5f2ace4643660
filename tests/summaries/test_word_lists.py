"""The words of a text: letters whatever they are glued to, and stems where something hangs on them.

Decides by the pattern that says what letters are, for any text at all.
"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.word_lists import spoken, stem, stems

# Also letters that Latin-1 has no place for, and signs that are letters to nobody but it.
TEXTS = st.text(st.sampled_from("abz éßœ'-_.,1\u00b2\u0441\u2019\n\x1f\u0301")) | st.text()


@given(TEXTS)
def test_words_are_what_stands_between_all_that_is_no_letter(text: str) -> None:
    assert spoken(text.lower()) == re.findall(r"[^\W\d_]+", text.lower())


@given(TEXTS)
def test_an_apostrophe_within_a_word_belongs_to_it_and_its_genitive_does_not(text: str) -> None:
    said = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", text.lower())
    assert stems(text.lower()) == [word.removesuffix("'s") for word in said]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("don't", ["don't"]),
        ("alice's phone", ["alice", "phone"]),
        ("'rock 'n' roll'", ["rock", "n", "roll"]),
        ("it's '' one's", ["it", "one"]),
        ("l'œuvre d'art", ["l'œuvre", "d'art"]),
    ],
)
def test_what_hangs_on_a_word_is_left_out(text: str, words: list[str]) -> None:
    assert stems(text) == words == list(map(stem, words))
