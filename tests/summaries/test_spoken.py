"""The spoken brief: short enough to listen to, and read as a person would.

Decides by what a listener would hear, not by how it is stored.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries import Brief, spoken_details, spoken_headline
from summaries.plain import allowed
from summaries.spoken import spoken, words_spoken


def brief(headline: str, *details: str) -> Brief:
    return Brief(headline, details, "groq")


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("Order 48213377 is late", "Order 4 8 2 1 3 3 7 7 is late."),
        ("Order 4821 is late.", "Order 4821 is late."),
        ("Code 0042", "Code 0 0 4 2."),
        ("It cost $12500 in 2024.", "It cost $12500 in 2024."),
        ("It cost 12500.50 euros", "It cost 12500.50 euros."),
        ("Over 100000% more", "Over 100000% more."),
        ("It cost 12500 euros and 99999 Dollar", "It cost 12500 euros and 99999 Dollar."),
        ("It cost EUR 12500 and 12000 \u00a3", "It cost EUR 12500 and 12000 \u00a3."),
        ("Eran 15000 d\u00f3lares, un 10000 por ciento.", "Eran 15000 d\u00f3lares, un 10000 por ciento."),
        ("Il y a 12\u202f000 clients et 12 050 euros", "Il y a 12 000 clients et 12 050 euros."),
        ("Es waren 12.500,50 Euro am 05.03. um 09:30", "Es waren 12.500,50 Euro am 05.03. um 09:30."),
        ("On 2024-03-05, le 05/03 \u00e0 08h05", "On 2024-03-05, le 05/03 \u00e0 08h05."),
        ("Order 48213 centred", "Order 4 8 2 1 3 centred."),
        ("Call 4155550123, please", "Call 4 1 5 5 5 5 0 1 2 3, please."),
        ("Say <b>hello</b>\x07", "Say b hello /b."),
    ],
)
def test_long_numbers_are_read_digit_by_digit_and_amounts_as_amounts(written: str, heard: str) -> None:
    assert spoken(written) == heard == spoken_headline(brief(written))


def test_a_headline_keeps_whole_sentences_of_about_ten_seconds() -> None:
    first, second = "The caller wants a refund.", " ".join(["word"] * 24) + "."
    assert spoken_headline(brief(f"{first} {second}")) == first
    assert spoken_headline(brief(f"{first} Two more.")) == f"{first} Two more."


def test_a_sentence_that_must_be_cut_says_so() -> None:
    heard = spoken_headline(brief(" ".join(["word"] * 60)))
    assert heard.endswith("word, and so on.") and len(heard.split()) == 25


@pytest.mark.parametrize(
    ("language", "end"),
    [("en", "and so on."), ("es", "etc\u00e9tera."), ("de", "und so weiter."), ("fr", "et cetera.")],
)
def test_what_is_cut_says_so_in_the_language_of_the_call(language: str, end: str) -> None:
    long = brief(" ".join(["mot"] * 60), " ".join(["mot"] * 90))
    assert spoken_headline(long, language).endswith(f"mot, {end}")
    assert spoken_details(long, language)[0].endswith(f"mot, {end}")


def test_details_that_say_nothing_are_left_out_and_there_is_an_end_to_them() -> None:
    assert spoken_details(brief("x", "One", " \x00 ", "...", "Two")) == ["One.", "...", "Two."]
    assert len(spoken_details(brief("x", *["One"] * 100))) == 10
    assert spoken_details(brief("x")) == []


def test_an_empty_headline_stays_empty_so_that_another_sentence_can_stand_in() -> None:
    assert spoken_headline(brief("")) == ""


@given(st.text(max_size=400), st.lists(st.text(max_size=800), max_size=10))
def test_whatever_a_brief_holds_a_voice_can_read_it_in_time(headline: str, details: list[str]) -> None:
    told = brief(headline, *details)
    heard = [spoken_headline(told), *spoken_details(told)]
    assert all(allowed(char) for text in heard for char in text)
    assert len(heard[0].split()) <= 25 and all(len(text.split()) <= 70 for text in heard)


def test_a_long_code_counts_as_long_as_it_takes_to_say() -> None:
    assert words_spoken("Order 48213377") == 9
