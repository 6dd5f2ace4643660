"""The scenarios once more on a real PostgreSQL: with one process, with two, with clocks that are wrong.

Its server's clock is the world's time, as each process is told when it asks. `make storm` plays all of the
scenarios and kills, `make test` the scenarios that together cover everything.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from simulator.killing import NEVER
from simulator.rehearsal import Rehearsal
from simulator.scenarios import SCENARIOS
from simulator.scenarios.receipts import as_the_carrier_saw_them
from simulator.surviving import Surviving
from tests.bridge.databases import emptied
from tests.scenarios.covering import COVERING
from tests.scenarios.hosts import Hosts
from tests.scenarios.parts import STORM_PART, chosen

SHARE = 40
NAMES = list(SCENARIOS) if STORM_PART else COVERING
KILLED = COVERING if STORM_PART else ["warm_transfer"]


@pytest.fixture
def wrong(skew: float) -> Iterator[Hosts]:
    """Of two processes the second one's clock is wrong."""
    made = Hosts(0.0, skew)
    yield made
    made.close()


def _play(name: str, url: str, hosts: Hosts, *starts: float) -> None:
    """With one process at once, and one more after each of these times."""
    scenario = SCENARIOS[name]
    with Rehearsal(hosts.make, url, 1, scenario.settings) as rehearsal:
        for seconds in starts:
            rehearsal.world.after(seconds, lambda: _boot(rehearsal))
        scenario.play(rehearsal.stage)
        assert len(hosts.made) == 1 + len(starts)
        assert rehearsal.stage.problems == []
        as_the_carrier_saw_them(rehearsal.stage)


def _boot(rehearsal: Rehearsal) -> None:
    rehearsal.boot()


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_ends_well_on_postgresql(name: str, on_postgresql: str, hosts: Hosts) -> None:
    _play(name, on_postgresql, hosts)


@pytest.mark.parametrize("skew", [0.0, 5.0])
@pytest.mark.parametrize("name", NAMES)
def test_two_processes_share_the_work_even_when_a_clock_is_wrong(
    name: str, skew: float, on_postgresql: str, wrong: Hosts
) -> None:
    _play(name, on_postgresql, wrong, 0.0)


@pytest.mark.parametrize("start", range(4, 24, 4))
@pytest.mark.parametrize("skew", [5.0, -5.0])
def test_a_process_whose_clock_is_wrong_may_start_in_the_middle_of_a_transfer(
    skew: float, start: int, on_postgresql: str, wrong: Hosts
) -> None:
    _play("warm_transfer", on_postgresql, wrong, start)


@pytest.mark.parametrize("name", KILLED)
def test_one_of_two_carries_on_when_the_other_dies_on_postgresql(
    name: str, scenario_server: str, hosts: Hosts
) -> None:
    """Here a killed process leaves its connections to the server, which rolls back what was not committed."""
    surviving = Surviving(SCENARIOS[name], hosts.make_mortal, (NEVER,), 2)
    for kill in filter(chosen(name, SHARE), surviving.kills(emptied(scenario_server))):
        hosts.close()
        surviving.endure(emptied(scenario_server), kill)
