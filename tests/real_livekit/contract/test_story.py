"""The comparison itself: a side that says something else is caught, and so is a value of another form.

Two doubles stand in for both sides here; the real server is not asked.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest

from simulator.network import Outcome, Reply, Request
from tests.real_livekit.contract.double import Double
from tests.real_livekit.contract.placeholders import Placeholders
from tests.real_livekit.contract.story import Story, tell_both


class Liar(Double):
    """Says `walk` wherever the double says `talk`."""

    def ask(self, request: Request) -> Outcome:
        outcome = super().ask(request)
        assert isinstance(outcome, Reply)
        return replace(outcome, body=outcome.body.replace(b"talk", b"walk"))


def ask_twice(t: Story) -> None:
    t.ask("CreateRoom", name="talk")
    t.ask("ListRooms")


def test_two_that_say_the_same_agree_although_their_ids_differ() -> None:
    told = tell_both(ask_twice, Double(), Double())
    assert [what for what, _ in told] == ["CreateRoom", "ListRooms"]
    assert told[0][1]["sid"] == told[1][1]["rooms"][0]["sid"] == "<RM_1>"


def test_one_that_says_something_else_is_caught_with_the_field() -> None:
    with pytest.raises(AssertionError, match="name: the server says 'talk', the double 'walk'"):
        tell_both(ask_twice, Double(), Liar())


def test_one_that_says_nothing_is_caught() -> None:
    def story(t: Story) -> None:
        if not isinstance(t.side, Liar):
            t.ask("CreateRoom", name="talk")
        t.note("end", "end")

    with pytest.raises(AssertionError, match="the double 'nothing'"):
        tell_both(story, Double(), Liar())


def test_a_story_in_which_nothing_is_said_compares_nothing() -> None:
    with pytest.raises(AssertionError, match="compares nothing"):
        tell_both(lambda t: None, Double(), Double())


@pytest.mark.parametrize(
    "fields",
    [
        {"creation_time": "17"},
        {"turn_password": "short"},
        {"version": 0},
        {"joinedAtMs": str(int(time.time()))},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_a_value_of_another_form_is_caught(fields: dict[str, Any]) -> None:
    with pytest.raises(AssertionError):
        Placeholders().put(fields, time.time())


def test_an_id_of_another_form_stays_as_it_is() -> None:
    said = {"one": "RM_aaaaaaaaaaaa", "two": "RM_aaaaaaaaaaa", "three": "RM_lllllllllllll"}
    put = Placeholders().put(said, time.time())
    assert put == {"one": "<RM_1>", "two": "RM_aaaaaaaaaaa", "three": "RM_lllllllllllll"}
