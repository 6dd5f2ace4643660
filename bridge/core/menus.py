"""Menus on a phone: how `*` opens one, who waits meanwhile, and how it closes.

Decides which menu a leg gets and what the others hear while somebody is at one. What a key of it leads
to is a signal like any other; which state follows stands in the tables.
"""

from __future__ import annotations

from bridge.core import keys, moves, transfer_moves
from bridge.core.effects import CheckRoom, ListSkills
from bridge.core.events import InputReceived, RoomChecked, SkillsListed, TransferRequested
from bridge.core.signals import Signal
from bridge.core.state import CallState, Kind, Leg, Party, Place, TransferState
from bridge.core.work import Work

# Which menu A gets while a transfer is in this state.
MENUS = {
    TransferState.CONSULTING: "consult",
    TransferState.SWAPPED: "consult",
    TransferState.THREE_WAY: "three_way",
}


def star_or_loss(w: Work, leg: Leg) -> None:
    """A `<Dial>` of an agent ended while the phone lives: in a conference that is `*`.

    In a room it may be LiveKit that lost the leg, and only LiveKit knows (design 5, "Keys").
    """
    conversation = w.call.conversations[leg.conversation or ""]
    if w.call.state not in (CallState.CONNECTED, CallState.TRANSFERRING):
        w.enter(leg, conversation.name)
    elif conversation.kind is Kind.CONFERENCE:
        open_menu(w, leg)
    else:
        w.move(leg, Place.KEYPAD, "checking")
        # Still counted there: if the room is lost, the leg goes on with the others.
        leg.conversation = conversation.name
        w.want(CheckRoom(leg.id, leg.number, conversation.name))
        w.set(f"star:{leg.id}", w.policy.star)


def room_checked(w: Work, event: RoomChecked) -> None:
    leg = w.call.legs[event.leg]
    if not leg.live or leg.number != event.number:
        return
    w.clear(f"star:{leg.id}")
    if event.alive:
        open_menu(w, leg)
    else:
        # It was no `*`: whoever was together goes on in a conference.
        w.raise_(Signal.CONVERSATION_LOST)


def thrown_out(w: Work, leg: Leg) -> None:
    """LiveKit ended the entry: no key, whatever the end of the `<Dial>` will look like."""
    if leg.step == "checking":
        w.raise_(Signal.CONVERSATION_LOST)
    elif leg.place is Place.KEYPAD:
        moves.distrust_home(w)
        w.raise_(Signal.MENU_CLOSED)
    elif leg.conversation is not None:
        leg.lost = True
        w.set(f"star:{leg.id}", w.policy.thrown_out)


def open_menu(w: Work, leg: Leg) -> None:
    transfer = w.call.transfer
    if transfer is not None and transfer.state is TransferState.HANDING_OVER:
        _no_time_for_a_menu(w, leg)
        return
    others = [o for o in w.call.present() if o is not leg and o.conversation == leg.conversation]
    w.move(leg, Place.KEYPAD, _menu(w, leg))
    leg.choices = ()
    if leg.step == "talk":
        w.want(ListSkills(leg.id))
    if len(others) == 1:
        # Alone in there would be silence (design 5); three are still two.
        w.move(others[0], Place.HOLD, note="menu")


def _menu(w: Work, leg: Leg) -> str:
    if leg.party is Party.TARGET:
        return "leave"
    transfer = w.call.transfer
    return MENUS[transfer.state] if transfer is not None else "talk"


def _no_time_for_a_menu(w: Work, leg: Leg) -> None:
    """The caller is on the way: B goes back in and must be seen there again, A waits to be released."""
    if leg.party is Party.TARGET:
        w.enter(leg, leg.conversation or "")
    else:
        w.move(leg, Place.CONSULTING, "handing_over")


def skills_listed(w: Work, event: SkillsListed) -> None:
    leg = w.call.legs[event.leg]
    leg.choices = event.skills[: keys.MOST_SKILLS]


def silence(w: Work, leg: Leg, event: InputReceived) -> None:
    """Asked once more, then back to where everybody was."""
    if leg.step == "checking":
        return
    if leg.note == "still_there":
        w.raise_(Signal.MENU_CLOSED)
    else:
        choices = leg.choices
        w.move(leg, Place.KEYPAD, leg.step, note="still_there")
        leg.choices = choices


def ask_for_code(w: Work, leg: Leg) -> None:
    w.move(leg, Place.KEYPAD, "code")


def code_entered(w: Work, leg: Leg, code: str) -> None:
    _transfer(w, TransferRequested("", "warm", code=code, leg=leg.id))


def skill_chosen(w: Work, leg: Leg, key: str) -> None:
    _transfer(w, TransferRequested("", "warm", skill=keys.skill(leg, key), leg=leg.id))


def _transfer(w: Work, wish: TransferRequested) -> None:
    if w.call.state is CallState.CONNECTED:
        transfer_moves.request(w, wish)


def not_started(w: Work, leg: Leg, note: str) -> None:
    """Nobody could be rung: told so, and the menu again."""
    w.move(leg, Place.KEYPAD, "talk", note=note)
    w.want(ListSkills(leg.id))


def leave(w: Work, leg: Leg) -> None:
    """B goes before the hand-over."""
    w.show_out(leg, "declined")
    w.raise_(Signal.TARGET_LEFT)
