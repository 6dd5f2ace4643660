"""The list of scenarios, filled by the decorator that stands above each of them.

Decides nothing about what happens in one. A new scenario is a new function with this decorator.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from simulator.stage import Stage

Play = Callable[[Stage], None]


@dataclass(frozen=True)
class Scenario:
    """`shows` completes the sentence "This shows that ..."; `settings` differ from the defaults."""

    name: str
    shows: str
    play: Play
    settings: Mapping[str, str] = field(default_factory=dict)


SCENARIOS: dict[str, Scenario] = {}


def scenario(shows: str, **settings: str) -> Callable[[Play], Play]:
    """Register the function below under its own name."""

    def register(play: Play) -> Play:
        SCENARIOS[play.__name__] = Scenario(play.__name__, shows, play, settings)
        return play

    return register
