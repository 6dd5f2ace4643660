"""Menus behind the star key: what an agent hears at each, how a skill is chosen and a code typed.

Which keys there are is held against the table of keys in `test_menu.py`, for menus as for all places.
"""

import re

import pytest

from bridge.core import keys
from bridge.core.state import Leg, Party, Place
from tests.twiml.phones import SKILLS, happened, leg, one, steps, verbs, words
from twiml.view import View

STEPS = [step for place, step in steps() if place is Place.KEYPAD]
MENUS = [step for step in STEPS if step not in ("checking", "code")]


def _talk(*skills: str, note: str = "") -> View:
    return leg(Place.KEYPAD, "talk", skills=skills, note=note)


def test_every_menu_is_one_that_is_tried_here() -> None:
    assert set(STEPS) == {"checking", "talk", "code", "consult", "three_way", "leave"}


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("talk", "The caller is on hold. Press 1 to go back to the caller, or 2 to call a colleague."),
        ("consult", "Press 1 for the caller alone, 2 to hand over, 3 to talk all three, or 4 to swap."),
        ("three_way", "Press 1 to be alone with the caller, or 2 to hand over and leave."),
        ("leave", "Press 1 to leave, or hold on to go back."),
    ],
)
def test_an_agent_hears_what_can_be_done_here(step: str, told: str) -> None:
    assert words(leg(Place.KEYPAD, step)) == told


@pytest.mark.parametrize("step", [*MENUS, "code"])
def test_at_a_menu_an_agent_has_seven_seconds_and_silence_is_reported(step: str) -> None:
    assert one(leg(Place.KEYPAD, step), "Gather").get("timeout") == "7"
    assert happened(leg(Place.KEYPAD, step)) == ["keys", "silence"]


@pytest.mark.parametrize("step", [*MENUS, "code"])
@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("still_there", "Are you still there?"),
        ("code_unknown", "There is no colleague with this code."),
        ("nobody_free", "Nobody is free there now."),
    ],
)
def test_why_the_menu_comes_again_is_said_first_and_hides_nothing(step: str, note: str, told: str) -> None:
    plain = words(leg(Place.KEYPAD, step))
    assert words(leg(Place.KEYPAD, step, note=note)) == f"{told} {plain}"


def test_the_skills_of_a_menu_follow_its_other_keys_in_their_order() -> None:
    assert words(_talk("billing", "tech_support-2")) == (
        f"{words(_talk())} Press 3 for billing. Press 4 for tech support 2."
    )


@pytest.mark.parametrize("count", range(1, len(SKILLS) + 1))
def test_the_key_that_is_spoken_for_a_skill_is_the_key_that_chooses_it(count: int) -> None:
    phone = Leg("leg-1", Party.AGENT, Place.KEYPAD, "+15550001111", "talk", choices=SKILLS[:count])
    skill_keys = [key for key, what in keys.row(phone).items() if what is keys.Key.SKILL]
    told = [f"Press {key} for {re.sub('[_-]', ' ', keys.skill(phone, key))}." for key in skill_keys]
    assert len(told) == count
    assert words(_talk(*SKILLS[:count])) == " ".join([words(_talk()), *told])


def test_as_many_skills_as_a_menu_can_have_reach_to_the_last_digit() -> None:
    assert len(SKILLS) == keys.MOST_SKILLS
    assert words(_talk(*SKILLS)).endswith("Press 9 for press office.")


def test_a_skill_in_the_menu_is_not_the_skill_of_the_call() -> None:
    assert "billing" not in words(leg(Place.KEYPAD, "talk", skill="billing", skills=("sales",)))


def test_a_code_of_any_length_is_typed_and_ended_by_the_key_that_is_spoken() -> None:
    gather = one(leg(Place.KEYPAD, "code"), "Gather")
    assert "numDigits" not in gather.attrib
    assert gather.attrib.items() >= {"input": "dtmf", "finishOnKey": "#", "method": "POST"}.items()
    assert words(leg(Place.KEYPAD, "code")) == "Enter the code of your colleague, then press pound."
    assert "?n=7&e=keys#" in gather.get("action", "")


def test_the_words_before_a_code_can_be_typed_over() -> None:
    assert verbs(leg(Place.KEYPAD, "code")) == ["Gather>Say", "Redirect"]


def test_while_it_is_asked_whether_it_was_a_key_an_agent_hears_a_word_and_comes_back() -> None:
    checking = leg(Place.KEYPAD, "checking")
    assert verbs(checking) == ["Say", "Redirect"]
    assert words(checking) == "One moment, please."
    assert happened(checking) == ["again"]
