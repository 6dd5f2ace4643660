"""The door that every Twilio webhook comes through: signature, size, and what goes back.

Decides who is let in and how a document leaves. It must not know which webhook it is.
"""

from __future__ import annotations

import json
from typing import Any

from flask import Flask, Response, abort, request
from werkzeug.exceptions import RequestEntityTooLarge

from bridge import metrics
from bridge.core.state import Call, Leg
from bridge.service import Bridge, current
from bridge.views import document
from twiml import ended

# Twilio's own forms are far below this; what is larger is not from there.
LARGEST_BODY = 64 * 1024


def guard(app: Flask) -> None:
    """Below /twilio/ nobody else is let in, and is not even told which URLs there are."""
    app.before_request(_check_signature)


def _check_signature() -> None:
    """403 with no TwiML for whoever is not Twilio."""
    if not request.path.startswith("/twilio/"):
        return
    request.max_content_length = LARGEST_BODY
    if not _signed():
        metrics.rejected.labels("twilio").inc()
        abort(403)
    if "\0" in request.path:
        # No URL of ours, and not even a question that PostgreSQL would take.
        abort(404)


def _signed() -> bool:
    signature = request.headers.get("X-Twilio-Signature", "")
    try:
        sent = request.form if request.method == "POST" else {}
    except RequestEntityTooLarge:
        # What is not read cannot be checked.
        return False
    return current().signature.valid(raw_path(), sent, signature)


def raw_path() -> str:
    """Path and query as they were sent: decoding and encoding again would break the signature."""
    environ = request.environ
    raw: str = environ.get("RAW_URI") or environ.get("REQUEST_URI") or request.full_path.rstrip("?")
    if raw.startswith("/"):
        return raw
    return "/" + raw.split("://", 1)[-1].partition("/")[2]


def twiml(document: str) -> Response:
    return Response(document, mimetype="text/xml")


def answer(bridge: Bridge, call: Call, leg: Leg) -> Response:
    """What the leg should hear now; a phone whose end we know of is told so and released."""
    if not leg.live:
        return twiml(ended.stranger(bridge.line))
    return twiml(document(bridge.database, bridge.line, call, leg))


def json_object(body: bytes) -> dict[str, Any]:
    """What the body holds; empty when that is no JSON object."""
    try:
        return as_object(json.loads(body))
    except (ValueError, RecursionError):
        return {}


def as_object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def form(field: str) -> str:
    return request.form.get(field, "").replace("\0", "")
