"""Voices by language: what a setting for one may look like, and the locale that goes with it.

Decides which locale a voice speaks when its setting does not say. Whether the carrier still has a voice of
that name is not known here.
"""

from __future__ import annotations

import re

# Where the default voices are at home.
LOCALES = {"en": "en-US", "es": "es-ES", "de": "de-DE", "fr": "fr-FR"}


def pattern(language: str) -> str:
    """A voice of Polly with its locale if that is another one, or one of Google, whose name holds it."""
    locale = f"{language}-[A-Z]{{2}}"
    return rf"^((Polly\.[A-Za-z][\w-]*|man|woman|alice)(:{locale})?|Google\.{locale}-[\w-]+)$"


def voice_and_locale(setting: str, language: str) -> tuple[str, str]:
    voice, _, locale = setting.partition(":")
    in_name = re.match(r"Google\.(\w+-\w+)-", voice)
    return voice, locale or (in_name[1] if in_name else LOCALES[language])
