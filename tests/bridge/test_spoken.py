"""People's names as a voice speaks them and as logs show them: never a whole number.

When they are spoken is not known here.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.spoken import caller_name, is_number, leg_name, masked
from tests.bridge import examples
from twiml.sentences import STAND_INS

NUMBERS = st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "a caller whose number ends in 1 2 3 4"),
        ("es", "alguien cuyo número termina en 1 2 3 4"),
        ("de", "jemand mit der Endnummer 1 2 3 4"),
        ("fr", "quelqu'un dont le numéro se termine par 1 2 3 4"),
    ],
)
def test_a_caller_is_told_by_the_last_four_digits_one_by_one(language: str, told: str) -> None:
    assert caller_name("+15550001234", language) == told
    assert masked("+15550001234") == "***1234"


@given(NUMBERS, st.sampled_from(sorted(STAND_INS)))
def test_no_more_than_four_digits_of_a_number_are_ever_given(number: str, language: str) -> None:
    told = "".join(c for c in caller_name(number, language) if c.isdigit())
    assert number[-4:] == told == masked(number)[3:]


@pytest.mark.parametrize(
    "strange",
    [
        "",
        "anonymous",
        "Restricted",
        "+266696687",
        "client:alice",
        "sip:alice@example.com",
        "5550001234",
        "+1555000\n1234",
        "+0155500012",
        "+15550001234;drop",
        "+१२३४५६७८",
    ],
)
def test_what_is_no_number_is_neither_read_out_nor_logged(strange: str) -> None:
    assert caller_name(strange, "en") == "a caller with a withheld number"


@given(st.text())
def test_whatever_a_carrier_sends_as_a_number_only_a_number_shows(text: str) -> None:
    if not is_number(text):
        assert (caller_name(text, "en"), masked(text)) == ("a caller with a withheld number", "***")


def test_a_withheld_number_that_looks_like_one_is_not_logged_whole() -> None:
    assert masked("+266696687") == "***6687"


def test_a_leg_without_a_name_is_a_colleague() -> None:
    assert leg_name(examples.leg(2, name="Alice"), "de") == "Alice"
    assert leg_name(examples.leg(2), "en") == leg_name(None, "en") == "a colleague"
    assert leg_name(None, "fr") == "un membre de l'équipe"
