"""A waits for B: how it goes in every step, the keys, and hold audio in between.

Decides nothing about what the keys do.
"""

import pytest

from bridge.core.state import Place
from tests.twiml.phones import LINE, happened, leg, one, steps, words

STEPS = [step for place, step in steps() if place is Place.CONSULTING]


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("dialling", "The caller is on hold. Calling Bob."),
        ("next_target", "Nobody took the call yet. Now calling Bob."),
        (
            "next_to_hand_over",
            "Now calling Bob, who gets the caller. You may hang up. Press 1",
        ),
        ("answered", "Bob has answered. Press 1"),
        ("briefing", "Bob has answered and is hearing the summary."),
        ("hand_over", "The caller will be connected as soon as Bob accepts. You may hang up. Press 1"),
        ("handing_over", "The caller is being connected to Bob. You may hang up."),
    ],
)
def test_an_agent_is_told_how_it_goes(step: str, told: str) -> None:
    assert words(leg(Place.CONSULTING, step)).startswith(told)


def test_while_the_caller_is_on_the_way_to_b_there_is_nothing_left_to_press() -> None:
    assert words(leg(Place.CONSULTING, "handing_over")).endswith("You may hang up.")


def test_each_step_is_told_in_words_of_its_own() -> None:
    assert len({words(leg(Place.CONSULTING, step)) for step in STEPS}) == len(STEPS) >= 5


@pytest.mark.parametrize("step", STEPS)
def test_the_warning_about_the_hold_comes_first_and_hides_nothing(step: str) -> None:
    told, warned = (words(leg(Place.CONSULTING, step, note=note)) for note in ("", "hold_warning"))
    assert warned.startswith("The caller has been on hold for a long time.") and warned.endswith(f" {told}")


@pytest.mark.parametrize("step", STEPS)
def test_music_plays_while_keys_count_and_the_document_is_fetched_again(step: str) -> None:
    assert [child.tag for child in one(leg(Place.CONSULTING, step), "Gather")] == ["Say", "Play"]
    assert one(leg(Place.CONSULTING, step), "Play").text == LINE.music_url
    assert happened(leg(Place.CONSULTING, step)) == ["keys", "again"]
