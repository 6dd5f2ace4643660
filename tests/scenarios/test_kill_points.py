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
from tests.scenarios.parts import STORM_PART, tried

# Every so many-th kill of each scenario. The transfer itself is looked at more closely.
SHARE = 400
SHARES = {"warm_transfer": 33}
# (processes, seconds until another one starts in place of the killed one, scenario)
CASES = [
    *((1, (2.0, 10.0), name) for name in SCENARIOS),
    *((2, (NEVER,), name) for name in (SCENARIOS if STORM_PART else COVERING)),
]


@pytest.mark.parametrize(("processes", "outages", "name"), CASES)
def test_nobody_is_lost_or_stranded_whenever_a_process_dies(
    processes: int, outages: tuple[float, ...], name: str, ready: Databases, hosts: Hosts
) -> None:
    surviving = Surviving(SCENARIOS[name], hosts.make_mortal, processes)
    failed = []
    for kill in tried(surviving.kills(ready.new(), outages), name, SHARES.get(name, SHARE)):
        try:
            surviving.endure(ready.new(), kill)
        except AssertionError as problem:
            failed.append(f"{kill}: {problem}")
    assert failed == []
