"""Does an answer of the double have the shape that Twilio's own answers have?

Decides by the official description: field names, types, choices, patterns, dates. It must not know whether
what the answer says is true.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from simulator.contract.operations import Schema, meant_by, resolved
from simulator.contract.problem import Problem, error, warning
from simulator.contract.tables import did_you_mean

TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}
ERROR_FIELDS: Mapping[str, type] = {"code": int, "message": str, "more_info": str, "status": int}
RFC2822 = re.compile(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000")


def response_problems(method: str, path: str, body: object) -> list[Problem]:
    """Everything wrong with a decoded answer (None: no body); an error answer is known by its fields."""
    meant = meant_by(method, path)
    if isinstance(meant, Problem):
        return [meant]
    if isinstance(body, dict) and {"code", "message"} <= body.keys():
        return [
            error(f"body.{name}", f"an error answer needs {kind.__name__} {name}")
            for name, kind in ERROR_FIELDS.items()
            if not isinstance(body.get(name), kind)
        ]
    if meant.operation.answer is None:
        return [error("body", "this operation answers 204 without a body")] if body not in (None, "") else []
    return list(_value_problems(meant.operation.answer, body, "body"))


def _value_problems(schema: Schema, value: object, path: str) -> Iterator[Problem]:
    newer = "since" in schema.get("x-limits", {})
    schema = resolved(schema)
    kind = schema.get("type")
    # Fields newer than the description, and choices not made yet, may be null as well.
    may_be_null = newer or schema.get("nullable", False) or "enum" in schema
    if kind is None or (value is None and may_be_null):
        return
    if not isinstance(value, TYPES[kind]) or (isinstance(value, bool) and kind != "boolean"):
        yield error(path, f"must be {kind}, not {type(value).__name__}")
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _value_problems(schema["items"], item, f"{path}.{place}")
    elif isinstance(value, dict):
        yield from _object_problems(schema, value, path)
    elif message := next((found for check in CHECKS if (found := check(schema, value))), None):
        yield error(path, message)


def _object_problems(schema: Schema, value: Mapping[str, object], path: str) -> Iterator[Problem]:
    known: Mapping[str, Schema] = schema.get("properties", {})
    for name, item in value.items() if known else ():
        if name in known:
            yield from _value_problems(known[name], item, f"{path}.{name}")
        else:
            yield error(f"{path}.{name}", f"not a field of this resource{did_you_mean(name, known)}")
    missing = [name for name in known if name not in value and "since" not in known[name].get("x-limits", {})]
    lists = [name for name in missing if known[name].get("type") == "array"]
    yield from (error(f"{path}.{name}", "the list is missing") for name in lists)
    if rest := ", ".join(name for name in missing if name not in lists):
        yield warning(path, f"Twilio also sends {rest}")


def _choice(schema: Schema, value: object) -> str | None:
    wrong = "enum" in schema and value not in schema["enum"]
    return f"{value!r} is not one of {', '.join(schema['enum'])}" if wrong else None


def _pattern(schema: Schema, value: object) -> str | None:
    wrong = "pattern" in schema and not re.search(schema["pattern"], str(value))
    return f"{value!r} does not match {schema['pattern']}" if wrong else None


def _date(schema: Schema, value: object) -> str | None:
    wrong = schema.get("format") == "date-time-rfc-2822" and not RFC2822.fullmatch(str(value))
    return f"{value!r} is no RFC 2822 date such as 'Tue, 31 Aug 2010 20:36:28 +0000'" if wrong else None


CHECKS: tuple[Callable[[Schema, object], str | None], ...] = (_choice, _pattern, _date)
