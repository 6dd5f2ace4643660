"""Health tells the truth: red, by name, for as long as something that we need is down, and no longer.

Also the numbers, and the music that the carrier fetches.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
import requests

from tests.bridge.databases import BOTH
from tests.console.outages import database_away
from tests.console.phones import API
from tests.console.site import BEARER, UNREACHABLE, Site

ANYTHING = re.compile(rf"{API}.*")


def ready(site: Site) -> tuple[int, list[str]]:
    answer = site.web.get("/health/ready")
    assert answer.mimetype == "application/json"
    return answer.status_code, answer.json.get("down", [])


def twilio_fails(site: Site, **how: Any) -> None:
    """Whatever it is asked."""
    site.mock.reset()
    site.mock.add("GET", ANYTHING, **how)


def test_a_process_that_answers_is_alive_whatever_is_down(site: Site) -> None:
    site.rooms.broken = UNREACHABLE
    with database_away(site):
        assert site.web.get("/health/live").status_code == 200


@BOTH
def test_ready_when_everything_answers(site: Site) -> None:
    assert ready(site) == (200, [])
    assert site.rooms.asked == ["ListRooms"]


@BOTH
def test_the_database_is_named_while_it_is_away(site: Site) -> None:
    with database_away(site):
        assert ready(site) == (503, ["database"])
    assert ready(site) == (200, [])


TWILIO = {
    "refuses us": {"status": 401, "json": {"code": 20003, "message": "Authenticate", "status": 401}},
    "asks for patience": {"status": 429, "json": {"code": 20429, "message": "Too many", "status": 429}},
    "is broken": {"status": 503, "body": "<html>Service Unavailable</html>"},
    "does not answer in time": {"body": requests.exceptions.ReadTimeout("no answer")},
    "cannot be reached": {"body": requests.exceptions.ConnectionError("refused")},
    "talks nonsense": {"status": 200, "body": "<html>Welcome to the hotel's network</html>"},
}


@pytest.mark.parametrize("failure", TWILIO.values(), ids=TWILIO)
def test_twilio_is_named_when_it(site: Site, failure: dict[str, Any]) -> None:
    twilio_fails(site, **failure)
    assert ready(site) == (503, ["twilio"])


@pytest.mark.parametrize("failure", [401, 500, UNREACHABLE, TimeoutError()], ids=str)
def test_livekit_is_named_when_it_fails(site: Site, failure: int | Exception) -> None:
    site.rooms.broken = failure
    assert ready(site) == (503, ["livekit"])
    site.rooms.broken = None
    assert ready(site) == (200, [])


def test_everything_that_is_down_is_named(site: Site) -> None:
    twilio_fails(site, status=500)
    site.rooms.broken = UNREACHABLE
    with database_away(site):
        assert ready(site) == (503, ["database", "twilio", "livekit"])


def test_numbers_are_for_those_with_a_token_and_hold_nothing_of_a_call(site: Site) -> None:
    site.talk()
    answer = site.web.get("/metrics", headers=BEARER)
    assert answer.status_code == 200 and answer.mimetype == "text/plain"
    assert "\nwarm_bridge_calls_live 1.0\n" in answer.text
    assert 'warm_bridge_webhook_seconds_count{route="/twilio/voice"}' in answer.text
    assert "5550000123" not in answer.text and "CAcccc" not in answer.text
    assert site.web.get("/metrics").status_code == 401


def test_numbers_need_the_database_and_say_so(site: Site) -> None:
    with database_away(site):
        answer = site.web.get("/metrics", headers=BEARER)
    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")


def test_hold_music_is_served_as_a_file_to_be_kept(site: Site) -> None:
    answer = site.web.get("/audio/hold.wav")
    assert answer.status_code == 200 and answer.data.startswith(b"RIFF")
    assert "max-age=" in answer.headers["Cache-Control"]
