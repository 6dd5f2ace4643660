"""Words of a call: in the carrier's order, each once, redacted with those around, settled after a while.

What is a secret is decided elsewhere; the real redaction stands in for it.
"""

from __future__ import annotations

from itertools import permutations

import pytest

from bridge.store import calls, transcript
from bridge.store.database import Database
from bridge.store.transcript import Said
from summaries import redact_lines
from tests.bridge import examples
from tests.bridge.examples import NOW


def _said(sequence: int, text: str, speaker: str = "caller") -> Said:
    return Said(sequence, "agent" if speaker == "agent" else "caller", NOW + sequence, text)


def _write(database: Database, *lines: Said, call: str = "call-aaaa") -> None:
    for line in lines:
        with database.write() as db:
            transcript.add(db, call, line, redact_lines)


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
            transcript.add(db, "call-aaaa", line, redact_lines)
    assert _read(database) == ["hello", "an invoice"]


def test_caller_and_agent_each_have_a_count_of_their_own(database: Database) -> None:
    _calls(database, "aaaa")
    _write(database, _said(1, "hello"), _said(1, "good morning", "agent"))
    with database.read() as db:
        said = transcript.of_call(db, "call-aaaa")
    assert {(line.speaker, line.text) for line in said} == {("caller", "hello"), ("agent", "good morning")}


def test_two_sessions_of_the_carrier_that_write_down_the_same_are_kept_as_one(database: Database) -> None:
    """One was begun by request while the other, thought lost, went on."""
    _calls(database, "aaaa")
    again = transcript.SESSION
    _write(database, _said(7, "hello"), _said(again + 1, "an invoice"), _said(8, "an invoice"))
    _write(database, _said(9, "goodbye"), _said(again + 2, "goodbye"))
    assert _read(database) == ["hello", "an invoice", "goodbye"]


def test_what_was_said_before_a_stop_may_come_after_it(database: Database) -> None:
    _calls(database, "aaaa")
    _write(database, _said(7, "hello"), _said(8, "an invoice"), _said(transcript.SESSION + 1, "goodbye"))
    assert _read(database) == ["hello", "an invoice", "goodbye"]


def test_words_stay_with_their_call_and_are_forgotten_with_it(database: Database) -> None:
    _calls(database, "aaaa", "bbbb")
    _write(database, _said(1, "mine"))
    _write(database, _said(1, "yours"), call="call-bbbb")
    with database.write() as db:
        transcript.forget(db, "call-aaaa")
    assert (_read(database), _read(database, "call-bbbb")) == ([], ["yours"])


# --- secrets that are split over lines -----------------------------------------------------------

DICTATED = [
    _said(1, "my card is four one one one"),
    _said(2, "mhm, go on", "agent"),
    _said(3, "one one one one"),
    _said(4, "one one one one one one one one"),
    _said(5, "thank you", "agent"),
]


def test_a_line_takes_the_first_half_of_a_secret_out_of_the_lines_before(database: Database) -> None:
    _calls(database, "aaaa")
    _write(database, *DICTATED[:3])
    assert "four one one one" in _read(database)[0]
    _write(database, *DICTATED[3:])
    kept = ["my card is [card number]", "mhm, go on", "[card number]", "[card number]", "thank you"]
    assert _read(database) == kept


def test_lines_that_come_twice_and_in_any_order_end_the_same(database: Database) -> None:
    orders = list(permutations(DICTATED[:4]))
    names = [f"{number:04}" for number in range(len(orders))]
    _calls(database, *names)
    for name, order in zip(names, orders, strict=True):
        _write(database, *order, *reversed(order), call=f"call-{name}")
        said = _read(database, f"call-{name}")
        assert said == ["my card is [card number]", "mhm, go on", "[card number]", "[card number]"], order


def test_only_near_lines_are_looked_at_again(database: Database) -> None:
    _calls(database, "aaaa")
    early = Said(1, "caller", NOW - transcript.WINDOW_SECONDS - 1, "4111 1111")
    _write(database, early, _said(2, "1111 1111"))
    assert _read(database) == ["4111 1111", "1111 1111"]


def test_a_stored_line_is_cut_after_its_secrets_are_out(database: Database) -> None:
    _calls(database, "aaaa")
    filler = "well " * (transcript.LONGEST_LINE // 5 - 1)
    _write(database, _said(1, f"{filler}4111 1111 1111 1111"))
    (kept,) = _read(database)
    assert len(kept) <= transcript.LONGEST_LINE and "4111" not in kept


# --- what may reach a model -------------------------------------------------------------------------


def _settled(database: Database, after: float) -> tuple[list[str], list[str], float]:
    with database.read() as db:
        found = transcript.settled(db, "call-aaaa", NOW + after)
    return [one.text for one in found.lines], [one.text for one in found.open], found.seconds


@pytest.mark.parametrize(
    ("after", "lines", "open_", "seconds"),
    [(10.0, ["hello"], ["an invoice"], 3.0), (12.0, ["hello"], ["an invoice"], 1.0)],
)
def test_a_last_line_is_open_until_it_is_three_seconds_old(
    database: Database, after: float, lines: list[str], open_: list[str], seconds: float
) -> None:
    _calls(database, "aaaa")
    _write(database, _said(1, "hello"), _said(10, "an invoice"))
    assert _settled(database, after) == (lines, open_, seconds)
    assert _settled(database, 13.0) == (["hello", "an invoice"], [], 0.0)


def test_a_word_of_the_other_one_settles_nothing(database: Database) -> None:
    _calls(database, "aaaa")
    _write(database, _said(1, "four one one one"), _said(2, "mhm", "agent"))
    assert _settled(database, 2.5) == ([], ["four one one one", "mhm"], 2.5)


def test_a_call_without_words_is_settled(database: Database) -> None:
    _calls(database, "aaaa")
    assert _settled(database, 0.0) == ([], [], 0.0)
