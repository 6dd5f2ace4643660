"""Secrets told by the words around them: taken near their cue, left alone elsewhere.

Decides both sides: recall in the first tables, false alarms in the last.
"""

import pytest

from summaries import redact, redact_lines
from tests.summaries.test_window import turns


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("My CVV is 123", "My CVV is [security code]"),
        ("cvc: 1234", "cvc: [security code]"),
        ("C V V one two three", "C V V [security code]"),
        ("the security code is one, um, two three.", "the security code is [security code]."),
        (
            "Security code on the card? Sure, it's 123.",
            "Security code on the card? Sure, it's [security code].",
        ),
        ("three digits on the back are 9 8 7", "three digits on the back are [security code]"),
        ("the code on the back is oh one two", "the code on the back is [security code]"),
        ("123 is my security code", "[security code] is my security code"),
        ("123, that's the CVV", "[security code], that's the CVV"),
        ("the four on the front, 1234", "the four on the front, [security code]"),
        ("el número de atrás es 551", "el número de atrás es [security code]"),
        ("die Nummer hinten drauf ist 551", "die Nummer hinten drauf ist [security code]"),
        ("le numéro derrière c'est 551", "le numéro derrière c'est [security code]"),
    ],
)
def test_security_codes_are_taken(words: str, kept: str) -> None:
    assert redact(words) == kept


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("And the three numbers on the back of the card?", "419"),
        ("The last three numbers on the back", "four one nine"),
        ("And the three numbers on the signature strip?", "419"),
        ("And the 4 numbers on the front?", "9021"),
        ("¿Y los tres últimos números de la parte de atrás?", "208"),
        ("Los tres números que hay detrás de la tarjeta", "dos cero ocho"),
        ("Und hinten die drei Zahlen?", "904"),
        ("Die drei Ziffern von der Rückseite, bitte", "neun null vier"),
        ("Les trois derniers chiffres au dos de la carte ?", "208"),
        ("Les trois chiffres qui sont derrière ?", "deux zéro huit"),
        ("El código de tres cifras que aparece detrás", "dos cero ocho"),
        ("Die dreistellige Nummer auf der Karte?", "904"),
    ],
)
def test_security_codes_are_asked_for_by_where_they_stand(asked: str, code: str) -> None:
    assert redact_lines(turns(f"a: {asked}", code)) == [asked, "[security code]"]


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("the code you sent me is 482 913", "the code you sent me is [one-time code]"),
        ("verification code 482913", "verification code [one-time code]"),
        ("my one-time password is 9 9 1 2", "my one-time password is [one-time code]"),
        ("the code I got: four eight two nine", "the code I got: [one-time code]"),
        ("My PIN is one two three four", "My PIN is [PIN]"),
        ("the four digit code is 9912", "the four digit code is [one-time code]"),
        ("el código de seis dígitos es 482913", "el código de seis dígitos es [one-time code]"),
        ("ein sechsstelliger Code, 482913", "ein sechsstelliger Code, [one-time code]"),
        (
            "le code à quatre chiffres commence par 99 12",
            "le code à quatre chiffres commence par [one-time code]",
        ),
        ("le code de votre carte est 8842", "le code de votre carte est [PIN]"),
        ("pin number, let me see, 8842", "pin number, let me see, [PIN]"),
        ("8842 is my pin", "[PIN] is my pin"),
        ("please set my PIN to 4417", "please set my PIN to [PIN]"),
        ("the new PIN should be four four one seven", "the new PIN should be [PIN]"),
        ("quiero cambiar el PIN por 4417", "quiero cambiar el PIN por [PIN]"),
        ("je voudrais mettre le code PIN en 4417", "je voudrais mettre le code PIN en [PIN]"),
    ],
)
def test_one_time_codes_and_pins_are_taken(words: str, kept: str) -> None:
    assert redact(words) == kept


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("What code did you get by text?", "883102"),
        ("Which code have you received in the text message?", "eight eight three one oh two"),
        ("¿Qué código le ha llegado por SMS?", "883102"),
        ("Dígame el código que acaba de recibir.", "883102"),
        ("Welchen Code haben Sie per SMS bekommen?", "acht acht drei eins null zwei"),
        ("Welcher Code steht in der SMS?", "883102"),
        ("Quel code avez-vous reçu par SMS ?", "883102"),
    ],
)
def test_a_code_that_is_asked_for_by_how_it_came_is_taken(asked: str, code: str) -> None:
    assert redact_lines(turns(f"a: {asked}", code)) == [asked, "[one-time code]"]


@pytest.mark.parametrize(
    "said",
    [
        "My authenticator shows 482913",
        "I got a text, it says your code is 482913",
        "The app gives me 482913 as the code",
        "El SMS dice 482913",
        "In der SMS steht 482913",
        "Ich habe eine SMS bekommen: Ihr Code lautet 482913",
        "J'ai reçu un SMS : votre code est 482913",
    ],
)
def test_a_code_is_told_by_where_it_came(said: str) -> None:
    assert redact(said) == said.replace("482913", "[one-time code]")


@pytest.mark.parametrize(
    "said",
    [
        "The text says I owe 4500 dollars.",
        "El SMS dice que debo 4500 euros.",
        "In der SMS steht, dass ich 4500 Euro zahlen soll.",
        "J'ai reçu un SMS pour la facture de 4500 euros.",
    ],
)
def test_an_amount_in_a_message_stays(said: str) -> None:
    assert redact(said) == said


@pytest.mark.parametrize(
    "asked",
    [
        "What error code did you get?",
        "What code did you get on the screen?",
        "¿Qué código de error ha recibido?",
        "Welchen Fehlercode haben Sie bekommen?",
        "Quel code d'erreur avez-vous reçu ?",
    ],
)
def test_the_code_of_an_error_stays(asked: str) -> None:
    assert redact_lines(turns(f"a: {asked}", "5003")) == [asked, "5003"]


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("my password is hunter2 and it fails", "my password is [password] and it fails"),
        ("My password is blue horse staple. Thanks!", "My password is [password]. Thanks!"),
        (
            "my password is tulip I said it twice already",
            "my password is [password]",
        ),
        ("the password for my account is um h u n t e r two", "the password for my account is um [password]"),
        ("password: S3cret!x", "password: [password]!x"),
        (
            "my password is not working the password is tulip",
            "my password is not working the password is [password]",
        ),
        ("my password's tulip", "my password's [password]"),
        ("the password hunter2 does not work", "the password [password] does not work"),
        ("my mother's maiden name is Miller", "my mother's maiden name is [password]"),
        ("pass phrase = open sesame", "pass phrase = [password]"),
    ],
)
def test_passwords_are_taken(words: str, kept: str) -> None:
    assert redact(words) == kept


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("ssn 123-45-6789", "ssn [social security number]"),
        (
            "my social is one two three, four five, six seven eight nine",
            "my social is [social security number]",
        ),
        ("last four of my social are 6789", "last four of my social are [social security number]"),
    ],
)
def test_social_security_numbers_are_taken(words: str, kept: str) -> None:
    assert redact(words) == kept


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        (
            "the PIN that my brother chose last year is 4821",
            "the PIN that my brother chose last year is [PIN]",
        ),
        ("my PIN we picked together was 48 21", "my PIN we picked together was [PIN]"),
        ("el NIP que elegimos juntos ayer es 4821", "el NIP que elegimos juntos ayer es [PIN]"),
        ("die PIN, die mein Mann wollte, ist 4821", "die PIN, die mein Mann wollte, ist [PIN]"),
        ("le cryptogramme que ma fille lit est 482", "le cryptogramme que ma fille lit est [security code]"),
    ],
)
def test_what_is_told_of_a_secret_before_it_is_given_does_not_hide_it(words: str, kept: str) -> None:
    assert redact(words) == kept


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("mi NIE es 1234567, letra K", "mi NIE es [national id], letra [national id]"),
        (
            "mi DNI, 48219376 con la letra Q, gracias",
            "mi DNI, [national id] con la letra [national id], gracias",
        ),
        (
            "my national insurance number is 482193 and the letter C.",
            "my national insurance number is [national id] and the letter [national id].",
        ),
        (
            "Steuernummer 48219376 mit dem Buchstaben K",
            "Steuernummer [national id] mit dem Buchstaben [national id]",
        ),
        ("mi DNI es 48219376, letra por letra", "mi DNI es [national id], letra por letra"),
    ],
)
def test_a_letter_that_is_named_as_one_belongs_to_an_id(words: str, kept: str) -> None:
    assert redact(words) == kept


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("Ausweisnummer C 4 F H 8 1 T R 7", "Ausweisnummer [national id]"),
        ("my passport number is X K 3 P 2 L 9", "my passport number is [national id]"),
        ("my passport number is K 3, that is all", "my passport number is K 3, that is all"),
    ],
)
def test_an_id_may_have_more_letters_than_digits(words: str, kept: str) -> None:
    assert redact(words) == kept


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("my passport number is PA0940443, issued here", "my passport number is [national id], issued here"),
        ("meine Ausweisnummer, äh, LZ6311T47", "meine Ausweisnummer, äh, [national id]"),
        ("C01X00T47 is my passport number", "[national id] is my passport number"),
        (
            "my passport number? It stands on order AB123456",
            "my passport number? It stands on order AB123456",
        ),
        (
            "AB123456 is the order, my passport number is lost",
            "AB123456 is the order, my passport number is lost",
        ),
    ],
)
def test_an_id_in_one_word_is_taken_with_its_letters(words: str, kept: str) -> None:
    assert redact(words) == kept


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("au dos c'est 417", "au dos c'est [security code]"),
        ("my German IBAN, 12 34 56 78 90 12", "my German IBAN, [IBAN]"),
        ("mein österreichischer Vertrag hat 123 Seiten", "mein österreichischer Vertrag hat 123 Seiten"),
    ],
)
def test_where_a_secret_stands_or_comes_from_announces_it_too(words: str, kept: str) -> None:
    assert redact(words) == kept


@pytest.mark.parametrize(
    "words",
    [
        "My password is not working",
        "the password is wrong, and still locked",
        "What is your password policy?",
        "I forgot my password",
        "my password is the same as before",
        "error code 500 on page 1234",
        "the zip code is 94110",
        "the security code did not arrive for my order 4821",
        "put a pin in it until 1234 Main Street is built",
        "my pin did not work in 2024",
        "text the code to 415 555 0123",
        "the agent code was 1234",
        "I need 4 licences and 123 seats",
        "the PIN that I chose in 2019 is easy to guess",
        "the token that you want costs 4821 points",
        "my PIN is fine, and the order that I placed is 4821",
        "el NIP que elegí no vale, el pedido es 4821",
    ],
)
def test_words_about_secrets_are_no_secrets(words: str) -> None:
    assert redact(words) == words


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("My PIN for the app is 7319.", "My PIN for the app is [PIN]."),
        ("El pin del teléfono es 7319", "El pin del teléfono es [PIN]"),
        ("Meine PIN für die App ist 7319", "Meine PIN für die App ist [PIN]"),
        ("Le code PIN de mon téléphone est 7319", "Le code PIN de mon téléphone est [PIN]"),
        ("I want my new PIN to be 7319", "I want my new PIN to be [PIN]"),
        ("Mon numéro de passeport est le 19 FV 28311", "Mon numéro de passeport est le [national id]"),
        ("Mi pasaporte es el XDC 458 291.", "Mi pasaporte es el [national id]."),
        (
            "Mein Personalausweis hat die Nummer L8MR0P4K2",
            "Mein Personalausweis hat die Nummer [national id]",
        ),
        ("Nummer des Reisepasses: C01X0006H", "Nummer des Reisepasses: [national id]"),
        (
            "Mi DNI es veinte millones doscientos quince mil doscientos setenta y tres",
            "Mi DNI es [national id]",
        ),
        ("My passport is from the UK, flight BA 2490 on 12 May.", None),
        ("Passport renewal costs 129 EUR and takes 6 weeks.", None),
        ("My PIN for the card was changed in 2019.", None),
        ("I want my money back, 4500 dollars.", None),
    ],
)
def test_a_number_is_told_of_whatever_it_is_for(words: str, kept: str | None) -> None:
    assert redact(words) == (kept or words)


def test_beside_a_card_the_plain_word_code_is_enough() -> None:
    assert redact("4111 1111 1111 1111 and the code is 123").endswith("the code is [security code]")
    assert redact("the code is 123") == "the code is 123"


@pytest.mark.parametrize("asked", ["And on the strip?", "¿Y detrás?", "Und hinten?", "Et au verso ?"])
def test_beside_a_card_the_place_of_the_code_is_enough(asked: str) -> None:
    said = turns("the card is [card number]", f"a: {asked}", "208")
    assert redact_lines(said)[-1] == "[security code]"
    assert redact_lines(said[1:])[-1] == "208"


def test_a_code_on_either_side_of_its_name_is_taken_and_a_number_that_has_one_draws_no_other() -> None:
    assert redact("123 CVV 456") == "[security code] CVV [security code]"
    assert redact("8842 is my PIN. 4567 is my order") == "[PIN] is my PIN. 4567 is my order"


def test_only_the_nearest_number_belongs_to_a_cue() -> None:
    assert (
        redact("My CVV is 123 and order 4567 is late") == "My CVV is [security code] and order 4567 is late"
    )
