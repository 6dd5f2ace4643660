"""Words said so far -> redacted text -> brief -> spoken brief, with or without a language model.

Decides what may be kept of a call and what a colleague is told about it. It must not know telephony,
the web or the database.
"""

from __future__ import annotations

from summaries.facts import facts_brief, heard_before, retold, with_known
from summaries.providers import Provider
from summaries.providers.groq import groq_provider
from summaries.providers.openai import openai_provider, openrouter_provider
from summaries.race import Race, ThreadRace
from summaries.redaction import redact
from summaries.spoken import spoken_details, spoken_headline
from summaries.window import redact_lines, without_numbers, without_open_number
from summaries.words import Brief, Facts, Line, NoBrief
from summaries.writer import Writer

__all__ = [
    "Brief",
    "Facts",
    "Line",
    "NoBrief",
    "Provider",
    "Race",
    "ThreadRace",
    "Writer",
    "facts_brief",
    "groq_provider",
    "heard_before",
    "openai_provider",
    "openrouter_provider",
    "redact",
    "redact_lines",
    "retold",
    "spoken_details",
    "spoken_headline",
    "with_known",
    "without_numbers",
    "without_open_number",
]
