"""The transcript inside a prompt: who said what, and what it tries to order the model to write.

Decides what counts as a line and as an order; several ways of writing lines are understood, because
the prompt is the application's own affair. It must not know what is made of the lines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

CALLERS = frozenset({"caller", "customer", "client"})
SPEAKER_KEYS = ("speaker", "role", "who", "from", "party", "by")
WORDS_KEYS = ("text", "words", "said", "content", "utterance")
ID_KEYS = ("id", "n", "line", "number", "no", "index", "i", "seq", "turn")
SPEAKERS = r"caller|customer|client|agent|colleague"

# "[3] 00:12 Caller: text", "L3 | caller | text", "caller (3): text", "3. agent: text"
PLAIN = re.compile(
    rf"""^[\s\-*>]*
    (?:[\[(\#]*(?P<id>[A-Za-z]{{0,2}}-?\d{{1,6}})[\])\#:.|,]*\s*[|,]?\s+)?
    (?:\S*\d\d:\d\d\S*\s*[-|]?\s*)?
    [\[(*"]*(?P<who>{SPEAKERS})\b(?P<tail>[^:|>\t\n]{{0,24}}?)["\])*]*\s*[:|>\t]\**\s*
    (?P<words>\S.*)$""",
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)
MARKUP = re.compile(r"<\w+\s+([^<>]*)>([^<]+)</")
ATTRIBUTE = re.compile(r"""(\w+)=["']([^"']*)["']""")

# A claim ends with its sentence: what follows is somebody's own affair.
CLAIM = r"(?:that\s+|:\s*)?(?P<claim>[^.;!?\n]+)"
PEOPLE = r"agent|colleague|operator|person|human|everyone|him|her|them"
LISTENER = rf"(?:(?:the|your|my)\s+)?(?:next\s+|other\s+)?(?:{PEOPLE})"
ORDERS = [
    re.compile(pattern + CLAIM, re.IGNORECASE)
    for pattern in (
        rf"\b(?:tell|inform|assure|remind)\s+{LISTENER}\s+",
        rf"\blet\s+{LISTENER}\s+know\s+",
        r"\b(?:say|write|note|state|report|record|mention|confirm|output)(?:\s+down)?(?=\s+that\s|\s*:)\s*",
        r"\b(?:and|please|just|must|only)\s+(?:say|write|output|state)\s+",
        r"\bmake\s+sure\s+(?:it|the\s+\w+)\s+says\s+",
    )
]
THIRD_PERSON = [
    (re.compile(pattern, re.IGNORECASE), instead)
    for pattern, instead in (
        (r"\bI am\b|\bI'm\b", "the caller is"),
        (r"\bI have\b|\bI've\b", "the caller has"),
        (r"\bmy\b", "the caller's"),
        (r"\bI\b|\bme\b", "the caller"),
    )
]


@dataclass(frozen=True)
class Line:
    """One thing that was said; `number` is its id's digits, or its place in the transcript from 1."""

    id: str
    number: int
    by_caller: bool
    words: str


def read_lines(text: str) -> list[Line]:
    """The lines of a transcript: JSON first, then markup, then plain text."""
    for way in (_json_lines, _markup_lines, _plain_lines):
        if found := list(way(text)):
            return [_line(place, *one) for place, one in enumerate(found, start=1)]
    return []


def caller_lines(text: str) -> list[Line]:
    return [line for line in read_lines(text) if line.by_caller]


def claims_ordered(line: Line) -> list[str]:
    """What a line orders its reader to assert: "tell them I am a VIP" -> "The caller is a VIP."."""
    found = [match["claim"] for order in ORDERS for match in order.finditer(line.words)]
    return list(dict.fromkeys(_asserted(claim) for claim in found))


def question_in(text: str) -> str:
    """What is asked outside of the transcript, such as "Did she pay?"; nothing when nothing is asked."""
    said = read_lines(text)
    outside = [row for row in text.splitlines() if not any(line.words in row for line in said)]
    return next((row for row in reversed(outside) if row.strip(" \"'").endswith("?")), "")


def json_values(text: str) -> Iterator[object]:
    """Every JSON object or array that stands in a text, outermost only."""
    decoder, at = json.JSONDecoder(), 0
    while (opening := re.compile(r"[{\[]").search(text, at)) is not None:
        try:
            value, at = decoder.raw_decode(text, opening.start())
        except ValueError:
            at = opening.end()
        else:
            yield value


Found = tuple[str, str, str]


def _line(place: int, id_: str, speaker: str, words: str) -> Line:
    # "L-17" and 17 are one line: schemas ask for ids as strings or as integers.
    digits = re.sub(r"\D", "", id_)
    by_caller = bool(CALLERS & set(re.findall(r"[a-z]+", speaker.lower())))
    return Line(id_ or str(place), int(digits) if digits else place, by_caller, words.strip())


def _json_lines(text: str) -> Iterator[Found]:
    for value in json_values(text):
        yield from _inside(value)


def _inside(value: object) -> Iterator[Found]:
    """Lines anywhere in a JSON value: objects with a speaker and words, or [id, speaker, words]."""
    if isinstance(value, dict):
        if (line := _of_object(value)) is not None:
            yield line
            return
        for part in value.values():
            yield from _inside(part)
    if isinstance(value, list):
        # A short list with two texts at its end is a line, any other list holds lines.
        if len(value) in (2, 3) and all(isinstance(part, str) for part in value[-2:]):
            yield str(value[0]) if len(value) == 3 else "", value[-2], value[-1]
            return
        for part in value:
            yield from _inside(part)


def _of_object(value: dict[str, object]) -> Found | None:
    id_ = next((str(value[key]) for key in ID_KEYS if isinstance(value.get(key), str | int)), "")
    for speaker in (key for key in SPEAKER_KEYS if isinstance(value.get(key), str)):
        for words in (key for key in WORDS_KEYS if isinstance(value.get(key), str)):
            return id_, str(value[speaker]), str(value[words])
    for key, said in value.items():
        if key.lower() in SPEAKERS.split("|") and isinstance(said, str):
            return id_, key, said
    return None


def _markup_lines(text: str) -> Iterator[Found]:
    for attributes, words in MARKUP.findall(text):
        if (line := _of_object({**dict(ATTRIBUTE.findall(attributes)), "text": words})) is not None:
            yield line


def _plain_lines(text: str) -> Iterator[Found]:
    for match in PLAIN.finditer(text):
        in_tail = re.search(r"\d+", match["tail"])
        yield match["id"] or (in_tail[0] if in_tail else ""), match["who"], match["words"]


def _asserted(claim: str) -> str:
    for pattern, instead in THIRD_PERSON:
        claim = pattern.sub(instead, claim)
    claim = claim.strip(" ,\"'")
    return claim[:1].upper() + claim[1:] + "."
