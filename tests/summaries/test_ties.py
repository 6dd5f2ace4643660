"""Ties: lines of a call and the sentences that they carry, in other words too.

Decides with short calls in which each line has words of its own.
"""

import pytest

from summaries.grounds import Grounds
from tests.summaries.examples import known, said

CALL = said(
    "agent: Hello, this is Alice.",
    "caller: My washing machine leaks since Sunday.",
    "agent: Did you buy it this year?",
    "caller: In May, for 400 dollars.",
    "caller: A technician came and broke the door.",
    "caller: I have written two e-mails about that.",
)
GROUNDS = Grounds(known(reason="leaking machine", earlier=("The caller lives in Leeds.",)), CALL)


def tied(sentence: str, *cited: int, grounds: Grounds = GROUNDS) -> bool:
    keys = grounds.keys(sentence)
    return grounds.ties.hold(keys, cited, grounds.ties.held(keys))


@pytest.mark.parametrize(
    ("sentence", "cited"),
    [
        ("The washing machine is leaking.", (1,)),
        ("The caller purchased the machine in May.", (3,)),
        ("The caller paid $400.", (3,)),
        ("A technician damaged the door.", (4,)),
        ("She wrote 2 messages.", (5,)),
        ("The machine leaks and the door is broken.", (1, 4)),
        ("The caller lives in Leeds.", ()),
        ("The caller is on the line for 4 minutes.", ()),
        ("The machine leaks since Sunday, a technician broke the door and two e-mails were written.", ()),
    ],
)
def test_a_sentence_is_carried_by_lines_that_say_it_in_these_or_other_words(
    sentence: str, cited: tuple[int, ...]
) -> None:
    assert tied(sentence, *cited) and tied(sentence)


@pytest.mark.parametrize(
    ("sentence", "cited"),
    [
        ("The washing machine is leaking.", (99,)),
        ("The washing machine is leaking.", (1, 99)),
        ("The washing machine is leaking.", (-1,)),
        ("The technician broke the door.", (1,)),
        ("Two e-mails were written.", (0,)),
        ("The dishwasher caught fire.", ()),
        ("The dishwasher caught fire.", (1,)),
        ("Alice repairs dishwashers.", (0,)),
    ],
)
def test_lines_that_do_not_exist_or_say_something_else_carry_nothing(
    sentence: str, cited: tuple[int, ...]
) -> None:
    assert not tied(sentence, *cited)


def test_one_common_word_does_not_carry_a_long_sentence() -> None:
    assert not tied("A technician of another company sold fake insurance in Spain.")


def test_a_neighbour_of_the_cited_line_carries_too() -> None:
    assert tied("It was bought this year.", 3) and not tied("It was bought this year.", 5)


def test_a_sentence_without_content_has_nothing_that_could_be_wrong() -> None:
    assert tied("The caller wants help.") and not tied("The caller wants help.", 99)


def test_a_number_is_content_however_it_is_worded_and_a_word_for_one_thing_is_none() -> None:
    assert tied("Two were counted.", 5) and not tied("Seven were counted.", 5)
    assert GROUNDS.keys("one of them") == set()


def test_accents_that_a_transcriber_left_out_do_not_matter() -> None:
    spanish = Grounds(known(language="es"), said("la cancelacion del telefono"))
    assert tied("Cancelación de un teléfono.", 0, grounds=spanish)


def test_german_compounds_and_participles_are_carried_by_their_beginning() -> None:
    german = Grounds(known(language="de"), said("Der Rechnungsbetrag wurde nicht geliefert."))
    assert tied("Die Rechnung und die Lieferung fehlen.", 0, grounds=german)


def test_each_line_is_asked_what_it_has_of_a_sentence_in_whatever_form_it_was_said() -> None:
    held = GROUNDS.ties.held(GROUNDS.keys("He wrote 2 messages about a broken machine."))
    assert [len(one) for one in held] == [0, 1, 0, 0, 1, 3]
    assert list(GROUNDS.ties.near((4,))) == [3, 4, 5] and list(GROUNDS.ties.near(())) == [0, 1, 2, 3, 4, 5]


def test_what_a_part_of_a_line_may_have_by_itself_are_numbers_and_words_for_them() -> None:
    french = Grounds(known(language="fr"), said("C'est neuf euros pour un appareil neuf."))
    assert french.ties.loose({"#9", "neuf", "appar"}) == {"#9"}
    french = Grounds(known(language="fr"), said("un appareil neuf"))
    assert french.ties.loose({"#9", "neuf", "appar"}) == {"#9", "neuf"}
