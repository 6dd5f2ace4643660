"""Payment cards in a run of digits: which stretch of it is a card number.

Decides by issuer, length and check digit, so that order and phone numbers survive. It must not know
how the digits were written or spoken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from summaries.digits import CHAINING, Run, Token
from summaries.word_lists import spoken

# First digits from and to, and the lengths that this issuer makes (ISO/IEC 7812). Old cards of 12 and 13
# digits look like phone numbers: they are known only when somebody says that it is a card.
ISSUERS = (
    ("34", "34", {15}),
    ("37", "37", {15}),
    ("4", "4", {16, 19}),
    ("51", "55", {16}),
    ("2221", "2720", {16}),
    ("300", "305", set(range(14, 20))),
    ("36", "36", set(range(14, 20))),
    ("38", "39", set(range(14, 20))),
    ("3528", "3589", set(range(16, 20))),
    ("6011", "6011", set(range(16, 20))),
    ("644", "659", set(range(16, 20))),
    ("62", "62", set(range(16, 20))),
    ("81", "81", set(range(16, 20))),
    ("50", "50", set(range(16, 20))),
    ("56", "58", set(range(16, 20))),
    ("60", "69", set(range(16, 20))),
    ("2200", "2204", set(range(16, 20))),
    ("9792", "9792", {16}),
)
LONGEST, SHORTEST = 19, 12
# Of one whose groups stand apart, and how many words may stand between two of them: any, and without noise.
SHORTEST_GROUPED, _LONGEST_ASIDE, _MOST_ORDINARY = 15, 8, 6
# Expiry date and security code, said in one breath after the number, go with it.
_LONGEST_TAIL = 8
# Not behind "[": a card that is redacted says nothing about the next number.
_CUE = (
    r"cards?|visa|master ?card|amex|american express|maestro|discover|credit|debit|diners|tarjetas?|crédito"
    r"|débito|[a-zäöü]*karten?(?:nummer)?|cartes?|cb"
)
# What else has a long number, and is told beside a card.
_OTHER = (
    r"orders?|tracking|invoice|(?:tele|cell)?phone|mobile|parcel|reference|serial|account|policy|pedido|factura|teléfono|móvil|cuenta"
    r"|referencia|seguimiento|bestell\w*|rechnung\w*|telefon\w*|handy\w*|sendung\w*|kunden\w*|vertrag\w*|konto\w*"
    r"|commande|facture|téléphone|portable|colis|référence|suivi|compte|contrat|dossier"
)
_WORDS = re.compile(rf"(?<!\[)\b(?:(?P<card>{_CUE})|{_OTHER})\b", re.I)
_BEFORE, _AFTER = 120, 40
# By E.164, behind "+".
_LONGEST_PHONE = 15
# "C'est une Visa" behind a card has no digit of it.
_ARTICLES = frozenset({"un", "une", "una", "ein", "eine", "einen"})
# Groups as they are printed, some in one breath. Words between them may be any, for the groups tell.
_PRINTED_15 = ([4, 6, 5], [10, 5], [4, 11])
_BREAKS = re.compile(r"[+$€£¥%@=&\[\]]")


def is_card(digits: str) -> bool:
    """A known issuer, a length that it makes, and a check digit that fits."""
    return len(digits) in _lengths(digits[:4]) and luhn(digits)


# Four digits decide, so at most ten thousand entries; an attacker's line asks for them over and over.
@cache
def _lengths(first: str) -> frozenset[int]:
    made = (lengths for low, high, lengths in ISSUERS if low <= first[: len(low)] <= high)
    return frozenset().union(*made)


def luhn(digits: str) -> bool:
    total = sum(int(digit) for digit in digits[-1::-2])
    total += sum((0, 2, 4, 6, 8, 1, 3, 5, 7, 9)[int(digit)] for digit in digits[-2::-2])
    return total % 10 == 0


def find(text: str, run: Run, asked: str = "") -> Iterator[tuple[int, int]]:
    """Places of card numbers in the run. What is called a card needs no check digit: words are misheard.

    `asked` is what somebody else said right before.
    """
    if len(run.digits) < SHORTEST:
        return
    run = _without_article(text, run)
    if _is_called_card(text, run, asked):
        yield run.start, run.end
    elif text[run.start - 1 : run.start] == "+" and len(run.digits) <= _LONGEST_PHONE:
        return
    elif is_card(run.digits):
        yield run.start, run.end
    else:
        yield from _stretches(text, run)


def names_another(text: str) -> bool:
    """Whether a long number that is no secret is spoken of, such as an order's."""
    return any(match["card"] is None for match in _WORDS.finditer(text))


def is_short_aside(said: Sequence[str]) -> bool:
    """Whether so little is said between two groups of a card."""
    return len(said) <= _LONGEST_ASIDE or sum([word not in CHAINING for word in said]) <= _MOST_ORDINARY


def grouped(text: str, found: Sequence[Run]) -> Iterator[tuple[int, int]]:
    """Places of cards whose groups stand in several runs, with words between that are no noise."""
    # "That's eight of them" is no group.
    found = [run for run in found if len(run.digits) > 1]
    for first in range(len(found)):
        digits = found[first].digits
        for last in range(first + 1, min(first + 4, len(found))):
            aside = text[found[last - 1].end : found[last].start]
            if not is_short_aside(spoken(aside.lower())) or _BREAKS.search(aside):
                break
            digits += found[last].digits
            if _printed(found[first : last + 1], len(digits)) and is_card(digits):
                yield found[first].start, found[last].end


def _printed(parts: Sequence[Run], size: int) -> bool:
    sizes = [len(part.digits) for part in parts]
    return (size == 16 and all(one % 4 == 0 for one in sizes)) or sizes in _PRINTED_15


def _without_article(text: str, run: Run) -> Run:
    before, last = run.tokens[:-1], run.tokens[-1]
    if last.word in _ARTICLES and before and re.search(r"[^\W\d_]", text[before[-1].end : last.start]):
        whole = Run(before)
        return whole if is_card(whole.digits) else run
    return run


def _is_called_card(text: str, run: Run, asked: str) -> bool:
    """By the nearest word on either side that says what the number is."""
    head, _, line = text[max(0, run.start - _BEFORE) : run.start].rpartition("\n")
    before = list(_WORDS.finditer(f"{head}\n{asked}\n{line}"))[-1:]
    behind = _WORDS.search(text[run.end : run.end + _AFTER])
    if before:
        return before[0]["card"] is not None
    return behind is not None and behind["card"] is not None


def _stretches(text: str, run: Run) -> Iterator[tuple[int, int]]:
    """Cards that begin and end with a number of the run, longest first, in a run that is longer."""
    members, at = run.tokens, 0
    phones = _phones(members)
    while at < len(members):
        after = _card_at(members, at, phones)
        if after > at:
            rest = members[after:]
            # In a line of its own it may be anything; the window decides.
            near = not rest or "\n" not in text[members[after - 1].end : rest[-1].start]
            tail = rest if near and sum(len(token.digits) for token in rest) <= _LONGEST_TAIL else ()
            yield members[at].start, (tail or members[:after])[-1].end
            after += len(tail)
        at = max(after, at + 1)


def _card_at(members: tuple[Token, ...], at: int, phones: set[int]) -> int:
    """Where the longest card that begins at this token ends, or `at`."""
    digits, best = "", at
    for after, token in enumerate(members[at:], start=at + 1):
        digits += token.digits
        if after - 1 in phones:
            break
        if len(digits) > LONGEST:
            # One written token with date and code glued to the card.
            glued = after == at + 1 and any(is_card(digits[:size]) for size in range(SHORTEST, LONGEST + 1))
            return after if glued else best
        if is_card(digits):
            best = after
    return best


def _phones(members: tuple[Token, ...]) -> set[int]:
    """Tokens of ten-digit phone numbers, 3-3-4: two of them in one breath must not make a card."""
    sizes = [len(token.digits) for token in members]
    return {at + i for at in range(len(sizes) - 2) if sizes[at : at + 3] == [3, 3, 4] for i in range(3)}
