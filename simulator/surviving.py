"""Playing a scenario through the death of a process, and what must hold afterwards.

Decides which kills a scenario has and what counts as having come through: it may end in another way, but
nobody is lost or stranded and nothing is left behind. It must not know the application.
"""

from __future__ import annotations

from collections.abc import Sequence

from simulator.branching import Branches, Chosen
from simulator.killing import Comes, Kill, Killer, MakeMortal
from simulator.rehearsal import Rehearsal
from simulator.scenarios import Scenario
from simulator.weathering import end_it

# How the README asks an administrator to end the URLs of a number; without it they are asked twice only.
PATIENTLY = "#rc=5&rp=ct,rt,5xx&rt=3500&tt=15000"


class Surviving:
    """One scenario, and from each of its moments on the same with a process killed there.

    `processes` are up at its begin; the killed one is started again after each of the `outages`, in turn.
    """

    def __init__(
        self,
        scenario: Scenario,
        make: MakeMortal,
        outages: Sequence[float],
        processes: int = 1,
        seed: int = 1,
    ) -> None:
        self.scenario, self._make, self._outages = scenario, make, outages
        self._processes, self._seed = processes, seed

    def failures(self, database_url: str, chosen: Chosen) -> list[str]:
        """What came of the kills that were `chosen`, if it was bad; `database_url` is in memory.

        Raises AssertionError when the scenario itself ends badly.
        """
        branches = Branches(chosen)
        branches.walk(lambda: self._endure(database_url, branches.happens))
        return branches.failed

    def kills(self, database_url: str) -> list[Kill]:
        """Every one of them, for a database that cannot be copied with the world. Raises AssertionError."""
        found: list[Kill] = []
        self._endure(database_url, lambda kill: bool(found.append(kill)))
        return found

    def endure(self, database_url: str, kill: Kill) -> None:
        """Raises AssertionError when a promise is broken, NotSeen when somebody is stranded."""
        assert self._endure(database_url, kill.__eq__) == kill, "the moment never came"

    def _endure(self, database_url: str, comes: Comes) -> Kill | None:
        killer = self._killer(database_url, comes)
        stage = killer.rehearsal.stage
        with killer.rehearsal:
            try:
                self._play(killer)
            except AssertionError:
                if killer.kill is None:
                    raise
                end_it(stage)
            assert stage.problems == [], stage.problems
            lost = [fact.details for fact in stage.world.history if fact.kind == "application_error"]
            assert lost == [], f"somebody heard the carrier's own error and was hung up: {lost}"
        return killer.kill

    def _killer(self, database_url: str, comes: Comes) -> Killer:
        settings = self.scenario.settings
        killer = Killer(
            self._make,
            lambda make: Rehearsal(make, database_url, self._seed, settings),
            self._outages,
            comes,
        )
        for number in killer.rehearsal.stage.numbers.values():
            number.voice_url += PATIENTLY
            number.voice_fallback_url += PATIENTLY
        return killer

    def _play(self, killer: Killer) -> None:
        for _ in range(1, self._processes):
            killer.rehearsal.boot()
        self.scenario.play(killer.rehearsal.stage)
