"""The shape of an answer: found in a request, then filled.

Decides which JSON schema is asked for (the request's own, one in the prompt, an example in the prompt) and
fills it with given points, always in the same way. It must not know where the points come from.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.model.asked import Asked, Json
from simulator.model.transcript import json_values, read_lines

MOST = 4
NOTHING = "The caller has not said why."
DEFAULT: Json = {
    "type": "object",
    "properties": {"headline": {"type": "string"}, "details": {"type": "array", "items": {"type": "string"}}},
}
# Property names that ask for lines of the transcript rather than for words.
CITES = re.compile(
    r"(line|turn|source|cit\w*|evidence|ref\w*|basis|based_on|supported_by|from)?(_?(lines?|ids?|numbers?|nos?))?s?",
    re.IGNORECASE,
)
# Whether there is an answer at all: the one switch that a model can tell.
KNOWS = re.compile(r"(is_|was_)?(known|found|answered|supported|mentioned)", re.IGNORECASE)
QUOTES = re.compile(r"quote|verbatim|excerpt", re.IGNORECASE)
TYPE_WORDS = {"integer": "integer", "int": "integer", "number": "integer", "boolean": "boolean"}
TYPES = {bool: "boolean", int: "integer", float: "number", type(None): "null"}
# What makes an example in a prompt no JSON: dots for "and so on", and words without quotes.
AND_SO_ON = re.compile(r",?\s*(?:\.\.\.|…)\s*(?=[\]}])")
BARE = re.compile(r"(?<=[:\[,])\s*([A-Za-z<][^,\[\]{}\":]*?)\s*(?=[,\]}])")
JSON_WORDS = frozenset({"true", "false", "null"})


@dataclass(frozen=True)
class Point:
    """One thing to say, and the line that it rests on."""

    text: str
    words: str
    id: str
    number: int


def shape_of(asked: Asked) -> Json | None:
    """The schema to fill, or None when plain text is asked for."""
    if asked.schema is not None:
        return asked.schema
    if not asked.wants_json:
        return None
    found = [value for text in asked.texts for value in json_values(_mended(text))]
    values = [value for value in found if isinstance(value, dict)]
    schemas = [schema for value in values for schema in _schemas(value)]
    # An object with lines of the transcript in it is the question, not an example of the answer.
    examples = [value for value in values if value and not read_lines(json.dumps(value))]
    return (schemas + [_of_example(example) for example in examples] + [DEFAULT])[0]


def fill(schema: Json, points: Sequence[Point]) -> Any:
    return Filler(schema, points[:MOST]).value(schema, "", points[:MOST], top=True)


class Filler:
    """Fills one schema. Every value has a scope: the points that it may speak of."""

    def __init__(self, root: Json, points: Sequence[Point]) -> None:
        self.root, self.points = root, points
        self._strings = 0

    def value(self, schema: Json, name: str, scope: Sequence[Point], top: bool = False) -> Any:
        schema = self._resolved(schema)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return _one_of(schema["enum"], scope)
        match schema.get("type", "object" if "properties" in schema else "string"):
            case "object":
                return self._object(schema, scope, top)
            case "array":
                return self._array(schema, name, scope)
            case "integer" | "number" as kind:
                return scope[0].number if scope and _cites(name) else _least_wrong(schema, kind)
            case "boolean":
                return bool(scope) and KNOWS.fullmatch(name) is not None
            case "null":
                return None
        return self._string(schema, name, scope)

    def _object(self, schema: Json, scope: Sequence[Point], top: bool) -> Json:
        properties: Json = schema.get("properties", {})
        # A sentence and its citation, side by side in an object, must be of the same line.
        one_point = not top or any(map(_cites, properties))
        if one_point and len(scope) > 1 and self._is_flat(properties):
            scope = [self._next(scope)]
        return {name: self.value(part, name, scope) for name, part in properties.items()}

    def _is_flat(self, properties: Json) -> bool:
        """Whether an object is one point: nothing in it holds several, citations aside."""
        kinds = {name: self._resolved(part).get("type") for name, part in properties.items()}
        return all(kind not in ("array", "object") or _cites(name) for name, kind in kinds.items())

    def _array(self, schema: Json, name: str, scope: Sequence[Point]) -> list[Any]:
        items = self._resolved(schema.get("items") or {"type": "string"})
        kind = items.get("type")
        # Lists of numbers are never anything but citations here, whatever they are called.
        if kind in ("integer", "number") or (kind == "string" and _cites(name)):
            filled = [self.value(items, "line_id", [point]) for point in scope]
        else:
            filled = [self.value(items, name, [point]) for point in scope]
        least = schema.get("minItems", 0)
        filled += [self.value(items, name, scope[:1]) for _ in range(least - len(filled))]
        return filled[: schema.get("maxItems", MOST)]

    def _string(self, schema: Json, name: str, scope: Sequence[Point]) -> str:
        if not scope:
            return _cut(NOTHING, schema)
        if _cites(name):
            return scope[0].id
        point = self._next(scope) if len(scope) > 1 else scope[0]
        if "pattern" in schema and not re.search(schema["pattern"], point.text):
            ways = (point.id, str(point.number))
            return next((way for way in ways if re.search(schema["pattern"], way)), point.text)
        return _cut(point.words if QUOTES.search(name) else point.text, schema)

    def _next(self, scope: Sequence[Point]) -> Point:
        self._strings += 1
        return scope[(self._strings - 1) % len(scope)]

    def _resolved(self, schema: Json) -> Json:
        """Follow references and take the first way that is not null."""
        if "$ref" in schema:
            found: Any = self.root
            for part in schema["$ref"].removeprefix("#").strip("/").split("/"):
                found = found[part] if part else found
            return self._resolved(found)
        for key in ("anyOf", "oneOf"):
            if key in schema:
                # "Nothing" is allowed, but a test of what is said needs something.
                ways = [way for way in schema[key] if way.get("type") != "null"]
                return self._resolved(ways[0])
        if "allOf" in schema:
            return self._resolved({key: value for part in schema["allOf"] for key, value in part.items()})
        kind = schema.get("type")
        if isinstance(kind, list):
            return schema | {"type": next(one for one in kind if one != "null")}
        return schema


def _cites(name: str) -> bool:
    return bool(name) and CITES.fullmatch(name) is not None


def _one_of(values: Sequence[Any], scope: Sequence[Point]) -> Any:
    """A value of an enumeration: a line's own id where ids are enumerated, else the first."""
    known = {own for point in scope for own in (point.id, point.number)}
    return next((value for value in values if value in known), values[0])


def _least_wrong(schema: Json, kind: str) -> float:
    value = next((schema[key] for key in ("maximum", "minimum") if key in schema), 1)
    return int(value) if kind == "integer" else float(value)


def _cut(text: str, schema: Json) -> str:
    """At most `maxLength` characters, ending with a whole word."""
    most = schema.get("maxLength")
    if most is None or len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0] if " " in text[:most] else text[:most]


def _schemas(value: object) -> Iterator[Json]:
    if isinstance(value, dict):
        if isinstance(value.get("properties"), dict):
            yield value
            return
        for part in value.values():
            yield from _schemas(part)


def _of_example(example: object) -> Json:
    """The schema of which a value is an example; `"int"` in it means an integer."""
    if isinstance(example, dict):
        return {"type": "object", "properties": {key: _of_example(part) for key, part in example.items()}}
    if isinstance(example, list):
        return {"type": "array", "items": _of_example(example[0] if example else "")}
    if isinstance(example, str):
        return {"type": TYPE_WORDS.get(example.strip("<>").lower(), "string")}
    return {"type": TYPES[type(example)]}


def _mended(text: str) -> str:
    def quoted(match: re.Match[str]) -> str:
        return match[0] if match[1] in JSON_WORDS else f'"{match[1]}"'

    return BARE.sub(quoted, AND_SO_ON.sub("", text))
