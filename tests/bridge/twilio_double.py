"""Twilio's REST API for the tests of the shell: its answers, in front of the real port and the real SDK.

It knows no state: a test says what is answered, and reads what was asked. Every request is held against
Twilio's own published contract.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
import responses

from bridge.ports.twilio import OtherHost, Twilio
from simulator.contract import check_request
from tests.bridge.examples import NOW, OURS

ACCOUNT = "AC" + "0123456789abcdef" * 2
SID, OTHER_SID = "CA" + "0" * 31 + "1", "CA" + "0" * 31 + "2"
API = f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}"
CALLS, CONFERENCES = f"{API}/Calls.json", f"{API}/Conferences.json"

Answering = Callable[[requests.PreparedRequest], tuple[int, dict[str, str], str]]
Answer = dict[str, Any] | tuple[int, dict[str, Any]] | Exception


@dataclass(frozen=True)
class Asked:
    """One request as it went out; `sent` is the form of a POST, the query of a GET."""

    method: str
    path: str
    sent: dict[str, str]
    lists: dict[str, list[str]]


def failure(status: int, code: int) -> tuple[int, dict[str, Any]]:
    """How Twilio refuses (reference/twilio.md 4.9)."""
    return status, {"code": code, "message": "No.", "more_info": "https://t.example", "status": status}


def call(sid: str = SID, status: str = "queued", created: float = NOW) -> dict[str, Any]:
    at = format_datetime(datetime.fromtimestamp(created, UTC))
    return {"sid": sid, "status": status, "date_created": at, "account_sid": ACCOUNT}


TIMED_OUT = requests.exceptions.ReadTimeout("read timed out")
NOT_REACHED = requests.exceptions.ConnectTimeout("connect timed out")
BROKEN = requests.exceptions.ConnectionError("Connection aborted.", ConnectionResetError())


class TwilioDouble:
    """What is answered to which URL, and what was asked."""

    def __init__(self, http: responses.RequestsMock) -> None:
        self._http = http
        self.port = Twilio(ACCOUNT, ACCOUNT, "token", OURS, OtherHost(None))

    def answer(self, method: str, url: str, *answers: Answer) -> None:
        """One after another; the last one is repeated."""
        for answer in answers:
            if isinstance(answer, Exception):
                self._http.add(method, url, body=answer)
            else:
                status, body = answer if isinstance(answer, tuple) else (200, answer)
                self._http.add(method, url, body=json.dumps(body), status=status)

    def answer_by(self, method: str, url: str, answer: Answering) -> None:
        self._http.add_callback(method, url, answer)

    def dials(self, *answers: Answer) -> None:
        self.answer("POST", CALLS, *answers)

    def lists(self, *calls: dict[str, Any]) -> None:
        self.answer("GET", CALLS, {"calls": list(calls)})

    def call(self, method: str, *answers: Answer, sid: str = SID) -> None:
        self.answer(method, f"{API}/Calls/{sid}.json", *answers)

    @property
    def asked(self) -> list[Asked]:
        return [_asked(made.request) for made in self._http.calls]


def _asked(request: requests.PreparedRequest) -> Asked:
    url = urlsplit(str(request.url))
    body = request.body.decode() if isinstance(request.body, bytes) else str(request.body or "")
    pairs = parse_qsl(body if request.method == "POST" else url.query, keep_blank_values=True)
    assert check_request(str(request.method), url.path, pairs) == []
    lists: dict[str, list[str]] = {}
    for name, value in pairs:
        lists.setdefault(name, []).append(value)
    return Asked(str(request.method), url.path, dict(pairs), lists)


@pytest.fixture
def twilio() -> Iterator[TwilioDouble]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as http:
        yield TwilioDouble(http)
