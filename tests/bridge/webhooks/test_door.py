"""Nobody but Twilio comes through a door below /twilio/, and nothing that Twilio sends breaks one.

The doors are read from the application's own routes, so that a new one is tested without being named.
"""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from werkzeug.test import TestResponse

from tests.bridge.databases import BOTH
from tests.bridge.examples import everything
from tests.console.phones import PUBLIC, sign
from tests.console.site import Site

FORM = {"CallSid": "CA" + "d" * 32, "From": "+15550000123", "To": "+15005550006", "CallStatus": "ringing"}


def doors(site: Site, **named: str) -> list[tuple[str, str]]:
    """Method and path of every door, with ids of a call and a leg where a path has a place for one."""
    names = {"leg_id": "leg-nobody-1", "call_id": "call-nobody", "name": "conf-nobody-1"} | named
    found = [
        (method, str(rule.rule).replace("<", "{").replace(">", "}").format(**names))
        for rule in site.app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
        if rule.rule.startswith("/twilio/")
    ]
    assert len(found) >= 10
    return found


def refused(answer: TestResponse) -> bool:
    return answer.status_code == 403 and answer.mimetype != "text/xml" and "<Response" not in answer.text


URL = f"{PUBLIC}/twilio/voice"
UNSIGNED = {
    "no signature": {},
    "an empty one": {"X-Twilio-Signature": ""},
    "nonsense": {"X-Twilio-Signature": "AAAAAAAAAAAAAAAAAAAAAAAAAAA="},
    "no base64": {"X-Twilio-Signature": "\xff\x00\xfe"},
    "of another token": {"X-Twilio-Signature": "{other token}"},
    "of another URL": {"X-Twilio-Signature": "{other URL}"},
    "of another form": {"X-Twilio-Signature": "{other form}"},
    "of the URL alone": {"X-Twilio-Signature": "{no form}"},
    "the token itself": {
        "X-Twilio-Signature": "a-token-for-tests",
        "Authorization": "Bearer a-token-for-tests",
    },
}


def forged(header: str, url: str) -> str:
    """A signature that is right for something else than this URL with FORM and our token."""
    return {
        "{other token}": sign(url, FORM, "another-token"),
        "{other URL}": sign(url + "/", FORM),
        "{other form}": sign(url, FORM | {"From": "+15550000124"}),
        "{no form}": sign(url, {}),
    }.get(header, header)


@pytest.mark.parametrize("headers", UNSIGNED.values(), ids=UNSIGNED)
def test_whoever_is_not_twilio_gets_403_and_no_twiml(site: Site, headers: dict[str, str]) -> None:
    before = everything(site.bridge.database)
    for method, path in doors(site):
        given = {name: forged(value, PUBLIC + path) for name, value in headers.items()}
        if method == "POST":
            answer = site.web.post(path, data=FORM, headers=given)
        elif headers == UNSIGNED["of the URL alone"]:
            # Without a form that is what Twilio signs.
            continue
        else:
            answer = site.web.open(path, method=method, headers=given)
        assert refused(answer), (method, path)
    assert everything(site.bridge.database) == before


@pytest.mark.parametrize("change", [{"CallSid": "CA" + "e" * 32}, {"Digits": "1"}, {"From": ""}], ids=str)
def test_a_form_that_was_changed_on_the_way_is_refused(site: Site, change: dict[str, str]) -> None:
    for method, path in doors(site):
        if method == "POST":
            headers = {"X-Twilio-Signature": sign(PUBLIC + path, FORM)}
            assert refused(site.web.post(path, data=FORM | change, headers=headers)), path


@pytest.mark.parametrize("change", ["?n=1&e=keys", "/"])
def test_a_url_that_was_changed_on_the_way_is_refused(site: Site, change: str) -> None:
    for method, path in doors(site):
        headers = {"X-Twilio-Signature": sign(PUBLIC + path, FORM if method == "POST" else {})}
        changed = path + change
        answer = site.web.open(
            changed,
            method=method,
            data=FORM if method == "POST" else None,
            headers=headers,
            environ_overrides={"RAW_URI": changed},
        )
        # A trailing slash is another address, which nobody serves.
        assert refused(answer) or (change == "/" and answer.status_code == 404), (method, changed)


@pytest.mark.parametrize("signed", [False, True])
def test_what_is_larger_than_twilio_ever_sends_is_refused(site: Site, signed: bool) -> None:
    large = FORM | {"Digits": "1" * 70_000}
    for method, path in doors(site):
        if method == "POST":
            headers = {"X-Twilio-Signature": sign(PUBLIC + path, large)} if signed else {}
            assert refused(site.web.post(path, data=large, headers=headers)), path


RAW = {
    "bytes": (b"\x00\xff\xfe" * 100, "application/x-www-form-urlencoded"),
    "JSON": (json.dumps(FORM).encode(), "application/json"),
    "a broken multipart": (b"--x\r\nContent-Disposition: nonsense", "multipart/form-data; boundary=x"),
    "very many parts": (
        b"".join(b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' for _ in range(1100))
        + b"--x--",
        "multipart/form-data; boundary=x",
    ),
    "no type": (b"CallSid=CA1", ""),
    "nothing": (b"", "application/x-www-form-urlencoded"),
}


@pytest.mark.parametrize(("body", "kind"), RAW.values(), ids=RAW)
def test_an_unsigned_body_of_any_kind_is_refused(site: Site, body: bytes, kind: str) -> None:
    for method, path in doors(site):
        if method == "POST":
            assert refused(site.web.post(path, data=body, content_type=kind)), path


STRANGE: dict[str, dict[str, str]] = {
    "nothing": {},
    "empty fields": dict.fromkeys(FORM, ""),
    "null characters": {name: value + "\0" for name, value in FORM.items()},
    "null characters only": dict.fromkeys([*FORM, "Digits", "ParticipantLabel"], "\0"),
    "all of Unicode": dict.fromkeys(FORM, "😀\u202e\ufffe</Say>"),
    "markup": dict.fromkeys(FORM, '"><Hangup/>&amp;'),
    "long fields": dict.fromkeys(FORM, "9" * 9000),
    "fields nobody knows": FORM | {"StirVerstat": "TN-Validation-Passed-A", "X": "1"},
    "numbers that are none": FORM
    | {"SequenceId": "-1", "SipResponseCode": "4.8", "DialSipResponseCode": "\u0663"},
    "words that are none": FORM
    | {"TranscriptionEvent": "transcription-content", "Track": "inbound_track"}
    | {"TranscriptionData": "[" * 20_000},
    "half of a character": FORM
    | {"TranscriptionEvent": "transcription-content", "Track": "inbound_track"}
    | {"TranscriptionData": '{"transcript": "one \\ud83d two \\u0000 three"}'},
    "the end of a call": FORM | {"CallStatus": "completed", "DialCallStatus": "completed"},
    "a status that is none": FORM | {"CallStatus": "levitating"},
}


def fine(answer: TestResponse) -> bool:
    """A document that a phone can play, or nothing to be said."""
    if answer.status_code == 204:
        return answer.data == b""
    return answer.status_code == 200 and ElementTree.fromstring(answer.text).tag == "Response"


@BOTH
@pytest.mark.parametrize("known", [False, True], ids=["of nobody", "of a live call"])
@pytest.mark.parametrize("form", STRANGE.values(), ids=STRANGE)
def test_nonsense_with_a_signature_is_answered_with_a_document_or_nothing(
    site: Site, form: dict[str, str], known: bool
) -> None:
    names = {}
    if known:
        site.ring()
        call = site.the_call()
        names = {"call_id": call["id"], "leg_id": call["legs"][0]["id"], "name": call["room"]}
    for method, path in doors(site, **names):
        if method == "POST":
            for query in ("", "?n=x&e=keys&k=-1&skill=%00", "?n=1&e=levitated"):
                answer = site.carrier.post(f"{PUBLIC}{path}{query}", form)
                assert fine(answer), (path, query, answer.status_code)


@BOTH
@pytest.mark.parametrize("strange", ["%00", "%FF", "..%2Fvoice", "x" * 2_000, "leg-%F0%9F%98%80-1"])
def test_an_address_of_nobody_is_answered_politely(site: Site, strange: str) -> None:
    for method, path in doors(site, leg_id=strange, call_id=strange, name=strange):
        if method == "POST" and strange in path:
            answer = site.web.post(
                path,
                data=FORM,
                headers={"X-Twilio-Signature": sign(PUBLIC + path, FORM)},
                environ_overrides={"RAW_URI": path},
            )
            # An encoded slash is a slash to the server: an address that nobody serves.
            nowhere = strange in ("%00", "..%2Fvoice")
            assert fine(answer) or (nowhere and answer.status_code == 404), path


def test_a_stranger_is_not_even_told_which_urls_there_are(site: Site) -> None:
    assert site.web.post("/twilio/no-such-door").status_code == 403
    assert site.web.get("/twilio/legs/leg-1/nothing").status_code == 403
