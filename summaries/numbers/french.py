"""French numbers: "quatre-vingt-dix", "vingt et un", "septante", "deux fois quatre".

Decides the phrases below a thousand, without hyphens, and which of them are other words as well.
"""

from __future__ import annotations

from summaries.numbers.phrases import Phrases

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


PHRASES = Phrases(
    _all(), "mille", {"double": 2, "triple": 3, "deux fois": 2, "trois fois": 3, "quatre fois": 4}, ("le",)
)
