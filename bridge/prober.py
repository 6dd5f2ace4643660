"""The prober: whether LiveKit answers, asked so often that people in a dead room are out of it in time.

Decides when LiveKit counts as dead, as without rooms, and when as back, with or without the rooms that it had
(design 5; reference/livekit-lab.md k: legs of a dead server sit in silence for a minute). It must not know
what a call does then.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import StrEnum

import structlog

from bridge.core.events import LiveKitLost
from bridge.core.state import Call, Kind
from bridge.engine import Engine
from bridge.ports.errors import PortError
from bridge.ports.livekit import LiveKit
from bridge.ports.sip_options import SipOptions
from bridge.store import calls, chores
from bridge.turns import Turn

log = structlog.get_logger()

# Three misses are known of 6.25 s after a death at the latest: 1.5 s until the first of them begins, twice
# 1.5 s more, 1 s of patience with the third, a beat of 0.25 s in front of each. What is left of the 10 s
# (design 6.1) is for the redirect and the way into a conference.
EVERY, PATIENCE, MISSES = 1.5, 1.0, 3
LOOK_EVERY = 1.0
LIVEKIT = "livekit"
PROVISION = "Run `flask --app app provision`: the trunk and its rule were in the Redis that came back empty."


class Verdict(StrEnum):
    """What LiveKit is good for now: all; talks that have begun, but no new room; nothing; or who knows."""

    ALIVE = "livekit_back"
    ROOMLESS = "livekit_without_rooms"
    DEAD = "livekit_lost"
    UNSURE = "livekit_unsure"


def verdict(misses: Mapping[str, int]) -> Verdict:
    """`misses` in a row of the API (`rooms`), the server's own page (`server`) and the SIP endpoint (`sip`).

    A server that has its page but no API has lost its Redis: talks go on (reference/livekit-lab.md k).
    """
    if misses["sip"] >= MISSES or min(misses["rooms"], misses["server"]) >= MISSES:
        return Verdict.DEAD
    if misses["rooms"] >= MISSES:
        return Verdict.ROOMLESS
    return Verdict.UNSURE if misses["rooms"] or misses["sip"] else Verdict.ALIVE


class Prober:
    """One process asks, all know: what was found stands in the database."""

    def __init__(self, engine: Engine, livekit: LiveKit, sip: SipOptions, spawn: Callable[..., None]) -> None:
        self._engine, self._livekit, self._spawn = engine, livekit, spawn
        self._asks = {"rooms": livekit.ping, "server": livekit.lives, "sip": sip.ping}
        self._misses = dict.fromkeys(self._asks, 0)
        # The name of a row has no room for that of a host.
        self._endpoint = f"sip {hashlib.sha256(str(sip.to).encode()).hexdigest()[:32]}"
        self._sip_counts = False
        self._turn = Turn(engine.database, "prober", 2 * EVERY)
        self._next_probe, self._next_look = 0.0, 0.0
        self._last, self._busy = Verdict.ALIVE, False
        # Whether LiveKit may have forgotten rooms since it was last asked for them: while nobody of this
        # process looked, it may have.
        self._rooms_in_doubt = True
        self._out: set[str] = set()
        self._lock = threading.Lock()

    def step(self, now: float) -> None:
        """Returns at once; LiveKit is asked beside the caller, all questions at the same time."""
        if now >= self._next_look:
            self._next_look = now + LOOK_EVERY
            self._look()
        if now < self._next_probe or self._busy:
            return
        self._next_probe = now + EVERY
        if not self._turn.is_mine(now):
            # Somebody else counts now; what we have missed is no row with what we may miss later, and what
            # they have seen nobody knows when they die.
            self._misses = dict.fromkeys(self._asks, 0)
            self._rooms_in_doubt = True
            return
        self._busy, self._out = True, set(self._asks)
        for name in self._asks:
            self._spawn("probes", self._probe, name)

    def _look(self) -> None:
        with self._engine.database.read() as db:
            self._engine.livekit_up = chores.is_up(db, LIVEKIT)
            self._sip_counts = self._sip_counts or chores.is_known(db, self._endpoint)

    def _probe(self, name: str) -> None:
        missed = True
        try:
            with suppress(PortError):
                self._asks[name](PATIENCE)
                missed = False
        finally:
            with self._lock:
                self._misses[name] = self._misses[name] + 1 if missed else 0
                self._out.discard(name)
                last = not self._out
            if last:
                self._judge()

    def _judge(self) -> None:
        """When all have come back."""
        try:
            self._note_sip()
            if self._misses["rooms"] and not self._misses["server"]:
                self._rooms_in_doubt = True
            # A SIP endpoint may let in nobody but the carrier: it counts once it has answered us.
            sip = self._misses["sip"] if self._sip_counts else 0
            self._conclude(verdict({**self._misses, "sip": sip}))
        finally:
            self._busy = False

    def _note_sip(self) -> None:
        if self._misses["sip"] == 0 and not self._sip_counts:
            database = self._engine.database
            with database.write() as db:
                chores.set_up(db, self._endpoint, True, database.now())
            self._sip_counts = True

    def _conclude(self, found: Verdict) -> None:
        """Everybody in a room is told while it is dead, so that a crash of ours tells nobody too little."""
        if found is Verdict.UNSURE:
            return
        up = found is Verdict.ALIVE
        if up and self._rooms_in_doubt:
            self._leave_lost_rooms()
        if found is not self._last or up is not self._engine.livekit_up:
            log.warning(found, misses=self._misses)
        self._last = found
        if up is not self._engine.livekit_up:
            self._set(up)
        if found is Verdict.DEAD:
            self._tell_all()

    def _set(self, up: bool) -> None:
        database = self._engine.database
        with database.write() as db:
            chores.set_up(db, LIVEKIT, up, database.now())
        self._engine.livekit_up = up

    def _leave_lost_rooms(self) -> None:
        """A Redis that came back empty knows no room any more, and to no such room does a leg find back.

        Who is in one goes on in a conference before LiveKit has lost them: it does within seconds, with the
        first word to them that Redis did not carry (docs/livekit.md, "Without Redis").
        """
        names = {name for call in self._live() for name in _open_rooms(call)}
        try:
            missing = names - self._livekit.known(names) if names else set()
        except PortError as error:
            log.warning("rooms_not_asked_for", why=str(error))
            return
        # Looked at once more: a room that has been closed since the first look is missing rightly.
        lost = [call for call in self._live() if missing.intersection(_open_rooms(call))] if missing else []
        if lost:
            log.error("livekit_forgot_its_rooms", calls=[call.id for call in lost], advice=PROVISION)
        told = [self._tell(call) for call in lost]
        self._rooms_in_doubt = not all(told)

    def _live(self) -> list[Call]:
        with self._engine.database.read() as db:
            return calls.live(db, only_transfers=False)

    def _tell_all(self) -> None:
        for call in self._live():
            if _relies_on_rooms(call):
                self._tell(call)

    def _tell(self, call: Call) -> bool:
        """One call that cannot be handled must not keep the others in their dead rooms."""
        try:
            self._engine.handle(call.id, LiveKitLost())
        except Exception:
            log.exception("call_not_told", call=call.id)
            return False
        return True


def _relies_on_rooms(call: Call) -> bool:
    return any(one.kind is Kind.LIVEKIT and one.ready for one in call.conversations.values())


def _open_rooms(call: Call) -> list[str]:
    rooms = [one for one in call.conversations.values() if one.kind is Kind.LIVEKIT]
    return [one.name for one in rooms if one.ready and not one.closed]
