"""Text that any voice and any document can carry: letters, digits, basic punctuation, single blanks.

Decides which characters survive. It must not know whose words they are.
"""

from __future__ import annotations

import re
import unicodedata

PUNCTUATION = frozenset(" .,;:?!'\"()/%$€£+-")
# What nearly every text is made of needs no second look.
_RARE = re.compile(rf"[^A-Za-z0-9{re.escape(''.join(PUNCTUATION))}]")
# Quotes, dashes and the fraction slash in their typographic forms.
_LOOKS = (
    dict.fromkeys("\u2018\u2019\u02bc", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
    # Spanish opens a question with a sign of its own, which no voice needs.
    | {"\u2044": "/", "&": " and ", "\u00bf": "", "\u00a1": ""}
)
_LOOKING = re.compile(f"[{''.join(_LOOKS)}]")
_PLACEHOLDER = re.compile(r"\[((?:[a-zA-Z]+[ -]?){1,4})\]")
_OTHER_DIGITS = re.compile(r"[^\D0-9]")
# Invisible, half or unassigned characters, which join what they stand between.
_CONTROL = {"Cf", "Cs", "Co", "Cn"}


def normal(text: str) -> str:
    """One form for each character, nothing invisible, single blanks; other signs stay."""
    return one_form(visible(text))


def one_form(text: str) -> str:
    """`normal` of what is visible."""
    if not text.isascii() or "&" in text:
        text = _LOOKING.sub(lambda char: _LOOKS[char[0]], text)
    if "[" in text:
        text = _PLACEHOLDER.sub(r"\1 removed", text)
    if "  " not in text and text.isprintable():
        return text.strip()
    return " ".join(text.split())


def visible(text: str) -> str:
    """Without what nobody sees or hears, and each character in its plainest form."""
    # Nearly every line is so already, and letter by letter is slow.
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFKC", text)
    if text.isprintable() and not _OTHER_DIGITS.search(text):
        return text
    return "".join(map(_visible, text))


def plain(text: str) -> str:
    """`normal`, and signs that are no basic punctuation become blanks."""
    return " ".join(_RARE.sub(lambda char: char[0] if allowed(char[0]) else " ", normal(text)).split())


def is_allowed(text: str) -> bool:
    """Whether all of its characters are."""
    return all(map(allowed, _RARE.findall(text)))


def allowed(char: str) -> bool:
    """Letters and the marks on them, 0 to 9, basic punctuation."""
    return char in PUNCTUATION or "0" <= char <= "9" or unicodedata.category(char)[0] in "LM"


def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if category in _CONTROL:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(char))
    return " " if category == "Cc" else char


def ended(text: str) -> str:
    """With a full stop, so that the voice pauses before what comes next."""
    text = text.rstrip(" ,;:-")
    return text if not text or text[-1] in ".?!" else f"{text}."
