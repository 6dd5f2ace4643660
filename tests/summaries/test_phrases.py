"""The brief of facts in every language: whole, nothing left in English, the same things told in each.

How it is put together is tested in English (test_facts.py); here it is the words.
"""

import string
from dataclasses import asdict, replace
from typing import get_args

import pytest

from summaries import Facts, facts_brief, passwords, spoken_details, spoken_headline
from summaries.announced import IBAN, NATIONAL_ID, ONE_TIME_CODE, PIN, SECURITY_CODE, SOCIAL_SECURITY
from summaries.phrases import PHRASES
from summaries.plain import plain
from summaries.redaction import CARD
from summaries.words import Language
from tests.summaries.examples import START, known, said

SECRETS = {CARD, IBAN, NATIONAL_ID, ONE_TIME_CODE, passwords.NAME, PIN, SECURITY_CODE, SOCIAL_SECURITY}
# As a deployment of that language would fill them in.
KNOWN = {
    "es": known(
        language="es",
        caller="alguien cuyo número termina en 0 1 2 3",
        skill="facturación",
        reason="cobro doble",
    ),
    "de": known(
        language="de",
        caller="jemand mit der Endnummer 0 1 2 3",
        skill="Rechnungen",
        reason="doppelt belastet",
    ),
    "fr": known(
        language="fr",
        caller="quelqu'un dont le numéro se termine par 0 1 2 3",
        skill="facturation",
        reason="débité deux fois",
    ),
}
HEADLINES = {
    "es": "Alguien cuyo número termina en 0 1 2 3, para facturación, en línea desde hace 4 minutos; "
    "Alice dice: cobro doble.",
    "de": "Jemand mit der Endnummer 0 1 2 3, für Rechnungen, seit 4 Minuten in der Leitung; "
    "Alice sagt: doppelt belastet.",
    "fr": "Quelqu'un dont le numéro se termine par 0 1 2 3, service facturation, en ligne depuis 4 minutes; "
    "Alice dit : débité deux fois.",
}
DETAILS = {
    "es": (
        "Alguien cuyo número termina en 0 1 2 3, en línea desde hace 4 minutos, para facturación.",
        "Motivo indicado por Alice: cobro doble.",
        "El cliente pidió: Quiero que me devuelvan el dinero hoy mismo, por favor. Fin de la cita.",
    ),
    "de": (
        "Jemand mit der Endnummer 0 1 2 3, seit 4 Minuten in der Leitung, für Rechnungen.",
        "Grund laut Alice: doppelt belastet.",
        "Der Anrufer bat, wörtlich: Ich möchte mein Geld bitte noch heute zurück haben. Ende des Zitats.",
    ),
    "fr": (
        "Quelqu'un dont le numéro se termine par 0 1 2 3, en ligne depuis 4 minutes, service facturation.",
        "Motif donné par Alice : débité deux fois.",
        "Le client a demandé : Je veux être remboursé aujourd'hui même, s'il vous plaît. Fin de citation.",
    ),
}
SAID = {
    "es": "Quiero que me devuelvan el dinero hoy mismo, por favor.",
    "de": "Ich möchte mein Geld bitte noch heute zurück haben.",
    "fr": "Je veux être remboursé aujourd'hui même, s'il vous plaît.",
}
TIMES = {
    "es": ["menos de un minuto", "un minuto", "59 minutos", "una hora", "una hora y un minuto", "2 horas"],
    "de": [
        "weniger als einer Minute",
        "einer Minute",
        "59 Minuten",
        "einer Stunde",
        "einer Stunde und einer Minute",
        "2 Stunden",
    ],
    "fr": [
        "moins d'une minute",
        "une minute",
        "59 minutes",
        "une heure",
        "une heure et une minute",
        "2 heures",
    ],
}


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_language_of_a_brief_has_phrases() -> None:
    assert set(PHRASES) == set(get_args(Language))


@pytest.mark.parametrize("language", KNOWN)
def test_every_phrase_is_in_the_language_and_names_the_same_things(language: str) -> None:
    mine, english = asdict(PHRASES[language]), asdict(PHRASES["en"])
    assert set(mine.pop("secrets")) == set(english.pop("secrets")) == SECRETS
    assert {name: _fields(text) for name, text in mine.items()} == {
        name: _fields(text) for name, text in english.items()
    }
    # Numbers of minutes are the same words in French.
    same = {name for name in mine if mine[name] == english[name]}
    assert same <= ({"minutes"} if language == "fr" else set())


@pytest.mark.parametrize("language", PHRASES)
def test_a_voice_can_read_every_phrase_as_it_is(language: str) -> None:
    phrases = asdict(PHRASES[language])
    for text in [*phrases.pop("secrets").values(), *phrases.values()]:
        bare = text.replace("{", "").replace("}", "")
        assert plain(bare).replace("_", " ") == bare.replace("_", " ")


@pytest.mark.parametrize("language", KNOWN)
def test_the_brief_of_facts_is_told_in_the_language_of_the_call(language: str) -> None:
    brief = facts_brief(KNOWN[language], said(f"caller: {SAID[language]}"))
    assert spoken_headline(brief, language) == HEADLINES[language]
    assert tuple(spoken_details(brief, language)) == DETAILS[language]


@pytest.mark.parametrize("language", KNOWN)
def test_what_is_not_known_is_told_in_the_language_of_the_call(language: str) -> None:
    brief = facts_brief(replace(KNOWN[language], reason=None, skill=None), [])
    told = PHRASES[language]
    assert brief.details[1:] == (f"{told.no_reason.format(agent='Alice')}.", told.no_words)
    assert brief.headline.count(",") == 1


def _lasting(facts: Facts, seconds: int) -> str:
    return facts_brief(replace(facts, now=START + seconds, reason=None, skill=None), []).headline


@pytest.mark.parametrize("language", KNOWN)
def test_how_long_the_call_lasts_is_counted_as_people_count(language: str) -> None:
    for seconds, time in zip([59, 60, 3599, 3600, 3660, 7200], TIMES[language], strict=True):
        told = PHRASES[language].on_the_line.format(time=time)
        assert _lasting(KNOWN[language], seconds).endswith(f", {told}.")


@pytest.mark.parametrize("language", PHRASES)
def test_a_reason_too_long_for_a_breath_is_promised_for_the_details(language: str) -> None:
    facts = replace(KNOWN.get(language, known()), reason="mot " * 40)
    for seconds in (250, 7500):
        brief = facts_brief(replace(facts, now=START + seconds), [])
        assert spoken_headline(brief, language) == brief.headline
        assert brief.headline.endswith(f"; {PHRASES[language].reason_later}.")


@pytest.mark.parametrize("language", PHRASES)
def test_a_secret_is_named_in_the_language_of_the_call_and_not_told(language: str) -> None:
    secret = "4111 1111 1111 1111"
    facts = replace(KNOWN.get(language, known()), reason=secret)
    heard = " ".join(spoken_details(facts_brief(facts, said(f"caller: {secret}")), language))
    assert "4111" not in heard and heard.count(PHRASES[language].secrets[CARD]) == 2
    assert ("removed" in heard) == (language == "en")
