"""German numbers: "einundvierzig" in one word or in three, "zweihundertzwölf", "doppel fünf".

Decides the phrases below a thousand and which of them are other words as well.
"""

from __future__ import annotations

from summaries.numbers.phrases import Phrases

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
    made = _below_hundred() | {"hundert": 100}
    small = {phrase: value for phrase, value in made.items() if 0 < value < 100}
    for hundreds, word in enumerate(("ein", *_UNITS[2:10]), start=1):
        for whole in (f"{word}hundert", f"{word} hundert"):
            made[whole] = hundreds * 100
            for joint in ("", " ", "und", " und "):
                made |= {f"{whole}{joint}{phrase}": hundreds * 100 + v for phrase, v in small.items()}
    return made | {_typed(phrase): value for phrase, value in made.items() if not phrase.isascii()}


def _typed(phrase: str) -> str:
    """As typed without umlauts."""
    return phrase.replace("ü", "ue").replace("ö", "oe").replace("ß", "ss")


_REPEATS = {"doppel": 2, "doppelt": 2, "zweimal": 2, "dreimal": 3, "viermal": 4, "zwei mal": 2, "drei mal": 3}
PHRASES = Phrases(_all(), "tausend", _REPEATS, ("die",))
