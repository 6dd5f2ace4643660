"""Numbers in running text in four languages: what they are worth, where they end, and what is none.

Decides what people and models write; whether a number is true is tested with the checks.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.numbers import english, french, german, spanish
from summaries.numbers.counting import Counted

COUNTINGS = {
    "en": english.COUNTING,
    "es": spanish.COUNTING,
    "de": german.COUNTING,
    "fr": french.COUNTING,
}


def read(language: str, text: str) -> Counted:
    return COUNTINGS[language].read(text.split(), 0)


@pytest.mark.parametrize(
    ("language", "text", "digits"),
    [
        ("en", "two hundred and fifty", "250"),
        ("en", "three million two hundred thousand", "3200000"),
        ("es", "treinta y dos", "32"),
        ("es", "mil doscientos treinta y cuatro", "1234"),
        ("es", "un millón", "1000000"),
        ("es", "dos millones trescientos mil", "2300000"),
        ("es", "doble cero", "00"),
        ("de", "einundzwanzig", "21"),
        ("de", "ein und vierzig", "41"),
        ("de", "zweitausend", "2000"),
        ("de", "zweitausend vierhundert", "2400"),
        ("de", "zweitausendvierhundertfünf", "2405"),
        ("de", "tausendzweihundert", "1200"),
        ("de", "zwei tausend fünf", "2005"),
        ("de", "hundertfünfzigtausend", "150000"),
        ("de", "neunzehnhundertachtzig", "1980"),
        ("de", "eine million", "1000000"),
        ("de", "zwei millionen dreihunderttausend", "2300000"),
        ("fr", "quatre vingts", "80"),
        ("fr", "quatre vingt dix neuf", "99"),
        ("fr", "soixante et onze", "71"),
        ("fr", "mille deux cents", "1200"),
        ("fr", "deux millions cinq cent mille", "2500000"),
        ("fr", "un milliard", "1000000000"),
    ],
)
def test_a_cardinal_is_read_whole(language: str, text: str, digits: str) -> None:
    assert read(language, text) == (digits, len(text.split()), False)


@pytest.mark.parametrize(
    ("language", "text", "digits"),
    [
        ("en", "third", "3"),
        ("en", "twenty first", "21"),
        ("es", "tercer", "3"),
        ("es", "décima", "10"),
        ("es", "decimotercero", "13"),
        ("es", "vigésimo segundo", "22"),
        ("es", "septimo", "7"),
        ("de", "dritten", "3"),
        ("de", "siebter", "7"),
        ("de", "zwölfte", "12"),
        ("de", "zwoelfte", "12"),
        ("de", "einundzwanzigsten", "21"),
        ("fr", "première", "1"),
        ("fr", "seconde", "2"),
        ("fr", "cinquième", "5"),
        ("fr", "neuvieme", "9"),
        ("fr", "vingt et unième", "21"),
        ("fr", "quatre vingt dixième", "90"),
    ],
)
def test_an_ordinal_is_its_number_and_no_part_of_a_code(language: str, text: str, digits: str) -> None:
    assert read(language, text) == (digits, len(text.split()), True)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "un cargo"),
        ("es", "una de las dos facturas"),
        ("es", "pedido"),
        ("es", "segundos"),
        ("es", "doble un pedido"),
        ("de", "doppelt eine Gebühr"),
        ("fr", "double une commande"),
        ("de", "ein Brief"),
        ("de", "eine zwei Wochen alte Rechnung"),
        ("de", "jahrhundert"),
        ("de", "tausender"),
        ("de", "einen"),
        ("fr", "un colis"),
        ("fr", "une 206"),
        ("fr", "un deux pièces"),
        ("fr", "une deux trois"),
        ("en", "a hundred"),
    ],
)
def test_an_article_or_another_word_is_no_number(language: str, text: str) -> None:
    assert read(language, text) == ("", 0, False)


def test_a_french_one_among_digits_that_are_read_out_is_a_digit() -> None:
    for text, at in (("quatre huit deux un", 3), ("un , quatre , huit", 0), ("quatre un huit", 1)):
        assert COUNTINGS["fr"].read(text.split(), at).digits == "1"


def test_a_sign_ends_a_number() -> None:
    assert COUNTINGS["fr"].read(["vingt", ",", "deux"], 0) == ("20", 1, False)


def test_times_say_how_often_and_are_no_digits() -> None:
    assert read("de", "zweimal fünf").digits == "" and read("de", "doppel fünf").digits == "55"
    assert read("fr", "deux fois quatre") == ("2", 1, False)
    assert read("es", "dos veces cinco") == ("2", 1, False)


@pytest.mark.parametrize(
    ("language", "text"), [("es", "cero millones"), ("de", "null millionen"), ("fr", "zéro milliard")]
)
def test_zero_is_zero_before_a_million_too(language: str, text: str) -> None:
    assert read(language, text) == ("0", 1, False)


@pytest.mark.parametrize("word", ["one", "forty", "million"])
def test_english_numbers_are_known_among_other_languages(word: str) -> None:
    assert english.ABROAD.read([word], 0).digits


@pytest.mark.parametrize("word", ["o", "oh", "double", "first", "refund"])
def test_words_that_other_languages_have_too_are_no_english_numbers_there(word: str) -> None:
    assert english.ABROAD.read([word, "four"], 0).digits == ""


@pytest.mark.parametrize("language", COUNTINGS)
@given(data=st.data())
def test_reading_never_goes_backwards_nor_past_the_end(language: str, data: st.DataObject) -> None:
    counting = COUNTINGS[language]
    words = st.sampled_from(
        [*sorted(counting.beginnings), *sorted(counting.scales), ",", "y", "und", "et", "pedido"]
    )
    listed = data.draw(st.lists(words, min_size=1, max_size=8))
    at = 0
    while at < len(listed):
        read_here = counting.read(listed, at)
        assert (read_here.end > at) == bool(read_here.digits) and read_here.end <= len(listed)
        at = max(read_here.end, at + 1)
