"""Passwords that are read back: the agent's line right behind the one that told it.

Lines come one after another here, as a call stores them.
"""

import pytest

from tests.summaries.test_redaction_corpus import one_by_one
from tests.summaries.test_window import turns

TOLD = {
    "en": "my password is marigold",
    "es": "mi contraseña es caléndula",
    "de": "mein Passwort ist Ringelblume",
    "fr": "mon mot de passe est souci",
}


@pytest.mark.parametrize(
    ("language", "read_back", "left"),
    [
        ("en", "Marigold, thanks", "[password], thanks"),
        ("en", "okay, so that's marigold, right?", "okay, so that's [password], right?"),
        ("en", "Marigold?", "[password]?"),
        ("en", "Old oak tree. Got it.", "[password]. Got it."),
        ("es", "caléndula, gracias", "[password], gracias"),
        ("es", "Vale, es caléndula, ¿verdad?", "Vale, es [password], ¿verdad?"),
        ("de", "Ringelblume, richtig?", "[password], richtig?"),
        ("fr", "souci, merci", "[password], merci"),
    ],
)
def test_a_password_that_is_read_back_is_taken(language: str, read_back: str, left: str) -> None:
    assert one_by_one(turns(TOLD[language], f"a: {read_back}"))[1] == left


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Verified, thank you"),
        ("en", "Thanks, your order ships on Monday"),
        ("en", "Thank you Maria"),
        ("en", "One moment please"),
        ("en", "Oh, you shouldn't say that."),
        ("en", "I'm checking."),
        ("en", "That worked."),
        ("es", "Ya está, gracias."),
        ("de", "Alles klar, danke."),
        ("de", "Wunderbar."),
        ("fr", "D'accord, je regarde."),
    ],
)
def test_an_answer_that_reads_nothing_back_stays(language: str, said: str) -> None:
    assert one_by_one(turns(TOLD[language], f"a: {said}"))[1] == said


def test_what_the_caller_says_next_is_no_read_back() -> None:
    assert one_by_one(turns(TOLD["en"], "Boston"))[1] == "Boston"
