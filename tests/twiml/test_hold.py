"""Hold: words about how it goes, music, and again; alone in a conference the same without words.

What a held person is told must be true of the transfer at that moment.
"""

import pytest

from bridge.core.state import Place
from bridge.views import PROGRESS
from simulator.contract import check_twiml
from tests.twiml.phones import LINE, happened, leg, verbs, words
from twiml import hold


@pytest.mark.parametrize(
    ("progress", "told"),
    [
        ("dialling", "Please hold. We are calling Bob for you."),
        ("briefing", "Please hold. Bob is being told about your call."),
        ("consulting", "Please hold. Alice is talking to Bob about your call."),
    ],
)
def test_a_held_caller_is_told_how_the_transfer_goes(progress: str, told: str) -> None:
    assert progress in PROGRESS.values()
    assert words(leg(Place.HOLD, progress=progress, note="hold")) == told


@pytest.mark.parametrize("progress", sorted(set(PROGRESS.values())))
def test_every_progress_has_words_that_ask_for_patience(progress: str) -> None:
    assert words(leg(Place.HOLD, progress=progress)).startswith("Please hold.")


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("hold", "Please hold for a moment. Alice is getting a colleague to help you."),
        ("swap", "Alice is talking to the caller. Please hold for a moment."),
        ("menu", "One moment, please."),
        ("", "Please hold. We are connecting you."),
    ],
)
def test_without_progress_the_note_is_spoken_or_that_we_are_connecting(note: str, told: str) -> None:
    assert words(leg(Place.HOLD, note=note)) == told


def test_music_follows_the_words_and_the_document_is_fetched_again() -> None:
    assert verbs(leg(Place.HOLD)) == ["Say", "Play", "Redirect"]
    assert happened(leg(Place.HOLD)) == ["again"]


def test_alone_in_a_conference_music_goes_on_and_on() -> None:
    document = hold.wait_document(LINE)
    assert verbs(document) == ["Play", "Redirect"]
    assert f"{LINE.base_url}/twilio/wait#" in document
    assert check_twiml(document, "wait") == []
