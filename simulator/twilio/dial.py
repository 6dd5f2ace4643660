"""Dial to numbers and SIP addresses: legs that ring, the one that is bridged, how it all ends.

Decides who is rung when, who hears whom and what the action is told (reference/twilio.md 3.1, 3.2, 4.2).
Conferences are dialled in `dial_conference.py`; it must not know what is at the far end of a child.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from simulator.twilio import amd
from simulator.twilio.calls import LONGEST_CALL, Call, Callback, nothing
from simulator.twilio.lines import SipLine
from simulator.twilio.sounds import RINGING, Sound
from simulator.twilio.verbs import Host, Verb
from simulator.twilio.web import Params, resolve

if TYPE_CHECKING:
    from simulator.twilio.lines import Line

DEFAULT_TIMEOUT = 30
QUIET_CHECK = 1.0
RINGABLE = ("Number", "Sip")


class AnyDial(Verb):
    """What every Dial does when it is over: its action takes the leg, or the next verb does."""

    def finish(self, fields: Params) -> None:
        self.quiet()
        if self.get("action"):
            return self.host.go(self.get("method", "POST"), self.get("action"), fields)
        return self.host.proceed()

    def callback_of(self, noun: Element) -> Callback:
        """The status callback of a noun; `completed` is the only default (reference/twilio.md 1.3)."""
        url = noun.get("statusCallback", "")
        events = frozenset(noun.get("statusCallbackEvent", "completed").split())
        resolved = resolve(self.host.url, url) if url else ""
        return Callback(resolved, noun.get("statusCallbackMethod", "POST"), events)

    def request_old_action(self, reason: str, fields: Params) -> None:
        """Ask the action though its answer no longer matters (open questions 1 and 3)."""
        switches = self.carrier.switches
        asks = {
            "redirected": switches.redirect_requests_old_action,
            "hangup": switches.hangup_requests_action,
        }
        if asks.get(reason) and self.get("action"):
            url = resolve(self.host.url, self.get("action"))
            params = self.call.params() + fields
            self.carrier.web.send(self.get("method", "POST"), url, params, lambda outcome, final: None)


class DialLegs(AnyDial):
    """Rings `<Number>` and `<Sip>` nouns, together or one after another, and bridges the first answer."""

    def __init__(self, host: Host, element: Element) -> None:
        super().__init__(host, element)
        self.answers = not self.flag("answerOnBridge")
        self.waiting = [child for child in element if child.tag in RINGABLE]
        for noun in [child for child in element if child.tag not in RINGABLE]:
            self.carrier.violation(f"<Dial><{noun.tag}> is not simulated")
        if not self.waiting and (element.text or "").strip():
            number = Element("Number")
            number.text = element.text
            self.waiting = [number]
        self.children: dict[Call, Element] = {}
        self.winner: Call | None = None

    def begin(self) -> None:
        if not self.waiting or not self._caller_id_allowed():
            return self.finish([("DialCallStatus", "failed")])
        first = self.waiting[:1] if self.flag("sequential") else self.waiting
        self.waiting = self.waiting[len(first) :]
        for noun in list(first):
            self._ring(noun)
        return None

    def sound(self) -> Sound | None:
        ringing = any(child.status != "queued" for child in self.children)
        return RINGING if ringing and not self.call.bridge else None

    def key(self, digit: str) -> bool:
        if digit == "*" and self.flag("hangupOnStar") and self.call.bridge:
            self.call.bridge.end("completed")
            return True
        return False

    def abandon(self, reason: str) -> None:
        """The parent is redirected or hangs up: every child is hung up (reference/twilio.md 4.2)."""
        super().abandon(reason)
        bridged = self.call.bridge is not None
        told: Params = [("DialCallStatus", "canceled")]
        for child in list(self.children):
            self._release(child)
            child.end("completed" if child.is_live else "canceled")
            told = self._fields(child, child.status, bridged)
        self.request_old_action(reason, told)

    def _caller_id_allowed(self) -> bool:
        """13214: a phone only sees a number of ours, a verified one, or one of this call's own."""
        caller_id = self.get("callerId")
        own = {self.call.from_, self.call.to} | self.carrier.caller_ids
        if any(noun.tag == "Number" for noun in self.waiting) and caller_id and caller_id not in own:
            self.carrier.violation(f"13214 callerId {caller_id!r} is neither ours nor of this call")
            return False
        return True

    def _ring(self, noun: Element) -> None:
        child = Call(self.carrier, "outbound-dial", self._from(), _address(noun), self._line(noun))
        child.parent = self.call
        child.callback = self.callback_of(noun)
        self.children[child] = noun
        child.when_answered = lambda: self._answered(child)
        child.when_over = lambda: self._ended(child)
        child.when_moved = lambda: self._moved(child)
        child.place(self.number("timeout", DEFAULT_TIMEOUT) + self.carrier.weather.ring_grace)

    def _from(self) -> str:
        return self.get("callerId") or self.call.from_

    def _line(self, noun: Element) -> Line:
        address = (noun.text or "").strip()
        if noun.tag == "Number":
            return self.carrier.line_to(address)
        secure = self.carrier.switches.secure_media_accepted
        return SipLine(self.carrier.sip, address, noun.get("username", ""), noun.get("password", ""), secure)

    def _answered(self, child: Call) -> None:
        self.winner = child
        for other in [leg for leg in self.children if leg is not child]:
            self._release(other)
            other.end("canceled")
        noun = self.children[child]
        if mode := noun.get("machineDetection"):
            callback = self._amd_callback(noun)
            amd.detect(child, mode, lambda: amd.report(child, callback))
        if not noun.get("url"):
            return self._bridge(child)
        child.program = self.carrier.new_whisper(child, lambda: self._bridge(child))
        url = resolve(self.host.url, noun.get("url", ""))
        return child.program.load(noun.get("method", "POST"), url)

    def _amd_callback(self, noun: Element) -> Callback:
        url = noun.get("amdStatusCallback", "")
        method = noun.get("amdStatusCallbackMethod", "POST")
        return Callback(resolve(self.host.url, url) if url else "", method)

    def _bridge(self, child: Call) -> None:
        child.program = None
        self.call.pick_up()
        self.call.bridge, child.bridge = child, self.call
        self.after(self.number("timeLimit", LONGEST_CALL), lambda: child.end("completed"))
        self.call.world.note("bridged", parent=self.call.sid, child=child.sid, to=child.to)
        if self.carrier.switches.quiet_sip_leg_cut_after is not None:
            self._watch(child, 0.0)

    def _watch(self, child: Call, quiet_for: float) -> None:
        """Cut a SIP leg that has sent nobody's voice for too long (32014, open question 6)."""
        limit = self.carrier.switches.quiet_sip_leg_cut_after or 0.0
        alone = isinstance(child.line, SipLine) and not self.carrier.sip_voices(child)
        quiet_for = quiet_for + QUIET_CHECK if alone else 0.0
        if quiet_for >= limit:
            return child.end("failed")
        self.after(QUIET_CHECK, lambda: self._watch(child, quiet_for))
        return None

    def _ended(self, child: Call) -> None:
        bridged = child.bridge is not None
        self._release(child)
        if child is self.winner:
            return self.finish(self._fields(child, "completed", bridged))
        if self.waiting and not self.children:
            noun = self.waiting.pop(0)
            return self._ring(noun)
        return None if self.children else self.finish(self._fields(child, child.status))

    def _moved(self, child: Call) -> None:
        """The child was redirected: the Dial is over for the parent (reference/twilio.md 4.2)."""
        self._release(child)
        if child.program:
            # A whisper that was still being played does not come back.
            child.program.stop("replaced")
            child.program = None
        fields = self._fields(child, "completed", True)
        self.finish([pair for pair in fields if pair[0] != "DialCallDuration"])

    def _release(self, child: Call) -> None:
        self.children.pop(child, None)
        child.when_answered = child.when_over = child.when_moved = nothing
        child.bridge = None
        if self.call.bridge is child:
            self.call.bridge = None

    def _fields(self, child: Call, status: str, bridged: bool = False) -> Params:
        fields = [
            ("DialCallStatus", status),
            ("DialCallSid", child.sid),
            ("DialBridged", str(bridged).lower()),
        ]
        fields.append(("DialCallDuration", str(child.duration)))
        if isinstance(child.line, SipLine):
            fields.append(("DialSipCallId", f"{child.sid.lower()}@sip.invalid"))
            fields += [("DialSipResponseCode", str(child.sip_code))] if child.sip_code else []
        return fields


def _address(noun: Element) -> str:
    return (noun.text or "").strip().partition("?")[0]
