"""A text read once: in all of its forms what the single functions make of it.

Decides for any text at all, for callers are transcribed in any script.
"""

from hypothesis import given
from hypothesis import strategies as st

from summaries.plain import normal, visible
from summaries.reading import read
from summaries.word_lists import spoken

TEXTS = st.text(st.sampled_from("aé \u00a0\u1680\u2028\u200b'\u2019&[]1\u0663\u00b2\n\u0301œ")) | st.text()


@given(TEXTS)
def test_a_text_is_read_in_the_forms_that_the_checks_ask_for(text: str) -> None:
    reading = read(text)
    assert reading.visible == visible(text)
    assert reading.lower == normal(text).lower()
    assert reading.letters == spoken(reading.lower)


@given(TEXTS)
def test_digits_of_every_script_are_counted(text: str) -> None:
    assert read(text).digits == sum(char.isdecimal() for char in normal(text).lower())


@given(TEXTS)
def test_a_normal_form_has_single_blanks_and_no_others(text: str) -> None:
    assert normal(text) == " ".join(normal(text).split())
