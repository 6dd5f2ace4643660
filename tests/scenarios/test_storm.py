"""Each scenario through disturbances: webhooks doubled, swapped, lost; requests failed in every way.

All of them are some tens of thousands of calls (`make storm`, hours); `make test` takes a share.
"""

from __future__ import annotations

import pytest

from app import Hosted
from simulator.command import Databases
from simulator.scenarios import SCENARIOS
from simulator.weathering import Weathering
from tests.scenarios.parts import chosen

SHARE = 61


@pytest.mark.parametrize("name", SCENARIOS)
def test_nobody_is_stranded_whatever_happens_to_webhooks_and_requests(name: str, ready: Databases) -> None:
    with ready.in_memory() as url:
        assert Weathering(SCENARIOS[name], Hosted).failures(url, chosen(name, SHARE)) == []
