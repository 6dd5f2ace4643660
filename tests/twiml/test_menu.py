"""Keys: those that a phone is told are those that do something there, and each single key counts.

What is spoken is read out of the documents and held against the one table of keys.
"""

import re

import pytest

from bridge.core.keys import KEYS
from bridge.core.state import Place
from tests.twiml.phones import LINES, announced, leg, one, root, steps, verbs, views, words, working_keys
from twiml.sentences import CATALOGUE
from twiml.view import View

# While B is announced or waits for brief or answer nothing is asked, but B may be quick.
SILENT = {(Place.BRIEF, "announce"), (Place.BRIEF, "moment"), (Place.BRIEF, "asked")}
WITH_KEYS = [at for at in steps() if working_keys(leg(*at))]


def _ends_input(view: View) -> set[str]:
    """A key that ends a message or a code: the carrier's business, it never reaches the table of keys."""
    return {verb.get("finishOnKey", "") for verb in root(view).iter()} - {""}


@pytest.mark.parametrize(
    "text", ["Press 1 to go, 2 to stay, or 10 seconds later 3.", "Before you PRESS 1, or 2?"]
)
def test_keys_are_read_out_of_what_is_said(text: str) -> None:
    assert announced(f"There are 7 of us. {text} Or 5.") == {"1", "2"}


def test_every_row_of_the_table_is_for_a_phone_that_there_is() -> None:
    assert set(KEYS) <= {name for place, step in steps() for name in (place.value, f"{place}.{step}")}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Pulse 1 para ir, 2 para volver o almohadilla. Son 7.", "es"),
        ("Möchten Sie 5 Minuten warten, drücken Sie 1, sonst 3, oder 2 und dann Raute. Für 4.", "de"),
        ("Pour 5 minutes, appuyez sur 1, sur 2 dans 3 jours, ou sur dièse. Il y en a 7.", "fr"),
    ],
)
def test_keys_are_read_out_of_other_languages_too(text: str, language: str) -> None:
    assert announced(text, language) - {"#"} == {"1", "2"}


@pytest.mark.parametrize("language", CATALOGUE)
@pytest.mark.parametrize(("place", "step"), [at for at in steps() if at not in SILENT])
def test_the_keys_that_are_spoken_are_the_keys_that_do_something(
    place: Place, step: str, language: str
) -> None:
    there = [view for view in views(language) if (view.place, view.step) == (place, step)]
    assert there
    for view in there:
        assert announced(words(view), language) == working_keys(view) | _ends_input(view)


@pytest.mark.parametrize(("place", "step"), sorted(SILENT))
def test_what_only_announces_speaks_no_keys_but_takes_them(place: Place, step: str) -> None:
    for language, line in LINES.items():
        assert announced(words(leg(place, step, line=line)), language) == set()
    assert working_keys(leg(place, step)) >= {"1", "2"}
    assert one(leg(place, step), "Gather").get("numDigits") == "1"


def test_a_waiting_caller_can_leave_a_message_and_nothing_else() -> None:
    assert announced(words(leg(Place.WAITING))) == {"2"}


@pytest.mark.parametrize(("place", "step"), WITH_KEYS)
def test_any_single_key_is_sent_at_once_and_stops_what_is_said(place: Place, step: str) -> None:
    for view in (view for view in views() if (view.place, view.step) == (place, step)):
        gathers = list(root(view).iter("Gather"))
        for gather in gathers:
            assert gather.attrib.items() >= {"numDigits": "1", "method": "POST"}.items()
            assert gather.get("finishOnKey") == "", "else # would end the input without being one"
            assert re.search("[?]n=7&e=(keys|spoken)#", gather.get("action", ""))
            assert "dtmf" in gather.get("input", "").split()
        # All that is spoken and played stands inside, else a key pressed meanwhile would be lost.
        assert [verb.partition(">")[0] for verb in verbs(view)] == ["Gather"] * len(gathers) + ["Redirect"]
