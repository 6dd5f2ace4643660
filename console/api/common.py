"""What all parts of the JSON API share: who is let in, and how an answer is sent.

Decides the order of the checks and the form of an answer. It must not know what is asked.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response
from pydantic import BaseModel

from console.api.access import check_body, require_token
from console.api.models import ProblemDocument

SECURITY: list[dict[str, list[str]]] = [{"bearer": []}]
PROBLEMS: dict[Any, Any] = dict.fromkeys((400, 401, 403, 404, 409, 413, 415, 422, 503), ProblemDocument)


def guard(blueprint: Blueprint) -> None:
    blueprint.before_request(require_token)
    blueprint.before_request(check_body)


def answer(body: BaseModel, status: int = 200) -> Response:
    return Response(body.model_dump_json(by_alias=True), status, content_type="application/json")
