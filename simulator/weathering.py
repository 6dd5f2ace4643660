"""Playing a scenario through one disturbance, and what must hold afterwards.

Decides which disturbances a scenario has and what counts as having come through: a webhook that comes
twice, late or never changes no ending at all; a request that fails may change the ending, but nobody is
left in silence and nothing is left behind. It must not know the application.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.rehearsal import MakeApplication, Rehearsal
from simulator.scenarios import Scenario
from simulator.scenarios.cast import all_released
from simulator.stage import AnotherStory, Stage
from simulator.storm import (
    REQUEST_TROUBLES,
    WEBHOOK_TROUBLES,
    DisturbedRequests,
    DisturbedWebhooks,
    RequestTrouble,
    WebhookTrouble,
)

CALM_DOWN = 20.0


@dataclass(frozen=True)
class Disturbance:
    """`hit`: which of the scenario's webhooks or requests, counted from 1."""

    of_webhook: bool
    trouble: str
    hit: int
    what: str

    def __str__(self) -> str:
        return f"{'webhook' if self.of_webhook else 'request'} {self.hit} ({self.what}) {self.trouble}"


class Weathering:
    """One scenario, played again and again with another disturbance each time."""

    def __init__(self, scenario: Scenario, make: MakeApplication, seed: int = 1) -> None:
        self.scenario, self._make, self._seed = scenario, make, seed

    def disturbances(self, database_url: str) -> Iterator[Disturbance]:
        """Every one of them, after playing it once undisturbed to count. Raises AssertionError."""
        run = _Run(self, database_url, None)
        with run.rehearsal:
            self.scenario.play(run.stage)
        for trouble in WEBHOOK_TROUBLES:
            for hit, what in enumerate(run.webhooks.seen, 1):
                yield Disturbance(True, trouble, hit, what)
        for request_trouble in REQUEST_TROUBLES:
            for hit, what in enumerate(run.requests.seen, 1):
                if not _would_lie(request_trouble, what):
                    yield Disturbance(False, request_trouble, hit, what)

    def endure(self, database_url: str, disturbance: Disturbance) -> None:
        """Raises AssertionError when a promise is broken, NotSeen when somebody is stranded."""
        run = _Run(self, database_url, disturbance)
        with run.rehearsal:
            try:
                self.scenario.play(run.stage)
            except AssertionError as problem:
                if disturbance.of_webhook and not isinstance(problem, AnotherStory):
                    raise
                end_it(run.stage)
            assert run.stage.problems == [], run.stage.problems

    def rehearsal(self, database_url: str) -> Rehearsal:
        return Rehearsal(self._make, database_url, self._seed, self.scenario.settings)


class _Run:
    """One stage with the disturbance in its place."""

    def __init__(self, of: Weathering, database_url: str, disturbance: Disturbance | None) -> None:
        self.rehearsal = of.rehearsal(database_url)
        self.stage, world, lane = self.rehearsal.stage, self.rehearsal.world, self.rehearsal.lane
        hook, request = DisturbedWebhooks(world, lane), DisturbedRequests(world)
        if disturbance is not None and disturbance.of_webhook:
            hook = DisturbedWebhooks(world, lane, _webhook_trouble(disturbance.trouble), disturbance.hit)
        elif disturbance is not None:
            request = DisturbedRequests(world, _request_trouble(disturbance.trouble), disturbance.hit)
        self.webhooks, self.requests = hook, request
        self.stage.send_webhooks_over(hook)
        self.stage.put_doors(
            request.before(self.stage.twilio_door, is_twilio=True),
            request.before(self.stage.livekit_door, is_twilio=False),
        )


def _webhook_trouble(word: str) -> WebhookTrouble:
    return next(trouble for trouble in WEBHOOK_TROUBLES if trouble == word)


def _request_trouble(word: str) -> RequestTrouble:
    return next(trouble for trouble in REQUEST_TROUBLES if trouble == word)


def _would_lie(trouble: RequestTrouble, what: str) -> bool:
    """Not there, said of a room that is: no server does that, and who asked may believe it."""
    return trouble == "404" and what.endswith("/DeleteRoom")


def end_it(stage: Stage) -> None:
    """The ending was another one. Whoever is still on the line hangs up, and everything is over.

    A LiveKit that the scenario would have let go on goes on.
    """
    stage.act(setattr, stage.livekit, "hung", False)
    stage.act(stage.livekit.start_redis)
    stage.wait(CALM_DOWN)
    for caller in stage.judge.callers:
        if caller.call is not None:
            stage.act(caller.hang_up)
    all_released(stage)
