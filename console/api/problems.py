"""Problems as RFC 9457 tells them: what is wrong, in a sentence that names what to do.

Decides the one shape of every error of the JSON API. It must not know what went wrong where.
"""

from __future__ import annotations

import json
from typing import Any

from flask import Flask, Response, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from bridge.store.database import Unavailable

TITLES = {
    400: "Malformed request",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    409: "Not now",
    413: "Too large",
    415: "Not JSON",
    422: "A field is wrong",
    503: "Not available",
}


class Problem(Exception):
    """An answer other than success. `more` goes into the document beside the standard members."""

    def __init__(self, status: int, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status, self.detail, self.more = status, detail, more

    def document(self) -> dict[str, Any]:
        title = TITLES.get(self.status, "Error")
        base = {"type": "about:blank", "title": title, "status": self.status, "detail": self.detail}
        return base | self.more


def respond(problem: Problem) -> Response:
    headers = {"WWW-Authenticate": "Bearer"} if problem.status == 401 else {}
    body = json.dumps(problem.document())
    return Response(body, problem.status, headers, content_type="application/problem+json")


def invalid(error: ValidationError) -> Response:
    """One sentence for each wrong field, without what was in it."""
    found = [
        {"field": ".".join(str(part) for part in one["loc"]) or "body", "message": one["msg"]}
        for one in error.errors(include_url=False, include_input=False, include_context=False)
    ]
    detail = "; ".join(f"{one['field']}: {one['message']}" for one in found)
    return respond(Problem(422, detail, errors=found))


def register(app: Flask) -> None:
    """Every error below /api and /health is a problem document; webhooks have their own answers."""
    app.register_error_handler(Problem, respond)
    app.register_error_handler(Unavailable, _unavailable)
    app.register_error_handler(HTTPException, _http)


def _unavailable(error: Unavailable) -> Response:
    """503 makes a carrier ask again (reference/twilio.md 1.2)."""
    return respond(Problem(503, "The database does not answer; try again in a moment."))


def _http(error: HTTPException) -> Response | HTTPException:
    if not request.path.startswith(("/api", "/openapi", "/health", "/metrics")):
        return error
    if error.code == 405:
        # The contract knows requests, not resources with methods: what is not in it is not there.
        return respond(Problem(404, "There is no such request; /openapi/ lists those that there are."))
    return respond(Problem(error.code or 500, error.description or "Something went wrong."))
