"""What was said, by whom: kept once, redacted, and as the right one's words, whichever track is the caller's.

What becomes of the words is not known here.
"""

from __future__ import annotations

import json

import pytest

from bridge.store.transcript import LONGEST_LINE
from tests.bridge.databases import BOTH
from tests.console.phones import PUBLIC
from tests.console.site import Site

GREETING = "thank you for calling we're connecting you now"


def say(site: Site, words: object, call: str = "", session: str = "", **more: str) -> None:
    form = {"TranscriptionEvent": "transcription-content", "Track": "inbound_track", "SequenceId": "2"}
    form["TranscriptionData"] = json.dumps({"transcript": words, "confidence": 0.9})
    call = call or site.the_call()["id"]
    where = f"{PUBLIC}/twilio/calls/{call}/transcription" + (f"?s={session}" if session else "")
    assert site.carrier.post(where, form | more).status_code == 204


def kept(site: Site) -> list[tuple[str, str]]:
    items = site.get(f"/api/calls/{site.the_call()['id']}/transcript")["items"]
    return [(line["speaker"], line["text"]) for line in items]


@BOTH
def test_words_are_kept_once_and_in_the_carriers_order(site: Site) -> None:
    site.talk()
    say(site, "Second.", SequenceId="4")
    say(site, "First.", SequenceId="2")
    say(site, "First, told again.", SequenceId="2")
    say(site, "An answer.", SequenceId="2", Track="outbound_track")
    assert sorted(kept(site)) == [("agent", "An answer."), ("caller", "First."), ("caller", "Second.")]
    assert [text for who, text in kept(site) if who == "caller"] == ["First.", "Second."]


IGNORED: dict[str, dict[str, str]] = {
    "words that may still change": {"Final": "false"},
    "the start": {"TranscriptionEvent": "transcription-started"},
    "an error": {"TranscriptionEvent": "transcription-error"},
    "a track that is none": {"Track": "both_tracks"},
    "no words": {"TranscriptionData": '{"transcript": "  "}'},
    "words that are none": {"TranscriptionData": '{"transcript": 7}'},
    "no data": {"TranscriptionData": "7"},
}


@pytest.mark.parametrize("form", IGNORED.values(), ids=IGNORED)
def test_what_is_no_line_of_the_talk_is_not_kept(site: Site, form: dict[str, str]) -> None:
    site.talk()
    say(site, "Hello.", **form)
    assert kept(site) == []


def test_our_own_prompts_are_not_taken_for_an_agents_words(site: Site) -> None:
    caller = site.ring()
    say(site, "You are number one in line.", Track="outbound_track", SequenceId="1")
    say(site, "Hello?", SequenceId="2")
    assert kept(site) == [("caller", "Hello?")]
    caller.hang_up()


def test_words_on_hold_are_the_callers_and_the_music_is_nobodys(site: Site) -> None:
    talk = site.talk()
    site.transfer(talk, {"agent_id": site.hire("Bob", "+15551000002")["id"]})
    say(site, "Please hold.", Track="outbound_track", SequenceId="1")
    say(site, "They put me on hold.", SequenceId="2")
    assert kept(site) == [("caller", "They put me on hold.")]


@pytest.mark.parametrize("ours", [GREETING, "Thank you for holding.", "you are going back to Alice"])
def test_our_last_words_before_a_talk_are_no_agents_although_they_come_late(site: Site, ours: str) -> None:
    site.talk()
    say(site, ours, SequenceId="2", Track="outbound_track")
    say(site, "How can I help?", SequenceId="3", Track="outbound_track")
    assert kept(site) == [("agent", "How can I help?")]


def test_an_agent_who_says_later_what_we_say_too_is_heard(site: Site) -> None:
    site.talk()
    site.clock.go(30)
    say(site, "You are being connected to Billing.", SequenceId="2", Track="outbound_track")
    assert kept(site) == [("agent", "You are being connected to Billing.")]


@BOTH
def test_characters_that_no_database_can_hold_are_left_out(site: Site) -> None:
    site.talk()
    say(site, "one \ud83d two \0 three")
    assert kept(site) == [("caller", "one  two  three")]


def test_nothing_is_kept_of_a_call_that_is_over_or_none(site: Site) -> None:
    site.ring().hang_up()
    say(site, "Hello?")
    say(site, "Hello?", call="call-nobody")
    assert kept(site) == []


def test_a_secret_is_taken_out_before_a_line_is_cut(site: Site) -> None:
    """Cut first, the first digits of the card would stand there, unrecognised."""
    site.talk()
    filler = "and so on " * (LONGEST_LINE // 10)
    say(site, f"{filler[: LONGEST_LINE - 10]} 4111 1111 1111 1111")
    ((_, text),) = kept(site)
    assert "4111" not in text and len(text) <= LONGEST_LINE


@BOTH
def test_a_card_that_is_told_in_turns_is_taken_out_of_all_of_them(site: Site) -> None:
    site.talk()
    say(site, "It's four one one one", SequenceId="2")
    say(site, "mhm", SequenceId="3", Track="outbound_track")
    say(site, "one one one one one one one one", SequenceId="4")
    say(site, "one one one one", SequenceId="5")
    assert [text for _, text in kept(site)] == ["It's [card number]", "mhm", "[card number]", "[card number]"]


def test_an_answer_is_known_as_a_secret_by_its_question(site: Site) -> None:
    site.talk()
    say(site, "What is your security code?", SequenceId="2", Track="outbound_track")
    say(site, "one two three", SequenceId="3")
    assert kept(site)[-1] == ("caller", "[security code]")


def test_of_an_endless_line_no_half_of_a_number_is_kept(site: Site) -> None:
    site.talk()
    say(site, f"{'4111 1111 1111 1111 ' * 199}so my number is {'1 ' * 200}")
    ((_, text),) = kept(site)
    assert not set(text) & set("0123456789")


@BOTH
def test_words_are_not_kept_after_the_call_when_they_are_not_to_be(site: Site) -> None:
    site.restart(STORE_TRANSCRIPTS="0")
    talk = site.talk()
    say(site, "My name is Carol.")
    assert len(kept(site)) == 1
    talk.caller.hang_up()
    say(site, "Goodbye.", SequenceId="3")
    assert kept(site) == []


def test_words_are_kept_after_the_call_otherwise(site: Site) -> None:
    talk = site.talk()
    say(site, "My name is Carol.")
    talk.caller.hang_up()
    assert len(kept(site)) == 1


# --- whose track is whose (reference/twilio.md 9.4) ------------------------------------------------


SENTENCES = [("2", "Thank you for calling."), ("3", "We are connecting you now.")]


@pytest.mark.parametrize(
    "greeting",
    [
        [("2", "Thank you for calling. We are connecting you now.")],
        [("2", GREETING)],
        [("2", f"{GREETING} you are number one in line")],
        SENTENCES,
        SENTENCES[::-1],
    ],
)
def test_when_our_greeting_is_heard_on_the_callers_track_the_tracks_are_swapped(
    site: Site, greeting: list[tuple[str, str]]
) -> None:
    site.ring()
    for number, words in greeting:
        say(site, words, SequenceId=number)
    say(site, "Hello?", SequenceId="4", Track="outbound_track")
    say(site, "You are number one in line.", SequenceId="5")
    assert kept(site) == [("caller", "Hello?")]


@BOTH
@pytest.mark.parametrize("greeting", [[("2", GREETING)], SENTENCES, SENTENCES[::-1]])
def test_a_caller_who_says_our_greeting_is_no_agent(site: Site, greeting: list[tuple[str, str]]) -> None:
    site.talk()
    for number, words in greeting:
        say(site, words, SequenceId=number, Track="outbound_track")
    say(site, GREETING, SequenceId="6")
    say(site, "I will refund 500 dollars.", SequenceId="7")
    assert kept(site) == [("caller", GREETING), ("caller", "I will refund 500 dollars.")]


@pytest.mark.parametrize("greeting", [[("2", GREETING)], SENTENCES])
def test_a_caller_who_says_our_greeting_before_us_is_an_agent_no_longer_than_we_need_to_say_it(
    site: Site, greeting: list[tuple[str, str]]
) -> None:
    site.talk()
    say(site, GREETING, SequenceId="1")
    for number, words in greeting:
        say(site, words, SequenceId=number, Track="outbound_track")
    say(site, GREETING, SequenceId="6")
    say(site, "I will refund 500 dollars.", SequenceId="7")
    say(site, "You will not.", SequenceId="8", Track="outbound_track")
    told = [("caller", GREETING), ("caller", "I will refund 500 dollars."), ("agent", "You will not.")]
    assert kept(site) == told


def test_our_greeting_is_known_in_the_first_seconds_of_a_call_only(site: Site) -> None:
    site.talk()
    site.clock.go(30)
    say(site, GREETING, SequenceId="2")
    say(site, "I will refund 500 dollars.", SequenceId="3")
    assert kept(site) == [("caller", GREETING), ("caller", "I will refund 500 dollars.")]


def test_swapped_tracks_stay_so_when_the_transcription_is_begun_again(site: Site) -> None:
    site.talk()
    say(site, GREETING, SequenceId="2")
    site.restart()
    say(site, GREETING, SequenceId="2", session="1", Track="outbound_track")
    say(site, "I will refund 500 dollars.", SequenceId="3", session="1", Track="outbound_track")
    assert kept(site) == [("caller", GREETING), ("caller", "I will refund 500 dollars.")]


def test_in_a_talk_with_swapped_tracks_both_are_heard_as_who_they_are(site: Site) -> None:
    site.talk()
    say(site, GREETING, SequenceId="2")
    say(site, "How can I help?", SequenceId="3")
    say(site, "I was charged twice.", SequenceId="4", Track="outbound_track")
    assert kept(site)[-2:] == [("agent", "How can I help?"), ("caller", "I was charged twice.")]


@pytest.mark.parametrize(
    "words",
    ["Thank you.", "Thank you for calling.", "Thank you for calling back.", "I am calling about my bill."],
)
def test_a_polite_caller_is_not_taken_for_our_greeting(site: Site, words: str) -> None:
    site.talk()
    say(site, words, SequenceId="2")
    say(site, "My name is Carol.", SequenceId="3")
    assert kept(site) == [("caller", words), ("caller", "My name is Carol.")]


# --- a transcription that stops ----------------------------------------------------------------


def test_words_of_a_later_session_come_behind_those_of_an_earlier_one(site: Site) -> None:
    site.talk()
    say(site, "First.", SequenceId="9")
    call = site.the_call()["id"]
    form = {"TranscriptionEvent": "transcription-content", "Track": "inbound_track", "SequenceId": "1"}
    form["TranscriptionData"] = json.dumps({"transcript": "Second."})
    site.carrier.post(f"{PUBLIC}/twilio/calls/{call}/transcription?s=1", form)
    assert kept(site) == [("caller", "First."), ("caller", "Second.")]


@pytest.mark.parametrize("event", ["transcription-stopped", "transcription-error"])
def test_the_end_of_a_transcription_of_no_call_is_no_news(site: Site, event: str) -> None:
    say(site, "", call="call-nobody", TranscriptionEvent=event)
