"""While the database does not answer: hold audio and another try, ten times, and then the truth.

Each document is followed to the next as the carrier would follow it.
"""

import re

import pytest

from tests.twiml.phones import LINE, verbs, words
from twiml import lifeboat


def _next(document: str) -> int | None:
    found = re.search(r"/twilio/fallback\?k=(\d+)#", document)
    return int(found[1]) if found else None


def test_the_first_try_says_why_there_is_music_now() -> None:
    document = lifeboat.document(LINE, 0)
    assert verbs(document) == ["Say", "Play", "Redirect"]
    assert words(document) == "Please stay on the line. We will be right with you."


@pytest.mark.parametrize("attempt", range(1, 10))
def test_later_tries_are_music_without_the_words(attempt: int) -> None:
    assert verbs(lifeboat.document(LINE, attempt)) == ["Play", "Redirect"]


def test_a_phone_gives_up_after_ten_tries_and_is_told_so() -> None:
    attempt, tries = 0, 0
    while (following := _next(lifeboat.document(LINE, attempt))) is not None:
        attempt, tries = following, tries + 1
        assert tries <= 10
    assert tries == 10
    assert verbs(lifeboat.document(LINE, attempt)) == ["Say", "Hangup"]
    assert "call again in a few minutes" in words(lifeboat.document(LINE, attempt))


@pytest.mark.parametrize("attempt", [10, 11, 10**9])
def test_no_number_brings_a_phone_back_into_the_lifeboat(attempt: int) -> None:
    assert _next(lifeboat.document(LINE, attempt)) is None
