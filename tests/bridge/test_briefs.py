"""What is told at once when a transfer starts: facts and newest words, but for what may be half of a secret,
or a sketch of the talk; and each agent's words in that agent's name.

Which lines are settled decides the store; what a brief looks like is tested with `summaries/`.
"""

from __future__ import annotations

import pytest

from bridge.briefs import FRESH, Briefs
from bridge.core.state import Brief
from bridge.store import agents, calls, transcript
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


def test_half_of_a_number_is_not_quoted_though_words_follow_it(database: Database) -> None:
    quoted = _last_words(database, "I pay with 4 1 1 1, 1 1 1 1, have you got that?", NOW + 1.0)
    assert "I pay with, have you got that?" in quoted


def test_a_settled_line_and_other_open_words_are_quoted_whole(database: Database) -> None:
    assert "owe me 40 dollars" in _last_words(database, "You owe me 40 dollars for it", NOW + 1.0)


def test_a_number_that_did_not_go_on_is_quoted(database: Database) -> None:
    assert "order 4821" in _last_words(database, "It is order 4821", NOW + transcript.SETTLES)


# --- a sketch of the talk ----------------------------------------------------------------------

SKETCH = Brief(
    "The caller says: the invoice is wrong.",
    (
        "A caller whose number ends in 1 1 1 1, on the line for less than a minute.",
        "The caller says: it is old.",
    ),
    "groq",
)


def _told(database: Database, sketched_at: float | None, newest: float) -> Brief:
    """What is told at a transfer 100 s after the agent took the call."""
    call = examples.talk(sketch=SKETCH, sketched_at=sketched_at)
    transfer = examples.transfer(reason="wants money back")
    with database.write() as db:
        calls.add(db, call)
        agents.add(db, "agent-1", "Alice", "+15551000001", (), NOW)
        transcript.add(
            db, call.id, transcript.Said(1, "caller", newest, "Cancel my whole contract."), redact_lines
        )
        return Briefs(database, None, lambda seconds: None).of_facts(db, call, transfer, NOW + 100)


def test_a_sketch_of_this_talk_is_told_with_the_time_and_the_reason_of_now(database: Database) -> None:
    brief = _told(database, sketched_at=NOW + 50, newest=NOW + 100 - FRESH)
    assert brief.source == "groq" and brief.headline == SKETCH.headline
    assert brief.details == (
        "A caller whose number ends in 1 1 1 1, on the line for 1 minute.",
        "The reason given by Alice: wants money back.",
        SKETCH.details[1],
    )


def test_what_was_said_after_a_sketch_and_long_ago_is_told_instead_of_it(database: Database) -> None:
    brief = _told(database, sketched_at=NOW + 50, newest=NOW + 99 - FRESH)
    assert brief.source == "facts"
    assert any("Cancel my whole contract" in detail for detail in brief.details)


@pytest.mark.parametrize("sketched_at", [NOW - 10, None])
def test_a_sketch_of_a_talk_with_another_agent_is_not_told(
    database: Database, sketched_at: float | None
) -> None:
    assert _told(database, sketched_at, newest=NOW).source == "facts"


# --- whose words -------------------------------------------------------------------------------


def _promised(database: Database, at: float, b_accepted: float) -> str:
    """As Bob transfers on, what is told of a promise that was made when Alice had the call, or both."""
    call = examples.talk(agent_leg="leg-aaaa-3")
    call.legs["leg-aaaa-2"].ended_at = NOW + 60
    call.legs["leg-aaaa-3"] = examples.leg(3, agent_id="agent-2", accepted_at=b_accepted)
    transfer = examples.transfer(from_agent_id="agent-2", agent_leg="leg-aaaa-3")
    said = transcript.Said(1, "agent", at, "I will send you a refund by Friday.")
    with database.write() as db:
        calls.add(db, call)
        for number, name in ((1, "Alice"), (2, "Bob")):
            agents.add(db, f"agent-{number}", name, f"+1555100000{number}", (), NOW)
        transcript.add(db, call.id, said, redact_lines)
        brief = Briefs(database, None, lambda seconds: None).of_facts(db, call, transfer, NOW + 200)
    (told,) = [detail for detail in brief.details if "refund" in detail]
    return told.partition(" said")[0]


@pytest.mark.parametrize(
    ("at", "name"), [(NOW + 20, "Alice"), (NOW + 50, "Your colleague"), (NOW + 90, "Bob")]
)
def test_a_promise_is_told_in_the_name_of_whoever_had_the_caller_then(
    database: Database, at: float, name: str
) -> None:
    assert _promised(database, at, b_accepted=NOW + 40) == name
