"""From an HTTP answer to a TwiML document, or to the error number that Twilio would log.

Decides what counts as a document: content types, size, well-formedness (reference/twilio.md 1.1).
It must not know verbs or calls.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from simulator.network import Failure, Outcome

SIZE_LIMIT = 64 * 1024
MARKUP = frozenset({"text/xml", "application/xml", "text/html"})
APPLICATION_ERROR = "<Response><Say>We are sorry, an application error has occurred. Goodbye.</Say></Response>"


@dataclass(frozen=True)
class Document:
    """A parsed document and the URL that it came from; relative URLs in it are resolved against that."""

    url: str
    root: Element
    text: str


@dataclass(frozen=True)
class Trouble:
    """Why there is no document: Twilio's error number and the URL that is to blame."""

    code: int
    url: str


def read_document(outcome: Outcome, url: str) -> Document | Trouble:
    """The document in an HTTP answer (reference/twilio.md 1.1, 4.9 for the numbers)."""
    if isinstance(outcome, Failure):
        return Trouble(11205 if outcome.kind == "refused" else 11200, url)
    if outcome.status // 100 == 3:
        return Trouble(11215, url)
    kind = outcome.header("Content-Type").partition(";")[0].strip().lower()
    if outcome.status // 100 != 2 or not kind:
        return Trouble(11200, url)
    if kind.startswith("audio/"):
        return parse(f"<Response><Play>{url.partition('#')[0]}</Play></Response>", url)
    text = outcome.body.decode("utf-8", "replace")
    if kind == "text/plain":
        return _plain(text, url)
    return _sized(outcome.body, text, url) if kind in MARKUP else Trouble(12300, url)


def parse(text: str, url: str) -> Document | Trouble:
    """The document in a text, as in the `Twiml` parameter of REST requests."""
    try:
        root = ElementTree.fromstring(text.encode())
    except ElementTree.ParseError:
        return Trouble(12100, url)
    return Document(url, root, text) if root.tag == "Response" else Trouble(12102, url)


def _plain(text: str, url: str) -> Document | Trouble:
    """Plain text is a document when it parses as one, otherwise it is read aloud."""
    found = parse(text, url)
    if isinstance(found, Document):
        return found
    root = Element("Response")
    ElementTree.SubElement(root, "Say").text = text
    return Document(url, root, ElementTree.tostring(root, "unicode"))


def _sized(body: bytes, text: str, url: str) -> Document | Trouble:
    if len(body) > SIZE_LIMIT:
        return Trouble(11750, url)
    return parse(text, url) if body.strip() else Trouble(11770, url)
