"""Runs of digits: what a listener hears as one number, and what ends it.

Secrecy is no matter here, only where a run begins and ends.
"""

import pytest

from summaries.digits import CHAINING, HESITATION, runs


def heard(text: str, noise: frozenset[str] = HESITATION) -> list[str]:
    return [run.digits for run in runs(text, noise)]


@pytest.mark.parametrize(
    "text",
    [
        "4111 1111",
        "4111-1111",
        "4111.1111",
        "4111, 1111",
        "4111/1111",
        "4111\n1111",
        "4111\u200b1111",
        "4111 \u2013 1111",
        "(4111) 1111",
        "4111? 1111!",
        "four one one one 1111",
        "forty-one eleven, 1111",
        "four triple one um double one double one",
        "\u0664\u0661\u0661\u0661 1111",
    ],
)
def test_digits_are_one_run_however_they_are_written_or_said(text: str) -> None:
    assert heard(text) == ["41111111"]


@pytest.mark.parametrize(
    "text",
    ["4111 for 1111", "4111 +1111", "$4111 $1111", "4111 [PIN] 1111", "4111: 1111", "4111 uh um er hmm 1111"],
)
def test_other_words_and_signs_end_a_run(text: str) -> None:
    assert heard(text) == ["4111", "1111"]


def test_chaining_words_join_only_where_they_are_noise() -> None:
    assert heard("four one and then one one", CHAINING) == ["4111"]
    assert heard("four one and then one one") == ["41", "11"]


def test_a_run_knows_its_place_in_the_text() -> None:
    text = "it is double four, 17 today"
    (run,) = runs(text, HESITATION)
    assert text[run.start : run.end] == "double four, 17"


def test_a_text_without_numbers_has_no_runs() -> None:
    assert runs("I want a refund", HESITATION) == [] == runs("", HESITATION)


def test_a_count_of_digits_is_none_but_the_end_of_a_number_is_no_count() -> None:
    assert heard("the sixteen digits, four one one one", CHAINING) == ["4111"]
    assert heard("eins sieben drei, Moment, vier", CHAINING) == ["1734"]
    assert heard("drei Ziffern, eins sieben", CHAINING) == ["17"]


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("five oh to six nine", "50269"),
        ("for one one oh seven", "41107"),
        ("one one oh ate", "1108"),
        ("quatre de six cette un", "42671"),
    ],
)
def test_words_that_sound_like_digits_are_digits_among_them(text: str, digits: str) -> None:
    assert heard(text) == [digits]


@pytest.mark.parametrize(
    "text", ["I went for one or two", "nine of us ate", "for six weeks", "deux de chaque"]
)
def test_elsewhere_they_are_the_words_that_they_are(text: str) -> None:
    assert all(len(digits) == 1 for digits in heard(text))
