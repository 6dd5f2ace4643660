"""Playing a scenario through the death of a process, and what must hold afterwards.

Decides which kills a scenario has and what counts as having come through: it may end in another way, but
nobody is lost or stranded and nothing is left behind. It must not know the application.
"""

from __future__ import annotations

from collections.abc import Sequence

from simulator.killing import MOMENTS, Kill, Killer, MakeMortal
from simulator.rehearsal import Rehearsal
from simulator.scenarios import Scenario
from simulator.weathering import end_it

# How the README asks an administrator to end the URLs of a number; without it they are asked twice only.
PATIENTLY = "#rc=5&rp=ct,rt,5xx&rt=3500&tt=15000"


class Surviving:
    """One scenario, played again and again with another kill each time; `processes` are up at its begin."""

    def __init__(self, scenario: Scenario, make: MakeMortal, processes: int = 1, seed: int = 1) -> None:
        self.scenario, self._make, self._processes, self._seed = scenario, make, processes, seed

    def kills(self, database_url: str, outages: Sequence[float]) -> list[Kill]:
        """Every one of them, after playing it once unharmed to count. Raises AssertionError."""
        killer = self._killer(database_url)
        with killer.rehearsal:
            self._play(killer)
        return [
            Kill(moment, number, outage)
            for outage in outages
            for moment in MOMENTS
            for number in range(1, killer.counts[moment] + 1)
        ]

    def endure(self, database_url: str, kill: Kill) -> None:
        """Raises AssertionError when a promise is broken, NotSeen when somebody is stranded."""
        killer = self._killer(database_url, kill)
        stage = killer.rehearsal.stage
        with killer.rehearsal:
            try:
                self._play(killer)
            except AssertionError:
                end_it(stage)
            assert killer.killed, "the moment never came"
            assert stage.problems == [], stage.problems
            lost = [fact.details for fact in stage.world.history if fact.kind == "application_error"]
            assert lost == [], f"somebody heard the carrier's own error and was hung up: {lost}"

    def _killer(self, database_url: str, kill: Kill | None = None) -> Killer:
        settings = self.scenario.settings
        killer = Killer(self._make, lambda make: Rehearsal(make, database_url, self._seed, settings), kill)
        for number in killer.rehearsal.stage.numbers.values():
            number.voice_url += PATIENTLY
            number.voice_fallback_url += PATIENTLY
        return killer

    def _play(self, killer: Killer) -> None:
        for _ in range(1, self._processes):
            killer.rehearsal.boot()
        self.scenario.play(killer.rehearsal.stage)
