"""The engine: event -> decide -> one commit -> effects (design 2, "How a call travels").

Decides what belongs into one transaction and nothing about calls: that is `decide`'s. State, history,
deadlines and effects are stored together or not at all; effects are carried out after the commit.
It must not know the web, a carrier, or what an effect does.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bridge.core.decide import Decision, decide
from bridge.core.effects import (
    ForgetRedirect,
    Inside,
    ListSkills,
    Outgoing,
    ReleaseAgent,
    ReserveAgent,
    StateFacts,
)
from bridge.core.events import (
    AgentFreed,
    AgentReserved,
    BriefWritten,
    CallArrived,
    DeadlinePassed,
    DocumentFetched,
    Event,
    NobodyFree,
    SkillsListed,
)
from bridge.core.policy import Policy
from bridge.core.state import Brief, Call, CallState, Leg, Party, Place, Transfer
from bridge.core.work import Change
from bridge.store import agents, calls, effects, transcript
from bridge.store.database import Database
from bridge.store.effects import NO_PACES, Claim, Paces

# A leg that is served the same document again is noted this often at most: fetches are evidence of life.
NOTED_EVERY = 5.0
_BASE32 = "abcdefghijklmnopqrstuvwxyz234567"


Facts = Callable[[Connection, Call, Transfer, float], Brief]


class Refused(Exception):
    """A command does not apply now. Not retryable as it is; nothing changed. `str()` says why, to people."""


class UnknownCall(Exception):
    """No such call, leg or transfer."""


@dataclass
class _Unit:
    """What one transaction has come to: the call, what is to be stored with it, who is free again."""

    call: Call
    effects: list[Outgoing]
    changes: list[Change]
    freed: bool = False


class Engine:
    """`carry_out` takes the claims of a commit and returns at once; `facts` writes the brief of facts of a
    transfer, at this time; `random` makes ids; `paces` say how often carriers may be asked.
    """

    def __init__(
        self,
        database: Database,
        policy: Policy,
        carry_out: Callable[[list[Claim]], None],
        facts: Facts,
        random: Random,
        paces: Paces = NO_PACES,
    ) -> None:
        self.database, self.policy = database, policy
        self._carry_out, self._facts, self._random = carry_out, facts, random
        self.paces = paces
        # What the last look at the database said; the prober decides it for all processes.
        self.livekit_up = True

    # --- calls ---------------------------------------------------------------------------------

    def arrive(self, call_sid: str, from_number: str, to_number: str, skill: str | None) -> tuple[Call, Leg]:
        """A customer's call; the same CallSid twice is one call, answered like a fetch."""
        try:
            return self._new_call(call_sid, from_number, to_number, skill)
        except IntegrityError:
            with self.database.read() as db:
                known = calls.find_by_sid(db, call_sid)
        if known is None:
            raise UnknownCall(call_sid)
        call = self.fetch(known[1], call_sid)
        return call, call.legs[known[1]]

    def _new_call(self, sid: str, from_number: str, to_number: str, skill: str | None) -> tuple[Call, Leg]:
        now = self.database.now()
        call_id = f"call-{self.new_id()}"
        leg = Leg(
            id=f"leg-{call_id.removeprefix('call-')}-1",
            party=Party.CALLER,
            place=Place.GREETING,
            phone=from_number,
            call_sid=sid,
            created_at=now,
        )
        call = Call(
            id=call_id,
            state=CallState.WAITING,
            direction="inbound",
            from_number=from_number,
            to_number=to_number,
            skill=skill,
            started_at=now,
            legs={leg.id: leg},
        )
        with self.database.write() as db:
            unit = _Unit(call, [], [])
            self._decide(db, unit, CallArrived(self.livekit_up), now, answering=leg.id)
            calls.add(db, unit.call)
            claims = self._store(db, unit, now, new_call=True)
        self._carry_out(claims)
        return unit.call, unit.call.legs[leg.id]

    def new_id(self) -> str:
        """20 letters that nobody guesses; conversations are named after it (design 3)."""
        # One question to the system for all of them: twenty would cost more than storing the call.
        number = self._random.getrandbits(100)
        return "".join(_BASE32[number >> shift & 31] for shift in range(0, 100, 5))

    # --- events --------------------------------------------------------------------------------

    def handle(
        self,
        call_id: str,
        event: Event,
        answering: str | None = None,
        done: Claim | None = None,
        also: Callable[[Connection, Call], None] | None = None,
    ) -> Call:
        """The event happened; returns the call as it is now.

        `answering`: the leg whose own request this is. `done`: the effect that brought the event, finished
        in the same commit; `also`: what else belongs into it. Raises Refused, UnknownCall, Unavailable.
        """
        next_claim: Claim | None = None
        with self.database.write() as db:
            now = self.database.now()
            before = calls.load(db, call_id, lock=True)
            if before is None:
                raise UnknownCall(call_id)
            unit = _Unit(before, [], [])
            self._decide(db, unit, event, now, answering)
            claims = self._save(db, before, unit, now)
            if done is not None:
                next_claim = effects.finish(db, done, now, self.paces)
            if also is not None:
                also(db, unit.call)
        self._carry_out(claims + ([next_claim] if next_claim else []))
        if unit.freed:
            self.match()
        return unit.call

    def fetch(self, leg_id: str, call_sid: str) -> Call:
        """The carrier asks for the leg's document. What changes nothing is only read, never written.

        A CallSid that is not the leg's changes nothing.
        """
        with self.database.read() as db:
            call = calls.load_by_leg(db, leg_id)
        if call is None:
            raise UnknownCall(leg_id)
        event = DocumentFetched(leg_id, call_sid)
        if call.legs[leg_id].call_sid not in (None, call_sid):
            return call
        if self._changes_nothing(call, event, leg_id):
            return call
        return self.handle(call.id, event, answering=leg_id)

    def _changes_nothing(self, call: Call, event: DocumentFetched, leg_id: str) -> bool:
        now = self.database.now()
        leg = call.legs[leg_id]
        if leg.live and now - (leg.fetched_at or 0.0) > NOTED_EVERY:
            return False
        decision = decide(call, event, now, self.policy, leg_id)
        decision.call.legs[leg_id].fetched_at = leg.fetched_at
        return decision.call == call and not decision.effects

    def pass_deadlines(self, call_id: str) -> None:
        """Deadlines of the call have come due; whoever was faster has moved or removed them."""
        with self.database.write() as db:
            now = self.database.now()
            before = calls.load(db, call_id, lock=True)
            if before is None:
                return
            unit = _Unit(before, [], [])
            for name in sorted(before.deadlines, key=before.deadlines.__getitem__):
                if unit.call.deadlines.get(name, now + 1) <= now:
                    self._decide(db, unit, DeadlinePassed(name), now, None)
            claims = self._save(db, before, unit, now)
        self._carry_out(claims)
        if unit.freed:
            self.match()

    def match(self) -> None:
        """An agent is free: offer the calls that wait, the longest first, until nobody is free."""
        with self.database.read() as db:
            waiting = calls.waiting(db) if agents.anybody_free(db) else []
        for call_id in waiting:
            self.handle(call_id, AgentFreed())

    # --- one transaction -----------------------------------------------------------------------

    def _decide(self, db: Connection, unit: _Unit, event: Event, now: float, answering: str | None) -> None:
        """Run the event, and the directory's answers to what it asks inside the transaction."""
        events = deque([event])
        while events:
            decision = decide(unit.call, events.popleft(), now, self.policy, answering)
            if decision.refusal is not None:
                raise Refused(decision.refusal.reason)
            _merge(unit, decision)
            for effect in decision.effects:
                if isinstance(effect, ReserveAgent):
                    events.append(_reserve(db, effect))
                elif isinstance(effect, ReleaseAgent):
                    unit.freed = agents.release(db, effect.leg, now) or unit.freed
                elif isinstance(effect, ListSkills):
                    events.append(SkillsListed(effect.leg, agents.all_skills(db)))
                elif isinstance(effect, ForgetRedirect):
                    effects.forget_redirect(db, effect.leg)
                elif isinstance(effect, StateFacts):
                    events.append(self._state_facts(db, unit.call, effect, now))

    def _state_facts(self, db: Connection, call: Call, wish: StateFacts, now: float) -> Event:
        brief = self._facts(db, call, call.transfers[wish.transfer], now)
        return BriefWritten(wish.transfer, brief, final=not self.policy.model)

    def _save(self, db: Connection, before: Call, unit: _Unit, now: float) -> list[Claim]:
        if unit.call == before and not unit.effects:
            return []
        if unit.call.ended_at is not None and not self.policy.keep_words:
            _forget_words(db, unit.call)
        calls.save(db, before, unit.call)
        return self._store(db, unit, now)

    def _store(self, db: Connection, unit: _Unit, now: float, new_call: bool = False) -> list[Claim]:
        calls.add_history(db, unit.call.id, now, unit.changes)
        return effects.add(db, unit.call.id, unit.effects, now, new_call, self.paces)


def _forget_words(db: Connection, call: Call) -> None:
    """Its lines, and the details of briefs, for those quote them."""
    transcript.forget(db, call.id)
    for transfer in call.transfers.values():
        if transfer.brief is not None:
            transfer.brief = replace(transfer.brief, details=())


def _merge(unit: _Unit, decision: Decision) -> None:
    unit.call = decision.call
    unit.changes.extend(decision.changes)
    unit.effects.extend(e for e in decision.effects if not isinstance(e, Inside))


def _reserve(db: Connection, wish: ReserveAgent) -> Event:
    agent = agents.reserve(db, wish)
    if agent is None:
        unknown = wish.code is not None and not agents.has_code(db, wish.code)
        return NobodyFree(wish.for_transfer, wish.request, unknown)
    return AgentReserved(agent, wish.for_transfer, wish.request)
