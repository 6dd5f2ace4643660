"""In which order effects are carried out: those of one phone one after another.

Decides what may not overtake what; everything else goes side by side.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import pytest

from bridge.core.effects import (
    Announce,
    AnswerQuestion,
    CheckLeg,
    CheckRoom,
    CreateRoom,
    DeleteRoom,
    DialLeg,
    FindDial,
    HangUpLeg,
    LookInside,
    Outgoing,
    RedirectLeg,
    SketchBrief,
    Transcribe,
    WriteBrief,
)

OF_A_LEG: list[Callable[[str], Outgoing]] = [
    DialLeg,
    HangUpLeg,
    CheckLeg,
    lambda leg: FindDial(leg, last=False),
    lambda leg: RedirectLeg(leg, 3),
    lambda leg: Announce(leg, "hold_warning"),
    lambda leg: Transcribe(leg, 1),
]
OF_A_ROOM: list[Callable[[str], Outgoing]] = [CreateRoom, DeleteRoom]
ALONE: list[Callable[[str], Outgoing]] = [
    LookInside,
    WriteBrief,
    SketchBrief,
    lambda leg: AnswerQuestion(leg, 3, "What has she tried?"),
    lambda name: CheckRoom("leg-1", 3, name),
]


@pytest.mark.parametrize("family", [OF_A_LEG, OF_A_ROOM])
def test_effects_of_one_phone_or_one_room_are_in_one_lane(family: list[Callable[[str], Outgoing]]) -> None:
    assert len({make("one").lane for make in family}) == 1
    assert {make("one").lane for make in family}.isdisjoint({make("two").lane for make in family})


@pytest.mark.parametrize("make", ALONE)
def test_looking_and_writing_hold_up_no_phone_and_no_room(make: Callable[[str], Outgoing]) -> None:
    others = {other("one").lane for other in OF_A_LEG + OF_A_ROOM}
    assert make("one").lane not in others


def test_every_effect_has_been_thought_of() -> None:
    kinds = {type(make("one")) for make in OF_A_LEG + OF_A_ROOM + ALONE}
    assert kinds == set(get_args(Outgoing))
