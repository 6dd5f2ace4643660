"""Every situation that a call can be in, told through `decide` as it comes about, for documentation.

Decides which situations there are and what the caller, A and B hear in each, before and after a signal. It
must not decide anything that a real call would notice.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass

from bridge.core import keys
from bridge.core.decide import decide
from bridge.core.effects import Announce, CheckRoom, ListSkills, RedirectLeg, ReserveAgent, StateFacts
from bridge.core.events import (
    Agent,
    AgentFreed,
    AgentReserved,
    BriefWritten,
    CallArrived,
    Command,
    CommandGiven,
    DeadlinePassed,
    DialPlaced,
    DocumentFetched,
    EntrySeen,
    Event,
    HangUpRequested,
    InputKind,
    InputReceived,
    LegEnded,
    LiveKitLost,
    NobodyFree,
    RoomChecked,
    RoomMade,
    SkillsListed,
    TransferRequested,
)
from bridge.core.policy import DEFAULT
from bridge.core.state import Brief, Call, CallState, Kind, Leg, Outcome, Party, Place
from bridge.views import view
from twiml import render, speech
from twiml.view import Line

Happening = Callable[[Call], Event | None]

AGENTS = {
    "agent-a": Agent("agent-a", "Alice", "+15550100001"),
    "agent-b": Agent("agent-b", "Bob", "+15550100002"),
}
LINE = Line("https://bridge.test", "https://bridge.test/hold", "sip.test", "tcp", "user", "password")
UNCHANGED = "as before"
ASKS = (Place.OFFER, Place.BRIEF, Place.KEYPAD)


class Story:
    """A call told event by event; the directory has Alice and Bob, and both are free."""

    def __init__(self) -> None:
        caller = Leg("leg-1", Party.CALLER, Place.GREETING, "+15550100009", call_sid="CA1")
        legs = {caller.id: caller}
        self.call = Call(
            "call-1", CallState.WAITING, "inbound", caller.phone, "+15550100000", None, 0.0, legs=legs
        )
        self.now, self.nobody, self.refusal = 0.0, False, ""
        self.announced: dict[str, str] = {}

    def tell(self, *events: Event) -> Story:
        for event in events:
            self.now += 1.0
            decision = decide(self.call, event, self.now, DEFAULT)
            if decision.refusal is not None:
                self.refusal = decision.refusal.reason
                return self
            self.call = decision.call
            for effect in decision.effects:
                self.tell(*self._answers(effect))
        return self

    def _answers(self, effect: object) -> Iterator[Event]:
        if isinstance(effect, Announce):
            self.announced = {effect.leg: effect.note}
        elif isinstance(effect, ReserveAgent) and self.nobody:
            yield NobodyFree(effect.for_transfer, effect.request)
        elif isinstance(effect, ReserveAgent):
            agent = AGENTS["agent-b" if effect.for_transfer else "agent-a"]
            yield AgentReserved(agent, effect.for_transfer, effect.request)
        elif isinstance(effect, ListSkills):
            yield SkillsListed(effect.leg, ("billing",))
        elif isinstance(effect, CheckRoom):
            yield RoomChecked(effect.leg, effect.number, alive=True)
        elif isinstance(effect, RedirectLeg):
            yield DocumentFetched(effect.leg, self.call.legs[effect.leg].call_sid or "")
        elif isinstance(effect, StateFacts):
            brief = Brief("A caller with a question.", (), "facts")
            yield BriefWritten(effect.transfer, brief, final=True)

    def last(self) -> Leg:
        return list(self.call.legs.values())[-1]

    def input(self, leg: Leg, kind: InputKind, keys: str = "") -> Story:
        now = self.call.legs[leg.id]
        return self.tell(InputReceived(leg.id, now.number, kind, keys, answered=kind is InputKind.ENDED))

    def picked_up(self) -> Story:
        """The phone that was dialled last is answered."""
        leg = self.last()
        return self.tell(DialPlaced(leg.id, f"CA-{leg.id}"), DocumentFetched(leg.id, f"CA-{leg.id}"))

    def seen(self) -> Story:
        """Everybody arrives where they were sent."""
        for leg in self.call.present():
            if leg.conversation is not None:
                self.tell(EntrySeen(leg.id, leg.entry))
        return self

    # --- the way of a call ---

    def arrives(self) -> Story:
        self.tell(CallArrived())
        return self.tell(RoomMade(self.call.home or ""))

    def talks(self) -> Story:
        self.arrives().tell(DocumentFetched("leg-1", "CA1"))
        self.picked_up()
        return self.input(self.last(), InputKind.KEYS, "1").seen()

    def transferring(self) -> Story:
        return self.talks().tell(TransferRequested("", "warm", agent_id="agent-b"))

    def briefed(self) -> Story:
        return self.transferring().picked_up().input(self.last(), InputKind.AGAIN)

    def consults(self) -> Story:
        self.briefed()
        return self.input(self.last(), InputKind.KEYS, "1").seen()

    def commanded(self, command: Command) -> Story:
        transfer = self.call.transfer
        assert transfer is not None, "a command is given to a live transfer"
        return self.tell(CommandGiven(transfer.id, command))


@dataclass(frozen=True)
class Situation:
    name: str
    story: Story


def situations() -> list[Situation]:
    waiting = Story()
    waiting.nobody = True
    waiting.arrives()
    waiting.input(waiting.call.caller, InputKind.ENDED)
    at_menu = Story().talks()
    at_menu.input(at_menu.last(), InputKind.ENDED)
    returning = Story().consults().commanded(Command.CANCEL)
    consult_menu = Story().consults()
    consult_menu.input(consult_menu.call.legs["leg-1-2"], InputKind.ENDED)
    message = Story()
    message.nobody = True
    message.arrives()
    message.input(message.call.caller, InputKind.ENDED)
    message.input(message.call.caller, InputKind.KEYS, "2")
    told = [
        ("The caller waits, nobody is free", waiting),
        ("An agent is being rung", Story().arrives()),
        ("Caller and A talk", Story().talks()),
        ("A is at the menu of the talk", at_menu),
        ("B's phone rings", Story().transferring()),
        ("B hears the brief", Story().briefed()),
        ("A and B consult", Story().consults()),
        ("A is at the menu of the consult", consult_menu),
        ("Swapped: A with the caller, B on hold", Story().consults().commanded(Command.SWAP).seen()),
        ("All three talk", Story().consults().commanded(Command.MERGE).seen()),
        ("The caller is on the way to B", Story().consults().commanded(Command.COMPLETE)),
        ("Caller and A are on the way back", returning),
        ("The caller leaves a message", message),
    ]
    return [Situation(name, story) for name, story in told]


def people(call: Call) -> dict[str, Leg | None]:
    """Who is who; B is whoever was dialled for the transfer."""
    agents = [leg for leg in call.legs.values() if leg.party is not Party.CALLER]
    return {
        "caller": call.caller,
        "A": agents[0] if agents else None,
        "B": agents[1] if len(agents) > 1 else None,
    }


def hears_now(call: Call, leg: Leg | None) -> str:
    if leg is None or not leg.live:
        return "not on the line"
    if leg.answered_at is None and leg.place is not Place.ENDED:
        return "the phone rings"
    if leg.place is Place.ENDED and leg.answered_at is None:
        return "the phone stops ringing"
    said = [
        html.unescape(text)
        for text in re.findall(r"<Say[^>]*>([^<]*)</Say>", render(view(LINE, call, leg, 1)))
    ]
    words = f'"{" ".join(said)}"' if said else ""
    then = {Place.CONVERSATION: _company(call, leg), Place.ENDED: "the end", Place.VOICEMAIL: "the tone"}
    parts = [words, then.get(leg.place, "")]
    return ", then ".join(part for part in parts if part) or "hold audio"


def _company(call: Call, leg: Leg) -> str:
    names = {leg.id: name for name, leg in people(call).items() if leg is not None}
    there = [
        names.get(o.id, "") for o in call.present() if o is not leg and o.conversation == leg.conversation
    ]
    return " and ".join(sorted(there)) or "ringing, or hold audio"


def _ended(who: str, outcome: Outcome) -> Happening:
    def event(call: Call) -> Event | None:
        leg = people(call)[who]
        return LegEnded(leg.id, outcome) if leg is not None and leg.live else None

    return event


def _refused_the_call(outcome: Outcome) -> Happening:
    def event(call: Call) -> Event | None:
        leg = people(call)["B"]
        return LegEnded(leg.id, outcome) if leg is not None and leg.answered_at is None else None

    return event


def _star(who: str) -> Happening:
    def event(call: Call) -> Event | None:
        leg = people(call)[who]
        if leg is None or leg.place is not Place.CONVERSATION:
            return None
        return InputReceived(leg.id, leg.number, InputKind.ENDED, answered=True)

    return event


def _key(who: str, digit: str) -> Happening:
    def event(call: Call) -> Event | None:
        leg = people(call)[who]
        applies = leg is not None and leg.live and leg.answered_at is not None and digit in keys.row(leg)
        return InputReceived(leg.id, leg.number, InputKind.KEYS, digit) if leg and applies else None

    return event


def _silence(who: str) -> Happening:
    def event(call: Call) -> Event | None:
        leg = people(call)[who]
        asked = leg is not None and leg.answered_at is not None and leg.place in ASKS
        return InputReceived(leg.id, leg.number, InputKind.SILENCE) if leg and asked else None

    return event


def _command(command: Command) -> Happening:
    return lambda call: CommandGiven(call.transfer.id, command) if call.transfer else None


def _deadline(name: str) -> Happening:
    return lambda call: DeadlinePassed(name) if name in call.deadlines else None


def _livekit_dies(call: Call) -> Event | None:
    rooms = {one.name for one in call.conversations.values() if one.kind is Kind.LIVEKIT}
    return LiveKitLost() if any(leg.conversation in rooms for leg in call.present()) else None


HAPPENINGS: dict[str, Happening] = {
    "the caller hangs up": _ended("caller", Outcome.COMPLETED),
    "A hangs up": _ended("A", Outcome.DECLINED),
    "B hangs up": _ended("B", Outcome.DECLINED),
    "B is busy": _refused_the_call(Outcome.BUSY),
    "B does not answer": _refused_the_call(Outcome.NO_ANSWER),
    "A presses `*`": _star("A"),
    "B presses `*`": _star("B"),
    **{f"A presses {digit}": _key("A", digit) for digit in "1234"},
    **{f"B presses {digit}": _key("B", digit) for digit in "1245"},
    "the caller presses 2": _key("caller", "2"),
    "A presses nothing": _silence("A"),
    "B presses nothing": _silence("B"),
    **{f"`{command}` by API": _command(command) for command in Command},
    "hung up by API": lambda call: HangUpRequested(),
    "the hold limit": _deadline("hold_limit"),
    "half a minute before it": _deadline("hold_warning"),
    "the wait limit": _deadline("wait_limit"),
    "an agent gets free": lambda call: AgentFreed() if call.state is CallState.WAITING else None,
    "LiveKit dies": _livekit_dies,
}


def after(situation: Situation, happening: str) -> dict[str, str]:
    """What each hears next; `as before` when nothing changes for them."""
    story = copy(situation.story)
    event = HAPPENINGS[happening](story.call)
    if event is None:
        return dict.fromkeys(people(story.call), "cannot happen")
    before = people(story.call)
    if story.tell(event).refusal:
        return dict.fromkeys(before, "refused, as before")
    now = people(story.call)
    return {who: _change(before[who], story, now[who]) for who in now}


def _change(was: Leg | None, story: Story, now: Leg | None) -> str:
    if was is None and now is None:
        return UNCHANGED
    if now is not None and now.id in story.announced:
        words = speech.sentence(view(LINE, story.call, now), story.announced[now.id])
        return f'"{words}", over the talk'
    same = was is not None and now is not None and (was.number, was.live) == (now.number, now.live)
    return UNCHANGED if same else hears_now(story.call, now)
