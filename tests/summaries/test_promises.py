"""Promises in a model's brief: those that the call speaks of are told, invented ones fall and are counted.

Decides with a call in each language in which nobody promises anything, and with the words that do.
"""

import pytest

from summaries.validate import Validator
from summaries.words import Language
from tests.summaries.examples import cited, known, said

NOBODY: dict[Language, tuple[str, ...]] = {
    "en": (
        "caller: My router has been broken since Monday and I work from home.",
        "agent: I am sorry. Let me have a look.",
        "caller: I have restarted the router three times.",
    ),
    "es": (
        "caller: Mi router está roto desde el lunes y trabajo en casa.",
        "agent: Lo siento. Déjeme ver.",
        "caller: Ya reinicié el router tres veces.",
    ),
    "de": (
        "caller: Mein Router ist seit Montag kaputt, und ich arbeite zu Hause.",
        "agent: Das tut mir leid. Ich schaue mal.",
        "caller: Ich habe den Router schon dreimal neu gestartet.",
    ),
    "fr": (
        "caller: Mon routeur est en panne depuis lundi et je travaille à la maison.",
        "agent: Je suis désolée. Je vais regarder.",
        "caller: J'ai déjà redémarré le routeur trois fois.",
    ),
}
INVENTED: dict[Language, tuple[str, ...]] = {
    "en": (
        "Alice promised a new router by Monday.",
        "The caller was promised a new router.",
        "A new router was guaranteed for Monday.",
        "Alice will send a new router on Monday.",
        "Alice is sending a new router.",
        "Alice agreed to replace the router.",
        "The router will be replaced on Monday.",
        "The caller will get a new router.",
        "She was assured that the router will work on Monday.",
    ),
    "es": (
        "Alice prometió un router nuevo para el lunes.",
        "A la clienta le prometieron un router nuevo.",
        "El router nuevo está garantizado para el lunes.",
        "Alice enviará un router nuevo el lunes.",
        "Se le enviará un router nuevo.",
        "La clienta recibirá un router nuevo el lunes.",
        "Se le ofreció un router nuevo.",
    ),
    "de": (
        "Alice hat bis Montag einen neuen Router versprochen.",
        "Der Anruferin wurde ein neuer Router zugesagt.",
        "Ein neuer Router ist für Montag garantiert.",
        "Alice schickt am Montag einen neuen Router.",
        "Alice wird einen neuen Router schicken.",
        "Der Router wird am Montag ausgetauscht.",
        "Die Anruferin wird einen neuen Router bekommen.",
        "Alice sagte der Kundin einen neuen Router zu.",
    ),
    "fr": (
        "Alice a promis un nouveau routeur pour lundi.",
        "Un nouveau routeur a été promis à l'appelante.",
        "Un nouveau routeur est garanti pour lundi.",
        "Alice enverra un nouveau routeur lundi.",
        "Le routeur sera remplacé lundi.",
        "L'appelante recevra un nouveau routeur.",
        "Alice s'est engagée pour un nouveau routeur.",
    ),
}
TRUE: dict[Language, tuple[str, ...]] = {
    "en": (
        "The caller wants to know if the router will be replaced.",
        "The caller hopes that Alice will replace the router.",
        "No new router was promised.",
        "The router will not work.",
    ),
    "es": (
        "La clienta quiere saber si recibirá un router nuevo.",
        "A la clienta no le prometieron un router nuevo.",
    ),
    "de": (
        "Die Anruferin fragt, ob der Router ersetzt wird.",
        "Ein neuer Router wurde nicht versprochen.",
    ),
    "fr": (
        "L'appelante demande si le routeur sera remplacé.",
        "Aucun nouveau routeur n'a été promis.",
    ),
}
SPEAKS: list[tuple[Language, str]] = [
    ("en", "caller: Your colleague promised me a new router."),
    ("en", "caller: They said I get another router, and none came."),
    ("en", "caller: I was supposed to have a new router by now."),
    ("en", "caller: Oh well. But you promised me a new one."),
    ("en", "agent: Don't worry, I'll send a new router to you."),
    ("es", "caller: Su colega me prometió un router nuevo."),
    ("es", "caller: Me dijeron que recibiría otro router."),
    ("es", "agent: Le enviaré otro router."),
    ("de", "caller: Ihr Kollege hat mir einen neuen Router versprochen."),
    ("de", "caller: Es hieß, ich bekomme einen anderen Router."),
    ("de", "agent: Kein Problem, ich schicke Ihnen einen neuen Router."),
    ("fr", "caller: Votre collègue m'a promis un nouveau routeur."),
    ("fr", "caller: On m'a dit que j'aurais un autre routeur."),
    ("fr", "agent: Ne vous inquiétez pas, je vous envoie un autre routeur."),
]
PASSIVE: dict[Language, str] = {
    "en": "The caller was promised a new router.",
    "es": "A la clienta le prometieron un router nuevo.",
    "de": "Der Anruferin wurde ein neuer Router zugesagt.",
    "fr": "Un nouveau routeur a été promis à l'appelante.",
}


def why(sentence: str, *more: str, language: Language = "en", **facts: object) -> str | None:
    facts = {"language": language, "reason": None, **facts}
    return Validator(known(**facts), said(*NOBODY[language], *more)).why_not(sentence)


@pytest.mark.parametrize(
    ("language", "sentence"), [(language, one) for language in INVENTED for one in INVENTED[language]]
)
def test_a_promise_that_nobody_made_falls(language: Language, sentence: str) -> None:
    assert why(sentence, language=language) == "promise"


@pytest.mark.parametrize(
    ("language", "sentence"), [(language, one) for language in TRUE for one in TRUE[language]]
)
def test_a_wish_a_question_and_a_denial_are_no_promise(language: Language, sentence: str) -> None:
    assert why(sentence, language=language) is None


@pytest.mark.parametrize(("language", "line"), SPEAKS)
def test_a_promise_that_somebody_spoke_of_is_told(language: Language, line: str) -> None:
    assert why(PASSIVE[language], line, language=language) is None


@pytest.mark.parametrize(
    "line",
    [
        "agent: I'll call you back tomorrow.",
        "agent: I'll put you on hold for the router.",
        "agent: I won't send another router.",
        "agent: Will the router be at home?",
        "caller: Nobody promised me another router.",
        "caller: When will I get another router?",
        "caller: You promised to ring me in the evening.",
    ],
)
def test_what_promises_something_else_or_nothing_carries_no_promise(line: str) -> None:
    assert why(PASSIVE["en"], line) == "promise"


@pytest.mark.parametrize(
    ("asked", "answered", "falls"),
    [
        ("Can you send me another router?", "agent: Yes, of course.", None),
        ("Can you send me another router?", "agent: Yes, let me see.", "promise"),
        ("Can you send me another router?", "agent: Hm.", "promise"),
        ("The router is broken again.", "agent: Yes, of course.", "promise"),
        ("Can you send me another router?", "Yes, of course.", "promise"),
    ],
)
def test_an_agent_who_says_yes_to_a_request_promises_it(asked: str, answered: str, falls: str | None) -> None:
    assert why(PASSIVE["en"], asked, answered) == falls


@pytest.mark.parametrize(
    ("reason", "falls"), [("router broken, new one promised", None), ("router broken, wants one", "promise")]
)
def test_what_the_agent_wrote_may_be_the_promise(reason: str, falls: str | None) -> None:
    # With as much of the caller's words, so that it is not told as the reason.
    told = "The caller was promised another router for home."
    assert why(told, reason=reason) == falls


def test_what_was_told_before_may_be_the_promise() -> None:
    before = "The caller says: Alice promised the caller a router."
    told = "The caller was promised another router for home."
    assert why(told) == "promise" and why(told, earlier=(before,)) is None


def test_what_a_model_offers_as_promised_is_a_promise_however_it_is_worded() -> None:
    raw = cited(
        ("The caller has a broken router.", [0]),
        ("promised", "A new router on Monday.", [0]),
        ("promised", "No new router was promised.", [0]),
        ("wants", "The caller wants a new router on Monday.", [0]),
    )
    kept = Validator(known(reason=None), said(*NOBODY["en"])).brief(raw, "groq")
    assert kept.dropped == ("promise",)
    assert kept.details == (
        "By their own account: the caller wants a new router on Monday; no new router was promised.",
    )


def test_in_the_place_of_an_invented_promise_the_agent_s_own_words_may_be_told() -> None:
    call = said("My router is broken.", "agent: I have a look at the router now.")
    told = Validator(known(reason=None), call).brief(
        cited(("Router.", [0]), ("", "Alice promised a router.", [1])), "x"
    )
    assert told.details == ("Alice said: I have a look at the router now. End of quote.",)
