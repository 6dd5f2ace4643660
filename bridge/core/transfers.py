"""The transfer's table: every state against every signal.

It decides what becomes of a transfer. A transfer ends at the decision; the call stays `transferring`
until its people are seen together again (design 3). It must not know HTTP, SQL or a carrier.
"""

from __future__ import annotations

from bridge.core.signals import Signal, TransferRow
from bridge.core.state import Outcome, TransferState
from bridge.core.transfer_moves import (
    accept,
    announce_caller,
    bring_agent,
    bring_caller,
    bring_target,
    check_together,
    drop_agent,
    gather_home,
    keep_agent,
    let_agent_wait,
    open_consult,
    promote_target,
    refuse,
    regroup,
    release_for_caller,
    release_late,
    release_target,
    return_to_agent,
    stay_home,
    swap_in_caller,
    swap_in_target,
    tell_agent_answered,
    tell_agent_brief,
    tell_agent_dialling,
    tell_agent_waiting,
    try_next_target,
    want_hand_over,
    warn_agent,
)

S = TransferState

STAYS = TransferRow()
REFUSED = TransferRow(do=(refuse,))

_CALLER_LEFT = TransferRow(S.CANCELLED, (release_for_caller,), Outcome.CALLER_LEFT, Signal.CALLER_LEFT)
_HUNG_UP = TransferRow(S.CANCELLED, (release_target,), Outcome.CANCELLED, Signal.HANG_UP)
_CANCELLED = TransferRow(S.CANCELLED, (release_target, return_to_agent), Outcome.CANCELLED)
_TIMED_OUT = TransferRow(S.FAILED, (release_late, return_to_agent), Outcome.TIMED_OUT)
_FAILED = TransferRow(S.FAILED, (return_to_agent,))
_NOBODY_TAKES = TransferRow(S.CANCELLED, (), Outcome.AGENT_LEFT, Signal.CALLER_QUEUED)
_LEFT_ALONE = TransferRow(do=(want_hand_over,))
_NEXT = TransferRow(S.DIALLING, (tell_agent_dialling,))
# Somebody may be at a menu, and somebody else on hold for it: everybody who is needed is brought.
_HAND_OVER = TransferRow(S.HANDING_OVER, (want_hand_over, bring_target, bring_caller, let_agent_wait))
_THREE_WAY = TransferRow(S.THREE_WAY, (bring_target, bring_agent, bring_caller))
_THE_OTHER_TWO = TransferRow(
    S.COMPLETED, (bring_target, bring_caller, promote_target), Outcome.COMPLETED, Signal.SETTLED
)
_REGROUP = TransferRow(do=(regroup,))

Rows = dict[Signal, TransferRow]


def _rows(rows: Rows) -> Rows:
    """Rows that are the same in every live state, and `stays` for what a state does not react to."""
    everywhere = {Signal.CALLER_LEFT: _CALLER_LEFT, Signal.HANG_UP: _HUNG_UP}
    return {signal: rows.get(signal, everywhere.get(signal, STAYS)) for signal in SIGNALS}


SIGNALS = (
    Signal.TARGET_ANSWERED,
    Signal.TARGET_TOLD,
    Signal.TARGET_ACCEPTED,
    Signal.TARGET_TOOK_OVER,
    Signal.TARGET_UNAVAILABLE,
    Signal.NEXT_TARGET,
    Signal.NO_TARGET,
    Signal.NOBODY_TAKES,
    Signal.TARGET_LEFT,
    Signal.AGENT_LEFT,
    Signal.AGENT_DROPPED,
    Signal.CALLER_LEFT,
    Signal.TOGETHER,
    Signal.CONVERSATION_LOST,
    Signal.COMPLETE,
    Signal.CANCEL,
    Signal.MERGE,
    Signal.SWAP,
    Signal.MENU_CLOSED,
    Signal.HANG_UP,
    Signal.HOLD_LIMIT,
    Signal.HOLD_WARNING,
)

_BEFORE_ACCEPTANCE: Rows = {
    Signal.TARGET_UNAVAILABLE: TransferRow(do=(try_next_target,)),
    Signal.NEXT_TARGET: _NEXT,
    Signal.NO_TARGET: _FAILED,
    Signal.NOBODY_TAKES: _NOBODY_TAKES,
    Signal.AGENT_LEFT: _LEFT_ALONE,
    Signal.AGENT_DROPPED: _LEFT_ALONE,
    Signal.COMPLETE: TransferRow(do=(want_hand_over, tell_agent_waiting)),
    Signal.CANCEL: _CANCELLED,
    Signal.MERGE: REFUSED,
    Signal.SWAP: REFUSED,
    Signal.HOLD_LIMIT: _TIMED_OUT,
    Signal.HOLD_WARNING: TransferRow(do=(warn_agent,)),
}

TABLE: dict[TransferState, Rows] = {
    S.DIALLING: _rows(
        _BEFORE_ACCEPTANCE | {Signal.TARGET_ANSWERED: TransferRow(S.BRIEFING, (tell_agent_answered,))}
    ),
    S.BRIEFING: _rows(
        _BEFORE_ACCEPTANCE
        | {
            Signal.TARGET_TOLD: TransferRow(do=(tell_agent_brief,)),
            Signal.TARGET_ACCEPTED: TransferRow(S.CONSULTING, (accept, open_consult)),
            Signal.TARGET_TOOK_OVER: TransferRow(S.HANDING_OVER, (accept, open_consult, bring_caller)),
        }
    ),
    S.CONSULTING: _rows(
        {
            Signal.TARGET_LEFT: TransferRow(S.FAILED, (return_to_agent,), Outcome.DECLINED),
            Signal.AGENT_LEFT: _HAND_OVER,
            Signal.AGENT_DROPPED: _HAND_OVER,
            Signal.CONVERSATION_LOST: _REGROUP,
            Signal.COMPLETE: _HAND_OVER,
            Signal.CANCEL: _CANCELLED,
            Signal.MERGE: _THREE_WAY,
            Signal.SWAP: TransferRow(S.SWAPPED, (swap_in_caller,)),
            Signal.MENU_CLOSED: TransferRow(do=(bring_agent, bring_target)),
            Signal.HOLD_LIMIT: TransferRow(S.THREE_WAY, (announce_caller, bring_caller)),
            Signal.HOLD_WARNING: TransferRow(do=(warn_agent,)),
        }
    ),
    S.SWAPPED: _rows(
        {
            Signal.TARGET_LEFT: TransferRow(S.FAILED, (stay_home,), Outcome.DECLINED, Signal.SETTLED),
            Signal.AGENT_LEFT: _HAND_OVER,
            Signal.AGENT_DROPPED: _HAND_OVER,
            Signal.CONVERSATION_LOST: _REGROUP,
            Signal.COMPLETE: _HAND_OVER,
            Signal.CANCEL: TransferRow(
                S.CANCELLED, (release_target, stay_home), Outcome.CANCELLED, Signal.SETTLED
            ),
            Signal.MERGE: _THREE_WAY,
            Signal.SWAP: TransferRow(S.CONSULTING, (swap_in_target,)),
            Signal.MENU_CLOSED: TransferRow(do=(gather_home,)),
        }
    ),
    S.THREE_WAY: _rows(
        {
            Signal.TARGET_LEFT: TransferRow(S.FAILED, (keep_agent,), Outcome.DECLINED, Signal.SETTLED),
            Signal.AGENT_LEFT: _THE_OTHER_TWO,
            Signal.AGENT_DROPPED: _THE_OTHER_TWO,
            Signal.CONVERSATION_LOST: _REGROUP,
            Signal.COMPLETE: TransferRow(S.HANDING_OVER, (*_HAND_OVER.do, check_together)),
            Signal.CANCEL: TransferRow(
                S.CANCELLED, (release_target, keep_agent), Outcome.CANCELLED, Signal.SETTLED
            ),
            Signal.SWAP: REFUSED,
            Signal.MENU_CLOSED: TransferRow(do=(bring_agent, bring_target, bring_caller)),
        }
    ),
    S.HANDING_OVER: _rows(
        {
            Signal.TARGET_LEFT: TransferRow(S.FAILED, (return_to_agent,), Outcome.DECLINED),
            Signal.TOGETHER: TransferRow(
                S.COMPLETED, (promote_target, drop_agent), Outcome.COMPLETED, Signal.TOGETHER
            ),
            Signal.CONVERSATION_LOST: _REGROUP,
            Signal.CANCEL: REFUSED,
            Signal.MERGE: REFUSED,
            Signal.SWAP: REFUSED,
        }
    ),
}
