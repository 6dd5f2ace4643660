"""Passwords that an agent asks for: the answer goes however it is asked, and whatever answers nothing stays.

Decides by what two people said; `test_cues.py` has what one tells without being asked.
"""

import pytest

from summaries import redact, redact_lines
from tests.summaries.test_redaction_corpus import one_by_one
from tests.summaries.test_window import turns


@pytest.mark.parametrize(
    ("asked", "answer", "kept"),
    [
        ("And now your password, please.", "marigold", "[password]"),
        ("Password?", "um, it's marigold", "um, it's [password]"),
        (
            "I'm going to need the memorable word on the account",
            "I think it's old oak tree",
            "I think it's [password]",
        ),
        ("Could we get your passphrase", "sure, blue kettle nine", "sure, [password]"),
        ("Your mother's maiden name?", "Fairweather", "[password]"),
        ("Go ahead with your password", "marigold", "[password]"),
        ("Adelante con su contraseña", "caléndula", "[password]"),
        ("What's your password?", "The marigold.", "[password]."),
        ("Please never read out your password to anybody", "it's marigold", "it's [password]"),
        ("Noch Ihr Kennwort bitte", "ja, Ringelblume", "ja, [password]"),
        ("Ich bräuchte dann Ihr Passwort", "Ringelblume", "[password]"),
        ("Gracias. La contraseña, por favor", "es caléndula", "es [password]"),
        ("Me falta su contraseña", "caléndula", "[password]"),
        ("Et votre mot de passe, s'il vous plaît", "c'est souci", "c'est [password]"),
        ("Il me faudrait votre mot de passe", "souci", "[password]"),
    ],
)
def test_the_answer_goes_without_a_question_word(asked: str, answer: str, kept: str) -> None:
    assert redact_lines(turns(f"a: {asked}", answer)) == [asked, kept]


def test_the_answer_may_come_after_one_moment_and_a_nod() -> None:
    said = turns("a: I need your password", "hold on, let me look", "a: sure", "marigold")
    assert redact_lines(said) == [*[text for _, text in said][:3], "[password]"]


def test_who_says_where_it_is_and_asks_to_wait_has_not_told_it_yet() -> None:
    said = turns("a: I need your password", "it's upstairs, hold on", "a: sure", "marigold")
    assert redact_lines(said)[-1] == "[password]"
    assert one_by_one(said)[-1] == "[password]"


def test_who_says_how_it_is_written_has_told_it() -> None:
    said = turns("a: I need your password", "marigold, all one word", "a: sure", "Boston")
    assert redact_lines(said)[1:] == ["[password], all one word", "sure", "Boston"]


@pytest.mark.parametrize(
    ("asked", "answer", "kept"),
    [
        ("And your password, please?", "One moment. Marigold", "One moment. [password]"),
        ("Your password please.", "Sure, one second. Oak two.", "Sure, one second. [password]."),
        ("Your password please.", "Let me see, marigold", "Let me see, [password]"),
        ("Your password please.", "one moment marigold", "one moment [password]"),
        (
            "Your password please.",
            "Let me get my notes. It's marigold",
            "Let me get my notes. It's [password]",
        ),
        ("What's your password?", "Hold on, it's marigold", "Hold on, it's [password]"),
        ("Su contraseña, por favor.", "Un momento. Caléndula.", "Un momento. [password]."),
        ("Su contraseña, por favor.", "Sí, déjeme ver. Es caléndula", "Sí, déjeme ver. Es [password]"),
        ("Ihr Passwort bitte.", "Augenblick, Ringelblume.", "Augenblick, [password]."),
        ("Wie lautet Ihr Passwort?", "Augenblick, Ringelblume.", "Augenblick, [password]."),
        (
            "Ihr Passwort bitte.",
            "Ich suche kurz den Zettel. Ringelblume",
            "Ich suche kurz den Zettel. [password]",
        ),
        ("Votre mot de passe ?", "Oui, attendez. Souci", "Oui, attendez. [password]"),
        (
            "Votre mot de passe ?",
            "Un instant s'il vous plaît. Souci",
            "Un instant s'il vous plaît. [password]",
        ),
    ],
)
def test_the_answer_may_begin_with_one_moment(asked: str, answer: str, kept: str) -> None:
    assert redact_lines(turns(f"a: {asked}", answer)) == [asked, kept]


@pytest.mark.parametrize(
    ("asked", "answer", "kept"),
    [
        ("When you're ready, tell me your password.", "marigold", "[password]"),
        ("Tell me the password that you entered.", "marigold", "[password]"),
        ("Once you have entered it, what is your password?", "it's marigold", "it's [password]"),
        ("Geben Sie mir bitte Ihr Passwort.", "Ringelblume", "[password]"),
        ("Tell me when you have entered it. And your password?", "marigold", "[password]"),
    ],
)
def test_a_wish_to_hear_it_beside_other_words_is_one(asked: str, answer: str, kept: str) -> None:
    assert redact_lines(turns(f"a: {asked}", answer)) == [asked, kept]


@pytest.mark.parametrize("wait", ["Hang on", "One moment, I'm looking", "Let me see, I have it on paper."])
def test_the_answer_may_come_behind_any_line_that_waits(wait: str) -> None:
    said = ["What's your password?", wait, "sure", "[password]"]
    assert redact_lines(turns(f"a: {said[0]}", wait, "a: sure", "marigold")) == said


@pytest.mark.parametrize(
    ("asked", "back", "more", "answer", "kept"),
    [
        ("What's your password?", "The one for the phone?", "Yes.", "marigold", "[password]"),
        (
            "Your password please.",
            "Why do you need it?",
            "Just to verify you.",
            "Fine. Oak",
            "Fine. [password]",
        ),
        ("Ihr Kennwort bitte?", "Welches?", "Das telefonische.", "Ringelblume", "[password]"),
        ("¿Su contraseña?", "¿Cuál?", "La telefónica.", "caléndula", "[password]"),
        ("Votre mot de passe ?", "Lequel ?", "Celui du téléphone.", "C'est souci", "C'est [password]"),
        ("What's your password?", "Do I need one?", "Not really.", "Perfect.", "Perfect."),
        ("What's your password?", "Why do you ask?", "Sorry, what's your name?", "Maria", "Maria"),
    ],
)
def test_whoever_asks_back_first_tells_it_then(
    asked: str, back: str, more: str, answer: str, kept: str
) -> None:
    said = turns(f"a: {asked}", back, f"a: {more}", answer)
    assert redact_lines(said) == [asked, back, more, kept]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("please change the password to marigold7", "please change the password to [password]"),
        ("I have set my password as old oak", "I have set my password as [password]"),
        ("the new password should be marigold, please", "the new password should be [password], please"),
        ("user ana, pw marigold7", "user ana, pw [password]"),
        ("quiero cambiar mi contraseña a caléndula", "quiero cambiar mi contraseña a [password]"),
        ("I use sunflower as my password", "I use [password] as my password"),
        ("I used blue kettle for the password", "I used [password] for the password"),
        ("uso girasol como contraseña", "uso [password] como contraseña"),
        ("ich nehme Sonnenblume als Passwort", "ich nehme [password] als Passwort"),
        ("j'utilise tournesol comme mot de passe", "j'utilise [password] comme mot de passe"),
        ("my password, it's sunflower", "my password, it's [password]"),
    ],
)
def test_what_a_password_is_to_become_is_taken(text: str, kept: str) -> None:
    assert redact(text) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Das WLAN-Passwort lautet Ringelblume", "Das WLAN-Passwort lautet [password]"),
        ("Mein E-Mail-Passwort ist Ringelblume.", "Mein E-Mail-Passwort ist [password]."),
        ("das Passwort vom WLAN ist Ringelblume", "das Passwort vom WLAN ist [password]"),
        ("Das Passwort lautet Hund und Katze 12", "Das Passwort lautet [password]"),
        ("Su contraseña temporal es Bienvenido1.", "Su contraseña temporal es [password]."),
        ("la contraseña nueva es caléndula", "la contraseña nueva es [password]"),
        ("mon mot de passe actuel est souci", "mon mot de passe actuel est [password]"),
        ("le mot de passe wifi c'est souci", "le mot de passe wifi c'est [password]"),
        ("the password you gave me is marigold", "the password you gave me is [password]"),
        ("the password that I use is marigold", "the password that I use is [password]"),
        ("la contraseña que me dieron es caléndula", "la contraseña que me dieron es [password]"),
        (
            "das Passwort, das Sie mir gegeben haben, ist Ringelblume",
            "das Passwort, das Sie mir gegeben haben, ist [password]",
        ),
        (
            "le mot de passe que vous m'avez donné est souci",
            "le mot de passe que vous m'avez donné est [password]",
        ),
        ("my security word is marigold", "my security word is [password]"),
        ("mi palabra de seguridad es caléndula", "mi palabra de seguridad es [password]"),
        ("mdp : souci", "mdp : [password]"),
        ("Please use Welcome123 as your password.", "Please use [password] as your password."),
        ("It's marigold99, that's my password.", "It's [password], that's my password."),
        ("I tried marigold77 as the password", "I tried [password] as the password"),
        ("Ich habe das Passwort auf Willkommen1 gesetzt", "Ich habe das Passwort auf [password] gesetzt"),
        ("I see order AB1234. It's your password that fails.", None),
        ("The password I forgot is the problem.", None),
        ("The password we reset last week was rejected.", None),
        ("Das Passwort, das ich habe, ist falsch.", None),
        ("La contraseña nueva es muy larga.", None),
    ],
)
def test_a_password_is_told_behind_any_of_its_names(text: str, kept: str | None) -> None:
    assert redact(text) == (kept or text)


@pytest.mark.parametrize(
    ("asked", "answer", "kept"),
    [
        ("Wie ist Ihr Online-Passwort?", "Ringelblume", "[password]"),
        ("What's your security word?", "marigold", "[password]"),
        ("What's the answer to your security question?", "Biscuit", "[password]"),
        ("¿Y la palabra de seguridad?", "caléndula", "[password]"),
        ("¿Qué contraseña está poniendo?", "caléndula", "[password]"),
        ("Password?", "It's all lower case, marigold", "It's all lower case, [password]"),
    ],
)
def test_all_of_its_names_are_asked_for(asked: str, answer: str, kept: str) -> None:
    assert redact_lines(turns(f"a: {asked}", answer)) == [asked, kept]


@pytest.mark.parametrize(
    "said",
    [
        ["a: Your password, please.", "I do not have it here"],
        ["a: Your password, please.", "no"],
        ["a: Your password please.", "One moment while I find it"],
        ["a: Your password please.", "Wait, why do you need that?"],
        ["a: Your password please.", "okay wait a second, I don't have it"],
        ["a: Wie lautet Ihr Passwort?", "Augenblick, ich muss nachsehen"],
        ["a: Su contraseña, por favor.", "Un momento, no la tengo aquí"],
        ["a: Tell me when you have entered the password", "Entered it now"],
        ["a: Please confirm once the password is accepted", "Accepted now"],
        ["a: Could you type your password again?", "Same error again"],
        ["a: Which password manager do you use?", "Bitwarden"],
        ["a: Geben Sie bitte Ihr Passwort ein.", "Da steht Fehler 403"],
        ["a: Sagen Sie mir, wenn Sie das Passwort eingegeben haben.", "Eingegeben"],
        ["a: Dígame cuándo ha escrito la contraseña.", "Escrita"],
        ["a: Dites-moi quand le mot de passe est accepté.", "Accepté"],
        ["My password was hacked in May and I lost 300 dollars."],
        ["My password is saved in my browser."],
        ["I changed my password as you told me."],
        ["I'll set the password to expire in a week."],
        ["La clave es que no me llega el correo."],
        ["Das Passwort ist mir entfallen."],
        ["Das Passwort ist zweimal abgelehnt worden."],
        ["Mon mot de passe est enregistré dans le navigateur."],
        ["a: Your password has been reset.", "wonderful"],
        ["a: I need to reset your password.", "that's fine"],
        ["a: Please never tell me your password", "okay"],
        ["a: Is your password working?", "broken"],
        ["a: I have sent your password by mail", "wonderful"],
        ["a: Your password must have eight letters", "understood"],
        ["a: Password?", "a: Anna, come here"],
        ["I need my password", "a: Anna helps you"],
        ["a: Ihr Passwort ist abgelaufen", "wunderbar"],
        ["a: Su contraseña está bloqueada", "vaya"],
        ["a: J'ai changé votre mot de passe", "encore"],
        ["change the password to something safe"],
        ["I use the same one as my password"],
        ["I had to wait for the password"],
        ["I have a different email for the password reset"],
        ["my password, it's not working"],
        ["My password is a mess"],
        ["Mein Passwort war jahrelang dasselbe"],
        ["a: Go ahead and reset your password", "all done"],
        ["a: Your password please", "The usual one."],
        ["a: Your password please", "the same as last time"],
        ["a: Su contraseña, por favor", "la misma de siempre"],
        ["the password should be longer"],
        ["das Passwort soll geändert werden"],
        ["you change your password to get in again"],
    ],
)
def test_what_tells_no_password_stays(said: list[str]) -> None:
    assert redact_lines(turns(*said)) == [text for _, text in turns(*said)]
