"""Each scenario through disturbances: webhooks doubled, swapped, lost; requests failed in every way.

All of them are some tens of thousands of calls (`make storm`, half an hour); `make test` takes a share,
another one for each scenario, so that every kind of trouble meets every kind of moment.
"""

from __future__ import annotations

import os
import zlib

import pytest

from app import Hosted
from simulator.command import Databases
from simulator.scenarios import SCENARIOS
from simulator.weathering import Weathering

# Every so many-th disturbance; 1 is all of them.
SHARE = int(os.environ.get("STORM_SHARE", "60"))


@pytest.mark.parametrize("name", SCENARIOS)
def test_nobody_is_stranded_whatever_happens_to_webhooks_and_requests(name: str, ready: Databases) -> None:
    weathering = Weathering(SCENARIOS[name], Hosted)
    first = zlib.crc32(name.encode()) % SHARE
    failed = []
    for disturbance in list(weathering.disturbances(ready.new()))[first::SHARE]:
        try:
            weathering.endure(ready.new(), disturbance)
        except AssertionError as problem:
            failed.append(f"{disturbance}: {problem}")
    assert failed == []
