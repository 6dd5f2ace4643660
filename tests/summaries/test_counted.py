"""Numbers in words in a model's answer, in four languages: those of the call are kept, all others fall.

Decides with sentences as a model writes them, each beside the line that carries it or the one that does not.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.validate import Validator
from summaries.words import Language
from tests.summaries.examples import known, said

_NOBODY_HAS_A_NUMBER = {"caller": "a caller with a withheld number", "reason": None, "skill": None}


def validator(language: Language, line: str) -> Validator:
    facts = known(**(_NOBODY_HAS_A_NUMBER | {"language": language, "now": known().since}))
    return Validator(facts, said(line))


@pytest.mark.parametrize(
    ("language", "line", "sentence"),
    [
        ("es", "Me faltan 4 paquetes.", "Faltan cuatro paquetes."),
        ("es", "Me faltan cuatro paquetes.", "A la clienta le faltan 4 paquetes."),
        ("es", "Pagué treinta y dos euros.", "La clienta pagó 32 euros."),
        ("es", "Pagué 32 €.", "La clienta pagó treinta y dos euros."),
        ("es", "Es un descuento del 5 por ciento.", "El descuento es del cinco por ciento."),
        ("es", "Fueron cuarenta y nueve euros con noventa.", "La clienta pagó 49,90 euros."),
        ("es", "Costó un millón de euros.", "Costó 1.000.000 €."),
        ("es", "El pedido es cuatro ocho dos uno.", "El pedido es el 4821."),
        ("es", "El pedido es el 4821.", "El pedido es el cuatro ocho dos uno."),
        ("es", "Me cobraron dos veces el pedido.", "El segundo cobro del pedido es un error."),
        ("es", "Quiero un reembolso o un cambio.", "La clienta quiere un reembolso o un cambio."),
        ("es", "Quiero el tercer pedido.", "La clienta quiere el 3 pedido."),
        ("de", "Mir fehlen 4 Pakete.", "Vier Pakete fehlen."),
        ("de", "Mir fehlen vier Pakete.", "Der Anruferin fehlen 4 Pakete."),
        ("de", "Ich habe einundzwanzig Euro gezahlt.", "Sie hat 21 € gezahlt."),
        ("de", "Ich habe 2.400 Euro gezahlt.", "Sie hat zweitausendvierhundert Euro gezahlt."),
        ("de", "Es waren 2,5 Millionen Euro.", "Es geht um 2500000 Euro."),
        ("de", "Die Rechnung kam am dritten Mai.", "Die Rechnung kam am 3. Mai."),
        ("de", "Die Bestellung ist vier acht zwo eins.", "Die Bestellung ist 4821."),
        ("de", "Mir wurde zweimal abgebucht.", "Offen ist die zweite Abbuchung."),
        ("de", "Ich habe einen 5 Euro Gutschein bekommen.", "Sie hat einen 5 Euro Gutschein bekommen."),
        ("de", "Ich habe auf die Rechnung geachtet.", "Sie bittet, auf die Rechnung zu achten."),
        ("fr", "Il me manque 22 colis.", "Il manque vingt-deux colis."),
        ("fr", "Il me manque vingt-deux colis.", "Il manque 22 colis à l'appelante."),
        ("fr", "J'ai payé quatre-vingts euros.", "Elle a payé 80 €."),
        ("fr", "J'ai payé 99 euros.", "Elle a payé quatre-vingt-dix-neuf euros."),
        ("fr", "La remise est de cinq pour cent.", "L'appelante dit que la remise est de 5 %."),
        ("fr", "C'était deux millions d'euros.", "C'était 2000000 euros."),
        ("fr", "La commande est quatre huit deux un.", "La commande est 4821."),
        ("fr", "J'ai été facturée deux fois.", "La deuxième facture est une erreur."),
        ("de", "Mir wurde zweimal abgebucht.", "Der Anruferin wurde doppelt eine Gebühr abgebucht."),
        ("fr", "J'ai été facturée deux fois.", "Elle a été facturée en double une fois."),
        ("fr", "Je veux un nouvel appareil.", "L'appelante veut un appareil neuf."),
        ("fr", "J'en veux quatre, vingt euros chacun.", "Elle veut quatre appareils à 20 euros."),
        ("en", "I am missing 22 parcels.", "Twenty-two parcels are missing."),
        ("en", "The third one is missing.", "The third parcel is missing."),
    ],
)
def test_a_number_that_was_said_is_kept_in_each_of_its_forms(
    language: Language, line: str, sentence: str
) -> None:
    assert validator(language, line).why_not(sentence) is None


@pytest.mark.parametrize(
    ("language", "line", "sentence"),
    [
        ("es", "Me faltan tres paquetes.", "Faltan cuatro paquetes."),
        ("es", "Me faltan paquetes.", "Faltan veintidós paquetes."),
        ("es", "Pagué 31 euros.", "La clienta pagó treinta y un dólares."),
        ("es", "Pagué 30 euros.", "La clienta pagó treinta y dos euros."),
        ("es", "El pedido es cuatro ocho dos uno.", "El pedido es cuatro dos ocho uno."),
        ("es", "El pedido es el 4821.", "Quiere el tercer pedido."),
        ("es", "Pagué mil euros.", "La clienta pagó un millón de euros."),
        ("de", "Mir fehlen Pakete.", "Der Anruferin fehlen drei Pakete."),
        ("de", "Mir fehlen drei Pakete.", "Vier Pakete fehlen."),
        ("de", "Ich habe zwanzig Euro gezahlt.", "Sie hat einundzwanzig Euro gezahlt."),
        ("de", "Ich habe 400 Euro gezahlt.", "Sie hat zweitausendvierhundert Euro gezahlt."),
        ("de", "Ich habe 2 Euro gezahlt.", "Sie hat zwei Millionen Euro gezahlt."),
        ("de", "Die Rechnung kam am dritten Mai.", "Die Rechnung kam am achten Mai."),
        ("de", "Die Bestellung ist vier acht zwo eins.", "Die Bestellung ist acht vier zwo eins."),
        ("de", "Mir wurde zweimal abgebucht.", "Der Anruferin wurde sechsmal abgebucht."),
        ("de", "Mir wurden Pakete gesendet.", "Seven Pakete wurden gesendet."),
        ("fr", "Il me manque deux colis.", "Il manque vingt-deux colis."),
        ("fr", "J'ai payé 90 euros.", "Elle a payé quatre-vingts euros."),
        ("fr", "J'ai payé 90 euros.", "Elle a payé neuf euros."),
        ("fr", "La remise est de 5 %.", "La remise est de six pour cent."),
        ("fr", "J'ai été facturée deux fois.", "La troisième facture est une erreur."),
        ("fr", "La commande est quatre huit deux un.", "La commande est quatre huit un deux."),
        ("fr", "Je veux des cartes.", "L'appelante a commandé neuf cartes."),
        ("en", "I am missing 20 parcels.", "Twenty-two parcels are missing."),
    ],
)
def test_a_number_that_nobody_said_takes_its_sentence_with_it(
    language: Language, line: str, sentence: str
) -> None:
    assert validator(language, line).why_not(sentence) == "number"


WORDS: dict[Language, dict[str, int]] = {
    "es": {"cinco": 5, "dieciséis": 16, "treinta y dos": 32, "ciento uno": 101, "dos mil": 2000},
    "de": {"fünf": 5, "sechzehn": 16, "zweiunddreißig": 32, "hunderteins": 101, "zweitausend": 2000},
    "fr": {"cinq": 5, "seize": 16, "trente-deux": 32, "cent un": 101, "deux mille": 2000},
}
FRAMES: dict[Language, str] = {
    "es": "La clienta quiere {} cargos.",
    "de": "Die Anruferin hat {} Abbuchungen.",
    "fr": "L'appelante a reçu {} factures.",
}


@pytest.mark.parametrize("language", WORDS)
@given(data=st.data())
def test_a_number_is_kept_if_and_only_if_it_was_said(language: Language, data: st.DataObject) -> None:
    offered, worth = data.draw(st.sampled_from(sorted(WORDS[language].items())))
    there = data.draw(st.lists(st.sampled_from(sorted(WORDS[language].values())), max_size=3))
    line = FRAMES[language].format(" etc ".join(map(str, there)))
    sentence = FRAMES[language].format(offered)
    assert validator(language, line).why_not(sentence) == (None if worth in there else "number")
