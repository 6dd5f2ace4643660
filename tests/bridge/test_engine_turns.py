"""The engine: what deadlines and free agents set in motion, each in its turn, and the ids it gives.

What one commit holds is tested in `test_engine.py`.
"""

from __future__ import annotations

from random import SystemRandom

from bridge.briefs import Briefs
from bridge.core.effects import DialLeg, ReserveAgent
from bridge.core.events import (
    BriefWritten,
    LegEnded,
    TransferRequested,
)
from bridge.core.policy import DEFAULT
from bridge.core.state import Brief, CallState, Outcome, Place
from bridge.engine import Engine
from bridge.store import agents
from bridge.store.database import Database
from bridge.store.effects import Claim
from tests.bridge import examples
from tests.bridge.databases import BOTH, at_once
from tests.bridge.examples import NOW, Clock, Statements

# --- deadlines ---------------------------------------------------------------------------------


def test_only_deadlines_that_have_passed_are_passed(database: Database, clock: Clock) -> None:
    examples.add(database, examples.call(deadlines={"wait_limit": NOW + 10, "unfetched:leg-aaaa-1": NOW + 3}))
    engine = examples.engine(database)
    clock.go(2.9)
    engine.pass_deadlines("call-aaaa")
    assert len(examples.load(database).deadlines) == 2
    clock.go(0.1)
    engine.pass_deadlines("call-aaaa")
    unfetched = examples.load(database)
    assert unfetched.state is CallState.WAITING
    assert unfetched.deadlines == {"wait_limit": NOW + 10, "unfetched:leg-aaaa-1": NOW + 6}
    clock.go(7)
    engine.pass_deadlines("call-aaaa")
    assert (examples.load(database).state, examples.load(database).caller.place) == (
        CallState.VOICEMAIL,
        Place.VOICEMAIL,
    )


def test_a_deadline_that_another_one_removes_does_not_pass_as_well(database: Database, clock: Clock) -> None:
    """Both are overdue after an outage: the join that gives the room up makes the look pointless."""
    call = examples.talk(deadlines={"join": NOW + 6, "look": NOW + 7})
    call.caller.seen_at = None
    examples.add(database, call)
    clock.go(30)
    handed: list[Claim] = []
    examples.engine(database, handed.extend).pass_deadlines(call.id)
    regrouped = examples.load(database)
    assert regrouped.caller.conversation == "conf-aaaa-2"
    assert regrouped.deadlines["look"] == clock.now + DEFAULT.look
    assert "LookInside" not in {type(effect).__name__ for effect in examples.wanted(handed)}


@BOTH
def test_a_deadline_that_several_processes_find_at_once_passes_once(
    url: str, database: Database, clock: Clock
) -> None:
    names = [f"aaa{number}" for number in range(5)]
    examples.add(database, *(examples.call(name, deadlines={"wait_limit": NOW}) for name in names))
    other = Database(url, clock)
    handed: list[Claim] = []

    def find(number: int) -> None:
        engine = examples.engine((database, other)[number % 2], handed.extend)
        for name in names:
            engine.pass_deadlines(f"call-{name}")

    at_once(database, 4, find)
    other.close()
    passed = [examples.load(database, f"call-{name}") for name in names]
    assert {(call.state, call.version) for call in passed} == {(CallState.VOICEMAIL, 1)}
    assert len({claim.id for claim in handed}) == len(handed) == examples.rows(database)["effects"] > 0


# --- agents ------------------------------------------------------------------------------------


def _hangs_up(leg: str) -> LegEnded:
    return LegEnded(leg, Outcome.DECLINED)


def test_an_agent_who_gets_free_is_offered_the_caller_who_waited_longest(database: Database) -> None:
    waiting = [examples.call(name, waiting_since=NOW - age) for name, age in {"bbbb": 5, "cccc": 50}.items()]
    examples.add(database, examples.talk(), *waiting, staff=1)
    with database.write() as db:
        agents.reserve(db, ReserveAgent("leg-aaaa-2", "agent-1"))
    examples.engine(database).handle("call-aaaa", _hangs_up("leg-aaaa-2"))
    assert examples.load(database, "call-cccc").state is CallState.RINGING
    assert examples.load(database, "call-bbbb").state is CallState.WAITING


def test_everybody_free_gets_somebody_who_waits(database: Database) -> None:
    names = ["bbbb", "cccc", "dddd"]
    examples.add(
        database, *(examples.call(name, waiting_since=NOW - 9 + n) for n, name in enumerate(names)), staff=2
    )
    handed: list[Claim] = []
    examples.engine(database, handed.extend).match()
    states = [examples.load(database, f"call-{name}").state for name in names]
    assert states == [CallState.RINGING, CallState.RINGING, CallState.WAITING]
    assert examples.wanted(handed) == [DialLeg("leg-bbbb-2"), DialLeg("leg-cccc-2")]


def test_looking_for_agents_writes_nothing_when_nobody_is_free(database: Database) -> None:
    examples.add(database, examples.call())
    with Statements(database.engine) as sql:
        examples.engine(database).match()
    assert sql.writes == []


def test_an_agent_reserved_for_a_transfer_is_rung_beside_hold_and_consulting(database: Database) -> None:
    """Hold, move and dial go out side by side: one commit, three lanes (design 4.1)."""
    examples.add(database, examples.talk(), staff=2)
    handed: list[Claim] = []
    engine = examples.engine(database, handed.extend)
    call = engine.handle("call-aaaa", TransferRequested("an invoice", "warm", agent_id="agent-2"))
    assert call.transfer is not None and call.transfer.target_leg == "leg-aaaa-3"
    assert {"leg-aaaa-1", "leg-aaaa-2", "leg-aaaa-3"} <= {claim.lane for claim in handed}
    with database.read() as db:
        entry = agents.find(db, "agent-2")
    assert entry is not None and entry.leg_id == "leg-aaaa-3"
    brief = Brief("Somebody calls.", (), "facts")
    assert (
        engine.handle(call.id, BriefWritten(call.transfer.id, brief, final=True)).version == call.version + 1
    )


# --- ids ---------------------------------------------------------------------------------------


def test_ids_are_letters_and_digits_that_nobody_guesses(database: Database) -> None:
    """Conversations are named after them, in URLs and REST paths where nothing is escaped."""
    facts = Briefs(database, None, lambda seconds: None).of_facts
    engine = Engine(database, DEFAULT, lambda claims: None, facts, SystemRandom())
    ids = {engine.new_id() for _ in range(500)}
    assert len(ids) == 500
    assert {len(one) for one in ids} == {20}
    assert set("".join(ids)) == set("abcdefghijklmnopqrstuvwxyz234567")
