"""What the machine knows of the words of a call: whose track is whose, that they are written down, sketched.

Decides when a transcription is started again and when a sketch of the brief is due. It must not know the
words themselves.
"""

from __future__ import annotations

from bridge.core.effects import SketchBrief, Transcribe
from bridge.core.events import (
    BriefSketched,
    GreetingHeard,
    TranscriptionStarted,
    TranscriptionStopped,
    WordsSaid,
)
from bridge.core.policy import Policy
from bridge.core.state import Call, CallState
from bridge.core.work import Work


def awaits_greeting(call: Call, now: float, policy: Policy) -> bool:
    """Whether our greeting, heard on a track, says whose it is: later on somebody else says the same."""
    return not call.tracks_known and now <= call.started_at + policy.greeting_heard


def greeting_heard(w: Work, event: GreetingHeard) -> None:
    """Where it is expected it settles the tracks, for there no caller can say it."""
    if not awaits_greeting(w.call, w.now, w.policy):
        return
    if w.call.mirrored is event.as_expected:
        w.note(w.call.id, "mirrored")
    w.call.mirrored, w.call.tracks_known = not event.as_expected, event.as_expected


def transcription_started(w: Work, event: TranscriptionStarted) -> None:
    """News of a later session, or news that comes late, must not call off what is due after a stop."""
    if not w.call.transcribed:
        w.call.transcribed = True
        w.clear("transcribe")


def words_said(w: Work, event: WordsSaid) -> None:
    """The first new words after a sketch; those that follow come into the same next one."""
    transcription_started(w, TranscriptionStarted())
    wanted = w.policy.model and w.policy.sketch_after is not None
    if wanted and w.call.state is CallState.CONNECTED and "sketch" not in w.call.deadlines:
        w.set("sketch", w.policy.sketch_after or 0.0)


def sketch_due(w: Work) -> None:
    """A transfer that has begun meanwhile has a brief of its own."""
    if w.call.state is CallState.CONNECTED:
        w.want(SketchBrief(w.call.id))


def brief_sketched(w: Work, event: BriefSketched) -> None:
    """The words of a call that has ended meanwhile may have been deleted with it."""
    if w.call.ended_at is not None:
        return
    w.call.sketch, w.call.sketched_at = event.brief, event.at
    w.note(w.call.id, "sketch", "", event.brief.source)


def transcription_stopped(w: Work, event: TranscriptionStopped) -> None:
    """Not when the call is over; a carrier that stops again and again is left alone in the end."""
    tries = w.call.session
    if event.session == tries < w.policy.transcribe_tries and w.call.caller.present:
        w.note(w.call.id, "transcription_stopped")
        w.set("transcribe", w.policy.transcribe_again * 2.0**tries)


def transcribe(w: Work) -> None:
    """With the call's end this is no longer due."""
    w.call.session += 1
    w.want(Transcribe(w.call.caller.id, w.call.session))
