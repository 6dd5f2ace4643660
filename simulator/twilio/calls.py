"""The life of one leg: queued, ringing, in progress, over; what its far end may do to it.

Decides statuses, their callbacks and who is told (reference/twilio.md 1.3, 4.1, 4.2). What the leg is told
to do lies in its program; it must not know any TwiML verb.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate
from typing import TYPE_CHECKING

from simulator.twilio.sounds import RINGING, Sound

if TYPE_CHECKING:
    from simulator.twilio.carrier import Carrier
    from simulator.twilio.conferences import Participant
    from simulator.twilio.lines import Line
    from simulator.twilio.program import Program
    from simulator.twilio.transcription import Transcription
    from simulator.world import Timer

OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
# How a final SIP answer reads as a call status; anything else is `failed`.
STATUS_OF_SIP = {486: "busy", 600: "busy", 603: "busy", 408: "no-answer", 480: "no-answer", 487: "no-answer"}
LONGEST_CALL = 14400.0  # 4 hours (reference/twilio.md 4.7)
Params = list[tuple[str, str]]


@dataclass(frozen=True)
class Callback:
    """Where something is reported, and for which events."""

    url: str = ""
    method: str = "POST"
    events: frozenset[str] = frozenset({"completed"})


def nothing() -> None:
    """The default of a hook."""


class Call:
    """One leg between the carrier and a far end. Times are seconds of the world's clock."""

    def __init__(self, carrier: Carrier, direction: str, from_: str, to: str, line: Line) -> None:
        self.carrier, self.world = carrier, carrier.world
        self.direction, self.from_, self.to, self.line = direction, from_, to, line
        self.sid = carrier.new_sid("CA")
        self.status = "queued"
        self.parent: Call | None = None
        self.created = self.updated = self.world.now
        self.started: float | None = None
        self.rang_at: float | None = None
        self.answered_at: float | None = None
        self.ended_at: float | None = None
        self.sip_code: int | None = None
        self.answered_by = ""
        self.held_by_amd = False
        self.callback = Callback()
        self.fallback = Callback()
        self.program: Program | None = None
        self.bridge: Call | None = None
        self.participant: Participant | None = None
        self.transcriptions: list[Transcription] = []
        self.when_ringing: Callable[[], None] = nothing
        self.when_answered: Callable[[], None] = nothing
        self.when_over: Callable[[], None] = nothing
        self.when_moved: Callable[[], None] = nothing
        self._longest = LONGEST_CALL
        self._cut: Timer | None = None
        self._moved_at = 0.0
        self._sequence = 0
        self._timers: list[Timer] = []
        carrier.calls[self.sid] = self

    @property
    def is_over(self) -> bool:
        return self.status in OVER

    @property
    def is_live(self) -> bool:
        return self.status == "in-progress"

    @property
    def duration(self) -> int:
        """Whole seconds from the answer to the end; 0 when never answered."""
        end = self.world.now if self.ended_at is None else self.ended_at
        return 0 if self.answered_at is None else round(end - self.answered_at)

    def params(self) -> Params:
        """The fields of every request about this leg (reference/twilio.md 1.1)."""
        fields = [
            ("CallSid", self.sid),
            ("AccountSid", self.carrier.account_sid),
            ("From", self.from_),
            ("To", self.to),
            ("Caller", self.from_),
            ("Called", self.to),
            ("CallStatus", self.status),
            ("ApiVersion", "2010-04-01"),
            ("Direction", self.direction),
        ]
        if self.parent:
            fields.append(("ParentCallSid", self.parent.sid))
        if self.direction == "inbound":
            fields += [("FromCity", ""), ("FromCountry", "US"), ("ToCity", ""), ("ToCountry", "US")]
            fields += [("StirVerstat", "TN-Validation-Passed-A"), ("CallToken", f"token-{self.sid}")]
        return fields

    # --- what the carrier does ---

    def place(self, timeout: float) -> None:
        """Send an outgoing leg on its way; it rings for at most `timeout` seconds."""
        self.started = self.world.now
        self._report("initiated", "initiated")
        self.later(self.world.random.uniform(*self.carrier.weather.setup_delay), self._reach)
        self.later(timeout, self.ring_out)

    def later(self, delay: float, action: Callable[[], None]) -> Timer:
        """Plan something that only matters while this leg lives."""
        timer = self.world.after(delay, lambda: None if self.is_over else action())
        self._timers.append(timer)
        return timer

    def pick_up(self) -> None:
        """The carrier answers an inbound leg; the first verb that makes a sound does this."""
        if self.status == "ringing" and self.direction == "inbound":
            self._in_progress()

    def ring_out(self) -> None:
        if self.status in ("queued", "ringing"):
            self.end("no-answer")

    def limit(self, seconds: float) -> None:
        """Hang the leg up `seconds` after its answer at the latest (`TimeLimit`, reference/twilio.md 4.1)."""
        self._longest = seconds
        if self._cut:
            self._cut.cancel()
        if self.answered_at is not None:
            left = self.answered_at + seconds - self.world.now
            self._cut = self.later(left, lambda: self.end("completed"))

    def end(self, status: str, by_far_end: bool = False) -> None:
        """The leg is over: its program stops, its far end is told, `completed` is reported."""
        if self.is_over:
            return
        was_answered, self.status = self.is_live, status
        self.ended_at = self.updated = self.world.now
        for timer in self._timers:
            timer.cancel()
        if not by_far_end:
            (self.line.bye if was_answered else self.line.cancel)(self)
        if self.carrier.switches.child_completes_first:
            self._stop_program()
            self._report("completed", status)
        else:
            self._report("completed", status)
            self._stop_program()
        for transcription in list(self.transcriptions):
            transcription.stop()
        self.world.note("call_over", sid=self.sid, status=status, to=self.to, direction=self.direction)
        self.when_over()

    def redirect(self, delay: float, start: Callable[[Program], None]) -> None:
        """A new document takes the leg `delay` from now; redirects keep their order (4.2)."""
        self._moved_at = max(self.world.now + delay, self._moved_at)
        self.later(self._moved_at - self.world.now, lambda: self._take_over(start))

    # --- what the far end does ---

    def far_ringing(self) -> None:
        if self.status == "queued":
            self.status = "ringing"
            self.rang_at = self.updated = self.world.now
            self._report("ringing", "ringing")
            self.world.note("ringing", sid=self.sid, to=self.to)
            self.when_ringing()

    def far_answered(self) -> None:
        if self.status in ("queued", "ringing"):
            self._in_progress()
            self.when_answered()

    def far_refused(self, sip_code: int) -> None:
        if self.status in ("queued", "ringing"):
            self.sip_code = sip_code
            self.end(STATUS_OF_SIP.get(sip_code, "failed"), by_far_end=True)

    def far_bye(self) -> None:
        """The far end hangs up; before an answer of ours that is an inbound caller who gives up."""
        self.end("completed" if self.is_live else "canceled", by_far_end=True)

    def far_key(self, digit: str) -> None:
        """A key on the phone at the far end: for the program, else for whoever it is bridged with."""
        if not self.is_live or (self.program and self.program.key(digit)):
            return
        if self.bridge:
            self.bridge.line.dtmf(self.bridge, digit)

    def far_speaks(self) -> None:
        """The far end begins to say something; it cuts prompts that listen for speech."""
        if self.is_live and self.program:
            self.program.voice()

    def far_said(self, text: str) -> None:
        """The far end has said `text`."""
        if self.is_live:
            self.transcribe("inbound_track", text)
            if self.program:
                self.program.words(text)

    # --- what it hears and what is written down ---

    def sound(self) -> Sound | None:
        """What the carrier plays to the far end at this moment; None while people or nothing is heard."""
        if self.direction == "inbound" and self.status == "ringing":
            return RINGING
        return self.program.sound() if self.is_live and self.program else None

    def feeds(self) -> list[Call]:
        """The legs whose far ends the carrier lets this leg hear."""
        if not self.is_live:
            return []
        if self.participant:
            return self.participant.hears()
        return [self.bridge] if self.bridge else []

    def transcribe(self, track: str, text: str, delay: float = 0.0) -> None:
        for transcription in self.transcriptions:
            transcription.content(track, text, delay)

    def _reach(self) -> None:
        if self.status == "queued":
            self.line.ring(self)

    def _take_over(self, start: Callable[[Program], None]) -> None:
        self.world.note("redirected", sid=self.sid)
        self.when_moved()
        if self.program is None:
            self.program = self.carrier.new_program(self)
        if not self.carrier.switches.transcription_survives_redirect:
            for transcription in list(self.transcriptions):
                transcription.stop()
        self.updated = self.world.now
        start(self.program)

    def _in_progress(self) -> None:
        self.status, self.sip_code = "in-progress", 200
        self.answered_at = self.updated = self.world.now
        self.limit(self._longest)
        self._report("answered", "in-progress")
        self.world.note("answered", sid=self.sid, to=self.to, direction=self.direction)

    def _stop_program(self) -> None:
        if self.program:
            self.program.stop("hangup")

    def _report(self, event: str, status: str) -> None:
        """A call progress callback, numbered from 0 over those that are sent (reference/twilio.md 1.3)."""
        if event not in self.callback.events or not self.callback.url:
            return
        fields = [(key, value) for key, value in self.params() if key != "CallStatus"]
        fields += [("CallStatus", status), ("CallbackSource", "call-progress-events")]
        fields += [
            ("SequenceNumber", str(self._sequence)),
            ("Timestamp", formatdate(self.world.now, usegmt=True)),
        ]
        if event == "completed":
            fields += [("CallDuration", str(self.duration)), ("Duration", str(-(-self.duration // 60)))]
            fields += [("SipResponseCode", str(self.sip_code))] if self.sip_code else []
        self._sequence += 1
        self.carrier.report(self.callback, fields, 15003)
