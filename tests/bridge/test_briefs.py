"""The brief of facts quotes the newest words, but for what may be half of a secret.

Which lines are settled decides the store; what a brief looks like is tested with `summaries/`.
"""

from __future__ import annotations

import pytest

from bridge.briefs import Briefs
from bridge.store import calls, transcript
from bridge.store.database import Database
from summaries import redact_lines
from tests.bridge import examples
from tests.bridge.examples import NOW


def _last_words(database: Database, text: str, now: float) -> str:
    call, transfer = examples.talk(), examples.transfer()
    with database.write() as db:
        calls.add(db, call)
        transcript.add(db, call.id, transcript.Said(1, "caller", NOW, text), redact_lines)
        brief = Briefs(database, None, lambda seconds: None).of_facts(db, call, transfer, now)
    return brief.details[-1]


@pytest.mark.parametrize("text", ["I pay with four one one one one", "I pay with 4111 11, um"])
def test_a_number_at_the_end_of_an_open_line_is_not_quoted(database: Database, text: str) -> None:
    quoted = _last_words(database, text, NOW + 1.0)
    assert "I pay with" in quoted and "one" not in quoted and "4111" not in quoted


def test_a_settled_line_and_other_open_words_are_quoted_whole(database: Database) -> None:
    assert "owe me 40 dollars" in _last_words(database, "You owe me 40 dollars for it", NOW + 1.0)


def test_a_number_that_did_not_go_on_is_quoted(database: Database) -> None:
    assert "order 4821" in _last_words(database, "It is order 4821", NOW + transcript.SETTLES)
