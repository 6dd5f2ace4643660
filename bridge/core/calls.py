"""The call's table: from the first ring to the last goodbye, outside of what a live transfer decides.

It decides who is offered the call, when the caller waits, talks, leaves a message, or is released.
It must not know HTTP, SQL or a carrier.
"""

from __future__ import annotations

from bridge.core import moves
from bridge.core.effects import ReserveAgent
from bridge.core.events import AgentReserved
from bridge.core.signals import CallRow, Signal
from bridge.core.state import CallOutcome, CallState, Leg, Outcome, Party, Place
from bridge.core.work import Work

C = CallState


# --- actions -----------------------------------------------------------------------------------


def arrive(w: Work, rooms: bool) -> None:
    """The caller hears the greeting, then rings into the room while an agent is looked for.

    Without LiveKit the caller waits in line at once, and meets the agent in a conference.
    """
    caller = w.call.caller
    if rooms:
        room = moves.open_room(w)
        w.call.home = room.name
        caller.conversation, caller.entry = room.name, 1
        w.set("look", w.policy.greeting + w.policy.look)
    caller.answered_at = w.now
    w.call.waiting_since = w.now
    w.note(w.call.id, "state", "", C.WAITING)
    w.note(caller.id, "place", "", Place.GREETING)
    w.set("wait_limit", w.policy.wait_limit)
    w.set("transcribe", w.policy.transcribe_due)
    offer_next(w)


def offer_next(w: Work) -> None:
    """Reserve who is to be rung: whoever the caller belongs to first, else the longest idle."""
    preferred, w.call.preferred_agent = w.call.preferred_agent, None
    w.want(
        ReserveAgent(
            leg=moves.next_leg_id(w),
            agent_id=preferred,
            skill=w.call.skill,
            passed_over=frozenset() if preferred else lately_offered(w),
        )
    )


def lately_offered(w: Work) -> frozenset[str]:
    return frozenset(
        leg.agent_id
        for leg in w.call.legs.values()
        if leg.agent_id and leg.accepted_at is None and (leg.ended_at or w.now) > w.now - _rest(w, leg)
    )


def _rest(w: Work, leg: Leg) -> float:
    return w.policy.dial_again if leg.outcome is Outcome.ERROR else w.policy.offer_again


def ring_agent(w: Work, event: AgentReserved) -> None:
    moves.dial(w, event.agent, event.agent.phone, Party.AGENT)


def connect(w: Work) -> None:
    """Both legs enter together; a caller who rings in the room already is left ringing there."""
    caller = w.call.caller
    agent = next(leg for leg in w.call.present() if leg.place is Place.OFFER and leg.accepted_at is not None)
    w.call.agent_leg = agent.id
    w.clear("wait_limit")
    before, place, due = w.call.home, moves.home(w).name, w.call.deadlines.get("look")
    w.enter(agent, place)
    ringing_in = caller.place is Place.GREETING and before == place
    if not ringing_in:
        w.enter(caller, place)
    elif due is not None:
        # The caller's leg, which may have got lost, has been waited for all the while. No leg gets in before
        # the greeting is over, for then the other one comes.
        greeted = due - w.policy.look
        latest = max(w.policy.look, greeted + w.policy.agent_look - w.now)
        w.set("look", min(max(due - w.now, w.policy.agent_look), latest))


def caller_waits(w: Work) -> None:
    """The first ringing is over: with an agent on the way the caller rings on, else waits."""
    if w.call.agent is not None and w.call.agent.present:
        w.enter(w.call.caller, moves.home(w).name)
    else:
        w.move(w.call.caller, Place.WAITING)


def queue_caller(w: Work) -> None:
    """Nobody is with the caller any more: the next free agent is, and until then the queue."""
    _queue(w, "queued")


def queue_untaken(w: Work) -> None:
    """The same when no connection was lost, but nobody has taken over."""
    _queue(w, "untaken")


def _queue(w: Work, note: str) -> None:
    w.call.agent_leg = None
    w.call.handed_over_at = None
    w.call.waiting_since = w.now
    w.move(w.call.caller, Place.WAITING, note=note)
    w.clear("look", "join")
    w.set("wait_limit", w.policy.wait_limit)
    offer_next(w)


def release_offer(w: Work) -> None:
    if offered := w.call.offered():
        w.show_out(offered, "no_longer_needed")


def take_message(w: Work) -> None:
    release_offer(w)
    w.move(w.call.caller, Place.VOICEMAIL)


def connected(w: Work) -> None:
    if w.call.connected_at is None:
        w.call.connected_at = w.now
    home = w.call.caller.conversation
    assert home is not None, "who is seen together is in a conversation"
    moves.settle_in(w, home)


def rejoin(w: Work) -> None:
    """A menu is closed without a choice: caller and agent are together again."""
    place = moves.home(w).name
    moves.bring(w, w.call.agent, place)
    moves.bring(w, w.call.caller, place)


def check_together(w: Work) -> None:
    if w.call.caller.seen_at is not None:
        moves.see(w, w.call.caller)


def regroup(w: Work) -> None:
    moves.regroup(w)


def say_goodbye(w: Work) -> None:
    """The caller hears that the call has ended; everybody else is shown out as well."""
    for leg in w.call.present():
        w.show_out(leg, "call_ended")
    moves.close_rooms(w, keep=set())


def caller_gone(w: Work) -> None:
    for leg in w.call.present():
        w.show_out(leg, "caller_left")
    moves.close_rooms(w, keep=set())


def thank_for_message(w: Work) -> None:
    w.show_out(w.call.caller, "message_thanks")
    moves.close_rooms(w, keep=set())


# --- the table ---------------------------------------------------------------------------------

STAYS = CallRow()
_ABANDONED = CallRow(C.ENDED, (caller_gone,), CallOutcome.ABANDONED)
_COMPLETED = CallRow(C.ENDED, (caller_gone,), CallOutcome.COMPLETED)
_HUNG_UP = CallRow(C.ENDED, (say_goodbye,), CallOutcome.COMPLETED)
_NEVER_TALKED = CallRow(C.ENDED, (say_goodbye,), CallOutcome.NO_AGENT)
_QUEUED = CallRow(C.WAITING, (queue_caller,))
_RINGING = CallRow(C.RINGING)
_MESSAGE = CallRow(C.VOICEMAIL, (take_message,))

Rows = dict[Signal, CallRow]

SIGNALS = (
    Signal.AGENT_RESERVED,
    Signal.NOBODY_FREE,
    Signal.AGENT_FREED,
    Signal.AGENT_ACCEPTED,
    Signal.AGENT_UNAVAILABLE,
    Signal.AGENT_LEFT,
    Signal.AGENT_DROPPED,
    Signal.CALLER_LEFT,
    Signal.CALLER_QUEUED,
    Signal.RING_OVER,
    Signal.TOGETHER,
    Signal.SETTLED,
    Signal.CONVERSATION_LOST,
    Signal.MENU_CLOSED,
    Signal.TRANSFER_STARTED,
    Signal.HANG_UP,
    Signal.LEAVE_MESSAGE,
    Signal.MESSAGE_LEFT,
    Signal.WAIT_LIMIT,
)


def _rows(rows: Rows) -> Rows:
    """`stays` for what a state does not react to."""
    return {signal: rows.get(signal, STAYS) for signal in SIGNALS}


TABLE: dict[CallState, Rows] = {
    C.WAITING: _rows(
        {
            Signal.AGENT_RESERVED: _RINGING,
            Signal.AGENT_FREED: CallRow(do=(offer_next,)),
            Signal.CALLER_LEFT: _ABANDONED,
            Signal.RING_OVER: CallRow(do=(caller_waits,)),
            Signal.CONVERSATION_LOST: CallRow(do=(caller_waits,)),
            Signal.HANG_UP: _NEVER_TALKED,
            Signal.LEAVE_MESSAGE: _MESSAGE,
            Signal.WAIT_LIMIT: _MESSAGE,
        }
    ),
    C.RINGING: _rows(
        {
            Signal.AGENT_ACCEPTED: CallRow(do=(connect,)),
            Signal.AGENT_UNAVAILABLE: CallRow(C.WAITING, (offer_next,)),
            Signal.AGENT_LEFT: _QUEUED,
            Signal.AGENT_DROPPED: _QUEUED,
            Signal.CALLER_LEFT: _ABANDONED,
            Signal.RING_OVER: CallRow(do=(caller_waits,)),
            Signal.TOGETHER: CallRow(C.CONNECTED, (connected,)),
            Signal.CONVERSATION_LOST: CallRow(do=(regroup,)),
            Signal.HANG_UP: _NEVER_TALKED,
            Signal.LEAVE_MESSAGE: _MESSAGE,
            Signal.WAIT_LIMIT: _MESSAGE,
        }
    ),
    C.CONNECTED: _rows(
        {
            Signal.AGENT_LEFT: _HUNG_UP,
            Signal.AGENT_DROPPED: _QUEUED,
            Signal.CALLER_LEFT: _COMPLETED,
            Signal.TRANSFER_STARTED: CallRow(C.TRANSFERRING),
            Signal.CONVERSATION_LOST: CallRow(do=(regroup,)),
            Signal.MENU_CLOSED: CallRow(do=(rejoin,)),
            Signal.HANG_UP: _HUNG_UP,
        }
    ),
    C.TRANSFERRING: _rows(
        {
            Signal.AGENT_LEFT: _QUEUED,
            Signal.AGENT_DROPPED: _QUEUED,
            Signal.CALLER_LEFT: _COMPLETED,
            Signal.CALLER_QUEUED: CallRow(C.WAITING, (queue_untaken,)),
            Signal.TOGETHER: CallRow(C.CONNECTED, (connected,)),
            Signal.SETTLED: CallRow(do=(check_together,)),
            Signal.CONVERSATION_LOST: CallRow(do=(regroup,)),
            Signal.MENU_CLOSED: CallRow(do=(rejoin,)),
            Signal.HANG_UP: _HUNG_UP,
        }
    ),
    C.VOICEMAIL: _rows(
        {
            Signal.CALLER_LEFT: CallRow(C.ENDED, (caller_gone,), CallOutcome.VOICEMAIL),
            Signal.MESSAGE_LEFT: CallRow(C.ENDED, (thank_for_message,), CallOutcome.VOICEMAIL),
            Signal.HANG_UP: _NEVER_TALKED,
        }
    ),
    C.ENDED: _rows({}),
}
