"""Bank accounts that are known by their own shape.

Decides by country, length and check digits what is an IBAN. It must not know about cards, nor about
secrets that only the words around them give away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from summaries.digits import CHAINING, Token

# Country and length, from the IBAN registry of SWIFT.
_REGISTRY = """
AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24
FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32
LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24
SC31 SE24 SI19 SK24 SM27 TN24 TR26 UA29 VA22 VG24 XK20
"""
# Of a bank told in one word, such as NWBK.
_LONGEST_BANK = 4
_LENGTHS = {country[:2]: int(country[2:]) for country in _REGISTRY.split()}

_IBAN = re.compile(
    rf"(?<![^\W_])(?P<country>{'|'.join(_LENGTHS)})(?P<rest>[ \n-]?\d[ -]?\d(?:[ \n-]?[A-Z0-9]){{11,28}})",
    re.I | re.ASCII,
)


def ibans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Within these places of the text."""
    match = _IBAN.search(text, start, end)
    while match is not None:
        after = _end(text, match)
        if after:
            yield match.start(), after
        # Another one may begin inside what the pattern took.
        match = _IBAN.search(text, after or match.start() + 1, end)


def spelled(members: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Letter by letter, as "G B two nine N W B K": known by its check digits, whatever it is called."""
    at = 0
    while at < len(members):
        after = _spelled_end(members, at) if _begins(members, at) else 0
        if after:
            # The letters of a country tell nothing.
            yield next(token.start for token in members[at:] if token.digits), members[after - 1].end
        at = max(after, at + 1)


def _begins(members: Sequence[Token], at: int) -> bool:
    """A country and a number: "G B 29", "GB 29"."""
    size = len(members[at].word)
    if members[at].digits or not 0 < size < 3:
        return False
    country = "".join(token.word for token in members[at : at + 3 - size])
    behind = members[at + 3 - size : at + 4 - size]
    return country.upper() in _LENGTHS and bool(behind and behind[0].digits)


def _spelled_end(members: Sequence[Token], at: int) -> int:
    """Behind its last token, 0 when it is none. "A" and "y" are letters, or words of whoever listens."""
    return max(_checked_end(members, at, letters) for letters in (True, False))


def _checked_end(members: Sequence[Token], at: int, letters: bool) -> int:
    made = ""
    for after, token in enumerate(members[at:], start=at + 1):
        # The O of Norway is a letter, although it may be read as a zero.
        if token.digits and len(made) > 1:
            made += token.digits
        elif len(made) < 2 or token.word not in CHAINING or (letters and len(token.word) == 1):
            if len(token.word) > _LONGEST_BANK or not token.word.isascii() or not token.word.isalpha():
                return 0
            made += token.word.upper()
        size = _LENGTHS[made[:2]] if len(made) > 1 else len(made) + 1
        if len(made) >= size:
            return after if len(made) == size and _checks(made) else 0
    return 0


def _end(text: str, match: re.Match[str]) -> int:
    """Where the IBAN that begins here ends, 0 when it is none: the pattern may have taken words behind it."""
    left = _LENGTHS[match["country"].upper()]
    for at in range(match.start(), match.end()):
        left -= text[at].isalnum()
        if left == 0:
            whole = not text[at + 1 : at + 2].isalnum() and _checks(text[match.start() : at + 1])
            return at + 1 if whole else 0
    return 0


def _checks(written: str) -> bool:
    """ISO 13616: country and check digits to the end, letters as numbers, modulo 97."""
    bare = re.sub(r"[ \n-]", "", written)
    return int("".join(str(int(char, 36)) for char in bare[4:] + bare[:4])) % 97 == 1
