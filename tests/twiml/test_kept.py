"""What is kept of rendered documents: those without words of a call, for retries ask for the same again.

Decides nothing about what a document says.
"""

import gc
import weakref
from typing import Any

import pytest

from bridge.core.state import Place
from tests.twiml.phones import leg
from twiml import render


def test_a_document_that_a_retry_asks_for_is_made_once() -> None:
    assert render(leg(Place.HOLD)) is render(leg(Place.HOLD))


@pytest.mark.parametrize(
    ("place", "step", "words"),
    [
        (Place.BRIEF, "headline", {"headline": "Maria was charged twice."}),
        (Place.BRIEF, "detail", {"details": ("It was in May.",)}),
        (Place.BRIEF, "answer", {"answer": "She has reset it twice."}),
        (Place.CONSULTING, "told", {"headline": "Maria was charged twice."}),
    ],
)
def test_no_words_of_a_call_stay_in_memory_when_their_document_is_made(
    place: Place, step: str, words: dict[str, Any]
) -> None:
    view = leg(place, step, **words)
    assert render(view)
    gone = weakref.ref(view)
    del view
    gc.collect()
    assert gone() is None
