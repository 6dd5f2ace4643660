"""Real-time transcription of one leg: what is said on its tracks, told to the application.

Decides the callbacks, their order numbers and which track is whose (reference/twilio.md 3.4). It must not
know who speaks: words come in from phones and prompts.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from simulator.twilio.calls import Callback

if TYPE_CHECKING:
    from simulator.twilio.calls import Call

SIDES = ("inbound", "outbound")
ENGINES = frozenset({"google", "deepgram"})
MIRRORED = {"inbound_track": "outbound_track", "outbound_track": "inbound_track"}


class Transcription:
    """One session, running until it is stopped or its leg ends."""

    def __init__(
        self, call: Call, name: str, callback: Callback, track: str, options: dict[str, str]
    ) -> None:
        self.call, self.callback, self.track, self.options = call, callback, track, options
        self.sid = call.carrier.new_sid("GT")
        self.name = name or self.sid
        self.status = "in-progress"
        self.updated = call.world.now
        self._sequence = 0

    def begin(self) -> None:
        """Start writing down; an unknown engine gives a 32650 in the debugger and no callbacks."""
        engine = self.options.get("transcriptionEngine", "google")
        if engine not in ENGINES:
            return self.call.carrier.violation(f"32650 transcription engine {engine!r}")
        self.call.transcriptions.append(self)
        labels = [
            (f"{side.capitalize()}TrackLabel", self.options.get(f"{side}TrackLabel", "")) for side in SIDES
        ]
        started = [("TranscriptionEngine", engine), ("ProviderConfiguration", json.dumps(self.options))]
        started += [("Track", self.track), ("PartialResults", self.options.get("partialResults", "false"))]
        return self._report("transcription-started", started + [pair for pair in labels if pair[1]])

    def content(self, track: str, text: str, delay: float = 0.0) -> None:
        """`text` was heard on `track` (inbound_track: from the leg's phone), its last word `delay` later."""
        heard = track if self.call.carrier.switches.inbound_track_is_the_phone else MIRRORED[track]
        if self.track in (heard, "both_tracks"):
            if self.options.get("partialResults") == "true":
                self.call.world.after(delay / 2, lambda: self._content(heard, text[: len(text) // 2], False))
            late = self.call.world.random.uniform(*self.call.carrier.weather.transcript_delay)
            # What was said before the stop still comes, after it if need be (reference/twilio.md 3.4).
            self.call.world.after(delay + late, lambda: self._content(heard, text, True))

    def stop(self) -> None:
        if self.status == "in-progress":
            self.status, self.updated = "stopped", self.call.world.now
            self.call.transcriptions.remove(self)
            self._report("transcription-stopped", [])

    def _content(self, track: str, text: str, final: bool) -> None:
        data: dict[str, object] = {"transcript": text}
        data |= {"confidence": 0.93} if final else {}
        fields = [("TranscriptionData", json.dumps(data)), ("Final", str(final).lower()), ("Track", track)]
        self._report("transcription-content", fields)

    def _report(self, event: str, fields: list[tuple[str, str]]) -> None:
        self._sequence += 1
        stamp = datetime.fromtimestamp(self.call.world.now, UTC).isoformat(timespec="milliseconds")
        common = [
            ("TranscriptionEvent", event),
            ("AccountSid", self.call.carrier.account_sid),
            ("CallSid", self.call.sid),
            ("TranscriptionSid", self.sid),
            ("Timestamp", stamp.replace("+00:00", "Z")),
            ("SequenceId", str(self._sequence)),
            ("LanguageCode", self.options.get("languageCode", "en-US")),
        ]
        self.call.carrier.report(self.callback, common + fields, 15003)


def transcribe(
    call: Call, name: str, callback: Callback, track: str, options: dict[str, str]
) -> Transcription:
    """Start a session, or find the one that already runs under that name (open question 4)."""
    running = next((one for one in call.transcriptions if name and one.name == name), None)
    if running and not call.carrier.switches.same_name_starts_twice:
        return running
    session = Transcription(call, name, callback, track, options)
    session.begin()
    return session
