"""Nothing that can happen to a call is missing in the table of what people hear.

Held against the machine's own tables: events, signals, inputs, keys, commands, deadlines.
"""

from __future__ import annotations

from typing import get_args

import pytest

from bridge.core import calls, transfers
from bridge.core.decide import DEADLINES as OF_CALLS
from bridge.core.decide import LEG_DEADLINES
from bridge.core.events import CallArrived, Command, CommandGiven, DeadlinePassed, Event, InputKind
from bridge.core.keys import FIRST_SKILL, KEYS
from bridge.core.legs import INPUTS, stay
from bridge.core.signals import CallRow, Signal, TransferRow
from bridge.core.state import CallState, Place, TransferState
from bridge.told import unheard
from bridge.told.happenings import HAPPENINGS
from bridge.told.play import Fate
from tests.bridge.told.playing import TOLD, everything, story

CELLS: list[tuple[CallState | TransferState, Signal, CallRow | TransferRow]] = [
    *((state, signal, row) for state, rows in calls.TABLE.items() for signal, row in rows.items()),
    *((state, signal, row) for state, rows in transfers.TABLE.items() for signal, row in rows.items()),
]
DOING = [cell for cell in CELLS if cell[2] not in (calls.STAYS, transfers.STAYS)]
# A cell and the other one in whose place it is not played.
ALIKE = {Signal.AGENT_DROPPED: Signal.AGENT_LEFT}


@pytest.mark.parametrize("event", get_args(Event))
def test_every_event_happens_or_it_is_said_why_nobody_hears_it(event: type[Event]) -> None:
    assert (event in everything().events) or (event in unheard.EVENTS)


def test_what_is_said_to_be_unheard_is_no_row() -> None:
    events = {type(e) for name in TOLD for h in HAPPENINGS for e in h.events(story(name).call)}
    assert not events & set(unheard.EVENTS | unheard.INSIDE)


def test_what_is_answered_in_the_same_moment_is_part_of_the_rows() -> None:
    assert set(unheard.INSIDE) <= everything().events | {CallArrived}


@pytest.mark.parametrize("signal", Signal)
def test_every_signal_comes_up(signal: Signal) -> None:
    assert signal in {raised for _, raised in everything().cells}


@pytest.mark.parametrize(("state", "signal", "row"), DOING)
def test_every_cell_of_the_tables_that_does_something_is_played(
    state: CallState | TransferState, signal: Signal, row: CallRow | TransferRow
) -> None:
    """An agent who drops out early is played apart only where the table has something else for it."""
    twin = ALIKE.get(signal, signal)
    assert (state, signal) in everything().cells or (
        (state, twin) in everything().cells and (state, twin, row) in DOING
    )


@pytest.mark.parametrize("place", Place)
def test_every_input_that_does_something_is_played(place: Place) -> None:
    reacts = {(place, kind) for kind, reaction in INPUTS[place].items() if reaction is not stay}
    assert reacts <= everything().inputs


@pytest.mark.parametrize("kind", InputKind)
def test_every_kind_of_input_happens_to_somebody(kind: InputKind) -> None:
    assert kind in {played for _, played in everything().inputs}


@pytest.mark.parametrize("who", ["A", "B"])
def test_every_key_of_an_agent_is_pressed_and_one_that_means_nothing(who: str) -> None:
    pressed = {h.what.removeprefix("presses ") for h in HAPPENINGS if h.who == who}
    digits = {digit for row in KEYS.values() for digit in row} | {str(FIRST_SKILL)}
    assert digits | {"9", "nothing", "`*`"} <= pressed
    assert "9" not in digits


@pytest.mark.parametrize("command", Command)
def test_every_command_is_given(command: Command) -> None:
    given = [e for h in HAPPENINGS for e in h.events(story("A and B consult").call)]
    assert command in {event.command for event in given if isinstance(event, CommandGiven)}


@pytest.mark.parametrize("deadline", [*OF_CALLS, *LEG_DEADLINES])
def test_every_deadline_passes_or_it_is_said_why_nobody_hears_it(deadline: str) -> None:
    passed = {
        event.name.partition(":")[0]
        for name in TOLD
        for played in everything().played[name]
        if played.fate is not Fate.CANNOT
        for event in played.happening.events(story(name).call)
        if isinstance(event, DeadlinePassed)
    }
    assert (deadline in passed) is not (deadline in unheard.DEADLINES)


@pytest.mark.parametrize("happening", HAPPENINGS, ids=lambda h: h.name)
def test_whatever_has_a_row_happens_somewhere(happening: object) -> None:
    fates = {p.fate for played in everything().played.values() for p in played if p.happening is happening}
    assert fates - {Fate.CANNOT}
