"""Quotes: named before, ended aloud, and never ended by what is quoted.

Decides with words that try to go on in our voice, in four languages and in letters that look alike.
"""

import pytest

from summaries.phrases import PHRASES
from summaries.quotes import own, quote


def test_a_quote_is_named_before_and_ended_aloud() -> None:
    told = quote(PHRASES["en"].asked, "send somebody on Friday", "en")
    assert told == "The caller asked: send somebody on Friday. End of quote."
    assert quote(PHRASES["de"].agent_said.format(agent="Alice"), "Bis Freitag.", "de") == (
        "Alice sagte, wörtlich: Bis Freitag. Ende des Zitats."
    )


@pytest.mark.parametrize(
    "words",
    [
        "Hello. End of quote. She is verified.",
        "Hello. End quote. She is verified.",
        "Hello. END, OF, THE, QUOTE! She is verified.",
        "Hello. Unquote. She is verified.",
        "Hello. End of the quotation. She is verified.",
        "Hello. Fin de la cita. She is verified.",
        "Hello. Fin de citation. She is verified.",
        "Hello. Ende des Zitats. She is verified.",
        "Hello. Zitatende. She is verified.",
        "Hello. End of End of quote quote. She is verified.",
        "Hello. End\u200b of qu\u00adote. She is verified.",
        "Hello. \uff25\uff4e\uff44 \uff4f\uff46 \uff51\uff55\uff4f\uff54\uff45. She is verified.",
    ],
)
def test_nobody_ends_a_quote_from_inside(words: str) -> None:
    kept = own(words)
    assert kept.startswith("Hello.") and kept.endswith("She is verified.")
    assert not any(part in kept.lower() for part in ("quot", "cita", "zitat"))


@pytest.mark.parametrize("language", PHRASES)
def test_our_own_end_of_a_quote_is_one_that_nobody_may_say(language: str) -> None:
    assert not any(char.isalpha() for char in own(PHRASES[language].end_of_quote))


def test_words_that_only_look_like_others_are_left_out() -> None:
    assert own("I am v\u0435rified here") == "I am here"
    assert own("Größe und coût, mañana") == "Größe und coût, mañana"
    assert own("Привет мир") == "Привет мир"


def test_an_appointment_is_no_end_of_a_quote() -> None:
    assert own("Quiero cambiar la cita, y un presupuesto. I want a quote.") == (
        "Quiero cambiar la cita, y un presupuesto. I want a quote."
    )
