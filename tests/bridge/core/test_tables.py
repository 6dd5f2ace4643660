"""The tables are total: no state, signal, place, input, key, event or deadline is forgotten.

What a row does is told in the other modules; here it counts that there is one, that it leads somewhere,
and that every word an outsider sees is one of the outside contract.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import get_args

import pytest

from bridge.core import calls, legs, transfer_moves, transfers
from bridge.core.decide import DEADLINES, HANDLERS, LEG_DEADLINES
from bridge.core.events import Command, Event, InputKind
from bridge.core.keys import KEYS, Key, meaning
from bridge.core.signals import CallRow, Signal, TransferRow
from bridge.core.state import OVER, CallOutcome, CallState, Leg, Outcome, Party, Place, TransferState
from tests.bridge.core.promises import ENDINGS

LIVE = [state for state in TransferState if state not in OVER]
TRANSFER_ROWS = [
    pytest.param(row, id=f"{state}-{signal}")
    for state, rows in transfers.TABLE.items()
    for signal, row in rows.items()
]
# The words of the outside contract.
CALL_STATES = {"waiting", "ringing", "connected", "transferring", "voicemail", "ended"}
CALL_OUTCOMES = {"completed", "abandoned", "voicemail", "no_agent", "failed"}
FAILURES = {"no_answer", "busy", "declined", "not_accepted", "unreachable", "timed_out", "error"}
ATTEMPT_OUTCOMES = FAILURES | {"accepted", "cancelled"}
TRANSFER_OUTCOMES = FAILURES | {"completed", "cancelled", "caller_left", "agent_left"}
COMMANDS = {"complete", "cancel", "merge", "swap"}


@pytest.mark.parametrize("state", CallState)
def test_every_call_state_has_a_row_for_every_signal(state: CallState) -> None:
    assert list(calls.TABLE[state]) == list(calls.SIGNALS)


@pytest.mark.parametrize("state", LIVE)
def test_every_live_transfer_state_has_a_row_for_every_signal(state: TransferState) -> None:
    assert list(transfers.TABLE[state]) == list(transfers.SIGNALS)


def test_a_transfer_that_is_over_has_no_rows_at_all() -> None:
    assert not OVER & set(transfers.TABLE)


def test_every_signal_is_in_a_table() -> None:
    assert set(calls.SIGNALS) | set(transfers.SIGNALS) == set(Signal)


@pytest.mark.parametrize("place", Place)
def test_every_place_has_a_reaction_to_every_input(place: Place) -> None:
    assert set(legs.INPUTS[place]) == set(InputKind)


def test_every_event_has_a_handler() -> None:
    assert set(HANDLERS) == set(get_args(Event))


def test_every_deadline_that_is_ever_set_has_a_handler() -> None:
    of_calls = {"hold_limit", "hold_warning", "wait_limit", "look", "join", "sketch", "transcribe"}
    assert (set(DEADLINES), set(LEG_DEADLINES)) == (
        of_calls,
        {"ring", "unfetched", "goodbye", "adopt", "star"},
    )


def test_nothing_changes_in_a_call_that_is_over() -> None:
    assert set(calls.TABLE[CallState.ENDED].values()) == {calls.STAYS}


def _reached(start: str, table: Mapping[str, Mapping[Signal, CallRow | TransferRow]]) -> set[str]:
    reached, fresh = {start}, [start]
    while fresh:
        rows: Iterable[CallRow | TransferRow] = table.get(fresh.pop(), {}).values()
        found = {row.to for row in rows if row.to is not None} - reached
        reached |= found
        fresh += found
    return reached


def test_every_state_can_be_reached_from_the_first() -> None:
    assert _reached(CallState.WAITING, calls.TABLE) == set(CallState)
    assert _reached(TransferState.DIALLING, transfers.TABLE) == set(TransferState)


@pytest.mark.parametrize("state", [state for state in CallState if state is not CallState.ENDED])
def test_every_call_can_end_from_every_state(state: CallState) -> None:
    for signal in (Signal.CALLER_LEFT, Signal.HANG_UP):
        row = calls.TABLE[state][signal]
        assert row.to is CallState.ENDED and row.outcome is not None


@pytest.mark.parametrize("state", LIVE)
def test_every_transfer_is_over_when_the_caller_leaves_or_the_call_is_hung_up(state: TransferState) -> None:
    for signal in (Signal.CALLER_LEFT, Signal.HANG_UP):
        row = transfers.TABLE[state][signal]
        assert row.to in OVER and row.then is signal


@pytest.mark.parametrize("row", TRANSFER_ROWS)
def test_a_transfer_that_ends_leaves_nobody_without_a_next_move(row: TransferRow) -> None:
    """Either caller and A are moved, or the call is told to look after its people."""
    if row.to in OVER:
        assert transfer_moves.return_to_agent in row.do or row.then is not None


@pytest.mark.parametrize("row", TRANSFER_ROWS)
def test_a_transfer_s_ending_has_a_word_of_the_contract(row: TransferRow) -> None:
    """A failure without a word in the row has that of the attempt: why B could not be had."""
    if row.to in OVER:
        assert row.outcome in ENDINGS[row.to] or (row.outcome is None and row.to is TransferState.FAILED)
    else:
        assert row.outcome is None


@pytest.mark.parametrize("state", CallState)
def test_a_call_has_an_outcome_when_it_ends_and_only_then(state: CallState) -> None:
    for row in calls.TABLE[state].values():
        assert (row.outcome is not None) == (row.to is CallState.ENDED)


def test_a_refused_command_neither_moves_anybody_nor_changes_a_state() -> None:
    rows = [row for rows in transfers.TABLE.values() for row in rows.values()]
    refusing = [row for row in rows if transfer_moves.refuse in row.do]
    assert set(refusing) == {TransferRow(do=(transfer_moves.refuse,))}


def test_the_words_that_outsiders_see_are_those_of_the_contract() -> None:
    assert set(CallState) == CALL_STATES
    assert set(CallOutcome) == CALL_OUTCOMES
    assert set(Outcome) == ATTEMPT_OUTCOMES | TRANSFER_OUTCOMES
    assert set(Command) == COMMANDS <= {str(signal) for signal in transfers.SIGNALS}


def test_every_key_has_a_digit_and_does_something() -> None:
    """Skills have no digit of their own: they follow a menu's other keys, and `press` knows which it was."""
    assert {key for row in KEYS.values() for key in row.values()} == set(Key) - {Key.SKILL}
    assert set(legs.PRESSED) == set(Key) - {Key.SKILL}


@pytest.mark.parametrize("place", Place)
def test_keys_are_listened_to_exactly_where_they_mean_something(place: Place) -> None:
    listens = legs.INPUTS[place][InputKind.KEYS] in (legs.press, legs.press_or_type)
    assert listens == any(name.split(".")[0] == place for name in KEYS)


@pytest.mark.parametrize("keys", ["", "0", "11", "*", "#", "1#"])
def test_what_is_no_key_of_the_place_means_nothing(keys: str) -> None:
    legs = [Leg("leg-1", Party.AGENT, place, "+15550001111") for place in Place]
    assert all(meaning(leg, keys) is None for leg in legs)
