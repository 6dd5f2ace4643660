"""Grounds: what was said and what is known, asked for numbers and names.

Decides on the support call of the examples, and on lines made for one rule each.
"""

import re

import pytest

from summaries.amounts import numbers
from summaries.grounds import Grounds
from tests.summaries.examples import SUPPORT_CALL, known, said

GROUNDS = Grounds(known(), said(*SUPPORT_CALL))


def has_number(text: str, *lines: str) -> bool:
    grounds = Grounds(known(), said(*lines)) if lines else GROUNDS
    return all(grounds.has_number(number) for number in numbers(text))


@pytest.mark.parametrize(
    "text", ["$49.90", "49.9", "4821", "2", "two e-mails", "4 minutes", "0123", "twice", "second"]
)
def test_numbers_that_were_there_are_known_in_other_spellings(text: str) -> None:
    assert has_number(text)


@pytest.mark.parametrize(
    "text", ["$49", "€49.90", "49.90 percent", "4812", "821", "3", "$4821", "490", "4990", "15"]
)
def test_numbers_that_were_not_there_are_not(text: str) -> None:
    assert not has_number(text)


def test_dollars_and_cents_are_one_amount() -> None:
    lines = ("I paid 49 dollars and 5 cents",)
    assert has_number("$49.05", *lines) and not has_number("$49.50", *lines)


def test_digits_read_out_are_a_code_in_their_order_only() -> None:
    grounds = Grounds(known(), said("it is four, eight, um, two and one", "the other is 12 and 34 56"))
    assert grounds.has_code("4821") and not grounds.has_code("1284") and not grounds.has_code("482")
    assert grounds.has_code("123456") and grounds.has_code("3456")


def test_digits_of_different_lines_are_never_joined() -> None:
    assert not Grounds(known(), said("it is four eight", "two one")).has_code("4821")


def test_leading_zeros_may_be_dropped_but_not_invented() -> None:
    assert has_number("on the 7th", "on 07/04") and not has_number("code 07", "7 days")


@pytest.mark.parametrize("word", ["Maria", "GOMEZ", "Alice's", "billing", "Monday", "Bob"])
def test_words_that_were_said_or_are_known_are_found_in_any_case(word: str) -> None:
    assert GROUNDS.has_word(word)


@pytest.mark.parametrize("word", ["Mary", "Gome", "Tuesday", "Charge's2"])
def test_other_words_are_not(word: str) -> None:
    assert not GROUNDS.has_word(word)


def test_a_form_of_a_word_is_no_other_word() -> None:
    assert (
        GROUNDS.has_form_of("Refunds") and GROUNDS.has_form_of("Answered") and GROUNDS.has_form_of("charged")
    )
    assert (
        not GROUNDS.has_form_of("Boss") and not GROUNDS.has_form_of("Bobs") and not GROUNDS.has_form_of("Ed")
    )


def test_what_only_the_agent_spoke_of_the_caller_did_not() -> None:
    evidence = re.compile(r"\bangry")
    assert Grounds(known(), said("I am Angry.")).spoke_of(evidence)
    assert not Grounds(known(), said("Hello.", "agent: Are you angry?")).spoke_of(evidence)


def test_what_a_colleague_was_told_before_is_known_like_the_lines() -> None:
    grounds = Grounds(known(earlier=("Carol paid 77 euros.",)), said("hello"))
    assert grounds.has_word("Carol") and all(map(grounds.has_number, numbers("77 euros")))


def test_a_verb_in_another_person_is_the_same_verb_in_spanish_only() -> None:
    line = said("escribí dos correos")
    assert Grounds(known(language="es"), line).has_verb_of("Escribió")
    assert not Grounds(known(language="es"), line).has_verb_of("Correa")
    assert not Grounds(known(), line).has_verb_of("Escribió")


def test_twice_behind_a_code_does_not_belong_to_it() -> None:
    assert has_number("twice") and has_number("order 4821", "order 4821 twice")
