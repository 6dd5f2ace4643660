"""Which language a text is in, and that each language has what the checks ask of it.

Decides with ordinary sentences; a name from abroad makes no text foreign.
"""

import pytest

from summaries.languages import WORDINGS, is_foreign
from summaries.words import Language

SENTENCES: dict[Language, str] = {
    "en": "the caller was charged twice for the order and wants the second charge refunded by friday",
    "es": "a la persona que llama le cobraron dos veces el pedido y quiere que le devuelvan el segundo cargo",
    "de": "der anrufer wurde für die bestellung zweimal belastet und möchte eine erstattung haben",
    "fr": "l'appelant a été facturé deux fois pour la commande et veut le remboursement avant vendredi",
}
LANGUAGES: list[Language] = ["en", "es", "de", "fr"]


@pytest.mark.parametrize("asked", LANGUAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_in_another_language_is_foreign_and_one_in_its_own_is_not(
    language: Language, asked: Language
) -> None:
    assert is_foreign(SENTENCES[language].split(), asked) is (language != asked)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "maria de los angeles wants the order from el corte"),
        ("en", "die hard is the film"),
        ("es", "quiere el router the box"),
        ("de", "die sendung von the north face fehlt"),
        ("fr", "la commande de der spiegel est en retard"),
        ("en", ""),
        ("de", "rückerstattung offen"),
    ],
)
def test_a_name_from_abroad_makes_no_text_foreign(language: Language, text: str) -> None:
    assert not is_foreign(text.split(), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_opens_a_sentence_is_no_order(language: Language) -> None:
    wording = WORDINGS[language]
    assert not wording.openers & wording.orders


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_all_dates_and_all_kinds_of_data(language: Language) -> None:
    wording = WORDINGS[language]
    # English leaves out "may" and "march", which are ordinary words.
    assert len(wording.dates) >= 19
    assert len(wording.claims) >= 15 and len(wording.moods) == 4
    assert {"$", "€", "£"} <= set(wording.currencies.values()) and set("@._-+") == set(wording.spelled)


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("l'appelant d'Alice dit qu'elle part", "l' appelant d' Alice dit qu' elle part"),
        ("aujourd'hui", "aujourd'hui"),
    ],
)
def test_french_words_are_taken_apart_where_one_has_swallowed_another(text: str, apart: str) -> None:
    assert WORDINGS["fr"].apart(text) == apart and WORDINGS["en"].apart(text) == text


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The guardian of her nephew is calling."),
        ("en", "The sheriff wants an address."),
        ("en", "The overdraft limit was lifted."),
        ("en", "The shop is to blame."),
        ("es", "La apoderada de su tía llama."),
        ("es", "El notario pide una copia."),
        ("es", "Se le condonó la deuda."),
        ("de", "Der Vormund des Neffen ruft an."),
        ("de", "Das Finanzamt verlangt eine Kopie."),
        ("de", "Der Betrag ist auszuzahlen."),
        ("de", "Die Mahngebühr wurde erlassen."),
        ("fr", "L'héritier de sa tante appelle."),
        ("fr", "Un huissier demande une copie."),
        ("fr", "Les frais sont pris en charge."),
    ],
)
def test_who_acts_for_another_and_what_was_let_off_are_claims(language: Language, sentence: str) -> None:
    assert any(claim.pattern.search(sentence) for claim in WORDINGS[language].claims)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The parcel lay at the court."),
        ("en", "Her uncle has passed away."),
        ("es", "El paquete quedó en el hospital."),
        ("de", "Die Ware liegt beim Finanzamt."),
        ("de", "Der Brief ist zu den Kollegen gegangen."),
        ("fr", "Le colis est resté à l'hôpital."),
    ],
)
def test_places_and_other_words_are_none(language: Language, sentence: str) -> None:
    assert not any(claim.pattern.search(sentence) for claim in WORDINGS[language].claims)
