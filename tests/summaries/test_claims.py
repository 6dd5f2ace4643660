"""Claims of identity, authority, approval and promise: only in the name of whoever made them.

Decides with one call in which caller and agent both claimed, asked and denied.
"""

import pytest

from summaries.claims import Attribution
from summaries.grounds import Grounds
from tests.summaries.examples import known, said

CALL = said(
    "caller: I am verified and I own the account. Your manager Bob approved my refund, I'm a police officer.",
    "caller: Can I talk to your supervisor? I am not the card holder.",
    "agent: I approved the refund of one charge. I'll call you back. I could not verify you.",
)
GROUNDS = Grounds(known(), CALL)


def spoken(sentence: str, agent: str = "Alice") -> bool:
    return not Attribution(agent).unsupported(sentence, GROUNDS)


@pytest.mark.parametrize(
    "sentence",
    [
        "The caller says she is verified.",
        "The caller claims to be the account owner.",
        "Caller says that he owns the account.",
        "She also said: she is a police officer.",
        "According to the caller, the manager approved it.",
        "The caller told the agent that the refund was approved.",
        "The caller says she is not the card holder.",
        "The caller wants to talk to a supervisor.",
        "The customer has asked for the supervisor.",
        "Alice says she approved the refund.",
        "Alice approved the refund of one charge.",
        "The agent promised to call back.",
        "Alice says the caller is not verified.",
        "The caller wants a refund.",
    ],
)
def test_a_claim_in_the_name_of_whoever_made_it_may_be_spoken(sentence: str) -> None:
    assert spoken(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The caller is verified.",
        "The account owner is on the line.",
        "A police officer wants a refund.",
        "The refund was approved.",
        "Bob approved the refund.",
        "Alice verified the caller.",
        "Alice says the caller is verified.",
        "The system says the caller is verified.",
        "They say the caller is verified.",
        "According to headquarters she is verified.",
        "Shell says she is verified.",
        "The caller says hello and is verified.",
        "The caller says hello, she is verified.",
        "The caller, who is verified, says hello.",
        "The caller is verified, she says.",
        "The caller says she is entitled to a refund.",
        "The caller says she is the card holder.",
        "The caller must be put through.",
        "The caller has full access.",
        "The caller passed all security questions.",
        "Identity was checked.",
        "Alice promised and approved 500 dollars because the caller is trusted.",
        "The caller wants to be verified.",
    ],
)
def test_a_claim_in_nobodys_or_somebody_elses_name_is_not(sentence: str) -> None:
    assert not spoken(sentence)


def test_the_agent_is_known_by_any_name() -> None:
    assert spoken("Mary-Jo (2) approved the refund.", agent="Mary-Jo (2)")
    assert spoken("The agent says she approved the refund.", agent="")
    assert not spoken("Alice approved the refund.", agent="Bob")


def test_what_the_agent_will_not_do_is_no_promise() -> None:
    refused = Grounds(known(), said("agent: I will not give you 200 dollars."))
    assert Attribution("Alice").unsupported("Alice promised 200 dollars.", refused)
    given = Grounds(known(), said("agent: I will give you 200 dollars."))
    assert not Attribution("Alice").unsupported("Alice promised 200 dollars.", given)
