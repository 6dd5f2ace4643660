"""Copies of a world: each trial is made in its own, and the world it parted from never knows of it.

The trials here are words; that whole calls can be copied is what the storm itself shows.
"""

from __future__ import annotations

import os
import time

import pytest

from simulator.branching import Branches


def test_each_trial_is_made_in_a_world_of_its_own_and_ours_goes_on_as_if_none_had_been() -> None:
    branches = Branches(lambda trial: True)
    happened: list[str] = []

    def play() -> None:
        happened.extend(moment for moment in "abc" if branches.happens(moment))
        if happened:
            raise AssertionError(f"it was {happened}")

    branches.walk(play)
    assert happened == []
    assert branches.tried == 3
    assert branches.failed == ["a: it was ['a']", "b: it was ['b']", "c: it was ['c']"]


def test_only_what_was_chosen_is_tried_and_what_ends_well_is_not_told() -> None:
    branches = Branches(lambda trial: trial == "b")
    branches.walk(lambda: [branches.happens(moment) for moment in "abc"])
    assert (branches.tried, branches.failed) == (1, [])


def test_a_fault_in_a_copy_is_told_with_the_place_where_it_was() -> None:
    branches = Branches(lambda trial: True)

    def play() -> None:
        if branches.happens("a"):
            raise KeyError("what broke")

    branches.walk(play)
    assert len(branches.failed) == 1
    assert "what broke" in branches.failed[0]
    assert "test_branching.py" in branches.failed[0]


@pytest.mark.parametrize("never_ends", [lambda: time.sleep(60), lambda: os._exit(1)])
def test_a_copy_that_does_not_come_to_an_end_is_a_failure_and_keeps_nobody(never_ends: object) -> None:
    branches = Branches(lambda trial: True, patience=0.2)

    def play() -> None:
        if branches.happens("a"):
            never_ends()

    began = time.monotonic()
    branches.walk(play)
    assert time.monotonic() - began < 30
    assert branches.failed == ["a: it never came to an end"]


def test_what_goes_wrong_in_our_own_world_is_raised() -> None:
    branches = Branches(lambda trial: False)

    def play() -> None:
        branches.happens("a")
        raise AssertionError("a promise was broken")

    with pytest.raises(AssertionError, match="a promise was broken"):
        branches.walk(play)
