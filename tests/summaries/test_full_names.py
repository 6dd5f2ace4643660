"""Names of more than one word: told only as they were told, so that nobody gets another's last name.

Decides with calls in four languages; German, where nouns look like names, is the hard one.
"""

import pytest

from summaries import NoBrief
from summaries.full_names import FullNames
from summaries.validate import Validator
from summaries.words import Language
from tests.summaries.examples import known, reply, said

TWO_PEOPLE: dict[Language, tuple[str, ...]] = {
    "en": (
        "This is Maria Gomez, and my husband Oliver Brandt booked.",
        "Thank you, Maria. So Mr. Brandt paid?",
    ),
    "es": ("Soy Marta Ruiz, mi marido Pablo Soto reservó.",),
    "de": ("Mein Name ist Jens Pohl, meine Frau Petra Vogel hat gebucht.",),
    "fr": ("Je suis Claire Dupont, mon mari Paul Morel a réservé.",),
}


def were_told(language: Language, sentence: str, *lines: str, known: str = "") -> bool:
    return FullNames(language, [[known], lines]).were_told(sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Maria Gomez says that Oliver Brandt booked."),
        ("en", "Maria booked with Mr Brandt, and Mr. Gomez paid."),
        ("es", "Marta Ruiz dice que Pablo Soto reservó."),
        ("de", "Die Kundin Petra Vogel und der Anrufer Pohl haben gebucht."),
        ("de", "Laut Frau Vogel hat Jens Pohl Kosten."),
        ("fr", "D'après Claire Dupont, c'est l'ami de Monsieur Morel."),
    ],
)
def test_names_are_told_as_they_were_told(language: Language, sentence: str) -> None:
    assert were_told(language, sentence, *TWO_PEOPLE[language])


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Maria Brandt booked."),
        ("en", "The caller is Oliver Gomez."),
        ("es", "Marta Soto reservó."),
        ("de", "Jens Vogel hat gebucht."),
        ("de", "Die Kundin Petra Pohl ruft an."),
        ("fr", "L'appelante est Claire Morel."),
    ],
)
def test_nobody_gets_the_last_name_of_another(language: Language, sentence: str) -> None:
    assert not were_told(language, sentence, *TWO_PEOPLE[language])


@pytest.mark.parametrize(
    ("language", "lines", "sentence"),
    [
        ("en", ("Your name?", "Maria.", "And the last name?", "Gomez."), "Maria Gomez called."),
        ("en", ("Maria is my first name, the last one is Gomez.",), "Maria Gomez called."),
        ("en", ("It is Gomez, Maria.",), "Maria Gomez called."),
        ("en", ("Maria Elena Gomez de Soto.",), "Maria Gomez called."),
        ("de", ("Ihr Name?", "Petra.", "Und weiter?", "Nachname Vogel."), "Petra Vogel ruft an."),
        ("es", ("Soy Marta Ruiz.", "¿Y el segundo apellido?", "Soto."), "Marta Ruiz Soto llamó."),
        ("en", ("my name is maria gomez", "oliver brandt is my husband"), "Oliver Brandt booked."),
    ],
)
def test_a_name_may_be_told_in_parts(language: Language, lines: tuple[str, ...], sentence: str) -> None:
    assert were_told(language, sentence, *lines)


def test_parts_that_are_far_from_each_other_are_no_name() -> None:
    assert not were_told("en", "Maria Gomez called.", "Maria.", "Yes.", "So.", "Well.", "Hm.", "To Gomez?")


def test_names_of_the_known_facts_are_known_as_they_are() -> None:
    assert were_told("en", "Carol Jones called.", "Hello.", known="Carol Jones")
    assert not were_told("en", "Carol Brown called.", "I want Brown.", known="Carol Jones")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The Acme Premium plan is too dear."),
        ("en", "She told Maria Monday would do."),
        ("de", "Der Techniker Koch war da."),
        ("de", "Der Mieter Koch zahlt Miete Euro für Euro."),
        ("de", "Statt Koch kam Petra."),
    ],
)
def test_two_words_with_capital_letters_need_not_be_one_name(language: Language, sentence: str) -> None:
    lines = {
        "en": ("The premium plan of Acme?", "Hm.", "So.", "Yes.", "No.", "Maria will come on Monday."),
        "de": ("Der Mieter und ein Techniker.", "Hm.", "So.", "Ja.", "Die Miete.", "Koch ist da, Petra."),
    }
    assert were_told(language, sentence, *lines[language])


def test_neither_a_brief_nor_an_answer_tells_a_name_made_of_two() -> None:
    validator = Validator(known(), said(*TWO_PEOPLE["en"]))
    assert validator.carries("Oliver Brandt booked.")
    assert validator.why_not("Maria Brandt booked.") == "name"
    with pytest.raises(NoBrief) as caught:
        validator.answer(reply("Maria Brandt booked."))
    assert caught.value.dropped == ("name",)
