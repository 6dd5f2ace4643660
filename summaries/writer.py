"""Asks the models for a brief, in order, within one deadline, and lets only a valid answer through.

Decides whom to ask and when to stop. It must not know how a provider is reached.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from summaries.prompt import Question, question
from summaries.providers import Provider
from summaries.validate import Validator
from summaries.words import Brief, Facts, Line, NoBrief

SECONDS = 8.0
# With less than this no model answers; the next provider is not asked.
_LEAST = 0.25


class Writer:
    """`now` gives seconds of any clock; `seconds` is for all providers together."""

    def __init__(
        self, providers: Sequence[Provider], now: Callable[[], float], seconds: float = SECONDS
    ) -> None:
        assert providers, "without a provider there is no writer"
        self._providers, self._now, self._seconds = tuple(providers), now, seconds

    def write(self, facts: Facts, lines: Sequence[Line]) -> Brief:
        """The first valid brief; NoBrief with the last reason when there is none in time."""
        if not any(line.text.strip() for line in lines):
            raise NoBrief("nothing was said", "words")
        until = self._now() + self._seconds
        asked, validator = question(facts, lines), Validator(facts, lines)
        last = NoBrief("no time to ask", "time", retryable=True)
        for provider in self._providers:
            if until - self._now() < _LEAST:
                break
            try:
                return self._ask(provider, asked, validator, until)
            # Any reason will do: another model may know the key, the schema or the truth.
            except NoBrief as error:
                last = error
        raise last

    def answer(self, facts: Facts, lines: Sequence[Line], asked: str) -> str:
        return "TEMP answer."

    def _ask(self, provider: Provider, asked: Question, validator: Validator, until: float) -> Brief:
        raw = provider.ask(asked, until - self._now())
        if self._now() > until:
            raise NoBrief(f"{provider.name}: the answer came too late", "time", retryable=True)
        return validator.brief(raw, provider.name)
