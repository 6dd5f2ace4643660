"""A secret number that is told lines behind the question goes; one that the agent has asked for since stays.

Decides by what two people said, all lines at once and one after another.
"""

import pytest

from summaries import redact_lines
from tests.summaries.test_redaction_corpus import one_by_one
from tests.summaries.test_window import turns


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (
            ["a: I'm going to send you a verification code.", "Okay.", "a: Did you get it?", "Yes, 482913."],
            "Yes, [one-time code].",
        ),
        (
            [
                "a: I've texted you a code.",
                "Nothing yet.",
                "a: It may take a minute.",
                "It came now. 482913.",
            ],
            "It came now. [one-time code].",
        ),
        (["a: And the CVV?", "Let me turn it over.", "a: Sure.", "419"], "[security code]"),
        (["a: ¿El CVV?", "¿El de atrás?", "a: Sí.", "208"], "[security code]"),
        (
            ["a: Passport number please", "It's in the other room, one sec.", "a: No rush.", "533380006"],
            "[national id]",
        ),
        (["a: Passport number please", "Hm, in my bag.", "a: No rush.", "C01X0006H"], "[national id]"),
        (["a: Kann ich Ihre PIN haben?", "Welche denn?", "a: Die vierstellige.", "7319"], "[PIN]"),
        (["a: Votre code PIN ?", "Lequel ?", "a: Celui de l'espace client.", "7319"], "[PIN]"),
        (["a: ¿Me dice su DNI?", "¿El mío o el de ella?", "a: El suyo.", "20 215 273"], "[national id]"),
        (
            ["a: Ihre Steuer-ID?", "Die steht auf dem Bescheid.", "a: Kein Problem.", "86 095 742 719"],
            "[national id]",
        ),
        (
            ["a: Can I have the last four of your social?", "Why?", "a: To verify you.", "6789"],
            "[social security number]",
        ),
        (["a: What's the security code and the expiry date?", "419"], "[security code]"),
        (["a: The CVV?", "The what?", "a: The CVV, and the expiry date please.", "419"], "[security code]"),
        (["a: ¿Le ha llegado el código?", "Sí.", "a: ¿Cuál es?", "483920"], "[one-time code]"),
        (["a: I need your PIN.", *["Hm, which?", "a: Any."] * 2, "Um.", "7319, sorry"], "[PIN], sorry"),
    ],
)
def test_the_answer_goes_some_lines_behind_the_question(said: list[str], kept: str) -> None:
    before = [text for _, text in turns(*said)][:-1]
    assert redact_lines(turns(*said)) == one_by_one(turns(*said)) == [*before, kept]


@pytest.mark.parametrize(
    "said",
    [
        ["a: Can I have your PIN?", "I have none.", "a: Then your account number please.", "88120455"],
        ["a: I've texted you a code.", "Thanks.", "a: And what's your order number?", "48213"],
        ["a: I'll text you a code for the door.", "Great.", "a: Which floor?", "1200"],
        ["a: Haben Sie eine PIN?", "Nein.", "a: Dann bitte die Kundennummer.", "8812045"],
        ["a: ¿Tiene PIN?", "No.", "a: ¿Y el número de pedido?", "8812045"],
        ["a: Vous avez un code PIN ?", "Non.", "a: Alors le numéro de commande ?", "8812045"],
        ["a: What's your PIN code area, sorry, your post code?", "97201"],
        ["a: I sent you a code.", "Thanks, it worked.", "a: Good.", "I was charged 4500 in room 1412"],
        ["a: Your PIN is on its way.", "Good.", "a: So, back to the car.", "45210 miles."],
        ["a: I need your PIN.", *["Hm, which?", "a: Any."] * 3, "7319"],
        ["I sent you a code.", "a: Nothing came.", "Did you look?", "a: Yes, 4821"],
    ],
)
def test_another_number_stays(said: list[str]) -> None:
    assert redact_lines(turns(*said)) == one_by_one(turns(*said)) == [text for _, text in turns(*said)]


@pytest.mark.parametrize("again", ["a: Thank you, Jane.", "a: Then let us look at it."])
def test_what_was_told_once_is_not_told_again(again: str) -> None:
    said = turns("a: Your PIN?", "Which one?", "a: Any.", "7319", again, "4821")
    assert redact_lines(said) == one_by_one(said)
    assert redact_lines(said)[3:] == ["[PIN]", again[3:], "4821"]
