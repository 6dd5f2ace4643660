"""A request with an Idempotency-Key is answered again as it was the first time, for a day.

What the answer is and who may ask is the web's business.
"""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from bridge.store import answers
from bridge.store.answers import KEPT_SECONDS, Answer
from bridge.store.database import Database
from tests.bridge.databases import at_once
from tests.bridge.examples import NOW

ANSWER = Answer("digest", 201, "/api/agents/agent-1", '{"id": "agent-1"}')
OTHER = Answer("another", 202, None, "{}")


def _keep(database: Database, key: str, answer: Answer, now: float = NOW) -> None:
    with database.write() as db:
        answers.keep(db, key, answer, now)


def _find(database: Database, key: str, now: float) -> Answer | None:
    with database.read() as db:
        return answers.find(db, key, now)


def test_the_same_key_is_answered_the_same_for_a_day(database: Database) -> None:
    _keep(database, "key-1", ANSWER)
    assert _find(database, "key-1", NOW + KEPT_SECONDS - 1) == ANSWER
    assert _find(database, "key-1", NOW + KEPT_SECONDS) is None
    assert _find(database, "key-2", NOW) is None


def test_who_is_second_with_a_key_does_nothing(database: Database) -> None:
    """The refusal undoes the whole transaction, so what was asked happens once."""

    def ask(number: int) -> bool:
        try:
            with database.write() as db:
                answers.keep(db, f"done-by-{number}", OTHER, NOW)
                answers.keep(db, "key-1", ANSWER, NOW)
        except IntegrityError:
            return False
        return True

    done = at_once(database, 4, ask)
    kept = [_find(database, f"done-by-{number}", NOW) is not None for number in range(4)]
    assert (kept, sum(done)) == (done, 1)


def test_a_key_may_be_used_anew_when_its_day_is_over(database: Database) -> None:
    _keep(database, "key-1", ANSWER)
    with pytest.raises(IntegrityError):
        _keep(database, "key-1", OTHER, NOW + KEPT_SECONDS - 1)
    _keep(database, "key-1", OTHER, NOW + KEPT_SECONDS)
    assert _find(database, "key-1", NOW + KEPT_SECONDS) == OTHER
