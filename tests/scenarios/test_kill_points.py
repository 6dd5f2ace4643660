"""SIGKILL at every commit, every request and every webhook of every scenario: nobody is lost or stranded.

With one process another one starts 2 s or 10 s later on what the database holds; of two, the other carries
on alone. All of them are some tens of thousands of runs (`make storm`); `make test` takes a share.
"""

from __future__ import annotations

import pytest

from simulator.command import Databases
from simulator.killing import NEVER
from simulator.scenarios import SCENARIOS
from simulator.surviving import Surviving
from tests.scenarios.covering import COVERING
from tests.scenarios.hosts import Hosts
from tests.scenarios.parts import STORM_PART, chosen

# Every so many-th kill of each scenario. The transfer itself is looked at more closely.
SHARE = 401
SHARES = {"warm_transfer": 31}
# (processes, seconds until another one starts in place of the killed one, scenario)
CASES = [
    *((1, (2.0, 10.0), name) for name in SCENARIOS),
    *((2, (NEVER,), name) for name in (SCENARIOS if STORM_PART else COVERING)),
]


@pytest.mark.parametrize(("processes", "outages", "name"), CASES)
def test_nobody_is_lost_or_stranded_whenever_a_process_dies(
    processes: int, outages: tuple[float, ...], name: str, ready: Databases, hosts: Hosts
) -> None:
    surviving = Surviving(SCENARIOS[name], hosts.make_mortal, outages, processes)
    with ready.in_memory() as url:
        assert surviving.failures(url, chosen(name, SHARES.get(name, SHARE))) == []
