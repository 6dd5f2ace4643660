"""Where sentences end in four languages: not within "Dr. Smith", "No. 4", "by Jan. 5th", "z. B." or "3. Mai".

Decides by the word before a stop and the one behind it. Where both readings are possible, a word behind it
that begins sentences ("She", "Der") and an order are a new one; it must not know what a sentence says.
"""

from __future__ import annotations

import re

from summaries.languages import WORDINGS
from summaries.word_lists import words

_STOPS = re.compile(r"[.?!](?P<closed>[\"')]?)\s+")
# Never the last word of a sentence, or hardly ever.
_SHORT = words(
    "mr mrs ms dr prof rev hon capt sgt st ste vs dept approx"
    " sr sra srta sres dra dña profa lic ud uds vd vds ej aprox avda depto dpto núm pág"
    " hr frl dipl nr bzw ca ggf evtl inkl exkl zzgl vgl mind gem sog geb str"
    " mme mlle mlles env réf c.-à-d"
)
# Words of their own, but where a number follows.
_BEFORE_NUMBERS = words(
    "no nos num art abs pos tel tél ext max min fig cap ch ver p pp s"
    " jan feb mar apr jun jul aug sep sept oct nov dec ene abr dic jän mrz okt dez janv févr avr juil déc"
)
# "El 5 de ago. 2025", but not "two days ago. 3 times".
_AUGUST = re.compile(r"(?:\bde|\d)$")
# As likely the last word: a capital letter behind it begins something new.
_CLOSING = words("etc usw a.m p.m jr inc ltd")
_LONGEST = max(map(len, _SHORT | _BEFORE_NUMBERS | _CLOSING))
_DOTTED = re.compile(r"(?:[^\W\d_]{1,3}\.-?)+[^\W\d_]{1,4}")
# "Am 3. Mai", "die 2. Mahnung", "in der 4. Woche": German ordinals.
_MONTHS = words("januar februar märz april mai juni juli august september oktober november dezember")
_BEFORE_ORDINALS = re.compile(
    r"(?:d(?:er|ie|as|em|en|es)|am|zum|vom|beim|ab|seit|bis|zur|im|(?:jed|ihr|sein|mein|ein)\w*)$", re.I
)
_NEW = re.compile(r"[\"'(]*[^\W\d_a-zà-ÿ]")
_WORD = re.compile(r"[\"'(]*(\d+|[^\W\d_]+)")
# "Sra. De la Cruz", "M. Le Goff".
_PARTICLES = re.compile(r"(?:De|Del|La|Le|Du|Von|Van|Des)(?: l[ao]s?)? [^\W\d_a-zà-ÿ]")
_BEGIN = frozenset().union(*(one.functions | one.orders | one.order_nouns for one in WORDINGS.values()))


def sentences(text: str) -> list[str]:
    """In single blanks, as `plain.normal` leaves a text."""
    found: list[str] = []
    begin = 0
    text = text.strip()
    for stop in _STOPS.finditer(text):
        if stop["closed"]:
            # Behind a quote or a bracket only a capital letter begins something new.
            ends = _NEW.match(text, stop.end()) is not None
        else:
            ends = text[stop.start()] != "." or _ends(text, begin, stop.start(), stop.end())
        if ends:
            found.append(text[begin : stop.end()].rstrip())
            begin = stop.end()
    return [*found, text[begin:]] if begin < len(text) else found


def _ends(text: str, begin: int, stop: int, behind: int) -> bool:
    """Whether the sentence that begins there ends at this stop; a new one would begin `behind` it."""
    at = text.rfind(" ", begin, stop) + 1 or begin
    word = text[at:stop].lstrip("\"'(")
    if not word or (len(word) > _LONGEST and "." not in word):
        return True
    following = _WORD.match(text, behind)
    next_word = following[1] if following else ""
    if word.isdecimal():
        return not _is_ordinal(text[begin:at].rstrip(), word, next_word)
    if not _is_short(text[begin:at].rstrip(), word, next_word):
        return True
    if word.lower() in _CLOSING:
        return next_word[:1].isupper()
    begins = next_word[:1].isupper() and next_word.lower() in _BEGIN
    return begins and _PARTICLES.match(text, behind) is None


def _is_ordinal(before: str, number: str, next_word: str) -> bool:
    if len(number) > 2:
        return False
    begins = next_word[:1].isupper() and next_word.lower() in _BEGIN
    return next_word.lower() in _MONTHS or (_BEFORE_ORDINALS.search(before) is not None and not begins)


def _is_short(before: str, word: str, next_word: str) -> bool:
    """Whether the word is a short form, and its stop belongs to it."""
    lower, last = word.lower(), before.rpartition(" ")[2]
    if len(word) == 1 and word.isalpha():
        # "J. Smith", "Maria B. Gomez", "à M. Petit" and "z. B.", but not "I choose plan B."
        return word in "MD" or word.islower() or not last or last[0].isupper() or last.endswith(".")
    if lower in _BEFORE_NUMBERS or (lower == "ago" and _AUGUST.search(before)):
        return next_word.isdecimal()
    # "P. ej.", "i. d. R.", "p. m."
    continued = len(word) <= 3 and len(last) == 2 and last.endswith(".")
    return lower in _SHORT or lower in _CLOSING or continued or _DOTTED.fullmatch(word) is not None
