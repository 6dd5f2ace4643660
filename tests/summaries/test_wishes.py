"""Wishes turned round: what the caller does not want is not told as wanted, nor the other way round.

Decides with one line for each rule, in four languages; what is not sure may be told.
"""

import pytest

from summaries.validate import Validator
from summaries.words import Language
from tests.summaries.examples import known, said


def may_be_told(language: Language, sentence: str, *lines: str) -> bool:
    return Validator(known(language=language, reason=None), said(*lines)).carries(sentence)


WISHES: list[tuple[Language, str, str, str]] = [
    (
        "en",
        "I don't want to cancel the booking, I only want another room.",
        "The caller does not want to cancel the booking.",
        "The caller wants to cancel the booking.",
    ),
    (
        "en",
        "No, I never wanted a refund for the parcel.",
        "The caller never wanted a refund.",
        "She wants a refund.",
    ),
    (
        "es",
        "No quiero cancelar la reserva, solo cambiar la habitación.",
        "El cliente no quiere cancelar la reserva.",
        "El cliente quiere cancelar la reserva.",
    ),
    (
        "de",
        "Ich will die Buchung nicht stornieren, sondern das Zimmer wechseln.",
        "Der Anrufer möchte die Buchung nicht stornieren.",
        "Der Anrufer möchte die Buchung stornieren.",
    ),
    (
        "de",
        "Ich möchte keinen Gutschein.",
        "Der Anrufer will keinen Gutschein.",
        "Der Anrufer will einen Gutschein.",
    ),
    (
        "fr",
        "Je ne veux pas annuler la réservation, seulement changer de chambre.",
        "Le client ne veut pas annuler la réservation.",
        "Le client veut annuler la réservation.",
    ),
]


@pytest.mark.parametrize(("language", "line", "true", "turned"), WISHES)
def test_what_the_caller_does_not_want_is_not_told_as_wanted(
    language: Language, line: str, true: str, turned: str
) -> None:
    with_more = ("The booking is for a room.", line)
    assert may_be_told(language, true, *with_more)
    assert not may_be_told(language, turned, *with_more)


@pytest.mark.parametrize(("language", "line", "true", "turned"), WISHES)
def test_nor_when_the_agent_has_asked_for_it(language: Language, line: str, true: str, turned: str) -> None:
    assert not may_be_told(language, turned, f"agent: {turned[:-1]}?", line)


def test_what_was_denied_besides_makes_no_wish() -> None:
    lines = ("The booking was never cancelled.", "I don't want to cancel it.")
    assert not may_be_told("en", "She wants to cancel the booking.", *lines)


def test_what_the_caller_wants_is_not_told_as_unwanted() -> None:
    assert not may_be_told(
        "en", "The caller does not want to cancel the booking.", "I want to cancel the booking."
    )


@pytest.mark.parametrize(
    ("language", "line", "true"),
    [
        ("en", "I don't want to wait for the refund.", "The caller wants the refund."),
        (
            "en",
            "I don't want to cancel the first one, I want to cancel the second.",
            "The caller wants to cancel the second one.",
        ),
        ("en", "I don't want to cancel mine. Cancel hers.", "The caller wants to cancel hers."),
        ("en", "It's not that I don't want to pay.", "The caller wants to pay."),
        ("en", "I don't just want a refund.", "The caller wants a refund."),
        ("en", "Why wouldn't I want a refund?", "The caller wants a refund."),
        ("en", "I want to know why it is not working.", "The caller wants to know why."),
        ("en", "I don't want a technician on Monday.", "The caller wants a technician."),
        ("en", "I don't want to pay twice.", "The caller wants to pay once."),
        ("en", "I don't want to cancel mine. The booking was cancelled.", "She wants the booking cancelled."),
        ("en", "I don't want to pay for both.", "The caller wants to pay for one of both."),
        ("de", "Ich will nicht auf die Erstattung warten.", "Der Anrufer will die Erstattung."),
        ("fr", "Je ne veux plus attendre le remboursement.", "Le client veut le remboursement."),
    ],
)
def test_what_is_not_surely_turned_round_may_be_told(language: Language, line: str, true: str) -> None:
    assert may_be_told(language, true, line)
