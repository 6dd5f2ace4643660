"""The engine: one event, one commit; nothing of it before, all of it after, once however often it comes.

What an event means is the core's business; here it is stored wholly or not at all.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest
from sqlalchemy import event

from bridge.core.effects import CheckLeg, CreateRoom, DialLeg, RedirectLeg, ReserveAgent
from bridge.core.events import (
    AgentFreed,
    Command,
    CommandGiven,
    EntryLost,
    HangUpRequested,
    InputKind,
    InputReceived,
    LiveKitLost,
    RoomMade,
    TransferRequested,
)
from bridge.core.state import Call, CallState, Place
from bridge.engine import NOTED_EVERY, Engine, Refused, UnknownCall
from bridge.store import agents, calls, effects
from bridge.store.database import Database
from bridge.store.effects import Claim
from bridge.store.paces import Pace
from tests.bridge import examples
from tests.bridge.databases import BOTH, at_once
from tests.bridge.examples import CALLER, NOW, OURS, Clock, Statements


def _ringing(database: Database) -> Call:
    """Agent 1 has picked up and is asked to take the call of `aaaa`."""
    offer = examples.leg(2, place=Place.OFFER, agent_id="agent-1")
    call = examples.call("aaaa", offer, state=CallState.RINGING)
    examples.add(database, call, staff=1)
    with database.write() as db:
        agents.reserve(db, ReserveAgent(offer.id, "agent-1"))
    return call


def _takes(call: Call) -> InputReceived:
    return InputReceived("leg-aaaa-2", call.legs["leg-aaaa-2"].number, InputKind.KEYS, "1")


# --- one commit --------------------------------------------------------------------------------


@BOTH
def test_a_call_its_history_and_its_effects_are_one_commit(database: Database) -> None:
    examples.add(database, staff=1)
    handed: list[Claim] = []
    commits: list[int] = []
    event.listen(database.engine, "commit", lambda db: commits.append(len(handed)))
    call, caller = examples.engine(database, handed.extend).arrive("CA1", CALLER, OURS, "billing")
    assert commits == [0], "one commit, and nobody is rung before it"
    assert examples.load(database, call.id) == call
    stored = examples.rows(database)
    assert (stored["calls"], stored["legs"], stored["effects"]) == (1, 2, 2)
    assert stored["history"] >= 3
    assert {type(effect) for effect in examples.wanted(handed)} == {CreateRoom, DialLeg}
    assert (caller.place, caller.fetched, call.skill) == (Place.GREETING, caller.number, "billing")


def _killed(database: Database, do: Callable[[Engine], object]) -> None:
    """Let a process do it that is killed for good just before it commits."""
    child = os.fork()
    if child == 0:
        try:
            database.after_fork()
            event.listen(database.engine, "commit", lambda db: os.kill(os.getpid(), signal.SIGKILL))
            do(examples.engine(database))
        finally:
            os._exit(0)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL


@BOTH
def test_a_process_killed_before_the_commit_leaves_no_trace_of_a_call(database: Database) -> None:
    examples.add(database, staff=1)
    stored = examples.everything(database)
    _killed(database, lambda engine: engine.arrive("CA1", CALLER, OURS, None))
    with database.write() as db:
        # A lock of the dead goes when the server notices; this waits for it, a reservation would not.
        agents.change(db, "agent-1", None, presence=agents.AVAILABLE)
    assert examples.everything(database) == stored
    call, _ = examples.engine(database).arrive("CA1", CALLER, OURS, None)
    assert call.state is CallState.RINGING, "the agent it had reserved is free"


@BOTH
def test_a_process_killed_before_the_commit_leaves_no_trace_of_an_event(database: Database) -> None:
    call = _ringing(database)
    stored = examples.everything(database)
    _killed(database, lambda engine: engine.handle(call.id, _takes(call), answering="leg-aaaa-2"))
    assert examples.everything(database) == stored
    taken = examples.engine(database).handle(call.id, _takes(call), answering="leg-aaaa-2")
    assert taken.legs["leg-aaaa-2"].accepted_at == NOW


def test_what_else_belongs_into_the_commit_undoes_it_when_it_fails(database: Database) -> None:
    call = _ringing(database)
    stored = examples.everything(database)
    handed: list[Claim] = []

    def dies(db: object, now: Call) -> None:
        raise examples.Killed

    with pytest.raises(examples.Killed):
        examples.engine(database, handed.extend).handle(call.id, _takes(call), also=dies)
    assert (examples.everything(database), handed) == (stored, [])


def test_an_effect_that_brought_news_is_done_in_the_commit_of_its_news(database: Database) -> None:
    examples.add(database)
    handed: list[Claim] = []
    engine = examples.engine(database, handed.extend)
    call, _ = engine.arrive("CA1", CALLER, OURS, None)
    (claim,) = handed
    with database.write() as db:
        effects.add(db, call.id, [CheckLeg(claim.lane)], NOW)
    engine.handle(call.id, RoomMade(call.home or ""), done=claim)
    assert examples.wanted(handed) == [CreateRoom(call.home or ""), CheckLeg(claim.lane)]
    assert examples.rows(database)["effects"] == 1


def test_news_from_somebody_who_lost_the_lease_counts_but_finishes_nothing(
    database: Database, clock: Clock
) -> None:
    handed: list[Claim] = []
    engine = examples.engine(database, handed.extend)
    call, _ = engine.arrive("CA1", CALLER, OURS, None)
    clock.go(effects.LEASE)
    with database.write() as db:
        assert len(effects.claim_due(db, database.now())) == 1
    assert (
        engine.handle(call.id, RoomMade(call.home or ""), done=handed[0]).conversations[call.home or ""].ready
    )
    assert examples.rows(database)["effects"] == 1


# --- what changes nothing ----------------------------------------------------------------------


def test_a_fetch_that_changes_nothing_writes_nothing(database: Database, clock: Clock) -> None:
    call = examples.talk()
    for leg in call.legs.values():
        leg.fetched, leg.fetched_at = leg.number, NOW
    examples.add(database, call)
    engine = examples.engine(database)
    clock.go(NOTED_EVERY)
    with Statements(database.engine) as sql:
        assert engine.fetch("leg-aaaa-2", "CAaaaa2") == call
    assert (sql.writes, len(sql.sent)) == ([], 1), "one SELECT"


def test_a_leg_that_keeps_fetching_is_noted_every_few_seconds(database: Database, clock: Clock) -> None:
    examples.add(database, examples.talk())
    engine, noted = examples.engine(database), []
    for _ in range(20):
        clock.go(1)
        with Statements(database.engine) as sql:
            engine.fetch("leg-aaaa-2", "CAaaaa2")
        if any(one.startswith("UPDATE calls") for one in sql.writes):
            noted.append(clock.now - NOW)
    assert noted == [1, 7, 13, 19]
    assert examples.load(database).legs["leg-aaaa-2"].fetched_at == NOW + 19


def test_a_fetch_hands_out_the_newest_document_and_that_is_noted(database: Database) -> None:
    call = examples.talk()
    call.legs["leg-aaaa-2"].number = 5
    examples.add(database, call)
    assert examples.engine(database).fetch("leg-aaaa-2", "CAaaaa2").legs["leg-aaaa-2"].fetched == 5
    assert examples.load(database).legs["leg-aaaa-2"].fetched == 5


def test_a_ghost_with_another_call_sid_changes_nothing(database: Database, clock: Clock) -> None:
    examples.add(database, examples.talk())
    stored = examples.everything(database)
    clock.go(60)
    assert examples.engine(database).fetch("leg-aaaa-2", "CAghost").legs["leg-aaaa-2"].call_sid == "CAaaaa2"
    assert examples.everything(database) == stored


def test_an_event_that_changes_nothing_stores_nothing(database: Database) -> None:
    examples.add(database, examples.talk())
    stored = examples.everything(database)
    engine = examples.engine(database)
    old = InputReceived("leg-aaaa-2", 0, InputKind.KEYS, "1")
    for nothing in (old, AgentFreed(), RoomMade("talk-aaaa"), EntryLost("leg-aaaa-2", 0)):
        assert engine.handle("call-aaaa", nothing) == examples.load(database)
    assert examples.everything(database) == stored


def test_a_command_that_does_not_apply_is_refused_in_words_and_changes_nothing(database: Database) -> None:
    examples.add(database, examples.call(), staff=1)
    stored = examples.everything(database)
    with pytest.raises(Refused, match="only a connected call"):
        examples.engine(database).handle("call-aaaa", TransferRequested("", "warm", agent_id="agent-1"))
    assert examples.everything(database) == stored


def test_a_transfer_to_somebody_who_is_not_free_is_refused_and_moves_nobody(database: Database) -> None:
    examples.add(database, examples.talk(), staff=2)
    with database.write() as db:
        agents.change(db, "agent-2", None, presence="away")
    stored = examples.everything(database)
    with pytest.raises(Refused, match="free"):
        examples.engine(database).handle("call-aaaa", TransferRequested("", "warm", agent_id="agent-2"))
    assert examples.everything(database) == stored


def test_what_nobody_knows_is_unknown(database: Database) -> None:
    engine = examples.engine(database)
    with pytest.raises(UnknownCall):
        engine.handle("call-x", HangUpRequested())
    with pytest.raises(UnknownCall):
        engine.fetch("leg-x", "CA1")
    engine.pass_deadlines("call-x")
    assert set(examples.rows(database).values()) == {0}


# --- the same thing twice ----------------------------------------------------------------------


@BOTH
def test_two_processes_handle_the_same_event_once(url: str, database: Database, clock: Clock) -> None:
    """A key press delivered twice at the same moment, once to each process."""
    call = _ringing(database)
    other = Database(url, clock)

    def press(number: int) -> Call:
        engine = examples.engine((database, other)[number])
        return engine.handle(call.id, _takes(call), answering="leg-aaaa-2")

    first, second = at_once(database, 2, press)
    other.close()
    assert first == second == examples.load(database)
    with database.read() as db:
        told = [change.what for _, change in calls.history_of(db, call.id, ["leg-aaaa-2"])]
    assert (told, first.version) == (["key", "place"], 1)
    assert first.legs["leg-aaaa-2"].entry == 1


@BOTH
def test_the_same_call_sid_in_several_processes_at_once_is_one_call(database: Database) -> None:
    examples.add(database, staff=4)

    def arrive(seed: int) -> str:
        return examples.engine(database, seed=seed).arrive("CA1", CALLER, OURS, None)[0].id

    (call_id,) = set(at_once(database, 4, arrive))
    with database.read() as db:
        held = [entry.leg_id for entry in agents.page(db, None, 9) if entry.leg_id]
    assert held == [f"{call_id.replace('call', 'leg')}-2"], "one agent is rung for one call"


def test_a_call_that_arrives_again_is_answered_with_what_is_true_now(database: Database) -> None:
    engine = examples.engine(database)
    call, caller = engine.arrive("CA1", CALLER, OURS, "billing")
    engine.handle(call.id, InputReceived(caller.id, caller.number, InputKind.ENDED), answering=caller.id)
    again, same = engine.arrive("CA1", CALLER, OURS, None)
    assert (again.id, same.id, same.place, again.skill) == (call.id, caller.id, Place.WAITING, "billing")


# --- many calls at once ------------------------------------------------------------------------


def _held(name: str) -> Call:
    """A waits for B, and the caller hears music."""
    agent = f"agent-{name}"
    transfer = examples.transfer(call=name, from_agent_id=agent, first_conversation=f"talk-{name}")
    call = examples.talk(name, state=CallState.TRANSFERRING, transfers={transfer.id: transfer})
    for leg, place in zip(call.legs.values(), (Place.HOLD, Place.CONSULTING), strict=True):
        leg.place, leg.conversation, leg.seen_at, leg.talking_since = place, None, None, None
    call.legs[f"leg-{name}-2"].agent_id = agent
    return call


def test_the_silent_are_moved_before_the_held_who_were_in_line_before_them(
    database: Database, clock: Clock
) -> None:
    names = ["hhha", "hhhb", "hhhc"]
    examples.add(database, *map(_held, names), examples.talk("aaaa"))
    engine = examples.engine(database)
    engine.paces = {"RedirectLeg": Pace("moves", per_second=4.0, burst=1)}
    for name in names:
        engine.handle(f"call-{name}", CommandGiven(f"tr-{name}-1", Command.CANCEL))
    engine.handle("call-aaaa", LiveKitLost())
    moved: list[str] = []
    for _ in range(5):
        clock.go(0.25)
        with database.write() as db:
            due = effects.claim_due(db, clock.now, paces=engine.paces)
        moved += [one.effect.leg for one in due if isinstance(one.effect, RedirectLeg)]
    assert moved == ["leg-aaaa-1", "leg-aaaa-2", "leg-hhha-2", "leg-hhhb-1", "leg-hhhb-2"]
