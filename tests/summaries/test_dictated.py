"""Contacts that only the lines around them tell: asked for, or told in several lines with nods between.

Decides by what a model would read and what a listener would hear.
"""

import pytest

from summaries.contacts import Contacts
from summaries.prompt import question
from summaries.words import Language, Line
from tests.summaries.examples import known
from tests.summaries.test_window import turns


def lines(*told: str) -> list[Line]:
    return [Line(number, number, speaker, text) for number, (speaker, text) in enumerate(turns(*told))]


def hidden(language: Language, *told: str) -> list[str]:
    said = lines(*told)
    contacts = Contacts(known(language=language), said)
    return [contacts.hide(line.text) for line in said]


@pytest.mark.parametrize(
    ("language", "asked", "answer", "left"),
    [
        ("en", "What phone can we reach you on?", "sure, 555 0177", "sure, [phone 1]"),
        ("en", "And the best number for you?", "020 7946 0018", "[phone 1]"),
        ("es", "¿Su teléfono, por favor?", "sí, el 611 222 333", "sí, el [phone 1]"),
        ("es", "¿Y cómo le aviso?", "al 611 222 333", "al [phone 1]"),
        ("de", "Ihre Telefonnummer bitte?", "305 566", "[phone 1]"),
        ("fr", "Votre téléphone ?", "le zéro un, quarante, vingt, trente", "le [phone 1]"),
        ("en", "What is your e-mail?", "jane underscore doe", "[email 1]"),
        ("en", "What is your e-mail?", "jane at firma dot berlin", "[email 1]"),
        ("en", "What's the best number?", "Area code 415, 5 5 5, 0 1 2 3", "Area code [phone 1]"),
        ("en", "What's the best number?", "I have two, 415 555 0123", "I have two, [phone 1]"),
        ("en", "When you have a moment, your phone please?", "555 0177", "[phone 1]"),
        ("en", "When can we call, and on which number?", "on 555 0177", "on [phone 1]"),
        ("en", "Can I get a phone number in case we get cut off?", "555 0177", "[phone 1]"),
        ("en", "And a number for you in case we're cut off?", "555 0177", "[phone 1]"),
        ("en", "And the phone number on the account?", "555 0177", "[phone 1]"),
        ("es", "¿El teléfono de la cuenta?", "611 222 333", "[phone 1]"),
        ("de", "Die Telefonnummer im Kundenkonto?", "305 566", "[phone 1]"),
        ("fr", "Un téléphone au cas où on serait coupés ?", "40 20 30 10", "[phone 1]"),
    ],
)
def test_what_was_asked_for_is_a_contact_without_a_word_of_its_own(
    language: Language, asked: str, answer: str, left: str
) -> None:
    assert hidden(language, f"a: {asked}", answer) == [asked, left]


@pytest.mark.parametrize(
    ("language", "told", "left", "heard"),
    [
        (
            "en",
            ["my number is 07700", "a: yes", "900", "a: mhm", "177"],
            ["my number is [phone 1]", "yes", "[phone 1]", "mhm", "[phone 1]"],
            "07700900177",
        ),
        (
            "de",
            ["a: Ihre Handynummer?", "null eins sieben eins", "a: ja", "eins zwei drei vier fünf sechs"],
            ["Ihre Handynummer?", "[phone 1]", "ja", "[phone 1]"],
            "0171123456",
        ),
        (
            "en",
            ["a: and your email?", "jane dot doe", "a: yes", "at example dot com"],
            ["and your email?", "[email 1]", "yes", "[email 1]"],
            "jane dot doe at example dot com",
        ),
        (
            "fr",
            ["anne tiret petit", "a: oui", "arobase exemple point fr"],
            ["[email 1]", "oui", "[email 1]"],
            "anne tiret petit arobase exemple point fr",
        ),
    ],
)
def test_a_contact_told_in_parts_is_one_placeholder_and_put_back_whole(
    language: Language, told: list[str], left: list[str], heard: str
) -> None:
    said = lines(*told)
    contacts = Contacts(known(language=language), said)
    assert [contacts.hide(line.text) for line in said] == left
    assert contacts.show(next(iter(contacts.placeholders))) == heard


def test_a_short_number_that_was_asked_for_is_known_when_it_is_read_back() -> None:
    told = ["a: What's your phone number?", "555 0177", "a: so 555 0177, thank you"]
    assert hidden("en", *told)[1:] == ["[phone 1]", "so [phone 1], thank you"]


def test_no_digit_of_a_number_told_in_parts_is_in_the_question_to_a_model() -> None:
    told = lines(
        "a: What's the best number?", "oh seven seven double oh", "a: yep", "nine hundred one double seven"
    )
    data = question(known(), told).data
    assert "seven" not in data and "nine" not in data and data.count("[phone 1]") == 2


@pytest.mark.parametrize(
    ("address", "left"),
    [
        ("it's j a n e at example dot com", "it's [email 1]"),
        ("jane underscore doe seventy two at example dot co dot uk", "[email 1]"),
        ("jane minus doe at example dot com", "[email 1]"),
    ],
)
def test_a_spelled_address_is_taken_whole(address: str, left: str) -> None:
    assert hidden("en", address) == [left]


@pytest.mark.parametrize(
    "told",
    [
        ["a: What's your order number?", "4821337", "a: thank you"],
        ["my order number is 4821", "a: mhm", "337745"],
        ["a: Did you call for the order?", "4821337"],
        ["a: What's your number on the contract?", "4821337"],
        ["a: The number of the case?", "4821337"],
        ["a: When did you call us?", "on 05 06 2026, about 20 minutes"],
        ["a: What's your phone number?", "my order is 4821337"],
        ["a: How many did you buy?", "I bought 12", "a: okay", "and 14 more"],
        ["a: Can I call you back?", "it costs 1,200,500 dollars"],
        ["a: What's your email?", "I do not have one"],
        ["a: When should we call?", "Between 9 30 and 11 45 on 14 3 2025"],
        ["a: Did you get our email?", "Look at this dot on the screen"],
        ["a: Did you get our email?", "At this dot on the left, I looked at it"],
        ["a: Can you check your email?", "I see the order 4821009 dot dot dot"],
        ["look at the dot", "a: yes", "at the top"],
    ],
)
def test_answers_to_other_questions_stay(told: list[str]) -> None:
    assert hidden("en", *told) == [text for _, text in turns(*told)]
