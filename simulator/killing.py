"""SIGKILL of a process of the application, in the middle of whatever it does, at one of its moments.

Decides what the moments are and which process dies at one; whoever plays is asked at each whether it is the
one. It must not know the application: whoever makes it hands its commits in, everything else is seen from
outside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from simulator.lanes.virtual import Application
from simulator.network import Outcome
from simulator.rehearsal import MakeApplication, Rehearsal
from simulator.stage import Door

Moment = Literal["before commit", "after commit", "after effect", "before answer"]
NEVER = float("inf")

# (commit, roll back): called in place of every commit of something that was written
Commits = Callable[[Callable[[], None], Callable[[], None]], None]
# (environment, what it takes from the world, its commits) -> one process of the application
MakeMortal = Callable[[Mapping[str, str], Mapping[str, Any], Commits], Application]


@dataclass(frozen=True)
class Kill:
    """`number`: which of the moments of this kind, from 1; another process starts `outage` seconds later."""

    moment: Moment
    number: int
    outage: float

    def __str__(self) -> str:
        again = "never started again" if self.outage == NEVER else f"up again after {self.outage:.0f} s"
        return f"killed {self.moment} {self.number}, {again}"


# Whether this one comes, here and now.
Comes = Callable[[Kill], bool]


class Killer:
    """Counts the moments of a rehearsal and kills the process that comes to the one where a kill comes.

    After an effect: the carrier has done what it was asked, the answer is lost. Before an answer: of a
    webhook that has stored nothing, since what stores something dies before or after its commit.
    """

    def __init__(
        self,
        make: MakeMortal,
        rehearse: Callable[[MakeApplication], Rehearsal],
        outages: Sequence[float],
        comes: Comes,
    ) -> None:
        self.kill: Kill | None = None
        self._outages, self._comes = outages, comes
        self._counts: Counter[Moment] = Counter()
        self._make = make
        self.rehearsal = rehearse(self._mortal)
        stage = self.rehearsal.stage
        stage.put_doors(self._watched(stage.twilio_door), self._watched(stage.livekit_door))

    def _mortal(self, environ: Mapping[str, str], world: Mapping[str, Any]) -> Application:
        return _Mortal(self._make(environ, world, self._commit), self)

    def _commit(self, commit: Callable[[], None], roll_back: Callable[[], None]) -> None:
        if self._is_now("before commit"):
            roll_back()
            self._die()
        commit()
        if self._is_now("after commit"):
            self._die()

    def _watched(self, door: Door) -> Door:
        def watched(method: str, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
            outcome = door(method, url, headers, body)
            asker = self.rehearsal.lane.asker
            # What was asked by somebody who is dead by now arrives all the same.
            if asker and asker.alive and _changes_something(method, url) and self._is_now("after effect"):
                self._again_later()
                self.rehearsal.lane.kill(asker)
            return outcome

        return watched

    def commits(self) -> int:
        """How many there have been."""
        return self._counts["before commit"]

    def answered(self, environ: Mapping[str, Any], commits: int) -> None:
        """A request has been served but not answered; `commits` is how many there had been before it."""
        webhook = str(environ["PATH_INFO"]).startswith(("/twilio/", "/livekit/"))
        if webhook and self.commits() == commits and self._is_now("before answer"):
            self._die()

    def _is_now(self, moment: Moment) -> bool:
        self._counts[moment] += 1
        for outage in self._outages if self.kill is None else ():
            kill = Kill(moment, self._counts[moment], outage)
            if self._comes(kill):
                self.kill = kill
                return True
        return False

    def _die(self) -> None:
        self._again_later()
        self.rehearsal.lane.die()

    def _again_later(self) -> None:
        if self.kill is not None and self.kill.outage < NEVER:
            self.rehearsal.world.after(self.kill.outage, self._boot)

    def _boot(self) -> None:
        self.rehearsal.boot()


def _changes_something(method: str, url: str) -> bool:
    return method == "POST" and "/List" not in url


@dataclass
class _Mortal:
    """A process that may die when it has served a request."""

    application: Application
    killer: Killer

    def wsgi(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        commits = self.killer.commits()
        answer = self.application.wsgi(environ, start_response)
        self.killer.answered(environ, commits)
        return answer

    def start(self) -> None:
        self.application.start()
