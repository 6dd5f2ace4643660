"""Keys: those that a phone is told are those that do something there, and each single key counts.

What is spoken is read out of the documents and held against the one table of keys.
"""

import pytest

from bridge.core.keys import KEYS, meaning
from bridge.core.state import Place
from tests.twiml.phones import KEYPAD, announced, leg, one, root, steps, verbs, views, words

WITH_KEYS = [(place, step) for place, step in steps() if place in KEYS]
# While B is announced or waits for the brief, and once A has handed over, nothing is asked.
SILENT = {(Place.BRIEF, "announce"), (Place.BRIEF, "moment"), (Place.CONSULTING, "hand_over")}
ASKING = [at for at in WITH_KEYS if at not in SILENT]


def _keys_of(place: Place) -> set[str]:
    return {key for key in KEYPAD if meaning(place, key) is not None}


@pytest.mark.parametrize(
    "text", ["Press 1 to go, 2 to stay, or 10 seconds later 3.", "Before you PRESS 1, or 2?"]
)
def test_keys_are_read_out_of_what_is_said(text: str) -> None:
    assert announced(f"There are 7 of us. {text} Or 5.") == {"1", "2"}


@pytest.mark.parametrize(("place", "step"), ASKING)
def test_the_keys_that_are_spoken_are_the_keys_that_do_something(place: Place, step: str) -> None:
    told = [announced(words(view)) for view in views() if (view.place, view.step) == (place, step)]
    assert told and all(keys == _keys_of(place) for keys in told)


@pytest.mark.parametrize("place", [place for place in Place if place not in KEYS])
def test_no_key_is_spoken_where_none_does_anything(place: Place) -> None:
    for view in (view for view in views() if view.place is place):
        # A recording is ended by its own key, which never reaches the table of keys.
        ends_recording = {record.get("finishOnKey") for record in root(view).iter("Record")}
        assert announced(words(view)) == ends_recording


@pytest.mark.parametrize(("place", "step"), sorted(SILENT))
def test_what_only_announces_speaks_no_keys_but_takes_them(place: Place, step: str) -> None:
    assert announced(words(leg(place, step))) == set()
    assert one(leg(place, step), "Gather").get("numDigits") == "1"


def test_a_waiting_caller_can_leave_a_message_and_nothing_else_yet() -> None:
    assert announced(words(leg(Place.WAITING))) == {"2"}


@pytest.mark.parametrize(("place", "step"), WITH_KEYS)
def test_any_single_key_is_sent_at_once_and_stops_what_is_said(place: Place, step: str) -> None:
    gather = one(leg(place, step), "Gather")
    assert gather.attrib.items() >= {"input": "dtmf", "numDigits": "1", "method": "POST"}.items()
    assert gather.get("finishOnKey") == "", "else # would end the input without being one"
    assert "?n=7&e=keys#" in gather.get("action", "")
    # All that is spoken and played stands inside, else a key pressed meanwhile would be lost.
    assert verbs(leg(place, step))[1:] == ["Redirect"]
