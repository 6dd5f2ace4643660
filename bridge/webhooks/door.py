"""The door that every Twilio webhook comes through: signature, size, and what goes back.

Decides who is let in and how a document leaves. It must not know which webhook it is.
"""

from __future__ import annotations

from flask import Response, abort, request

from bridge import metrics
from bridge.service import current

# Twilio's own forms are far below this; what is larger is not from there.
LARGEST_BODY = 64 * 1024


def check_signature() -> None:
    """403 with no TwiML for whoever is not Twilio."""
    request.max_content_length = LARGEST_BODY
    signature = request.headers.get("X-Twilio-Signature", "")
    bridge = current()
    if request.method == "POST":
        allowed = bridge.signature.valid(raw_path(), request.form, signature)
    else:
        allowed = bridge.signature.valid(raw_path(), {}, signature)
    if not allowed:
        metrics.rejected.labels("twilio").inc()
        abort(403)


def raw_path() -> str:
    """Path and query as they were sent: decoding and encoding again would break the signature."""
    environ = request.environ
    raw: str = environ.get("RAW_URI") or environ.get("REQUEST_URI") or request.full_path.rstrip("?")
    if raw.startswith("/"):
        return raw
    return "/" + raw.split("://", 1)[-1].partition("/")[2]


def twiml(document: str) -> Response:
    return Response(document, mimetype="text/xml")


def form(field: str) -> str:
    return request.form.get(field, "")
