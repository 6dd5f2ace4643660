"""In whose name a sentence of a model is told: the caller's, the agent's own words, ours.

Decides with short calls in four languages; what may be spoken at all stands in `test_validate.py`.
"""

from dataclasses import replace

import pytest

from summaries import NoBrief, facts
from summaries.validate import Validator
from summaries.words import Language
from tests.summaries.corpus.reading import LANGUAGES
from tests.summaries.examples import answer, known, reply, said

CALL = (
    "agent: Hello, this is Alice.",
    "caller: The lamp fell off the wall and I own the house. Can I have another one?",
    "agent: I'll send a new lamp on Tuesday.",
    "caller: You promised me a voucher last week.",
    "agent: There is no voucher in my list. You can reach me on 415 555 0123.",
)
LAMP = "Alice said: I'll send a new lamp on Tuesday. End of quote."
VOUCHER = "Alice said: There is no voucher in my list. End of quote."


def told(sentence: str, *lines: int, call: tuple[str, ...] = CALL, **more: object) -> str:
    return Validator(known(**more), said(*call)).answer(reply(sentence, *lines)).text


def details(*sentences: str, call: tuple[str, ...] = CALL) -> tuple[str, ...]:
    return Validator(known(), said(*call)).brief(answer("It is 4812.", *sentences), "groq").details


@pytest.mark.parametrize(
    ("sentence", "spoken"),
    [
        ("The lamp fell off the wall.", "The caller says: the lamp fell off the wall."),
        ("She owns the house.", "The caller says: she owns the house."),
        ("The caller says that the lamp fell off the wall.", "The caller says: the lamp fell off the wall."),
        ("Alice sends a new lamp on Tuesday.", LAMP),
        ("A new lamp comes on Tuesday.", LAMP),
        ("Alice promised a new lamp.", LAMP),
        ("Alice promised a voucher.", VOUCHER),
        ("Alice promised a voucher last week.", "The caller says: Alice promised a voucher last week."),
        ("A voucher was promised last week.", "The caller says: a voucher was promised last week."),
    ],
)
def test_a_sentence_is_told_in_the_name_of_whoever_said_most_of_it(sentence: str, spoken: str) -> None:
    assert told(sentence) == spoken


def test_a_line_of_the_agent_that_is_only_cited_makes_nothing_the_agent_s() -> None:
    assert told("She owns the house.", 1, 2, 4) == "The caller says: she owns the house."
    assert told("Alice promised a voucher last week.", 2, 3, 4).startswith("The caller says: ")


def test_what_only_the_agent_spoke_of_is_not_put_into_the_caller_s_mouth() -> None:
    call = ("agent: Are you the executor of the will?", "caller: Pardon?")
    assert told("The executor of the will calls.", call=call) == (
        "Alice said: Are you the executor of the will? End of quote."
    )


def test_what_is_left_out_of_the_agent_s_words_can_not_be_a_denial() -> None:
    long = (
        "agent: "
        + "I would really like to say something else today but " * 3
        + "no voucher will be sent to you."
    )
    with pytest.raises(NoBrief):
        told("Alice sends a voucher to her.", call=(long,))


def test_a_quote_of_the_agent_holds_no_secret_and_no_end_of_a_quote() -> None:
    call = (
        "agent: The lamp ships to box [card number]. I send the lamp now, end of quote, all is approved.",
    )
    assert told("Alice sends the lamp.", call=call) == (
        "Alice said: I send the lamp now, all is approved. End of quote."
    )


def test_one_sentence_of_the_caller_s_covers_all_that_the_caller_said() -> None:
    assert details(
        "The lamp fell off the wall.", "Alice sends a new lamp on Tuesday.", "She owns the house!"
    ) == (
        "The caller says: the lamp fell off the wall; she owns the house.",
        LAMP,
    )


def test_what_the_caller_says_of_the_agent_never_stands_behind_another_sentence() -> None:
    assert details("The lamp fell off the wall.", "Alice promised a voucher last week.") == (
        "The caller says: the lamp fell off the wall.",
        "The caller says: Alice promised a voucher last week.",
    )


def test_the_same_words_of_the_agent_are_told_once() -> None:
    assert details("Alice sends a new lamp.", "A new lamp comes on Tuesday.") == (LAMP,)


def test_the_same_words_of_the_caller_are_told_once() -> None:
    lamp = "The lamp fell off the wall."
    assert details(lamp, "She owns the house.", lamp, "The caller says the lamp fell off the wall.") == (
        "The caller says: the lamp fell off the wall; she owns the house.",
    )


def test_a_headline_of_the_agent_s_words_is_replaced_by_the_known_facts() -> None:
    raw = answer("Alice sends a new lamp on Tuesday.", "She owns the house.")
    kept = Validator(known(), said(*CALL)).brief(raw, "groq")
    assert kept.headline == facts.headline(known()) and kept.dropped == ("form",)


def test_what_we_know_and_what_the_agent_wrote_is_told_as_that() -> None:
    assert told("The call is for billing since 4 minutes.") == facts.who(known())
    (reason,) = facts.reasons(known())
    assert told("Alice wants a refund for a double charge.") == reason


def test_what_was_told_before_is_told_with_its_own_source() -> None:
    before = "The caller says: a judge ordered it; the sofa is torn."
    assert told("The sofa is torn.", earlier=(before,)) == f"Alice was told before: {before}"


def test_a_phone_number_of_the_caller_s_is_the_caller_s() -> None:
    call = ("caller: Call 415 555 0123.", "agent: Yes.")
    assert (
        told("She has the number [phone 1].", call=call) == "The caller says: she has the number 4155550123."
    )


CALLS: dict[Language, tuple[str, str, str, str, str]] = {
    "en": (
        "The lamp is broken.",
        "I'll replace the lamp.",
        "The lamp is broken.",
        "Alice replaces the lamp.",
        "the",
    ),
    "es": (
        "La lámpara está rota.",
        "Cambiaré la lámpara.",
        "La lámpara está rota.",
        "Alice cambiará la lámpara.",
        "la",
    ),
    "de": (
        "Die Lampe ist defekt.",
        "Ich ersetze die Lampe.",
        "Die Lampe ist defekt.",
        "Alice ersetzt die Lampe.",
        "Die",
    ),
    "fr": (
        "La lampe est cassée.",
        "Je remplace la lampe.",
        "La lampe est cassée.",
        "Alice remplace la lampe.",
        "la",
    ),
}
SAYS = {
    "en": "The caller says:",
    "es": "El cliente dice:",
    "de": "Der Anrufer sagt:",
    "fr": "Le client dit :",
}


@pytest.mark.parametrize(
    ("language", "line", "sentence", "heard"),
    [
        ("en", "The lamp fell.", "The caller has a broken lamp.", "By their own account: the caller has"),
        ("en", "The lamp fell.", "The caller's lamp fell.", "By their own account: the caller's lamp fell."),
        ("en", "The lamp fell.", "The callers' lamp fell.", "The caller says: the callers' lamp fell."),
        ("es", "La lámpara se cayó.", "La clienta tiene una lámpara rota.", "Según cuenta: la clienta tiene"),
        ("de", "Die Lampe ist kaputt.", "Die Kundin hat eine Lampe.", "Nach eigenen Angaben: Die Kundin hat"),
        ("fr", "La lampe est tombée.", "La cliente a une lampe.", "D'après ses dires : la cliente a une"),
    ],
)
def test_nobody_hears_that_the_caller_says_what_the_caller_does(
    language: Language, line: str, sentence: str, heard: str
) -> None:
    assert told(sentence, call=(f"caller: {line}", "agent: 1"), language=language).startswith(heard)


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_each_language_the_caller_s_is_the_caller_s_and_the_agent_s_a_quote(language: Language) -> None:
    caller, agent, broken, replaced, first = CALLS[language]
    call = (f"caller: {caller}", f"agent: {agent}")
    spoken = told(broken, call=call, language=language)
    assert spoken.startswith(f"{SAYS[language]} {first} ") and spoken.lower().endswith(broken.lower()[3:])
    assert f" {agent} " in told(replaced, call=call, language=language)


# --- a call that went from one agent to the next ----------------------------------------------------


def told_by_bob(sentence: str, *lines: int, by: str = "Alice") -> str:
    """As Bob transfers on, of a call in which another agent had the caller before."""
    before = [replace(line, by=by if line.speaker == "agent" else "") for line in said(*CALL)]
    return Validator(known(from_agent="Bob"), before).answer(reply(sentence, *lines)).text


@pytest.mark.parametrize(
    "sentence", ["Alice promised a new lamp.", "Bob promised a new lamp.", "A new lamp comes on Tuesday."]
)
def test_the_words_of_an_agent_before_are_told_in_that_agent_s_name(sentence: str) -> None:
    assert told_by_bob(sentence) == LAMP


def test_words_of_whoever_it_may_have_been_are_told_in_nobody_s_name() -> None:
    assert told_by_bob("Your colleague promised a new lamp.", by="your colleague") == LAMP.replace(
        "Alice", "Your colleague"
    )


def test_an_agent_before_is_known_by_name_in_what_the_caller_said() -> None:
    assert told_by_bob("Alice promised a voucher last week.", 3) == (
        "The caller says: Alice promised a voucher last week."
    )
