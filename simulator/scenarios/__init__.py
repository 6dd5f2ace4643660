"""Named call scenarios: who does what on which phone, and what must come of it.

Decides what counts as a good ending, by the outside contract only: phones and the JSON API. Each scenario
runs on virtual time and over sockets alike. It must not know the application's internals.
"""

from __future__ import annotations

from simulator.scenarios import arrivals, briefs, exits, leavers, transfers
from simulator.scenarios.registry import SCENARIOS, Scenario

__all__ = ["SCENARIOS", "Scenario", "arrivals", "briefs", "exits", "leavers", "transfers"]
