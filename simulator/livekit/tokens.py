"""The JSON web tokens of LiveKit, both ways: checked on API requests, made for webhooks.

Decides signature and times, written from the description (reference/livekit.md 4, 5), not from the SDK that
the application uses. It must not know what a token allows.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

Claims = Mapping[str, Any]
LEEWAY = 60.0  # seconds that clocks may differ


class TokenRefused(Exception):
    """The text is what the server answers, as plain text with status 401."""


def make_token(claims: Claims, secret: str) -> str:
    header = {"alg": "HS256", "typ": "JWT"}
    signed = f"{_encode(_json(header))}.{_encode(_json(claims))}"
    return f"{signed}.{_encode(_signature(signed, secret))}"


def read_token(token: str, key: str, secret: str, now: float) -> Claims:
    """The claims of a token that this key's secret has signed and that is valid now."""
    signed, _, signature = token.rpartition(".")
    try:
        header, claims = (json.loads(_decode(part)) for part in signed.split("."))
        given = _decode(signature)
        algorithm, issuer = header.get("alg"), claims.get("iss", "")
    except (ValueError, AttributeError, binascii.Error) as error:
        raise TokenRefused("invalid authorization token") from error
    # In the order of the real server: key, signature, times.
    if issuer != key:
        raise TokenRefused(f"invalid API key: {issuer}")
    problem = ""
    if algorithm != "HS256" or not hmac.compare_digest(given, _signature(signed, secret)):
        problem = "token signature is invalid: signature is invalid"
    elif now > claims.get("exp", now) + LEEWAY:
        problem = "token has invalid claims: token is expired"
    elif now < claims.get("nbf", now) - LEEWAY:
        problem = "token has invalid claims: token is not valid yet"
    if problem:
        raise TokenRefused(f"invalid token: {token}, error: {problem}")
    return dict(claims)


def body_digest(body: bytes) -> str:
    """The claim by which a webhook's token vouches for its body."""
    return base64.b64encode(hashlib.sha256(body).digest()).decode()


def _signature(signed: str, secret: str) -> bytes:
    return hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()


def _json(value: Claims) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
