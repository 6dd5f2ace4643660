"""What must hold after every single decision, whatever came before (design 6): one function per promise.

Each promise compares a call before and after, with what was wanted and noted. It must not know how the
decision was reached; which transitions exist is read from the tables.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Set
from copy import deepcopy
from dataclasses import dataclass

from bridge.core import calls, transfers
from bridge.core.decide import Decision, decide
from bridge.core.effects import DeleteRoom, ForgetRedirect, RedirectLeg, ReleaseAgent, ReserveAgent
from bridge.core.events import CommandGiven, Event, InputReceived, NobodyFree, TransferRequested
from bridge.core.policy import Policy
from bridge.core.state import Call, CallState, Kind, Leg, Outcome, Party, Place, TransferState

CALL_MOVES = {(state, row.to) for state, rows in calls.TABLE.items() for row in rows.values() if row.to}
TRANSFER_MOVES = {
    (state, row.to) for state, rows in transfers.TABLE.items() for row in rows.values() if row.to
} | {("", TransferState.DIALLING)}
# How a failed transfer may have ended (interface, "A transfer's life").
FAILED = {
    Outcome.NO_ANSWER,
    Outcome.BUSY,
    Outcome.DECLINED,
    Outcome.NOT_ACCEPTED,
    Outcome.UNREACHABLE,
    Outcome.TIMED_OUT,
    Outcome.ERROR,
}
CANCELLED = {Outcome.CANCELLED, Outcome.CALLER_LEFT, Outcome.AGENT_LEFT}
ENDINGS = {
    TransferState.COMPLETED: {Outcome.COMPLETED},
    TransferState.CANCELLED: CANCELLED,
    TransferState.FAILED: FAILED,
}
AFTER_THE_END = ("goodbye:", "unfetched:", "adopt:")


@dataclass(frozen=True)
class Step:
    """One decision with everything that went into it."""

    before: Call
    event: Event
    now: float
    policy: Policy
    answering: str | None
    decision: Decision

    @property
    def after(self) -> Call:
        return self.decision.call

    def legs(self) -> list[tuple[Leg | None, Leg]]:
        return [(self.before.legs.get(leg.id), leg) for leg in self.after.legs.values()]

    def chain(self, subject: str, *what: str) -> list[tuple[str, str]]:
        """The history rows of a subject, as pairs of before and after."""
        return [(c.before, c.after) for c in self.decision.changes if c.subject == subject and c.what in what]


def watched(call: Call, event: Event, now: float, policy: Policy, answering: str | None) -> Decision:
    """`decide`, with every promise looked after."""
    as_given = deepcopy(call)
    decision = decide(call, event, now, policy, answering)
    assert call == as_given, "decide has changed the call that it was given"
    assert decide(call, event, now, policy, answering) == decision, "decide is not a function of its input"
    step = Step(as_given, event, now, policy, answering, decision)
    for promise in PROMISES:
        promise(step)
    return decision


def refusals_change_nothing(step: Step) -> None:
    """And only commands are refused: nobody's phone is."""
    if step.decision.refusal is None:
        return
    assert isinstance(step.event, CommandGiven | TransferRequested | NobodyFree), step.event
    assert step.after == step.before and not step.decision.effects and not step.decision.changes
    assert step.decision.refusal.reason.endswith(".")


def only_transitions_of_the_tables(step: Step) -> None:
    _follow(step.before.state, step.chain(step.after.id, "state"), step.after.state, CALL_MOVES)
    for transfer in step.after.transfers.values():
        known = step.before.transfers.get(transfer.id)
        rows = step.chain(transfer.id, "state")
        _follow(known.state if known else "", rows, transfer.state, TRANSFER_MOVES)


def _follow(start: str, rows: list[tuple[str, str]], end: str, allowed: Set[tuple[str, str]]) -> None:
    """The history rows lead from the state before to the state after, by steps of the table."""
    at = start
    for before, after in rows:
        if before == "" and after == CallState.WAITING:
            continue
        assert before == at and (before, after) in allowed, f"{at}: {before} -> {after}"
        at = after
    assert at == end, f"{at} is noted, {end} is true"


def what_is_over_stays_so(step: Step) -> None:
    if step.before.state is CallState.ENDED:
        one, two = step.before, step.after
        assert (two.state, two.outcome, two.ended_at) == (one.state, one.outcome, one.ended_at)
    for transfer in step.before.transfers.values():
        if not transfer.live:
            assert step.after.transfers[transfer.id] == transfer
    for before, leg in step.legs():
        if before is not None and not before.live:
            noise = {"fetched": 0, "fetched_at": 0, "heads_for": 0, "call_sid": 0}
            # The answer that ended it may be told later than that it has ended, and only once.
            noise |= {"sip_code": 0} if before.sip_code is None else {}
            assert vars(leg) | noise == vars(before) | noise


def every_ending_has_its_word(step: Step) -> None:
    for transfer in step.after.transfers.values():
        assert (transfer.outcome is None) == transfer.live
        assert transfer.outcome is None or transfer.outcome in ENDINGS[transfer.state], transfer.outcome
    assert (step.after.outcome is None) == (step.after.state is not CallState.ENDED)


def every_change_has_a_history_row(step: Step) -> None:
    for before, leg in step.legs():
        rows = step.chain(leg.id, "place", "ended")
        if before is None or (before.place, before.step) != (leg.place, leg.step):
            assert rows, f"{leg.id} is at {leg.place} and no row says so"
        if rows and leg.live:
            assert rows[-1][1] == (f"{leg.place}.{leg.step}" if leg.step else leg.place) or before is None
        if leg.outcome is not (before.outcome if before else None):
            assert any(change.subject == leg.id for change in step.decision.changes)


def one_of_a_kind(step: Step) -> None:
    """One live transfer per call, one live leg per agent."""
    assert sum(transfer.live for transfer in step.after.transfers.values()) <= 1
    agents = Counter(leg.agent_id for leg in step.after.legs.values() if leg.live and leg.agent_id)
    assert all(count == 1 for count in agents.values()), agents


def documents_only_count_up(step: Step) -> None:
    for before, leg in step.legs():
        if before is not None:
            assert leg.number >= before.number and leg.fetched >= before.fetched
            assert leg.entry >= before.entry


def a_move_is_an_answer_or_a_redirect(step: Step) -> None:
    """Never both; one redirect per leg at most, with the number that is wanted."""
    redirects = Counter(e.leg for e in step.decision.effects if isinstance(e, RedirectLeg))
    assert step.answering not in redirects and all(count == 1 for count in redirects.values())
    for effect in step.decision.effects:
        if isinstance(effect, RedirectLeg):
            assert effect.number == step.after.legs[effect.leg].number
    for before, leg in step.legs():
        moved = before is not None and leg.number > before.number
        if leg.id == step.answering:
            assert leg.fetched == leg.number
        elif moved and leg.live and leg.answered_at is not None:
            assert leg.id in redirects, f"{leg.id} was moved and does not know"


def who_talks_has_a_conversation(step: Step) -> None:
    """And nobody else does; who has not pressed 1 is in none (design 6.2)."""
    for leg in step.after.present():
        # Whoever may have been thrown out of a room is still counted there until LiveKit has said so.
        greeted = leg.place is Place.GREETING and bool(step.after.conversations)
        counted = leg.place is Place.CONVERSATION or greeted or leg.step == "checking"
        assert (leg.conversation is not None) == counted
        if leg.place is Place.CONVERSATION:
            assert leg.conversation in step.after.conversations
            assert leg.party is Party.CALLER or leg.accepted_at is not None


def whoever_talks_talks_in_one_place(step: Step) -> None:
    places = {leg.conversation for leg in step.after.present() if leg.conversation is not None}
    assert len(places) <= 1, places


def nobody_waits_without_a_deadline(step: Step) -> None:
    call = step.after
    for leg in call.legs.values():
        wanted = set(_deadlines_of(step, leg))
        assert wanted <= set(call.deadlines), f"{leg.id} at {leg.place} has no {wanted - set(call.deadlines)}"
    if call.state is CallState.ENDED:
        assert all(name.startswith(AFTER_THE_END) for name in call.deadlines), call.deadlines
    if not any(transfer.live for transfer in call.transfers.values()):
        assert "hold_limit" not in call.deadlines


def _deadlines_of(step: Step, leg: Leg) -> list[str]:
    found: list[str] = []
    if not leg.live:
        return found
    if leg.answered_at is None and leg.present:
        found.append(f"ring:{leg.id}")
    if leg.answered_at is not None and leg.fetched < leg.number:
        found.append(f"unfetched:{leg.id}")
    if leg.place is Place.ENDED:
        found.append(f"goodbye:{leg.id}")
    if leg.place is Place.CONVERSATION and leg.seen_at is None:
        found.append("join")
    if leg.party is Party.CALLER and leg.place is Place.HOLD and not _at_a_menu(step.after):
        found.append("hold_limit")
    if leg.step == "checking" or (leg.lost and leg.place is Place.CONVERSATION):
        found.append(f"star:{leg.id}")
    if leg.party is Party.CALLER and leg.place is Place.WAITING:
        found.append("wait_limit")
    return found


def _at_a_menu(call: Call) -> list[Leg]:
    """A menu closes by itself when nobody presses a key."""
    return [leg for leg in call.present() if leg.place is Place.KEYPAD]


def everybody_is_where_the_state_says(step: Step) -> None:
    call = step.after
    caller, others = call.caller, [leg for leg in call.present() if leg.party is not Party.CALLER]
    together = [leg for leg in others if leg.conversation and leg.conversation == caller.conversation]
    if call.state in (CallState.WAITING, CallState.RINGING):
        assert len(others) <= int(call.state is CallState.RINGING)
    elif call.state is CallState.CONNECTED and others[0].place is Place.KEYPAD:
        assert others == [call.agent]
    elif call.state is CallState.CONNECTED:
        assert others == together == [call.agent]
    elif call.state is CallState.VOICEMAIL:
        assert others == [] and caller.place is Place.VOICEMAIL
    elif call.state is CallState.TRANSFERRING and call.transfer is None and others[0].place is Place.KEYPAD:
        assert others == [call.agent]
    elif call.state is CallState.TRANSFERRING and call.transfer is None:
        assert others == together == [call.agent]
        assert caller.seen_at is None or others[0].seen_at is None, "together, and the call does not know"
    assert (call.transfer is None) or call.state is CallState.TRANSFERRING


def an_ended_leg_frees_its_agent_once(step: Step) -> None:
    released = Counter(e.leg for e in step.decision.effects if isinstance(e, ReleaseAgent))
    for before, leg in step.legs():
        ended_now = not leg.live and (before is None or before.live)
        assert released[leg.id] == int(ended_now and leg.agent_id is not None)


def a_is_dropped_only_when_the_caller_is_seen(step: Step) -> None:
    for before, leg in step.legs():
        if leg.note == "handed_over" and before is not None and before.note != "handed_over":
            caller, b = step.after.caller, step.after.agent
            assert b is not None and b.present and b.seen_at is not None
            assert caller.present and caller.seen_at is not None and caller.conversation == b.conversation


def nobody_is_offered_the_same_call_too_soon(step: Step) -> None:
    """Whoever did not take it has a rest, unless the caller belongs to them."""
    for wish in (e for e in step.decision.effects if isinstance(e, ReserveAgent)):
        if wish.for_transfer or wish.agent_id is not None:
            continue
        for leg in step.after.legs.values():
            rest = step.policy.dial_again if leg.outcome is Outcome.ERROR else step.policy.offer_again
            rang_lately = leg.live or (leg.ended_at or 0.0) > step.now - rest
            if leg.agent_id and leg.accepted_at is None and rang_lately:
                assert leg.agent_id in wish.passed_over


def an_ended_call_leaves_nothing_behind(step: Step) -> None:
    """Everybody is being shown out, and every room is deleted, once."""
    deleted = Counter(e.name for e in step.decision.effects if isinstance(e, DeleteRoom))
    for room in step.after.conversations.values():
        known = step.before.conversations.get(room.name)
        assert deleted[room.name] == int(room.closed and not (known and known.closed))
        if step.after.state is CallState.ENDED:
            assert room.closed or room.kind is Kind.CONFERENCE
    if step.after.state is CallState.ENDED:
        assert step.after.present() == []


def inputs_of_old_documents_change_nothing(step: Step) -> None:
    event = step.event
    if isinstance(event, InputReceived) and event.number != step.before.legs[event.leg].number:
        assert {type(effect) for effect in step.decision.effects} <= {ForgetRedirect}
        assert not step.decision.changes and step.after.state is step.before.state


PROMISES: tuple[Callable[[Step], None], ...] = (
    refusals_change_nothing,
    only_transitions_of_the_tables,
    what_is_over_stays_so,
    every_ending_has_its_word,
    every_change_has_a_history_row,
    one_of_a_kind,
    documents_only_count_up,
    a_move_is_an_answer_or_a_redirect,
    who_talks_has_a_conversation,
    whoever_talks_talks_in_one_place,
    nobody_waits_without_a_deadline,
    everybody_is_where_the_state_says,
    an_ended_leg_frees_its_agent_once,
    a_is_dropped_only_when_the_caller_is_seen,
    nobody_is_offered_the_same_call_too_soon,
    an_ended_call_leaves_nothing_behind,
    inputs_of_old_documents_change_nothing,
)
