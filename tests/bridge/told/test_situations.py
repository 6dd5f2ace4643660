"""No moment of a call is missing in the table of what people hear.

Held against states, places, keys and sentences, and against all that the situations themselves lead to.
"""

from __future__ import annotations

import pytest

from bridge.core.keys import KEYS
from bridge.core.state import OVER, Call, CallState, Leg, Place, TransferState
from bridge.told.happenings import HAPPENINGS
from bridge.told.situations import SITUATIONS
from bridge.told.story import people
from tests.bridge.told.playing import TOLD, story
from twiml.sentences import CATALOGUE

LEGS: list[Leg] = [leg for name in TOLD for leg in people(story(name).call).values() if leg is not None]
MOMENTS = {f"{leg.place}.{leg.step}" if leg.step else str(leg.place) for leg in LEGS if leg.live}


@pytest.mark.parametrize("state", CallState)
def test_every_state_of_a_call_is_a_situation(state: CallState) -> None:
    assert [name for name in TOLD if story(name).call.state is state]


@pytest.mark.parametrize("state", [state for state in TransferState if state not in OVER])
def test_every_state_of_a_transfer_is_a_situation(state: TransferState) -> None:
    live = [transfer for name in TOLD if (transfer := story(name).call.transfer)]
    assert [transfer for transfer in live if transfer.state is state]


@pytest.mark.parametrize("place", Place)
def test_somebody_is_in_every_place(place: Place) -> None:
    assert [leg for leg in LEGS if leg.live and leg.place is place]


@pytest.mark.parametrize("row", KEYS)
def test_somebody_is_wherever_keys_mean_something(row: str) -> None:
    assert [moment for moment in MOMENTS if moment == row or moment.startswith(f"{row}.")]


@pytest.mark.parametrize(
    "sentence", [key for key in CATALOGUE["en"] if key.startswith(("keypad_", "consulting_"))]
)
def test_somebody_is_told_every_sentence_of_a_menu_or_a_wait(sentence: str) -> None:
    place, _, step = sentence.partition("_")
    besides = {"consulting_keys", "consulting_back", "keypad_skill"}
    assert sentence in besides or f"{place}.{step}" in MOMENTS


@pytest.mark.parametrize(
    "step", ["announce", "gate", "moment", "headline", "detail", "asked_twice", "asked", "answer"]
)
def test_b_is_at_every_step_of_the_brief(step: str) -> None:
    assert f"brief.{step}" in MOMENTS


def _moments(call: Call) -> set[tuple[str, str, str]]:
    """State, who, and where they are, of everybody who is not gone or being shown out."""
    state = call.transfer.state if call.transfer is not None else call.state
    here = {who: leg for who, leg in people(call).items() if leg is not None and leg.present}
    return {
        (state, who, f"{leg.place}.{leg.step}" if leg.answered_at is not None else "rings")
        for who, leg in here.items()
    }


def _together(call: Call) -> tuple[str, ...]:
    """State, and the places of all three at once; of a menu also which."""
    state = call.transfer.state if call.transfer is not None else call.state
    return (state, *(_place(leg) for leg in people(call).values()))


def _place(leg: Leg | None) -> str:
    if leg is None or not leg.present:
        return "gone"
    if leg.answered_at is None:
        return "rings"
    return f"{leg.place}.{leg.step}" if leg.place is Place.KEYPAD else leg.place


@pytest.mark.parametrize("name", TOLD)
def test_whoever_is_where_at_once_after_anything_is_a_situation_again(name: str) -> None:
    known = {_together(story(one).call) for one in TOLD}
    at = story(name)
    for happening in HAPPENINGS:
        if not happening.why_not(at.call):
            after = at.copy().tell(*happening.events(at.call))
            assert _together(after.call) in known, happening.name


@pytest.mark.parametrize("name", TOLD)
def test_wherever_anything_leads_anybody_is_a_situation_again(name: str) -> None:
    known = set().union(*(_moments(story(one).call) for one in TOLD))
    at = story(name)
    for happening in HAPPENINGS:
        if not happening.why_not(at.call):
            after = at.copy().tell(*happening.events(at.call))
            assert _moments(after.call) <= known, happening.name


def test_a_situation_has_one_name() -> None:
    assert len(TOLD) == sum(len(chapter) for chapter in SITUATIONS.values())


@pytest.mark.parametrize("who", ["A", "B"])
def test_either_agent_may_be_gone_or_ring_or_talk_while_the_caller_is_there(who: str) -> None:
    found = set()
    for name in TOLD:
        leg = people(story(name).call)[who]
        if story(name).call.caller.live:
            found.add(
                "none" if leg is None else ("gone" if not leg.live else f"{leg.answered_at is not None}")
            )
    assert found == {"none", "gone", "True", "False"}
