"""Lines of two people redacted together: a secret split over turns goes, what they say meanwhile stays.

Decides which of their words belong together; the spelling of secrets is tested elsewhere.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summaries import redact_lines, without_numbers, without_open_number
from summaries.words import Speaker
from tests.summaries.test_redaction import PHRASES, WORDS, cards


def turns(*said: str) -> list[tuple[Speaker, str]]:
    """Of the caller, and with "a: " before of the agent."""
    return [("agent", one[3:]) if one.startswith("a: ") else ("caller", one) for one in said]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (
            [
                "four one one one",
                "a: mhm, go on",
                "one one one one one one one one",
                "a: yes",
                "one one one one",
            ],
            ["[card number]", "mhm, go on", "[card number]", "yes", "[card number]"],
        ),
        (
            ["4111 1111", "a: and the next four?", "1111", "a: and the last four?", "1111"],
            ["[card number]", "and the next four?", "[card number]", "and the last four?", "[card number]"],
        ),
        (
            ["4111 1111", "a: 4111 1111", "1111 1111", "a: what's your zip code?", "94110"],
            ["[card number]", "[card number]", "[card number]", "what's your zip code?", "94110"],
        ),
        (
            ["a: What is your card number?", "4111 1111 1111", "1112"],
            ["What is your card number?"] + ["[card number]"] * 2,
        ),
        (
            ["a: what is your security code?", "one two three"],
            ["what is your security code?", "[security code]"],
        ),
        (
            [
                "four one one, no, sorry",
                "a: yes?",
                "four one one one, 1111",
                "a: got that right so far",
                "1111 1111",
            ],
            ["[card number], no, sorry", "yes?", "[card number]", "got that right so far", "[card number]"],
        ),
        (["my PIN is", "a: yes?", "8842"], ["my PIN is", "yes?", "[PIN]"]),
        (["a: What's your password?", "it's tulip"], ["What's your password?", "it's [password]"]),
        (
            ["the code you sent is 482", "a: mhm", "913"],
            ["the code you sent is [one-time code]", "mhm", "[one-time code]"],
        ),
    ],
)
def test_what_is_split_over_turns_is_taken_and_the_rest_stays(said: list[str], kept: list[str]) -> None:
    assert redact_lines(turns(*said)) == kept


@pytest.mark.parametrize(
    ("asked", "answer", "kept"),
    [
        ("which PIN have they given you for the door", "uh, 3391", "uh, [PIN]"),
        ("and the CVV down there, if you turn it round", "seven oh two", "[security code]"),
        ("¿me repite el NIP, si no es molestia?", "uno nueve cuatro cuatro", "[PIN]"),
        ("den Bestätigungscode, den bräuchte ich jetzt", "vier vier eins null", "[one-time code]"),
        ("il me manque le cryptogramme, au verso là", "c'est 806", "c'est [security code]"),
        ("le cryptogramme au dos de votre carte ?", "neuf zéro un", "[security code]"),
        (
            "we have texted you a new code, do read it out",
            "yes, it came, 55 01 72",
            "yes, it came, [one-time code]",
        ),
        ("there is a four digit code on its way to your phone, which is it?", "5501", "[one-time code]"),
        ("le hemos enviado un código, ¿me lo lee?", "cinco cinco cero uno", "[one-time code]"),
        (
            "ich habe Ihnen gerade einen Code aufs Handy geschickt",
            "ja, da steht 550172",
            "ja, da steht [one-time code]",
        ),
        ("vous allez recevoir un code, dites-le-moi", "alors 550172", "alors [one-time code]"),
        ("and the memorable word on file?", "seahorse", "[password]"),
        ("und Ihr Kundenpasswort?", "Ofenrohr", "[password]"),
    ],
)
def test_an_answer_is_what_the_agent_asked_for_however_it_is_asked(
    asked: str, answer: str, kept: str
) -> None:
    assert redact_lines(turns(f"a: {asked}", answer)) == [asked, kept]


@pytest.mark.parametrize(
    "said",
    [
        ["a: do you have the PIN there or the order number", "8812"],
        ["a: which PIN did you try", "on Monday 8812 people called"],
        ["which PIN did you give me down there", "a: 8812 is the house"],
        ["a: which PIN did you try", "a: 8812 is your ticket"],
        ["a: which PIN did you try", "one moment", "a: 8812 is your ticket"],
        ["a: I'll text you a code, what's your mobile number?", "415 555 0123"],
        ["a: le envío un código, ¿cuál es su móvil?", "612 345 678"],
        ["a: we sent you a code for the fair", "my order is 48213"],
        ["set the delivery to 1200 please, the PIN is fine"],
        ["a: and your password?", "I have forgotten it"],
        ["a: I'll reset your password", "that is very kind"],
    ],
)
def test_a_number_that_answers_something_else_stays(said: list[str]) -> None:
    assert redact_lines(turns(*said)) == [text for _, text in turns(*said)]


@pytest.mark.parametrize(
    "said",
    [
        ["a: What's your password?", "I don't remember"],
        ["a: how many do you need?", "three or four", "a: and the order number?", "4821337745"],
        ["4821 3377", "a: thank you, that is order 4821", "and 1111 2223 is the other"],
        ["order 8821 invoice", "sure, it's 4111 1111", "a: your card expired, 40 dollars", "okay 1111"],
        ["four one one one", "a: so four lamps and one chair", "I also want one one one one"],
    ],
)
def test_what_is_no_secret_stays(said: list[str]) -> None:
    assert redact_lines(turns(*said)) == [text for _, text in turns(*said)]


@given(cards(), st.lists(st.integers(1, 6), min_size=16, max_size=16), st.booleans(), st.booleans())
def test_no_card_survives_however_it_is_cut_into_turns(
    card: str, sizes: list[int], spoken: bool, answered: bool
) -> None:
    said: list[str] = []
    for size in [*sizes, len(card)]:
        piece, card = card[:size], card[size:]
        if not piece:
            break
        said.append(" ".join(WORDS[int(digit)] for digit in piece) if spoken else piece)
        said += ["a: mhm"] if answered else []
    kept = redact_lines(turns(*said))
    assert set(kept) <= {"[card number]", "mhm"}


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["caller", "agent"]), st.sampled_from([*PHRASES, "12 29", "mhm"])),
        max_size=9,
    )
)
def test_what_is_redacted_stays_as_it_is(lines: list[tuple[Speaker, str]]) -> None:
    once = redact_lines(lines)
    speakers = [speaker for speaker, _ in lines]
    assert redact_lines(list(zip(speakers, once, strict=True))) == once


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("it is four one one one", "it is"),
        ("it is 4111, um", "it is"),
        ("I paid 40 dollars each", "I paid 40 dollars each"),
        ("hello", "hello"),
        ("", ""),
    ],
)
def test_a_number_that_may_go_on_is_left_out_of_an_open_line(text: str, kept: str) -> None:
    assert without_open_number(text) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("The number is 4 1 1 1, 1 1 1 1, have you got that?", "The number is, have you got that?"),
        ("it's four one one one, did you get that?", "it's, did you get that?"),
        ("Four one one one, and now wait, look, one one one, please tell me", "please tell me"),
        ("Visa 4111 1111 1111, it goes on a second later", "Visa, it goes on a second later"),
        ("I paid $1200 and my number is (555) 010-4477 by the way", "I paid and my number is by the way"),
        ("it is four one one one", "it is"),
        ("I sent 2 parcels on May 12 to my aunt", "I sent 2 parcels on May 12 to my aunt"),
        ("I paid forty dollars, not thirty", "I paid forty dollars, not"),
        ("", ""),
    ],
)
def test_a_longer_number_anywhere_is_left_out_of_what_is_quoted_before_it_is_settled(
    text: str, kept: str
) -> None:
    assert without_numbers(text) == kept


@given(cards(), st.integers(3, 11), st.sampled_from(["", " "]), st.sampled_from(["have you got that?", "um"]))
def test_no_part_of_a_card_is_left_whatever_is_said_behind_it(
    card: str, size: int, between: str, behind: str
) -> None:
    text = f"The number is {between.join(card[:size])}, {behind}"
    assert set(without_numbers(text)).isdisjoint("0123456789")
