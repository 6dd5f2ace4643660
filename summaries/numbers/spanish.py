"""Spanish numbers: "cuarenta y uno", "veintidós", "quinientos doce", "triple cinco".

Decides the phrases below a thousand and which of them are other words as well.
"""

from __future__ import annotations

from summaries.numbers.phrases import Phrases

_WORDS = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
    "diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco "
    "veintiséis veintisiete veintiocho veintinueve"
)
_UNITS = _WORDS.split()
_TENS = ("treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")
_HUNDREDS = (
    "ciento",
    "doscientos",
    "trescientos",
    "cuatrocientos",
    "quinientos",
    "seiscientos",
    "setecientos",
    "ochocientos",
    "novecientos",
)
# English "once"; "un" and "una" are articles, and "un" is French too.
DOUBTFUL = frozenset({"once", "un", "una", "mil", "double"})


def _below_hundred() -> dict[str, int]:
    made = {word: value for value, word in enumerate(_UNITS)} | {"un": 1, "una": 1, "veintiún": 21}
    made |= {f"diez y {unit}": 10 + value for value, unit in enumerate(_UNITS[6:10], start=6)}
    for tens, word in enumerate(_TENS, start=3):
        made[word] = tens * 10
        for value, unit in enumerate(_UNITS[1:10], start=1):
            made |= dict.fromkeys((f"{word} y {unit}", f"{word}i{unit}"), tens * 10 + value)
    return made


def _all() -> dict[str, int]:
    made = _below_hundred() | {"cien": 100}
    small = {phrase: value for phrase, value in made.items() if 0 < value < 100}
    for hundreds, word in enumerate(_HUNDREDS, start=1):
        made[word] = hundreds * 100
        made |= {f"{word} {phrase}": hundreds * 100 + value for phrase, value in small.items()}
    return made


PHRASES = Phrases(
    _all(), "mil", {"doble": 2, "triple": 3, "dos veces": 2, "tres veces": 3, "cuatro veces": 4}, ("el",)
)
