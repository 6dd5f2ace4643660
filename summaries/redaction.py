"""Takes secrets out of what was said before anybody stores, sends or speaks it.

Decides what is a secret and the placeholder that stands for it. `find` gives places in any text, so a
window of several lines can be searched as one text and the places mapped back to its lines.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from summaries import accounts, cards, cues, identities, passwords
from summaries.announced import IBAN, NATIONAL_ID, ONE_TIME_CODE, PIN, SECURITY_CODE, SOCIAL_SECURITY
from summaries.digits import CHAINING, HESITATION, LONGEST_CHAIN, Run, Token, runs, tokens
from summaries.noise import PROMPTS
from summaries.signs import SHAPED, may_hold_secret, signs

CARD = "card number"
_BEFORE_SHAPE, _BEHIND_SHAPE = 16, 80
# Digits that may be left of it in the next line.
_RESTS = {f"[{name.lower()}]": 8 for name in (CARD, SECURITY_CODE, ONE_TIME_CODE, PIN, NATIONAL_ID)}
_RESTS |= {f"[{IBAN.lower()}]": 26}
# Within an id that is told by its letters, or in millions as in Spain.
_IN_IDS = frozenset("abcdefghijklmnopqrstuvwxyz") | {"millones", "millón", "millon"}


@dataclass(frozen=True)
class Secret:
    """A place in the text, end exclusive, and what it held."""

    start: int
    end: int
    name: str


def redact(text: str) -> str:
    """The text with each secret replaced by its name: `[card number]`."""
    while found := secrets(text):
        parts: list[str] = []
        at = 0
        for secret in found:
            parts += text[at : secret.start], f"[{secret.name}]"
            at = secret.end
        # Once more: what is gone no longer hides what it stood beside. Each turn takes something away.
        text = "".join(parts) + text[at:]
    return text


def secrets(text: str) -> list[Secret]:
    """As `find` for a text by itself, and quick where there is nothing."""
    one = signs(text)
    return find(text) if not one.nothing and may_hold_secret([one]) else []


class Company(NamedTuple):
    """What a text of several people's lines leaves out: `asked` gives what another one said before a place
    of one person's lines; `speaker` whose words stand at a place of everybody's."""

    asked: Callable[[int], str] | None = None
    speaker: Callable[[int], str] | None = None


ALONE = Company()


def find(text: str, company: Company = ALONE) -> list[Secret]:
    """Every secret in order, none overlapping; where two meet, the surer kind names both."""
    kept: list[Secret] = []
    for found in _candidates(text, company):
        meets = [other for other in kept if other.start < found.end and found.start < other.end]
        if not meets:
            kept.append(found)
            continue
        start, end = min(found.start, *(o.start for o in meets)), max(found.end, *(o.end for o in meets))
        kept = [other for other in kept if other not in meets] + [Secret(start, end, meets[0].name)]
    return sorted(kept, key=lambda secret: secret.start)


def _candidates(text: str, company: Company) -> Iterator[Secret]:
    """The surest kinds first."""
    members = tokens(text, cues.HINTS)
    told = cues.told(text, members)
    if told:
        members = cues.without_cues(members, told)
    if any(token.digits for token in members):
        sure = [] if company.speaker else _sure(text, members, told, company)
        yield from sure
        members = _outside(sure, members)
        if not company.speaker:
            yield from _rests(text, _chained(text, members), members)
        if told:
            yield from _announced(text, members, told, sure, company)
    yield from _named(passwords.NAME, passwords.find(text, company.speaker))


def _sure(text: str, members: list[Token], told: Sequence[cues.Told], company: Company) -> list[Secret]:
    """By their own shape. A bank account is told first: its digits may hold those of a card."""
    places = [(max(0, m.start() - _BEFORE_SHAPE), m.end() + _BEHIND_SHAPE) for m in SHAPED.finditer(text)]
    sure = _named(IBAN, chain.from_iterable(accounts.ibans(text, *place) for place in places))
    sure += _named(IBAN, accounts.spelled(_outside(sure, members)))
    accounts_told = [one for one in told if one.cue.name == IBAN]
    if accounts_told:
        sure += _announced(text, _outside(sure, members), accounts_told, [], company)
    sure += _cards(text, _outside(sure, members), company)
    social = chain.from_iterable(identities.social_security(text, *place) for place in places)
    national = chain.from_iterable(identities.find(text, *place) for place in places)
    sure += _named(SOCIAL_SECURITY, social) + _named(NATIONAL_ID, national)
    # What is known no longer joins the numbers on its sides.
    return sure + (_cards(text, _outside(sure, members), company) if sure else [])


def _announced(
    text: str, members: list[Token], told: Sequence[cues.Told], sure: list[Secret], company: Company
) -> Iterator[Secret]:
    short = runs(text, HESITATION, members, speaker=company.speaker)
    spelled = runs(text, CHAINING | _IN_IDS, members, LONGEST_CHAIN, company.speaker)
    ends = [secret.end for secret in sure if secret.name == CARD]
    ends += [token.end for token in members if token.word == f"[{CARD}]"]
    found = cues.Announced(text, members, short, spelled, company.speaker).find(told, sorted(ends))
    return (Secret(*place) for place in found)


def _chained(text: str, members: list[Token]) -> list[Run]:
    return runs(text, CHAINING, members, LONGEST_CHAIN)


def _rests(text: str, found: Sequence[Run], members: Sequence[Token]) -> Iterator[Secret]:
    """A line of digits alone right after a line that ends with what was taken: the rest of the same number.

    So a number comes out the same whether its lines are seen together or one after another.
    """
    if not any(token.word in _RESTS for token in members) or "\n" not in text:
        return
    starts = [token.start for token in members]
    for run in found:
        before, behind = text.rfind("\n", 0, run.start), text.find("\n", run.end)
        first = bisect_right(starts, before)
        if first == 0 or len(run.digits) > _RESTS.get(members[first - 1].word, 0):
            continue
        last, line = members[first - 1], members[first : bisect_left(starts, behind) if behind > 0 else None]
        near = text[last.end : before].strip(" .,") == ""
        if near and all(token.digits or token.word in PROMPTS for token in line):
            yield Secret(run.start, run.end, text[last.start + 1 : last.end - 1])


def _cards(text: str, members: list[Token], company: Company) -> list[Secret]:
    asked = company.asked or (lambda at: "")
    chained = _chained(text, members)
    found = (cards.find(text, run, asked(run.start)) for run in chained)
    return _named(CARD, chain(chain.from_iterable(found), cards.grouped(text, chained)))


def _named(name: str, places: Iterable[tuple[int, int]]) -> list[Secret]:
    return [Secret(start, end, name) for start, end in places]


def _outside(found: list[Secret], members: list[Token]) -> list[Token]:
    """The tokens, with those of known secrets as words that are no numbers."""
    if not found:
        return members
    covered = bytearray(members[-1].end)
    for secret in found:
        covered[secret.start : secret.end] = b"\1" * (min(secret.end, len(covered)) - secret.start)
    return [token._replace(digits="", word="") if covered[token.start] else token for token in members]
