"""National ids: known by their shape where they have one, by their name where they have none.

Decides with examples whose check letters and keys are made here, without the code under test.
"""

import pytest

from summaries import redact

DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


@pytest.mark.parametrize("number", [12345678, 44556677, 99999999])
def test_a_spanish_id_is_known_by_its_letter(number: int) -> None:
    letter = DNI_LETTERS[number % 23]
    wrong = DNI_LETTERS[(number + 1) % 23]
    assert redact(f"es {number}{letter} vale") == "es [national id] vale"
    assert redact(f"es {number}{wrong} vale") == f"es {number}{wrong} vale"


@pytest.mark.parametrize("number", ["1850578006084", "2991275116012"])
def test_a_french_id_is_known_by_its_key(number: str) -> None:
    key = 97 - int(number) % 97
    assert redact(f"c'est {number} {key:02}") == "c'est [national id]"
    assert redact(f"c'est {number} {key % 97 + 1:02}") != "c'est [national id]"


def test_a_corsican_department_has_a_letter() -> None:
    key = 97 - int("1850519006084") % 97
    assert redact(f"1 85 05 2A 006 084 {key:02}") == "[national id]"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("it is JG 10 37 59 A okay", "it is [national id] okay"),
        ("NIE X1234567L", "NIE [national id]"),
        ("meine Steuer-ID ist 86 095 742 719", "meine Steuer-ID ist [national id]"),
        ("mein Personalausweis ist L01X00T47", "mein Personalausweis ist [national id]"),
        ("mein Ausweis ist L01X00T47", "mein Ausweis ist [national id]"),
        ("my passport is 533380006", "my passport is [national id]"),
        ("my driver's license is D1234567", "my driver's license is [national id]"),
        ("mi pasaporte es XDD123456", "mi pasaporte es [national id]"),
        ("my passport expires on 12/05/2027", "my passport expires on 12/05/2027"),
        ("I need a passport photo, call 415 555 0123", "I need a passport photo, call 415 555 0123"),
        ("mi DNI es uno dos tres cuatro cinco seis siete ocho zeta", "mi DNI es [national id]"),
        ("my NI number is A B one two three four five six C thanks", "my NI number is [national id] thanks"),
        ("numéro de sécu 1850578006084", "numéro de sécu [national id]"),
    ],
)
def test_ids_are_taken_with_their_letters(said: str, kept: str) -> None:
    assert redact(said) == kept


@pytest.mark.parametrize(
    "text",
    [
        "GB 10 37 59 A is a part",
        "86 095 742 719 parts",
        "seat X1234567 A",
        "L01X00T47 is the gate",
        "nie zweimal",
    ],
)
def test_what_only_looks_like_an_id_stays(text: str) -> None:
    assert redact(text) == text
