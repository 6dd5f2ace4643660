"""Card numbers: which digits are a card, and which only look like one.

Decides with the numbers that card schemes publish for tests.
"""

import pytest

from summaries.cards import find, grouped, is_card, luhn
from summaries.digits import CHAINING, runs

# Published test numbers of the card schemes.
REAL = [
    "4111111111111111",
    "4012888888881881",
    "5555555555554444",
    "5105105105105100",
    "2223003122003222",
    "378282246310005",
    "371449635398431",
    "30569309025904",
    "38520000023237",
    "6011111111111117",
    "3530111333300000",
    "6304000000000000",
    "6759649826438453",
    "6200000000000005",
]


def taken(text: str) -> list[str]:
    found = runs(text, CHAINING)
    places = [place for run in found for place in find(text, run)] + list(grouped(text, found))
    return [text[start:end] for start, end in places]


@pytest.mark.parametrize("number", REAL)
def test_cards_of_every_scheme_are_known(number: str) -> None:
    assert is_card(number) and taken(f"it is {number} thanks") == [number]


@pytest.mark.parametrize("number", REAL)
def test_one_wrong_digit_makes_it_no_card(number: str) -> None:
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert not luhn(wrong) and taken(f"it is {wrong} thanks") == []


@pytest.mark.parametrize(
    "text",
    [
        "order 4821337745",
        "order 1234567890123456",
        "parcel 9400 1000 0000 0000 0000 00",
        "IMEI 490154203237518",
        "call +49 1512 3456 7890",
        "call +378282246310005",
        "call 415 555 0123, 415 555 0145",
        "2026-11-23 14:05:33",
        "1,234,567.89",
        "",
    ],
)
def test_other_long_numbers_are_no_cards(text: str) -> None:
    assert taken(text) == []


def test_a_number_that_is_said_to_be_a_card_needs_no_check_digit() -> None:
    assert taken("my card is 4111 1111 1111 1112") == ["4111 1111 1111 1112"]
    assert taken("4111 1111 1111 1112, that is my Visa") == ["4111 1111 1111 1112"]
    assert taken("4111 1111 1111 1112, that is my order") == []


def test_expiry_and_code_in_the_same_breath_go_with_the_card() -> None:
    assert taken("4111 1111 1111 1111 12/29 123 ok") == ["4111 1111 1111 1111 12/29 123"]
    assert taken("41111111111111111229") == ["41111111111111111229"]


def test_a_phone_number_behind_a_card_stays() -> None:
    assert taken("4111 1111 1111 1111, 415 555 0123") == ["4111 1111 1111 1111"]


def test_a_card_is_found_inside_a_longer_run() -> None:
    assert taken("2 items, 5555 5555 5555 4444") == ["5555 5555 5555 4444"]
    assert taken("99999999999999999999 2") == []


def test_two_cards_in_one_breath_are_both_taken() -> None:
    both = "4111111111111111, 5555555555554444"
    assert "".join(taken(both)).replace(", ", "") == "41111111111111115555555555554444"


@pytest.mark.parametrize(
    "said",
    [
        "4111 1111 hang on the light went 1111 1111",
        "five five five five that's the first bit five five five five five five five five "
        "nearly there now four four four four",
        "3782 written very small 822463 ah there 10005",
        "4453 3314, and sorry ... I lost my place - ok, so, 7893 2885",
        "4453 3314. Sorry, the light in here is terrible, let me move. 7893 2885",
    ],
)
def test_groups_of_a_card_are_one_whatever_is_said_between_them(said: str) -> None:
    assert taken(f"{said} okay") == [said]


@pytest.mark.parametrize(
    "said",
    [
        "4111 lamps in May and 1111 in June and 1111 1112 later",
        "4111 1111 and many days after that which I do not remember 1111 1111",
        "$4111 for one and $1111 1111 1111 for the others",
        "41 111 chairs here and 111 1111 1111 there",
    ],
)
def test_other_numbers_with_words_between_are_no_groups_of_one(said: str) -> None:
    assert taken(said) == []


def test_an_article_behind_a_card_is_no_part_of_it() -> None:
    assert taken("4111 1111 1111 1111, voilà c'est une Visa") == ["4111 1111 1111 1111"]
    assert taken("quatre un un un, 1111 1111, un un un et puis un")[0].endswith("puis un")
