"""What a signature covers: the public URL as it was sent and the form, or the very body for LiveKit.

Request headers never say what our URL is, and nothing that was changed on the way is let in.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jwt
import pytest
from werkzeug.test import TestResponse

from bridge.webhooks.signature import LEEWAY, livekit_token_valid
from tests.bridge.examples import NOW
from tests.bridge.webhooks.tokens import KEY, SECRET, livekit_token
from tests.console.phones import PUBLIC, TOKEN, sign
from tests.console.site import Site

FORM = {"CallSid": "CA" + "d" * 32, "From": "+15550000123", "To": "+15005550006", "CallStatus": "ringing"}
NEXT = "the-next-token-for-tests"


def voice(site: Site, signed_url: str, sent: str = "/twilio/voice", **headers: str) -> int:
    """The status of a request to `sent` whose signature was made over `signed_url`."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    given["X-Twilio-Signature"] = sign(signed_url, FORM)
    return site.web.post(sent, data=FORM, headers=given, environ_overrides={"RAW_URI": sent}).status_code


def test_a_signature_over_the_public_url_is_let_in_whatever_the_headers_say(site: Site) -> None:
    assert voice(site, f"{PUBLIC}/twilio/voice") == 200
    behind = {"Host": "10.0.0.7:8000", "X_Forwarded_Host": "evil.example.com", "X_Forwarded_Proto": "http"}
    assert voice(site, f"{PUBLIC}/twilio/voice", **behind) == 200


@pytest.mark.parametrize("header", ["Host", "X_Forwarded_Host", "X_Original_Host", "Forwarded"])
def test_a_header_cannot_say_what_our_url_is(site: Site, header: str) -> None:
    value = "host=evil.example.com" if header == "Forwarded" else "evil.example.com"
    headers = {header: value, "X_Forwarded_Proto": "https", "X_Forwarded_Prefix": "/evil"}
    for url in (
        "https://evil.example.com/twilio/voice",
        f"{PUBLIC}/evil/twilio/voice",
        "http://localhost/twilio/voice",
    ):
        assert voice(site, url, **headers) == 403


@pytest.mark.parametrize(
    "sent", ["http://evil.example.com/twilio/voice", "https://bridge.example.com/twilio/voice"]
)
def test_a_proxy_that_sends_whole_urls_changes_nothing(site: Site, sent: str) -> None:
    headers = {"X-Twilio-Signature": sign(f"{PUBLIC}/twilio/voice", FORM)}
    answer = site.web.post("/twilio/voice", data=FORM, headers=headers, environ_overrides={"RAW_URI": sent})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "query", ["?skill=a%20b", "?skill=a+b", "?a=%2F%2f&a=", "?=&&", "?skill=%C3%A9", "?q=a%26b#"]
)
def test_a_query_counts_as_it_was_sent(site: Site, query: str) -> None:
    sent = f"/twilio/voice{query}".partition("#")[0]
    assert voice(site, PUBLIC + sent, sent) == 200
    assert voice(site, f"{PUBLIC}/twilio/voice", sent) == 403
    assert voice(site, PUBLIC + sent, "/twilio/voice") == 403


def test_an_encoded_path_counts_as_it_was_sent(site: Site) -> None:
    assert voice(site, f"{PUBLIC}/twilio/%76oice", "/twilio/%76oice") == 200
    assert voice(site, f"{PUBLIC}/twilio/voice", "/twilio/%76oice") == 403


@pytest.mark.parametrize("port", [":443", ""])
def test_the_default_port_may_be_in_the_signed_url_or_not(site: Site, port: str) -> None:
    assert voice(site, f"{PUBLIC}{port}/twilio/voice") == 200
    assert voice(site, f"{PUBLIC}:8443/twilio/voice") == 403


@pytest.mark.parametrize(
    "base", ["https://bridge.example.com:8443", "http://127.0.0.1:8000", "https://example.com/phone/line"]
)
def test_the_public_url_may_have_a_port_or_a_path(site: Site, base: str) -> None:
    site.restart(PUBLIC_BASE_URL=base)
    assert voice(site, f"{base}/twilio/voice") == 200
    assert voice(site, "https://example.com/twilio/voice") == 403


def test_both_tokens_are_let_in_while_they_are_rotated(site: Site) -> None:
    post = site.carrier.post
    assert post(f"{PUBLIC}/twilio/voice", FORM, token=NEXT).status_code == 403
    site.restart(TWILIO_AUTH_TOKEN_NEXT=NEXT)
    assert post(f"{PUBLIC}/twilio/voice", FORM, token=NEXT).status_code == 200
    assert post(f"{PUBLIC}/twilio/voice", FORM, token=TOKEN).status_code == 200
    assert post(f"{PUBLIC}/twilio/voice", FORM, token="a-third-token").status_code == 403


def test_an_api_key_of_rest_signs_nothing(site: Site) -> None:
    site.restart(TWILIO_API_KEY="SK" + "0" * 32, TWILIO_API_SECRET=NEXT)
    assert site.carrier.post(f"{PUBLIC}/twilio/voice", FORM, token=NEXT).status_code == 403
    assert site.carrier.post(f"{PUBLIC}/twilio/voice", FORM).status_code == 200


# --- LiveKit -----------------------------------------------------------------------------------

# As a real server sent them; the body is signed byte for byte.
RECORDED = sorted((Path(__file__).parents[2] / "simulator" / "livekit" / "recorded").glob("*.json"))
THEIRS = {
    "LIVEKIT_API_KEY": "APItestonly",
    "LIVEKIT_API_SECRET": "test-only-secret-of-at-least-32-characters",
}
BODY = b'{"event": "room_started"}'


def recorded(site: Site, file: Path) -> tuple[str, bytes]:
    """Token and body; the site has the server's key, and its clock stands when the webhook was sent."""
    told = json.loads(file.read_text(encoding="utf-8"))
    token = told["headers"]["Authorization"]
    site.restart(**THEIRS)
    site.clock.now = float(jwt.decode(token, options={"verify_signature": False})["iat"])
    return token, told["body"].encode()


def deliver(site: Site, token: str | None, body: bytes) -> TestResponse:
    headers = {"Content-Type": "application/webhook+json"} | ({"Authorization": token} if token else {})
    return site.web.post("/livekit/webhook", data=body, headers=headers)


@pytest.mark.parametrize("file", RECORDED, ids=lambda file: file.stem)
def test_a_recorded_webhook_is_let_in_at_its_time_and_as_it_was_sent(site: Site, file: Path) -> None:
    token, body = recorded(site, file)
    assert deliver(site, token, body).status_code == 200
    assert deliver(site, f"Bearer {token}", body).status_code == 200
    assert deliver(site, token, body.replace(b"call-7f3a", b"call-7f3b") + b" ").status_code == 401
    assert deliver(site, token, json.dumps(json.loads(body)).encode()).status_code == 401
    assert deliver(site, token[:-2], body).status_code == 401
    site.clock.go(300 + LEEWAY + 1)
    assert deliver(site, token, body).status_code == 401


def test_there_are_recordings() -> None:
    assert len(RECORDED) == 15


def test_a_recorded_webhook_of_another_project_is_refused(site: Site) -> None:
    token, body = recorded(site, RECORDED[0])
    site.restart()
    assert deliver(site, token, body).status_code == 401


def token(body: bytes = BODY, **more: Any) -> str:
    return livekit_token(body, NOW, **more)


REFUSED = {
    "none": None,
    "empty": "",
    "no token": "Bearer",
    "nonsense": "a.b.c",
    "of another secret": token(key="another-secret-that-is-long-enough!"),
    "of another key": token(iss="APIother"),
    "of nobody": token(iss=None),
    "of another body": token(b"{}"),
    "of no body": token(sha256=None),
    "of a number": token(sha256=0),
    "expired": token(exp=NOW - LEEWAY - 1),
    "of the future": token(nbf=NOW + LEEWAY + 1),
    "that never expires": token(exp=None),
    "that begins at no time": token(nbf=None),
    "with words for times": token(exp="tomorrow"),
    "with a time that is none": token(exp=float("nan")),
    "with another algorithm": token(algorithm="HS512", key=SECRET + SECRET),
    "signed by nobody": jwt.encode({"iss": KEY, "nbf": NOW, "exp": NOW + 300}, "", "none"),
    "of Twilio": sign(f"{PUBLIC}/livekit/webhook", {}),
}


def test_our_own_token_is_let_in_so_that_the_others_are_refused_for_their_mistake(site: Site) -> None:
    assert deliver(site, token(), BODY).status_code == 200


@pytest.mark.parametrize("given", REFUSED.values(), ids=REFUSED)
def test_a_livekit_webhook_is_refused_with_a_token(site: Site, given: str | None) -> None:
    answer = deliver(site, given, BODY)
    assert (answer.status_code, answer.data) == (401, b"")


@pytest.mark.parametrize(
    "body", [b"", b"null", b"[]", b"\xff", b"{", b"[" * 50_000, b'{"participant": 7}', b'{"event": {}}']
)
def test_a_signed_body_that_says_nothing_changes_nothing(site: Site, body: bytes) -> None:
    assert deliver(site, token(body), body).status_code == 200


@pytest.mark.parametrize("signed", [False, True])
def test_a_livekit_webhook_larger_than_any_is_refused(site: Site, signed: bool) -> None:
    body = b" " * 300_000
    assert deliver(site, token(body) if signed else None, body).status_code == 401


@pytest.mark.parametrize(
    ("seconds", "valid"), [(-61, False), (-60, True), (0, True), (360, True), (361, False)]
)
def test_clocks_may_differ_by_a_minute(seconds: float, valid: bool) -> None:
    assert livekit_token_valid(token(), BODY, KEY, SECRET, NOW + seconds) is valid
