"""The prober: whether LiveKit answers, asked so often that people in a dead room are out of it in time.

Decides when LiveKit counts as dead and when as back (design 5; reference/livekit-lab.md k: legs of a dead
server sit in silence for a minute). It must not know what a call does then.
"""

from __future__ import annotations

from collections.abc import Callable

import structlog

from bridge.core.events import LiveKitLost
from bridge.core.state import Call, Kind
from bridge.engine import Engine
from bridge.ports.errors import PortError
from bridge.ports.livekit import LiveKit
from bridge.store import calls, chores
from bridge.turns import Turn

log = structlog.get_logger()

EVERY, PATIENCE, MISSES = 1.5, 1.0, 3
LOOK_EVERY = 1.0
LIVEKIT = "livekit"


class Prober:
    """One process asks, all know: what was found stands in the database."""

    def __init__(self, engine: Engine, livekit: LiveKit, spawn: Callable[..., None]) -> None:
        self._engine, self._livekit, self._spawn = engine, livekit, spawn
        self._turn = Turn(engine.database, "prober", 2 * EVERY)
        self._next_probe, self._next_look, self._misses, self._asking = 0.0, 0.0, 0, False

    def step(self, now: float) -> None:
        """Returns at once; LiveKit is asked beside the caller."""
        if now >= self._next_look:
            self._next_look = now + LOOK_EVERY
            with self._engine.database.read() as db:
                self._engine.livekit_up = chores.is_up(db, LIVEKIT)
        if now < self._next_probe or self._asking:
            return
        self._next_probe = now + EVERY
        if self._turn.is_mine(now):
            self._asking = True
            self._spawn("watch", self._probe)

    def _probe(self) -> None:
        try:
            self._livekit.ping(PATIENCE)
        except PortError:
            self._misses += 1
        else:
            self._misses = 0
        finally:
            self._asking = False
        self._judge()

    def _judge(self) -> None:
        """Everybody in a room is told while it is dead, so that a crash of ours tells nobody too little."""
        if self._misses == 0 and not self._engine.livekit_up:
            self._set(True)
        if self._misses < MISSES:
            return
        if self._engine.livekit_up:
            self._set(False)
        with self._engine.database.read() as db:
            live = calls.live(db, only_transfers=False)
        for call in live:
            if _relies_on_rooms(call):
                self._tell(call)

    def _tell(self, call: Call) -> None:
        """One call that cannot be handled must not keep the others in their dead rooms."""
        try:
            self._engine.handle(call.id, LiveKitLost())
        except Exception:
            log.exception("call_not_told", call=call.id)

    def _set(self, up: bool) -> None:
        database = self._engine.database
        log.warning("livekit_back" if up else "livekit_lost")
        with database.write() as db:
            chores.set_up(db, LIVEKIT, up, database.now())
        self._engine.livekit_up = up


def _relies_on_rooms(call: Call) -> bool:
    return any(one.kind is Kind.LIVEKIT and one.ready for one in call.conversations.values())
