"""Who may use the JSON API: bearer tokens.

Decides yes or no. Compared in constant time; a missing token and a wrong one are told the same.
"""

from __future__ import annotations

import hmac

from flask import request

from bridge.service import current
from console.api.problems import Problem

LARGEST_BODY = 64 * 1024


def require_token() -> None:
    """Raises Problem 401."""
    given = request.headers.get("Authorization", "")
    expected = current().settings.api_token
    right = expected is not None and hmac.compare_digest(
        given.encode(), f"Bearer {expected.get_secret_value()}".encode()
    )
    if not right:
        raise Problem(401, "Send the header `Authorization: Bearer` with a valid API token.")


def check_body() -> None:
    """400 for what is no JSON, before any field is looked at."""
    request.max_content_length = LARGEST_BODY
    if request.method in ("POST", "PATCH") and request.get_data():
        if not request.is_json:
            raise Problem(415, "Send JSON, with the header `Content-Type: application/json`.")
        try:
            body = request.get_json()
        except Exception as error:
            raise Problem(400, "The body is not valid JSON.") from error
        if not isinstance(body, dict):
            raise Problem(400, "The body must be a JSON object.")
