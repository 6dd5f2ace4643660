"""Takes secrets out of what was said before anybody stores, sends or speaks it.

Decides what is a secret and the placeholder that stands for it. `find` gives places in any text, so a
window of several lines can be searched as one text and the places mapped back to its lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from summaries import cards, cues
from summaries.digits import CHAINING, HESITATION, Token, runs, tokens

CARD, IBAN = "card number", "IBAN"

_IBAN = re.compile(r"(?<![^\W_])[A-Z]{2}[ -]?\d[ -]?\d(?:[ -]?[A-Z0-9]){11,30}(?![^\W_])", re.I)
_IBAN_CUE = re.compile(r"(?<![\[\w])(?:iban|i\.? ?b\.? ?a\.? ?n\.?)(?!\w)", re.I)
_SHORTEST_IBAN, _IBAN_BEHIND = 15, 60
_LEAST_IBAN_DIGITS = 10
# Area 000, 666 and 9xx, group 00 and serial 0000 are never given out.
_SOCIAL_SECURITY = re.compile(
    r"(?<![\w-])(?!000|666|9)\d{3}([- .])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-])", re.ASCII
)


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
    long_runs = runs(text, CHAINING, members)
    sure = list(_ibans(text))
    sure += [Secret(start, end, CARD) for run in long_runs for start, end in cards.find(text, run)]
    yield from sure
    beside_card = any(secret.name == CARD for secret in sure)
    short_runs = runs(text, HESITATION, _outside(sure, members))
    yield from (Secret(*place) for place in cues.find(text, short_runs, beside_card))
    for match in _SOCIAL_SECURITY.finditer(text):
        yield Secret(match.start(), match.end(), cues.SOCIAL_SECURITY)
    for told in _IBAN_CUE.finditer(text):
        for run in long_runs:
            near = told.end() <= run.start <= told.end() + _IBAN_BEHIND
            if near and len(run.digits) >= _LEAST_IBAN_DIGITS:
                yield Secret(run.start, run.end, IBAN)


def _outside(found: list[Secret], members: list[Token]) -> list[Token]:
    """The tokens, with those of known secrets as words that are no numbers."""
    if not found:
        return members
    return [
        replace(token, digits="") if any(s.start <= token.start < s.end for s in found) else token
        for token in members
    ]


def _ibans(text: str) -> Iterator[Secret]:
    match = _IBAN.search(text)
    while match is not None:
        start, at = match.start(), match.start() + 1
        # The pattern may have taken words that follow: shorten until the check digits fit.
        for end in range(match.end(), start + _SHORTEST_IBAN - 1, -1):
            if not text[end : end + 1].isalnum() and _is_iban(text[start:end]):
                yield Secret(start, end, IBAN)
                at = end
                break
        match = _IBAN.search(text, at)


def _is_iban(written: str) -> bool:
    """The check of ISO 13616: country and check digits to the end, letters as numbers, modulo 97."""
    plain = re.sub(r"[ -]", "", written).upper()
    if not _SHORTEST_IBAN <= len(plain) <= 34 or not plain.isascii() or not plain.isalnum():
        return False
    return int("".join(str(int(char, 36)) for char in plain[4:] + plain[:4])) % 97 == 1
