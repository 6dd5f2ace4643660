"""The words of a call as the machine knows them: sketched while people talk, written down again after a stop.

Decides when a model is asked before anybody wants a transfer, and how long a carrier is asked again.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from bridge.core.effects import SketchBrief, Transcribe
from bridge.core.events import (
    BriefSketched,
    Command,
    Event,
    GreetingHeard,
    TranscriptionStarted,
    TranscriptionStopped,
    WordsSaid,
)
from bridge.core.policy import DEFAULT
from bridge.core.state import Brief
from tests.bridge.core.story import CAROL, Story, at

MODEL = replace(DEFAULT, model=True)
SKETCH = Brief("Carol wants 40 dollars back.", ("Since March.",), "groq")
AFTER = DEFAULT.sketch_after or 0.0


def sketching(policy: object = MODEL) -> Story:
    s = at("connected", policy)  # type: ignore[arg-type]
    s.tell(WordsSaid())
    return s


def test_words_are_sketched_together_some_seconds_after_the_first_of_them() -> None:
    s = sketching()
    s.wait(AFTER - 1)
    s.tell(WordsSaid())
    assert s.wanted(SketchBrief) == []
    s.wait(1)
    assert s.everything.count(SketchBrief(s.call.id)) == 1
    s.wait(60)
    assert s.everything.count(SketchBrief(s.call.id)) == 1, "nothing new was said"
    s.tell(WordsSaid())
    s.wait(AFTER)
    assert s.everything.count(SketchBrief(s.call.id)) == 2


@pytest.mark.parametrize("policy", [DEFAULT, replace(MODEL, sketch_after=None)])
def test_without_a_model_or_when_briefs_are_wanted_at_transfers_only_nothing_is_sketched(
    policy: object,
) -> None:
    s = sketching(policy)
    s.wait(60)
    assert s.wanted(SketchBrief) == []
    assert "sketch" not in s.call.deadlines


@pytest.mark.parametrize("stage", ["ringing", "dialling", "consulting"])
def test_only_a_talk_is_sketched_and_a_transfer_has_its_own_brief(stage: str) -> None:
    s = at(stage, MODEL)
    s.tell(WordsSaid())
    s.wait(AFTER)
    assert not [effect for effect in s.everything if isinstance(effect, SketchBrief)]


def test_a_sketch_that_was_due_when_a_transfer_began_is_not_asked_for() -> None:
    s = sketching()
    s.asks("Bob")
    s.wait(AFTER)
    assert not [effect for effect in s.everything if isinstance(effect, SketchBrief)]


def test_a_sketch_is_kept_with_the_call() -> None:
    s = sketching()
    s.tell(BriefSketched(SKETCH, s.now - 2))
    assert (s.call.sketch, s.call.sketched_at) == (SKETCH, s.now - 2)


def test_when_a_call_is_over_no_words_of_it_stay_with_it_nor_come_late() -> None:
    s = sketching()
    s.tell(BriefSketched(SKETCH, s.now))
    s.leg("Alice").answer = "It is from March."
    s.hangs_up(CAROL)
    s.wait(10)
    s.tell(BriefSketched(SKETCH, s.now))
    assert s.call.ended_at is not None
    assert (s.call.sketch, s.call.sketched_at, s.leg("Alice").answer) == (None, None, "")


def test_after_the_hand_over_the_talk_with_b_is_sketched_on() -> None:
    s = at("handed_over", MODEL)
    s.tell(WordsSaid())
    s.wait(AFTER)
    assert SketchBrief(s.call.id) in s.everything


# --- whose track is whose ---


def test_our_greeting_on_the_caller_s_track_says_that_the_tracks_are_swapped() -> None:
    s = greeted()
    s.tell(GreetingHeard(as_expected=False))
    assert s.call.mirrored
    s.wait(60)
    assert s.call.mirrored


@pytest.mark.parametrize("others_first", [False, True])
def test_our_greeting_where_it_is_expected_settles_the_tracks_for_good(others_first: bool) -> None:
    s = greeted()
    for as_expected in ([False] if others_first else []) + [True, False]:
        s.tell(GreetingHeard(as_expected))
    assert not s.call.mirrored


def test_nobody_who_says_our_greeting_later_on_swaps_the_tracks() -> None:
    s = greeted()
    s.wait(DEFAULT.greeting_heard + 1)
    s.tell(GreetingHeard(as_expected=False))
    assert not s.call.mirrored


# --- a transcription that stops ------------------------------------------------------------------


def greeted() -> Story:
    """Carol's call has come, and nothing is known of its transcription."""
    s = Story("Alice")
    s.arrive()
    return s


def test_a_transcription_that_stops_in_a_live_call_is_started_again() -> None:
    s = at("connected")
    s.tell(TranscriptionStopped(0))
    s.tell(TranscriptionStopped(0))
    s.wait(DEFAULT.transcribe_again)
    assert s.everything.count(Transcribe(s.leg(CAROL).id, 1)) == 1
    s.wait(60)
    assert len([effect for effect in s.everything if isinstance(effect, Transcribe)]) == 1


def test_the_end_of_an_earlier_session_is_old_news() -> None:
    s = at("connected")
    s.tell(TranscriptionStopped(0))
    s.wait(DEFAULT.transcribe_again)
    s.tell(TranscriptionStopped(0))
    assert "transcribe" not in s.call.deadlines


def test_a_carrier_that_stops_again_and_again_is_asked_ever_less_and_then_left_alone() -> None:
    s = at("connected")
    waits = []
    while "transcribe" not in s.call.deadlines and len(waits) < 20:
        s.tell(TranscriptionStopped(s.call.session))
        if "transcribe" not in s.call.deadlines:
            break
        waits.append(s.call.deadlines["transcribe"] - s.now)
        s.passes("transcribe")
    assert waits == [2.0, 4.0, 8.0, 16.0, 32.0, 64.0]


def test_a_call_that_is_over_is_not_written_down() -> None:
    s = at("connected")
    s.tell(TranscriptionStopped(0))
    s.hangs_up(CAROL)
    s.wait(10)
    s.tell(TranscriptionStopped(0))
    s.wait(10)
    assert not [effect for effect in s.everything if isinstance(effect, Transcribe)]


def test_a_transcription_that_never_began_is_begun_by_request() -> None:
    """The document that begins it was lost on its way."""
    s = greeted()
    s.wait(DEFAULT.transcribe_due)
    assert s.everything.count(Transcribe(s.leg(CAROL).id, 1)) == 1
    s.wait(60)
    assert len([effect for effect in s.everything if isinstance(effect, Transcribe)]) == 1


@pytest.mark.parametrize("news", [TranscriptionStarted(), WordsSaid()])
def test_one_that_has_begun_or_brings_words_is_left_alone(news: Event) -> None:
    s = greeted()
    s.tell(news)
    s.wait(60)
    assert not [effect for effect in s.everything if isinstance(effect, Transcribe)]


def test_a_beginning_that_is_told_late_does_not_call_off_the_next_one() -> None:
    s = greeted()
    s.tell(WordsSaid())
    s.tell(TranscriptionStopped(0))
    s.tell(TranscriptionStarted())
    assert "transcribe" in s.call.deadlines


def test_a_hand_over_leaves_the_transcription_alone() -> None:
    s = at("consulting")
    s.commands(Command.COMPLETE)
    s.meet()
    assert not [effect for effect in s.everything if isinstance(effect, Transcribe)]
