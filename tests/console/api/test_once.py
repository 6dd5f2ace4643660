"""A request with an Idempotency-Key is done once.

It is answered the same for a day, whatever comes between: a restart, another request, the same one at once.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection
from werkzeug.test import TestResponse

from tests.bridge.databases import BOTH
from tests.console.site import Site

ALICE = {"name": "Alice", "phone": "+15551000001"}
BOB = {"name": "Bob", "phone": "+15551000002"}


def post(site: Site, path: str, body: object = None, key: str = "key-1") -> TestResponse:
    return site.ask("POST", path, body, Idempotency_Key=key)


def same(first: TestResponse, again: TestResponse) -> bool:
    parts = [(a.status_code, a.data, a.mimetype, a.headers.get("Location")) for a in (first, again)]
    return parts[0] == parts[1]


@BOTH
def test_the_same_key_is_the_same_agent_across_a_restart(site: Site) -> None:
    first = post(site, "/api/agents", ALICE)
    again = post(site, "/api/agents", ALICE)
    site.restart()
    after = post(site, "/api/agents", ALICE)
    assert first.status_code == 201
    assert same(first, again) and same(first, after)
    assert len(site.get("/api/agents")["items"]) == 1


@BOTH
def test_the_same_key_starts_one_transfer_and_shows_it_as_it_began(site: Site) -> None:
    talk = site.talk()
    path, body = (
        f"/api/calls/{talk.id}/transfers",
        {"to": {"agent_id": site.hire("Bob", "+15551000002")["id"]}},
    )
    first = post(site, path, body)
    site.carrier.settle()
    post(site, f"/api/transfers/{first.json['id']}/cancel", key="key-2")
    site.carrier.settle()
    site.restart()
    again = post(site, path, body)
    assert first.status_code == 202 and same(first, again)
    assert site.the_call()["transfer_id"] == first.json["id"]
    assert [phone.number for phone in site.carrier.dialled] == ["+15551000001", "+15551000002"]


def test_a_command_and_a_hang_up_are_answered_again_without_being_done_again(site: Site) -> None:
    talk = site.talk()
    transfer, _ = site.consult(talk)
    for path in (f"/api/transfers/{transfer}/swap", f"/api/calls/{talk.id}/hangup"):
        first = post(site, path, key=path)
        site.carrier.settle()
        sent = len(site.carrier.sent)
        again = post(site, path, key=path)
        site.carrier.settle()
        assert first.status_code == 202 and same(first, again)
        assert len(site.carrier.sent) == sent


@BOTH
def test_a_key_that_was_used_for_something_else_is_refused(site: Site) -> None:
    post(site, "/api/agents", ALICE)
    for path, body in (("/api/agents", BOB), ("/api/agents?x=1", ALICE), ("/api/calls/call-1/hangup", None)):
        answer = post(site, path, body)
        assert answer.status_code == 422 and "Idempotency-Key" in answer.json["detail"]
    assert len(site.get("/api/agents")["items"]) == 1


@BOTH
def test_a_refusal_is_answered_the_same_after_its_reason_is_gone(site: Site) -> None:
    alice = site.hire()
    first = post(site, "/api/agents", ALICE | {"name": "Alicia"})
    site.ask("DELETE", f"/api/agents/{alice['id']}")
    site.restart()
    again = post(site, "/api/agents", ALICE | {"name": "Alicia"})
    assert first.status_code == 409 and same(first, again)
    assert site.get("/api/agents")["items"] == []


@pytest.mark.parametrize("path", ["/api/calls/call-1/hangup", "/api/transfers/tr-1/complete"])
def test_what_was_not_found_stays_not_found(site: Site, path: str) -> None:
    first, again = post(site, path), post(site, path)
    assert first.status_code == 404 and same(first, again)


def test_a_key_counts_for_a_day(site: Site) -> None:
    first = post(site, "/api/agents", ALICE)
    site.clock.go(24 * 3600 - 1)
    assert same(first, post(site, "/api/agents", ALICE))
    site.clock.go(2)
    assert post(site, "/api/agents", ALICE).status_code == 409
    assert post(site, "/api/agents", BOB, key="key-2").status_code == 201


def test_a_key_that_nobody_can_keep_is_refused(site: Site) -> None:
    answer = post(site, "/api/agents", ALICE, key="k" * 101)
    assert answer.status_code == 422 and "Idempotency-Key" in answer.json["detail"]


def write_together(site: Site, patch: pytest.MonkeyPatch) -> None:
    """Nobody's first write begins before both are about to write: both have looked for the key by then."""
    barrier, arrived = threading.Barrier(2, timeout=5), set[int]()
    write = site.bridge.database.write

    @contextmanager
    def late() -> Iterator[Connection]:
        if threading.get_ident() not in arrived:
            arrived.add(threading.get_ident())
            barrier.wait()
        with write() as db:
            yield db

    patch.setattr(site.bridge.database, "write", late)


def at_once(site: Site, path: str, body: object, monkeypatch: pytest.MonkeyPatch) -> list[TestResponse]:
    answers = list[TestResponse]()
    asks = [threading.Thread(target=lambda: answers.append(post(site, path, body))) for _ in range(2)]
    with monkeypatch.context() as patch:
        write_together(site, patch)
        for ask in asks:
            ask.start()
        for ask in asks:
            ask.join()
    site.carrier.settle()
    return answers


@BOTH
def test_two_at_once_add_one_agent_and_get_the_same_answer(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = at_once(site, "/api/agents", ALICE, monkeypatch)
    assert first.status_code == 201 and same(first, second)
    assert len(site.get("/api/agents")["items"]) == 1


@BOTH
def test_two_at_once_start_one_transfer_and_get_the_same_answer(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = site.talk()
    bob: Any = {"to": {"agent_id": site.hire("Bob", "+15551000002")["id"]}}
    first, second = at_once(site, f"/api/calls/{talk.id}/transfers", bob, monkeypatch)
    assert first.status_code == 202 and same(first, second)
    assert len(site.carrier.dialled) == 2


@BOTH
def test_two_at_once_hang_up_once_and_get_the_same_answer(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = at_once(site, f"/api/calls/{site.talk().id}/hangup", None, monkeypatch)
    assert first.status_code == 202 and same(first, second)
