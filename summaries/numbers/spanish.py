"""Spanish numbers: "cuarenta y uno", "veintidós", "quinientos doce", "triple cinco".

Decides the phrases below a thousand, the ordinals, and which of them are other words as well.
"""

from __future__ import annotations

from summaries.numbers.counting import Counting, with_scales
from summaries.numbers.phrases import Phrases, Table

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


_DOUBLED = {"doble": 2, "triple": 3}
_TIMES = {"dos veces": 2, "tres veces": 3, "cuatro veces": 4}
PHRASES = Phrases(_all(), "mil", _DOUBLED, _TIMES, ("el",))

_SCALES = {"mil": 1_000, "millón": 1_000_000, "millon": 1_000_000, "millones": 1_000_000}
# Without the ends, which follow the noun: "tercer" and "primer" stand before one.
_ORDINALS = (
    "primer segund tercer cuart quint sext séptim octav noven décim undécim duodécim decimotercer "
    "decimocuart decimoquint decimosext decimoséptim decimoctav decimonoven vigésim"
)


def _ordinals() -> dict[str, int]:
    stems = {stem: value for value, stem in enumerate(_ORDINALS.split(), start=1)} | {"trigésim": 30}
    made = {stem + end: value for stem, value in stems.items() for end in "oa"} | {"primer": 1, "tercer": 3}
    # "Segundos" are time, "cuartos" are rooms.
    made |= {"primeros": 1, "primeras": 1}
    small = {ordinal: value for ordinal, value in made.items() if value < 10}
    for tens, value in (("vigésim", 20), ("trigésim", 30)):
        made |= {f"{tens}{end} {unit}": value + more for end in "oa" for unit, more in small.items()}
    return made


COUNTING = Counting(
    cardinal=with_scales(PHRASES.count, {word: size for word, size in _SCALES.items() if size > 1_000}),
    ordinals=Table(_ordinals()),
    scales=_SCALES,
    beginnings=PHRASES.beginnings,
    endings=PHRASES.endings,
    articles=frozenset({"un", "una"}),
)
