"""The stream of events: what happens to calls, once and in order, also to whoever was away for a while.

The clock of the test goes on while a stream waits, so that each comes to its end.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from console.api.events import LONGEST, MOST_STREAMS, SILENT_AT_MOST
from tests.bridge.databases import BOTH
from tests.console.site import BEARER, Site


def _blocks(text: str) -> list[dict[str, str]]:
    parts = [block for block in text.split("\n\n") if block.startswith("id:")]
    return [dict(line.split(": ", 1) for line in part.splitlines()) for part in parts]


def _told(site: Site, last: str = "") -> list[tuple[str, dict[str, Any]]]:
    """(id, data) of every event of one stream, from its beginning to its end."""
    with site.web.get("/api/events", headers=BEARER | ({"Last-Event-ID": last} if last else {})) as answer:
        assert (answer.status_code, answer.mimetype) == (200, "text/event-stream")
        return [(block["id"], json.loads(block["data"])) for block in _blocks(answer.text)]


@BOTH
def test_a_call_is_told_from_its_beginning_to_its_end(site: Site) -> None:
    caller = site.ring()
    caller.hang_up()
    told = [data for _, data in _told(site, last="0.0")]
    assert [one["event"] for one in told if one["event"].startswith("call_")] == [
        "call_waiting",
        "call_ended",
    ]
    assert {one["call_id"] for one in told} == {site.the_call()["id"]}
    assert all(one["at"].endswith("Z") for one in told)


@BOTH
def test_whoever_comes_back_hears_what_was_missed_and_nothing_twice(site: Site) -> None:
    site.talk()
    told = _told(site, last="0.0")
    assert len(told) > 5
    for at, (last, _) in list(enumerate(told))[::3]:
        assert _told(site, last) == told[at + 1 :]


def test_whoever_comes_for_the_first_time_hears_only_what_comes(site: Site) -> None:
    site.talk()
    assert _told(site) == []


@pytest.mark.parametrize("last", ["x", "1", "-1.2", "1.2.3", "1. 2", "9" * 30 + ".1"])
def test_an_id_that_is_none_of_ours_is_refused(site: Site, last: str) -> None:
    assert site.ask("GET", "/api/events", Last_Event_ID=last).status_code == 422


def test_a_stream_shows_that_it_lives_and_ends_by_itself(site: Site) -> None:
    began = site.clock.now
    text = site.ask("GET", "/api/events").text
    assert text.startswith("retry: ")
    assert text.count(": still here") == pytest.approx(LONGEST / SILENT_AT_MOST, abs=1)
    assert site.clock.now - began == pytest.approx(LONGEST, abs=1)


def test_streams_leave_threads_for_webhooks_and_are_given_back(site: Site) -> None:
    opened = [site.ask("GET", "/api/events") for _ in range(MOST_STREAMS)]
    assert {one.status_code for one in opened} == {200}
    refused = site.ask("GET", "/api/events")
    assert refused.status_code == 503 and "stream" in (refused.json or {})["detail"]
    opened.pop().close()
    assert site.ask("GET", "/api/events").status_code == 200
