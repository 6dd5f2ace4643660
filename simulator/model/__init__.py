"""A language model behind an OpenAI-compatible API, without a model and without I/O.

Decides what a provider answers to a summary request: truth made of the transcript's own words, or one of
the ways in which models and providers fail. It must not know the application, only its requests.
"""

from simulator.model.api import Model
from simulator.model.asked import Asked
from simulator.model.dialects import DIALECTS, Dialect
from simulator.model.scripts import (
    Said,
    Script,
    broken,
    empty,
    fails,
    garbage,
    half,
    limited,
    obeys,
    rambles,
    scribe,
    slow,
    spanish,
    torn,
)

__all__ = [
    "DIALECTS",
    "Asked",
    "Dialect",
    "Model",
    "Said",
    "Script",
    "broken",
    "empty",
    "fails",
    "garbage",
    "half",
    "limited",
    "obeys",
    "rambles",
    "scribe",
    "slow",
    "spanish",
    "torn",
]
