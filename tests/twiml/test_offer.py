"""An agent is asked to take a call: who is calling, for what, and the keys.

Silence and wrong keys are the business of the machine; here it is what the agent hears.
"""

from bridge.core.state import Place
from tests.twiml.phones import happened, leg, one, words

KEYS = "Press 1 to take the call, or 2 to decline."


def test_an_agent_hears_who_calls_and_for_what_and_then_the_keys() -> None:
    assert words(leg(Place.OFFER)) == f"Call from a caller whose number ends in 0 1 2 3, for billing. {KEYS}"


def test_a_call_without_a_skill_is_for_support() -> None:
    assert "for support." in words(leg(Place.OFFER, skill=""))


def test_an_agent_who_is_asked_again_hears_the_keys_without_the_caller() -> None:
    assert words(leg(Place.OFFER, "asked_twice")) == f"Are you still there? {KEYS}"


def test_an_agent_has_seven_seconds_after_the_last_word_and_silence_is_reported() -> None:
    assert one(leg(Place.OFFER), "Gather").get("timeout") == "7"
    assert happened(leg(Place.OFFER)) == ["keys", "silence"]
