"""The verbs that everything is made of.

Decides that what stays as it is leaves no trace in the history.
"""

from __future__ import annotations

from bridge.core.effects import RedirectLeg
from bridge.core.policy import DEFAULT
from bridge.core.state import CallState, Outcome, Place, TransferState
from bridge.core.work import Change, Work
from tests.bridge.core.story import CAROL, at


def test_a_state_that_stays_has_no_history_row() -> None:
    s = at("consulting")
    w = Work(s.call, s.now, DEFAULT)
    w.set_call(CallState.TRANSFERRING)
    w.set_transfer(s.transfer, TransferState.CONSULTING, Outcome.ERROR)
    assert (w.changes, s.transfer.outcome) == ([], None)


def test_a_state_that_changes_has_one_with_both_states() -> None:
    s = at("consulting")
    w = Work(s.call, s.now, DEFAULT)
    w.set_call(CallState.CONNECTED)
    assert w.changes == [Change(s.call.id, "state", "transferring", "connected")]


def test_a_phone_that_is_sent_on_twice_at_once_is_redirected_once() -> None:
    s = at("connected")
    caller = s.leg(CAROL)
    w = Work(s.call, s.now, DEFAULT)
    w.move(caller, Place.HOLD)
    w.move(caller, Place.WAITING)
    assert w.effects == [RedirectLeg(caller.id, caller.number)]
    assert w.redirects(caller) == (s.now,)
