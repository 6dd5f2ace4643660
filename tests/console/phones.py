"""Twilio as the application meets it: REST answered over HTTP, phones that follow TwiML, signed webhooks.

As little of it as a test needs, and only documented behaviour (reference/twilio.md 1 to 4). It must not
know our states; a phone goes where the last document or redirect sent it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import requests
import responses
from requests import PreparedRequest
from twilio.request_validator import RequestValidator
from werkzeug.test import Client, TestResponse

from tests.bridge.settings_example import REQUIRED

ACCOUNT = REQUIRED["TWILIO_ACCOUNT_SID"]
TOKEN = REQUIRED["TWILIO_AUTH_TOKEN"]
PUBLIC = REQUIRED["PUBLIC_BASE_URL"]
OURS = REQUIRED["TWILIO_NUMBER"]
API = f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}"

Answer = tuple[int, dict[str, str], str]


class Document:
    """A TwiML document, asked what a phone does with it."""

    def __init__(self, text: str) -> None:
        self.text, self.root = text, ElementTree.fromstring(text)
        assert self.root.tag == "Response", text

    @property
    def words(self) -> str:
        return " ".join("".join(say.itertext()) for say in self.root.iter("Say"))

    def has(self, verb: str) -> bool:
        return next(self.root.iter(verb), None) is not None

    def the(self, verb: str) -> ElementTree.Element:
        return next(self.root.iter(verb))

    @property
    def redirect(self) -> str:
        return self.the("Redirect").text or ""


def sign(url: str, form: dict[str, str], token: str = TOKEN) -> str:
    return RequestValidator(token).compute_signature(url.partition("#")[0], form)


@dataclass
class Phone:
    """One phone connection; `document` is what it hears now, `heard` every word so far."""

    carrier: Carrier
    sid: str
    number: str
    url: str = ""
    status_url: str = ""
    heard: list[str] = field(default_factory=list)
    _document: Document | None = None

    @property
    def document(self) -> Document:
        assert self._document is not None, "a phone that has not been answered hears nothing"
        return self._document

    def hear(self, answer: TestResponse) -> Document:
        assert answer.status_code == 200, answer.text
        assert answer.mimetype == "text/xml"
        self._document = Document(answer.text)
        self.heard.append(self._document.words)
        return self._document

    def ask(self, url: str, **form: str) -> Document:
        """The document behind this URL becomes what the phone hears."""
        sent = {"CallSid": self.sid, "From": self.number, "To": OURS, "CallStatus": "in-progress"} | form
        return self.hear(self.carrier.post(url, sent))

    def tell(self, status: str, **form: str) -> TestResponse:
        """Its status callback."""
        return self.carrier.post(self.status_url, {"CallSid": self.sid, "CallStatus": status} | form)

    def answer(self) -> Document:
        self.tell("ringing")
        self.tell("in-progress")
        return self.ask(self.url)

    def press(self, key: str) -> Document:
        return self.ask(self.document.the("Gather").attrib["action"], Digits=key)

    def wait(self) -> Document:
        """It has listened to the end without a key."""
        return self.ask(self.document.redirect)

    def come_in(self) -> None:
        """It is in the conversation that its document dials."""
        conference = next(self.document.root.iter("Conference"), None)
        if conference is None:
            self.carrier.post(
                self.document.the("Sip").attrib["statusCallback"], {"CallStatus": "in-progress"}
            )
            return
        form = {"StatusCallbackEvent": "participant-join", "CallSid": self.sid}
        form["ParticipantLabel"] = conference.attrib["participantLabel"]
        self.carrier.post(conference.attrib["statusCallback"], form)

    def hang_up(self, status: str = "completed") -> None:
        self.tell(status)


@dataclass
class Carrier:
    """The REST API and the webhooks; `dialled` are the phones we rang, oldest first."""

    web: Client
    run: Callable[[], None]
    phones: dict[str, Phone] = field(default_factory=dict)
    dialled: list[Phone] = field(default_factory=list)
    sent: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    # How the next dials fail, if they do.
    refuse: list[Answer | Exception] = field(default_factory=list)
    ANY_CALL = re.compile(rf"{API}/Calls/CA\w+\.json")
    _told: list[tuple[Phone, str]] = field(default_factory=list)

    def answer_rest(self, mock: responses.RequestsMock) -> None:
        mock.add_callback("POST", f"{API}/Calls.json", self._create)
        mock.add_callback("POST", self.ANY_CALL, self._update)
        mock.add("GET", self.ANY_CALL, json={"status": "in-progress"})
        mock.add("GET", re.compile(rf"{API}/Calls\.json.*"), json={"calls": [], "next_page_uri": None})

    def _create(self, request: PreparedRequest) -> Answer:
        form = self._note(request)
        if self.refuse:
            failure = self.refuse.pop(0)
            if isinstance(failure, Exception):
                raise failure
            return failure
        phone = Phone(self, f"CA{len(self.dialled):032x}", form["To"], form["Url"], form["StatusCallback"])
        self.dialled.append(phone)
        self.phones[phone.sid] = phone
        return 201, {}, f'{{"sid": "{phone.sid}", "status": "queued"}}'

    def _update(self, request: PreparedRequest) -> Answer:
        form = self._note(request)
        sid = urlsplit(request.url or "").path.rpartition("/")[2].removesuffix(".json")
        self._told.append((self.phones[sid], form.get("Url", "")))
        return 200, {}, f'{{"sid": "{sid}", "status": "in-progress"}}'

    def _note(self, request: PreparedRequest) -> dict[str, str]:
        form = {name: values[0] for name, values in parse_qs(str(request.body or "")).items()}
        self.sent.append((str(request.url), form))
        return form

    def settle(self) -> None:
        """Run what the application has begun; phones that were redirected fetch, those hung up report it."""
        self.run()
        while self._told:
            phone, url = self._told.pop(0)
            if url:
                phone.ask(url)
            else:
                phone.hang_up()
            self.run()

    def post(self, url: str, form: dict[str, str], **more: Any) -> TestResponse:
        """A webhook as Twilio sends it: to the public URL without its fragment, signed over just that."""
        address = url.partition("#")[0]
        assert address.startswith(f"{PUBLIC}/"), url
        headers = {"X-Twilio-Signature": sign(address, form, more.pop("token", TOKEN))} | more.pop(
            "headers", {}
        )
        return self.web.post(address.removeprefix(PUBLIC), data=form, headers=headers, **more)

    def call_in(self, sid: str = "CA" + "c" * 32, number: str = "+15550000123", query: str = "") -> Phone:
        """A customer rings our number."""
        phone = Phone(self, sid, number, status_url=f"{PUBLIC}/twilio/status")
        self.phones[sid] = phone
        phone.ask(f"{PUBLIC}/twilio/voice{query}", Direction="inbound", CallStatus="ringing")
        return phone


TIMED_OUT = requests.exceptions.ReadTimeout("no answer in time")
