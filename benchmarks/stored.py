"""`make stored`: what one call costs the database while 10 to 100,000 ended calls lie in it.

Decides what is done at each size and what is counted of it. Unlike the other measurements it looks inside:
it drives the engine itself and answers its effects, for a server would hide what a single call costs.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Connection, Table, event, insert

from app import create_app
from benchmarks.servers import ADMIN, environment
from bridge.core.effects import CreateRoom, DialLeg, RedirectLeg
from bridge.core.events import (
    Command,
    CommandGiven,
    DialPlaced,
    EntrySeen,
    Event,
    HangUpRequested,
    InputKind,
    InputReceived,
    LegEnded,
    LegRang,
    RoomMade,
    TransferRequested,
)
from bridge.core.state import Call, Outcome
from bridge.service import Bridge, Ports
from bridge.settings import load_settings
from bridge.store import agents, effects, transcript
from bridge.store.codec import dump_call
from bridge.store.database import Database
from bridge.store.effects import Claim
from bridge.store.migrate import migrate
from bridge.store.schema import METADATA
from summaries import redact_lines

SIZES = (10, 1_000, 10_000, 100_000)
ROUNDS = 9
# SQLite tells of its steps in tens; each telling costs as much as many steps.
STEPS = 10
COPIES_AT_ONCE = 500
CALLER, OURS = "+15551230001", "+15550000000"
COPIED = ("calls", "legs", "transfers", "history", "transcript_lines")


class House:
    """A bridge without processes, carriers and threads; what it wants done is answered at once."""

    def __init__(self, folder: Path, url: str) -> None:
        env = environment(8000, folder, 8001) | {"DATABASE_URL": url}
        migrate(url)
        self._claims: list[Claim] = []
        app = create_app(load_settings(env, env_file=None), self._ports())
        self.bridge: Bridge = app.extensions["warm_bridge"]
        # Everything happens within milliseconds here, and nobody is rung.
        self.bridge.engine.paces = {}
        self.client: FlaskClient = app.test_client()
        self._sids = 0

    def _ports(self) -> Ports:
        def spawn(crew: str, work: Callable[..., object], *args: object) -> None:
            self._claims += [one for one in args if isinstance(one, Claim)]

        nothing: Callable[..., Any] = lambda *args: None  # noqa: E731
        return Ports(time.time, nothing, spawn, random.Random(1), nothing, nothing, nothing)

    def hire(self, number: int) -> None:
        with self.bridge.database.write() as db:
            for one in range(number):
                agents.add(db, f"agent-{one}", f"Agent {one}", f"+1555200{one:04}", (), time.time())

    # --- one call ---

    def arrives(self) -> Call:
        call, _ = self.bridge.engine.arrive(self._sid(), CALLER, OURS, None)
        return call

    def talking(self, call: Call) -> Call:
        """The agent takes it."""
        call = self._answered(call)
        return self._taken(call, next(leg.id for leg in call.legs.values() if leg.agent_id))

    def shown(self, path: str) -> None:
        assert self.client.get(path, headers=ADMIN).status_code == 200

    def fetched(self, call: Call) -> None:
        self.bridge.engine.fetch(call.caller.id, call.caller.call_sid or "")

    def transferred(self, call: Call) -> Call:
        free = self._free_agent()
        call = self._tell(call, TransferRequested("Billing must refund it.", "warm", agent_id=free))
        call = self._taken(call, next(leg.id for leg in call.legs.values() if leg.agent_id == free))
        call = self._tell(call, CommandGiven(next(iter(call.transfers)), Command("complete")))
        return self._together(call)

    def over(self, call: Call) -> Call:
        call = self._tell(call, HangUpRequested())
        for leg in list(call.legs.values()):
            call = self._tell(call, LegEnded(leg.id, Outcome.COMPLETED)) if leg.live else call
        return call

    def beat(self) -> None:
        self.bridge.background.beat({})
        self._claims.clear()

    # --- what phones and carriers do ---

    def _sid(self) -> str:
        self._sids += 1
        return f"CA{random.getrandbits(64):x}{self._sids}"

    def _free_agent(self) -> str:
        with self.bridge.database.read() as db:
            return next(one.id for one in agents.page(db, None, 100) if one.leg_id is None)

    def _taken(self, call: Call, leg: str) -> Call:
        """The phone rings, is picked up, and 1 is pressed."""
        sid = call.legs[leg].call_sid or ""
        call = self._tell(call, LegRang(leg, sid))
        call = self.bridge.engine.fetch(leg, sid)
        call = self._tell(call, InputReceived(leg, call.legs[leg].number, InputKind.KEYS, "1"), leg)
        return self._together(call)

    def _together(self, call: Call) -> Call:
        """Whoever is on the way into a conversation gets there."""
        for leg in call.present():
            if leg.conversation is not None and leg.seen_at is None:
                call = self._tell(call, EntrySeen(leg.id, leg.entry))
        return call

    def _tell(self, call: Call, what: Event, answering: str | None = None) -> Call:
        return self._answered(self.bridge.engine.handle(call.id, what, answering=answering))

    def _answered(self, call: Call) -> Call:
        """Every effect is carried out, and the next of its lane after it."""
        engine = self.bridge.engine
        while self._claims:
            claim = self._claims.pop(0)
            effect = claim.effect
            if isinstance(effect, CreateRoom):
                call = engine.handle(call.id, RoomMade(effect.name), done=claim)
            elif isinstance(effect, DialLeg):
                call = engine.handle(call.id, DialPlaced(effect.leg, self._sid()), done=claim)
            else:
                if isinstance(effect, RedirectLeg):
                    call = engine.fetch(effect.leg, call.legs[effect.leg].call_sid or "")
                with self.bridge.database.write() as db:
                    following = effects.finish(db, claim, time.time())
                self._claims += [following] if following else []
        return call


def fill(house: House, pattern: Call, copies: int) -> None:
    """So many copies of an ended call, with all its rows, older and older."""
    database = house.bridge.database
    name = pattern.id.removeprefix("call-")
    with database.read() as db:
        rows = {table: _rows(db, METADATA.tables[table], pattern.id) for table in COPIED}
    for start in range(0, copies, COPIES_AT_ONCE):
        with database.write() as db:
            numbers = range(start, min(start + COPIES_AT_ONCE, copies))
            for table in COPIED:
                found = [_copy(row, name, number) for number in numbers for row in rows[table]]
                db.execute(insert(METADATA.tables[table]), found)


def _rows(db: Connection, table: Table, call_id: str) -> list[dict[str, Any]]:
    whose = table.c.id if table.name == "calls" else table.c.call_id
    return [dict(row._mapping) for row in db.execute(table.select().where(whose == call_id))]


def _copy(row: dict[str, Any], name: str, number: int) -> dict[str, Any]:
    """The same under another name: ids hold the call's, CallSids get a tail."""
    new = f"{number:020d}"
    copied = {
        column: value.replace(name, new) if isinstance(value, str) else value for column, value in row.items()
    }
    if copied.get("call_sid"):
        copied["call_sid"] += f"x{number}"
    if "started_at" in copied:
        copied["started_at"] -= number
        copied["ended_at"] -= number
    if isinstance(copied.get("id"), int):
        del copied["id"]
    return copied


def pattern(house: House) -> Call:
    """A call with a transfer and some words, from beginning to end."""
    call = house.talking(house.arrives())
    with house.bridge.database.write() as db:
        for number in range(8):
            words = "My invoice from March was charged twice, forty dollars each."
            transcript.add(db, call.id, transcript.Said(number, "caller", time.time(), words), redact_lines)
    call = house.over(house.transferred(call))
    assert call.ended_at is not None and not any(leg.live for leg in call.legs.values()), dump_call(call)
    return call


def acts(house: House) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is measured, by name: one call from its arrival to its end, and what goes on beside it.

    Whoever goes through them does each before asking for the next.
    """
    now: list[Call] = []
    yield "an arriving call", lambda: now.append(house.arrives())
    call = house.talking(now.pop())
    yield "a fetch", lambda: house.fetched(call)
    yield "a warm transfer", lambda: now.append(house.transferred(call))
    yield "a beat of the background", house.beat
    yield "a page of calls", lambda: house.shown("/api/calls?limit=50")
    yield "a page of live calls", lambda: house.shown("/api/calls?state=live")
    yield "a call", lambda: house.shown(f"/api/calls/{call.id}")
    yield "a transcript", lambda: house.shown(f"/api/calls/{call.id}/transcript")
    yield "the metrics", lambda: house.shown("/metrics")
    house.over(now.pop())


def measure(house: House) -> dict[str, tuple[float, int]]:
    """Milliseconds, and steps of SQLite's machine; the medians of several rounds."""
    spent: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for name, act in acts(house):
            began = time.perf_counter()
            act()
            spent.setdefault(name, []).append((time.perf_counter() - began) * 1000)
    steps: dict[str, list[int]] = {}
    with counted(house.bridge.database) as count:
        for _ in range(ROUNDS):
            for name, act in acts(house):
                before = count[0]
                act()
                steps.setdefault(name, []).append(count[0] - before)
    return {name: (statistics.median(spent[name]), int(statistics.median(steps[name]))) for name in spent}


@contextmanager
def counted(database: Database) -> Iterator[list[int]]:
    """How many steps SQLite's machine does meanwhile: the same on every machine, and all there is to pay."""
    count = [0]

    def step() -> None:
        count[0] += STEPS

    def connected(connection: Any, *rest: Any) -> None:
        if database.is_sqlite:
            connection.set_progress_handler(step, STEPS)

    database.engine.dispose()
    event.listen(database.engine, "connect", connected)
    yield count
    event.remove(database.engine, "connect", connected)


def at(size: int) -> dict[str, tuple[float, int]]:
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder), f"sqlite:///{folder}/stored.db")
        house.hire(10)
        fill(house, pattern(house), size)
        return measure(house)


def main() -> None:
    sizes = [int(one) for one in sys.argv[1:]] or list(SIZES)
    found = {}
    for size in sizes:
        found[size] = at(size)
        print(f"{size} calls stored", file=sys.stderr, flush=True)
    for number, unit, form in ((0, "ms", "{:.2f}"), (1, "steps of SQLite", "{:,}")):
        print(f"\n| {unit} | " + " | ".join(f"{size:,}" for size in sizes) + " |")
        print("|---" * (1 + len(sizes)) + "|")
        for name in found[sizes[0]]:
            print(
                f"| {name} | " + " | ".join(form.format(found[size][name][number]) for size in sizes) + " |"
            )


if __name__ == "__main__":
    main()
