"""A message is taken: asked for in words, recorded after a tone, and ended by a key or by silence.

What is said and what is recorded must agree about the tone and the key.
"""

from bridge.core.state import Place
from tests.twiml.phones import announced, happened, leg, one, verbs, words

VOICEMAIL = leg(Place.VOICEMAIL)


def test_the_caller_is_asked_for_a_message_and_told_how_to_end_it() -> None:
    assert words(VOICEMAIL).startswith("Nobody can take your call now.")
    assert announced(words(VOICEMAIL)) == {one(VOICEMAIL, "Record").get("finishOnKey")}


def test_the_tone_that_was_promised_sounds() -> None:
    assert "after the tone" in words(VOICEMAIL)
    assert one(VOICEMAIL, "Record").get("playBeep") == "true"


def test_an_empty_message_goes_on_to_the_goodbye_too() -> None:
    assert verbs(VOICEMAIL) == ["Say", "Record", "Redirect"]
    assert happened(VOICEMAIL) == ["recorded", "silence"]


def test_a_message_ends_after_two_minutes_or_before_silence_gets_too_long() -> None:
    record = one(VOICEMAIL, "Record")
    assert record.get("maxLength") == "120"
    # A caller is never more than five seconds without anything to hear.
    assert 1 <= int(record.get("timeout", "")) < 5
