"""What the model says: scripts that turn a request into an answer, and scripts that spoil another script.

Decides the words, the finish reason, the delay and the failures. It must not know HTTP beyond a ready
`Reply`, nor which application asks. Nothing here is random: the same request gets the same answer.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from simulator.model.asked import Asked
from simulator.model.schema import MOST, NOTHING, Point, fill, shape_of
from simulator.model.transcript import Line, caller_lines, claims_ordered, question_in, read_lines
from simulator.network import Failure, Outcome, Reply

LONGEST_SENTENCE = 14
RAMBLE_WORDS = 10_000
JOINTS = frozenset({"and", "but", "because", "so", "or", "then"})
SPANISH = "El cliente llama por una factura y quiere hablar con una persona."


@dataclass(frozen=True)
class Said:
    """A model's turn. `ignores_limit`: the provider pays no heed to max_tokens; `choices` may be 0; `torn`:
    the connection ends in the middle of the answer."""

    text: str
    finish_reason: Literal["stop", "length"] = "stop"
    delay: float = 0.0
    choices: int = 1
    ignores_limit: bool = False
    torn: bool = False


Answer = Said | Outcome
Script = Callable[[Asked], Answer]


# --- what a model says ---


def scribe(asked: Asked) -> Said:
    """The truth: whatever is asked for, filled with short sentences of the caller's own words.

    Lines that give the reader orders are left out, as a good model would treat them. A question is answered
    by the lines that speak of the same, the nearest first.
    """
    lines = [line for line in caller_lines(asked.last_user_text) if not claims_ordered(line)]
    if question := question_in(asked.last_user_text):
        lines = _about(question, lines)
    return Said(_compose(asked, [_sentence(line) for line in lines]))


def obeys(asked: Asked) -> Said:
    """A model that believes the transcript: what a line orders to be said, it says as a fact."""
    lines = read_lines(asked.last_user_text)
    believed = [_point(claim, line) for line in lines for claim in claims_ordered(line)]
    return Said(_compose(asked, believed)) if believed else scribe(asked)


def spanish(asked: Asked) -> Said:
    """The right shape in the wrong language."""
    lines = caller_lines(asked.last_user_text) or [Line("1", 1, True, "")]
    return Said(_compose(asked, [_point(SPANISH, lines[0])]))


def rambles(asked: Asked) -> Said:
    """Ten thousand words in every sentence, from a provider that ignores max_tokens."""
    lines = caller_lines(asked.last_user_text)
    words = [word for line in lines for word in line.words.split()] or ["and"]
    text = " ".join(itertools.islice(itertools.cycle(words), RAMBLE_WORDS))
    lines = lines or [Line("1", 1, True, text)]
    return Said(_compose(asked, [_point(text, lines[0])]), ignores_limit=True)


def empty(asked: Asked) -> Said:
    """An answer without choices, as OpenAI-compatible proxies give when a filter has struck."""
    return Said("", choices=0)


def garbage(asked: Asked) -> Said:
    """Something that begins like JSON and is none."""
    return Said('{"headline": The caller, "details": [}')


# --- what spoils a script ---


def half(script: Script = scribe) -> Script:
    """The model runs out of tokens in the middle."""

    def spoiled(asked: Asked) -> Answer:
        said = script(asked)
        if not isinstance(said, Said):
            return said
        return replace(said, text=said.text[: len(said.text) // 2], finish_reason="length")

    return spoiled


def torn(script: Script = scribe) -> Script:
    """Half of what goes over the wire: half a stream, or half of a whole answer."""

    def spoiled(asked: Asked) -> Answer:
        said = script(asked)
        return replace(said, torn=True) if isinstance(said, Said) else said

    return spoiled


def slow(seconds: float, script: Script = scribe) -> Script:
    """The same answer, `seconds` later."""

    def spoiled(asked: Asked) -> Answer:
        said = script(asked)
        return said if isinstance(said, Failure) else replace(said, delay=said.delay + seconds)

    return spoiled


# --- what a provider does instead of answering ---


def limited(retry_after: float = 2) -> Script:
    """429 with Retry-After, as Groq's rate limit answers."""

    def refused(asked: Asked) -> Reply:
        # Groq's SDK waits as long as the header says, and retries by itself unless told not to.
        message = f"Rate limit reached for model `{asked.model}`. Please try again in {retry_after:g}s."
        reply = error(429, message, "tokens", "rate_limit_exceeded")
        return replace(reply, headers={**reply.headers, "retry-after": f"{retry_after:g}"})

    return refused


def broken(asked: Asked) -> Reply:
    """500 from the provider."""
    return error(500, "Internal Server Error", "internal_server_error")


def fails(kind: Literal["refused", "timeout"]) -> Script:
    """No answer at all."""
    return lambda asked: Failure(kind)


def error(status: int, message: str, kind: str, code: str | None = None, param: str | None = None) -> Reply:
    """The error body that Groq, OpenAI and OpenRouter have in common."""
    body = {"error": {"message": message, "type": kind, "param": param, "code": code}}
    return Reply(status, {"Content-Type": "application/json"}, json.dumps(body).encode())


def _compose(asked: Asked, points: Sequence[Point]) -> str:
    schema = shape_of(asked)
    if schema is None:
        return " ".join(point.text for point in points[:MOST]) or NOTHING
    return json.dumps(fill(schema, points), ensure_ascii=False)


def _about(question: str, lines: Sequence[Line]) -> list[Line]:
    wanted = _telling(question)
    near = [line for line in lines if wanted & _telling(line.words)]
    return sorted(near, key=lambda line: -len(wanted & _telling(line.words)))


def _telling(text: str) -> set[str]:
    """Words that are long enough to mean something, by their beginnings."""
    return {word[:5] for word in re.findall(r"\w{4,}", text.lower())}


def _point(text: str, line: Line) -> Point:
    return Point(text, line.words, line.id, line.number)


def _sentence(line: Line) -> Point:
    """The first words of a line as a sentence: only what was said, so that it is true."""
    words = line.words.split()
    text = " ".join(words[: _clause(words)]).rstrip(" ,;:")
    text = text[:1].upper() + text[1:]
    return _point(text if text.endswith((".", "!", "?")) else f"{text}.", line)


def _clause(words: Sequence[str]) -> int:
    """How many words to take: all of a short line, else up to the last end of a clause within the limit."""
    if len(words) <= LONGEST_SENTENCE:
        return len(words)
    ends = [
        at
        for at in range(4, LONGEST_SENTENCE + 1)
        if words[at].lower() in JOINTS or words[at - 1][-1] in ",;.!?"
    ]
    return ends[-1] if ends else LONGEST_SENTENCE
