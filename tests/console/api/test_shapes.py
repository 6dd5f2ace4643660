"""What outsiders see of calls: numbers by their last four digits, times in one form.

Everything that the API shows of a whole transfer is searched, not chosen fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.console.site import Site

NUMBER = re.compile(r"\+?[0-9][0-9 ().-]{5,}[0-9]")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def fields(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every value that is no object or list, with the name it has."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from fields(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from fields(inner, name)
    else:
        yield name, value


def a_whole_transfer(site: Site) -> list[Any]:
    """Everything that the API shows of a call that was transferred to an outside phone."""
    site.restart(DIAL_ALLOW="+1212")
    talk = site.talk()
    answers = [site.transfer(talk, {"phone": "+12125550199"})]
    again = site.ask("POST", f"/api/calls/{talk.id}/transfers", {"to": {"phone": "+12125550199"}})
    target = site.carrier.dialled[-1]
    target.answer()
    target.wait()
    target.press("1")
    site.carrier.settle()
    paths = ("/api/calls", f"/api/calls/{talk.id}", f"/api/transfers/{answers[0]['id']}")
    answers += [again.json, *map(site.get, paths)]
    answers.append(site.do(f"/api/transfers/{answers[0]['id']}/cancel"))
    answers.append(site.do(f"/api/calls/{talk.id}/hangup"))
    return answers + [site.get(path) for path in paths]


def test_no_answer_holds_a_whole_phone_number(site: Site) -> None:
    shown = [(name, value) for name, value in fields(a_whole_transfer(site)) if isinstance(value, str)]
    assert ("from", "***0123") in shown and ("to", "***0006") in shown
    ours = {"id", "call_id", "room", "call_sid", "transfer_id", "agent_id", "from_agent_id", "to_agent_id"}
    spoken = [value for name, value in shown if name not in ours and not TIME.fullmatch(value)]
    assert [value for value in spoken if NUMBER.search(value.replace("0 1 2 3", ""))] == []


def test_every_time_is_utc_with_milliseconds(site: Site) -> None:
    site.clock.go(0.0006)
    times = [
        value for name, value in fields(a_whole_transfer(site)) if name in ("at",) or name.endswith("_at")
    ]
    assert len(times) > 30
    assert [value for value in times if value is not None and not TIME.fullmatch(value)] == []


@pytest.mark.parametrize(
    "number", ["anonymous", "", "client:alice", "sip:+15550001234@example.com", "Restricted"]
)
def test_a_caller_without_a_number_is_shown_as_anonymous(site: Site, number: str) -> None:
    site.ring(number=number)
    assert site.the_call()["from"] == "anonymous"


def test_admins_see_the_phones_of_agents(site: Site) -> None:
    site.hire()
    assert site.get("/api/agents")["items"][0]["phone"] == "+15551000001"
