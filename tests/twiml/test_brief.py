"""B hears who transfers, then the brief, then the keys; and something useful when there is no brief.

It must not decide what a brief says; that is the business of `summaries/`.
"""

import pytest

from bridge.core.state import Place
from tests.twiml.phones import happened, leg, one, root, words

HEADLINE, DETAILS = "Maria was charged twice.", ("It was in May.", "She is angry.")
KEYS = "Press 1 to take the call, 2 to decline, 4 for more detail, or 5 to hear it again."


def _brief(step: str, headline: str = HEADLINE, details: tuple[str, ...] = DETAILS) -> str:
    return words(leg(Place.BRIEF, step, headline=headline, details=details))


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("announce", "Transfer from Alice."),
        ("moment", "One moment, please."),
        ("headline", f"{HEADLINE} {KEYS}"),
        ("detail", f"{' '.join(DETAILS)} {KEYS}"),
        ("asked_twice", f"Are you still there? {KEYS}"),
    ],
)
def test_each_step_says_its_part_and_then_the_keys(step: str, told: str) -> None:
    assert _brief(step) == told


@pytest.mark.parametrize("headline", ["", " \n", "\x00\u202e\ud83d"])
def test_without_a_headline_that_can_be_spoken_b_hears_whose_call_it_is(headline: str) -> None:
    told = "Alice has a caller whose number ends in 0 1 2 3 on the line."
    assert _brief("headline", headline) == f"{told} {KEYS}"


@pytest.mark.parametrize("details", [(), ("",), ("\x00", " ")])
def test_without_details_that_can_be_spoken_b_is_told_that_there_are_none(details: tuple[str, ...]) -> None:
    assert _brief("detail", details=details) == f"There is nothing more to tell. {KEYS}"


def test_a_detail_that_cannot_be_spoken_is_left_out_of_the_others() -> None:
    assert _brief("detail", details=("\x00", *DETAILS)) == f"{' '.join(DETAILS)} {KEYS}"


def test_details_are_spoken_one_by_one_with_a_pause_between() -> None:
    said = [say.text for say in root(leg(Place.BRIEF, "detail", details=DETAILS)).iter("Say")]
    assert said == [*DETAILS, KEYS]


@pytest.mark.parametrize("step", ["announce", "moment"])
def test_what_covers_the_wait_for_a_brief_is_short_and_asks_again(step: str) -> None:
    assert one(leg(Place.BRIEF, step), "Gather").get("timeout") == "1"
    assert happened(leg(Place.BRIEF, step)) == ["keys", "again"]
    assert len(_brief(step).split()) <= 4


@pytest.mark.parametrize("step", ["headline", "detail", "asked_twice"])
def test_after_the_keys_b_has_eight_seconds_and_silence_is_reported(step: str) -> None:
    assert one(leg(Place.BRIEF, step), "Gather").get("timeout") == "8"
    assert happened(leg(Place.BRIEF, step)) == ["keys", "silence"]
