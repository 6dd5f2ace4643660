"""German numbers: "einundvierzig" in one word or in three, "zweihundertzwölf", "doppel fünf".

Decides the phrases below a thousand, how one word says more than that, the ordinals, and which of them are
other words as well.
"""

from __future__ import annotations

from collections.abc import Sequence

from summaries.numbers.counting import Counting, with_scales
from summaries.numbers.phrases import Phrases, Table

_WORDS = (
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn "
    "siebzehn achtzehn neunzehn"
)
_UNITS = _WORDS.split()
_TENS = ("zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")
# English "elf"; "ein" and "eine" are articles, "acht" is attention too but nobody takes an 8 for it.
DOUBTFUL = frozenset({"elf", "ein", "eine", "einen", "tausend"})


def _below_hundred() -> dict[str, int]:
    made = {word: value for value, word in enumerate(_UNITS)} | {"zwo": 2, "ein": 1, "eine": 1}
    for tens, word in enumerate(_TENS, start=2):
        made[word] = tens * 10
        for value, unit in enumerate(("ein", *_UNITS[2:10]), start=1):
            forms = (f"{unit}und{word}", f"{unit}und {word}", f"{unit} und{word}")
            made |= dict.fromkeys(forms, tens * 10 + value)
    # "vier und zwanzig" may be two numbers of a list, "ein und zwanzig" never is.
    made |= {f"ein und {word}": tens * 10 + 1 for tens, word in enumerate(_TENS, start=2)}
    return made


def _all() -> dict[str, int]:
    made = _below_hundred()
    small = {phrase: value for phrase, value in made.items() if 0 < value < 100}
    for hundreds, word in ((1, ""), *enumerate(("ein", *_UNITS[2:10]), start=1)):
        for whole in {f"{word}hundert", f"{word} hundert".strip()}:
            made[whole] = hundreds * 100
            for joint in ("", " ", "und", " und "):
                made |= {f"{whole}{joint}{phrase}": hundreds * 100 + v for phrase, v in small.items()}
    return made | {_typed(phrase): value for phrase, value in made.items() if not phrase.isascii()}


def _typed(phrase: str) -> str:
    """As typed without umlauts."""
    return phrase.replace("ü", "ue").replace("ö", "oe").replace("ß", "ss")


_DOUBLED = {"doppel": 2, "doppelt": 2}
_TIMES = {"zweimal": 2, "dreimal": 3, "viermal": 4, "zwei mal": 2, "drei mal": 3}
PHRASES = Phrases(_all(), "tausend", _DOUBLED, _TIMES, ("die",))

_SCALES = {"tausend": 1_000, "million": 1_000_000, "millionen": 1_000_000, "mio": 1_000_000}
_SCALES |= {"milliarde": 1_000_000_000, "milliarden": 1_000_000_000}
_LARGE = {"tausend": 1_000, "hundert": 100}


def _count(words: Sequence[str], at: int) -> tuple[str, int]:
    digits, end = PHRASES.count(words, at)
    if not digits and any(part in words[at] for part in _LARGE):
        digits, end = _in_one_word(words, at)
    return digits, end


def _in_one_word(words: Sequence[str], at: int) -> tuple[str, int]:
    """ "Zweitausendvierhundert", "neunzehnhundertachtzig"; smaller ones stand in the table."""
    for part, size in _LARGE.items():
        head, found, tail = words[at].partition(part)
        most, rest = _value(head) if head else 1, _value(tail.removeprefix("und")) if tail else 0
        if found and most > 0 and 0 <= rest < size:
            more, end = PHRASES.count(words, at + 1) if not tail and at + 1 < len(words) else ("", at + 1)
            # "Zweitausend vierhundert" is one number, "zweitausend Euro" is two words.
            return str(most * size + (int(more) if 0 < len(more) <= 3 else rest)), max(end, at + 1)
    return "", at


def _value(word: str) -> int:
    digits, _ = PHRASES.count([word], 0)
    return int(digits) if digits else -1


def _ordinals() -> dict[str, int]:
    stems = {"erst": 1, "dritt": 3, "siebt": 7, "siebent": 7, "acht": 8, "hundertst": 100}
    for phrase, value in _below_hundred().items():
        if value not in (0, *stems.values()) and " " not in phrase:
            stems[f"{phrase}{'t' if value < 20 else 'st'}"] = value
    stems |= {_typed(stem): value for stem, value in stems.items()}
    return {stem + ending: value for stem, value in stems.items() for ending in ("e", "en", "er", "es", "em")}


COUNTING = Counting(
    cardinal=with_scales(_count, {word: size for word, size in _SCALES.items() if size > 1_000}),
    ordinals=Table(_ordinals()),
    scales=_SCALES,
    beginnings=PHRASES.beginnings,
    endings=PHRASES.endings,
    articles=frozenset({"ein", "eine"}),
    inside=tuple(_LARGE),
)
