"""decide(call, event, now) -> what becomes of the call and what is to be done. Pure.

It runs the event through the leg's table and lets the signals that come of it settle in the
transfer's and the call's tables. It must not know where events come from or how effects are done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bridge.core import briefing, calls, legs, menus, moves, transfer_moves, transfers, words
from bridge.core.effects import Effect, FindDial, ForgetRedirect, HangUpLeg
from bridge.core.events import (
    AgentFreed,
    AgentReserved,
    BriefSketched,
    BriefWritten,
    CallArrived,
    CommandGiven,
    DeadlinePassed,
    DialPlaced,
    DialRefused,
    DialUnclear,
    DocumentFetched,
    EntryLost,
    EntryMissing,
    EntrySeen,
    Event,
    GreetingHeard,
    HangUpRequested,
    InputReceived,
    LegEnded,
    LegRang,
    LiveKitLost,
    MachineJudged,
    NobodyFree,
    QuestionAnswered,
    RoomChecked,
    RoomMade,
    RoomRefused,
    SkillsListed,
    TranscriptionStarted,
    TranscriptionStopped,
    TransferRequested,
    WordsSaid,
)
from bridge.core.policy import DEFAULT, Policy
from bridge.core.signals import Signal
from bridge.core.state import Call, CallState, Kind, Outcome, TransferState
from bridge.core.work import Change, Refusal, Work


@dataclass(frozen=True)
class Decision:
    """The call as it is from now on; nothing of it holds when `refusal` says why not."""

    call: Call
    effects: tuple[Effect, ...]
    changes: tuple[Change, ...]
    refusal: Refusal | None


def decide(
    call: Call, event: Event, now: float, policy: Policy = DEFAULT, answering: str | None = None
) -> Decision:
    """`answering`: the leg whose own request carries the event and will be answered with its document."""
    w = Work(call.copy(), now, policy, answering)
    HANDLERS[type(event)](w, event)
    while w.signals:
        settle(w, w.signals.popleft())
    if w.refusal is not None and isinstance(event, InputReceived):
        # Somebody was faster. A phone is not told so by an error but by the document that is true now.
        w = Work(call.copy(), now, policy, answering)
    if answering is not None:
        hand_out(w, answering)
    return Decision(w.call, tuple(w.effects), tuple(w.changes), w.refusal)


def hand_out(w: Work, leg_id: str) -> None:
    """The answer to the leg's own request carries its newest document."""
    leg = w.call.legs[leg_id]
    leg.fetched, leg.fetched_at, leg.heads_for = leg.number, w.now, None
    w.delivered(leg_id)


def settle(w: Work, signal: Signal) -> None:
    """A live transfer takes what its table knows; everything else is the call's."""
    transfer = w.call.transfer
    if transfer is not None and signal in transfers.SIGNALS:
        row = transfers.TABLE[transfer.state][signal]
        target = w.call.legs.get(transfer.target_leg or "")
        w.outcome = row.outcome or (target.outcome if target else None)
        for action in row.do:
            action(w)
        if row.to is not None:
            w.set_transfer(transfer, row.to, w.outcome)
        if row.then is not None:
            w.raise_(row.then)
    elif signal in calls.SIGNALS:
        settle_call(w, signal)


def settle_call(w: Work, signal: Signal) -> None:
    row = calls.TABLE[w.call.state][signal]
    if row.to is CallState.ENDED and row.outcome is not None:
        w.end_call(row.outcome)
    elif row.to is not None:
        w.set_call(row.to)
    for call_action in row.do:
        call_action(w)


# --- events that are not a leg's ---------------------------------------------------------------


def call_arrived(w: Work, event: CallArrived) -> None:
    calls.arrive(w, event.rooms)


def agent_freed(w: Work, event: AgentFreed) -> None:
    w.raise_(Signal.AGENT_FREED)


def agent_reserved(w: Work, event: AgentReserved) -> None:
    """The directory found somebody: ring the phone, for an offer or for a transfer."""
    transfer = w.call.transfer
    if not event.for_transfer:
        calls.ring_agent(w, event)
        w.raise_(Signal.AGENT_RESERVED)
    elif event.request is not None:
        transfer_moves.start(w, event.request, event.agent)
        w.raise_(Signal.TRANSFER_STARTED)
    elif transfer is not None:
        transfer_moves.ring(w, transfer, event.agent)
        w.raise_(Signal.NEXT_TARGET)


def nobody_free(w: Work, event: NobodyFree) -> None:
    if not event.for_transfer:
        w.raise_(Signal.NOBODY_FREE)
    elif event.request is not None and event.request.leg is not None:
        leg = w.call.legs[event.request.leg]
        menus.not_started(w, leg, "code_unknown" if event.unknown else "nobody_free")
    elif event.request is not None:
        w.refuse("Nobody who could take this transfer is free now; try somebody else, or try again later.")
    elif w.call.transfer is not None:
        transfer_moves.no_target(w)


def transfer_requested(w: Work, event: TransferRequested) -> None:
    transfer_moves.request(w, event)
    if w.refusal is None and event.phone is not None:
        transfer_moves.start(w, event, None)
        w.raise_(Signal.TRANSFER_STARTED)


def command_given(w: Work, event: CommandGiven) -> None:
    """A command for a transfer that is over: fine where it asks for what has happened, else refused."""
    transfer = w.call.transfers[event.transfer]
    if transfer.live:
        w.raise_(Signal(event.command))
        return
    done = {"complete": TransferState.COMPLETED, "cancel": TransferState.CANCELLED}.get(event.command)
    if done is None or transfer.state is not done:
        w.refuse(f"The transfer is already {transfer.state}.")


def hang_up_requested(w: Work, event: HangUpRequested) -> None:
    w.raise_(Signal.HANG_UP)


def room_made(w: Work, event: RoomMade) -> None:
    w.call.conversations[event.name].ready = True


def room_refused(w: Work, event: RoomRefused) -> None:
    """The room cannot be had: whoever was sent there goes on in a conference."""
    w.note(event.name, "refused")
    if any(leg.conversation == event.name for leg in moves.people_talking(w)):
        w.raise_(Signal.CONVERSATION_LOST)


def livekit_lost(w: Work, event: LiveKitLost) -> None:
    """No room of this call is to be relied on; whoever is in one goes on in a conference (design 3)."""
    rooms = [one for one in w.call.conversations.values() if one.kind is Kind.LIVEKIT]
    for room in rooms:
        room.ready = False
    names = {room.name for room in rooms}
    if any(leg.conversation in names for leg in moves.people_talking(w)):
        w.note(w.call.id, "livekit_lost")
        w.raise_(Signal.CONVERSATION_LOST)


# --- deadlines ---------------------------------------------------------------------------------


def deadline_passed(w: Work, event: DeadlinePassed) -> None:
    name, _, leg = event.name.partition(":")
    w.clear(event.name)
    if leg:
        LEG_DEADLINES[name](w, leg)
    else:
        DEADLINES[name](w)


def ring_too_long(w: Work, leg_id: str) -> None:
    """The carrier did not keep the ring limit; we do."""
    leg = w.call.legs[leg_id]
    if leg.live and leg.answered_at is None:
        leg.outcome = Outcome.NO_ANSWER
        w.show_out(leg, "")
        w.raise_(legs.who_left(w, leg))


def still_unfetched(w: Work, leg_id: str) -> None:
    leg = w.call.legs[leg_id]
    if leg.live and leg.fetched < leg.number:
        w.deliver(leg)
        w.check(leg)


def goodbye_overdue(w: Work, leg_id: str) -> None:
    leg = w.call.legs[leg_id]
    if leg.live:
        # What is done to one leg keeps its order, and a redirect may wait long for its turn.
        w.want(ForgetRedirect(leg_id))
        w.want(HangUpLeg(leg_id))
        w.check(leg)
        w.set(f"goodbye:{leg_id}", w.policy.goodbye)


def adopt_overdue(w: Work, leg_id: str) -> None:
    if w.call.legs[leg_id].call_sid is None:
        w.want(FindDial(leg_id, last=True))


def star_unanswered(w: Work, leg_id: str) -> None:
    """LiveKit did not say in time whether it was `*`, or the carrier did not notice: as good as lost."""
    leg = w.call.legs[leg_id]
    if leg.step == "checking" or leg.lost:
        w.raise_(Signal.CONVERSATION_LOST)


def join_overdue(w: Work) -> None:
    """People are on their way for too long: all into a fresh conference (design 4.4)."""
    if any(leg.seen_at is None for leg in moves.people_talking(w)):
        w.raise_(Signal.CONVERSATION_LOST)


DEADLINES: dict[str, Callable[[Work], None]] = {
    "hold_limit": lambda w: w.raise_(Signal.HOLD_LIMIT),
    "hold_warning": lambda w: w.raise_(Signal.HOLD_WARNING),
    "wait_limit": lambda w: w.raise_(Signal.WAIT_LIMIT),
    "look": moves.look_inside,
    "join": join_overdue,
    "sketch": words.sketch_due,
    "transcribe": words.transcribe,
}

LEG_DEADLINES: dict[str, Callable[[Work, str], None]] = {
    "ring": ring_too_long,
    "unfetched": still_unfetched,
    "goodbye": goodbye_overdue,
    "adopt": adopt_overdue,
    "star": star_unanswered,
}

HANDLERS: dict[type, Callable[[Work, Any], None]] = {
    CallArrived: call_arrived,
    DocumentFetched: legs.document_fetched,
    InputReceived: legs.input_received,
    LegRang: legs.leg_rang,
    LegEnded: legs.leg_ended,
    EntrySeen: legs.entry_seen,
    EntryLost: legs.entry_lost,
    EntryMissing: legs.entry_missing,
    DialPlaced: legs.dial_placed,
    DialRefused: legs.dial_refused,
    DialUnclear: legs.dial_unclear,
    GreetingHeard: words.greeting_heard,
    RoomMade: room_made,
    RoomRefused: room_refused,
    RoomChecked: menus.room_checked,
    LiveKitLost: livekit_lost,
    SkillsListed: menus.skills_listed,
    DeadlinePassed: deadline_passed,
    AgentFreed: agent_freed,
    AgentReserved: agent_reserved,
    NobodyFree: nobody_free,
    TransferRequested: transfer_requested,
    CommandGiven: command_given,
    HangUpRequested: hang_up_requested,
    MachineJudged: briefing.machine_judged,
    BriefWritten: briefing.brief_written,
    BriefSketched: words.brief_sketched,
    QuestionAnswered: briefing.question_answered,
    WordsSaid: words.words_said,
    TranscriptionStarted: words.transcription_started,
    TranscriptionStopped: words.transcription_stopped,
}
