"""Would Twilio run this TwiML document as it stands?

Decides by walking the document along the official tables: size, well-formedness, nesting, attributes,
texts. It must not know how the document came to be, nor the state of any call.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from simulator.contract.elements import ELEMENT_RULES
from simulator.contract.flow import flow_problems
from simulator.contract.places import PLACES, Place
from simulator.contract.problem import Problem, error, warning
from simulator.contract.tables import ELEMENTS, LIMITS, TWIML, did_you_mean
from simulator.contract.texts import text_problems
from simulator.contract.values import Rule, value_complaint

# Error numbers of reference/twilio.md 1.1.
TOO_LARGE, EMPTY, MALFORMED, WRONG_ROOT, DROPPED = 11750, 11770, 12100, 12102, 12200
INLINE_TOO_LONG = 32018

NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
XML_NAMESPACE = "{http://www.w3.org/XML/1998/namespace}"
NO_RULE: Rule = {}


def document_problems(xml: str, where: str = "call") -> list[Problem]:
    """Everything Twilio would refuse, drop or never run in `xml`; ValueError for an unknown `where`."""
    if where not in PLACES:
        raise ValueError(f"where must be one of {', '.join(PLACES)}")
    if not xml.strip():
        return [error("/", "the document is empty; an empty answer is <Response/>", EMPTY)]
    place = PLACES[where]
    return [*_size_problems(xml, place), *_content_problems(xml, place)]


def _size_problems(xml: str, place: Place) -> Iterator[Problem]:
    size = len(xml.encode("utf-8", "surrogatepass"))
    if size > LIMITS["document_bytes"]:
        yield error("/", f"{size} bytes, at most {LIMITS['document_bytes']}", TOO_LARGE)
    if place.inline and len(xml) > LIMITS["inline_chars"]:
        message = f"{len(xml)} characters; the Twiml parameter takes at most {LIMITS['inline_chars']}"
        yield error("/", message, INLINE_TOO_LONG)


def _content_problems(xml: str, place: Place) -> Iterator[Problem]:
    root = _parse(xml)
    if isinstance(root, Problem):
        yield root
    elif root.tag != "Response":
        yield error(f"/{root.tag}", "the root element must be <Response>", WRONG_ROOT)
    else:
        yield from _element_problems(root, "Response", "/Response", place)
        yield from flow_problems(_children(root, "/Response"), place)


def _parse(xml: str) -> Element | Problem:
    if bad := NOT_XML.search(xml):
        message = f"character U+{ord(bad[0]):04X} at offset {bad.start()} is not allowed in XML 1.0"
        return error("/", message, MALFORMED)
    # Entities could grow without bound, and Twilio's documents need none.
    if re.search(r"<!(DOCTYPE|ENTITY)", xml):
        return error("/", "document type declarations do not belong in TwiML", MALFORMED)
    try:
        return ElementTree.fromstring(xml.encode(), ElementTree.XMLParser(encoding="utf-8"))  # noqa: S314
    except (ElementTree.ParseError, LookupError, ValueError) as wrong:
        return error("/", f"not well-formed XML: {wrong}", MALFORMED)


def _children(parent: Element, path: str) -> dict[str, Element]:
    seen: Counter[str] = Counter()
    named = {}
    for child in parent:
        seen[child.tag] += 1
        named[f"{path}/{child.tag}[{seen[child.tag]}]"] = child
    return named


def _element_problems(element: Element, key: str, path: str, place: Place) -> Iterator[Problem]:
    spec = ELEMENTS[key]
    for name, value in element.attrib.items():
        plain = name.replace(XML_NAMESPACE, "xml:")
        yield from _attribute_problems(element, plain, value, f"{path}/@{plain}", spec, place)
    yield from _lost_text(element, spec.get("text"), path)
    if kind := spec.get("text"):
        yield from text_problems(kind, element, path, place)
    if rule := ELEMENT_RULES.get(element.tag):
        yield from rule(element, path, place)
    for child_path, child in _children(element, path).items():
        yield from _child_problems(element, child, spec.get("children", []), child_path, place)


def _attribute_problems(
    element: Element, name: str, value: str, path: str, spec: Rule, place: Place
) -> Iterator[Problem]:
    known = spec.get("attributes", {})
    rule = known.get(name, NO_RULE)
    if not rule:
        hint = did_you_mean(name, known)
        yield error(path, f"<{element.tag}> has no attribute {name!r}, Twilio drops it{hint}", DROPPED)
    elif (name, value) == ("action", ""):
        yield warning(path, "empty action: leave the attribute out or give a URL")
    elif found := value_complaint(rule, value, absolute=place.inline):
        yield error(path, f"{name}: {found[0]}", found[1])
    if rule.get("deprecated"):
        yield warning(path, f"{name} is deprecated: {rule['deprecated']}")
    if name.endswith("CallbackEvent") and name.removesuffix("Event") not in element.attrib:
        yield warning(path, f"{name} has no effect without {name.removesuffix('Event')}")


def _lost_text(element: Element, kind: str | None, path: str) -> Iterator[Problem]:
    """Text outside of the elements that take any: Twilio drops it."""
    pieces = [] if kind else [element.text or ""]
    if kind not in ("speech", "ssml"):
        pieces += [child.tail or "" for child in element]
    if lost := " ".join(pieces).strip():
        yield error(path, f"text {lost[:40]!r} is not allowed here and is lost", DROPPED)


def _child_problems(
    parent: Element, child: Element, allowed: list[str], path: str, place: Place
) -> Iterator[Problem]:
    if child.tag not in ELEMENTS:
        hint = did_you_mean(child.tag, ELEMENTS)
        yield error(path, f"<{child.tag}> is not a TwiML element, Twilio drops it{hint}", DROPPED)
    elif child.tag not in allowed:
        homes = [name for name, spec in ELEMENTS.items() if child.tag in spec.get("children", [])]
        message = f"<{child.tag}> is not allowed in <{parent.tag}>, only in: {', '.join(homes) or 'nothing'}"
        yield error(path, message, TWIML["nested_code"].get(parent.tag, DROPPED))
    else:
        if parent.tag == "Response" and place.refuses(child.tag):
            yield error(path, f"<{child.tag}> does not run here ({place.about})", place.code)
        # A few nouns take other attributes under another verb; those have a row of their own.
        special = f"{parent.tag}/{child.tag}"
        yield from _element_problems(child, special if special in ELEMENTS else child.tag, path, place)
