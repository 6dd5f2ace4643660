"""Calls told as stories through `decide` alone: who arrives, presses keys, is seen, hangs up, is told what.

What `decide` asks inside a transaction is answered as the engine does it, from a directory in memory.
It keeps the time, what is wanted and what is noted. It must not know a database, a carrier or spoken words.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bridge.core.decide import Decision
from bridge.core.effects import Effect, ListSkills, RedirectLeg, ReleaseAgent, ReserveAgent, StateFacts
from bridge.core.events import (
    Agent,
    AgentFreed,
    AgentReserved,
    BriefWritten,
    CallArrived,
    Command,
    CommandGiven,
    DeadlinePassed,
    DocumentFetched,
    EntrySeen,
    Event,
    InputKind,
    InputReceived,
    LegEnded,
    NobodyFree,
    RoomChecked,
    RoomMade,
    SkillsListed,
    TranscriptionStarted,
    TransferRequested,
)
from bridge.core.policy import DEFAULT, Policy
from bridge.core.state import Brief, Call, CallState, Leg, Outcome, Party, Place, Transfer
from bridge.core.work import Change
from tests.bridge.core.promises import watched

NOW = 1_800_000_000.0
CAROL, CAROLS_PHONE, OURS = "Carol", "+15550001111", "+15005550006"
OUTSIDE = "+15559990000"
FACTS = Brief("Carol was charged twice.", ("Twice 40 dollars, in March.",), "facts")

Decide = Callable[[Call, Event, float, Policy, str | None], Decision]


@dataclass
class Entry:
    agent: Agent
    skills: frozenset[str]
    idle_since: float
    leg: str | None = None


class Directory:
    """Who may be rung: the longest idle first, as `bridge/store/agents.py` has it. Ids are names."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}

    def hire(self, name: str, *skills: str, at: float = NOW) -> None:
        phone = f"+1555100{len(self.entries):04}"
        self.entries[name] = Entry(Agent(name, name, phone), frozenset(skills), at)

    def reserve(self, wish: ReserveAgent) -> AgentReserved | NobodyFree:
        found = min(
            (e for e in self.entries.values() if e.leg is None and self._may(wish, e)),
            key=lambda e: e.idle_since,
            default=None,
        )
        if found is None:
            unknown = wish.code is not None and wish.code not in self.codes()
            return NobodyFree(wish.for_transfer, wish.request, unknown)
        found.leg = wish.leg
        return AgentReserved(found.agent, wish.for_transfer, wish.request)

    def codes(self) -> dict[str, str]:
        """Keypad codes are given in the order of hiring, from 10 on."""
        return {str(number): name for number, name in enumerate(self.entries, 10)}

    def skills(self) -> tuple[str, ...]:
        return tuple(sorted({skill for entry in self.entries.values() for skill in entry.skills}))

    def _may(self, wish: ReserveAgent, entry: Entry) -> bool:
        if wish.code is not None:
            named = self.codes().get(wish.code) == entry.agent.id
            return named and entry.agent.id not in wish.passed_over
        if wish.agent_id is not None:
            return entry.agent.id == wish.agent_id and entry.agent.id not in wish.passed_over
        skilled = wish.skill is None or not entry.skills or wish.skill in entry.skills
        return skilled and entry.agent.id not in wish.passed_over

    def release(self, leg: str, now: float) -> bool:
        freed = [entry for entry in self.entries.values() if entry.leg == leg]
        for entry in freed:
            entry.leg, entry.idle_since = None, now
        return bool(freed)

    def copy(self) -> Directory:
        other = Directory()
        other.entries = {name: replace(entry) for name, entry in self.entries.items()}
        return other

    def reserved(self) -> dict[str, str]:
        """Who is reserved, by which leg."""
        return {name: entry.leg for name, entry in self.entries.items() if entry.leg is not None}

    def busy_elsewhere(self, name: str, busy: bool = True) -> None:
        self.entries[name].leg = "leg-elsewhere-2" if busy else None


class Story:
    """`effects` and `changes` are those of the last event; `everything` is all that was ever wanted.

    Each decision is held against all promises, unless another `decide` is given: for what cannot happen.
    """

    def __init__(
        self,
        *agents: str,
        policy: Policy = DEFAULT,
        skill: str | None = None,
        decide: Decide = watched,
    ) -> None:
        self.now, self.policy, self._decide = NOW, policy, decide
        self.directory = Directory()
        for place, name in enumerate(agents):
            self.directory.hire(name, at=NOW - 100 + place)
        leg = Leg("leg-story-1", Party.CALLER, Place.GREETING, CAROLS_PHONE, call_sid="CA1", created_at=NOW)
        self.call = Call(
            "call-story", CallState.WAITING, "inbound", CAROLS_PHONE, OURS, skill, NOW, legs={leg.id: leg}
        )
        self.effects: list[Effect] = []
        self.changes: list[Change] = []
        self.everything: list[Effect] = []
        self.refusal: str | None = None

    # --- one event, as the engine handles it ---------------------------------------------------

    def tell(self, event: Event, answering: str | None = None) -> None:
        """One transaction; nothing of it holds when it is refused."""
        self.effects, self.changes, self.refusal = [], [], None
        if self._transact(event, answering):
            self.match()

    def match(self) -> None:
        """Whoever waits is offered to whoever is free."""
        free = any(entry.leg is None for entry in self.directory.entries.values())
        if free and self.call.state is CallState.WAITING:
            self._transact(AgentFreed(), None)

    def _transact(self, event: Event, answering: str | None) -> bool:
        """Whether an agent has become free by it."""
        call, directory, freed = self.call, self.directory.copy(), False
        effects: list[Effect] = []
        changes: list[Change] = []
        events = deque([event])
        while events:
            decision = self._decide(call, events.popleft(), self.now, self.policy, answering)
            if decision.refusal is not None:
                self.directory, self.refusal = directory, decision.refusal.reason
                return False
            call = decision.call
            effects.extend(decision.effects)
            changes.extend(decision.changes)
            for effect in decision.effects:
                events.extend(self._answers(effect))
                freed = freed or isinstance(effect, ReleaseAgent)
        self.call = call
        self.effects += effects
        self.changes += changes
        self.everything += effects
        return freed

    def _answers(self, effect: Effect) -> list[Event]:
        if isinstance(effect, ReserveAgent):
            return [self.directory.reserve(effect)]
        if isinstance(effect, ReleaseAgent):
            self.directory.release(effect.leg, self.now)
        if isinstance(effect, ListSkills):
            return [SkillsListed(effect.leg, self.directory.skills())]
        if isinstance(effect, StateFacts):
            return [BriefWritten(effect.transfer, FACTS, final=not self.policy.model)]
        return []

    # --- people --------------------------------------------------------------------------------

    def leg(self, who: str) -> Leg:
        """Carol's leg, or the latest of this agent or phone number."""
        if who == CAROL:
            return self.call.caller
        return [leg for leg in self.call.legs.values() if who in (leg.agent_id, leg.phone)][-1]

    def told(self, who: str) -> tuple[str, str, str]:
        """What this phone is told now: place, step, note."""
        leg = self.leg(who)
        return leg.place, leg.step, leg.note

    def talks_in(self, who: str) -> str | None:
        return self.leg(who).conversation

    @property
    def transfer(self) -> Transfer:
        """The latest one."""
        return list(self.call.transfers.values())[-1]

    def wanted(self, kind: type) -> list[Any]:
        return [effect for effect in self.effects if isinstance(effect, kind)]

    def redirected(self) -> set[str]:
        """Legs that the last event redirects."""
        return {effect.leg for effect in self.wanted(RedirectLeg)}

    # --- what happens on phones ----------------------------------------------------------------

    def arrive(self, rooms: bool = True) -> None:
        self.tell(CallArrived(rooms), answering=self.call.caller.id)

    def fetches(self, *people: str) -> None:
        """A phone asks for its document: it has picked up, or it was redirected."""
        for who in people:
            leg = self.leg(who)
            self.tell(DocumentFetched(leg.id, leg.call_sid or f"CA{leg.id}"), answering=leg.id)

    def returns(self, who: str, kind: InputKind, number: int | None = None, **more: Any) -> None:
        """Something comes back from a document, the current one unless said otherwise."""
        leg = self.leg(who)
        event = InputReceived(leg.id, leg.number if number is None else number, kind, **more)
        self.tell(event, answering=leg.id)

    def presses(self, who: str, keys: str) -> None:
        self.returns(who, InputKind.KEYS, keys=keys)

    def is_silent(self, who: str) -> None:
        self.returns(who, InputKind.SILENCE)

    def hears_on(self, who: str) -> None:
        """The document is over and fetches itself again."""
        self.returns(who, InputKind.AGAIN)

    def dial_ends(self, who: str, answered: bool = True) -> None:
        self.returns(who, InputKind.ENDED, answered=answered)

    def presses_star(self, who: str) -> None:
        """The `<Dial>` ends though the call lives; of a room LiveKit says that it is all right."""
        self.dial_ends(who)
        leg = self.leg(who)
        if leg.step == "checking":
            self.tell(RoomChecked(leg.id, leg.number, alive=True))
        self.catch_up()

    def is_seen(self, *people: str) -> None:
        for who in people:
            leg = self.leg(who)
            self.tell(EntrySeen(leg.id, leg.entry))

    def hangs_up(self, who: str, outcome: Outcome | None = None) -> None:
        """`completed` is how a carrier calls the end of an answered leg; see `bridge/status.py`."""
        leg = self.leg(who)
        usual = Outcome.COMPLETED if leg.party is Party.CALLER else Outcome.DECLINED
        self.tell(LegEnded(leg.id, outcome or usual))

    def catch_up(self) -> None:
        """Every redirected phone fetches its document."""
        for leg in list(self.call.legs.values()):
            if leg.live and leg.answered_at is not None and leg.fetched < leg.number:
                self.tell(DocumentFetched(leg.id, f"CA{leg.id}"), answering=leg.id)

    def meet(self) -> None:
        """Everybody who was sent into a conversation arrives there."""
        self.catch_up()
        for leg in self.call.present():
            if leg.place is Place.CONVERSATION or leg.id == self.call.caller.id:
                self.tell(EntrySeen(leg.id, leg.entry))

    # --- commands and time ---------------------------------------------------------------------

    def asks(self, to: str | None = None, mode: str = "warm", **more: str) -> None:
        """A transfer is requested, to an agent, a skill or a phone."""
        self.tell(TransferRequested("Billing must refund it.", mode, agent_id=to, **more))

    def commands(self, command: Command) -> None:
        self.tell(CommandGiven(self.transfer.id, command))

    def rooms_are_made(self) -> None:
        for name in list(self.call.conversations):
            self.tell(RoomMade(name))

    def next_deadline(self) -> str | None:
        return min(self.call.deadlines, key=self.call.deadlines.__getitem__, default=None)

    def passes(self, deadline: str) -> None:
        self.now = max(self.now, self.call.deadlines[deadline])
        self.tell(DeadlinePassed(deadline))

    def wait(self, seconds: float) -> None:
        """Time goes by; deadlines pass in their order, and at the end it is seen who is free."""
        until = self.now + seconds
        while (name := self.next_deadline()) and self.call.deadlines[name] <= until:
            self.passes(name)
        self.now = until
        self.match()


# --- how far a call has come: each stage goes on from the one before ----------------------------


def _rings(s: Story) -> None:
    """Carol has heard the greeting; Alice's phone rings, Bob and Cleo are free."""
    s.arrive()
    s.tell(TranscriptionStarted())
    s.rooms_are_made()


def _talks(s: Story) -> None:
    """Carol talks to Alice."""
    s.fetches("Alice")
    s.presses("Alice", "1")
    s.meet()


def _dials(s: Story) -> None:
    """Carol is on hold, Bob's phone rings."""
    s.asks("Bob")
    s.catch_up()


def _briefs(s: Story) -> None:
    s.fetches("Bob")
    s.hears_on("Bob")
    s.catch_up()


def _accepts(s: Story) -> None:
    """Alice and Bob talk."""
    s.presses("Bob", "1")
    s.rooms_are_made()
    s.meet()


def _takes_over(s: Story) -> None:
    """Alice asked to hand over before Bob accepted; Carol is on her way to Bob."""
    s.presses("Alice", "2")
    s.presses("Bob", "1")
    s.rooms_are_made()
    s.catch_up()


def _goes_outside(s: Story) -> None:
    """Carol talks to somebody who is not in the directory."""
    s.asks(phone=OUTSIDE)
    s.commands(Command.COMPLETE)
    s.fetches(OUTSIDE)
    s.presses(OUTSIDE, "1")
    s.presses(OUTSIDE, "1")
    s.rooms_are_made()
    s.meet()
    s.hangs_up("Alice")


def _is_done(s: Story) -> None:
    """Carol talks to Bob, Alice is gone."""
    s.meet()
    s.hangs_up("Alice")


def _commanded(command: Command, arrive: bool = True) -> Callable[[Story], None]:
    def play(s: Story) -> None:
        s.commands(command)
        s.meet() if arrive else s.catch_up()

    return play


STAGES: dict[str, tuple[str, Callable[[Story], None]]] = {
    "ringing": ("", _rings),
    "connected": ("ringing", _talks),
    "dialling": ("connected", _dials),
    "briefing": ("dialling", _briefs),
    "consulting": ("briefing", _accepts),
    "swapped": ("consulting", _commanded(Command.SWAP)),
    "three_way": ("consulting", _commanded(Command.MERGE)),
    "handing_over": ("consulting", _commanded(Command.COMPLETE, arrive=False)),
    "taken_over": ("briefing", _takes_over),
    "handed_over": ("handing_over", _is_done),
    "handed_outside": ("connected", _goes_outside),
    "returning": ("consulting", _commanded(Command.CANCEL, arrive=False)),
}


def at(stage: str, policy: Policy = DEFAULT, decide: Decide = watched) -> Story:
    """Carol's call with Alice, Bob and Cleo, come that far."""
    before, play = STAGES[stage]
    s = at(before, policy, decide) if before else Story("Alice", "Bob", "Cleo", policy=policy, decide=decide)
    play(s)
    return s
