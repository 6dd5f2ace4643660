"""The REST operations of the official description, and which of them a request means.

Decides by method and path only. It must not judge fields, nor know whether a SID exists.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from simulator.contract.problem import Problem, error
from simulator.contract.tables import API

Schema = Mapping[str, Any]

FORM = "application/x-www-form-urlencoded"
NO_SUCH_PATH, NO_SUCH_METHOD = 20404, 20004


@dataclass(frozen=True)
class Operation:
    """One operation; the fields it declares lie in `path`, `query` and `form`, `answer` is None for a 204."""

    name: str
    method: str
    template: re.Pattern[str]
    path: Mapping[str, Schema]
    query: Mapping[str, Schema]
    form: Mapping[str, Schema]
    required: tuple[str, ...]
    answer: Schema | None


@dataclass(frozen=True)
class Meant:
    """The operation that a request means, with the values that its path gives."""

    operation: Operation
    values: list[tuple[str, str]]


def resolved(schema: Schema) -> Schema:
    """The schema behind a reference."""
    while "$ref" in schema:
        schema = API["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def meant_by(method: str, path: str) -> Meant | Problem:
    """The operation for `path` (a full URL is one too), or why Twilio has none."""
    path = urlsplit(path).path
    there = [(one, match) for one in OPERATIONS if (match := one.template.fullmatch(path))]
    for operation, match in there:
        if operation.method == method.upper():
            return Meant(operation, [(name, unquote(text)) for name, text in match.groupdict().items()])
    if there:
        known = ", ".join(operation.method for operation, _ in there)
        return error("method", f"{method.upper()} is not covered here, only {known}", NO_SUCH_METHOD)
    if not path.endswith(".json") and isinstance(meant_by(method, f"{path}.json"), Meant):
        return error("path", "the path must end in .json, or Twilio answers in XML", NO_SUCH_PATH)
    return error("path", f"{path} is not among the covered operations", NO_SUCH_PATH)


def _operation(path: str, method: str, spec: Mapping[str, Any]) -> Operation:
    pieces = re.split(r"\{(\w+)\}", path)
    template = "".join(
        f"(?P<{piece}>[^/]+)" if place % 2 else re.escape(piece) for place, piece in enumerate(pieces)
    )
    fields = {
        part: {one["name"]: one["schema"] for one in spec["parameters"] if one["in"] == part}
        for part in ("path", "query")
    }
    body = spec.get("requestBody", {"content": {}})["content"].get(FORM, {"schema": {}})["schema"]
    response = next(iter(spec["responses"].values()))
    return Operation(
        name=spec["operationId"],
        method=method.upper(),
        template=re.compile(template),
        path=fields["path"],
        query=fields["query"],
        form=body.get("properties", {}),
        required=tuple(body.get("required", ())),
        answer=response["content"]["application/json"]["schema"] if "content" in response else None,
    )


OPERATIONS = [
    _operation(path, method, spec)
    for path, operations in API["paths"].items()
    for method, spec in operations.items()
]
