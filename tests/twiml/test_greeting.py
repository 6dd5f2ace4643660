"""The caller's first document: greeted, transcribed, and ringing into the call's room.

The order matters: the caller is transcribed whatever comes next, and the room is made while we greet.
"""

import pytest

from bridge.core.state import Place
from tests.twiml.phones import KINDS, LEG, LINES, happened, leg, one, verbs, words
from twiml import render
from twiml.view import Line

GREETING = leg(Place.GREETING)


@pytest.mark.parametrize("kind", KINDS)
def test_a_caller_is_transcribed_from_the_first_word_then_greeted_then_let_in(kind: str) -> None:
    assert [verb.split(">")[0] for verb in verbs(leg(Place.GREETING, kind=kind))] == ["Start", "Say", "Dial"]
    assert words(leg(Place.GREETING, kind=kind)) == "Thank you for calling. We are connecting you now."


def test_a_caller_without_a_room_is_greeted_and_asks_again_instead_of_ringing_into_nothing() -> None:
    nowhere = leg(Place.GREETING, conversation="", kind="", identity="", entry=0)
    assert verbs(nowhere) == ["Start>Transcription", "Say", "Redirect"]
    assert words(nowhere) == words(GREETING)
    assert happened(nowhere) == ["again"]


def test_a_first_note_does_not_take_the_place_of_the_greeting() -> None:
    assert render(leg(Place.GREETING, note="joining")) == render(GREETING)


def test_both_sides_are_transcribed_and_the_caller_is_the_inbound_one() -> None:
    started = one(GREETING, "Transcription")
    assert (
        started.attrib.items()
        >= {
            "track": "both_tracks",
            "inboundTrackLabel": "caller",
            "outboundTrackLabel": "agent",
            "languageCode": "en-US",
        }.items()
    )
    assert f"/twilio/calls/{LEG.call}/transcription#" in started.get("statusCallbackUrl", "")


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_a_caller_is_understood_in_the_language_that_is_spoken_to_them(line: Line) -> None:
    greeting = leg(Place.GREETING, line=line)
    assert one(greeting, "Transcription").get("languageCode") == one(greeting, "Say").get("language")
    assert str(one(greeting, "Say").get("language")).startswith(line.language)


def test_the_transcription_is_named_after_the_call_so_that_a_second_start_is_the_same() -> None:
    later = leg(Place.GREETING, number=9, entry=4, identity=f"{LEG.leg}.4")
    assert one(later, "Transcription").attrib == one(GREETING, "Transcription").attrib
    assert one(GREETING, "Transcription").get("name") == LEG.call


def test_the_caller_hears_ringing_because_the_call_is_answered_already() -> None:
    assert "answerOnBridge" not in one(GREETING, "Dial").attrib
