"""`python -m benchmarks.brief`: what the words of a call of ten minutes cost to redact, pick from and check.

Decides what is measured: the processor's time, the best of rounds, for other work on the machine only adds;
memory as Python counts it. Each round reads the call anew, as the first answer does. Like `stored` it looks
inside, for a server would hide what a brief costs.
"""

from __future__ import annotations

import itertools
import json
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import replace

from summaries import Facts, Line, facts_brief, redact
from summaries.extract import extract
from summaries.validate import Validator
from tests.summaries.corpus.reading import START, dialogues

LINES, WORDS, ROUNDS = 120, 1_500, 15
FACTS = Facts("a caller", START, START + 600, "billing", "Alice", "charged twice")
DETAILS = (
    "The caller wants the second charge refunded.",
    "Alice says billing will return one of them by Friday.",
    "The caller wrote two e-mails.",
    "Her parcel should be at number 99.",
)


def call_of_ten_minutes() -> list[Line]:
    """Lines of the English dialogues one after another; short ones are joined until the words are enough."""
    texts = itertools.cycle(line for one in dialogues("en") for line in one.lines)
    made: list[Line] = []
    words = 0
    for number in range(LINES):
        line = next(texts)
        said = [line.text]
        while words + len(" ".join(said).split()) < WORDS * (number + 1) // LINES:
            said.append(next(texts).text)
        words += len(" ".join(said).split())
        made.append(replace(line, number=number, at=START + 600 / LINES * number, text=" ".join(said)))
    return made


def copied(lines: Sequence[Line]) -> list[Line]:
    """As they come from the database, each with words of its own."""
    return [replace(line, text=f"{line.text} ") for line in lines]


def works(lines: Sequence[Line]) -> dict[str, Callable[[], object]]:
    raw = json.dumps({"headline": "The caller wants a refund.", "details": DETAILS})
    return {
        "redaction of every line": lambda: [redact(line.text) for line in lines],
        "a model's answer checked": lambda: Validator(FACTS, lines).brief(raw, "groq"),
        "extraction": lambda: extract(lines, "en"),
        "the offline brief, extraction included": lambda: facts_brief(FACTS, lines),
    }


def milliseconds(work: Callable[[], object]) -> float:
    found = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return min(found) * 1000


def kilobytes(work: Callable[[], object]) -> float:
    """The most that is held at once while it is done."""
    work()
    tracemalloc.start()
    kept = work()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept is not None
    return most / 1000


def main() -> None:
    lines = call_of_ten_minutes()
    words = sum(len(line.text.split()) for line in lines)
    print(f"| {len(lines)} lines, {words} words | ms | kB |\n|---|---|---|")
    print(f"| the words themselves | | {kilobytes(lambda: copied(lines)):.0f} |")
    for name, work in works(lines).items():
        print(f"| {name} | {milliseconds(work):.1f} | {kilobytes(work):.0f} |")


if __name__ == "__main__":
    main()
