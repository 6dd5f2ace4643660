"""Redaction as a whole: no card survives in any spelling, ordinary lines stay, and it is quick.

Cards are made here from published prefixes, without the code under test.
"""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summaries import redact, redact_lines
from summaries.redaction import find

# Prefix and length, as the schemes publish them; not taken from the code.
SCHEMES = [
    ("4", 16),
    ("4", 19),
    ("51", 16),
    ("53", 16),
    ("55", 16),
    ("2221", 16),
    ("2720", 16),
    ("34", 15),
    ("37", 15),
    ("6011", 16),
    ("65", 16),
    ("3528", 16),
    ("305", 14),
    ("36", 14),
    ("62", 17),
    ("6759", 18),
]
WORDS = "zero one two three four five six seven eight nine".split()  # noqa: SIM905
HARMLESS = ("", "yes it is ", "so, um, here you go: ", "the number on it reads ")


@st.composite
def cards(draw: st.DrawFn) -> str:
    prefix, length = draw(st.sampled_from(SCHEMES))
    middle = length - len(prefix) - 1
    body = prefix + draw(st.text("0123456789", min_size=middle, max_size=middle))
    digits = [int(digit) for digit in reversed(body)]
    total = sum(sum(divmod(2 * digit, 10)) for digit in digits[::2]) + sum(digits[1::2])
    return body + str(-total % 10)


@st.composite
def groups(draw: st.DrawFn) -> list[str]:
    """A card cut in pieces of any size."""
    rest, pieces = draw(cards()), []
    while rest:
        size = draw(st.integers(1, 6))
        pieces.append(rest[:size])
        rest = rest[size:]
    return pieces


@given(
    groups(),
    st.sampled_from([" ", "-", " - ", ".", ", ", "/", "", "\u2013", "\u00a0"]),
    st.sampled_from(HARMLESS),
)
def test_no_written_card_survives_in_any_grouping(pieces: list[str], between: str, before: str) -> None:
    assert redact(f"{before}{between.join(pieces)} okay?") == f"{before}[card number] okay?"


@given(groups(), st.data())
def test_no_spoken_card_survives_with_noise_between(pieces: list[str], data: st.DataObject) -> None:
    noise = st.sampled_from([" ", " ", ", ", " um ", " and ", "... uh, ", " dash ", " then "])
    spoken = "it is "
    for piece in pieces:
        spoken += " ".join(WORDS[int(digit)] for digit in piece).replace(
            "zero", data.draw(st.sampled_from(["zero", "oh"]))
        )
        spoken += data.draw(noise)
    kept = redact(spoken)
    assert "[card number]" in kept
    assert not set(kept.replace("[card number]", "").lower().split()) & {*WORDS, "oh"}


@given(groups())
def test_a_card_of_digits_and_words_mixed_survives_nowhere(pieces: list[str]) -> None:
    mixed = " ".join(
        piece if number % 2 else " ".join(WORDS[int(digit)] for digit in piece)
        for number, piece in enumerate(pieces)
    )
    assert redact(f"here: {mixed}") == "here: [card number]"


def test_a_card_that_ends_like_a_social_security_number_is_taken_whole() -> None:
    assert redact("4 000000 123-45-6784 okay") == "[card number] okay"


def test_doubled_digits_are_understood() -> None:
    spoken = "four one double one, triple one one, one one one one, double one double one"
    assert redact(f"it's {spoken}.") == "it's [card number]."


@given(st.text(max_size=200))
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


PHRASES = [
    "my password is",
    "CVV",
    "the code is",
    "4111 1111 1111 1111",
    "one two three",
    "123-45-6789",
    "and",
    "PIN",
    "IBAN",
    "card",
    "DE89 3704 0044 0532 0130 00",
    "is my",
    ".",
    "social",
]


@settings(max_examples=500)
@given(st.lists(st.sampled_from(PHRASES), max_size=9))
def test_redacting_twice_changes_nothing_more_in_the_worst_company(parts: list[str]) -> None:
    once = redact(" ".join(parts))
    assert redact(once) == once


@given(st.text(max_size=300))
def test_places_are_in_order_inside_the_text_and_never_overlap(text: str) -> None:
    at = 0
    for secret in find(text):
        assert at <= secret.start < secret.end <= len(text)
        at = secret.end


@pytest.mark.parametrize(
    "iban",
    [
        "DE89 3704 0044 0532 0130 00",
        "GB29NWBK60161331926819",
        "fr14 2004 1010 0505 0001 3m02 606",
        "NO93-8601-1117-947",
    ],
)
def test_ibans_are_taken_and_the_words_behind_them_stay(iban: str) -> None:
    assert redact(f"it is {iban} is that right") == "it is [IBAN] is that right"


@pytest.mark.parametrize(
    "text",
    [
        "DE88 3704 0044 0532 0130 00",
        "AB12 is the gate",
        "DE8937040044053201300",
        "seat DE12 and then we walked",
    ],
)
def test_what_only_looks_like_an_iban_stays(text: str) -> None:
    assert redact(text) == text


def test_one_moment_between_question_and_answer_hides_nothing() -> None:
    turns = [("agent", "your passport number?"), ("caller", "one moment"), ("caller", "12345678")]
    assert redact_lines(turns) == ["your passport number?", "one moment", "[national id]"]


def test_a_spelled_iban_is_taken_behind_its_name() -> None:
    spoken = "eight nine three seven zero four zero zero four four zero five three two zero one triple oh"
    assert redact(f"my IBAN is D E {spoken}") == "my IBAN is D E [IBAN]"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("sure, N L nine one A B N A oh four one seven one six four three double oh", "sure, N L [IBAN]"),
        ("GB 29 NWBK, 60 16 13, and then 31 92 68 19 okay", "GB [IBAN] okay"),
        (
            "E S neun eins zwei eins null null null vier eins acht vier fünf null zwei "
            "null null null fünf eins drei drei zwei",
            "E S [IBAN]",
        ),
    ],
)
def test_a_spelled_iban_needs_no_name_when_its_check_digits_fit(text: str, kept: str) -> None:
    assert redact(text) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("It is N O nine three 8601 1117 947.", "It is N [IBAN]."),
        ("R O 49 A A A A 1 B 3 1 0 0 7 5 9 3 8 4 0 0 0 0", "R [IBAN]"),
        ("I do, I d o 4 of them.", "I do, I d o 4 of them."),
    ],
)
def test_the_o_of_a_country_is_a_letter_and_no_zero(text: str, kept: str) -> None:
    assert redact(text) == kept


def test_a_spelled_iban_is_taken_over_turns_and_stays_when_it_does_not_add_up() -> None:
    said = ["N L nine one A B N A oh four one seven", "yes", "one six four three double oh"]
    turns = [("caller", said[0]), ("agent", said[1]), ("caller", said[2])]
    assert redact_lines(turns) == ["N L [IBAN]", "yes", "[IBAN]"]
    wrong = "N L nine two A B N A oh four one seven one six four three double oh"
    assert redact(wrong) == wrong


@pytest.mark.parametrize("text", ["123-45-6789", "so 123 45 6789 it is"])
def test_a_social_security_number_is_known_by_its_shape(text: str) -> None:
    assert "[social security number]" in redact(text) and not re.search(r"\d", redact(text))


@pytest.mark.parametrize(
    "text",
    [
        "I ordered 12 lamps and 14 chairs for $1,234.56 on 2026-11-23 at 14:05.",
        "Call me at +1 (415) 555-0123 or 415-555-0145, or +49 1512 3456 7890.",
        "Order number 4821337745, invoice 2024-0001234, ticket 88-1234.",
        "my order number is four eight two one three three seven",
        "It was forty nine dollars and ninety cents, twice.",
        "Flight LH 1234 on the twenty third of November, seat 14 C.",
        "parcel 9400 1000 0000 0000 0000 00 has not moved since Monday",
        "000-12-3456 and 666-12-3456 are part numbers",
        "My name is Maria Gomez and my e-mail is maria at example dot com",
        "",
    ],
)
def test_orders_amounts_dates_and_phone_numbers_survive(text: str) -> None:
    assert redact(text) == text


def test_a_secret_split_over_lines_is_found_in_their_window() -> None:
    window = "\n".join(["it is four one one one", "one one one one", "1111 1111 okay"])
    assert redact(window) == "it is [card number] okay"


@pytest.mark.clock
@pytest.mark.parametrize(
    "unit",
    [
        "4 ",
        "4",
        "pin one ",
        "password is ",
        "DE12 ",
        "iban 1 ",
        "code is 1 ",
        "my password for a b c ",
        "4 and ",
        "[",
        "a1 ",
    ],
)
def test_the_longest_lines_of_an_attacker_cost_little(unit: str) -> None:
    line = (unit * 2000)[:2000]
    began = time.process_time()
    redact(line)
    # Two hundred times what an ordinary line takes; a bad pattern would take minutes.
    assert time.process_time() - began < 0.5
