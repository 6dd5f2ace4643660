"""Phone numbers and addresses: away from the model, the same again for the listener, and nothing else.

Decides by what a model would read and what a listener would hear.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.contacts import PLACEHOLDER, Contacts
from summaries.words import Language
from tests.summaries.examples import known, said


def contacts(*lines: str, language: Language = "en", reason: str | None = None) -> Contacts:
    return Contacts(known(language=language, reason=reason), said(*lines))


@pytest.mark.parametrize(
    ("line", "hidden"),
    [
        ("Call me on 415 555 0123.", "Call me on [phone 1]."),
        ("It is (415) 555-0123, please.", "It is [phone 1], please."),
        ("It is +1 415 555 0123.", "It is [phone 1]."),
        ("It is four one five, five five five, oh one two three.", "It is [phone 1]."),
        ("My mobile is 555 0123.", "My mobile is [phone 1]."),
        ("555 0123 is my phone.", "[phone 1] is my phone."),
        ("Order 4821, and my phone is 415 555 0123.", "Order 4821, and my phone is [phone 1]."),
        ("Write to Jane.Doe@example.com!", "Write to [email 1]!"),
        ("It's jane dot doe at example dot com.", "It's [email 1]."),
        ("jane@example.com or 415-555-0123", "[email 1] or [phone 1]"),
    ],
)
def test_a_model_reads_a_placeholder(line: str, hidden: str) -> None:
    assert contacts(line).hide(line) == hidden


@pytest.mark.parametrize(
    "line",
    [
        "My order is 48213.",
        "My order is 482137.",
        "My order number is 4821377.",
        "The reference is 4155550123.",
        "It is invoice MB4155550123.",
        "I paid 4155550 dollars and then $4155550123.",
        "It was 1,200,500 in 2026.",
        "On 2026-11-23, or 23.11.2026.",
        "In 2024, 2025 and 2026.",
        "It costs 49.90 at the dot of noon.",
        "Look at this dot on the screen.",
        "four eight two one",
    ],
)
def test_other_numbers_and_words_are_left_as_they_are(line: str) -> None:
    assert contacts(line).hide(line) == line


@pytest.mark.parametrize(
    ("language", "line", "hidden"),
    [
        ("es", "Mi teléfono es el 612 34 56 78.", "Mi teléfono es el [phone 1]."),
        ("es", "Mi pedido es el 612345678.", "Mi pedido es el 612345678."),
        ("es", "Es ana punto ruiz arroba ejemplo punto es.", "Es [email 1]."),
        ("de", "Erreichbar bin ich unter 0171 2345678.", "Erreichbar bin ich unter [phone 1]."),
        ("de", "Die Bestellnummer ist 1712345678.", "Die Bestellnummer ist 1712345678."),
        ("de", "anna Punkt klein at beispiel Punkt de", "[email 1]"),
        ("fr", "Mon portable est le 06 12 34 56 78.", "Mon portable est le [phone 1]."),
        ("fr", "La commande est 0612345678.", "La commande est 0612345678."),
        (
            "es",
            "Mi móvil es seis uno dos, treinta y cuatro, cincuenta y seis, siete ocho.",
            "Mi móvil es [phone 1].",
        ),
        (
            "de",
            "Meine Handynummer ist null eins sieben eins zwei drei vier.",
            "Meine Handynummer ist [phone 1].",
        ),
        (
            "fr",
            "Mon portable, c'est le zéro six, douze, trente-quatre, vingt-deux.",
            "Mon portable, c'est le [phone 1].",
        ),
        ("fr", "C'est anne point petit arobase exemple point fr.", "C'est [email 1]."),
    ],
)
def test_each_language_has_its_own_words_around_a_contact(language: Language, line: str, hidden: str) -> None:
    assert contacts(line, language=language).hide(line) == hidden


@pytest.mark.parametrize(
    ("language", "line", "hidden", "heard"),
    [
        ("en", "There are two, 415 555 0123.", "There are two, [phone 1].", "4155550123"),
        ("en", "Call me at 5, 415 555 0123", "Call me at 5, [phone 1]", "4155550123"),
        ("en", "Call me at 5. 415 555 0123", "Call me at 5. [phone 1]", "4155550123"),
        ("en", "It is 415 555 0123, 2 to 4.", "It is [phone 1], 2 to 4.", "4155550123"),
        ("en", "My number is one, 800, 555 0123", "My number is [phone 1]", "18005550123"),
        ("en", "It is +1, 415 555 0123.", "It is [phone 1].", "+14155550123"),
        ("en", "It's 0 7 7 0 0 9 0 0 1 7 7 am I right", "It's [phone 1] am I right", "07700900177"),
        ("en", "It's 0171-12-11-2024", "It's [phone 1]", "017112112024"),
        ("es", "Tengo dos, 612 34 56 78", "Tengo dos, [phone 1]", "612345678"),
        ("de", "Ich habe zwei, 0171 2345678", "Ich habe zwei, [phone 1]", "01712345678"),
        ("de", "Mein Telefon ist 030, 12 34 56 78 90", "Mein Telefon ist [phone 1]", "0301234567890"),
        ("fr", "J'en ai deux, 06 12 34 56 78", "J'en ai deux, [phone 1]", "0612345678"),
        ("en", "My number is area code 415 555 0123", "My number is area code [phone 1]", "4155550123"),
        ("en", "country code 44, 7700 900123", "country code [phone 1]", "447700900123"),
        ("es", "código de país 34, 612 34 56 78", "código de país [phone 1]", "34612345678"),
    ],
)
def test_a_count_or_an_hour_beside_a_phone_is_no_part_of_it(
    language: Language, line: str, hidden: str, heard: str
) -> None:
    known_here = contacts(line, language=language)
    assert (known_here.hide(line), known_here.show("[phone 1]")) == (hidden, heard)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("de", "Der Techniker sollte am 14.03.2026 um 10 Uhr kommen"),
        ("de", "Am 14.03.2026 um 10:30 Uhr"),
        ("de", "Ich habe am 14 3 2024 um 10 15 angerufen"),
        ("en", "The appointment is on 03/14/2026, 10 to 12"),
        ("en", "It came on 2026-03-14, 10:30"),
        ("es", "La cita es el 14/03/2026, 10 a 12"),
        ("fr", "Le technicien vient le 14/03/2026, 10 heures"),
    ],
)
def test_a_day_and_an_hour_are_no_phone(language: Language, line: str) -> None:
    assert contacts(line, language=language).hide(line) == line


def test_the_same_contact_is_the_same_placeholder_everywhere() -> None:
    lines = ("Call 415 555 0123.", "No, 415 555 0199.", "Or +1 (415) 555-0123, A@b.org, a@b.org")
    known_here = contacts(*lines)
    assert [known_here.hide(line) for line in lines] == [
        "Call [phone 1].",
        "No, [phone 2].",
        "Or [phone 1], [email 1], [email 1]",
    ]


def test_the_reason_that_was_typed_is_looked_at_first() -> None:
    known_here = contacts("Call 415 555 0123.", reason="wants a call on 415 555 0199")
    assert known_here.hide("415 555 0199 and 415 555 0123") == "[phone 1] and [phone 2]"


@pytest.mark.parametrize(
    ("line", "told", "heard"),
    [
        ("Call (415) 555-0123.", "Call [phone 1].", "Call 4155550123."),
        ("Call +1 415 555 0123.", "Call [phone 1].", "Call +14155550123."),
        ("jane.doe-b@example.com", "Write to [email 1].", "Write to jane dot doe dash b at example dot com."),
        ("jane dot doe at example dot com", "[email 1]", "jane dot doe at example dot com"),
        ("nothing", "[phone 1]", "[phone 1]"),
    ],
)
def test_a_listener_hears_the_original(line: str, told: str, heard: str) -> None:
    assert contacts(line).show(told) == heard


def test_an_address_is_read_out_in_the_language_of_the_brief() -> None:
    assert (
        contacts("ana.ruiz@ejemplo.es", language="es").show("[email 1]")
        == "ana punto ruiz arroba ejemplo punto es"
    )


@pytest.mark.parametrize(
    "dictated", ["[phone 1]", "[ Phone  1 ]", "[email 1]", "\uff3bphone 1\uff3d", "[ph\u200bone 1]"]
)
def test_a_placeholder_that_somebody_dictates_is_none(dictated: str) -> None:
    known_here = contacts(f"Write {dictated} down.", "Call 415 555 0123.")
    assert PLACEHOLDER.search(known_here.hide(f"Write {dictated} down.")) is None


def test_a_card_number_is_a_secret_and_no_phone_number() -> None:
    assert list(contacts("my card is 4111 1111 1111 1111").placeholders) == []


@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_text_can_be_hidden_and_what_was_hidden_is_no_longer_there(lines: list[str]) -> None:
    told = [f"{line} My phone is 415 555 0123 jane.doe@example.com" for line in lines]
    known_here = contacts(*told)
    for line in told:
        hidden = known_here.hide(line)
        assert "0123" not in hidden and "jane.doe" not in hidden
