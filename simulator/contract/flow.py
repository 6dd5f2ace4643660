"""The order of the verbs in one document: which never run, and which come too late to work.

Decides on warnings only, for such a document is legal.
It must not know attributes but those that end a document or answer a call.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from simulator.contract.places import Place
from simulator.contract.problem import Problem, warning
from simulator.contract.tables import ELEMENTS

# Not <Record>: an empty recording makes no action request and goes on (reference/twilio.md section 10).
ALWAYS_LAST = ("Redirect", "Hangup", "Reject", "Leave")
LAST_WITH_ACTION = ("Dial", "Enqueue", "Connect", "Refer", "Pay")
SILENT = ("Pause", "Start", "Stop")


@dataclass
class _Course:
    """How far a document has come: was the call answered, and what did not come back."""

    answered: bool = False
    ended_by: str = ""
    # Verbs that may stand after the end without a word: they guard against it.
    guards: set[str] = field(default_factory=lambda: {"Hangup"})


def flow_problems(verbs: Mapping[str, Element], place: Place) -> Iterator[Problem]:
    """Warnings about `verbs`, the document's verbs by their paths in document order."""
    course = _Course()
    for path, verb in verbs.items():
        yield from _too_late(verb, path, course)
        _go_on(verb, course)
    background = {verb.tag for verb in verbs.values()} <= {"Start", "Stop"}
    if verbs and background and place.name in ("call", "inline"):
        yield warning("/Response", "nothing follows <Start>/<Stop>, so the call hangs up at once")


def _too_late(verb: Element, path: str, course: _Course) -> Iterator[Problem]:
    if course.ended_by and verb.tag not in course.guards:
        yield warning(path, f"never runs: {course.ended_by} before it does not come back to this document")
    if course.answered and verb.tag == "Reject":
        yield warning(path, "the call is already answered (and billed); <Reject> must come first")
    if course.answered and verb.get("answerOnBridge") == "true":
        yield warning(path, "answerOnBridge has no effect: a verb before it has answered the call")


def _go_on(verb: Element, course: _Course) -> None:
    course.answered |= verb.tag in ELEMENTS and verb.tag not in SILENT
    if course.ended_by:
        return
    if verb.tag in ("Say", "Play") and verb.get("loop") == "0":
        course.ended_by = f"<{verb.tag} loop=0>"
        course.guards.add("Redirect")
    elif _ends(verb):
        course.ended_by = f"<{verb.tag}>"


def _ends(verb: Element) -> bool:
    if verb.tag == "Gather":
        return verb.get("actionOnEmptyResult") == "true"
    return verb.tag in ALWAYS_LAST or (verb.tag in LAST_WITH_ACTION and bool(verb.get("action")))
