"""B hears who transfers, then the brief, then the keys; and something useful when there is no brief.

It must not decide what a brief says; that is the business of `summaries/`.
"""

import pytest

from bridge.core.state import Place
from simulator.contract import check_twiml
from tests.twiml.phones import happened, leg, one, root, words, words_of
from twiml import render

HEADLINE, DETAILS = "Maria was charged twice.", ("It was in May.", "She is angry.")
KEYS = "Press 1 to take the call, 2 to decline, 4 for more detail, or 5 to hear it again."
ASK = "Or just ask a question."


def _brief(step: str, headline: str = HEADLINE, details: tuple[str, ...] = DETAILS) -> str:
    return words(leg(Place.BRIEF, step, headline=headline, details=details))


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("announce", "Transfer from Alice."),
        ("gate", "Transfer from Alice, for billing. Press 1 to hear the summary, or 2 to decline."),
        ("moment", "One moment, please."),
        ("asked", "One moment, please."),
        ("headline", f"{HEADLINE} {KEYS} {ASK}"),
        ("detail", f"{' '.join(DETAILS)} {KEYS} {ASK}"),
        ("asked_twice", f"Are you still there? {KEYS} {ASK}"),
    ],
)
def test_each_step_says_its_part_and_then_the_keys(step: str, told: str) -> None:
    assert _brief(step) == told


@pytest.mark.parametrize("headline", ["", " \n", "\x00\u202e\ud83d"])
def test_without_a_headline_that_can_be_spoken_b_hears_whose_call_it_is(headline: str) -> None:
    told = "Alice has a caller whose number ends in 0 1 2 3 on the line."
    assert _brief("headline", headline) == f"{told} {KEYS} {ASK}"


@pytest.mark.parametrize("details", [(), ("",), ("\x00", " ")])
def test_without_details_that_can_be_spoken_b_is_told_that_there_are_none(details: tuple[str, ...]) -> None:
    assert _brief("detail", details=details) == f"There is nothing more to tell. {KEYS} {ASK}"


def test_a_detail_that_cannot_be_spoken_is_left_out_of_the_others() -> None:
    assert _brief("detail", details=("\x00", *DETAILS)) == f"{' '.join(DETAILS)} {KEYS} {ASK}"


def test_details_are_spoken_one_by_one_with_a_pause_between() -> None:
    said = [say.text for say in root(leg(Place.BRIEF, "detail", details=DETAILS)).iter("Say")]
    assert said == [*DETAILS, KEYS, ASK]


@pytest.mark.parametrize("step", ["announce", "moment", "asked"])
def test_what_covers_the_wait_for_a_brief_is_short_and_asks_again(step: str) -> None:
    assert one(leg(Place.BRIEF, step), "Gather").get("timeout") == "1"
    assert happened(leg(Place.BRIEF, step)) == ["keys", "again"]
    assert len(_brief(step).split()) <= 4


@pytest.mark.parametrize("step", ["moment", "asked"])
def test_a_wait_that_goes_on_is_a_silent_second_in_which_keys_work(step: str) -> None:
    waiting = leg(Place.BRIEF, step, note="quiet")
    assert check_twiml(render(waiting)) == []
    assert words(waiting) == ""
    assert one(waiting, "Gather").get("timeout") == "1"
    assert happened(waiting) == ["keys", "again"]


TOLD = ["headline", "detail", "asked_twice", "answer"]


@pytest.mark.parametrize("step", TOLD)
def test_while_the_brief_is_read_a_hello_cuts_nothing(step: str) -> None:
    told, after = root(leg(Place.BRIEF, step, headline=HEADLINE)).iter("Gather")
    assert told.get("input") == "dtmf"
    assert KEYS in words_of(told)
    assert after.get("input") == "dtmf speech"


@pytest.mark.parametrize("step", TOLD)
def test_after_the_brief_b_has_some_seconds_to_press_or_ask_and_silence_is_reported(step: str) -> None:
    _, after = root(leg(Place.BRIEF, step)).iter("Gather")
    assert (after.get("timeout"), after.get("speechTimeout"), after.get("language")) == ("5", "auto", "en-US")
    assert happened(leg(Place.BRIEF, step)) == ["keys", "spoken", "silence"]


def test_whoever_is_asked_twice_at_the_gate_hears_no_brief() -> None:
    told = words(leg(Place.BRIEF, "gate", note="still_there", headline=HEADLINE, details=DETAILS))
    assert told == "Are you still there? Press 1 to hear the summary, or 2 to decline."


@pytest.mark.parametrize(
    ("answer", "told"),
    [("She has reset it twice.", "She has reset it twice."), ("", "I do not know. Please ask Alice.")],
)
def test_b_hears_the_answer_or_whom_to_ask(answer: str, told: str) -> None:
    assert words(leg(Place.BRIEF, "answer", answer=answer)) == f"{told} {KEYS} {ASK}"
