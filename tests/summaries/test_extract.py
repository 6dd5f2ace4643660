"""What is picked from a call: a request, a promise, particulars, each as it was said.

Decides with short calls; how well it does on natural ones is measured over the corpus.
"""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.extract import Extract, extract
from summaries.plain import plain
from summaries.words import Language
from tests.summaries.examples import SUPPORT_CALL, said

CALLS: list[tuple[Language, tuple[str, ...], Extract]] = [
    (
        "en",
        (
            "agent: How can I help?",
            "My phone, uh, stopped ringing on Monday.",
            "Could you send me a new one?",
            "agent: I'll order one, it comes by Friday.",
        ),
        Extract(
            "Could you send me a new one?",
            "I'll order one, it comes by Friday.",
            "My phone, uh, stopped ringing on Monday.",
        ),
    ),
    (
        "es",
        (
            "agent: ¿En qué puedo ayudarle?",
            "Mi pedido 4821 no ha llegado.",
            "Quiero que me lo manden otra vez.",
            "agent: Se lo enviaremos el lunes.",
        ),
        Extract(
            "Quiero que me lo manden otra vez.", "Se lo enviaremos el lunes.", "Mi pedido 4821 no ha llegado."
        ),
    ),
    (
        "de",
        (
            "agent: Was kann ich für Sie tun?",
            "Meine Bestellung 4821 ist nicht angekommen.",
            "Können Sie mir eine neue schicken?",
            "agent: Wir schicken Ihnen am 3. Mai eine neue.",
        ),
        Extract(
            "Können Sie mir eine neue schicken?",
            "Wir schicken Ihnen am 3. Mai eine neue.",
            "Meine Bestellung 4821 ist nicht angekommen.",
        ),
    ),
    (
        "fr",
        (
            "agent: Que puis-je faire pour vous ?",
            "Ma commande 4821 n'est pas arrivée lundi.",
            "Je voudrais être remboursée aujourd\u2019hui.",
            "agent: Nous vous rembourserons avant vendredi.",
        ),
        Extract(
            "Je voudrais être remboursée aujourd'hui.",
            "Nous vous rembourserons avant vendredi.",
            "Ma commande 4821 n'est pas arrivée lundi.",
        ),
    ),
]


@pytest.mark.parametrize(("language", "words", "found"), CALLS, ids=[call[0] for call in CALLS])
def test_request_promise_and_particulars_are_found(
    language: Language, words: tuple[str, ...], found: Extract
) -> None:
    assert extract(said(*words), language) == found


@pytest.mark.parametrize("language", ["en", "es", "de", "fr"])
def test_of_nothing_comes_nothing(language: Language) -> None:
    assert extract([], language) == Extract()
    assert extract(said("Hm.", "agent: Hm?", "", "..."), language) == Extract()


def test_a_statement_is_not_told_as_a_request() -> None:
    assert extract(said("It was green and rather large, I think."), "en").asked == ""


def test_only_the_caller_asks_and_only_the_agent_promises() -> None:
    found = extract(
        said("agent: Could you please send me the form?", "I'll send it by Friday at noon."), "en"
    )
    assert (found.asked, found.promised) == ("", "")


@pytest.mark.parametrize(
    "words",
    [
        "I'll put you on hold for a moment.",
        "I'll transfer you to billing.",
        "I cannot promise that you'll get it.",
    ],
)
def test_handling_the_call_is_no_promise(words: str) -> None:
    assert extract(said(f"agent: {words}"), "en").promised == ""


@pytest.mark.parametrize("words", ["Can you hear me now, hello?", "Could you repeat that for me?"])
def test_talk_about_the_line_is_no_request(words: str) -> None:
    assert extract(said(words), "en").asked == ""


STATEMENTS: list[tuple[Language, str]] = [
    ("en", "Every time I call they tell me something else."),
    ("en", "I call and I call and nobody ever picks up."),
    ("en", "I have to say your driver was really rude to my mother."),
    ("es", "Cada vez que llamo por esto me dicen otra cosa."),
    ("es", "Quiero decir, el técnico fue muy grosero con mi madre."),
    ("de", "Ich muss sagen, Ihr Techniker war sehr unfreundlich."),
    ("de", "Ich rufe jetzt zum dritten Mal an und niemand hilft."),
    ("fr", "ça fait trois fois que j'appelle et on me dit demain"),
    ("fr", "Je dois dire que votre livreur a été très impoli."),
]


@pytest.mark.parametrize(("language", "words"), STATEMENTS)
def test_how_often_somebody_calls_and_what_they_have_to_say_is_no_request(
    language: Language, words: str
) -> None:
    assert extract(said(words), language).asked == ""


REQUESTS: list[tuple[Language, str, str]] = [
    (
        "en",
        "I have to say your driver was rude to my mother.",
        "The books are ruined, so I'd like my 40 dollars back.",
    ),
    ("es", "Es la tercera vez que llamo por esta caldera.", "Quiero que venga otro técnico mañana."),
    ("de", "Ich muss sagen, Ihr Techniker war unfreundlich.", "Ich möchte einen anderen Termin haben."),
    ("fr", "ça fait trois fois que j'appelle pour la box", "je voudrais surtout un geste commercial"),
]


@pytest.mark.parametrize(("language", "statement", "wish"), REQUESTS)
def test_a_request_behind_such_words_is_told_as_one(language: Language, statement: str, wish: str) -> None:
    assert extract(said(statement, wish), language).asked == wish
    both = f"{statement.rstrip('.')}, {wish[:1].lower()}{wish[1:]}"
    assert extract(said(both), language).asked == both


def test_what_somebody_would_like_counts_more_than_that_they_call() -> None:
    found = extract(said("I'm calling yet again about all of this.", "I'd like to have it in writing."), "en")
    assert found.asked == "I'd like to have it in writing."


def test_of_two_promises_the_later_stands() -> None:
    found = extract(
        said("agent: You'll get it on Monday.", "No, Monday is bad.", "agent: You'll get it on Tuesday."),
        "en",
    )
    assert found.promised == "You'll get it on Tuesday."


def test_a_removed_secret_is_nobodys_words() -> None:
    found = extract(
        said("Please charge my card, [card number].", "I would like a refund for order 4821."), "en"
    )
    assert found.asked == "I would like a refund for order 4821." and "removed" not in found.told


def test_a_secret_that_goes_on_in_the_next_sentence_is_not_quoted() -> None:
    found = extract(said("Please use my card 4111 1111. 1111 1111."), "en")
    assert found == Extract()


LONG: list[tuple[Language, str]] = [
    (
        "de",
        "agent: Ja ich werde Ihnen die Gutschrift über 340 Euro für die Reparatur von dem Fahrrad mit der "
        "neuen Kette und der Bremse hinten nicht ausstellen können.",
    ),
    (
        "en",
        "I would never in a million years and whatever your colleague may have written down there on that "
        "form of yours say that I want to cancel my contract with you.",
    ),
    (
        "en",
        "agent: I will send you a replacement router by courier tomorrow morning before ten o'clock at no "
        "cost whatsoever to you unless the warehouse says the old one was damaged by water.",
    ),
    (
        "es",
        "agent: Le devolveremos los 340 euros de la reparación de octubre y el viaje desde Cádiz y todas las "
        "piezas y la mano de obra solo si el gerente lo aprueba.",
    ),
    (
        "fr",
        "Je voudrais garder mon abonnement à 12 euros avec toutes les options que votre collègue de Lyon "
        "m'avait promises au mois de mars mais pas si je perds mon numéro.",
    ),
]


@pytest.mark.parametrize(("language", "words"), LONG)
def test_a_long_sentence_is_quoted_with_what_it_denies_and_on_what_condition(
    language: Language, words: str
) -> None:
    found = extract(said(words), language)
    assert words.removeprefix("agent: ") in (found.asked, found.promised)


@pytest.mark.parametrize(("language", "words"), LONG)
def test_a_sentence_that_is_too_long_for_a_detail_is_not_quoted_at_all(
    language: Language, words: str
) -> None:
    assert extract(said(f"{words.rstrip('.')} {'and so on ' * 14}"), language) == Extract()


def test_a_short_sentence_is_quoted_rather_than_a_long_one() -> None:
    (_, long), short = LONG[1], "I want to keep my number."
    assert extract(said(long, short), "en").asked == short


def test_of_a_line_without_end_no_sentence_is_quoted_that_may_go_on() -> None:
    before = "It is raining here today. " * 37
    line = f"{before}I want you to cancel my whole contract, but only if it costs me nothing."
    assert len(line) > 1_000 and line[:1_000].endswith("cancel my whole contract")
    assert extract(said(line), "en").asked == ""


@pytest.mark.parametrize(
    "words",
    ["I want the refund that Dr. Smith has never seen.", "I want my money back, approx. 40 dollars of it."],
)
def test_a_short_form_does_not_end_a_quote(words: str) -> None:
    assert extract(said(words), "en").asked == words


@pytest.mark.clock
def test_a_call_of_hours_is_told_by_its_beginning_and_its_end() -> None:
    filler = ["It is raining here today on Monday again."] * 2_000
    lines = said("I want to cancel order 4821.", *filler, "agent: I'll cancel it by Friday.")
    began = time.process_time()
    found = extract(lines, "en")
    assert time.process_time() - began < 0.5
    assert (found.asked, found.promised) == ("I want to cancel order 4821.", "I'll cancel it by Friday.")


def test_the_same_words_give_the_same_answer() -> None:
    assert extract(said(*SUPPORT_CALL), "en") == extract(said(*SUPPORT_CALL), "en")


@given(st.lists(st.text(max_size=120), max_size=8), st.sampled_from(["en", "es", "de", "fr"]))
def test_nothing_is_quoted_that_was_not_said(texts: list[str], language: Language) -> None:
    lines = said(*(f"caller: {text}" for text in texts))
    found = extract(lines, language)
    words = {word for line in lines for word in plain(line.text).split()}
    assert set(f"{found.asked} {found.told}".split()) <= words and found.promised == ""
