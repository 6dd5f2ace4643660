"""The text inside TwiML elements: speech, phone numbers, SIP URIs, URLs, names of conferences and queues.

Decides on lengths and forms (reference/twilio.md 3.2, 3.3, 3.6, section 10).
It must not know nesting or attributes, but those that change what a text may be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote_plus
from xml.etree.ElementTree import Element

from simulator.contract.places import Place
from simulator.contract.problem import Problem, error, warning
from simulator.contract.sip import sip_complaints
from simulator.contract.tables import E164, LIMITS
from simulator.contract.values import url_complaint

BASIC_VOICES = (None, "man", "woman", "alice")
NOTHING_TO_SAY, TOO_MUCH_TO_SAY = 13520, 13521
BAD_NUMBER, BAD_CONFERENCE_NAME, BAD_URL = 13223, 13237, 11100
QUEUE_CODES = {"Enqueue": {"missing": 14204, "long": 14205}, "Queue": {"missing": 14212, "long": 14213}}


def text_problems(kind: str, element: Element, path: str, place: Place) -> Iterator[Problem]:
    """What is wrong with the text of `element`, whose official kind is `kind` (`speech`, `sip`, ...)."""
    text = "".join(element.itertext()) if kind == "speech" else (element.text or "").strip()
    if check := _KINDS.get(kind):
        yield from check(text, element, path, place)


def _speech(text: str, element: Element, path: str, place: Place) -> Iterator[Problem]:
    voice = element.get("voice")
    if not text.strip():
        yield error(path, "<Say> has nothing to say", NOTHING_TO_SAY)
    # SSML tags do not count, so the limits are held against the text alone.
    encoded = len(quote_plus(text.strip()))
    if (voice or "").startswith("Polly.") and len(text) > LIMITS["say_chars_polly"]:
        yield _too_long(path, f"{len(text)} characters for a Polly voice", "say_chars_polly")
    elif voice in BASIC_VOICES and len(text.encode()) > LIMITS["say_bytes_basic"]:
        yield _too_long(path, f"{len(text.encode())} bytes of text", "say_bytes_basic")
    elif encoded > LIMITS["say_urlencoded"]:
        yield _too_long(path, f"{encoded} characters when URL-encoded", "say_urlencoded")


def _too_long(path: str, what: str, limit: str) -> Problem:
    return error(path, f"{what}, at most {LIMITS[limit]}", TOO_MUCH_TO_SAY)


def _number(text: str, element: Element, path: str, place: Place) -> Iterator[Problem]:
    if not text and element.tag == "Dial":
        return
    digits = re.sub(r"[\s().-]", "", text)
    if not re.fullmatch(r"\+?[0-9*#]+", digits):
        yield error(path, f"{text!r} is not a phone number", BAD_NUMBER)
    elif len(digits) > 6 and not E164.fullmatch(text):
        yield warning(path, f"{text!r} is not in E.164 form (+ country code number)", BAD_NUMBER)


def _sip(text: str, element: Element, path: str, place: Place) -> Iterator[Problem]:
    if element.tag == "Sip" and element.find("Uri") is not None:
        return
    yield from (error(path, message, code) for message, code in sip_complaints(text))


def _conference(text: str, element: Element, path: str, place: Place) -> Iterator[Problem]:
    longest = LIMITS["conference_name"]
    if not 1 <= len(text) <= longest:
        message = f"conference name has {len(text)} characters, allowed are 1 to {longest}"
        yield error(path, message, BAD_CONFERENCE_NAME)


def _queue(text: str, element: Element, path: str, place: Place) -> Iterator[Problem]:
    codes = QUEUE_CODES[element.tag]
    if len(text) > LIMITS["queue_name"]:
        message = f"queue name has {len(text)} characters, at most {LIMITS['queue_name']}"
        yield error(path, message, codes["long"])
    elif not text and not {"workflowSid", "reservationSid"} & element.attrib.keys():
        yield error(path, "queue name is missing", codes["missing"])


def _url(text: str, element: Element, path: str, place: Place) -> Iterator[Problem]:
    if text and (found := url_complaint(text, absolute=place.inline)):
        yield error(path, f"URL {found[0]}", found[1] or BAD_URL)
    elif not text and place.inline and element.tag == "Redirect":
        yield error(path, "needs a URL: an inline document has no URL of its own to go back to", BAD_URL)


_KINDS: Mapping[str, Callable[[str, Element, str, Place], Iterator[Problem]]] = {
    "speech": _speech,
    "number": _number,
    "sip": _sip,
    "conference": _conference,
    "queue": _queue,
    "url": _url,
}
