"""One chat request: what was asked, and what the real API would refuse in it.

Decides which fields and forms are accepted (Groq's and OpenAI's chat completions, structured outputs).
It must not know what will be answered, and no complaint repeats words of the conversation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

ROLES = frozenset({"system", "developer", "user", "assistant", "tool", "function"})
FORMATS = ("text", "json_object", "json_schema")
SCHEMA_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
RANGES = {"temperature": (0, 2), "top_p": (0, 1), "frequency_penalty": (-2, 2), "presence_penalty": (-2, 2)}
COUNTS = ("max_tokens", "max_completion_tokens", "n")


@dataclass(frozen=True)
class Problem:
    """Why a request is refused with 400; the texts are close to the providers' own."""

    message: str
    param: str
    code: str | None = None


@dataclass(frozen=True)
class Asked:
    """A request that the API accepts."""

    body: Json

    @property
    def model(self) -> str:
        return str(self.body["model"])

    @property
    def texts(self) -> list[str]:
        """The text of every message, in order."""
        return [text_of(message) for message in self.body["messages"]]

    @property
    def last_user_text(self) -> str:
        said = [text_of(message) for message in self.body["messages"] if message["role"] == "user"]
        return said[-1] if said else ""

    @property
    def wants_json(self) -> bool:
        return self.form != "text" or any("json" in text.lower() for text in self.texts)

    @property
    def form(self) -> str:
        return str((self.body.get("response_format") or {}).get("type", "text"))

    @property
    def schema(self) -> Json | None:
        """The schema of `response_format`; one that stands in the prompt is `schema.shape_of`'s business."""
        wanted = (self.body.get("response_format") or {}).get("json_schema") or {}
        found = wanted.get("schema")
        return found if isinstance(found, dict) else None

    @property
    def stream(self) -> bool:
        return bool(self.body.get("stream"))

    @property
    def stream_usage(self) -> bool:
        return bool((self.body.get("stream_options") or {}).get("include_usage"))

    @property
    def temperature(self) -> float | None:
        return self.body.get("temperature")

    @property
    def token_limit(self) -> int | None:
        return self.body.get("max_completion_tokens") or self.body.get("max_tokens")


def text_of(message: Json) -> str:
    """The text of a message, whose content is a string or a list of parts."""
    content = message.get("content")
    parts = content if isinstance(content, list) else [{"text": content}]
    texts = [part.get("text") for part in parts if isinstance(part, dict)]
    return "\n".join(text for text in texts if isinstance(text, str))


def problems(body: object, fields: frozenset[str]) -> Iterator[Problem]:
    """All that the real API would refuse in a decoded request body, the first one first."""
    if not isinstance(body, dict):
        yield Problem("request body is not a JSON object", "body")
        return
    if not isinstance(body.get("model"), str) or not body["model"]:
        yield Problem("you must provide a model parameter", "model")
    yield from _messages(body.get("messages"))
    yield from (Problem(f"property '{name}' is unsupported", name) for name in sorted(body.keys() - fields))
    yield from _numbers(body)
    yield from _switches(body)
    if body.get("response_format") is not None:
        yield from _format(body["response_format"], str(body.get("messages")))


def _messages(messages: object) -> Iterator[Problem]:
    if not isinstance(messages, list) or not messages:
        yield Problem("'messages' : minimum number of items is 1", "messages")
        return
    for index, message in enumerate(messages):
        where = f"messages.{index}"
        if not isinstance(message, dict):
            yield Problem(f"'{where}' : value must be an object", where)
        elif message.get("role") not in ROLES:
            yield Problem(f"'{where}.role' : value is not one of the allowed values", f"{where}.role")
        elif not _content_is_good(message):
            yield Problem(f"'{where}.content' : must be a string or parts with text", f"{where}.content")


def _content_is_good(message: Json) -> bool:
    content = message.get("content")
    if isinstance(content, list):
        return bool(content) and all(
            isinstance(part, dict) and part.get("type") == "text" and isinstance(part.get("text"), str)
            for part in content
        )
    # An assistant that called a tool may have said nothing.
    return isinstance(content, str) or (message["role"] == "assistant" and "tool_calls" in message)


def _numbers(body: Json) -> Iterator[Problem]:
    for name, (least, most) in RANGES.items():
        value = body.get(name)
        if value is not None and not (_is_number(value) and least <= value <= most):
            yield Problem(f"'{name}' : value must be a number from {least} to {most}", name)
    for name in COUNTS:
        value = body.get(name)
        if value is not None and not (_is_number(value) and value == int(value) and value >= 1):
            yield Problem(f"'{name}' : value must be an integer and at least 1", name)
    # One is the other's old name; OpenAI refuses both at once.
    if body.get("max_tokens") is not None and body.get("max_completion_tokens") is not None:
        yield Problem("max_tokens and max_completion_tokens cannot both be given", "max_tokens")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _switches(body: Json) -> Iterator[Problem]:
    if not isinstance(body.get("stream"), bool | None):
        yield Problem("'stream' : value must be a boolean", "stream")
    options = body.get("stream_options")
    if options is not None and not (isinstance(options, dict) and body.get("stream") is True):
        yield Problem("'stream_options' is only allowed when 'stream' is enabled", "stream_options")


def _format(wanted: object, messages: str) -> Iterator[Problem]:
    kind = wanted.get("type") if isinstance(wanted, dict) else None
    if not isinstance(wanted, dict) or kind not in FORMATS:
        # The providers name what they would have taken.
        yield Problem(
            f"'response_format.type' : value is not one of the allowed values {list(FORMATS)}",
            "response_format.type",
            "invalid_value",
        )
    elif kind == "json_object" and "json" not in messages.lower():
        yield Problem(
            "'messages' must contain the word 'json' in some form, to use 'response_format' of type "
            "'json_object'.",
            "messages",
        )
    elif kind == "json_schema":
        yield from _json_schema(wanted.get("json_schema"))


def _json_schema(wanted: object) -> Iterator[Problem]:
    param = "response_format.json_schema"
    if not isinstance(wanted, dict):
        yield Problem(f"Missing required parameter: '{param}'.", param, "missing_required_parameter")
        return
    if not isinstance(wanted.get("name"), str) or not SCHEMA_NAME.fullmatch(wanted["name"]):
        yield Problem(f"'{param}.name' : must match {SCHEMA_NAME.pattern}", f"{param}.name")
    schema = wanted.get("schema")
    if not isinstance(schema, dict):
        yield Problem(f"Missing required parameter: '{param}.schema'.", f"{param}.schema")
        return
    if schema.get("type") != "object":
        yield Problem("Invalid schema for response_format: schema must be of type 'object'", param)
    if wanted.get("strict"):
        yield from _strict(schema, "")


def _strict(schema: object, where: str) -> Iterator[Problem]:
    """Strict mode: every object closed and every property required (console.groq.com structured outputs)."""
    if isinstance(schema, list):
        for index, part in enumerate(schema):
            yield from _strict(part, f"{where}/{index}")
    if not isinstance(schema, dict):
        return
    properties = schema.get("properties")
    if schema.get("type") == "object" and isinstance(properties, dict):
        if schema.get("additionalProperties") is not False:
            message = f"Invalid schema for response_format: '{where}' additionalProperties must be false"
            yield Problem(message, "response_format.json_schema.schema")
        missing = sorted(properties.keys() - set(schema.get("required", [])))
        if missing:
            message = f"Invalid schema for response_format: '{where}' required must hold {missing}"
            yield Problem(message, "response_format.json_schema.schema")
    # Schemas hide everywhere: in properties, items, $defs and alternatives.
    for key, part in schema.items():
        yield from _strict(part, f"{where}/{key}")
