"""Record: a message is taken.

Decides when it ends, whether it counts as empty and what is told of it (reference/twilio.md 3.7, 10.2).
It must not know what is said in it beyond its words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from simulator.twilio.calls import Callback
from simulator.twilio.sounds import Sound, Tone
from simulator.twilio.verbs import Host, Verb
from simulator.twilio.web import Params, resolve

if TYPE_CHECKING:
    from simulator.twilio.calls import Call

BEEP_SECONDS = 0.5
LONGEST = 3600
KEYS = "1234567890*#"
READY_AFTER = 1.0


@dataclass(eq=False)
class Recording:
    """One finished message; `words` is what a listener would hear."""

    sid: str
    call: Call
    began: float
    words: list[str] = field(default_factory=list)
    seconds: int = 0

    @property
    def url(self) -> str:
        account = self.call.carrier.account_sid
        return f"https://api.twilio.com/2010-04-01/Accounts/{account}/Recordings/{self.sid}"


class Record(Verb):
    """Beeps, then listens until silence, a key, the maximum length or the end of the call."""

    def __init__(self, host: Host, element: Element) -> None:
        super().__init__(host, element)
        self.recording = Recording(self.carrier.new_sid("RE"), self.call, self.call.world.now)
        self.beeping: Sound | None = None

    def begin(self) -> None:
        if not self.flag("playBeep", True):
            return self._listen()
        self.beeping = Tone("beep")
        self.after(BEEP_SECONDS, self._listen)
        return None

    def sound(self) -> Sound | None:
        return self.beeping

    def key(self, digit: str) -> bool:
        if digit in self.get("finishOnKey", KEYS) and not self.beeping:
            self._finish(digit)
            return True
        return False

    def voice(self) -> None:
        """While somebody speaks there is no silence to end it."""
        if not self.beeping:
            self.quiet()
            self._limit()

    def words(self, text: str) -> None:
        if not self.beeping:
            self.voice()
            self.recording.words.append(text)
            self._await_silence()

    def abandon(self, reason: str) -> None:
        """What was said is kept; only a hang-up requests the action, with `hangup` for the key."""
        super().abandon(reason)
        if not self.recording.words or self.recording in self.carrier.recordings:
            return
        fields = self._keep("hangup")
        if reason == "hangup":
            url = resolve(self.host.url, self.get("action"))
            params = self.call.params() + fields
            self.carrier.web.send(self.get("method", "POST"), url, params, lambda outcome, final: None)

    def _listen(self) -> None:
        self.beeping = None
        self.recording.began = self.call.world.now
        self._limit()
        self._await_silence()

    def _limit(self) -> None:
        used = self.call.world.now - self.recording.began
        self.after(self.number("maxLength", LONGEST) - used, lambda: self._finish(""))

    def _await_silence(self) -> None:
        if silence := self.number("timeout", 5):
            self.after(silence, lambda: self._finish(""))

    def _finish(self, digits: str) -> None:
        """An empty message makes no request: the next verb follows (reference/twilio.md 10.2)."""
        self.quiet()
        if not self.recording.words:
            return self.over()
        return self.host.go(self.get("method", "POST"), self.get("action"), self._keep(digits))

    def _keep(self, digits: str) -> Params:
        recording = self.recording
        recording.seconds = max(1, round(self.call.world.now - recording.began))
        self.carrier.recordings.append(recording)
        fields = [("RecordingUrl", recording.url), ("RecordingSid", recording.sid)]
        fields.append(("RecordingDuration", str(recording.seconds)))
        if callback := self.get("recordingStatusCallback"):
            self.call.world.after(READY_AFTER, lambda: self._report(callback, fields))
        return [*fields, ("Digits", digits)]

    def _report(self, callback: str, fields: Params) -> None:
        told = [("AccountSid", self.carrier.account_sid), ("CallSid", self.call.sid), *fields]
        told += [
            ("RecordingStatus", "completed"),
            ("RecordingChannels", "1"),
            ("RecordingSource", "RecordVerb"),
        ]
        method = self.get("recordingStatusCallbackMethod", "POST")
        self.carrier.report(Callback(resolve(self.host.url, callback), method), told, 15003)
