"""Every error is a problem document (RFC 9457) that says what to do.

It repeats nothing that was sent and tells nothing of how we are made.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.bridge.databases import BOTH, POSTGRESQL
from tests.console.site import BEARER, Site

JSON = {"Content-Type": "application/json"}
ALICE = {"name": "Alice", "phone": "+15551000001"}


def problem(answer: TestResponse, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    document = json.loads(answer.data)
    assert document["type"] == "about:blank" and document["status"] == status
    assert document["title"] and document["detail"]
    return dict(document)


BODIES = {
    "no JSON": (b'{"name": "Alice"', JSON, 400),
    "no text": (b"\xff\xfe{}", JSON, 400),
    "a list": (b'[{"name": "Alice"}]', JSON, 400),
    "a number": (b"1e999", JSON, 400),
    "deep": (b"[" * 20_000, JSON, 400),
    "a form": (b"name=Alice", {"Content-Type": "application/x-www-form-urlencoded"}, 415),
    "of no type": (b'{"name": "Alice"}', {}, 415),
    "too large": (json.dumps(ALICE | {"name": "x" * 65_536}).encode(), JSON, 413),
    "empty": (b"", JSON, 422),
    "an empty object": (b"{}", JSON, 422),
}


@pytest.mark.parametrize(("body", "headers", "status"), BODIES.values(), ids=BODIES)
@pytest.mark.parametrize(("method", "path"), [("POST", "/api/agents"), ("PATCH", "/api/agents/agent-1")])
def test_a_body_that_cannot_be_read_is_refused_before_its_fields(
    site: Site, method: str, path: str, body: bytes, headers: dict[str, str], status: int
) -> None:
    if method == "PATCH" and body == b"{}":
        # Nothing to change is no mistake; only the agent is missing.
        status = 404
    answer = site.web.open(path, method=method, data=body, headers=BEARER | headers)
    problem(answer, status)
    assert "Alice" not in answer.text


LATER = [
    ("GET", "/api/live"),
    ("GET", "/api/reports/transfers"),
    ("POST", "/api/transfers/tr-1/explode"),
    ("GET", "/api/"),
    ("GET", "/api/nothing"),
]


@pytest.mark.parametrize(("method", "path"), LATER)
def test_a_route_that_does_not_exist_is_not_found(site: Site, method: str, path: str) -> None:
    problem(site.ask(method, path), 404)


def test_outbound_calls_are_not_offered_yet(site: Site) -> None:
    answer = site.ask("POST", "/api/calls", {"to": "+12125550199", "skill": "billing"})
    problem(answer, 404)
    assert site.carrier.dialled == []


@pytest.mark.parametrize(("method", "path"), [("DELETE", "/api/agents"), ("GET", "/api/calls/c/hangup")])
def test_a_request_that_is_not_in_the_contract_is_not_found(site: Site, method: str, path: str) -> None:
    problem(site.ask(method, path), 404)


def test_each_wrong_field_is_named_without_what_was_in_it(site: Site) -> None:
    body = {"name": "", "phone": "+1555SECRET", "skills": ["ok", "NOT OK"]}
    answer = site.ask("POST", "/api/agents", body)
    document = problem(answer, 422)
    assert {error["field"] for error in document["errors"]} == {"name", "phone", "skills.1"}
    assert all(field in document["detail"] for field in ("name", "phone", "skills.1"))
    assert "SECRET" not in answer.text and "NOT OK" not in answer.text


@BOTH
@pytest.mark.parametrize(
    "path", ["/api/agents/%00", "/api/calls/%00", "/api/transfers/%00", "/api/agents?cursor=%00"]
)
def test_a_null_character_is_a_wrong_field_and_no_crash(site: Site, path: str) -> None:
    problem(site.ask("GET", path), 422)


@POSTGRESQL
def test_a_cursor_that_was_tampered_with_is_a_wrong_field(site: Site) -> None:
    # "1.0 call-" and a null character
    problem(site.ask("GET", "/api/calls?cursor=MS4wIGNhbGwtAA=="), 422)


@pytest.mark.parametrize(
    "path", ["/api/agents/" + "x" * 500, "/api/calls/..%2F..%2Fetc", "/api/agents/%F0%9F%98%80"]
)
def test_a_strange_id_is_a_mistake_of_the_client(site: Site, path: str) -> None:
    assert site.ask("GET", path).status_code in (404, 422)


def test_a_mistake_of_ours_is_told_without_its_details(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> None:
        raise RuntimeError("+15551000001 is in the traceback")

    monkeypatch.setattr(site.bridge.engine, "match", broken)
    monkeypatch.setattr(site.bridge.engine, "handle", broken)
    call = site.carrier.call_in()
    answer = site.ask("POST", f"/api/calls/{site.the_call()['id']}/hangup")
    assert call.document.has("Dial")
    problem(answer, 500)
    assert "traceback" not in answer.text and "5551000001" not in answer.text
