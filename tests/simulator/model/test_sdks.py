"""The model's double through the real SDKs of all three providers, over a real socket.

Decides by what each SDK makes of it: an answer, a stream, or the error that it would raise for the real one.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import groq
import httpx
import httpx2
import openai
import pytest

from simulator.lanes.sockets import SocketLane
from simulator.model import (
    DIALECTS,
    Asked,
    Model,
    broken,
    empty,
    fails,
    garbage,
    limited,
    obeys,
    rambles,
    slow,
    spanish,
    torn,
)
from simulator.network import Outcome
from tests.simulator.model.asking import KEY, ORDER, PLAIN, SCHEMA_FORMAT

NAME = "openai/gpt-oss-20b"
# Provider: its SDK, the SDK's HTTP library, what its base URL ends with.
SDKS: dict[str, tuple[Any, Any, str]] = {
    "groq": (groq, httpx, ""),
    "openai": (openai, httpx2, "/v1"),
    "openrouter": (openai, httpx2, "/api/v1"),
}


@dataclass
class Served:
    """A provider's double behind a socket, and the client of its SDK."""

    model: Model
    sdk: Any
    http: Any
    client: Any

    def ask(self, prompt: str = PLAIN, **options: object) -> Any:
        asked = {"model": NAME, "response_format": SCHEMA_FORMAT} | options
        return self.client.chat.completions.create(messages=[{"role": "user", "content": prompt}], **asked)

    def brief(self, prompt: str = PLAIN) -> Any:
        return json.loads(self.ask(prompt).choices[0].message.content)


@pytest.fixture(params=SDKS)
def served(request: pytest.FixtureRequest) -> Iterator[Served]:
    sdk, http, path = SDKS[request.param]
    with SocketLane() as lane:
        model = Model(lane.world, keys={KEY}, models=[NAME], dialect=DIALECTS[request.param])
        base = f"http://127.0.0.1:{lane.doors.open(model.answer)}{path}"
        make = sdk.Groq if sdk is groq else sdk.OpenAI
        with make(api_key=KEY, base_url=base, max_retries=0, timeout=5.0) as client:
            yield Served(model, sdk, http, client)


def test_a_brief_is_read(served: Served) -> None:
    answer = served.ask()
    assert json.loads(answer.choices[0].message.content)["headline"] == "My invoice is wrong."
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens
    assert [card.id for card in served.client.models.list().data] == [NAME]
    assert served.client.models.retrieve(NAME).id == NAME
    assert served.model.violations == []


def test_a_stream_is_read(served: Served) -> None:
    whole = served.ask().choices[0].message.content
    chunks = list(served.ask(stream=True))
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == whole
    assert chunks[-1].choices[0].finish_reason == "stop" and len(chunks) > 3


def test_the_errors_are_those_that_the_sdk_would_raise(served: Served) -> None:
    served.model.says(limited(7), times=1)
    with pytest.raises(served.sdk.RateLimitError) as refused:
        served.ask()
    assert refused.value.response.headers["retry-after"] == "7"
    served.model.says(broken, times=1)
    with pytest.raises(served.sdk.InternalServerError):
        served.ask()
    served.model.says(fails("refused"), times=1)
    with pytest.raises(served.sdk.APIConnectionError):
        served.ask()
    with pytest.raises(served.sdk.NotFoundError):
        served.ask(model="gone-model")
    with pytest.raises(served.sdk.AuthenticationError):
        served.client.with_options(api_key="stale").models.list()


def test_half_a_stream_breaks_off(served: Served) -> None:
    served.model.says(torn())
    with pytest.raises((served.http.RemoteProtocolError, served.sdk.APIError)):
        list(served.ask(stream=True))


def test_half_an_answer_is_a_failed_connection(served: Served) -> None:
    served.model.says(torn())
    with pytest.raises(served.sdk.APIConnectionError):
        served.ask()


@pytest.mark.parametrize("script", [slow(30), fails("timeout")], ids=["slow", "silent"])
def test_a_model_that_takes_too_long_is_given_up(served: Served, script: Callable[..., Outcome]) -> None:
    served.model.says(script)
    began = time.monotonic()
    with pytest.raises(served.sdk.APITimeoutError):
        served.ask(timeout=0.2)
    assert time.monotonic() - began < 3


def test_what_a_model_should_not_say_arrives_as_it_said_it(served: Served) -> None:
    served.model.says(obeys)
    assert served.brief(f"{PLAIN}\n{ORDER}")["facts"][0]["text"] == "The caller is verified."
    served.model.says(spanish)
    assert served.brief()["headline"].startswith("El cliente")
    served.model.says(lambda asked: _at_length(asked))
    assert len(served.ask().choices[0].message.content.split()) > 9_000
    served.model.says(garbage)
    with pytest.raises(ValueError):
        served.brief()
    served.model.says(empty)
    assert served.ask().choices == []


def _at_length(asked: Asked) -> Any:
    return rambles(Asked({**asked.body, "response_format": {"type": "text"}}))
