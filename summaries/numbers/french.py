"""French numbers: "quatre-vingt-dix", "vingt et un", "septante", "deux fois quatre".

Decides the phrases below a thousand, without hyphens, the ordinals, and which of them are other words as
well.
"""

from __future__ import annotations

from summaries.numbers.counting import Counting, with_scales
from summaries.numbers.phrases import Phrases, Table

_WORDS = "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
_UNITS = _WORDS.split()
_UNDER_TWENTY = (*_UNITS, "dix sept", "dix huit", "dix neuf")
_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
_TENS |= {"septante": 70, "huitante": 80, "octante": 80, "nonante": 90}
# English "cent", "seize", "Sept."; "un" and "une" are articles.
DOUBTFUL = frozenset({"un", "une", "cent", "cents", "sept", "seize", "mille", "double", "triple"})


def _below_hundred() -> dict[str, int]:
    made = {word: value for value, word in enumerate(_UNDER_TWENTY)} | {"une": 1}
    for word, tens in _TENS.items():
        made[word] = tens
        made |= {f"{word} {unit}": tens + value for value, unit in enumerate(_UNITS[:10]) if value}
        made[f"{word} et un"] = tens + 1
    made |= {f"soixante {teen}": 60 + value for value, teen in enumerate(_UNDER_TWENTY) if value > 9}
    made |= {"soixante et onze": 71, "quatre vingts": 80, "quatre vingt": 80}
    made |= {f"quatre vingt {small}": 80 + value for value, small in enumerate(_UNDER_TWENTY) if value}
    return made


def _all() -> dict[str, int]:
    made = _below_hundred() | {"cent": 100}
    small = {phrase: value for phrase, value in made.items() if 0 < value < 100}
    made |= {f"cent {phrase}": 100 + value for phrase, value in small.items()}
    for hundreds, word in enumerate(_UNITS[2:10], start=2):
        made |= dict.fromkeys((f"{word} cent", f"{word} cents"), hundreds * 100)
        made |= {f"{word} cent {phrase}": hundreds * 100 + value for phrase, value in small.items()}
    return made


_DOUBLED = {"double": 2, "triple": 3}
_TIMES = {"deux fois": 2, "trois fois": 3, "quatre fois": 4}
PHRASES = Phrases(_all(), "mille", _DOUBLED, _TIMES, ("le",))

_SCALES = {"mille": 1_000, "million": 1_000_000, "millions": 1_000_000}
_SCALES |= {"milliard": 1_000_000_000, "milliards": 1_000_000_000}
_STEMS = {"cinq": "cinqu", "neuf": "neuv", "vingts": "vingt"}


def _ordinals() -> dict[str, int]:
    made = dict.fromkeys(("premier", "première", "premiers", "premières"), 1)
    made |= {"second": 2, "seconde": 2, "centième": 100}
    for phrase, value in _below_hundred().items():
        head, _, last = phrase.rpartition(" ")
        if value > 1:
            made[f"{head} {_STEMS.get(last, last.removesuffix('e'))}ième".strip()] = value
    return made


COUNTING = Counting(
    cardinal=with_scales(PHRASES.count, {word: size for word, size in _SCALES.items() if size > 1_000}),
    ordinals=Table(_ordinals()),
    scales=_SCALES,
    beginnings=PHRASES.beginnings,
    endings=PHRASES.endings,
    articles=frozenset({"un", "une"}),
    ones=frozenset({"un"}),
)
