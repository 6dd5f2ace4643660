"""The moves of a transfer: how it begins, and the actions that the rows of its table name.

Each action moves legs or asks for something; which state follows is the table's business, in
`transfers.py`. It must not know HTTP, SQL or a carrier.
"""

from __future__ import annotations

from bridge.core import moves
from bridge.core.effects import Announce, ReserveAgent, StateFacts, WriteBrief
from bridge.core.events import Agent, TransferRequested
from bridge.core.signals import Signal
from bridge.core.state import (
    Call,
    CallState,
    Kind,
    Leg,
    Outcome,
    Party,
    Place,
    Transfer,
    TransferState,
)
from bridge.core.work import Work

S = TransferState


def live(w: Work) -> Transfer:
    transfer = w.call.transfer
    assert transfer is not None, "a transfer's row runs only while a transfer lives"
    return transfer


def target(w: Work) -> Leg | None:
    return w.call.legs.get(live(w).target_leg or "")


def agent(w: Work) -> Leg | None:
    """A's leg while A is on the line."""
    leg = w.call.legs[live(w).agent_leg]
    return leg if leg.present else None


# --- how it begins -----------------------------------------------------------------------------


def request(w: Work, event: TransferRequested) -> None:
    """Checks, then the reservation of whoever is to be rung; `start` follows when it is made."""
    call = w.call
    if call.transfer is not None:
        w.refuse("This call is being transferred already; complete or cancel that transfer first.")
    elif call.state is not CallState.CONNECTED or call.agent is None:
        w.refuse(f"The call is {call.state}; only a connected call can be transferred.")
    elif event.agent_id is not None and event.agent_id == call.agent.agent_id:
        w.refuse("The target is the agent who has the call already; choose somebody else.")
    elif event.phone is None:
        w.want(
            ReserveAgent(
                leg=moves.next_leg_id(w),
                agent_id=event.agent_id,
                skill=event.skill,
                code=event.code,
                passed_over=frozenset({call.agent.agent_id or ""}),
                for_transfer=True,
                request=event,
            )
        )


def start(w: Work, request: TransferRequested, who: Agent | None) -> None:
    """Hold, consulting and B's dial go out side by side (design 4.1)."""
    call, a = w.call, w.call.agent
    assert a is not None, "only a connected call is transferred"
    transfer = Transfer(
        id=f"tr-{call.id.removeprefix('call-')}-{len(call.transfers) + 1}",
        state=S.DIALLING,
        mode=request.mode,
        reason=request.reason,
        # Whoever took the call on an outside phone is nobody of the directory.
        from_agent_id=a.agent_id or "",
        agent_leg=a.id,
        to_agent_id=who.id if who else None,
        to_skill=request.skill,
        to_phone=request.phone,
        first_conversation=call.home,
        started_at=w.now,
    )
    if w.policy.consult is Kind.LIVEKIT:
        # Made now, so that nobody is sent into a room that does not exist yet.
        transfer.consult = moves.open_room(w).name
    call.transfers[transfer.id] = transfer
    w.note(transfer.id, "state", "", S.DIALLING)
    moves.hold_caller(w, "hold")
    BEGINNINGS[request.mode](w, transfer, a)
    ring(w, transfer, who)
    w.want(StateFacts(transfer.id))
    if w.policy.model:
        w.want(WriteBrief(transfer.id))
    w.clear("look", "join")


def begin_warm(w: Work, transfer: Transfer, a: Leg) -> None:
    w.move(a, Place.CONSULTING, "dialling")


def begin_blind(w: Work, transfer: Transfer, a: Leg) -> None:
    """A is told and released at once; whoever takes the call takes it over."""
    transfer.hand_over_wanted = True
    w.call.preferred_agent = a.agent_id
    w.show_out(a, "blind")


BEGINNINGS = {"warm": begin_warm, "blind": begin_blind}


def ring(w: Work, transfer: Transfer, who: Agent | None) -> None:
    phone = who.phone if who else transfer.to_phone
    assert phone is not None, "a target has a phone"
    leg = moves.dial(w, who, phone, Party.TARGET, transfer.id)
    transfer.target_leg = leg.id
    transfer.to_agent_id = leg.agent_id


def attempts(call: Call, transfer: Transfer) -> list[Leg]:
    return [leg for leg in call.legs.values() if leg.transfer_id == transfer.id]


# --- actions -----------------------------------------------------------------------------------


def try_next_target(w: Work) -> None:
    """A skill's free agents are tried one after another, the longest idle first."""
    transfer = live(w)
    if transfer.to_skill is None:
        no_target(w)
        return
    tried = {leg.agent_id for leg in attempts(w.call, transfer) if leg.agent_id}
    w.want(
        ReserveAgent(
            leg=moves.next_leg_id(w),
            skill=transfer.to_skill,
            passed_over=frozenset(tried | {transfer.from_agent_id}),
            for_transfer=True,
        )
    )


def no_target(w: Work) -> None:
    somebody_waits = agent(w) is not None or live(w).mode == "blind"
    w.raise_(Signal.NO_TARGET if somebody_waits else Signal.NOBODY_TAKES)


def tell_agent_answered(w: Work) -> None:
    """B hears nothing of the call yet, and at the gate perhaps never."""
    a = agent(w)
    if a is not None and not live(w).hand_over_wanted:
        w.move(a, Place.CONSULTING, "answered")


def tell_agent_brief(w: Work) -> None:
    """A hears what B is being told, and can say more or better in the consult."""
    a = agent(w)
    if a is not None and not live(w).hand_over_wanted:
        w.move(a, Place.CONSULTING, "told")


def tell_agent_dialling(w: Work) -> None:
    a = agent(w)
    if a is not None and live(w).hand_over_wanted:
        w.move(a, Place.CONSULTING, "next_to_hand_over")
    elif a is not None:
        w.move(a, Place.CONSULTING, "next_target")


def tell_agent_waiting(w: Work) -> None:
    if a := agent(w):
        w.move(a, Place.CONSULTING, "hand_over")


def want_hand_over(w: Work) -> None:
    live(w).hand_over_wanted = True


def accept(w: Work) -> None:
    live(w).accepted_at = w.now


def open_consult(w: Work) -> None:
    """B joins as the answer to B's key, A by redirect; a room that is not confirmed is not waited for."""
    transfer = live(w)
    room = w.call.conversations.get(transfer.consult or "")
    transfer.consult = room.name if room is not None and room.ready else moves.fresh_conference(w).name
    bring_target(w)
    if not transfer.hand_over_wanted:
        bring_agent(w)


def consult(w: Work) -> str:
    name = live(w).consult
    assert name is not None, "a consult is open once B has accepted"
    return name


def bring_caller(w: Work) -> None:
    """The only move at the critical moment: the caller, into a conversation that is already alive."""
    moves.bring(w, w.call.caller, consult(w), note="joining_skill" if live(w).to_skill else "joining")
    w.clear("hold_limit", "hold_warning")


def bring_target(w: Work) -> None:
    moves.bring(w, target(w), consult(w))


def bring_agent(w: Work) -> None:
    moves.bring(w, agent(w), consult(w))


def let_agent_wait(w: Work) -> None:
    """A who is not with B is told that the caller is on the way, until A is released."""
    a = agent(w)
    if a is not None and a.conversation != consult(w):
        w.move(a, Place.CONSULTING, "handing_over")


def swap_in_caller(w: Work) -> None:
    """A goes to the caller in the first conversation, B hears hold audio."""
    gather_home(w)
    if b := target(w):
        w.move(b, Place.HOLD, note="swap")


def swap_in_target(w: Work) -> None:
    moves.hold_caller(w, "hold")
    bring_agent(w)
    bring_target(w)


def gather_home(w: Work) -> None:
    """Caller and A are in their first conversation, or go there."""
    place = moves.home(w).name
    moves.bring(w, w.call.caller, place)
    moves.bring(w, agent(w), place)
    w.clear("hold_limit", "hold_warning")


def return_to_agent(w: Work) -> None:
    """Caller and A go back to their first conversation; without A the caller is queued."""
    a = agent(w)
    if a is None:
        w.raise_(Signal.CALLER_QUEUED)
        return
    place = moves.home(w).name
    w.enter(w.call.caller, place, note="back")
    left = w.outcome is Outcome.DECLINED and live(w).accepted_at is not None
    w.enter(a, place, note="back_left" if left else f"back_{w.outcome}")


def release_target(w: Work) -> None:
    _release(w, Outcome.CANCELLED, "released")


def release_late(w: Work) -> None:
    _release(w, Outcome.TIMED_OUT, "released")


def release_for_caller(w: Work) -> None:
    _release(w, Outcome.CANCELLED, "caller_left")


def _release(w: Work, outcome: Outcome, note: str) -> None:
    b = target(w)
    if b is not None and b.present:
        if b.accepted_at is None:
            b.outcome = outcome
        w.show_out(b, note)


def promote_target(w: Work) -> None:
    """B is the call's agent from here on; the consult is the caller's home."""
    transfer, b = live(w), target(w)
    assert b is not None, "B is there when B takes over"
    w.call.handed_over_at, w.call.preferred_agent = w.now, transfer.from_agent_id or None
    b.party = Party.AGENT
    w.call.agent_leg = b.id
    moves.settle_in(w, consult(w))


def check_together(w: Work) -> None:
    """The caller may be in the consult already; then the hand-over is done at once."""
    if w.call.caller.seen_at is not None:
        moves.see(w, w.call.caller)


def drop_agent(w: Work) -> None:
    if a := agent(w):
        w.show_out(a, "handed_over")


def keep_agent(w: Work) -> None:
    """Caller and A stay where they are, in what was the consult; whoever a menu kept away comes back."""
    bring_agent(w)
    bring_caller(w)
    moves.settle_in(w, consult(w))


def stay_home(w: Work) -> None:
    gather_home(w)
    moves.settle_in(w, moves.home(w).name)


def warn_agent(w: Work) -> None:
    """A is told that the hold ends soon: by the next document, or over the talk with B once A is in it."""
    a = agent(w)
    if a is not None and a.place is Place.CONSULTING:
        w.move(a, Place.CONSULTING, a.step, note="hold_warning")
    elif a is not None and a.conversation is not None and a.seen_at is not None:
        _say_into_talk(w, a, "hold_warning")
    elif a is not None:
        # On the way there, or kept from it by a menu.
        w.set("hold_warning", w.policy.look)


def announce_caller(w: Work) -> None:
    """The hold is over: whoever talks in the consult, or comes back to it, hears who is joining."""
    for leg in (agent(w), target(w)):
        if leg is not None and leg.present and leg.conversation == consult(w):
            _say_into_talk(w, leg, "caller_joins")
        else:
            moves.bring(w, leg, consult(w), note="caller_joins")


def _say_into_talk(w: Work, leg: Leg, note: str) -> None:
    """Only Twilio can speak to one of those who talk; into a room the leg goes anew, after a sentence."""
    name = leg.conversation or ""
    if w.call.conversations[name].kind is Kind.CONFERENCE:
        w.want(Announce(leg.id, note))
    else:
        w.enter(leg, name, note=note)


def regroup(w: Work) -> None:
    moves.regroup(w)


def refuse(w: Work) -> None:
    w.refuse(f"The transfer is {live(w).state.replace('_', ' ')}; this does not apply now.")
