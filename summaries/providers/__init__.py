"""Language models behind one small door.

Decides what a provider is. A provider's SDK is imported when the provider is made, so that nobody pays
for one that is not configured.
"""

from __future__ import annotations

from typing import Protocol

from summaries.prompt import Question


class Provider(Protocol):
    """`ask` gives the model's answer as text, or raises NoBrief; it takes no longer than `seconds`."""

    @property
    def name(self) -> str: ...

    def ask(self, question: Question, seconds: float) -> str: ...

    def close(self) -> None: ...
