"""Speaking: ordinary text is left as it is, and no text can break a document or exceed a voice's limits.

The limits are those of the carrier; what a text may say is decided before it comes here.
"""

import unicodedata
from dataclasses import replace
from urllib.parse import quote_plus
from xml.etree.ElementTree import tostring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.core.state import Place
from simulator.contract import check_twiml
from tests.twiml.phones import LINE, LINES, leg, one, root, words
from twiml import render, speech
from twiml.sentences import STAND_INS
from twiml.view import Line, View

ANYTHING = st.text(st.characters(exclude_categories=()))
TURNS_TEXT = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}


@pytest.mark.parametrize(
    "text",
    [
        "Maria Gómez was charged €49.90 twice; she wants it back.",
        'He said: "no" & hung up <twice>.',
        "\u0645\u0631\u062d\u0628\u0627 and \u05e9\u05dc\u05d5\u05dd",
        "\u4f60\u597d \U0001f600 \U0001f926\u200d\u2642\ufe0f",
    ],
)
def test_ordinary_text_is_spoken_as_it_is(text: str) -> None:
    assert words(leg(Place.BRIEF, "headline", headline=text)).startswith(f"{text} Press 1")


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("one\n\n two\tthree \u2028 four", "one two three four"),
        ("a\x00b\x0bc\x1bd\x7fe\x9bf", "a b c d e f"),
        ("half a smile \ud83d here", "half a smile here"),
        ("abc\u202edcba\u202c, \u2067x\u2069 \u200fy\u200e \u061cz", "abc dcba , x y z"),
        ("\ufffe\uffff", ""),
    ],
)
def test_what_no_voice_can_speak_is_left_out(text: str, spoken: str) -> None:
    assert speech.clean(text) == spoken


@given(ANYTHING)
def test_cleaned_text_is_clean(text: str) -> None:
    cleaned = speech.clean(text)
    assert speech.clean(cleaned) == cleaned
    assert not {unicodedata.category(one) for one in cleaned} & {"Cc", "Cs", "Zl", "Zp"}
    assert not {unicodedata.bidirectional(one) for one in cleaned} & TURNS_TEXT


@pytest.mark.parametrize("word", ["refund", "r\u00fcckzahlung", "\u8fd4\u91d1", "\U0001f600", "<&>"])
def test_a_long_text_is_cut_between_words_within_the_limit_after_encoding(word: str) -> None:
    text = " ".join([word] * 10_000)
    cut = speech.clean(text)
    assert text.startswith(f"{cut} ")
    # A third of what the voice takes, so that several texts still make a short document.
    assert 1000 < len(quote_plus(cut)) <= 1500


@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
def test_one_endless_word_is_cut_between_characters_but_not_dropped(before: str) -> None:
    word = before + "\u8fd4" * 10_000
    assert word.startswith(speech.clean(word))
    assert 1000 < len(quote_plus(speech.clean(word))) <= 1500


def test_markup_in_a_text_is_spoken_and_not_obeyed() -> None:
    text = '</Say><Hangup/><Say>&amp; "bye"'
    document = leg(Place.BRIEF, "headline", headline=text)
    assert list(root(document).iter("Hangup")) == []
    assert words(document).startswith(text)


def test_braces_in_a_name_are_spoken_and_not_filled_in() -> None:
    assert words(leg(Place.BRIEF, "announce", agent="{target} {0}")) == "Transfer from {target} {0}."


def test_a_long_name_is_cut_before_the_sentence_is() -> None:
    told = words(leg(Place.BRIEF, "announce", agent="Alice Bo " * 1000))
    assert told.startswith("Transfer from Alice Bo Alice Bo") and told.endswith(".") and len(told) < 330


def test_a_skill_is_spoken_in_words() -> None:
    assert "for tech support 2." in words(leg(Place.OFFER, skill="tech_support-2"))


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
@pytest.mark.parametrize("place", [Place.GREETING, Place.WAITING, Place.VOICEMAIL])
def test_everybody_hears_the_voice_of_the_deployment(place: Place, line: Line) -> None:
    say = one(leg(place, line=line), "Say")
    assert (say.get("voice"), say.get("language")) == (line.voice, line.locale)


def _marked(document: View | str) -> list[str]:
    return [one.text or "" for one in root(document).iter("say-as") if one.get("interpret-as") == "digits"]


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_polly_reads_codes_and_the_ends_of_numbers_as_digits(line: Line) -> None:
    assert _marked(leg(Place.OFFER, line=line)) == ["0 1 2 3"]
    brief = leg(Place.BRIEF, "headline", headline="Order 4 8 2 1 3 costs 12 000 euros, not 0 0 7.", line=line)
    assert _marked(brief) == ["4 8 2 1 3", "0 0 7"]
    assert words(brief).startswith("Order 4 8 2 1 3 costs 12 000 euros, not 0 0 7. ")


@pytest.mark.parametrize("voice", ["woman", "Google.en-US-Wavenet-F"])
def test_a_voice_that_may_not_know_digits_reads_plain_text(voice: str) -> None:
    brief = leg(Place.BRIEF, "headline", headline="Order 4 8 2 1 3 is late.", line=replace(LINE, voice=voice))
    assert [say for say in root(brief).iter("Say") if len(say)] == []
    assert words(brief).startswith("Order 4 8 2 1 3 is late. ")


def test_no_text_has_so_many_codes_that_their_marks_exceed_the_limits() -> None:
    document = render(leg(Place.BRIEF, "headline", headline="1 2 3, " * 1000))
    assert all(len(quote_plus(tostring(say, "unicode"))) < 4500 for say in root(document).iter("Say"))
    assert len(_marked(document)) == 10
    assert check_twiml(document) == []


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "A colleague is busy. You are back"),
        ("es", "El teléfono de alguien del equipo está ocupado."),
        ("de", "Bei jemand aus dem Team ist besetzt."),
        ("fr", "Un membre de l'équipe est déjà en ligne."),
    ],
)
def test_somebody_without_a_name_is_told_like_anybody_else(language: str, told: str) -> None:
    nameless = leg(Place.CONVERSATION, line=LINES[language], target=STAND_INS[language]["somebody"])
    assert speech.sentence(nameless, "back_busy").startswith(told)


@pytest.mark.parametrize(
    ("language", "told"), [("en", "support"), ("es", "asistencia"), ("de", "Support"), ("fr", "assistance")]
)
def test_a_call_without_a_skill_is_for_support_in_every_language(language: str, told: str) -> None:
    assert f" {told}" in words(leg(Place.OFFER, line=LINES[language], skill=""))
