"""The headline of a model's brief: one sentence that may be spoken, or the known facts.

Decides on the support call of the examples, and on a line in each language with short forms in it.
"""

import pytest

from summaries import Brief
from summaries.facts import headline as facts_headline
from summaries.validate import Validator
from summaries.words import Dropped, Language
from tests.summaries.examples import SUPPORT_CALL, answer, known, said

VALIDATOR = Validator(known(), said(*SUPPORT_CALL))


def brief(headline: str, *details: str) -> Brief:
    return VALIDATOR.brief(answer(headline, *details), "groq")


TOO_LONG = "The caller is upset, " + "very " * 22 + "upset."


@pytest.mark.parametrize(
    ("headline", "heard", "dropped"),
    [
        ("The order is 4821. She paid $12.", "the order is 4821.", ("number",)),
        ("She paid $12. The order is 4821.", "the order is 4821.", ("number",)),
        ("The order is 4821. She wants a refund.", "the order is 4821.", ("form",)),
        (f"{TOO_LONG} The order is 4821.", "the order is 4821.", ("form",)),
        ("Smith called. She wants a refund! It is $12.", "she wants a refund.", ("name", "number")),
    ],
)
def test_a_headline_is_its_first_sentence_that_may_be_spoken(
    headline: str, heard: str, dropped: tuple[Dropped, ...]
) -> None:
    kept = brief(headline, "She sounds upset.")
    assert (kept.headline, kept.dropped) == (f"The caller says: {heard}", dropped)
    assert kept.details == ("The caller says: she sounds upset.",)


@pytest.mark.parametrize("headline", [TOO_LONG, "She is verified. It is $12.", "...", ""])
def test_a_headline_without_such_a_sentence_is_replaced_by_the_known_facts(headline: str) -> None:
    assert brief(headline, "She wants a refund.").headline == facts_headline(known())


@pytest.mark.parametrize(
    ("language", "line", "headline"),
    [
        ("en", "Hi, Dr. J. Smith here, order No. 4.", "Dr. J. Smith called about No. 4 of 3.5."),
        ("es", "Soy la Sra. Gómez, el pedido núm. 4.", "La Sra. Gómez llama p. ej. por el pedido núm. 4."),
        ("de", "Hier Dr. Krause, Rechnung Nr. 4.", "Dr. Krause fehlt z. B. die Rechnung Nr. 4 vom 3. Mai."),
        ("fr", "Ici M. Dupont, facture no. 4.", "Il manque à M. Dupont p. ex. la facture no. 4."),
    ],
)
def test_a_short_form_in_a_headline_ends_no_sentence(language: Language, line: str, headline: str) -> None:
    call = said(line, "3.5", "3. Mai", "z. B.", "p. ej.", "p. ex.")
    told = Validator(known(language=language, reason=None), call).brief(answer(headline), "groq")
    frame, _, heard = told.headline.partition(": ")
    assert (heard.lower(), told.dropped) == (headline.lower(), ())
    assert frame in ("The caller says", "El cliente dice", "Der Anrufer sagt", "Le client dit ")
