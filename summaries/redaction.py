"""Takes secrets out of what was said before anybody stores, sends or speaks it.

Decides what is a secret and the placeholder that stands for it. `find` gives places in any text, so a
window of several lines can be searched as one text and the places mapped back to its lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from summaries import accounts, cards, cues
from summaries.digits import CHAINING, HESITATION, Token, runs, tokens

CARD, IBAN = "card number", "IBAN"


@dataclass(frozen=True)
class Secret:
    """A place in the text, end exclusive, and what it held."""

    start: int
    end: int
    name: str


def redact(text: str) -> str:
    """The text with each secret replaced by its name: `[card number]`."""
    parts: list[str] = []
    at = 0
    for secret in find(text):
        parts += text[at : secret.start], f"[{secret.name}]"
        at = secret.end
    return "".join(parts) + text[at:]


def find(text: str) -> list[Secret]:
    """Every secret in order, none overlapping; where two meet, the surer kind names both."""
    kept: list[Secret] = []
    for found in _candidates(text):
        meets = [other for other in kept if other.start < found.end and found.start < other.end]
        if not meets:
            kept.append(found)
            continue
        start, end = min(found.start, *(o.start for o in meets)), max(found.end, *(o.end for o in meets))
        kept = [other for other in kept if other not in meets] + [Secret(start, end, meets[0].name)]
    return sorted(kept, key=lambda secret: secret.start)


def _candidates(text: str) -> Iterator[Secret]:
    """The surest kinds first."""
    members = tokens(text)
    sure = _named(IBAN, accounts.ibans(text)) + _cards(text, members)
    sure += _named(cues.SOCIAL_SECURITY, accounts.social_security(text))
    if sure:
        # What is known no longer joins the numbers on its sides.
        sure += _cards(text, _outside(sure, members))
    yield from sure
    beside_card = any(secret.name == CARD for secret in sure)
    short_runs = runs(text, HESITATION, _outside(sure, members))
    yield from (Secret(*place) for place in cues.find(text, short_runs, beside_card))
    yield from _named(IBAN, accounts.spelled_ibans(text, runs(text, CHAINING, _outside(sure, members))))


def _cards(text: str, members: list[Token]) -> list[Secret]:
    found = (cards.find(text, run) for run in runs(text, CHAINING, members))
    return _named(CARD, chain.from_iterable(found))


def _named(name: str, places: Iterable[tuple[int, int]]) -> list[Secret]:
    return [Secret(start, end, name) for start, end in places]


def _outside(found: list[Secret], members: list[Token]) -> list[Token]:
    """The tokens, with those of known secrets as words that are no numbers."""
    if not found:
        return members
    return [
        replace(token, digits="") if any(s.start <= token.start < s.end for s in found) else token
        for token in members
    ]
