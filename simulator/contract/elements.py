"""What single TwiML elements demand beyond their tables: attributes and nouns that go together.

Decides one function per element, found by its name in `ELEMENT_RULES`.
It must not know the order of verbs, nor what stands in other elements.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from xml.etree.ElementTree import Element

from simulator.contract.places import Place
from simulator.contract.problem import Problem, error, warning
from simulator.contract.tables import LIMITS

ElementRule = Callable[[Element, str, Place], Iterator[Problem]]


def _say(element: Element, path: str, place: Place) -> Iterator[Problem]:
    if len(element) and element.get("voice") in ("man", "woman", "alice"):
        yield warning(path, f"SSML needs a Polly or Google voice, not {element.get('voice')!r}")


def _play(element: Element, path: str, place: Place) -> Iterator[Problem]:
    if not (element.text or "").strip() and not element.get("digits"):
        yield error(path, "<Play> needs a URL or digits")


def _dial(element: Element, path: str, place: Place) -> Iterator[Problem]:
    nouns = Counter(child.tag for child in element)
    number = (element.text or "").strip()
    if not nouns and not number:
        yield error(path, "<Dial> dials nobody: it has neither a number nor a noun", 13223)
    if nouns and number:
        yield error(path, f"number {number!r} beside nouns is lost: put it in <Number>", 12200)
    if nouns["Conference"] and nouns.total() > 1:
        yield error(path, "<Conference> cannot be mixed with another noun", 13000)
    if nouns.total() > LIMITS["dial_targets"]:
        yield error(path, f"{nouns.total()} targets, at most {LIMITS['dial_targets']}")
    if element.get("referUrl") and (nouns["Conference"] or nouns["Queue"]):
        yield warning(path, "referUrl has no effect for a Conference or a Queue", 13802)


def _sip(element: Element, path: str, place: Place) -> Iterator[Problem]:
    if ("username" in element.attrib) != ("password" in element.attrib):
        yield error(path, "username and password go together", 13249)


def _gather(element: Element, path: str, place: Place) -> Iterator[Problem]:
    if element.get("speechTimeout") == "auto" and element.get("speechModel") == "default":
        yield error(path, "speechTimeout auto cannot be used with speechModel default", 13335)
    if place.inline and "action" not in element.attrib:
        yield warning(path, "needs an absolute action: an inline document has no URL to send the input to")


def _record(element: Element, path: str, place: Place) -> Iterator[Problem]:
    length = element.get("maxLength", "")
    if element.get("transcribe") == "true" and length.isdigit() and not 2 <= int(length) <= 120:
        yield error(path, "transcription needs maxLength between 2 and 120", 13615)
    if "action" not in element.attrib:
        yield warning(path, "without action the recording is sent to this document's own URL, which loops")


def _enqueue(element: Element, path: str, place: Place) -> Iterator[Problem]:
    if element.find("Task") is not None and "workflowSid" not in element.attrib:
        yield error(path, "<Task> needs workflowSid on <Enqueue>")


def _start(element: Element, path: str, place: Place) -> Iterator[Problem]:
    yield from _needs_a_noun(element, path)
    for noun in element.findall("Transcription"):
        if not {"statusCallbackUrl", "intelligenceService"} & noun.attrib.keys():
            yield warning(path, "<Transcription> without statusCallbackUrl sends its text nowhere")


def _stop(element: Element, path: str, place: Place) -> Iterator[Problem]:
    yield from _needs_a_noun(element, path)
    if any(not noun.get("name") for noun in element):
        yield error(path, "each noun in <Stop> needs the name it was started with")


def _needs_a_noun(element: Element, path: str) -> Iterator[Problem]:
    if not len(element):
        yield error(path, f"<{element.tag}> needs a noun", 14300)


def _refer(element: Element, path: str, place: Place) -> Iterator[Problem]:
    if len(element.findall("Sip")) != 1:
        yield error(path, "<Refer> needs exactly one <Sip>")


def _reject(element: Element, path: str, place: Place) -> Iterator[Problem]:
    if place.name != "call":
        yield warning(path, "<Reject> only works on an inbound call that has not been answered")


def _leave(element: Element, path: str, place: Place) -> Iterator[Problem]:
    if place.name != "queue":
        yield warning(path, "<Leave> only works in the waitUrl document of <Enqueue>")


ELEMENT_RULES: Mapping[str, ElementRule] = {
    "Say": _say,
    "Play": _play,
    "Dial": _dial,
    "Sip": _sip,
    "Gather": _gather,
    "Record": _record,
    "Enqueue": _enqueue,
    "Start": _start,
    "Stop": _stop,
    "Refer": _refer,
    "Reject": _reject,
    "Leave": _leave,
}
