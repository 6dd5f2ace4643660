"""Numbers in words: what each phrase means and where it ends.

Decides what English says, with numbers made from their words as a check.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.number_words import SCALES, TENS, UNITS, read


@pytest.mark.parametrize(
    ("words", "digits", "rest"),
    [
        ("four", "4", ""),
        ("oh", "0", ""),
        ("forty one", "41", ""),
        ("forty ten", "40", "ten"),
        ("eleven eleven", "11", "eleven"),
        ("four one one", "4", "one one"),
        ("double four", "44", ""),
        ("triple oh seven", "000", "seven"),
        ("one hundred", "100", ""),
        ("a hundred", "", "a hundred"),
        ("hundred", "100", ""),
        ("two hundred and fifty", "250", ""),
        ("two hundred fifty six dollars", "256", "dollars"),
        ("two hundred and then", "200", "and then"),
        ("two hundred and", "200", "and"),
        ("five and six", "5", "and six"),
        ("two thousand and five", "2005", ""),
        ("three million two hundred thousand", "3200000", ""),
        ("thousand", "1000", ""),
        ("nineteen ninety nine", "19", "ninety nine"),
        ("zero five", "0", "five"),
        ("twenty zero", "20", "zero"),
    ],
)
def test_a_phrase_is_read_as_people_mean_it(words: str, digits: str, rest: str) -> None:
    listed = words.split()
    found, end = read(listed, 0)
    assert (found, " ".join(listed[end:])) == (digits, rest)


@pytest.mark.parametrize(
    "words", ["refund", "and four", "double charge", "double forty", "double", "triple double"]
)
def test_what_begins_no_number_is_left_where_it_is(words: str) -> None:
    assert read(words.split(), 0) == ("", 0)


@given(st.lists(st.sampled_from([*UNITS, *TENS, *SCALES, "hundred", "and", "double", "order"]), min_size=1))
def test_reading_never_goes_backwards_nor_past_the_end(words: list[str]) -> None:
    at = 0
    while at < len(words):
        digits, end = read(words, at)
        assert (end > at) == bool(digits) and end <= len(words)
        at = max(end, at + 1)


@given(st.integers(1, 99))
def test_every_number_below_a_hundred_comes_back_from_its_words(number: int) -> None:
    units = {value: word for word, value in UNITS.items() if word not in ("oh", "o")}
    tens = {value: word for word, value in TENS.items() if word != "fourty"}
    if number < 20:
        words = [units[number]]
    else:
        words = [tens[number // 10 * 10], *([units[number % 10]] if number % 10 else [])]
    assert read(words, 0) == (str(number), len(words))
