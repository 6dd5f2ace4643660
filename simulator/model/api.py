"""The provider's HTTP surface: chat completions, whole or streamed, and the list of models.

Decides keys, routes, refusals and the envelope of an answer; which words are in it is the script's. What
the real API would refuse is kept in `violations`. It must not write words of a call into the history.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from math import ceil
from typing import Any
from urllib.parse import unquote

from simulator.model.asked import Asked, Json, problems
from simulator.model.dialects import ANY, Dialect
from simulator.model.scripts import Answer, Said, Script, error, scribe
from simulator.network import Failure, Outcome, Reply
from simulator.world import World

CHARACTERS_PER_TOKEN = 4
MOST_CHUNKS = 64
JSON_TYPE = {"Content-Type": "application/json"}


class Model:
    """One provider. `keys` are the accepted API keys; an empty `models` means that every name is known."""

    def __init__(
        self,
        world: World,
        keys: Iterable[str] = ("simulated-key",),
        models: Iterable[str] = (),
        dialect: Dialect = ANY,
    ) -> None:
        self.world = world
        self.keys, self.models = set(keys), list(models)
        self.dialect = dialect
        self.violations: list[str] = []
        self.asked: list[Asked] = []
        self._standing: Script = scribe
        self._next: deque[Script] = deque()
        self._answers = 0

    def says(self, what: str | Answer | Callable[[Asked], str | Answer], times: int | None = None) -> None:
        """From now on, or for the next `times` requests, say `what`: a text, an answer or a script."""
        script = _script(what)
        if times is None:
            self._standing = script
        else:
            self._next.extend([script] * times)

    def answer(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        """One request to the API and what came of it, with `Reply.delay` where the model is slow."""
        route = path.partition("?")[0].rstrip("/")
        if not self._knows(headers):
            return error(401, "Invalid API Key", "invalid_request_error", "invalid_api_key")
        if method == "POST" and route.endswith("/chat/completions"):
            return self._chat(body)
        if method == "GET" and route.endswith("/models"):
            return _reply({"object": "list", "data": [self._card(name) for name in self._names()]})
        if method == "GET" and "/models/" in route:
            return self._one_model(unquote(route.partition("/models/")[2]))
        # A path that no provider has is a mistake in how a base URL was put together.
        self._violation(f"unknown request URL: {method} {route}")
        message = f"Unknown request URL: {method} {route}. Please check the URL for typos."
        return error(404, message, "invalid_request_error", "unknown_url")

    # --- chat completions ---

    def _chat(self, body: bytes) -> Outcome:
        try:
            wanted = json.loads(body)
        except ValueError:
            wanted = None
        found = list(problems(wanted, self.dialect.fields))
        for problem in found:
            self._violation(problem.message)
        if found:
            return error(400, found[0].message, "invalid_request_error", found[0].code, found[0].param)
        asked = Asked(wanted)
        form = {"model": asked.model, "form": asked.form, "stream": asked.stream}
        self.world.note("model_asked", size=len(body), **form)
        outcome = self._refusal(asked) or self._outcome(asked)
        self._note(outcome)
        return outcome

    def _refusal(self, asked: Asked) -> Reply | None:
        """What no change of the request's form would help against: the model cannot do it."""
        if self.models and asked.model not in self.models:
            return _no_model(asked.model)
        if asked.form == "json_schema" and self.dialect.without_schema.match(asked.model):
            message = "This model does not support response format `json_schema`."
            return error(400, message, "invalid_request_error", param="response_format")
        if asked.temperature is not None and self.dialect.fixed_temperature.match(asked.model):
            message = "Unsupported value: 'temperature' does not support this value with this model."
            return error(400, message, "invalid_request_error", "unsupported_value", "temperature")
        return None

    def _outcome(self, asked: Asked) -> Outcome:
        self.asked.append(asked)
        script = self._next.popleft() if self._next else self._standing
        said = script(asked)
        if not isinstance(said, Said):
            return said
        said = _within_limit(said, asked.token_limit)
        self._answers += 1
        if asked.stream:
            events = [*self._chunks(asked, said), "[DONE]"]
            text = "".join(f"data: {event}\n\n" for event in events)
            return _torn(Reply(200, {"Content-Type": "text/event-stream"}, text.encode(), said.delay), said)
        choice = {"message": {"role": "assistant", "content": said.text}, "finish_reason": said.finish_reason}
        whole = self._envelope(asked, "chat.completion") | {
            "choices": [{"index": index, "logprobs": None} | choice for index in range(said.choices)],
            "usage": _usage(asked, said),
        }
        return _torn(_reply(whole, said.delay), said)

    def _chunks(self, asked: Asked, said: Said) -> Iterator[str]:
        """The same answer as server-sent events: role, pieces of text, finish reason, usage if asked for."""
        step = max(24, ceil(len(said.text) / MOST_CHUNKS))
        pieces = [said.text[at : at + step] for at in range(0, len(said.text), step)]
        deltas: list[tuple[Json, str | None]] = [({"role": "assistant", "content": ""}, None)]
        deltas += [({"content": piece}, None) for piece in pieces]
        deltas += [({}, said.finish_reason)]
        envelope = self._envelope(asked, "chat.completion.chunk")
        for delta, reason in deltas if said.choices else ():
            choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}
            yield json.dumps(envelope | {"choices": [choice]})
        if asked.stream_usage:
            yield json.dumps(envelope | {"choices": [], "usage": _usage(asked, said)})

    def _envelope(self, asked: Asked, kind: str) -> Json:
        return {
            "id": f"chatcmpl-{self._answers:08d}",
            "object": kind,
            "created": int(self.world.now),
            "model": asked.model,
            "system_fingerprint": "fp_simulated",
        }

    # --- models and keys ---

    def _knows(self, headers: Mapping[str, str]) -> bool:
        given = next((value for name, value in headers.items() if name.lower() == "authorization"), "")
        return given.startswith("Bearer ") and given.removeprefix("Bearer ") in self.keys

    def _names(self) -> list[str]:
        return self.models or list(dict.fromkeys(asked.model for asked in self.asked))

    def _one_model(self, name: str) -> Reply:
        return _no_model(name) if self.models and name not in self.models else _reply(self._card(name))

    def _card(self, name: str) -> Json:
        return {"id": name, "object": "model", "created": int(self.world.now), "owned_by": "simulated"}

    def _note(self, outcome: Outcome) -> None:
        if isinstance(outcome, Failure):
            self.world.note("model_answered", failure=outcome.kind)
        else:
            self.world.note("model_answered", status=outcome.status, delay=outcome.delay)

    def _violation(self, text: str) -> None:
        self.violations.append(text)
        self.world.note("violation", text=text)


def _script(what: str | Answer | Callable[[Asked], str | Answer]) -> Script:
    def script(asked: Asked) -> Answer:
        said = what(asked) if callable(what) else what
        return Said(said) if isinstance(said, str) else said

    return script


def _reply(body: Json, delay: float = 0.0) -> Reply:
    return Reply(200, JSON_TYPE, json.dumps(body).encode(), delay)


def _torn(reply: Reply, said: Said) -> Reply:
    """Announced as a whole, and ended in the middle."""
    if not said.torn:
        return reply
    headers = {**reply.headers, "Content-Length": str(len(reply.body))}
    return replace(reply, headers=headers, body=reply.body[: len(reply.body) // 2])


def _no_model(name: str) -> Reply:
    message = f"The model `{name}` does not exist or you do not have access to it."
    return error(404, message, "invalid_request_error", "model_not_found")


def _within_limit(said: Said, limit: int | None) -> Said:
    """Past max_tokens an answer ends where it is, whatever stood there."""
    if limit is None or said.ignores_limit or _tokens(said.text) <= limit:
        return said
    return Said(said.text[: limit * CHARACTERS_PER_TOKEN], "length", said.delay, said.choices)


def _tokens(text: str) -> int:
    return ceil(len(text) / CHARACTERS_PER_TOKEN)


def _usage(asked: Asked, said: Said) -> dict[str, Any]:
    prompt, completion = sum(_tokens(text) for text in asked.texts), _tokens(said.text)
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
    }
