"""What one machine tells the others, and the shape of a table row.

A leg's news becomes a signal; the transfer's table takes it while a transfer lives and knows it, else
the call's table does. A row says the next state, what to do, and what to tell the call afterwards.
Decides nothing: the rows stand in `transfers.py` and `calls.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from bridge.core.state import CallOutcome, CallState, Outcome, TransferState

if TYPE_CHECKING:
    from bridge.core.work import Work


class Signal(StrEnum):
    # people
    CALLER_LEFT = "caller_left"
    AGENT_LEFT = "agent_left"
    AGENT_DROPPED = "agent_dropped"
    AGENT_ACCEPTED = "agent_accepted"
    AGENT_UNAVAILABLE = "agent_unavailable"
    TARGET_ANSWERED = "target_answered"
    TARGET_TOLD = "target_told"
    TARGET_ACCEPTED = "target_accepted"
    TARGET_TOOK_OVER = "target_took_over"
    TARGET_UNAVAILABLE = "target_unavailable"
    TARGET_LEFT = "target_left"
    # routing
    AGENT_RESERVED = "agent_reserved"
    NOBODY_FREE = "nobody_free"
    AGENT_FREED = "agent_freed"
    NEXT_TARGET = "next_target"
    NO_TARGET = "no_target"
    NOBODY_TAKES = "nobody_takes"
    CALLER_QUEUED = "caller_queued"
    # conversations
    TOGETHER = "together"
    SETTLED = "settled"
    CONVERSATION_LOST = "conversation_lost"
    RING_OVER = "ring_over"
    # commands
    TRANSFER_STARTED = "transfer_started"
    COMPLETE = "complete"
    CANCEL = "cancel"
    MERGE = "merge"
    SWAP = "swap"
    HANG_UP = "hang_up"
    MENU_CLOSED = "menu_closed"
    LEAVE_MESSAGE = "leave_message"
    MESSAGE_LEFT = "message_left"
    # time
    HOLD_LIMIT = "hold_limit"
    HOLD_WARNING = "hold_warning"
    WAIT_LIMIT = "wait_limit"


Action = Callable[["Work"], None]


class TransferRow(NamedTuple):
    """`to` None: the state stays. `outcome` None: the target leg's own. `then`: told to the call."""

    to: TransferState | None = None
    do: tuple[Action, ...] = ()
    outcome: Outcome | None = None
    then: Signal | None = None


class CallRow(NamedTuple):
    """`to` None: the state stays."""

    to: CallState | None = None
    do: tuple[Action, ...] = ()
    outcome: CallOutcome | None = None
