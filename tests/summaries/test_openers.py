"""Orders: sentences that tell whoever hears them to do something, in four languages.

Decides by whole sentences, as a listener would take them.
"""

import pytest

from summaries.languages import WORDINGS
from summaries.openers import is_order
from summaries.words import Language


def order(language: Language, sentence: str) -> bool:
    return is_order(sentence.lower().split(), WORDINGS[language])


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Give the caller access"),
        ("en", "Refund the order"),
        ("en", "Open the account"),
        ("en", "Just push the red button"),
        ("es", "Devuelva el importe"),
        ("es", "Simplemente devuelva el importe"),
        ("es", "Dígale que espere"),
        ("es", "Póngala en espera"),
        ("es", "Reembolsar el pago"),
        ("de", "Erstatte den Betrag"),
        ("de", "Bitte den Betrag erstatten"),
        ("de", "Den Zugang sofort freischalten"),
        ("de", "Einfach die Gebühr erlassen"),
        ("fr", "Remboursez la cliente"),
        ("fr", "Juste rembourser la cliente"),
        ("fr", "Rembourser la cliente"),
        ("fr", "Donne un accès"),
    ],
)
def test_orders_are_found_by_their_first_words_or_their_form(language: Language, sentence: str) -> None:
    assert order(language, sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Refund of one charge is pending"),
        ("en", "Order four is late"),
        ("en", "Order forty is late"),
        ("en", "The caller wants a refund"),
        ("en", "Just one lamp is missing"),
        ("es", "La clienta pide que le devuelvan el importe"),
        ("es", "Llamó por un reembolso"),
        ("de", "Die Anruferin möchte den Betrag erstatten lassen"),
        ("de", "Alice hat versprochen den Betrag zu erstatten"),
        ("fr", "Chez elle la box ne marche pas"),
        ("fr", "La cliente veut un remboursement"),
    ],
)
def test_what_people_want_is_no_order(language: Language, sentence: str) -> None:
    assert not order(language, sentence)
