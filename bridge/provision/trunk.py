"""LiveKit's half: one inbound trunk and one dispatch rule that names it, however often and by how many asked.

Decides the order: one step, then look again, so that a request whose answer was lost, or somebody else who
does the same now, is seen. What each step is, is `plan.py`'s business.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bridge.ports.errors import PortError
from bridge.ports.livekit_sip import LiveKitSip, Trunk
from bridge.provision.outcome import AGAIN, TRIES, Line, Pause, changed, livekit_failed, look_again
from bridge.provision.plan import Change, Keep, Make, Refuse, Step, TakeAway, rule_step, trunk_step
from bridge.provision.wanted import wanted_rule

TRUNK, RULE = "LiveKit inbound trunk", "LiveKit dispatch rule"
WAITS = "It must name the trunk, which has to be there first."
NEW = "the new trunk"
BUSY = f"Somebody else does the same now; wait until they are done, {AGAIN}"
Verbs = tuple[Callable[[Any], str], Callable[[Any], None], Callable[[str], None]]


class TrunkAndRule:
    """One run. `mine` are the ids of what it has made; `begun` says what it has asked for so far."""

    def __init__(self, sip: LiveKitSip, trunk: Trunk, pause: Pause) -> None:
        self._sip, self._trunk, self._pause = sip, trunk, pause
        self._mine: dict[str, str] = {}
        self._begun: dict[str, str] = {}
        self._accepted: list[Step] = []
        self._steps: dict[str, Step] = {}
        self._verbs: dict[str, Verbs] = {
            TRUNK: (sip.make_trunk, sip.change_trunk, sip.delete_trunk),
            RULE: (sip.make_rule, sip.change_rule, sip.delete_rule),
        }

    def settle(self) -> list[Line]:
        """Both are as wanted, or a sentence says why not."""
        why = ""
        for attempt in range(TRIES):
            if attempt:
                self._pause(attempt)
            try:
                if self._all_done():
                    return [self._line(what, step) for what, step in self._steps.items()]
                why = BUSY
            except PortError as error:
                why = livekit_failed(error)
                if not look_again(error):
                    break
        settled = [self._line(what, step) for what, step in self._steps.items() if isinstance(step, Keep)]
        return [*settled, Line("LiveKit", why, failed=True)]

    def would(self) -> list[Line]:
        """What `settle` would do; nothing is done."""
        try:
            self._look()
        except PortError as error:
            return [Line("LiveKit", livekit_failed(error), failed=True)]
        return [self._line(what, step) for what, step in self._steps.items()]

    def _all_done(self) -> bool:
        """Step by step, until nothing is left that we can do; False when it is better to wait a moment."""
        while True:
            self._look()
            due = [(what, step) for what, step in self._steps.items() if not isinstance(step, Keep)]
            if not due or isinstance(due[0][1], Refuse):
                return True
            what, step = due[0]
            if isinstance(step, Make) and what in self._mine:
                # Made once, and not listed yet: made again it would be there twice.
                return False
            self._do(what, step)
            if isinstance(step, TakeAway):
                return False

    def _look(self) -> None:
        mine = frozenset(self._mine.values())
        trunk = self._unless_accepted(trunk_step(self._trunk, self._sip.trunks(), mine))
        match trunk:
            case Refuse() | TakeAway():
                rule: Step = Refuse(WAITS)
            case Make():
                rule = rule_step(wanted_rule(NEW), self._sip.rules(), mine)
            case Keep(id=trunk_id) | Change(id=trunk_id):
                rule = rule_step(wanted_rule(trunk_id), self._sip.rules(), mine)
        self._steps = {TRUNK: trunk, RULE: self._unless_accepted(rule)}

    def _unless_accepted(self, step: Step) -> Step:
        """A server that takes a value and does not show it again must not be told for ever."""
        return Keep(step.id) if isinstance(step, Change) and step in self._accepted else step

    def _do(self, what: str, step: Step) -> None:
        make, change, delete = self._verbs[what]
        try:
            match step:
                case Make(thing=thing):
                    self._begun[what] = "made"
                    self._mine[what] = make(thing)
                case Change(thing=thing, what=labels):
                    self._begun.setdefault(what, changed(labels))
                    change(thing)
                    self._accepted.append(step)
                case TakeAway(id=mine):
                    self._begun.pop(what, None)
                    delete(mine)
                    del self._mine[what]
        except PortError as error:
            if not error.maybe_done:
                self._begun.pop(what, None)
            raise

    def _line(self, what: str, step: Step) -> Line:
        match step:
            case Keep(id=known):
                return Line(what, f"{self._begun.get(what, 'unchanged')} ({known})")
            case Make():
                return Line(what, "would make")
            case Change(id=known, what=labels):
                return Line(what, f"{changed(labels, dry_run=True)} ({known})")
            case Refuse(why=why):
                return Line(what, why, failed=True)
        raise AssertionError("only a run that has made something takes it away")
