"""What is said not to happen does not, and what is said to be unheard is: the machine is asked.

Whatever cannot happen is told to the machine all the same. Either it changes nothing, or the reason that is
given is looked up where the code that gave it did not look.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from bridge.core.decide import decide
from bridge.core.events import (
    BriefSketched,
    BriefWritten,
    DeadlinePassed,
    DialPlaced,
    DialUnclear,
    Event,
    GreetingHeard,
    InputKind,
    InputReceived,
    LegRang,
    QuestionAnswered,
    RoomMade,
    TranscriptionStarted,
    TranscriptionStopped,
    WordsSaid,
)
from bridge.core.state import Brief, Call, Kind, Leg
from bridge.told import heard, unheard
from bridge.told.happenings import HAPPENINGS, Happening
from bridge.told.play import Fate, Played, play
from bridge.told.story import Story, people
from tests.bridge.told.playing import TOLD, everything, story

BRIEF = Brief("Carol was charged twice.", (), "groq")
Look = Callable[[Call, Happening], bool]


def _leg(call: Call, happening: Happening) -> Leg:
    leg = people(call)[happening.who]
    assert leg is not None, "whoever has no phone is found out before"
    return leg


def _asks_for(call: Call, happening: Happening) -> bool:
    """Read as the carrier reads it: as XML, verb by verb."""
    verbs = list(ElementTree.fromstring(heard.document(call, _leg(call, happening)).text).iter())
    (event,) = happening.events(call)
    assert isinstance(event, InputReceived)
    gathers = [verb for verb in verbs if verb.tag == "Gather"]
    dials = [verb for verb in verbs if verb.tag == "Dial"]
    if event.kind is InputKind.KEYS:
        return any(len(event.keys) == 1 or verb.get("numDigits") != "1" for verb in gathers)
    if event.kind is InputKind.SPOKEN:
        return any("speech" in verb.get("input", "") for verb in gathers)
    if event.kind is InputKind.ENDED:
        return any(verb.get("hangupOnStar") == "true" for verb in dials)
    if event.kind is InputKind.RECORDED:
        return any(verb.tag == "Record" for verb in verbs)
    return any(verb.tag == "Redirect" and f"e={event.kind}" in (verb.text or "") for verb in verbs)


def _is_gone(call: Call, happening: Happening) -> bool:
    leg = people(call)[happening.who]
    return leg is None or leg.ended_at is not None


def _clocks(call: Call, happening: Happening) -> set[str]:
    return {event.name for event in happening.events(call) if isinstance(event, DeadlinePassed)}


def _rooms(call: Call) -> list[str]:
    return [one.name for one in call.conversations.values() if one.kind is Kind.LIVEKIT]


def _in_room(call: Call, happening: Happening) -> bool:
    return _leg(call, happening).conversation in _rooms(call)


# Each reason, and whether it is true; nothing of it may be asked of `why_not`.
TRUE: dict[str, Look] = {
    "the caller is not on the line": _is_gone,
    "A is not on the line": _is_gone,
    "B is not on the line": _is_gone,
    "the phone has been answered": lambda call, h: _leg(call, h).fetched > 0,
    "the phone has not been answered": lambda call, h: _leg(call, h).fetched == 0,
    "nothing asks for it": lambda call, h: not _asks_for(call, h),
    "that clock is not running": lambda call, h: not _clocks(call, h) & set(call.deadlines),
    "there was no transfer yet": lambda call, h: call.transfers == {},
    "not in a talk": lambda call, h: "<Dial" not in heard.document(call, _leg(call, h)).text,
    "not on the way into a talk": lambda call, h: "<Dial" not in heard.document(call, _leg(call, h)).text,
    "in the talk already": lambda call, h: _leg(call, h).seen_at is not None,
    "not in a room of LiveKit": lambda call, h: not _in_room(call, h),
    "a room is not entered alone": lambda call, h: (
        not any(leg.conversation for leg in call.present() if leg is not call.caller)
    ),
    "no room is being made": lambda call, h: all(
        call.conversations[name].ready for name in _rooms(call) if name == call.home
    ),
    "LiveKit is not asked": lambda call, h: "checking" not in [leg.step for leg in call.present()],
}


# Told all the same, the machine might act: here it relies on what a carrier, a clock or a document can say.
RELIED_ON = {
    "the phone has been answered": {"is busy", "does not answer", "cannot be reached"},
    "the phone has not been answered": {happening.what for happening in HAPPENINGS},
    "nothing asks for it": {
        *("enters the code of a colleague", "enters the code of somebody busy", "enters a code of nobody"),
        *("hears it to the end", "presses nothing", "asks a question", "says a word"),
    },
    "that clock is not running": {
        *("stays on after the goodbye", "somebody is too long on the way", "the wait limit"),
    },
    "not on the way into a talk": {"does not get into the talk"},
    "in the talk already": {"arrives in the talk", "does not get into the talk"},
    "a room is not entered alone": {"arrives in the talk"},
    "not in a talk": {"falls out of the talk", "is thrown out by LiveKit"},
    "not in a room of LiveKit": {"is thrown out by LiveKit"},
    "no room is being made": {"LiveKit refuses the room"},
    "LiveKit is not asked": {"is said by LiveKit to have left", "is said by LiveKit to be lost"},
}


def _cannot() -> list[tuple[str, Played]]:
    return [(name, p) for name in TOLD for p in everything().played[name] if p.fate is Fate.CANNOT]


def _ignored(call: Call, events: list[Event], at: Story) -> bool:
    for event in events:
        decision = decide(call, event, at.now, at.policy, None)
        if decision.effects or decision.changes or decision.call != call:
            return False
    return True


@pytest.mark.parametrize("name", TOLD)
def test_what_cannot_happen_has_a_reason_that_is_true(name: str) -> None:
    cannot = [p for p in everything().played[name] if p.fate is Fate.CANNOT]
    untrue = [p for p in cannot if not TRUE[p.reason](story(name).call, p.happening)]
    assert [f"{p.happening.name}: {p.reason}" for p in untrue] == []


@pytest.mark.parametrize("name", TOLD)
def test_what_cannot_happen_is_ignored_by_the_machine_unless_it_relies_on_the_reason(name: str) -> None:
    at = story(name)
    for played in everything().played[name]:
        relied_on = played.happening.what in RELIED_ON.get(played.reason, set())
        if played.fate is Fate.CANNOT and not relied_on:
            assert _ignored(at.call, played.happening.events(at.call), at), played.happening.name


@pytest.mark.parametrize("name", TOLD)
def test_a_key_is_ignored_wherever_no_document_asks_for_one(name: str) -> None:
    at = story(name)
    for played in everything().played[name]:
        key = played.happening.what.startswith("presses ") and played.reason == "nothing asks for it"
        if key and "nothing" not in played.happening.what:
            assert _ignored(at.call, played.happening.events(at.call), at), played.happening.name


def test_every_reason_is_given_somewhere() -> None:
    assert {played.reason for _, played in _cannot()} == set(TRUE)


@pytest.mark.parametrize("name", TOLD)
def test_a_refusal_changes_nothing_for_anybody(name: str) -> None:
    refused = [played for played in everything().played[name] if played.fate is Fate.REFUSED]
    for played in refused:
        assert set(played.cells.values()) == {heard.UNCHANGED}, played.happening.name


def _unheard(at: Story) -> list[Event]:
    """All that is said to be unheard, of everybody to whom it can happen."""
    transfer = next(reversed(at.call.transfers), None)
    legs = [leg for leg in at.call.legs.values() if leg.live]
    return [
        *(make(leg.id, f"CA-{leg.id}") for leg in legs for make in (LegRang, DialPlaced)),
        *(DialUnclear(leg.id) for leg in legs),
        *(QuestionAnswered(leg.id, leg.number, "Forty dollars.") for leg in legs),
        *(RoomMade(name) for name in at.call.conversations),
        *((BriefWritten(transfer, BRIEF, final=True),) if transfer is not None else ()),
        BriefSketched(BRIEF, at.now),
        GreetingHeard(as_expected=False),
        TranscriptionStarted(),
        TranscriptionStopped(0),
        WordsSaid(),
        *(DeadlinePassed(name) for name in ("look", "sketch", "transcribe")),
        *(DeadlinePassed(f"{name}:{leg.id}") for leg in legs for name in ("unfetched", "adopt")),
    ]


def test_all_that_is_said_to_be_unheard_is_told() -> None:
    told = _unheard(story("B hears the brief"))
    assert {type(event) for event in told} == set(unheard.EVENTS) | {DeadlinePassed}
    clocks = {event.name.partition(":")[0] for event in told if isinstance(event, DeadlinePassed)}
    assert clocks == set(unheard.DEADLINES)


@pytest.mark.parametrize("name", TOLD)
def test_nobody_is_told_anything_by_what_is_said_to_be_unheard(name: str) -> None:
    at = story(name)
    for event in _unheard(at):
        after = at.copy().tell(event)
        moved = [leg.id for leg in at.call.legs.values() if after.call.legs[leg.id].number != leg.number]
        assert moved == [] and not after.announced and not after.cut, event


def test_playing_leaves_the_situation_as_it_is() -> None:
    at = story("A and B consult")
    before = replace(at.call.copy())
    for played in everything().played["A and B consult"]:
        play(at, played.happening)
    assert at.call == before
