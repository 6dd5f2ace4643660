"""The situations that a call can be in, each as the story of how it comes about.

Decides which there are and how they are called; a test holds them against states, places and steps. It must
not say what anybody hears.
"""

from __future__ import annotations

from collections.abc import Callable

from bridge.core.events import (
    CallArrived,
    Command,
    HangUpRequested,
    InputKind,
    LiveKitLost,
    RoomMade,
    TransferRequested,
)
from bridge.core.policy import DEFAULT, Policy
from bridge.core.state import Kind
from bridge.told.story import NOBODYS_CODE, OUTSIDE, SKILL, Story

# Long enough that a moment is left in which B waits for a brief.
MODEL = Policy(model=True, brief_wait=6.0)
ROOMS = Policy(consult=Kind.LIVEKIT)


def offered(policy: Policy = DEFAULT) -> Story:
    return Story(policy).begins().picks_up("A")


def talking(policy: Policy = DEFAULT) -> Story:
    return offered(policy).presses("A", "1").arrive()


def checking() -> Story:
    story = talking()
    story.livekit_answers = False
    return story.star("A")


def at_menu() -> Story:
    return talking().star("A")


def transferring(mode: str = "warm") -> Story:
    return talking().tell(TransferRequested("", mode, agent_id="bob"))


def next_one(story: Story) -> Story:
    return story.picks_up("B").presses("B", "2")


def to_skill() -> Story:
    return talking().tell(TransferRequested("", "warm", skill=SKILL))


def next_one_wanted() -> Story:
    story = next_one(to_skill().presses("A", "2")).picks_up("B")
    return story.input("B", InputKind.AGAIN)


def to_outside() -> Story:
    return talking().tell(TransferRequested("", "warm", phone=OUTSIDE))


def announced(mode: str = "warm") -> Story:
    return transferring(mode).picks_up("B")


def briefed(mode: str = "warm") -> Story:
    return announced(mode).input("B", InputKind.AGAIN)


def waits_for_brief() -> Story:
    story = talking(MODEL).tell(TransferRequested("", "warm", agent_id="bob"))
    return story.picks_up("B").input("B", InputKind.AGAIN)


def has_asked() -> Story:
    story = waits_for_brief().later(6.0).input("B", InputKind.AGAIN)
    return story.input("B", InputKind.SPOKEN, said="what did she pay")


def accepted() -> Story:
    return briefed().presses("B", "1")


def consulting() -> Story:
    return accepted().arrive()


def consulting_in_a_room() -> Story:
    story = talking(ROOMS).tell(TransferRequested("", "warm", agent_id="bob"))
    story.tell(*(RoomMade(name) for name in story.call.conversations))
    return story.picks_up("B").input("B", InputKind.AGAIN).presses("B", "1").arrive()


def commanded(command: Command) -> Story:
    return consulting().commanded(command)


def swapped() -> Story:
    return commanded(Command.SWAP).arrive()


def three() -> Story:
    return commanded(Command.MERGE).arrive()


def left_to_b() -> Story:
    """A leaves while the caller comes to all three."""
    return commanded(Command.MERGE).hangs_up("A")


def handing_over() -> Story:
    return commanded(Command.COMPLETE)


def handed_over() -> Story:
    return handing_over().arrive()


def once_more(story: Story, who: str) -> Story:
    """At the menu nothing was pressed."""
    return story.star(who).input(who, InputKind.SILENCE)


def passed_on() -> Story:
    """Whoever has just taken over transfers on: B is the third agent now, and A was B."""
    story = handed_over().hangs_up("A")
    return story.tell(TransferRequested("", "warm", agent_id="cleo"))


def back_at_menu() -> Story:
    return commanded(Command.CANCEL).arrive("A").star("A")


def taken_over() -> Story:
    """Too long ago for a rescue."""
    return handed_over().hangs_up("A").later(60.0)


def in_line() -> Story:
    return Story(free=False).begins().star("caller")


SITUATIONS: dict[str, dict[str, Callable[[], Story]]] = {
    "Before the talk": {
        "The caller is greeted, the room is not made yet": lambda: Story().tell(CallArrived()),
        "The caller is greeted, LiveKit is out": lambda: Story().tell(CallArrived(rooms=False)),
        "The caller is greeted, A's phone rings": lambda: Story().begins(),
        "The caller is greeted, nobody is free": lambda: Story(free=False).begins(),
        "The caller waits in line, nobody is free": in_line,
        "The caller waits in line, A's phone rings": lambda: Story().begins().star("caller"),
        "A hears the offer": offered,
        "A hears the offer once more": lambda: offered().input("A", InputKind.SILENCE),
        "The caller waits in a conference, A's phone rings": lambda: Story().begins().tell(LiveKitLost()),
        "The caller waits in line, A hears the offer": lambda: Story().begins().star("caller").picks_up("A"),
        "The caller waits in a conference, A hears the offer": lambda: offered().tell(LiveKitLost()),
        "A has taken the call and is on the way": lambda: offered().presses("A", "1"),
        "A is on the way, the caller is there": lambda: offered().presses("A", "1").arrive("caller"),
    },
    "The talk": {
        "Caller and A talk": talking,
        "Caller and A talk in a conference": lambda: talking().tell(LiveKitLost()).arrive(),
        "LiveKit is asked whether A pressed `*`": checking,
        "A is at the menu of the talk": at_menu,
        "A is asked at that menu once more": lambda: once_more(talking(), "A"),
        "A is asked for the code of a colleague": lambda: at_menu().presses("A", "2"),
        "A entered a code of nobody": lambda: at_menu().presses("A", "2").presses("A", NOBODYS_CODE),
    },
    "B is called": {
        "B's phone rings": transferring,
        "B's phone rings, A wants to hand over": lambda: transferring().presses("A", "2"),
        "B's phone rings, A is gone": lambda: transferring().hangs_up("A"),
        "B's phone rings, A hears the goodbye of a blind transfer": lambda: transferring("blind"),
        "B's phone rings, blind transfer": lambda: transferring("blind").hangs_up("A"),
        "The phone of B, one of a skill, rings": to_skill,
        "One of a skill declined, the next phone rings": lambda: next_one(to_skill()),
        "The next phone rings, A wants to hand over": lambda: next_one(to_skill().presses("A", "2")),
        "An outside phone is asked for a key": lambda: to_outside().picks_up("B"),
        "B hears who transfers": announced,
        "B waits for the brief": waits_for_brief,
        "B hears the brief": briefed,
        "A has heard the brief, too": lambda: briefed().input("A", InputKind.AGAIN),
        "B hears the details": lambda: briefed().presses("B", "4"),
        "B is asked once more": lambda: briefed().input("B", InputKind.SILENCE),
        "B waits for the answer to a question": has_asked,
        "B hears the answer": lambda: has_asked().later(4.0).input("B", InputKind.AGAIN),
        "B hears the brief, A wants to hand over": lambda: briefed().presses("A", "2"),
        "The next one hears the brief, A wants to hand over": next_one_wanted,
        "B hears the brief, A is gone": lambda: briefed().hangs_up("A"),
        "B hears the brief, blind transfer": lambda: briefed("blind").hangs_up("A"),
    },
    "The consult": {
        "A and B are on the way to the consult": accepted,
        "A and B consult": consulting,
        "A and B consult in a room of LiveKit": consulting_in_a_room,
        "A is at the menu of the consult": lambda: consulting().star("A"),
        "B is at the menu of the consult": lambda: consulting().star("B"),
        "A is asked at the menu of the consult once more": lambda: once_more(consulting(), "A"),
        "B is asked at the menu of the consult once more": lambda: once_more(consulting(), "B"),
        "Swapped: A is with the caller, B on hold": swapped,
        "A is at the menu, swapped": lambda: swapped().star("A"),
        "The caller is on the way to both": lambda: commanded(Command.MERGE),
        "All three talk": three,
        "A is at the menu of the three": lambda: three().star("A"),
        "A is asked at the menu of the three once more": lambda: once_more(three(), "A"),
        "B is at the menu of the three": lambda: three().star("B"),
        "A and B are both at menus of the three": lambda: three().star("A").star("B"),
    },
    "The hand-over": {
        "The caller is on the way to B, A had wanted it": lambda: (
            briefed().presses("A", "2").presses("B", "1")
        ),
        "The caller is on the way to the next one, A had wanted it": lambda: next_one_wanted().presses(
            "B", "1"
        ),
        "The caller is on the way to both, A is gone": left_to_b,
        "B is at the menu, the caller on the way": lambda: left_to_b().star("B"),
        "B is asked for a code, the caller on the way": lambda: left_to_b().star("B").presses("B", "2"),
        "The caller is on the way to B, A is with B": handing_over,
        "The caller is on the way to B, A is told so": lambda: consulting().star("A").presses("A", "2"),
        "The caller is on the way to B, A is gone": lambda: consulting().hangs_up("A"),
        "Caller and B talk, A is thanked": handed_over,
        "Caller and B talk, just after the hand-over": lambda: handed_over().hangs_up("A"),
        "Caller and B talk, later": taken_over,
        "B is at the menu of the talk": lambda: taken_over().star("B"),
        "B is asked for the code of a colleague": lambda: taken_over().star("B").presses("B", "2"),
        "A, who took over just now, transfers on to B": passed_on,
    },
    "The way back and the end": {
        "Caller and A are on the way back": lambda: commanded(Command.CANCEL),
        "A is at the menu, the caller on the way back": back_at_menu,
        "A is asked for a code, the caller on the way back": lambda: back_at_menu().presses("A", "2"),
        "B was lost, A's phone rings again": lambda: handed_over().hangs_up("A").hangs_up("B"),
        "The caller leaves a message": lambda: in_line().presses("caller", "2"),
        "The call is hung up": lambda: talking().tell(HangUpRequested()),
        "The call is over": lambda: talking().hangs_up("caller").hangs_up("A"),
    },
}
