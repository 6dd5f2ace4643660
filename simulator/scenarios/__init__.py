"""Named call scenarios: who does what on which phone, and what must come of it.

Decides what counts as a good ending, by the outside contract only: phones and the JSON API. Each scenario
runs on virtual time and over sockets alike. It must not know the application's internals.
"""

from __future__ import annotations

from importlib import import_module

from simulator.scenarios.registry import SCENARIOS, Scenario

# Importing a module registers its scenarios; this is the order in which they are told.
for _name in [
    "arrivals",
    "transfers",
    "briefs",
    "telling",
    "languages",
    "privacy",
    "exits",
    "leavers",
    "commands",
    "keypads",
    "midway",
    "endings",
    "rescues",
    "hangups",
    "listeners",
    "outages",
    "crowds",
]:
    import_module(f"simulator.scenarios.{_name}")

__all__ = ["SCENARIOS", "Scenario"]
