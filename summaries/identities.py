"""National ids that are known by their own shape: American, British, Spanish and French ones.

Decides by areas, letters and check digits; German ones look like any number and must be announced. It
must not know what was said around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Area 000, 666 and 9xx, group 00 and serial 0000 are never given out.
_SOCIAL_SECURITY = re.compile(
    r"(?<![\w-])(?!000|666|9)\d{3}([- .])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-])", re.ASCII
)
_BRITISH = re.compile(
    r"(?<!\w)(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?:[ -]?\d\d){3}[ -]?[A-D](?!\w)",
    re.ASCII,
)
_SPANISH = re.compile(
    r"(?<!\w)(?P<first>[XYZ]?)[ -]?(?P<number>\d{1,2}\.?\d{3}\.?\d{3})[ -]?(?P<check>[A-HJ-NP-TV-Z])(?!\w)",
    re.I | re.ASCII,
)
_SPANISH_CHECK = "TRWAGMYFPDXBNJZSQVHLCKE"
_FRENCH = re.compile(
    r"(?<!\w)(?P<number>[1-478][ .-]?\d\d[ .-]?\d\d[ .-]?(?:\d\d|2[AB])[ .-]?\d{3}[ .-]?\d{3})[ .-]?"
    r"(?P<key>\d\d)(?!\w)",
    re.I | re.ASCII,
)


def social_security(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _SOCIAL_SECURITY.finditer(text, start, end):
        yield match.span()


def find(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Within these places of the text."""
    for match in _BRITISH.finditer(text, start, end):
        yield match.span()
    for match in _SPANISH.finditer(text, start, end):
        if _is_spanish(match["first"].upper(), re.sub(r"\D", "", match["number"]), match["check"].upper()):
            yield match.span()
    for match in _FRENCH.finditer(text, start, end):
        if _is_french(re.sub(r"[ .-]", "", match["number"]).upper(), int(match["key"])):
            yield match.span()


def _is_spanish(first: str, digits: str, check: str) -> bool:
    """Eight digits for citizens; X, Y or Z and seven digits for foreigners."""
    if len(digits) != (7 if first else 8):
        return False
    whole = str("XYZ".index(first)) + digits if first else digits
    return _SPANISH_CHECK[int(whole) % 23] == check


def _is_french(number: str, key: int) -> bool:
    # Corsica's departments count as 19 and 18.
    digits = number.replace("2A", "19").replace("2B", "18")
    return digits.isdecimal() and len(digits) == 13 and 97 - int(digits) % 97 == key
