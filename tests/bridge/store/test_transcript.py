"""Words of a call: in the carrier's order, each once, gone when they are to be forgotten.

What is worth keeping, and redaction, are decided before.
"""

from __future__ import annotations

from bridge.store import calls, transcript
from bridge.store.database import Database
from bridge.store.transcript import Said
from tests.bridge import examples
from tests.bridge.examples import NOW


def _said(sequence: int, text: str, speaker: str = "caller") -> Said:
    return Said(sequence, "agent" if speaker == "agent" else "caller", NOW + sequence, text)


def _write(database: Database, *lines: Said, call: str = "call-aaaa") -> None:
    for line in lines:
        with database.write() as db:
            transcript.add(db, call, line)


def _read(database: Database, call: str = "call-aaaa") -> list[str]:
    with database.read() as db:
        return [line.text for line in transcript.of_call(db, call)]


def _calls(database: Database, *names: str) -> None:
    with database.write() as db:
        for name in names:
            calls.add(db, examples.call(name))


def test_lines_stand_in_the_carrier_s_order_however_they_come(database: Database) -> None:
    _calls(database, "aaaa")
    _write(database, _said(3, "goodbye"), _said(1, "hello"), _said(2, "an invoice"))
    assert _read(database) == ["hello", "an invoice", "goodbye"]


def test_a_line_that_comes_twice_is_kept_once_and_nothing_else_is_lost(database: Database) -> None:
    _calls(database, "aaaa")
    with database.write() as db:
        for line in (_said(1, "hello"), _said(1, "hello, changed"), _said(2, "an invoice")):
            transcript.add(db, "call-aaaa", line)
    assert _read(database) == ["hello", "an invoice"]


def test_caller_and_agent_each_have_a_count_of_their_own(database: Database) -> None:
    _calls(database, "aaaa")
    _write(database, _said(1, "hello"), _said(1, "good morning", "agent"))
    with database.read() as db:
        said = transcript.of_call(db, "call-aaaa")
    assert {(line.speaker, line.text) for line in said} == {("caller", "hello"), ("agent", "good morning")}


def test_words_stay_with_their_call_and_are_forgotten_with_it(database: Database) -> None:
    _calls(database, "aaaa", "bbbb")
    _write(database, _said(1, "mine"))
    _write(database, _said(1, "yours"), call="call-bbbb")
    with database.write() as db:
        transcript.forget(db, "call-aaaa")
    assert (_read(database), _read(database, "call-bbbb")) == ([], ["yours"])
