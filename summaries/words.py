"""What goes in and what comes out: lines that were said, facts that are known, the brief, or why none.

Decides the shapes only. It must not know where lines come from or who will hear the brief.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Speaker = Literal["caller", "agent"]
Language = Literal["en", "es", "de", "fr"]

# Whose fault it is that there is no brief: `ours` needs a person (key, model name), `provider` may pass
# by itself, `answer` is what the model said, `time` is the deadline, `words` is that nothing was said.
Fault = Literal["ours", "provider", "answer", "time", "words"]

# Why a sentence of a model is not spoken: a number, name or promise that was not there, no line that it rests
# on, a secret, or a form that no listener should hear.
Dropped = Literal["number", "name", "promise", "tie", "form", "secret"]


@dataclass(frozen=True)
class Line:
    """One thing that somebody said, redacted; `number` orders the lines and names them to a model.

    `by` names an agent other than the one of the facts: whoever had the caller before, or perhaps had.
    """

    number: int
    at: float
    speaker: Speaker
    text: str
    by: str = ""


@dataclass(frozen=True)
class Facts:
    """What is known without a model. `caller` is a phrase that a voice can speak, times are in seconds,
    `language` is that of the brief, `earlier` are sentences that colleagues before in this call were told,
    `reasons_before` who has transferred it before and why."""

    caller: str
    since: float
    now: float
    skill: str | None
    from_agent: str
    reason: str | None
    language: Language = "en"
    earlier: tuple[str, ...] = ()
    reasons_before: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Brief:
    """What the colleague is told. `dropped` says of each sentence that a model said for nothing why."""

    headline: str
    details: tuple[str, ...]
    source: str
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True)
class Reply:
    """What is said to a colleague who asked; `dropped` as in a brief."""

    text: str
    dropped: tuple[Dropped, ...] = ()


class NoBrief(Exception):
    """No model gave a brief that may be spoken. The message never holds words of the call or a key.

    `dropped` as in a brief: all sentences of the answer when none of them was supported.
    """

    def __init__(
        self,
        why: str,
        fault: Fault,
        *,
        retryable: bool = False,
        retry_after: float | None = None,
        dropped: tuple[Dropped, ...] = (),
    ) -> None:
        super().__init__(why)
        self.fault = fault
        self.retryable = retryable
        self.retry_after = retry_after
        self.dropped = dropped
