"""Everything that can happen played in every situation once, with what the machine was told and came to.

Keeps which events were told, which signals settled where, and which deadlines ran. It must not know what is
heard.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest

from bridge.core import decide as machine
from bridge.core import transfers
from bridge.core.events import Event, InputKind, InputReceived
from bridge.core.signals import Signal
from bridge.core.state import CallState, Place, TransferState
from bridge.core.work import Work
from bridge.told import story as stories
from bridge.told.play import Played, play_all
from bridge.told.situations import SITUATIONS
from bridge.told.story import Story

TOLD = {name: make for chapter in SITUATIONS.values() for name, make in chapter.items()}


@dataclass
class Record:
    """`cells`: which cells of the tables were come to, by state and signal."""

    played: dict[str, list[Played]] = field(default_factory=dict)
    events: set[type[Event]] = field(default_factory=set)
    inputs: set[tuple[Place, InputKind]] = field(default_factory=set)
    cells: set[tuple[CallState | TransferState, Signal]] = field(default_factory=set)


@cache
def story(name: str) -> Story:
    return TOLD[name]()


@cache
def everything() -> Record:
    record, settle, settle_call, decide = Record(), machine.settle, machine.settle_call, stories.decide

    def told(call: Any, event: Event, *rest: Any) -> machine.Decision:
        record.events.add(type(event))
        if isinstance(event, InputReceived):
            record.inputs.add((call.legs[event.leg].place, event.kind))
        return decide(call, event, *rest)

    def settled(w: Work, signal: Signal) -> None:
        transfer = w.call.transfer
        if transfer is not None and signal in transfers.SIGNALS:
            record.cells.add((transfer.state, signal))
        settle(w, signal)

    def settled_call(w: Work, signal: Signal) -> None:
        record.cells.add((w.call.state, signal))
        settle_call(w, signal)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stories, "decide", told)
        patch.setattr(machine, "settle", settled)
        patch.setattr(machine, "settle_call", settled_call)
        record.played = {name: play_all(make()) for name, make in TOLD.items()}
    return record
