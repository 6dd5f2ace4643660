"""From a field of the official description to a rule for its values, and from there to problems.

Decides per field: type, choice, pattern, range, length, how often it may be sent. It must not know rules
that hold between fields.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from simulator.contract.operations import Operation, Schema, resolved
from simulator.contract.problem import Problem, error
from simulator.contract.tables import did_you_mean
from simulator.contract.values import Rule, value_complaint

UNKNOWN_FIELD, NO_SUCH_SID = 20001, 20404
DATE: Rule = {
    "type": "pattern",
    "pattern": r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?)?",
    "say": "YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ",
}
# What people look for where it is not, and what Twilio has instead (reference/twilio.md 4.4, 4.5).
MISSED = {
    ("CreateParticipant", "Url"): "a participant has no Url: it joins when the line is answered",
    ("CreateParticipant", "Twiml"): "a participant has no Twiml: it joins when the line is answered",
    ("UpdateParticipant", "Status"): "a participant has no Status: complete its call, or DELETE it",
}


def field_problems(operation: Operation, part: str, sent: list[tuple[str, str]]) -> Iterator[Problem]:
    """What is wrong with each field of one `part` of a request: `path`, `query` or `form`."""
    known: Mapping[str, Schema] = getattr(operation, part)
    for name, times in Counter(name for name, _ in sent).items():
        if name not in known:
            yield error(f"{part}.{name}", _unknown(operation, part, name), UNKNOWN_FIELD)
        else:
            yield from _repeated(known[name], times, f"{part}.{name}")
    for name, value in sent:
        found = value_complaint(rule_of(known[name]), value) if name in known else None
        if found:
            yield error(f"{part}.{name}", found[0], NO_SUCH_SID if part == "path" else found[1])


def rule_of(schema: Schema) -> Rule:
    """The rule that the values of a field must keep, in the words of `values.py`."""
    limits = schema.get("x-limits", {})
    schema = resolved(schema)
    if schema.get("type") == "array":
        schema = resolved(schema["items"])
    kept = {name: limits[name] for name in ("code", "allowEmpty", "say") if name in limits}
    return {**_kind(schema, limits), **kept}


def _kind(schema: Schema, limits: Mapping[str, Any]) -> dict[str, Any]:
    """Our own limits go before the official ones: they are narrower."""
    both = {**schema, **limits}
    if "enum" in both:
        return {"type": "tokens" if "spaced" in limits else "enum", "values": both["enum"]}
    if schema.get("type") == "boolean":
        return {"type": "bool"}
    if schema.get("type") == "integer":
        return {"type": "int", "min": both.get("minimum"), "max": both.get("maximum")}
    if schema.get("format") == "uri" or "url" in limits:
        return {"type": "url", "absolute": True}
    if "label" in limits:
        return {"type": "label"}
    if "pattern" in both:
        return {"type": "pattern", "pattern": both["pattern"]}
    if schema.get("format") in ("date", "date-time"):
        return dict(DATE)
    longest = {"max": limits["maxLength"]} if "maxLength" in limits else {}
    return {"type": "string", "min": limits.get("minLength", 0), **longest}


def _unknown(operation: Operation, part: str, name: str) -> str:
    if missed := MISSED.get((operation.name, name)):
        return missed
    other = next((there for there in ("query", "form") if name in getattr(operation, there)), "")
    if other:
        return f"unknown here, Twilio ignores it; it belongs in the {other}"
    return f"unknown field, Twilio ignores it{did_you_mean(name, getattr(operation, part))}"


def _repeated(schema: Schema, times: int, path: str) -> Iterator[Problem]:
    limits = schema.get("x-limits", {})
    if times > 1 and resolved(schema).get("type") != "array":
        yield error(path, f"sent {times} times, but it takes one value")
    elif times > limits.get("maxItems", times):
        yield error(path, f"sent {times} times, at most {limits['maxItems']}", limits.get("code"))
