"""Lanes: effects of one leg in order, of different legs side by side, each claimed by a lease.

Decides when an effect is carried out, and when again; `carry_out.py` decides how. It must not know what
an effect does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import structlog

from bridge import metrics
from bridge.core.events import Event
from bridge.engine import Engine
from bridge.ports.errors import PortError
from bridge.store import effects
from bridge.store.database import Database, Unavailable
from bridge.store.effects import Claim

log = structlog.get_logger()

FIRST_BACKOFF = 0.3
LONGEST_BACKOFF = 4.0

CarryOut = Callable[[Claim], Sequence[Event]]


class Later(Exception):
    """Not now: nothing was done that may not be done again. `after` seconds from now."""

    def __init__(self, after: float) -> None:
        super().__init__(f"again in {after:.1f} s")
        self.after = after


def backoff(attempts: int, longest: float = LONGEST_BACKOFF) -> float:
    return min(FIRST_BACKOFF * 2.0**attempts, longest)


class Lanes:
    """`spawn(crew, fn, *args)` runs something beside the caller; `carry_out` does one effect.

    Connected before anything is carried out: engine and lanes need each other.
    """

    _engine: Engine
    _carry_out: CarryOut

    def __init__(self, database: Database, spawn: Callable[..., None]) -> None:
        self._database, self._spawn = database, spawn

    def connect(self, engine: Engine, carry_out: CarryOut) -> None:
        """The engine hands its claims to us, and we hand it what came of them."""
        self._engine, self._carry_out = engine, carry_out

    def start(self, claims: Sequence[Claim]) -> None:
        for claim in claims:
            self._spawn(claim.effect.asks, self.run, claim)

    def sweep(self) -> None:
        """Take over what nobody carries out."""
        with self._database.read() as db:
            if not effects.anything_due(db, self._database.now()):
                return
        with self._database.write() as db:
            claims = effects.claim_due(db, self._database.now(), paces=self._engine.paces)
        self.start(claims)

    def run(self, claim: Claim) -> None:
        """Carry out one effect, tell the engine what came of it, go on with the lane.

        What stood in line for longer than its lease is left to whoever has it now; with a carrier that hangs
        the line would else grow by the same effects over and over.
        """
        if self._database.now() >= claim.until:
            return
        try:
            self._run(claim)
        except Unavailable:
            # The lease runs out and somebody tries again; a dial that began is looked for (design 5).
            log.warning("effect_interrupted", kind=type(claim.effect).__name__, call=claim.call_id)

    def _run(self, claim: Claim) -> None:
        kind = type(claim.effect).__name__
        try:
            events = list(self._carry_out(claim))
        except Later as later:
            metrics.effects_done.labels(kind, "later").inc()
            self._put_off(claim, later.after)
            return
        except PortError as error:
            metrics.effects_done.labels(kind, "failed").inc()
            log.warning("effect_failed", kind=kind, call=claim.call_id, why=str(error))
            events = []
        else:
            metrics.effects_done.labels(kind, "done").inc()
        for event in events[:-1]:
            self._engine.handle(claim.call_id, event)
        if events:
            self._engine.handle(claim.call_id, events[-1], done=claim)
        else:
            self._finish(claim)

    def _put_off(self, claim: Claim, seconds: float) -> None:
        with self._database.write() as db:
            effects.put_off(db, claim, self._database.now() + seconds)

    def _finish(self, claim: Claim) -> None:
        with self._database.write() as db:
            following = effects.finish(db, claim, self._database.now(), self._engine.paces)
        self.start([following] if following else [])
