"""Every named scenario ends well, whatever the seed, and the same seed is the same history.

What "well" means stands with each scenario and in the checks of every run; nothing is disturbed here.
"""

from __future__ import annotations

import pytest

from app import Hosted
from simulator.command import Databases, play
from simulator.scenarios import SCENARIOS
from simulator.world import World


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_ends_well(name: str, seed: int, ready: Databases) -> None:
    play(SCENARIOS[name], Hosted, ready.new(), seed)


def _history(world: World) -> list[tuple[str, str]]:
    return [(fact.kind, str(sorted(fact.details.items()))) for fact in world.history]


@pytest.mark.parametrize("name", ["warm_transfer", "b_is_silent", "two_callers_wait_in_line"])
def test_the_same_seed_is_the_same_history(name: str, ready: Databases) -> None:
    first = play(SCENARIOS[name], Hosted, ready.new(), 7).world
    second = play(SCENARIOS[name], Hosted, ready.new(), 7).world
    other = play(SCENARIOS[name], Hosted, ready.new(), 8).world
    assert _history(first) == _history(second)
    assert _history(first) != _history(other)
