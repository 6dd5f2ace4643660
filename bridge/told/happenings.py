"""Everything that can happen to a call, as the events it is to the machine, and why it sometimes cannot.

Decides what people, carriers and time may do now, from where a phone is and from what its document asks
for. It must not know what the machine makes of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bridge.core.events import (
    AgentFreed,
    Command,
    CommandGiven,
    DeadlinePassed,
    DialRefused,
    DocumentFetched,
    EntryLost,
    EntryMissing,
    EntrySeen,
    Event,
    HangUpRequested,
    InputKind,
    InputReceived,
    LegEnded,
    LiveKitLost,
    MachineJudged,
    RoomChecked,
    RoomRefused,
    TransferRequested,
)
from bridge.core.state import Call, Kind, Leg, Outcome, Place, TransferState
from bridge.told import heard
from bridge.told.story import BUSY, NOBODYS_CODE, OUTSIDE, SKILL, people

Asks = Callable[[heard.Document], bool]


@dataclass(frozen=True)
class Happening:
    """`events`: what it is to the machine, none without such a phone. `why_not`: empty if it can happen."""

    who: str
    what: str
    events: Callable[[Call], list[Event]]
    why_not: Callable[[Call], str]

    @property
    def name(self) -> str:
        return f"{heard.NAMES.get(self.who, self.who)} {self.what}".strip()


def _of_phone(
    who: str, what: str, event: Callable[[Leg], Event | list[Event]], why_not: Callable[[Call, Leg], str]
) -> Happening:
    """Happens to one phone, so only while there is one."""

    def events(call: Call) -> list[Event]:
        leg = people(call)[who]
        made = event(leg) if leg is not None else []
        return made if isinstance(made, list) else [made]

    def reason(call: Call) -> str:
        leg = people(call)[who]
        return (
            why_not(call, leg)
            if leg is not None and leg.live
            else f"{heard.NAMES.get(who, who)} is not on the line"
        )

    return Happening(who, what, events, reason)


# --- phones that ring ---------------------------------------------------------------------------


def _not_ringing(call: Call, leg: Leg) -> str:
    return "the phone has been answered" if leg.answered_at is not None else ""


def _not_answered(call: Call, leg: Leg) -> str:
    return "the phone has not been answered" if leg.answered_at is None else ""


def _always_may(call: Call, leg: Leg) -> str:
    return ""


def _ends(outcome: Outcome) -> Callable[[Leg], Event]:
    return lambda leg: LegEnded(leg.id, outcome)


def _ringing(who: str) -> list[Happening]:
    return [
        _of_phone(who, "picks up", lambda leg: DocumentFetched(leg.id, f"CA-{leg.id}"), _not_ringing),
        _of_phone(who, "is busy", _ends(Outcome.BUSY), _not_ringing),
        _of_phone(who, "does not answer", _ends(Outcome.NO_ANSWER), _not_ringing),
        _of_phone(
            who, "cannot be reached", lambda leg: DialRefused(leg.id, Outcome.UNREACHABLE), _not_ringing
        ),
        _deadline(who, "rings for too long", "ring"),
        _of_phone(who, "is judged a machine", lambda leg: MachineJudged(leg.id, True), _not_answered),
    ]


# --- what documents ask for ---------------------------------------------------------------------


def _input(
    who: str, what: str, kind: InputKind, asks: Asks, keys: str = "", said: str = "", answered: bool = False
) -> Happening:
    def why_not(call: Call, leg: Leg) -> str:
        if leg.answered_at is None:
            return "the phone has not been answered"
        return "" if asks(heard.document(call, leg)) else "nothing asks for it"

    return _of_phone(
        who, what, lambda leg: InputReceived(leg.id, leg.number, kind, keys, said, answered), why_not
    )


def _key(who: str, digit: str) -> Happening:
    return _input(who, f"presses {digit}", InputKind.KEYS, lambda d: d.one_key, keys=digit)


def _code(who: str, what: str, code: str) -> Happening:
    return _input(who, what, InputKind.KEYS, lambda d: d.many_keys, keys=code)


def _said(what: str, said: str) -> Happening:
    return _input("B", what, InputKind.SPOKEN, lambda d: "spoken" in d.sends, said=said)


def _hears_out(who: str) -> Happening:
    return _input(who, "hears it to the end", InputKind.AGAIN, lambda d: "again" in d.sends)


def _nothing(who: str) -> Happening:
    return _input(who, "presses nothing", InputKind.SILENCE, lambda d: "silence" in d.sends)


# --- talks --------------------------------------------------------------------------------------


def _cannot_be_missed(call: Call, leg: Leg) -> str:
    if leg.conversation is None:
        return "not on the way into a talk"
    return "in the talk already" if leg.seen_at is not None else ""


def _not_on_the_way(call: Call, leg: Leg) -> str:
    """Whoever left a room, perhaps by `*`, is looked for in there, but does not come."""
    return "not on the way into a talk" if leg.place is Place.KEYPAD else _cannot_be_missed(call, leg)


def _cannot_arrive(call: Call, leg: Leg) -> str:
    alone = leg.place is Place.GREETING and heard.company(call, leg) == []
    return "a room is not entered alone" if alone else _not_on_the_way(call, leg)


def _cannot_drop(call: Call, leg: Leg) -> str:
    """What LiveKit says may come late: then somebody who was thrown out is at a menu already."""
    transfer, name = call.transfer, leg.conversation
    if leg.place is Place.KEYPAD and name is None:
        consults = transfer is not None and transfer.state is not TransferState.SWAPPED
        name = transfer.consult if transfer is not None and consults else call.home
    if name is None:
        return "not in a talk"
    return "" if call.conversations[name].kind is Kind.LIVEKIT else "not in a room of LiveKit"


def _cannot_fall(call: Call, leg: Leg) -> str:
    return "not in a talk" if leg.conversation is None else ""


def _falls_out(leg: Leg) -> list[Event]:
    ended = InputReceived(leg.id, leg.number, InputKind.ENDED, answered=True)
    return [EntryLost(leg.id, leg.entry, by_livekit=True), ended]


def _talking(who: str) -> list[Happening]:
    def fails(leg: Leg) -> Event:
        return InputReceived(leg.id, leg.number, InputKind.ENDED)

    return [
        _of_phone(who, "arrives in the talk", lambda leg: EntrySeen(leg.id, leg.entry), _cannot_arrive),
        _of_phone(who, "does not get into the talk", fails, _not_on_the_way),
        _of_phone(who, "is missed in there", lambda leg: EntryMissing(leg.id, leg.entry), _cannot_be_missed),
        _of_phone(who, "is thrown out by LiveKit", _falls_out, _cannot_drop),
    ]


def _checked(what: str, alive: bool) -> Happening:
    def why_not(call: Call, leg: Leg) -> str:
        return "" if leg.step == "checking" else "LiveKit is not asked"

    return _of_phone("A", what, lambda leg: RoomChecked(leg.id, leg.number, alive), why_not)


def _refused_room(call: Call) -> list[Event]:
    return [RoomRefused(call.home)] if call.home is not None else []


def _room_is_there(call: Call) -> str:
    room = call.conversations.get(call.home or "")
    asked = room is not None and room.kind is Kind.LIVEKIT and not room.ready
    return "" if asked else "no room is being made"


# --- commands and time --------------------------------------------------------------------------


def _command(command: Command) -> Happening:
    def events(call: Call) -> list[Event]:
        return [CommandGiven(name, command) for name in list(call.transfers)[-1:]]

    return Happening(
        "", f"`{command}`", events, lambda call: "" if call.transfers else "there was no transfer yet"
    )


def _transfer(what: str, mode: str = "warm", **to: str) -> Happening:
    return _always(what, lambda call: TransferRequested("", mode, **to))


def _to_colleague(mode: str) -> Callable[[Call], Event]:
    """To whoever of the two has no phone at the ear."""

    def event(call: Call) -> Event:
        taken = {leg.agent_id for leg in call.legs.values() if leg.live}
        return TransferRequested("", mode, agent_id="cleo" if "bob" in taken else "bob")

    return event


def _always(what: str, event: Callable[[Call], Event]) -> Happening:
    return Happening("", what, lambda call: [event(call)], lambda call: "")


def _limit(what: str, name: str) -> Happening:
    def why_not(call: Call) -> str:
        return "" if name in call.deadlines else "that clock is not running"

    return Happening("", what, lambda call: [DeadlinePassed(name)], why_not)


def _deadline(who: str, what: str, name: str) -> Happening:
    """A clock of one phone."""

    def why_not(call: Call, leg: Leg) -> str:
        return "" if f"{name}:{leg.id}" in call.deadlines else "that clock is not running"

    return _of_phone(who, what, lambda leg: DeadlinePassed(f"{name}:{leg.id}"), why_not)


# --- all of it ----------------------------------------------------------------------------------

_CALLER = [
    _of_phone("caller", "hangs up", _ends(Outcome.COMPLETED), _always_may),
    _key("caller", "2"),
    _key("caller", "9"),
    _hears_out("caller"),
    _input("caller", "leaves a message", InputKind.RECORDED, lambda d: "recorded" in d.sends),
    _input("caller", "says nothing", InputKind.SILENCE, lambda d: "silence" in d.sends),
    *_talking("caller"),
    _of_phone("caller", "falls out of the talk", lambda leg: _falls_out(leg)[-1], _cannot_fall),
    _deadline("caller", "stays on after the goodbye", "goodbye"),
]


def _of_agent(who: str) -> list[Happening]:
    return [
        *_ringing(who),
        # Even before the first document: picked up and put down at once.
        _of_phone(who, "hangs up", _ends(Outcome.DECLINED), _always_may),
        *(_key(who, digit) for digit in "123459"),
        _nothing(who),
        _code(who, "enters the code of a colleague", "12"),
        _code(who, "enters the code of somebody busy", "13"),
        _code(who, "enters a code of nobody", NOBODYS_CODE),
        _input(who, "presses `*`", InputKind.ENDED, lambda d: d.star, answered=True),
        _hears_out(who),
        *_talking(who),
        _deadline(who, "stays on after the goodbye", "goodbye"),
    ]


HAPPENINGS: list[Happening] = [
    *_CALLER,
    *_of_agent("A"),
    *_of_agent("B"),
    _said("asks a question", "what did the caller pay"),
    _said("says a word", "hello"),
    *(_command(command) for command in Command),
    _always("transfer to a colleague", _to_colleague("warm")),
    _always("blind transfer to a colleague", _to_colleague("blind")),
    _transfer("transfer to a skill", skill=SKILL),
    _transfer("transfer to an outside phone", phone=OUTSIDE),
    _transfer("transfer to somebody busy", agent_id=BUSY),
    _always("hung up for all", lambda call: HangUpRequested()),
    _limit("the hold limit", "hold_limit"),
    _limit("half a minute before it", "hold_warning"),
    _limit("the wait limit", "wait_limit"),
    _limit("somebody is too long on the way", "join"),
    _always("an agent gets free", lambda call: AgentFreed()),
    _always("LiveKit dies", lambda call: LiveKitLost()),
    Happening("", "LiveKit refuses the room", _refused_room, _room_is_there),
    _checked("is said by LiveKit to have left", alive=True),
    _checked("is said by LiveKit to be lost", alive=False),
    _deadline("A", "is not told of by LiveKit in time", "star"),
]
