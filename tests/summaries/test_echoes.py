"""A card that is said again when it is gone from the lines before; what else is told behind a card stays.

Lines come one after another here, as a call stores them.
"""

import pytest

from summaries import redact_lines
from summaries.words import Speaker
from tests.summaries.test_redaction_corpus import one_by_one
from tests.summaries.test_window import turns

CARD = "[card number]"


def kept(*said: str) -> list[str]:
    return one_by_one(turns(*said))


@pytest.mark.parametrize(
    ("asked", "groups", "read_back", "left"),
    [
        ("card number, please", ["4111 1111", "1111 1111"], "1111 1111, many thanks", ", many thanks"),
        ("the card then", ["5105 1051", "0510 5100"], "0510 5100 okay", " okay"),
        (
            "go ahead with the Visa",
            ["four one one one one one one one", "one one one one one one one one"],
            "one one one one one one one one, great",
            ", great",
        ),
        ("la tarjeta, por favor", ["5105 1051", "0510 5100"], "0510 5100, perfecto", ", perfecto"),
        ("Ihre Kartennummer bitte", ["5105 1051", "0510 5100"], "0510 5100, danke", ", danke"),
        ("votre numéro de carte ?", ["5105 1051", "0510 5100"], "0510 5100, parfait", ", parfait"),
    ],
)
def test_the_last_group_that_is_read_back_is_taken(
    asked: str, groups: list[str], read_back: str, left: str
) -> None:
    first, last = groups
    said = kept(f"a: {asked}", first, f"a: {first}", last, f"a: {read_back}")
    assert said == [asked, CARD, CARD, CARD, CARD + left]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        (
            ["a: thank you", "a: so it's 1051 0510 in the middle?"],
            ["thank you", f"so it's {CARD} in the middle?"],
        ),
        (["a: and it ends in 5100, correct?"], [f"and it ends in {CARD}, correct?"]),
        (
            ["a: it was declined, please read it from the second block", "1051 0510 5100"],
            ["it was declined, please read it from the second block", CARD],
        ),
        (
            ["a: I am writing it down", "no, it was 0510 51 00"],
            ["I am writing it down", f"no, it was {CARD}"],
        ),
        (["a: sorry, the second group?", "that was 5105"], ["sorry, the second group?", f"that was {CARD}"]),
        (["a: I missed the last block.", "5100."], ["I missed the last block.", f"{CARD}."]),
        (["a: perdone, ¿el segundo grupo?", "era 1051"], ["perdone, ¿el segundo grupo?", f"era {CARD}"]),
        (["a: termina en 5100, ¿verdad?"], [f"termina en {CARD}, ¿verdad?"]),
        (["a: endet auf 5100, richtig?"], [f"endet auf {CARD}, richtig?"]),
        (["a: se termine par 5100, n'est-ce pas ?"], [f"se termine par {CARD}, n'est-ce pas ?"]),
        (["a: was that 5105 or 5115?", "5105."], [f"was that {CARD} or {CARD}?", f"{CARD}."]),
        (["a: thanks for the order. 0510 5100, right?"], [f"thanks for the order. {CARD}, right?"]),
        (
            ["a: bitte noch mal den letzten Block", "null fünf eins null fünf eins null null"],
            ["bitte noch mal den letzten Block", CARD],
        ),
    ],
)
def test_a_part_that_is_asked_about_or_repeated_is_taken(said: list[str], left: list[str]) -> None:
    assert kept("the card is 5105 1051 0510 5100", *said) == [f"the card is {CARD}", *left]


@pytest.mark.parametrize(
    "said",
    [
        ["a: thank you, what's your zip code?", "94110"],
        ["a: and the best number to reach you?", "415 555 0123", "a: 415 555 0123, thank you"],
        ["a: thanks", "my phone is 555 0123 44"],
        ["a: your order is 4821337, the confirmation is 88 12 40 77"],
        ["a: lovely", "my order number is, um, 4821 3377", "a: 4821 3377, got it"],
        ["a: the total is 1,234.56 and 12500 pesos are left"],
        ["a: it arrives on November 23 2026", "I was born on 05 06 1984"],
        ["a: how many do you need?", "1200", "a: okay, so 1200 of those"],
        ["a: it was opened in 2024 and renews in 2027"],
        ["a: danke, Ihre Postleitzahl?", "10115", "a: die Bestellnummer ist 4821 3377"],
        ["a: gracias, ¿su código postal?", "28013", "a: el pedido es el 4821337"],
        ["a: and the last four of the order number?", "that was 4821"],
        ["a: the second group?", "we were 1200 people"],
        ["a: danke, der Zählerstand?", "48211"],
        ["a: gracias, ¿la lectura del contador?", "48211"],
        ["a: merci, le relevé du compteur ?", "48211"],
        ["a: merci, et votre téléphone ?", "06 12 34 56 78"],
        ["a: thanks", "415 555 0123 is where I am"],
        ["a: super", "we moved, the postal code is 20095"],
        ["a: thanks, and the mileage on the car?", "It's at 45210 now"],
        ["a: What's the error?", "It says error 50021"],
        ["a: ¿Y los kilómetros?", "45210"],
        ["a: Et quel kilométrage ?", "45210"],
    ],
)
def test_other_numbers_behind_a_card_stay(said: list[str]) -> None:
    assert kept("the card is 5105 1051 0510 5100", *said)[1:] == [text for _, text in turns(*said)]


@pytest.mark.parametrize(
    ("read_back", "left"),
    [
        ("Also 3704 0044 0532?", "Also [IBAN]?"),
        ("Am Ende 0130 00?", "Am Ende [IBAN]?"),
        ("0532 0130 00 at the end?", "[IBAN] at the end?"),
    ],
)
def test_a_part_of_an_account_that_is_read_back_is_taken(read_back: str, left: str) -> None:
    assert kept("DE89 3704 0044 0532 0130 00", f"a: {read_back}") == ["[IBAN]", left]


@pytest.mark.parametrize(
    "said",
    [
        ["a: danke, die Kundennummer ist 4821337"],
        ["a: thank you, it is booked", "I have the number 4821337 here"],
        ["a: merci, le relevé du compteur ?", "48211"],
    ],
)
def test_other_numbers_behind_an_account_stay(said: list[str]) -> None:
    assert kept("DE89 3704 0044 0532 0130 00", *said)[1:] == [text for _, text in turns(*said)]


@pytest.mark.parametrize(
    ("told", "read_back", "left"),
    [
        ("my PIN is 4412", "4412, thanks", "[PIN], thanks"),
        ("the code on the back is 123", "one two three, thank you", "[security code], thank you"),
        ("the one-time code is 482133", "so 482133, correct?", "so [one-time code], correct?"),
        ("my social is 123 45 6789", "123 45 6789, correct?", "[social security number], correct?"),
    ],
)
def test_a_code_that_is_read_back_is_taken(told: str, read_back: str, left: str) -> None:
    assert kept(told, f"a: {read_back}")[1] == left


@pytest.mark.parametrize(
    "said",
    [
        ["a: thanks, I see 120 dollars"],
        ["a: it was 3 of 4, I think"],
        ["a: thanks, you have 250 points"],
        ["a: thank you, and what is your order number?"],
    ],
)
def test_other_numbers_behind_a_code_stay(said: list[str]) -> None:
    assert kept("my PIN is 4412", *said)[1:] == [text for _, text in turns(*said)]


def test_a_number_in_lines_without_a_card_is_no_echo() -> None:
    assert kept("a: so 1051 0510, is that right?") == ["so 1051 0510, is that right?"]


def test_a_number_long_after_the_card_is_no_echo() -> None:
    said = ["I walked there and nobody was in"] * 13
    assert kept("the card is 5105 1051 0510 5100", *said, "it says 0510 5100")[-1] == "it says 0510 5100"


def test_a_card_told_in_pairs_goes_to_its_last_pair_when_each_is_repeated() -> None:
    said: list[str] = []
    for pair in ("51", "05", "10", "51", "05", "10", "51", "00"):
        said += [pair, f"a: {pair}"]
    whole = turns("a: your card number?", *said[:-1], "a: 00, thanks")
    stored: list[tuple[Speaker, str]] = []
    for line in whole:
        # A call looks back over twelve lines.
        texts = redact_lines([*stored[-12:], line])
        told = [(who, text) for (who, _), text in zip([*stored[-12:], line], texts, strict=True)]
        stored = [*stored[:-12], *told]
    left = [text for _, text in stored]
    assert left == ["your card number?", *["[card number]"] * 15, "[card number], thanks"]
