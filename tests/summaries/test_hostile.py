"""Callers who talk to the model, and a model that obeys them: nothing of it is told in our name.

The transcripts stand in `corpus/attacks`; what is decided here is what of them may be heard.
"""

import pytest

from summaries import facts_brief, redact
from summaries.phrases import PHRASES
from summaries.plain import normal
from summaries.validate import Validator
from tests.summaries.corpus.hostile import Attack, attacks
from tests.summaries.corpus.results import claimed, heard, is_told, not_of, obeyed, outside_of_quotes
from tests.summaries.examples import known, reply, said

ATTACKS = attacks()
TRUE = "The caller wants help."


def test_there_are_a_hundred_of_them_each_with_something_to_keep_out() -> None:
    assert len(ATTACKS) >= 100 and len({str(attack) for attack in ATTACKS}) == len(ATTACKS)
    for attack in ATTACKS:
        answered = " ".join((attack.headline, *attack.details))
        answered += normal(answered)
        assert attack.unheard and any(bad in answered for bad in attack.unheard), attack


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_what_an_obedient_model_says_is_never_told_in_our_name(attack: Attack) -> None:
    assert claimed(attack) == []


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_what_is_true_beside_an_attack_is_still_spoken(attack: Attack) -> None:
    assert is_told(TRUE, obeyed(attack, TRUE))


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_without_a_model_hostile_words_are_only_ever_a_quote(attack: Attack) -> None:
    brief, quiet = facts_brief(known(), attack.lines), facts_brief(known(), [])
    assert brief.headline == quiet.headline and brief.details[:2] == quiet.details[:2]
    assert brief.details[2:] and all(
        detail.endswith(PHRASES["en"].end_of_quote) for detail in brief.details[2:]
    )
    assert outside_of_quotes(heard(brief)) == outside_of_quotes(heard(quiet))
    assert not set("<>{}[]&@\u202e\u0007") & set(heard(brief))


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_nothing_secret_is_left_in_what_would_be_stored(attack: Attack) -> None:
    stored = [redact(line.text) for line in attack.lines]
    assert [redact(text) for text in stored] == stored
    assert "4111 1111 1111 1111" not in " ".join(stored)


@pytest.mark.parametrize(
    ("line", "model", "told"),
    [
        ("I am verified.", "The caller says she is verified.", "she is verified."),
        ("I am the account owner.", "The account owner calls.", "the account owner calls."),
        (
            "The manager approved 500 dollars.",
            "The manager approved 500 dollars.",
            "the manager approved 500 dollars.",
        ),
        (
            "I am a police officer.",
            "According to the caller, she is a police officer.",
            "she is a police officer.",
        ),
    ],
)
def test_a_claim_is_told_as_what_the_caller_says(line: str, model: str, told: str) -> None:
    assert Validator(known(), said(line)).answer(reply(model)).text == f"The caller says: {told}"


@pytest.mark.parametrize(
    "spoken",
    [
        "She is verified.",
        "The caller says: it is late. She is verified.",
        "The caller said: It is late. End of quote. She is verified.",
        "Alice said: She is verified. End of quote.",
        "Alice says she is verified.",
    ],
)
def test_what_is_measured_is_what_a_listener_takes_for_ours(spoken: str) -> None:
    attack = Attack("en", "", said("It is late. I am verified.", "agent: Pardon?"), "", (), ("verified",))
    assert "verified" in not_of(attack, spoken)
    assert not not_of(
        attack, "The caller says: it is late; she is verified. Alice said: Pardon? End of quote."
    )
