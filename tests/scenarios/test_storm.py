"""Each scenario through disturbances: webhooks doubled, swapped, late, lost; requests failed in every way.

All of them are some tens of thousands of calls (`make storm`, hours); `make test` takes a share.
"""

from __future__ import annotations

import pytest

from app import Hosted
from bridge.core import decide, legs
from bridge.core.events import DialRefused
from bridge.core.work import Work
from simulator.command import Databases
from simulator.scenarios import SCENARIOS
from simulator.storm import Disturbance
from simulator.weathering import Weathering
from tests.scenarios.parts import chosen

SHARE = 67


@pytest.mark.parametrize("name", SCENARIOS)
def test_nobody_is_stranded_whatever_happens_to_webhooks_and_requests(name: str, ready: Databases) -> None:
    with ready.in_memory() as url:
        assert Weathering(SCENARIOS[name], Hosted).failures(url, chosen(name, SHARE)) == []


def forgets_refused_dials(w: Work, event: DialRefused) -> None:
    """A bridge that keeps its books of legs and agents, and forgets what it was about to do."""
    meant = list(w.signals)
    legs.dial_refused(w, event)
    w.signals.clear()
    w.signals.extend(meant)


def is_of_a_dial(trial: object) -> bool:
    return isinstance(trial, Disturbance) and trial.trouble == "400" and trial.what.endswith("/Calls.json")


def test_a_bridge_that_leaves_callers_in_line_with_agents_free_does_not_come_through(
    ready: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(decide.HANDLERS, DialRefused, forgets_refused_dials)
    with ready.in_memory() as url:
        failures = Weathering(SCENARIOS["call_answered"], Hosted).failures(url, is_of_a_dial)
    assert len(failures) == 1
    assert "Carol waits though Alice could be rung" in failures[0]
