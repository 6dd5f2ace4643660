"""SIGKILL at every commit and every request of a warm transfer: it ends as if nothing had happened.

One process serves; it is killed before a commit, after it, or after a carrier has done what it was asked
but before the answer is back. Another one starts two seconds later on what the database holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

import pytest

from app import Hosted
from simulator.command import Databases
from simulator.network import Outcome
from simulator.rehearsal import Rehearsal
from simulator.scenarios import SCENARIOS
from simulator.scenarios.transfers import warm_transfer
from simulator.stage import NotSeen, talk

OUTAGE = 2.0
Moment = Literal["before commit", "after commit", "after effect"]


class Killer:
    """Counts the moments at which a process may die, and kills it at one of them."""

    def __init__(self, database_url: str, moment: Moment | None = None, number: int = 0) -> None:
        self.moment, self.number = moment, number
        self.counts = {"before commit": 0, "after commit": 0, "after effect": 0}
        self.rehearsal = Rehearsal(self._make, database_url, seed=3)
        stage = self.rehearsal.stage
        stage.put_doors(self._door(stage.twilio_door), self._door(stage.livekit_door))
        self.killed = False

    def play(self) -> None:
        stage = self.rehearsal.stage
        with self.rehearsal:
            try:
                warm_transfer(stage)
            except NotSeen:
                self._dial_was_given_up()
        assert stage.problems == []

    def _dial_was_given_up(self) -> None:
        """Killed between "begun" and the dial: never said again; B was not rung, A is told (design 5)."""
        stage = self.rehearsal.stage
        transfer = stage.transfer(stage.call()["transfer_id"])
        assert not stage.agents["Bob"].phone.calls
        assert [one["outcome"] for one in transfer["attempts"]] == ["error"]
        assert stage.agents["Alice"].phone.was_told("Calling Bob went wrong")
        assert talk(stage.judge.callers[0], stage.agents["Alice"].phone)

    def _make(self, environ: Mapping[str, str], world: Mapping[str, Any]) -> Hosted:
        hosted = Hosted(environ, world)
        dialect = hosted.bridge.database.engine.dialect
        commit = dialect.do_commit

        def do_commit(connection: Any) -> None:
            if not connection.in_transaction:
                return commit(connection)
            if self._is_now("before commit"):
                connection.rollback()
                self._die()
            commit(connection)
            if self._is_now("after commit"):
                self._die()
            return None

        dialect.do_commit = do_commit  # type: ignore[method-assign]
        return hosted

    def _door(self, door: Callable[..., Outcome]) -> Callable[..., Outcome]:
        def watched(method: str, *rest: Any) -> Outcome:
            outcome = door(method, *rest)
            if method == "POST" and self._is_now("after effect"):
                self.killed = True
                self.rehearsal.lane.kill(self.rehearsal.lane.processes[0])
                self.rehearsal.world.after(OUTAGE, self.rehearsal.boot)
            return outcome

        return watched

    def _is_now(self, moment: Moment) -> bool:
        self.counts[moment] += 1
        return self.moment == moment and self.counts[moment] == self.number and not self.killed

    def _die(self) -> None:
        self.killed = True
        self.rehearsal.world.after(OUTAGE, self.rehearsal.boot)
        self.rehearsal.lane.die()


@pytest.fixture(scope="module")
def counts(ready: Databases) -> dict[str, int]:
    """How many moments there are in a transfer that nobody disturbs."""
    killer = Killer(ready.new())
    killer.play()
    assert "warm_transfer" in SCENARIOS
    return killer.counts


@pytest.mark.parametrize("share", range(12))
@pytest.mark.parametrize("moment", ["before commit", "after commit", "after effect"])
def test_a_transfer_survives_a_kill_at_every_moment(
    moment: Moment, share: int, counts: dict[str, int], ready: Databases
) -> None:
    assert counts[moment] >= 12, counts
    for number in range(1 + share, counts[moment] + 1, 12):
        killer = Killer(ready.new(), moment, number)
        killer.play()
        assert killer.killed, f"{moment} {number} never came"
