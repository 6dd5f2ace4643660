"""Text that any voice and any document can carry: letters, digits, basic punctuation, single blanks.

Decides which characters survive. It must not know whose words they are.
"""

from __future__ import annotations

import re
import unicodedata

PUNCTUATION = frozenset(" .,;:?!'\"()/%$€£+-")
# Quotes, dashes and the fraction slash in their typographic forms.
_LOOKS = str.maketrans(
    dict.fromkeys("\u2018\u2019\u02bc", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
    # Spanish opens a question with a sign of its own, which no voice needs.
    | {"\u2044": "/", "&": " and ", "\u00bf": "", "\u00a1": ""}
)
_PLACEHOLDER = re.compile(r"\[((?:[a-zA-Z]+[ -]?){1,4})\]")
# A German date has a stop in it: "am 3. Mai".
_MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_SENTENCE_ENDS = re.compile(rf"(?<=[.?!])(?!(?<=\d\.)\s+(?:{_MONTHS})\b)\s+", re.I)
# Invisible, half or unassigned characters, which join what they stand between.
_CONTROL = {"Cf", "Cs", "Co", "Cn"}


def normal(text: str) -> str:
    """One form for each character, nothing invisible, single blanks; other signs stay."""
    text = _PLACEHOLDER.sub(r"\1 removed", visible(text).translate(_LOOKS))
    return " ".join(text.split())


def visible(text: str) -> str:
    """Without what nobody sees or hears, and each character in its plainest form."""
    # Nearly every line of English is printable ASCII, and letter by letter is slow.
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_visible, unicodedata.normalize("NFKC", text)))


def plain(text: str) -> str:
    """`normal`, and signs that are no basic punctuation become blanks."""
    return " ".join("".join(char if allowed(char) else " " for char in normal(text)).split())


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


def sentences(text: str) -> list[str]:
    return [sentence for sentence in _SENTENCE_ENDS.split(text.strip()) if sentence]


def ended(text: str) -> str:
    """With a full stop, so that the voice pauses before what comes next."""
    text = text.rstrip(" ,;:-")
    return text if not text or text[-1] in ".?!" else f"{text}."
