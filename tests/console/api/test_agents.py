"""Agents over the API: added, changed, seen busy and free, removed.

Whoever is free is rung as soon as somebody waits.
"""

from __future__ import annotations

from typing import Any

import pytest

from bridge.store import agents
from tests.bridge.databases import BOTH
from tests.console.site import Site

ALICE = {"name": "Alice", "phone": "+15551000001", "skills": ["billing"]}


def status(site: Site, agent: Any) -> str:
    return str(site.get(f"/api/agents/{agent['id']}")["status"])


@BOTH
def test_a_new_agent_is_available_and_has_a_code_for_keypads(site: Site) -> None:
    answer = site.ask("POST", "/api/agents", ALICE)
    agent = answer.json
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/agents/{agent['id']}"
    assert agent == ALICE | {"id": agent["id"], "code": "10", "status": "available"}
    assert site.get(f"/api/agents/{agent['id']}") == agent


def test_every_agent_has_another_code_of_two_to_four_digits(site: Site) -> None:
    with site.bridge.database.write() as db:
        for number in range(89):
            agents.add(db, f"agent-{number}", "Somebody", f"+1555200{number:04}", (), site.clock())
    codes = [site.hire("Alice", "+15551000001")["code"], site.hire("Bob", "+15551000002")["code"]]
    assert codes == ["99", "100"]


@BOTH
def test_a_phone_belongs_to_one_agent(site: Site) -> None:
    alice = site.hire()
    bob = site.hire("Bob", "+15551000002")
    again = site.ask("POST", "/api/agents", {"name": "Carol", "phone": alice["phone"]})
    taken = site.ask("PATCH", f"/api/agents/{bob['id']}", {"phone": alice["phone"]})
    assert (again.status_code, taken.status_code) == (409, 409)
    assert site.get(f"/api/agents/{bob['id']}") == bob
    assert len(site.get("/api/agents")["items"]) == 2


def test_the_phone_of_somebody_who_left_can_be_given_to_a_successor(site: Site) -> None:
    assert site.ask("DELETE", f"/api/agents/{site.hire()['id']}").status_code == 204
    assert site.hire("Bob")["phone"] == "+15551000001"


@BOTH
def test_pages_of_agents_show_everybody_once(site: Site) -> None:
    hired = {site.hire(f"Agent {n}", f"+1555100{n:04}")["id"] for n in range(5)}
    seen, cursor, pages = list[str](), "", 0
    while cursor is not None:
        page = site.get(f"/api/agents?limit=2&cursor={cursor}")
        seen += [agent["id"] for agent in page["items"]]
        cursor, pages = page["next"], pages + 1
    assert (set(seen), len(seen), pages) == (hired, 5, 3)


def test_what_is_not_named_in_a_change_stays(site: Site) -> None:
    agent = site.hire("Alice", "+15551000001", "billing")
    path = f"/api/agents/{agent['id']}"
    changed = site.ask("PATCH", path, {"name": "Alicia", "skills": ["sales", "billing", "sales"]}).json
    assert changed == agent | {"name": "Alicia", "skills": ["billing", "sales"]}
    assert site.ask("PATCH", path, {"phone": "+15551000009"}).json == changed | {"phone": "+15551000009"}
    assert site.ask("PATCH", path, {}).json == site.get(path)


@BOTH
def test_an_agent_who_is_away_is_not_rung_until_back(site: Site) -> None:
    agent = site.hire()
    path = f"/api/agents/{agent['id']}"
    assert site.ask("PATCH", path, {"status": "away"}).json["status"] == "away"
    site.ring()
    assert site.the_call()["state"] == "waiting" and site.carrier.dialled == []
    assert site.ask("PATCH", path, {"status": "available"}).status_code == 200
    site.carrier.settle()
    assert [phone.number for phone in site.carrier.dialled] == [agent["phone"]]


def test_a_new_agent_is_rung_at_once_when_a_caller_waits(site: Site) -> None:
    site.ring()
    agent = site.hire()
    assert status(site, agent) == "ringing"
    assert site.the_call()["state"] == "ringing"


def test_the_status_follows_the_phone_through_a_call(site: Site) -> None:
    agent = site.hire()
    caller = site.ring()
    phone = site.carrier.dialled[0]
    assert status(site, agent) == "ringing"
    phone.answer()
    assert status(site, agent) == "ringing"
    phone.press("1")
    assert status(site, agent) == "on_call"
    caller.hang_up()
    assert status(site, agent) == "on_call"
    phone.hang_up()
    assert status(site, agent) == "available"


def test_a_break_that_is_asked_for_in_a_call_begins_after_it(site: Site) -> None:
    talk = site.talk()
    agent = site.get("/api/agents")["items"][0]
    asked = site.ask("PATCH", f"/api/agents/{agent['id']}", {"status": "wrapping_up"})
    assert asked.json["status"] == "on_call"
    talk.agent.hang_up()
    assert status(site, agent) == "wrapping_up"


def test_nobody_is_removed_in_the_middle_of_a_call(site: Site) -> None:
    talk = site.talk()
    path = f"/api/agents/{site.get('/api/agents')['items'][0]['id']}"
    assert site.ask("DELETE", path).status_code == 409
    talk.agent.hang_up()
    gone = site.ask("DELETE", path)
    assert (gone.status_code, gone.data) == (204, b"")
    assert site.ask("GET", path).status_code == 404
    assert site.ask("DELETE", path).status_code == 404
    assert site.get("/api/agents")["items"] == []


WRONG = {
    "no phone": {"phone": None},
    "without a country": {"phone": "5551000001"},
    "too short": {"phone": "+1555"},
    "a SIP address": {"phone": "sip:alice@example.com"},
    "a client": {"phone": "client:alice"},
    "written for people": {"phone": "+1 555 100 0001"},
    "our own number": {"phone": "+15005550006"},
    "no name": {"name": ""},
    "a blank name": {"name": " \t "},
    "a long name": {"name": "x" * 81},
    "a name with a null character": {"name": "Al\0ice"},
    "half of a character": {"name": "\ud83d"},
    "a skill of two words": {"skills": ["phone bills"]},
    "skills in a string": {"skills": "billing"},
    "very many skills": {"skills": [f"skill-{n}" for n in range(21)]},
    "an unknown field": {"colour": "red"},
    "a status at birth": {"status": "away"},
}


@BOTH
@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_wrong_field_is_named_and_nobody_is_added(site: Site, wrong: dict[str, object]) -> None:
    answer = site.ask("POST", "/api/agents", ALICE | wrong)
    assert answer.status_code == 422
    assert next(iter(wrong)) in answer.json["detail"]
    assert site.get("/api/agents") == {"items": [], "next": None}


@pytest.mark.parametrize("wrong", ["ringing", "on_call", "lunch", 1, ["away"]])
def test_a_status_that_only_a_phone_brings_about_cannot_be_set(site: Site, wrong: object) -> None:
    agent = site.hire()
    answer = site.ask("PATCH", f"/api/agents/{agent['id']}", {"status": wrong})
    assert answer.status_code == 422 and "status" in answer.json["detail"]
    assert status(site, agent) == "available"
