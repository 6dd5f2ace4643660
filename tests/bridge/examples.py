"""What the tests of the shell work with: a clock that they move, work that waits, calls and agents.

Real objects only, in their smallest form; what is said about a call in a test stands in that test.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, event, func, select, text
from sqlalchemy.engine import Engine as SqlEngine

from bridge.briefs import Briefs
from bridge.core.effects import Outgoing
from bridge.core.policy import DEFAULT, Policy
from bridge.core.state import Call, CallState, Conversation, Kind, Leg, Party, Place, Transfer, TransferState
from bridge.engine import Engine
from bridge.store import agents, calls
from bridge.store.asked import Asked
from bridge.store.database import Database
from bridge.store.effects import Claim
from bridge.store.schema import METADATA
from twiml.view import Line

NOW = 1_800_000_000.0
LINE = Line("https://bridge.example.com", "https://m.example/hold.wav", "sip.example.com", "tcp", "us", "pw")
CALLER, OURS = "+15550001111", "+15005550006"


class Clock:
    """Seconds since 1970, standing still until told to go on."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now

    def go(self, seconds: float) -> None:
        self.now += seconds


class Waiting:
    """Work that was spawned and runs when the test says so."""

    def __init__(self) -> None:
        self.work: list[partial[object]] = []

    def spawn(self, crew: str, work: Callable[..., object], *args: object) -> None:
        self.work.append(partial(work, *args))

    def run(self) -> None:
        while self.work:
            self.work.pop(0)()


class Killed(BaseException):
    """The process dies here: nothing after it runs, nothing catches it."""


class Statements:
    """The SQL that an engine, or SQLite's driver beside it, is sent while this is entered.

    `values`: those of each statement's first time.
    """

    def __init__(self, engine: SqlEngine) -> None:
        self._engine, self.sent = engine, list[str]()
        self.values: dict[str, Any] = {}
        self._patch = pytest.MonkeyPatch()

    def _note(self, db: Any, cursor: Any, statement: str, values: Any, context: Any, many: bool) -> None:
        self.sent.append(statement)
        self.values.setdefault(statement, values[0] if many else values)

    def __enter__(self) -> Statements:
        event.listen(self._engine, "before_cursor_execute", self._note)
        if self._engine.dialect.name == "sqlite":
            self._patch.setattr(Asked, "__call__", self._noting(Asked.__call__))
        return self

    def _noting(self, ask: Callable[..., str | None]) -> Callable[..., str | None]:
        def asked(question: Asked, db: Connection, value: str) -> str | None:
            self._note(db, None, question.sql, (value,), None, False)
            return ask(question, db, value)

        return asked

    def __exit__(self, *error: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._note)
        self._patch.undo()

    @property
    def writes(self) -> list[str]:
        return [one for one in self.sent if one.startswith(("INSERT", "UPDATE", "DELETE", "BEGIN IMMEDIATE"))]


def leg(number: int = 1, call: str = "aaaa", **more: Any) -> Leg:
    """Leg 1 is the caller's, every other an agent's."""
    party = Party.CALLER if number == 1 else Party.AGENT
    facts: dict[str, Any] = {
        "id": f"leg-{call}-{number}",
        "party": party,
        "place": Place.CONVERSATION,
        "phone": CALLER if number == 1 else f"+1555000{number:04}",
        "call_sid": f"CA{call}{number}",
        "created_at": NOW,
        "answered_at": NOW,
    }
    return Leg(**(facts | more))


def call(name: str = "aaaa", *others: Leg, **more: Any) -> Call:
    """A call `call-NAME` whose caller waits, with whoever else is named."""
    legs = [leg(1, name, place=Place.WAITING), *others]
    facts: dict[str, Any] = {
        "id": f"call-{name}",
        "state": CallState.WAITING,
        "direction": "inbound",
        "from_number": CALLER,
        "to_number": OURS,
        "skill": None,
        "started_at": NOW,
        "waiting_since": NOW,
        "legs": {one.id: one for one in legs},
    }
    return Call(**(facts | more))


def talk(name: str = "aaaa", kind: Kind = Kind.LIVEKIT, **more: Any) -> Call:
    """Caller and agent `agent-1` have been seen together in one conversation."""
    place = f"talk-{name}"
    inside = {"conversation": place, "entry": 1, "seen_at": NOW, "talking_since": NOW}
    both = [leg(1, name, **inside), leg(2, name, agent_id="agent-1", accepted_at=NOW, **inside)]
    facts: dict[str, Any] = {
        "state": CallState.CONNECTED,
        "home": place,
        "agent_leg": both[1].id,
        "connected_at": NOW,
        "legs": {one.id: one for one in both},
        "conversations": {place: Conversation(place, kind, ready=True)},
    }
    return call(name, **(facts | more))


def transfer(number: int = 1, call: str = "aaaa", **more: Any) -> Transfer:
    facts: dict[str, Any] = {
        "id": f"tr-{call}-{number}",
        "state": TransferState.DIALLING,
        "mode": "warm",
        "reason": "",
        "from_agent_id": "agent-1",
        "agent_leg": f"leg-{call}-2",
        "started_at": NOW,
    }
    return Transfer(**(facts | more))


def hire(db: Connection, number: int, *skills: str, idle_since: float = NOW) -> str:
    agent_id = f"agent-{number}"
    agents.add(db, agent_id, f"Agent {number}", f"+1555100{number:04}", skills, idle_since)
    return agent_id


def engine(
    database: Database,
    carry_out: Callable[[list[Claim]], None] | None = None,
    policy: Policy = DEFAULT,
    seed: int = 7,
) -> Engine:
    """Without `carry_out` nobody carries out anything, as in a process that dies at every commit."""
    facts = Briefs(database, None, lambda seconds: None).of_facts
    return Engine(database, policy, carry_out or (lambda claims: None), facts, Random(seed))


def rows(database: Database) -> dict[str, int]:
    """How many rows each table has."""
    with database.read() as db:
        return {
            name: db.scalar(select(func.count()).select_from(table)) or 0
            for name, table in METADATA.tables.items()
        }


def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """All that is stored, to compare before with after."""
    with database.read() as db:
        return {
            name: sorted((tuple(row) for row in db.execute(text(f"SELECT * FROM {name}"))), key=repr)
            for name in METADATA.tables
        }


def add(database: Database, *added: Call, staff: int = 0) -> None:
    """Store these calls; `staff`: and so many agents, hired first."""
    with database.write() as db:
        for number in range(1, staff + 1):
            hire(db, number)
        for one in added:
            calls.add(db, one)


def load(database: Database, call_id: str = "call-aaaa") -> Call:
    with database.read() as db:
        found = calls.load(db, call_id)
    assert found is not None
    return found


def wanted(claims: list[Claim]) -> list[Outgoing]:
    return [claim.effect for claim in claims]
