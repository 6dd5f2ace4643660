"""In which room somebody can listen to a call, and when there is none.

What a ticket looks like and who gets one is shown in tests/console/api/test_token.py.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from bridge.core.state import Call, Conversation, Kind, Leg, Place
from bridge.listening import room_of
from tests.bridge.examples import NOW, call, leg, talk

CONSULT = Conversation("consult-aaaa", Kind.LIVEKIT, ready=True)


def changed(one: Call, number: int, **more: object) -> Call:
    """The call, with this leg in another place."""
    before: Leg = one.legs[f"leg-aaaa-{number}"]
    return replace(one, legs=one.legs | {before.id: replace(before, **more)})


def test_a_talk_in_a_room_is_heard_there() -> None:
    assert room_of(talk()) == "talk-aaaa"


def test_a_caller_who_rings_into_the_room_is_heard_there() -> None:
    place = Conversation("room-1", Kind.LIVEKIT, ready=True)
    rings = call(conversations={"room-1": place}, home="room-1")
    rings.caller.place, rings.caller.conversation = Place.GREETING, "room-1"
    assert room_of(rings) == "room-1"
    place.ready = False
    assert room_of(rings) is None


@pytest.mark.parametrize(
    "place",
    [
        Conversation("talk-aaaa", Kind.CONFERENCE, ready=True),
        Conversation("talk-aaaa", Kind.LIVEKIT, ready=False),
        Conversation("talk-aaaa", Kind.LIVEKIT, ready=True, closed=True),
    ],
    ids=["a conference", "a room that failed", "a room that is closed"],
)
def test_nobody_listens_in(place: Conversation) -> None:
    assert room_of(talk(conversations={"talk-aaaa": place})) is None


def test_nobody_listens_to_those_who_wait_or_have_gone() -> None:
    assert room_of(call()) is None
    for gone in ({"ended_at": NOW}, {"place": Place.ENDED}, {"conversation": None}):
        assert room_of(changed(changed(talk(), 1, **gone), 2, **gone)) is None


def test_a_consult_in_a_room_is_heard_while_the_caller_is_on_hold_and_the_caller_comes_first() -> None:
    one = talk(
        conversations={"talk-aaaa": Conversation("talk-aaaa", Kind.LIVEKIT, True), CONSULT.name: CONSULT}
    )
    consulting = changed(changed(one, 1, conversation=None, place=Place.HOLD), 2, conversation=CONSULT.name)
    assert room_of(consulting) == CONSULT.name
    first = replace(one, legs={"leg-aaaa-2": leg(2, conversation=CONSULT.name), **one.legs})
    first.legs["leg-aaaa-2"].conversation = CONSULT.name
    assert room_of(first) == "talk-aaaa"
