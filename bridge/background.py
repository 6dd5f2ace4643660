"""Work in the background of each process: deadlines, effects nobody carries out, waiting calls, evidence.

Decides how often each is looked at. Any number of processes may run it at once: every step claims what
it does. It must not know what a deadline or an effect means.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import structlog

from bridge.engine import Engine
from bridge.lanes import Lanes
from bridge.prober import Prober
from bridge.pruner import Pruner
from bridge.reconciler import Reconciler
from bridge.store import calls
from bridge.store.database import Unavailable

log = structlog.get_logger()

BEAT = 0.25
# When nothing is stored that could come due; whoever stores something waits for no beat.
QUIET_BEAT = 0.5
MATCH_EVERY = 1.0
# Often enough for a short log, and so rarely that a page which changed many times is copied once.
COPY_EVERY = 2.0
CLOCK_EVERY = 30.0


class Background:
    """One loop beside the requests; `spawn` and `sleep` are the world's."""

    def __init__(
        self,
        engine: Engine,
        lanes: Lanes,
        reconciler: Reconciler,
        prober: Prober,
        pruner: Pruner,
        spawn: Callable[..., None],
        sleep: Callable[[float], None],
    ) -> None:
        self._engine, self._lanes, self._reconciler, self._prober = engine, lanes, reconciler, prober
        self._pruner = pruner
        self._spawn, self._sleep = spawn, sleep
        self._running = False

    def start(self) -> None:
        """By a wrong clock we would take away what others hold: nothing is done before it is right."""
        with contextlib.suppress(Unavailable):
            self._engine.database.sync_clock()
        self._running = True
        self._spawn("watch", self._loop)

    def stop(self) -> None:
        self._running = False

    def _loop(self) -> None:
        """A database that is away is waited for."""
        due: dict[str, float] = {}
        while self._running:
            rest = BEAT
            try:
                rest = self.beat(due)
            except Unavailable as error:
                log.warning("background_interrupted", why=str(error))
            self._sleep(rest)

    def beat(self, due: dict[str, float]) -> float:
        """Everything that is due now, once; returns the seconds until the next beat. Raises Unavailable.

        `due`: when what is not done in each beat is due again; what is not in there is due.
        """
        if self._engine.database.now() >= due.get("clock", 0.0):
            self._try(self._engine.database.sync_clock)
            due["clock"] = self._engine.database.now() + CLOCK_EVERY
        now = self._engine.database.now()
        with self._engine.database.read() as db:
            ahead = calls.anything_ahead(db)
        if ahead:
            self._try(self._pass_deadlines, now)
            self._try(self._lanes.sweep)
        self._try_every(MATCH_EVERY, self._engine.match, due, now)
        self._try(self._prober.step, now)
        self._try(self._reconciler.step, now)
        self._try(self._pruner.step, now)
        self._try_every(COPY_EVERY, self._engine.database.copy_back, due, now)
        return BEAT if ahead else QUIET_BEAT

    def _pass_deadlines(self, now: float) -> None:
        with self._engine.database.read() as db:
            passed = calls.due(db, now)
        for call_id in passed:
            self._try(self._engine.pass_deadlines, call_id)

    def _try_every(
        self, seconds: float, work: Callable[[], object], due: dict[str, float], now: float
    ) -> None:
        if now >= due.get(work.__name__, 0.0):
            due[work.__name__] = now + seconds
            self._try(work)

    def _try(self, work: Callable[..., object], *args: object) -> None:
        """What fails for one call must not keep all the others waiting; without a database all wait."""
        try:
            work(*args)
        except Unavailable:
            raise
        except Exception:
            log.exception("background_failed", doing=work.__name__)
