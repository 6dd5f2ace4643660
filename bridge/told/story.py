"""A call told event by event through `decide` alone, with three agents who are free and one who is not.

Decides how the world around a call answers it: who is reserved, which skills there are, that phones fetch
what they are told to. It must not decide anything that a real call would notice.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy

from bridge.core.decide import decide
from bridge.core.effects import (
    Announce,
    CheckRoom,
    HangUpLeg,
    ListSkills,
    RedirectLeg,
    ReleaseAgent,
    ReserveAgent,
    StateFacts,
)
from bridge.core.events import (
    Agent,
    AgentFreed,
    AgentReserved,
    BriefWritten,
    CallArrived,
    Command,
    CommandGiven,
    DialPlaced,
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
)
from bridge.core.policy import DEFAULT, Policy
from bridge.core.state import Brief, Call, CallState, Leg, Outcome, Party, Place

FREE = [
    Agent("alice", "Alice", "+15550100001"),
    Agent("bob", "Bob", "+15550100002"),
    Agent("cleo", "Cleo", "+15550100003"),
]
CODES = {"11": "bob", "12": "cleo", "13": "dora"}
SKILL, BUSY, NOBODYS_CODE, OUTSIDE = "billing", "dora", "99", "+15550100008"
FACTS = Brief("A caller with a question.", (), "facts")


class Story:
    """`free`: whether any agent is. `announced`: who has heard what over a talk; `cut`: whose line we end."""

    def __init__(self, policy: Policy = DEFAULT, free: bool = True) -> None:
        caller = Leg("leg-1", Party.CALLER, Place.GREETING, "+15550100009", call_sid="CA-leg-1")
        legs = {caller.id: caller}
        self.call = Call(
            "call-1", CallState.WAITING, "inbound", caller.phone, "+15550100000", None, 0.0, legs=legs
        )
        self.policy, self.free, self.livekit_answers = policy, free, True
        self.now, self.refusal = 0.0, ""
        self.announced: dict[str, str] = {}
        self.cut: frozenset[str] = frozenset()

    def copy(self) -> Story:
        """The same call; what was said over talks before is over."""
        other = copy(self)
        other.announced, other.cut, other.refusal = {}, frozenset(), ""
        return other

    def tell(self, *events: Event) -> Story:
        for event in events:
            self.now += 1.0
            self.free = self.free or isinstance(event, AgentFreed)
            answering = event.leg if isinstance(event, InputReceived | DocumentFetched) else None
            decision = decide(self.call, event, self.now, self.policy, answering)
            if decision.refusal is not None:
                self.refusal = decision.refusal.reason
                return self
            self.call = decision.call
            for effect in decision.effects:
                self.tell(*self._answers(effect))
            released = any(isinstance(effect, ReleaseAgent) for effect in decision.effects)
            if released and self.call.state is CallState.WAITING:
                self.tell(AgentFreed())
        return self

    def _answers(self, effect: object) -> Iterator[Event]:
        if isinstance(effect, Announce):
            self.announced = {**self.announced, effect.leg: effect.note}
        elif isinstance(effect, HangUpLeg):
            self.cut = self.cut | {effect.leg}
        elif isinstance(effect, ReserveAgent):
            yield self._reserve(effect)
        elif isinstance(effect, RedirectLeg):
            yield DocumentFetched(effect.leg, f"CA-{effect.leg}")
        elif isinstance(effect, ListSkills):
            yield SkillsListed(effect.leg, (SKILL,))
        elif isinstance(effect, CheckRoom) and self.livekit_answers:
            yield RoomChecked(effect.leg, effect.number, alive=True)
        elif isinstance(effect, StateFacts):
            yield BriefWritten(effect.transfer, FACTS, final=not self.policy.model)

    def _reserve(self, wish: ReserveAgent) -> AgentReserved | NobodyFree:
        """As the directory does: whoever is named, else the longest idle; nobody with a phone at the ear."""
        taken = {leg.agent_id for leg in self.call.legs.values() if leg.live} | wish.passed_over
        named = CODES.get(wish.code) if wish.code is not None else wish.agent_id
        anybody = wish.code is None and wish.agent_id is None
        had_it = {leg.agent_id for leg in self.call.legs.values()}
        for agent in sorted(FREE, key=lambda one: one.id in had_it) if self.free else []:
            if agent.id not in taken and (anybody or agent.id == named):
                return AgentReserved(agent, wish.for_transfer, wish.request)
        unknown = wish.code is not None and wish.code not in CODES
        return NobodyFree(wish.for_transfer, wish.request, unknown)

    # --- what people do ---

    def input(self, who: str, kind: InputKind, keys: str = "", said: str = "") -> Story:
        """Something comes back from the document of caller, A or B."""
        leg = self.leg(who)
        answered = leg.seen_at is not None
        return self.tell(InputReceived(leg.id, leg.number, kind, keys, said, answered))

    def presses(self, who: str, keys: str) -> Story:
        return self.input(who, InputKind.KEYS, keys)

    def star(self, who: str) -> Story:
        return self.input(who, InputKind.ENDED)

    def leg(self, who: str) -> Leg:
        leg = people(self.call)[who]
        assert leg is not None, f"{who} has a phone in this call"
        return leg

    def picks_up(self, who: str) -> Story:
        leg = self.leg(who)
        return self.tell(DialPlaced(leg.id, f"CA-{leg.id}"), DocumentFetched(leg.id, f"CA-{leg.id}"))

    def hangs_up(self, who: str) -> Story:
        outcome = Outcome.COMPLETED if who == "caller" else Outcome.DECLINED
        return self.tell(LegEnded(self.leg(who).id, outcome))

    def arrive(self, *who: str) -> Story:
        """Everybody gets to where they were sent, or only these."""
        legs = [self.leg(one) for one in who] or self.call.present()
        return self.tell(*(EntrySeen(leg.id, leg.entry) for leg in legs if leg.conversation is not None))

    def commanded(self, command: Command) -> Story:
        return self.tell(CommandGiven(list(self.call.transfers)[-1], command))

    def later(self, seconds: float) -> Story:
        self.now += seconds
        return self

    def begins(self) -> Story:
        """The call comes in, and its room is made."""
        self.tell(CallArrived())
        return self.tell(RoomMade(self.call.home or ""))


def people(call: Call) -> dict[str, Leg | None]:
    """B: to whom the call was to be transferred last. A: who was to give it away, or was rung since."""
    transfer = next(reversed(call.transfers.values()), None)
    giving = transfer.agent_leg if transfer is not None else None
    offered = [leg for leg in call.legs.values() if leg.party is not Party.CALLER and leg.transfer_id is None]
    targets = [leg for leg in call.legs.values() if leg.transfer_id is not None]
    order = list(call.legs)
    candidates = [leg.id for leg in offered] + ([giving] if giving is not None else [])
    a = max(candidates, key=order.index, default=None)
    return {
        "caller": call.caller,
        "A": call.legs[a] if a is not None else None,
        "B": targets[-1] if targets else None,
    }
