"""Who is rung: one agent for one call, the longest idle first, whoever has the skill.

Decided by one statement on the directory, so the races are run as races: threads behind a barrier.
"""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from bridge.core.effects import ReserveAgent
from bridge.core.events import Agent
from bridge.store import agents
from bridge.store.database import Database
from tests.bridge.databases import at_once
from tests.bridge.examples import NOW, hire


def _reserve(database: Database, leg: str = "leg-1", **wish: object) -> str | None:
    with database.write() as db:
        found = agents.reserve(db, ReserveAgent(leg, **wish))  # type: ignore[arg-type]
    return found.id if found else None


def _hire(database: Database, *hired: tuple[int, tuple[str, ...], float]) -> None:
    with database.write() as db:
        for number, skills, idle in hired:
            hire(db, number, *skills, idle_since=NOW - idle)


def test_sixteen_calls_at_once_get_eight_agents_and_nobody_is_rung_twice(database: Database) -> None:
    _hire(database, *((number, (), 0.0) for number in range(8)))
    rung = at_once(database, 16, lambda number: _reserve(database, f"leg-{number}"))
    assert sorted(filter(None, rung)) == [f"agent-{number}" for number in range(8)]


def test_two_calls_that_want_the_same_agent_do_not_both_get_them(database: Database) -> None:
    _hire(database, (1, (), 0.0), (2, (), 9.0))
    rung = at_once(database, 2, lambda number: _reserve(database, f"leg-{number}", agent_id="agent-1"))
    assert sorted(rung, key=str) == [None, "agent-1"]


def test_the_longest_idle_is_rung_first(database: Database) -> None:
    _hire(database, (1, (), 5.0), (2, (), 50.0), (3, (), 20.0))
    rung = [_reserve(database, f"leg-{number}") for number in range(4)]
    assert rung == ["agent-2", "agent-3", "agent-1", None]


def test_whoever_was_just_released_is_the_last_in_line(database: Database) -> None:
    _hire(database, (1, (), 50.0), (2, (), 5.0))
    _reserve(database, "leg-1")
    with database.write() as db:
        assert agents.release(db, "leg-1", NOW)
        assert not agents.release(db, "leg-1", NOW)
    assert [_reserve(database, "leg-2"), _reserve(database, "leg-3")] == ["agent-2", "agent-1"]


@pytest.mark.parametrize(
    ("skills", "wanted", "rung"),
    [
        (("billing",), "billing", True),
        (("sales", "billing"), "billing", True),
        (("sales",), "billing", False),
        ((), "billing", True),
        (("sales",), None, True),
        ((), None, True),
    ],
)
def test_a_call_goes_to_an_agent_with_its_skill_or_without_any(
    database: Database, skills: tuple[str, ...], wanted: str | None, rung: bool
) -> None:
    _hire(database, (1, skills, 0.0))
    assert (_reserve(database, skill=wanted) == "agent-1") is rung


def test_who_is_named_is_rung_whatever_their_skills(database: Database) -> None:
    _hire(database, (1, ("sales",), 0.0), (2, (), 50.0))
    assert _reserve(database, agent_id="agent-1", skill="billing") == "agent-1"


def test_a_colleague_is_reserved_by_their_keypad_code(database: Database) -> None:
    _hire(database, (1, (), 50.0), (2, ("sales",), 0.0))
    assert _reserve(database, code="11", skill="billing") == "agent-2"
    assert _reserve(database, "leg-2", code="11") is None
    with database.write() as db:
        assert [agents.has_code(db, code) for code in ("11", "12")] == [True, False]
        agents.remove(db, "agent-1", NOW)
        assert not agents.has_code(db, "10")


def test_a_menu_offers_every_skill_that_somebody_has_in_one_order(database: Database) -> None:
    _hire(database, (1, ("sales", "billing"), 0.0), (2, ("sales",), 0.0), (3, ("zoo",), 0.0))
    with database.write() as db:
        agents.remove(db, "agent-3", NOW)
        assert agents.all_skills(db) == ("billing", "sales")


def test_who_had_their_chance_is_passed_over(database: Database) -> None:
    _hire(database, (1, (), 50.0), (2, (), 5.0), (3, (), 1.0))
    assert _reserve(database, passed_over=frozenset({"agent-1", "agent-2"})) == "agent-3"
    assert _reserve(database, agent_id="agent-1", passed_over=frozenset({"agent-1"})) is None


def test_a_reservation_tells_what_the_leg_needs_to_know(database: Database) -> None:
    _hire(database, (1, (), 0.0))
    with database.write() as db:
        assert agents.reserve(db, ReserveAgent("leg-1")) == Agent("agent-1", "Agent 1", "+15551000001")
        assert agents.reserve(db, ReserveAgent("leg-2")) is None
        entry = agents.find(db, "agent-1")
    assert entry is not None and entry.leg_id == "leg-1"


def test_nobody_is_rung_who_is_away_deleted_or_busy(database: Database) -> None:
    _hire(database, (1, (), 0.0), (2, (), 0.0), (3, (), 0.0))
    with database.write() as db:
        agents.change(db, "agent-1", None, presence="away")
        assert agents.remove(db, "agent-2", NOW)
        assert agents.anybody_free(db)
    assert _reserve(database) == "agent-3"
    with database.read() as db:
        assert not agents.anybody_free(db)
    for number in (1, 2, 3):
        assert _reserve(database, "leg-2", agent_id=f"agent-{number}") is None


def _reserve_and_fail(database: Database) -> None:
    with database.write() as db:
        agents.reserve(db, ReserveAgent("leg-1"))
        raise ZeroDivisionError


def test_a_reservation_that_is_rolled_back_leaves_the_agent_free(database: Database) -> None:
    _hire(database, (1, (), 0.0))
    with pytest.raises(ZeroDivisionError):
        _reserve_and_fail(database)
    assert _reserve(database, "leg-2") == "agent-1"


def test_an_agent_on_a_call_cannot_be_deleted(database: Database) -> None:
    _hire(database, (1, (), 0.0))
    _reserve(database, "leg-1")
    with database.write() as db:
        assert not agents.remove(db, "agent-1", NOW)
        agents.release(db, "leg-1", NOW)
        assert agents.remove(db, "agent-1", NOW)
        assert agents.find(db, "agent-1") is None
        assert agents.names(db, ["agent-1"]) == {"agent-1": "Agent 1"}


def test_a_phone_belongs_to_one_agent_until_they_are_deleted(database: Database) -> None:
    _hire(database, (1, (), 0.0), (2, (), 0.0))
    with pytest.raises(IntegrityError), database.write() as db:
        agents.add(db, "agent-3", "Twin", "+15551000001", [], NOW)
    with pytest.raises(IntegrityError), database.write() as db:
        agents.change(db, "agent-2", None, phone="+15551000001")
    with database.write() as db:
        agents.remove(db, "agent-1", NOW)
        agents.add(db, "agent-3", "Twin", "+15551000001", [], NOW)
        assert agents.find(db, "agent-3") is not None


def test_codes_are_short_and_free_ones_are_given_again(database: Database) -> None:
    _hire(database, (1, (), 0.0), (2, (), 0.0), (3, (), 0.0))
    with database.write() as db:
        agents.remove(db, "agent-2", NOW)
        hire(db, 4)
        codes = {entry.id: entry.code for entry in agents.page(db, None, 9)}
    assert codes == {"agent-1": "10", "agent-3": "12", "agent-4": "11"}


def test_agents_who_are_added_at_once_all_get_a_code(database: Database) -> None:

    def add(number: int) -> None:
        with database.write() as db:
            hire(db, number)

    at_once(database, 6, add)
    with database.read() as db:
        assert len({entry.code for entry in agents.page(db, None, 9)}) == 6


def test_pages_show_every_agent_once_with_sorted_skills(database: Database) -> None:
    _hire(database, (1, ("sales", "billing"), 0.0), (2, (), 0.0), (3, ("sales",), 0.0))
    with database.write() as db:
        agents.change(db, "agent-3", ["support", "support", "billing"])
        first = agents.page(db, None, 2)
        rest = agents.page(db, first[-1].id, 2)
    found = [(entry.id, entry.skills) for entry in first + rest]
    assert found == [
        ("agent-1", ("billing", "sales")),
        ("agent-2", ()),
        ("agent-3", ("billing", "support")),
    ]
