"""Words said so far -> redacted text -> brief -> spoken brief, with or without a language model.

Decides what may be kept of a call and what a colleague is told about it. It must not know telephony,
the web or the database.
"""

from __future__ import annotations

from summaries.facts import facts_brief
from summaries.providers import Provider
from summaries.providers.groq import GroqProvider
from summaries.redaction import redact
from summaries.spoken import spoken_details, spoken_headline
from summaries.window import redact_lines, without_open_number
from summaries.words import Brief, Facts, Line, NoBrief
from summaries.writer import Writer

__all__ = [
    "Brief",
    "Facts",
    "GroqProvider",
    "Line",
    "NoBrief",
    "Provider",
    "Writer",
    "facts_brief",
    "redact",
    "redact_lines",
    "spoken_details",
    "spoken_headline",
    "without_open_number",
]
