"""One decision in the making: the call being changed, what is raised, what is wanted, what is noted.

It offers the few verbs that everything in the machine is made of: `move` a leg, `raise_` a signal,
`want` an effect, `set` and `clear` a deadline, `refuse` a command. Each change leaves a history row.
It must not know which state leads to which: that is the tables' business.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from bridge.core.effects import CheckLeg, Effect, ForgetRedirect, HangUpLeg, RedirectLeg
from bridge.core.policy import Policy
from bridge.core.signals import Signal
from bridge.core.state import (
    Call,
    CallOutcome,
    CallState,
    Conversation,
    Kind,
    Leg,
    Outcome,
    Place,
    Transfer,
    TransferState,
)


@dataclass(frozen=True)
class Change:
    """One history row: what happened to what. `subject` is a leg's, transfer's or the call's id."""

    subject: str
    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Refusal:
    """Why a command does not apply now, in a sentence for people."""

    reason: str


@dataclass
class Work:
    """`answering` is the leg whose own request will be answered with its document, if any."""

    call: Call
    now: float
    policy: Policy
    answering: str | None = None
    effects: list[Effect] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    signals: deque[Signal] = field(default_factory=deque)
    refusal: Refusal | None = None
    # How the transfer ends, while the row that ends it is being carried out.
    outcome: Outcome | None = None

    def raise_(self, signal: Signal) -> None:
        self.signals.append(signal)

    def want(self, effect: Effect) -> None:
        self.effects.append(effect)

    def note(self, subject: str, what: str, before: str = "", after: str = "") -> None:
        self.changes.append(Change(subject, what, before, after))

    def refuse(self, reason: str) -> None:
        self.refusal = Refusal(reason)

    def set(self, deadline: str, seconds: float) -> None:
        self.call.deadlines[deadline] = self.now + seconds

    def clear(self, *deadlines: str) -> None:
        for name in deadlines:
            self.call.deadlines.pop(name, None)

    def move(self, leg: Leg, place: Place, step: str = "", note: str = "") -> None:
        """Give the leg another document, as the answer to its own request or by redirect, never both."""
        self.note(leg.id, "place", leg.place, f"{place}.{step}" if step else place)
        urgency = 0 if leg.place is Place.CONVERSATION else 1
        if leg.fetched == leg.number:
            leg.heads_for = leg.leads_into
        leg.place, leg.step, leg.note, leg.choices = place, step, note, ()
        leg.number += 1
        if place is not Place.CONVERSATION:
            leg.conversation, leg.seen_at, leg.talking_since, leg.lost = None, None, None, False
        self.deliver(leg, urgency)

    def deliver(self, leg: Leg, urgency: int = 1) -> None:
        if leg.id == self.answering:
            return
        if leg.answered_at is not None:
            self.drop_redirects(leg)
            self.want(RedirectLeg(leg.id, leg.number, urgency))
            # One that this same decision wanted before has just been dropped.
            leg.redirects = (*(at for at in self.redirects(leg) if at < self.now), self.now)
            self.set(f"unfetched:{leg.id}", self.policy.unfetched)
        elif leg.place is Place.ENDED:
            self.want(HangUpLeg(leg.id))

    def redirects(self, leg: Leg) -> tuple[float, ...]:
        """Those that may still reach the phone; one that takes longer is wanted again, and counts anew."""
        return tuple(at for at in leg.redirects if self.now - at < self.policy.unfetched)

    def delivered(self, leg_id: str) -> None:
        """It has its newest document, or needs none any more. Whoever waits is not kept waiting by it."""
        if f"unfetched:{leg_id}" in self.call.deadlines:
            self.clear(f"unfetched:{leg_id}")
            self.want(ForgetRedirect(leg_id))

    def drop_redirects(self, leg: Leg) -> None:
        """A leg has at most one redirect outstanding: a newer one replaces it."""
        self.effects = [e for e in self.effects if not (isinstance(e, RedirectLeg) and e.leg == leg.id)]

    def enter(self, leg: Leg, conversation: str, note: str = "") -> None:
        """Send the leg into a conversation; the entry counts up, so that old news of it is told apart."""
        self.move(leg, Place.CONVERSATION, note=note)
        leg.conversation, leg.seen_at, leg.talking_since, leg.lost = conversation, None, None, False
        leg.entry += 1
        slack = self.policy.note if note else 0.0
        self.set("look", self.policy.look + slack)
        self.set("join", self.policy.join + slack)

    def show_out(self, leg: Leg, note: str) -> None:
        """Say a last sentence and hang up; whoever is not gone by then is hung up by request."""
        if not leg.present:
            return
        self.move(leg, Place.ENDED, note=note)
        self.clear(f"ring:{leg.id}")
        self.set(f"goodbye:{leg.id}", self.policy.goodbye)

    def check(self, leg: Leg) -> None:
        self.want(CheckLeg(leg.id))

    def open_conversation(self, kind: Kind) -> Conversation:
        prefix = "room" if kind is Kind.LIVEKIT else "conf"
        name = f"{prefix}-{self.call.id.removeprefix('call-')}-{len(self.call.conversations) + 1}"
        conversation = Conversation(name, kind, ready=kind is Kind.CONFERENCE)
        self.call.conversations[name] = conversation
        return conversation

    def set_call(self, state: CallState) -> None:
        if state is not self.call.state:
            self.note(self.call.id, "state", self.call.state, state)
            self.call.state = state

    def end_call(self, outcome: CallOutcome) -> None:
        self.set_call(CallState.ENDED)
        self.call.ended_at, self.call.outcome = self.now, outcome
        # Nobody needs them any more, and they are words of the call.
        self.call.sketch, self.call.sketched_at = None, None
        for leg in self.call.legs.values():
            leg.answer = ""
        for name in list(self.call.deadlines):
            if not name.startswith(("goodbye:", "unfetched:", "adopt:")):
                self.clear(name)

    def set_transfer(self, transfer: Transfer, state: TransferState, outcome: Outcome | None) -> None:
        if state is transfer.state:
            return
        self.note(transfer.id, "state", transfer.state, state)
        transfer.state = state
        if not transfer.live:
            transfer.ended_at, transfer.outcome = self.now, outcome
            self.clear("hold_limit", "hold_warning")
