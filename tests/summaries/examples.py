"""A support call that the tests talk about, and small makers of facts, lines and answers.

Decides the words of the examples; what must come out of them stands in the tests.
"""

from __future__ import annotations

import json

from summaries import Facts, Line
from summaries.words import Speaker

START = 1_700_000_000.0

SUPPORT_CALL = (
    "agent: Thank you for calling, this is Alice. How can I help?",
    "caller: Hi, this is Maria Gomez. I was charged twice for order four eight two one on Monday.",
    "caller: It was $49.90 each time, and I want the second charge refunded.",
    "agent: I see two charges. I'll ask billing to refund one of them by Friday.",
    "caller: I already wrote two e-mails and nobody answered. I am the account owner, by the way.",
    "agent: I could not verify you yet. Let me connect you with Bob in billing.",
)


def known(**changed: object) -> Facts:
    values: dict[str, object] = {
        "caller": "a caller whose number ends in 0 1 2 3",
        "since": START,
        "now": START + 250,
        "skill": "billing",
        "from_agent": "Alice",
        "reason": "double charge, needs a refund",
    }
    return Facts(**(values | changed))


def said(*words: str) -> list[Line]:
    """Lines from `caller: ...` and `agent: ...`; without a name it is the caller."""
    return [_line(number, one) for number, one in enumerate(words)]


def _line(number: int, words: str) -> Line:
    name, colon, text = words.partition(": ")
    speaker: Speaker = "agent" if colon and name == "agent" else "caller"
    text = text if colon and name in ("agent", "caller") else words
    return Line(number, START + 5 * number, speaker, text)


def answer(headline: str, *details: str) -> str:
    return json.dumps({"headline": headline, "details": list(details)})


def cited(headline: tuple[str, list[int]], *details: tuple[str, str, list[int]]) -> str:
    """An answer in the shape of the schema: texts with the lines that they are said to rest on."""
    told = [{"about": about, "text": text, "lines": lines} for about, text, lines in details]
    return json.dumps({"headline": {"text": headline[0], "lines": headline[1]}, "details": told})


def reply(text: str, *lines: int, known: bool = True) -> str:
    return json.dumps({"known": known, "text": text, "lines": list(lines)})
