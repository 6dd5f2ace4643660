"""The leg's table: what an input means in each place, and what a leg's news tells the other machines.

An input counts once and only while its document is the leg's current one (design 3); everything else
changes nothing and is answered with the current document. It decides nothing about calls or transfers.
"""

from __future__ import annotations

from collections.abc import Callable

from bridge.core import briefing, menus, moves
from bridge.core.effects import FindDial
from bridge.core.events import (
    DialPlaced,
    DialRefused,
    DialUnclear,
    DocumentFetched,
    EntryLost,
    EntryMissing,
    EntrySeen,
    InputKind,
    InputReceived,
    LegEnded,
    LegRang,
)
from bridge.core.keys import Key, meaning
from bridge.core.signals import Signal
from bridge.core.state import Leg, Outcome, Party, Place
from bridge.core.work import Work

Reaction = Callable[[Work, Leg, InputReceived], None]


def stay(w: Work, leg: Leg, event: InputReceived) -> None:
    """The document goes on as it is."""


def ask_again(w: Work, leg: Leg, event: InputReceived) -> None:
    """Silence or a wrong key: asked once more, then not taken."""
    if leg.step == "gate" and leg.note != "still_there":
        w.move(leg, leg.place, "gate", note="still_there")
    elif leg.step in briefing.COVERED:
        briefing.goes_on(w, leg, event)
    elif leg.step in ("gate", "asked_twice"):
        leg.outcome = Outcome.NOT_ACCEPTED
        w.show_out(leg, "not_taken")
        w.raise_(Signal.TARGET_UNAVAILABLE if leg.party is Party.TARGET else Signal.AGENT_UNAVAILABLE)
    else:
        w.move(leg, leg.place, "asked_twice")


def press(w: Work, leg: Leg, event: InputReceived) -> None:
    key = meaning(leg, event.keys)
    if key is None:
        INPUTS[leg.place][InputKind.SILENCE](w, leg, event)
        return
    w.note(leg.id, "key", "", key)
    # No machine presses a key that means something where it is.
    leg.judged = True
    if key is Key.SKILL:
        menus.skill_chosen(w, leg, event.keys)
    else:
        PRESSED[key](w, leg)


def press_or_type(w: Work, leg: Leg, event: InputReceived) -> None:
    """At a menu one key counts, in the step that asks for a code all of them do."""
    if leg.step == "code":
        menus.code_entered(w, leg, event.keys)
    else:
        press(w, leg, event)


def take(w: Work, leg: Leg) -> None:
    leg.accepted_at, leg.outcome = w.now, Outcome.ACCEPTED
    if leg.party is Party.AGENT:
        w.raise_(Signal.AGENT_ACCEPTED)
        return
    transfer = w.call.transfer
    took_over = transfer is not None and transfer.hand_over_wanted
    w.raise_(Signal.TARGET_TOOK_OVER if took_over else Signal.TARGET_ACCEPTED)


def decline(w: Work, leg: Leg) -> None:
    leg.outcome = Outcome.DECLINED
    w.show_out(leg, "declined")
    w.raise_(Signal.TARGET_UNAVAILABLE if leg.party is Party.TARGET else Signal.AGENT_UNAVAILABLE)


PRESSED: dict[Key, Callable[[Work, Leg], None]] = {
    Key.TAKE: take,
    Key.HEAR: briefing.hear,
    Key.DECLINE: decline,
    Key.MORE: lambda w, leg: w.move(leg, Place.BRIEF, "detail"),
    Key.REPEAT: lambda w, leg: w.move(leg, Place.BRIEF, "headline"),
    Key.BACK: lambda w, leg: w.raise_(Signal.CANCEL),
    Key.HAND_OVER: lambda w, leg: w.raise_(Signal.COMPLETE),
    Key.ALL_THREE: lambda w, leg: w.raise_(Signal.MERGE),
    Key.SWAP: lambda w, leg: w.raise_(Signal.SWAP),
    Key.STAY: lambda w, leg: w.raise_(Signal.MENU_CLOSED),
    Key.COLLEAGUE: menus.ask_for_code,
    Key.LEAVE: menus.leave,
    Key.LEAVE_MESSAGE: lambda w, leg: w.raise_(Signal.LEAVE_MESSAGE),
}


def room_rang_out(w: Work, leg: Leg, event: InputReceived) -> None:
    """The first `<Dial>` of a caller ended: nobody was there yet, else the place were another."""
    w.raise_(Signal.RING_OVER)


def wait_in_line(w: Work, leg: Leg, event: InputReceived) -> None:
    """The greeting is over, and there is no room to ring into."""
    w.move(leg, Place.WAITING)


def left_conversation(w: Work, leg: Leg, event: InputReceived) -> None:
    """The `<Dial>` ended while the call lives and nobody moved the leg. Answered: it had been in there.

    A redirect that the phone was faster than may end the next one, and then fetches the document itself.
    """
    was_inside = event.answered and not leg.lost
    if was_inside and w.redirects(leg):
        return
    if was_inside and leg.party is not Party.CALLER:
        menus.star_or_loss(w, leg)
    else:
        w.raise_(Signal.CONVERSATION_LOST)


def message_left(w: Work, leg: Leg, event: InputReceived) -> None:
    w.raise_(Signal.MESSAGE_LEFT)


def _row(
    keys: Reaction = stay,
    silence: Reaction = stay,
    ended: Reaction = stay,
    again: Reaction = stay,
    recorded: Reaction = stay,
    spoken: Reaction = stay,
) -> dict[InputKind, Reaction]:
    return {
        InputKind.KEYS: keys,
        InputKind.SILENCE: silence,
        InputKind.ENDED: ended,
        InputKind.AGAIN: again,
        InputKind.RECORDED: recorded,
        InputKind.SPOKEN: spoken,
    }


INPUTS: dict[Place, dict[InputKind, Reaction]] = {
    Place.GREETING: _row(ended=room_rang_out, again=wait_in_line),
    Place.WAITING: _row(keys=press),
    Place.OFFER: _row(keys=press, silence=ask_again),
    Place.CONVERSATION: _row(ended=left_conversation),
    Place.HOLD: _row(),
    Place.CONSULTING: _row(keys=press, again=briefing.goes_on),
    Place.KEYPAD: _row(keys=press_or_type, silence=menus.silence),
    Place.BRIEF: _row(keys=press, silence=ask_again, again=briefing.goes_on, spoken=briefing.ask),
    Place.VOICEMAIL: _row(silence=message_left, recorded=message_left),
    Place.ENDED: _row(),
}


def input_received(w: Work, event: InputReceived) -> None:
    leg = w.call.legs[event.leg]
    if leg.live and event.number == leg.number:
        INPUTS[leg.place][event.kind](w, leg, event)


def document_fetched(w: Work, event: DocumentFetched) -> None:
    """A first fetch of a dialled leg means that somebody picked up; a given-up one stays a ghost."""
    leg = w.call.legs[event.leg]
    if not leg.live:
        return
    adopt(w, leg, event.call_sid)
    leg.redirects = leg.redirects[1:]
    if leg.answered_at is None:
        leg.answered_at = w.now
        w.clear(f"ring:{leg.id}")
        w.note(leg.id, "answered")
        if leg.party is Party.TARGET and leg.place is Place.BRIEF:
            w.raise_(Signal.TARGET_ANSWERED)
    if leg.place is Place.GREETING and leg.fetched >= leg.number:
        greeted_again(w, leg)


def greeted_again(w: Work, leg: Leg) -> None:
    """The first answer was lost, perhaps with the process that was to make the room: not into nothing."""
    room = w.call.conversations.get(leg.conversation or "")
    if room is not None and not room.ready and w.now - leg.created_at > w.policy.room_wait:
        w.move(leg, Place.WAITING)


def adopt(w: Work, leg: Leg, call_sid: str) -> None:
    if leg.call_sid is None:
        leg.call_sid = call_sid
        w.clear(f"adopt:{leg.id}")
        if f"ring:{leg.id}" in w.call.deadlines:
            # Counted from here: the dial may have waited for its turn.
            w.set(f"ring:{leg.id}", w.policy.agent_ring + w.policy.ring_grace)


def leg_rang(w: Work, event: LegRang) -> None:
    leg = w.call.legs[event.leg]
    adopt(w, leg, event.call_sid)
    if leg.rang_at is None and leg.live:
        leg.rang_at = w.now
        w.note(leg.id, "rang")


def dial_placed(w: Work, event: DialPlaced) -> None:
    adopt(w, w.call.legs[event.leg], event.call_sid)


def dial_refused(w: Work, event: DialRefused) -> None:
    leg_ended(w, LegEnded(event.leg, event.outcome))


def dial_unclear(w: Work, event: DialUnclear) -> None:
    """Never dialled again: its own callback or a search adopts it, else it counts as failed."""
    leg = w.call.legs[event.leg]
    if leg.live and leg.call_sid is None:
        w.want(FindDial(leg.id, last=False))
        w.set(f"adopt:{leg.id}", w.policy.adopt)


def entry_seen(w: Work, event: EntrySeen) -> None:
    leg = w.call.legs[event.leg]
    if not leg.live or event.entry != leg.entry:
        return
    if leg.place is Place.GREETING:
        w.note(leg.id, "place", leg.place, Place.CONVERSATION)
        leg.place = Place.CONVERSATION
    if leg.place is Place.CONVERSATION:
        moves.see(w, leg)


def entry_lost(w: Work, event: EntryLost) -> None:
    """A conversation says that the leg is gone; whether the phone is too, the carrier must say."""
    leg = w.call.legs[event.leg]
    if not leg.live or event.entry != leg.entry:
        return
    if event.by_livekit:
        menus.thrown_out(w, leg)
    elif leg.seen_at is not None:
        w.check(leg)


def entry_missing(w: Work, event: EntryMissing) -> None:
    """A bad trunk, a dead SIP service: not worth waiting for (design 5, "The first seconds")."""
    leg = w.call.legs[event.leg]
    if leg.live and event.entry == leg.entry and leg.seen_at is None and leg.conversation is not None:
        w.raise_(Signal.CONVERSATION_LOST)


def leg_ended(w: Work, event: LegEnded) -> None:
    leg = w.call.legs[event.leg]
    # Only the carrier's own word has it, and somebody who looked may have been faster.
    leg.sip_code = leg.sip_code or event.sip_code
    if not leg.live:
        return
    place, leg.ended_at, leg.place = leg.place, w.now, Place.ENDED
    leg.outcome = leg.outcome or event.outcome
    w.note(leg.id, "ended", place, leg.outcome)
    w.delivered(leg.id)
    w.clear(*(f"{name}:{leg.id}" for name in ("ring", "goodbye", "adopt", "star")))
    moves.free_agent(w, leg)
    if place is not Place.ENDED:
        w.raise_(who_left(w, leg))


def who_left(w: Work, leg: Leg) -> Signal:
    transfer = w.call.transfer
    if leg.party is Party.CALLER:
        return Signal.CALLER_LEFT
    if transfer is not None and leg.id == transfer.target_leg:
        return Signal.TARGET_LEFT if leg.accepted_at is not None else Signal.TARGET_UNAVAILABLE
    if leg.id == w.call.agent_leg:
        handed_over = w.call.handed_over_at
        early = handed_over is not None and w.now - handed_over <= w.policy.rescue
        return Signal.AGENT_DROPPED if early else Signal.AGENT_LEFT
    return Signal.AGENT_UNAVAILABLE
