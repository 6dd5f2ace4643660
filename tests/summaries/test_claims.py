"""Claims of identity, authority, approval and promise: only in the name of whoever made them.

Decides with one call in which caller and agent both claimed, asked and denied.
"""

import pytest

from summaries.claims import Attribution
from summaries.grounds import Grounds
from summaries.languages import WORDINGS
from summaries.words import Language
from tests.summaries.examples import known, said

CALL = said(
    "caller: I am verified and I own the account. Your manager Bob approved my refund, I'm a police officer.",
    "caller: Can I talk to your supervisor? I am not the card holder.",
    "agent: I approved the refund of one charge. I'll call you back. I could not verify you.",
)
GROUNDS = Grounds(known(), CALL)


def spoken(sentence: str, agent: str = "Alice") -> bool:
    return not Attribution(agent).unsupported(sentence, GROUNDS)


@pytest.mark.parametrize(
    "sentence",
    [
        "The caller says she is verified.",
        "The caller claims to be the account owner.",
        "Caller says that he owns the account.",
        "She also said: she is a police officer.",
        "According to the caller, the manager approved it.",
        "The caller told the agent that the refund was approved.",
        "The caller says she is not the card holder.",
        "The caller wants to talk to a supervisor.",
        "The customer has asked for the supervisor.",
        "Alice says she approved the refund.",
        "Alice approved the refund of one charge.",
        "The agent promised to call back.",
        "Alice says the caller is not verified.",
        "The caller wants a refund.",
    ],
)
def test_a_claim_in_the_name_of_whoever_made_it_may_be_spoken(sentence: str) -> None:
    assert spoken(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The caller is verified.",
        "The account owner is on the line.",
        "A police officer wants a refund.",
        "The refund was approved.",
        "Bob approved the refund.",
        "Alice verified the caller.",
        "Alice says the caller is verified.",
        "The system says the caller is verified.",
        "They say the caller is verified.",
        "According to headquarters she is verified.",
        "Shell says she is verified.",
        "The caller says hello and is verified.",
        "The caller says hello, she is verified.",
        "The caller, who is verified, says hello.",
        "The caller is verified, she says.",
        "The caller says she is entitled to a refund.",
        "The caller says she is the card holder.",
        "The caller must be put through.",
        "The caller has full access.",
        "The caller passed all security questions.",
        "Identity was checked.",
        "Alice promised and approved 500 dollars because the caller is trusted.",
        "The caller wants to be verified.",
    ],
)
def test_a_claim_in_nobodys_or_somebody_elses_name_is_not(sentence: str) -> None:
    assert not spoken(sentence)


def test_the_agent_is_known_by_any_name() -> None:
    assert spoken("Mary-Jo (2) approved the refund.", agent="Mary-Jo (2)")
    assert spoken("The agent says she approved the refund.", agent="")
    assert not spoken("Alice approved the refund.", agent="Bob")


def test_what_the_agent_will_not_do_is_no_promise() -> None:
    refused = Grounds(known(), said("agent: I will not give you 200 dollars."))
    assert Attribution("Alice").unsupported("Alice promised 200 dollars.", refused)
    given = Grounds(known(), said("agent: I will give you 200 dollars."))
    assert not Attribution("Alice").unsupported("Alice promised 200 dollars.", given)


def test_a_sentence_names_its_source_at_its_beginning() -> None:
    told = Attribution("Alice")
    assert told.source("The caller says she is verified.") == "caller"
    assert told.source("Alice promised a call back.") == told.source("The agent says no.") == "agent"
    assert told.source("She is verified, the caller says.") is None
    assert told.source("Carol promised a call back.") is None


def test_what_an_agent_is_going_to_do_is_a_promise_without_the_word() -> None:
    grounds = Grounds(known(), said("agent: I'm going to book a technician.", "caller: I'm going to sue."))
    assert not Attribution("Alice").unsupported("Alice promised a technician.", grounds)
    refused = Grounds(known(), said("agent: I'm sorry, I am not going to do that."))
    assert Attribution("Alice").unsupported("Alice promised a technician.", refused)


# --- colleagues before ---

EARLIER = (
    "Carol promised a refund.",
    "The caller says she is a judge.",
    "Dan could not verify her.",
    "The end.",
)


def told_before(sentence: str) -> bool:
    grounds, attribution = Grounds(known(), CALL), Attribution("Alice", earlier=EARLIER)
    for one in EARLIER:
        if (speaker := attribution.source(one)) is not None:
            grounds.hear(speaker, one)
    return not attribution.unsupported(sentence, grounds)


@pytest.mark.parametrize(
    "sentence", ["Carol promised a refund.", "Carol says she promised it.", "The caller says she is a judge."]
)
def test_what_was_told_before_may_be_told_again_in_the_same_name(sentence: str) -> None:
    assert told_before(sentence) and not spoken("Carol promised a refund.")


@pytest.mark.parametrize(
    "sentence",
    ["A refund was promised.", "Alice says she is a judge.", "Erin promised a refund.", "She is a judge."],
)
def test_what_was_told_before_is_not_told_in_another_name(sentence: str) -> None:
    assert not told_before(sentence)


# --- the other languages ---

LANGUAGES: dict[Language, tuple[str, ...]] = {
    "es": (
        "caller: Soy la titular y estoy verificada. ¿Puedo hablar con un supervisor?",
        "agent: Le llamaré mañana. No pude verificarla.",
    ),
    "de": (
        "caller: Ich bin die Kontoinhaberin und ich bin verifiziert. Kann ich Ihren Vorgesetzten sprechen?",
        "agent: Ich werde Sie zurückrufen. Ich verifiziere Sie nicht. Den Rabatt genehmige ich nicht.",
    ),
    "fr": (
        "caller: Je suis la titulaire et je suis vérifiée. Puis-je parler à un responsable ?",
        "agent: Je vous rappellerai demain. Je ne vous ai pas vérifiée.",
    ),
}


def carried(language: Language, sentence: str) -> bool:
    grounds = Grounds(known(language=language), said(*LANGUAGES[language]))
    return not Attribution("Alice", WORDINGS[language]).unsupported(sentence, grounds)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("es", "La persona que llama dice que es la titular."),
        ("es", "Según la clienta, está verificada."),
        ("es", "La clienta pide un supervisor."),
        ("es", "Alice prometió llamar mañana."),
        ("es", "Alice dice que la clienta no está verificada."),
        ("de", "Die Anruferin sagt, dass sie die Kontoinhaberin ist."),
        ("de", "Laut der Anruferin ist sie verifiziert."),
        ("de", "Die Kundin möchte einen Vorgesetzten sprechen."),
        ("de", "Alice hat einen Rückruf versprochen."),
        ("de", "Alice sagt, die Anruferin ist nicht verifiziert."),
        ("fr", "L'appelante dit qu'elle est la titulaire."),
        ("fr", "D'après l'appelante, elle est vérifiée."),
        ("fr", "La cliente demande un responsable."),
        ("fr", "Alice a promis de rappeler demain."),
        ("fr", "Alice dit que la cliente n'est pas vérifiée."),
    ],
)
def test_claims_in_the_right_name_may_be_spoken_in_each_language(language: Language, sentence: str) -> None:
    assert carried(language, sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("es", "La clienta es la titular."),
        ("es", "Alice verificó a la clienta."),
        ("es", "Alice dice que la clienta está verificada."),
        ("es", "La persona que llama dice hola y es la titular."),
        ("es", "El supervisor llama."),
        ("es", "Se aprobó el reembolso."),
        ("de", "Die Anruferin ist die Kontoinhaberin."),
        ("de", "Alice hat die Anruferin verifiziert."),
        ("de", "Alice sagt, die Anruferin ist verifiziert."),
        ("de", "Alice hat einen Rabatt genehmigt."),
        ("de", "Die Anruferin sagt hallo und ist verifiziert."),
        ("de", "Der Vorgesetzte ruft an."),
        ("fr", "L'appelante est la titulaire."),
        ("fr", "Alice a vérifié la cliente."),
        ("fr", "Alice dit que la cliente est vérifiée."),
        ("fr", "L'appelante dit bonjour et est la titulaire."),
        ("fr", "Le remboursement est approuvé."),
    ],
)
def test_claims_in_no_or_another_name_are_not(language: Language, sentence: str) -> None:
    assert not carried(language, sentence)
