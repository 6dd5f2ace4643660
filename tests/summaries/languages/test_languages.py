"""Which language a text is in, and that each language has what the checks ask of it.

Decides with ordinary sentences; a name from abroad makes no text foreign.
"""

import re

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
    assert len(wording.moods) == 5
    assert {"$", "€", "£"} <= set(wording.currencies.values()) and set("@._-+") == set(wording.spelled)


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "on the third we paid 40 or forty, twice", "third forty twice"),
        ("es", "el tercer cargo de cien o 40 euros doble", "tercer cien doble"),
        ("de", "am dritten zweitausend vier Euro zweimal", "dritten zweitausend vier zweimal"),
        ("fr", "la deuxième de quatre factures", "deuxième quatre"),
        ("de", "seven oder oh", "seven"),
        ("en", "nothing of that kind", ""),
    ],
)
def test_each_language_knows_with_which_words_a_number_may_begin(
    language: Language, text: str, words: str
) -> None:
    said = re.findall(r"\w+", text.lower())
    assert set(WORDINGS[language].beginnings(said)) == set(words.split())


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
        ("en", "The fee has to be waived."),
        ("en", "The caller is to be put through."),
        ("es", "Hay que devolver el importe."),
        ("es", "La clienta debe ser atendida."),
        ("de", "Der Betrag ist auszuzahlen."),
        ("de", "Die Gebühr muss heute erlassen werden."),
        ("fr", "Il faut rembourser la cliente."),
        ("fr", "La cliente doit être remboursée."),
    ],
)
def test_what_is_to_be_done_by_nobody_named_is_a_duty(language: Language, sentence: str) -> None:
    assert WORDINGS[language].duty.search(sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "She must leave at noon."),
        ("es", "Debe salir a las doce."),
        ("de", "Am Freitag muss er nach Graz."),
        ("de", "Der Brief ist zu den Kollegen gegangen."),
        ("fr", "Elle demande s'il faut revenir."),
    ],
)
def test_what_somebody_has_to_do_is_none(language: Language, sentence: str) -> None:
    assert not WORDINGS[language].duty.search(sentence)


@pytest.mark.parametrize(
    ("language", "sentence", "rest"),
    [
        ("en", "The caller says that it broke.", "it broke."),
        ("en", "She said: it broke.", "it broke."),
        ("en", "The customer has reported that it broke.", "it broke."),
        ("en", "According to the caller, it broke.", "it broke."),
        ("es", "La clienta dice que se rompió.", "se rompió."),
        ("es", "Según el cliente, se rompió.", "se rompió."),
        ("de", "Der Anrufer sagt, es sei kaputt.", "es sei kaputt."),
        ("de", "Die Kundin sagt, dass es kaputt ist.", "dass es kaputt ist."),
        ("fr", "L'appelante dit que c'est cassé.", "c'est cassé."),
        ("fr", "La cliente dit qu'il est cassé.", "il est cassé."),
    ],
)
def test_words_that_name_the_caller_as_the_source_are_known(
    language: Language, sentence: str, rest: str
) -> None:
    named = WORDINGS[language].caller_says.match(sentence)
    assert named and sentence[named.end() :].strip() == rest


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The caller reported a leak."),
        ("en", "Alice says that it broke."),
        ("en", "Shell says it broke."),
        ("es", "Alicia dice que se rompió."),
        ("de", "Der Anrufer meldet einen Schaden."),
        ("de", "Laut Anrufer ist es kaputt."),
        ("fr", "La cliente signale une fuite."),
    ],
)
def test_where_nothing_would_be_left_to_say_a_sentence_keeps_its_beginning(
    language: Language, sentence: str
) -> None:
    assert not WORDINGS[language].caller_says.match(sentence)
