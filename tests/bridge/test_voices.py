"""Voices by language: each has one that the carrier takes, and it speaks the locale of its own name.

Whether the carrier has a voice of that name can only be tried on its side.
"""

import pytest

from bridge.service import build
from bridge.settings import load_settings
from bridge.voices import voice_and_locale
from simulator.contract import check_twiml
from tests.bridge.settings_example import REQUIRED
from twiml import ended
from twiml.sentences import CATALOGUE
from twiml.view import Line


def line(**changed: str) -> Line:
    database = {"DATABASE_URL": "sqlite:///unused.db"}
    return build(load_settings(REQUIRED | database | changed, env_file=None)).line


@pytest.mark.parametrize(
    ("setting", "language", "spoken"),
    [
        ("Polly.Vicki-Neural", "de", ("Polly.Vicki-Neural", "de-DE")),
        ("Polly.Hannah-Neural:de-AT", "de", ("Polly.Hannah-Neural", "de-AT")),
        ("Google.es-US-Neural2-A", "es", ("Google.es-US-Neural2-A", "es-US")),
        ("woman", "fr", ("woman", "fr-FR")),
    ],
)
def test_a_voice_speaks_the_locale_that_it_names_or_the_one_of_its_language(
    setting: str, language: str, spoken: tuple[str, str]
) -> None:
    assert voice_and_locale(setting, language) == spoken


@pytest.mark.parametrize("language", CATALOGUE)
def test_every_language_has_a_voice_of_its_own_that_the_carrier_takes(language: str) -> None:
    deployed = line(LANGUAGE=language)
    assert deployed.language == language and deployed.locale.startswith(f"{language}-")
    assert deployed.voice != line(LANGUAGE="fr" if language == "en" else "en").voice
    assert check_twiml(ended.stranger(deployed)) == []


@pytest.mark.parametrize("language", CATALOGUE)
def test_only_the_voice_of_the_language_that_is_spoken_counts(language: str) -> None:
    others = {f"VOICE_{other.upper()}": "man" for other in CATALOGUE if other != language}
    assert line(LANGUAGE=language, **others) == line(LANGUAGE=language)
    assert line(LANGUAGE=language, **{f"VOICE_{language.upper()}": "man"}).voice == "man"
