"""The judge: looks at the world after every event and says which promise was broken, in a sentence.

Decides by what phones hear and what the carrier was asked, never by what the application says of itself
(design 6). Numbers of the invariants stand in the sentences. It must not know how a promise is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from simulator.hearing import in_conversation
from simulator.network import Outcome, Reply
from simulator.phones import Phone
from simulator.twilio.carrier import Carrier
from simulator.twilio.record import Record
from simulator.world import Fact, World

LONGEST_SILENCE = 5.0
# When LiveKit dies under a talk its silence must be noticed first.
LONGEST_OUTAGE = 10.0
LONGEST_ALONE = 10.0
# From the begin of the last sentence to the end of the call.
LONGEST_GOODBYE = 20.0


@dataclass
class Judge:
    """`may_dial`: whether a number is in the directory or allowed; `problems` must stay empty."""

    world: World
    carrier: Carrier
    may_dial: Callable[[str], bool]
    callers: list[Phone] = field(default_factory=list)
    agents: list[Phone] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    longest_silence: float = LONGEST_SILENCE

    def __post_init__(self) -> None:
        self._accepted: set[str] = set()
        self._attempts: set[str] = set()
        self._hang_ups: set[str] = set()
        self._outages: list[list[float]] = []
        self._recorded: dict[str, float] = {}
        self._alone: dict[str, float] = {}
        self.world.watchers.append(self.look)
        self.world.observers.append(self._observe)

    # --- what it sees ---

    def look(self) -> None:
        """After every event."""
        for caller in self.callers:
            self._silence(caller)
            for agent in self.agents:
                self._accepted_before_heard(caller, agent)
        for agent in self.agents:
            self._loneliness(agent)
        self._one_leg_each()

    def asked(self, method: str, url: str, body: bytes, outcome: Outcome) -> None:
        """The application asked the carrier's REST API for something, and this came of it."""
        path, form = urlsplit(url).path, parse_qs(body.decode())
        done = not isinstance(outcome, Reply) or outcome.status < 400
        if method != "POST" or not done:
            return
        if path.endswith("/Calls.json"):
            self._dialled(form.get("To", [""])[0], form.get("StatusCallback", [""])[0])
        elif form.get("Status") == ["completed"]:
            self._hung_up(path)

    def settle(self) -> None:
        """Everything should be over: nothing left behind (6.7), nobody released without a word."""
        for call in self.carrier.live_calls():
            self._say(f"6.7 a leg to {call.to[-4:]} ({call.direction}, {call.status}) was left behind")
        for conference in self.carrier.conferences:
            if not conference.over:
                self._say(f"6.7 conference {conference.name} was left behind")
        for caller in self.callers:
            if caller.released and not _was_told(caller):
                self._say(f"{caller.name} was released without a word")

    # --- what it says ---

    def _silence(self, caller: Phone) -> None:
        """6.1: never more than 5 s without a person, speech, music or ringing; but a message may be left."""
        if is_recorded(caller):
            self._recorded[caller.name] = self.world.now
        if caller.silent_since is None:
            return
        since = max(caller.silent_since, self._recorded.get(caller.name, 0.0))
        silent = self.world.now - since - self._dead_between(since, self.world.now)
        if silent > self.longest_silence + 1e-6:
            self._say(f"6.1 {caller.name} heard nothing for more than {self.longest_silence:.0f} s")

    def _loneliness(self, agent: Phone) -> None:
        """Nobody sits alone in a conversation for more than 10 s; caller or agent, but 6.1 is stricter."""
        if not (in_conversation(agent) and agent.silent_since is not None):
            self._alone.pop(agent.name, None)
            return
        since = self._alone.setdefault(agent.name, self.world.now)
        alone = self.world.now - since - self._dead_between(since, self.world.now)
        longest = max(LONGEST_ALONE, self.longest_silence)
        if alone > longest + 1e-6:
            self._say(f"{agent.name} was alone in a conversation for more than {longest:.0f} s")

    def _dead_between(self, since: float, now: float) -> float:
        """Seconds in which no process of the application lived; for those nobody is blamed."""
        return sum(max(min(end, now) - max(begin, since), 0.0) for begin, end in self._outages)

    def _accepted_before_heard(self, caller: Phone, agent: Phone) -> None:
        """6.2: whoever has not pressed 1 neither hears the caller nor is heard."""
        if agent.call is None or agent.call.direction == "inbound" or agent.call.sid in self._accepted:
            return
        if agent.hears(caller) or caller.hears(agent):
            self._say(f"6.2 {caller.name} and {agent.name} hear each other before {agent.name} took the call")

    def _one_leg_each(self) -> None:
        """6.3: a phone of an agent is never rung or kept twice at once."""
        legs = Counter(c.to for c in self.carrier.live_calls() if c.direction == "outbound-api")
        for number, count in legs.items():
            if count > 1:
                self._say(f"6.3 {count} live legs to the phone {number[-4:]} at once")

    def _dialled(self, to: str, attempt: str) -> None:
        """6.4 and 6.9: an attempt dials once, and only whom it may."""
        if attempt in self._attempts:
            self._say(f"6.4 the same attempt dialled {to[-4:]} twice")
        self._attempts.add(attempt)
        if not self.may_dial(to):
            self._say(f"6.9 {to[-4:]} is neither in the directory nor allowed")

    def _hung_up(self, path: str) -> None:
        if path in self._hang_ups:
            self._say(f"6.4 {path.rpartition('/')[2]} was hung up twice by request")
        self._hang_ups.add(path)

    def _observe(self, fact: Fact) -> None:
        if fact.kind == "process_killed" and not fact.details["left"]:
            self._outages.append([fact.at, float("inf")])
        if fact.kind == "process_up" and self._outages:
            self._outages[-1][1] = min(self._outages[-1][1], fact.at)
        if fact.kind == "presses" and str(fact.details["digits"]).startswith("1"):
            for phone in self.agents:
                if phone.name == fact.details["phone"] and phone.call is not None:
                    self._accepted.add(phone.call.sid)

    def _say(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)
            self.world.note("broken_promise", text=problem)


def is_recorded(phone: Phone) -> bool:
    """After the tone it is the caller's turn to speak."""
    program = phone.call.program if phone.call is not None else None
    return program is not None and isinstance(program.verb, Record)


def _was_told(phone: Phone) -> bool:
    """Whether a sentence began shortly before the end, which is the last that was heard."""
    since = phone.heard[-1].at - LONGEST_GOODBYE
    return any(fact.kind == "speech" for fact in phone.heard if fact.at >= since)
