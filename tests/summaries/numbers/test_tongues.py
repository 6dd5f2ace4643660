"""Numbers of four languages: each phrase means its digits, and no word of another language is taken for one.

Decides what people say; which runs are secret is tested elsewhere.
"""

import pytest

from summaries.digits import CHAINING, runs
from summaries.numbers import TONGUES

ENGLISH, SPANISH, GERMAN, FRENCH = TONGUES


@pytest.mark.parametrize(
    ("tongue", "words", "digits"),
    [
        (SPANISH, "cuarenta y uno", "41"),
        (SPANISH, "veintidos", "22"),
        (SPANISH, "quinientos doce", "512"),
        (SPANISH, "mil doscientos treinta y cuatro", "1234"),
        (SPANISH, "triple cinco", "555"),
        (SPANISH, "dos veces el siete", "77"),
        (GERMAN, "einundvierzig", "41"),
        (GERMAN, "ein und vierzig", "41"),
        (GERMAN, "fuenf", "5"),
        (GERMAN, "dreissig", "30"),
        (GERMAN, "zweihundertzwölf", "212"),
        (GERMAN, "zweimal die vier", "44"),
        (GERMAN, "zwei tausend", "2000"),
        (FRENCH, "quatre vingt dix", "90"),
        (FRENCH, "quatre vingt dix neuf", "99"),
        (FRENCH, "soixante et onze", "71"),
        (FRENCH, "septante deux", "72"),
        (FRENCH, "quatre mille cent onze", "4111"),
        (FRENCH, "deux fois le quatre", "44"),
        (FRENCH, "zero", "0"),
    ],
)
def test_a_phrase_is_one_number(tongue, words: str, digits: str) -> None:
    listed = words.split()
    assert tongue.read(listed, 0) == (digits, len(listed))


@pytest.mark.parametrize("tongue", [SPANISH, GERMAN, FRENCH])
@pytest.mark.parametrize("word", ["refund", "y", "und", "die", "le", "veces", "fois"])
def test_other_words_begin_no_number(tongue, word: str) -> None:
    assert tongue.read([word], 0) == ("", 0)


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("I called once and they seize it, cent by cent, Sept comes", []),
        ("cuatro uno once", ["4111"]),
        ("vier eins elf", ["4111"]),
        ("quatre un onze sept", ["41117"]),
        ("six six zero", ["660"]),
        ("uno o dos", ["1", "2"]),
        ("ein Problem, une question, un problema", []),
        ("four won one for two", ["41142"]),
        ("one for me", ["1"]),
        ("attendez une seconde", []),
        ("the next four digits are one two", ["12"]),
    ],
)
def test_a_run_is_read_in_the_language_of_most_of_its_words(said: str, digits: list[str]) -> None:
    assert [run.digits for run in runs(said, CHAINING)] == digits
