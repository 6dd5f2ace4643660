"""The carrier as a whole: its legs, conferences, numbers and phones, and the ways in and out of it.

Decides who is called how and what is noted as a violation: anything an application sends that Twilio would
refuse, drop or never run. It must not know the application, only the URLs that it was given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from simulator.contract import check_twiml
from simulator.network import Network, Outcome, Reply
from simulator.twilio.calls import Call, Callback
from simulator.twilio.conferences import Conference
from simulator.twilio.control import Hangup, Redirect, Reject, Start, Stop
from simulator.twilio.dial_conference import dial
from simulator.twilio.documents import Document, Trouble, callback_fault, read_document
from simulator.twilio.faults import Fault, inject
from simulator.twilio.gather import Gather
from simulator.twilio.lines import Line, NoLine, SipLine
from simulator.twilio.media import Media
from simulator.twilio.program import Program, VerbTable, fall_back
from simulator.twilio.prompts import Pause, Play, Say
from simulator.twilio.record import Record, Recording
from simulator.twilio.rest import Api
from simulator.twilio.settings import NumberConfig, Switches, Weather
from simulator.twilio.web import Params, Web, without_fragment
from simulator.world import World

if TYPE_CHECKING:
    from simulator.twilio.sip import SipEndpoint

# Beside a conference only these may be played (13238); a whisper may do anything but dial (13201).
SIDE_VERBS: VerbTable = {"Say": Say, "Play": Play, "Pause": Pause, "Redirect": Redirect}
WHISPER_VERBS: VerbTable = {**SIDE_VERBS, "Gather": Gather, "Hangup": Hangup, "Record": Record}
VERBS: VerbTable = {**WHISPER_VERBS, "Dial": dial, "Reject": Reject, "Start": Start, "Stop": Stop}
HEX = "0123456789abcdef"
DOCUMENT_FAULTS = frozenset({11100, 11750, 11770, 12100, 12102, 12300})


class Carrier:
    """A Twilio account on a world. Phones register themselves in `phones`; `violations` must stay empty.

    `numbers` maps our own E.164 numbers to their webhooks; `cps` is how many API calls start per second,
    surplus ones stay queued (reference/twilio.md 4.7). Callbacks and TwiML requests go out over `network`.
    Scenarios put their `Fault`s into `faults` (REST) and `WebhookFault`s into `webhook_faults`.
    """

    def __init__(
        self,
        world: World,
        network: Network,
        account_sid: str,
        auth_token: str,
        numbers: Mapping[str, NumberConfig],
        sip: SipEndpoint,
        cps: float = 1.0,
        switches: Switches | None = None,
        weather: Weather | None = None,
        api_keys: Mapping[str, str] | None = None,
        verified: frozenset[str] = frozenset(),
    ) -> None:
        self.world, self.sip, self.cps = world, sip, cps
        self.account_sid, self.auth_token = account_sid, auth_token
        self.switches, self.weather = switches or Switches(), weather or Weather()
        self.api_keys = dict(api_keys or {})
        self.numbers = dict(numbers)
        self.caller_ids = frozenset(numbers) | verified
        self.calls: dict[str, Call] = {}
        self.conferences: list[Conference] = []
        self.recordings: list[Recording] = []
        self.phones: dict[str, Line] = {}
        self.violations: list[str] = []
        self.faults: list[Fault] = []
        self.web = Web(world, network, auth_token, self.switches, self.weather)
        self.webhook_faults = self.web.faults
        self.media = Media(self.web, self.violation)
        self._api = Api(self)
        self._next_start = 0.0
        for config in self.numbers.values():
            config.sid = config.sid or self.new_sid("PN")

    # --- ways in ---

    def rest(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        """One request to the REST API; what came of it, with `Reply.delay` where a fault slows it down."""
        return inject(self, method, url, headers, body, self._api.handle)

    def inbound(self, line: Line, from_: str, to: str) -> Call:
        """A phone dials one of our numbers; the number's voice URL is asked (reference/twilio.md 1.1)."""
        config = self.numbers[to]
        call = Call(self, "inbound", from_, to, line)
        call.status, call.started = "ringing", self.world.now
        call.fallback = Callback(config.voice_fallback_url, config.voice_fallback_method)
        call.callback = Callback(config.status_callback, config.status_callback_method)
        call.program = self.new_program(call)
        self.world.note("call_in", sid=call.sid, from_=from_, to=to)
        if not config.voice_url or config.trunk_sid or config.voice_application_sid:
            self.world.after(0, lambda: call.end("failed"))
        else:
            call.program.load(config.voice_method, config.voice_url)
        return call

    def start_when_free(self, call: Call, timeout: float) -> None:
        """Place an API call as soon as the calls-per-second limit lets it (reference/twilio.md 4.7)."""
        at = max(self.world.now, self._next_start)
        self._next_start = at + 1 / self.cps
        call.later(at - self.world.now, lambda: call.place(timeout))

    # --- ways out ---

    def fetch(
        self,
        call: Call,
        method: str,
        url: str,
        extra: Params,
        done: Callable[[Document | Trouble], None],
        where: str = "call",
    ) -> None:
        """Ask for a document on behalf of a leg; it is checked against the contract when it arrives."""

        def answered(outcome: Outcome, final: str) -> None:
            document = read_document(outcome, final)
            if isinstance(document, Document):
                self.check(document, where)
            elif document.code in DOCUMENT_FAULTS or (isinstance(outcome, Reply) and outcome.status < 500):
                self.violation(f"{document.code} {_path(final)}")
            done(document)

        self.world.note("asks", sid=call.sid, url=_path(url), params=dict(extra))
        self.web.send(method, url, call.params() + extra, answered)

    def report(self, callback: Callback, fields: Params, warning: int) -> None:
        """Send a callback, late and perhaps twice; `warning` is logged when it is answered badly.

        It goes out once: whatever fails is over (but see `Switches.callbacks_are_retried`).
        """
        if not callback.url:
            return

        def answered(outcome: Outcome, final: str) -> None:
            if isinstance(outcome, Reply) and (fault := callback_fault(outcome)):
                self.violation(f"{warning} {_path(final)} answered {fault}")

        def send() -> None:
            retried = self.switches.callbacks_are_retried
            self.web.send(callback.method, callback.url, fields, answered, retried)

        times = 2 if self.world.random.random() < self.weather.duplicate_callbacks else 1
        for _ in range(times):
            self.world.after(self.world.random.uniform(*self.weather.callback_delay), send)

    # --- what verbs need ---

    def new_program(self, call: Call) -> Program:
        """The main program of a leg: it ends the leg when it has run out of verbs."""
        program = Program(
            call, VERBS, lambda: call.end("completed"), lambda trouble: fall_back(program, trouble)
        )
        return program

    def new_whisper(self, child: Call, over: Callable[[], None]) -> Program:
        """What a dialled party hears before the bridge; when it fails the party is released."""
        return Program(child, WHISPER_VERBS, over, lambda _: child.end("completed"), "whisper")

    def new_side(self, call: Call, over: Callable[[], None], failed: Callable[[Trouble], None]) -> Program:
        """A wait, hold or announce document beside a conference."""
        return Program(call, SIDE_VERBS, over, failed, "wait")

    def conference(self, name: str) -> Conference:
        """The live conference of that name, account-wide, made when there is none."""
        found = self.live_conference(name)
        if found is None:
            found = Conference(self, name)
            self.conferences.append(found)
        return found

    def live_conference(self, name: str) -> Conference | None:
        return next((one for one in self.conferences if one.name == name and not one.over), None)

    def line_to(self, number: str) -> Line:
        return self.phones.get(number) or NoLine()

    def live_calls(self) -> list[Call]:
        return [call for call in self.calls.values() if not call.is_over]

    def voices(self, call: Call, seen: set[Call] | None = None) -> set[Call]:
        """The legs of phones whose voices are sent to this leg's far end, through SIP peers too."""
        seen = {call} if seen is None else seen
        found: set[Call] = set()
        for fed in call.feeds():
            found |= self.sip_voices(fed, seen) if isinstance(fed.line, SipLine) else {fed}
        return found

    def sip_voices(self, call: Call, seen: set[Call] | None = None) -> set[Call]:
        """The legs of phones that a SIP peer sends back on this leg (reference/livekit-lab.md c)."""
        seen = {call} if seen is None else seen | {call}
        invite = call.line.invite if isinstance(call.line, SipLine) else None
        if invite is None or not call.is_live:
            return set()
        others = [self.calls[other.call_sid] for other in self.sip.connected(invite)]
        return set().union(*(self.voices(other, seen) for other in others if other not in seen), set())

    def trouble(self, call: Call, trouble: Trouble) -> None:
        self.world.note("document_failed", sid=call.sid, code=trouble.code, url=_path(trouble.url))

    def check(self, document: Document, where: str) -> None:
        for problem in check_twiml(document.text, where):
            self.violation(f"{_path(document.url)}: {problem}")

    def violation(self, text: str) -> None:
        self.violations.append(text)
        self.world.note("violation", text=text)

    def new_sid(self, prefix: str) -> str:
        return prefix + "".join(self.world.random.choices(HEX, k=32))


def _path(url: str) -> str:
    return without_fragment(url)
