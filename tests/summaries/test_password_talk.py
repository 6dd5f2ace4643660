"""What is said about a password stays, for it is why people call; what may be one goes.

Decides by the words behind "is"; how a password is told and asked for is tested elsewhere.
"""

import pytest

from summaries import redact, redact_lines
from tests.summaries.test_window import turns


@pytest.mark.parametrize(
    "said",
    [
        "It says my password is about to expire.",
        "I think my password is out of date.",
        "My password is definitely right, I wrote it down.",
        "The password is from 2019 so I don't remember it.",
        "My password is somehow locked since Monday.",
        "my password is constantly being reset",
        "The password is for my husband's account.",
        "The password is printed on the back of the box.",
        "I was told my password is temporary.",
        "My password is the thing that breaks every time.",
        "the password is asked for every single time",
        "Mi contraseña es inválida según la página.",
        "La contraseña es la de siempre y no funciona.",
        "La contraseña era válida hasta ayer.",
        "Mein Passwort ist wohl falsch.",
        "Mein Passwort ist seit gestern gesperrt.",
        "Mein Passwort war gestern noch gültig.",
        "Mein Passwort ist plötzlich ungültig.",
        "Das Passwort ist nach dem Update nicht mehr gültig.",
        "Mon mot de passe est soi-disant invalide.",
        "Mon mot de passe est apparemment expiré.",
        "Le mot de passe est écrit sous la box.",
        "Le mot de passe est celui de ma femme.",
        "Mon mot de passe est bien le bon.",
    ],
)
def test_what_is_wrong_with_a_password_stays(said: str) -> None:
    assert redact(said) == said


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("my password is now marigold", "my password is [password]"),
        ("my password is probably marigold", "my password is [password]"),
        ("my password is silly goose", "my password is [password]"),
        ("my password is butterfly", "my password is [password]"),
        ("my password is seaweed", "my password is [password]"),
        ("my password is under7", "my password is [password]"),
        ("das Passwort ist jetzt Ringelblume", "das Passwort ist [password]"),
        ("mi contraseña es ahora caléndula", "mi contraseña es [password]"),
        ("mon mot de passe est maintenant souci", "mon mot de passe est [password]"),
        ("my mother's maiden name is Under", "my mother's maiden name is [password]"),
        (
            "My password is out of date, the new password is marigold.",
            "My password is out of date, the new password is [password].",
        ),
    ],
)
def test_what_may_be_one_goes(said: str, kept: str) -> None:
    assert redact(said) == kept


@pytest.mark.parametrize(
    ("asked", "answer", "kept"),
    [
        ("What's your password?", "My password is under the sea", "My password is [password]"),
        ("Ihr Passwort?", "Mein Passwort ist auf hoher See", "Mein Passwort ist [password]"),
        ("¿Su contraseña?", "La contraseña es bajo el mar", "La contraseña es [password]"),
        ("How can I help?", "My password is under my old email", "My password is under my old email"),
        ("Your password was reset.", "My password is without use", "My password is without use"),
    ],
)
def test_whoever_was_asked_tells_it_with_any_words(asked: str, answer: str, kept: str) -> None:
    assert redact_lines(turns(f"a: {asked}", answer)) == [asked, kept]
