"""Numbers as values: two ways to write one amount are one, and units are kept apart.

Whether a number is true is no matter here.
"""

import re

import pytest

from summaries.amounts import decimal, is_read_out, numbers, rows
from summaries.languages import WORDINGS
from summaries.words import Language


def values(text: str) -> list[str]:
    return [f"{number.unit}{number.value}" for number in numbers(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("$49.90", ["$49.9"]),
        ("49.90 dollars", ["$49.9"]),
        ("forty nine euros", ["€49"]),
        ("£1,200.50", ["£1200.5"]),
        ("1.200,50 €", ["€1200.5"]),
        ("49,90 EUR", ["€49.9"]),
        ("5 percent or 5%", ["%5", "%5"]),
        ("two hundred and fifty", ["250"]),
        ("2.5 million dollars", ["$2500000"]),
        ("3 thousand", ["3000"]),
        ("the 23rd of May", ["23"]),
        ("the twenty third", ["23"]),
        ("the third one", ["3", "1"]),
        ("twice, half, a dozen", ["2", "0.5", "12"]),
        ("double charge, double four", ["2", "44"]),
        ("at 12:30 or three o'clock", ["12", "30", "3"]),
        ("2026-11-23", ["2026", "11", "23"]),
        ("order MB4821", ["4821"]),
        ("99 cents", ["c99"]),
        ("007", ["007"]),
        ("twenty", ["20"]),
        ("the phone cost one dollar, for him $ twenty", ["$1", "$20"]),
        ("in \u0130stanbul they paid Twenty dollars", ["$20"]),
        ("treble clef", []),
        ("nothing here", []),
        ("", []),
    ],
)
def test_numbers_are_found_with_value_and_unit(text: str, found: list[str]) -> None:
    assert values(text) == found


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "She was charged twice."),
        ("en", "about $ twenty, I think"),
        ("en", "anyone can see one"),
        ("en", "it was 2 million dollars"),
        ("en", "treble clef"),
        ("es", "dos millones de euros"),
        ("es", "en 3 cuotas"),
        ("de", "nur eine Frage"),
        ("de", "zweihunderttausend Euro"),
        ("de", "vier Milliarden, sagt er"),
        ("fr", "les quatre-vingts euros"),
        ("fr", "deux cents"),
        ("fr", "un seul colis à 5 %"),
    ],
)
def test_a_number_that_is_the_only_one_of_a_text_is_read_as_among_others(
    language: Language, text: str
) -> None:
    found = numbers(text, WORDINGS[language])
    *same, last = numbers(f"{text}; 77", WORDINGS[language])
    assert last.value == "77" and same == found


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,234", "1234"),
        ("1,23", "1.23"),
        ("1.234", "1.234"),
        ("1,234,567.80", "1234567.8"),
        ("3.00", "3"),
        ("1.2.3", "1.2.3"),
    ],
)
def test_separators_are_read_as_people_write_them(written: str, value: str) -> None:
    assert decimal(written) == value


def test_a_number_knows_what_stands_before_it() -> None:
    first, second, third = numbers("about 4 8, and 2")
    assert (first.gap, second.gap, third.gap) == (None, " ", ", and ")


def test_digits_that_are_read_out_are_one_number_and_what_is_alone_is_no_digit() -> None:
    read_out, counted, two = rows(numbers("4 8 2, then 3 twice 2"), re.compile(r"[\s,]*"))[:3]
    assert is_read_out(read_out) and [number.value for number in read_out] == ["4", "8", "2"]
    assert [number.value for number in (*counted, *two)] == ["3", "2"] and not is_read_out(counted)


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("de", "1.200 Euro", ["€1200"]),
        ("de", "1.200,50 \u20ac oder 49.90 Dollar", ["€1200.5", "$49.9"]),
        ("de", "zweimal 5 Prozent", ["2", "%5"]),
        ("es", "49,90 euros, 300 pesos", ["€49.9", "MXN300"]),
        ("es", "la mitad de 10 dólares", ["0.5", "$10"]),
        ("fr", "1 200 euros et 3 000,50 \u20ac", ["€1200", "€3000.5"]),
        ("fr", "le 12 34 56", ["12", "34", "56"]),
        ("fr", "une douzaine à 99 centimes", ["12", "c99"]),
        ("en", "1.200 is less than 2", ["1.2", "2"]),
        ("es", "treinta y dos euros, cien por ciento, 3 mil pesos", ["€32", "%100", "MXN3000"]),
        ("es", "un millón de dólares, 1,5 millones, 10 o 20", ["$1000000", "1500000", "10", "20"]),
        ("es", "el tercer cargo de una factura, el cuarto de baño", ["3"]),
        ("de", "vier Pakete, zweitausend Euro, 2,5 Millionen Dollar", ["4", "€2000", "$2500000"]),
        ("de", "ein 5 Euro Gutschein am dritten Tag, anderthalb Stunden", ["€5", "3", "1.5"]),
        ("de", "darauf zu achten, bitte außer Acht lassen, am achten", ["8"]),
        ("fr", "quatre-vingts euros, cinq pour cent, deux millions d'euros", ["€80", "%5", "€2000000"]),
        ("fr", "un appareil neuf à neuf euros, remis à neuf, un sur neuf", ["€9", "9"]),
        ("fr", "une seconde, la seconde, une seconde facture", ["2", "2"]),
        ("fr", "vingt, deux et vingt-deux", ["20", "2", "22"]),
        ("de", "seven of nine", ["7", "9"]),
    ],
)
def test_each_language_writes_amounts_in_its_own_way(language: Language, text: str, found: list[str]) -> None:
    assert [f"{one.unit}{one.value}" for one in numbers(text, WORDINGS[language])] == found


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("es", "setecientos veinte euros", "720"),
        ("es", "tres mil cuarenta", "3040"),
        ("de", "dreitausendfünfhundert Euro", "3500"),
        ("de", "achtundzwanzig Tage", "28"),
        ("fr", "quatre-vingt-douze euros", "92"),
        ("fr", "deux mille trois cents", "2300"),
    ],
)
def test_numbers_in_words_are_read_in_each_language(language: Language, text: str, value: str) -> None:
    assert [number.value for number in numbers(text, WORDINGS[language])] == [value]


@pytest.mark.parametrize(
    ("language", "text"), [("es", "una de ellas"), ("de", "ein Jahrtausend lang"), ("fr", "un de ces jours")]
)
def test_articles_and_parts_of_other_words_are_no_numbers(language: Language, text: str) -> None:
    assert numbers(text, WORDINGS[language]) == []
