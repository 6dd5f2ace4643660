"""The last document: a sentence that says why, then the end, also for a phone that we do not know.

Every goodbye that the machine gives is tried, whoever it is for.
"""

import pytest

from bridge.core.state import Place
from tests.twiml.phones import LINE, leg, literal_notes, verbs, words
from twiml import ended


@pytest.mark.parametrize("note", sorted(literal_notes() - {""}))
def test_a_goodbye_is_said_in_one_breath_and_the_call_ends(note: str) -> None:
    assert verbs(leg(Place.ENDED, note=note)) == ["Say", "Hangup"]


@pytest.mark.parametrize("note", ["handed_over", "blind"])
def test_an_agent_who_is_dropped_hears_who_has_the_caller_now(note: str) -> None:
    told = words(leg(Place.ENDED, note=note))
    assert "to Bob" in told or "with Bob" in told
    assert told.lower().endswith("goodbye.")


def test_a_phone_that_nobody_needs_to_be_told_anything_is_just_released() -> None:
    assert verbs(leg(Place.ENDED)) == ["Hangup"]


def test_a_phone_that_we_do_not_know_is_told_so_and_released() -> None:
    assert verbs(ended.stranger(LINE)) == ["Say", "Hangup"]
    assert words(ended.stranger(LINE)) == "We are sorry, this call is over. Goodbye."
