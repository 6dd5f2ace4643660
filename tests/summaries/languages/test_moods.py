"""What words of a caller show of a mood, and what ordinary and polite ones do not, in each language.

Decides by whole sentences of a model; how a mood is found in one is tested with the checks.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from summaries.validate import Validator
from summaries.words import Language
from tests.summaries.examples import known, said

PLAIN: list[tuple[Language, str, list[str]]] = [
    ("en", "Could you send me a copy of the invoice, please?", ["desperate", "scared", "happy", "angry"]),
    ("en", "I'd like to order the same printer again.", ["furious", "angry"]),
    ("en", "Can I cancel my newspaper for July? I still have two, and nobody is at home.", ["furious"]),
    (
        "en",
        "I already have an account with you, concerning my lost card.",
        ["outraged", "worried", "confused"],
    ),
    ("es", "¿Me puede mandar la factura, por favor?", ["desesperado", "preocupado", "contento"]),
    ("es", "Ya tengo cuenta y quiero pedir otra vez la misma impresora.", ["furioso", "enfadado"]),
    ("es", "Quiero cancelar el periódico en julio, perdone la molestia.", ["furioso", "molesto"]),
    ("de", "Könnten Sie mir bitte die Rechnung schicken?", ["verzweifelt", "besorgt", "zufrieden"]),
    ("de", "Ich möchte den Drucker noch einmal bestellen, schon wieder leer.", ["wütend", "verärgert"]),
    ("de", "Ich habe bereits gekündigt, und zweimal im Jahr reicht auch.", ["wütend", "genervt"]),
    ("fr", "Pouvez-vous m'envoyer la facture, s'il vous plaît ?", ["désespéré", "inquiet", "content"]),
    ("fr", "Je voudrais encore la même imprimante, j'ai déjà un compte.", ["furieux", "en colère"]),
    ("fr", "Je veux annuler mon journal, j'ai perdu le numéro.", ["furieux", "perdu"]),
]
MOODY: list[tuple[Language, str, str]] = [
    ("en", "I'm still waiting, and nobody called me back.", "annoyed"),
    ("en", "Could you send me a copy of the invoice, please?", "polite"),
    ("es", "Todavía no ha llegado y nadie me contesta.", "enfadado"),
    ("es", "¿Me puede mandar la factura, por favor?", "amable"),
    ("de", "Das Paket ist immer noch nicht da, und es meldet sich niemand.", "verärgert"),
    ("de", "Könnten Sie mir bitte die Rechnung schicken?", "höflich"),
    ("de", "Ich mache mir Sorgen um mein Paket.", "besorgt"),
    ("fr", "Le colis n'est toujours pas là et personne ne répond.", "mécontent"),
    ("fr", "Pouvez-vous m'envoyer la facture, s'il vous plaît ?", "poli"),
]
IS: dict[Language, str] = {
    "en": "The caller is",
    "es": "El cliente está",
    "de": "Der Anrufer ist",
    "fr": "L'appelant est",
}


def _tells(language: Language, words: str, mood: str) -> bool:
    return Validator(replace(known(), language=language), said(words)).carries(f"{IS[language]} {mood}.")


@pytest.mark.parametrize(("language", "words", "moods"), PLAIN)
def test_ordinary_words_show_no_mood(language: Language, words: str, moods: list[str]) -> None:
    assert [mood for mood in moods if _tells(language, words, mood)] == []


@pytest.mark.parametrize(("language", "words", "mood"), MOODY)
def test_words_that_show_a_mood_let_it_be_told(language: Language, words: str, mood: str) -> None:
    assert _tells(language, words, mood)
