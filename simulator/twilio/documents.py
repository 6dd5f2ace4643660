"""From an HTTP answer to a TwiML document, or to the error number that Twilio would log.

Decides what counts as a document: content types, size, well-formedness (reference/twilio.md 1.1).
It must not know verbs or calls.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from simulator.network import Failure, Outcome, Reply

SIZE_LIMIT = 64 * 1024
MARKUP = frozenset({"text/xml", "application/xml", "text/html"})
APPLICATION_ERROR = (
    "<Response><Say>We are sorry, an application error has occurred. Goodbye.</Say></Response>"
)


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
    if not url.startswith(("http://", "https://")):
        return Trouble(11100, url)
    if isinstance(outcome, Failure):
        return Trouble(11205 if outcome.kind == "refused" else 11200, url)
    if outcome.status // 100 == 3:
        return Trouble(11215, url)
    kind = outcome.header("Content-Type").partition(";")[0].strip().lower()
    if outcome.status // 100 != 2 or not kind:
        return Trouble(11200, url)
    if kind.startswith("audio/"):
        return _one_verb("Play", url.partition("#")[0], url)
    if kind not in MARKUP and kind != "text/plain":
        return Trouble(12300, url)
    if len(outcome.body) > SIZE_LIMIT:
        return Trouble(11750, url)
    if not outcome.body.strip():
        return Trouble(11770, url)
    read = _plain if kind == "text/plain" else parse
    return read(outcome.body.decode("utf-8", "replace"), url)


def callback_fault(reply: Reply) -> str:
    """What is wrong with the answer to a status callback: a refusal, or text that is no TwiML.

    Nothing but a warning comes of it (reference/twilio.md 1.1); 5xx is trouble, no fault of the contract.
    """
    if reply.status // 100 == 4:
        return str(reply.status)
    text = reply.body.decode("utf-8", "replace")
    if reply.status // 100 == 2 and text.strip() and isinstance(parse(text, ""), Trouble):
        return f"{reply.status} with a body that is no TwiML"
    return ""


def parse(text: str, url: str) -> Document | Trouble:
    """The document in a text, as in the `Twiml` parameter of REST requests."""
    try:
        root = ElementTree.fromstring(text.encode())  # noqa: S314 (the application under test is ours)
    except ElementTree.ParseError:
        return Trouble(12100, url)
    return Document(url, root, text) if root.tag == "Response" else Trouble(12102, url)


def _plain(text: str, url: str) -> Document | Trouble:
    """Plain text is a document when it parses as one, otherwise it is read aloud."""
    found = parse(text, url)
    return found if isinstance(found, Document) else _one_verb("Say", text, url)


def _one_verb(verb: str, text: str, url: str) -> Document:
    root = Element("Response")
    ElementTree.SubElement(root, verb).text = text
    return Document(url, root, ElementTree.tostring(root, "unicode"))
