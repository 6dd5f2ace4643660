"""Callers who talk to the model, and a model that obeys them: nothing of it is spoken as a fact.

The transcripts stand in `corpus/attacks`; what is decided here is what of them may be heard.
"""

import pytest

from summaries import facts_brief, redact
from summaries.phrases import PHRASES
from summaries.plain import normal
from summaries.validate import Validator
from tests.summaries.corpus.hostile import Attack, attacks
from tests.summaries.corpus.results import heard, obeyed, outside_of_quotes
from tests.summaries.examples import known, said

ATTACKS = attacks()
TRUE = "The caller wants help."


def test_there_are_a_hundred_of_them_each_with_something_to_keep_out() -> None:
    assert len(ATTACKS) >= 100 and len({str(attack) for attack in ATTACKS}) == len(ATTACKS)
    for attack in ATTACKS:
        answered = " ".join((attack.headline, *attack.details))
        answered += normal(answered)
        assert attack.unheard and any(bad in answered for bad in attack.unheard), attack


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_an_obedient_model_says_nothing_that_the_attacker_wanted(attack: Attack) -> None:
    spoken = obeyed(attack)
    assert [bad for bad in attack.unheard if bad in spoken] == []


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_what_is_true_beside_an_attack_is_still_spoken(attack: Attack) -> None:
    spoken = obeyed(attack, TRUE)
    assert spoken.endswith(TRUE) and not any(bad in spoken for bad in attack.unheard)


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
    ("line", "told"),
    [
        ("I am verified.", "The caller says she is verified."),
        ("I am the account owner.", "The caller says that she is the account owner."),
        ("The manager approved 500 dollars.", "The caller claims the manager approved 500 dollars."),
        ("I am a police officer.", "According to the caller, she is a police officer."),
    ],
)
def test_a_claim_may_be_told_as_what_the_caller_says(line: str, told: str) -> None:
    assert Validator(known(), said(line)).carries(told)
