"""The reconciler: asks carriers for everything they may have told us and did not.

Decides how often to ask and of what: lists, not single reads (design 5). What it finds comes back as
the same events as webhooks bring. It must not know what they lead to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import structlog

from bridge.carry_out import Carriers, look, look_at_leg
from bridge.core.events import Event
from bridge.core.state import Call, Kind
from bridge.engine import Engine
from bridge.ports.errors import PortError
from bridge.store import calls
from bridge.store.database import Unavailable
from bridge.turns import Turn

log = structlog.get_logger()

ALL_EVERY = 15.0
TRANSFERS_EVERY = 3.0
# The carrier's lists may lag behind its calls; a phone that young is not missed yet.
GRACE = 5.0


class Reconciler:
    """One process at a time does it for all, by lease."""

    def __init__(self, engine: Engine, carriers: Carriers, spawn: Callable[..., None]) -> None:
        self._engine, self._carriers, self._spawn = engine, carriers, spawn
        self._turn = Turn(engine.database, "reconciler", 2 * TRANSFERS_EVERY)
        self._next, self._next_all = 0.0, 0.0
        # Two rounds side by side: that of all calls may take long, and transfers must not wait for it.
        self._asking = {"all": False, "transfers": False}

    def step(self, now: float) -> None:
        """Returns at once; the carriers are asked beside the caller."""
        if now < self._next:
            return
        self._next = now + TRANSFERS_EVERY
        calls_of = "all" if now >= self._next_all and not self._asking["all"] else "transfers"
        found = [] if self._asking[calls_of] else self._to_look_at(now, calls_of)
        if found:
            self._asking[calls_of] = True
            self._spawn("watch", self._ask, found, calls_of)

    def _to_look_at(self, now: float, calls_of: str) -> list[Call]:
        database = self._engine.database
        with database.read() as db:
            if not calls.anything_live(db):
                return []
        if not self._turn.is_mine(now):
            return []
        if calls_of == "all":
            self._next_all = now + ALL_EVERY
        with database.read() as db:
            return calls.live(db, only_transfers=calls_of == "transfers")

    def _ask(self, found: list[Call], calls_of: str) -> None:
        try:
            self._tell(self._phones(found))
            for kind in Kind:
                self._tell(self._inside(found, kind))
        finally:
            self._asking[calls_of] = False

    def _tell(self, differences: Iterator[tuple[Call, Event]]) -> None:
        """A carrier that fails is left alone until the next time; the other is asked all the same."""
        try:
            for call, event in differences:
                self._engine.handle(call.id, event)
        except (PortError, Unavailable) as error:
            log.warning("reconciler_interrupted", why=str(error))

    def _phones(self, found: list[Call]) -> Iterator[tuple[Call, Event]]:
        sids = self._carriers.twilio.live_sids()
        old = self._engine.database.now() - GRACE
        for call in found:
            for leg in call.legs.values():
                if leg.live and leg.call_sid and leg.call_sid not in sids and leg.created_at < old:
                    yield from ((call, event) for event in look_at_leg(self._carriers, leg))

    def _inside(self, found: list[Call], kind: Kind) -> Iterator[tuple[Call, Event]]:
        for call in found:
            for name in sorted({leg.conversation for leg in call.present() if leg.conversation}):
                if call.conversations[name].kind is kind:
                    yield from ((call, event) for event in look(self._carriers, call, name))
