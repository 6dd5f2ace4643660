"""Playing a scenario through one disturbance, and what must hold afterwards.

Decides which disturbances a scenario has and what counts as having come through: a webhook that comes
twice, late or never changes no ending at all; a request that fails may change the ending, but nobody is
stranded or left in silence and nothing is left behind. It must not know the application.
"""

from __future__ import annotations

from simulator.branching import Branches, Chosen
from simulator.rehearsal import MakeApplication, Rehearsal
from simulator.scenarios import Scenario
from simulator.scenarios.cast import all_released
from simulator.stage import AnotherStory, Stage
from simulator.storm import Disturbance, DisturbedRequests, DisturbedWebhooks
from simulator.stranded import LONGEST_HOLD, SOON, nobody_is_stranded

CALM_DOWN = 20.0
# What may keep a scenario from its own story; what comes twice or out of turn is noticed by nobody.
DELAYED = ("late", "lost", "answer lost")


class Weathering:
    """One scenario, and from each of its moments on the same with one disturbance."""

    def __init__(self, scenario: Scenario, make: MakeApplication, seed: int = 1) -> None:
        self.scenario, self._make, self._seed = scenario, make, seed

    def failures(self, database_url: str, chosen: Chosen) -> list[str]:
        """What came of the disturbances that were `chosen`, if it was bad; `database_url` is in memory.

        Raises AssertionError when the scenario itself ends badly.
        """
        branches = Branches(chosen)
        branches.walk(_Run(self, database_url, branches).endure)
        return branches.failed

    def rehearsal(self, database_url: str) -> Rehearsal:
        return Rehearsal(self._make, database_url, self._seed, self.scenario.settings)


class _Run:
    """One stage with a disturbance wherever one comes."""

    def __init__(self, of: Weathering, database_url: str, branches: Branches) -> None:
        self.came: Disturbance | None = None
        self._scenario, self._branches = of.scenario, branches
        self._rehearsal = of.rehearsal(database_url)
        self._stage, world = self._rehearsal.stage, self._rehearsal.world
        self._stage.send_webhooks_over(DisturbedWebhooks(world, self._rehearsal.lane, self._comes))
        requests = DisturbedRequests(world, self._comes)
        self._stage.put_doors(
            requests.before(self._stage.twilio_door, is_twilio=True),
            requests.before(self._stage.livekit_door, is_twilio=False),
        )

    def _comes(self, disturbance: Disturbance) -> bool:
        if self._branches.happens(disturbance):
            self.came = disturbance
            return True
        return False

    def endure(self) -> None:
        """Raises AssertionError when a promise is broken, NotSeen when somebody is stranded."""
        with self._rehearsal:
            try:
                self._scenario.play(self._stage)
            except AssertionError as problem:
                if not self._may_end_like(problem):
                    raise
                end_it(self._stage)
            assert self._stage.problems == [], self._stage.problems

    def _may_end_like(self, problem: AssertionError) -> bool:
        if self.came is None or not self.came.of_webhook:
            return self.came is not None
        return isinstance(problem, AnotherStory) and self.came.trouble in DELAYED


def end_it(stage: Stage) -> None:
    """The ending was another one. Nobody is stranded in it; then all callers hang up, and everything is over.

    A LiveKit that the scenario would have let go on goes on.
    """
    stage.act(setattr, stage.livekit, "hung", False)
    stage.act(stage.livekit.start_redis)
    stage.wait(CALM_DOWN)
    nobody_is_stranded(stage, SOON, may_hold=True)
    nobody_is_stranded(stage, LONGEST_HOLD, may_hold=False)
    for caller in stage.judge.callers:
        if caller.call is not None:
            stage.act(caller.hang_up)
    all_released(stage)
