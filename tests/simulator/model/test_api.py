"""The API of the model's double: what it accepts, what it refuses, what it notes.

The second half asks it with the real Groq SDK over a real socket.
"""

import json
import time
from collections.abc import Callable, Iterator

import groq
import pytest
from groq.types.chat import ChatCompletion

from simulator.lanes.sockets import SocketLane
from simulator.model import Model, broken, fails, limited, slow
from simulator.network import Outcome
from tests.simulator.model.asking import BRIEF, KEY, PATH, PLAIN, SCHEMA_FORMAT, post, reply


@pytest.mark.parametrize(
    "path", [PATH, "/v1/chat/completions", "/chat/completions", "/api/v1/chat/completions"]
)
def test_every_providers_path_leads_to_the_chat(model: Model, path: str) -> None:
    assert reply(post(model, path=path)).status == 200


def test_a_wrong_key_is_refused_and_is_no_violation(model: Model) -> None:
    answer = reply(post(model, key="stale"))
    assert answer.status == 401
    assert json.loads(answer.body)["error"]["code"] == "invalid_api_key"
    assert model.violations == []


@pytest.mark.parametrize(
    "body",
    [
        {"messages": []},
        {"messages": "hello"},
        {"messages": [{"role": "robot", "content": "hi"}]},
        {"messages": [{"role": "user", "content": None}]},
        {"messages": [{"role": "user", "content": [{"type": "text"}]}]},
        {"model": None},
        {"temperature": 3},
        {"max_tokens": 0},
        {"max_tokens": 9, "max_completion_tokens": 9},
        {"stream_options": {"include_usage": True}},
        {"stream": "yes"},
        {"maxtokens": 9},
        {"response_format": {"type": "json"}},
        {"response_format": {"type": "json_object"}},
        {"response_format": {"type": "json_schema"}},
        {"response_format": {"type": "json_schema", "json_schema": {"name": "b b", "schema": BRIEF}}},
        {
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "b", "schema": {"type": "array"}},
            }
        },
        {
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "b", "strict": True, "schema": BRIEF | {"required": ["headline"]}},
            }
        },
    ],
    ids=lambda body: json.dumps(body)[:60],
)
def test_what_the_real_api_would_refuse_is_refused_and_noted(model: Model, body: dict[str, object]) -> None:
    answer = reply(post(model, **body))
    assert answer.status == 400
    assert json.loads(answer.body)["error"]["message"] == model.violations[0]


def test_a_good_request_is_no_violation(model: Model) -> None:
    messages = [
        {"role": "system", "content": "Answer in JSON."},
        {"role": "user", "content": [{"type": "text", "text": PLAIN}]},
    ]
    options = {"temperature": 0, "max_tokens": 400, "seed": 1, "stream": False}
    for form in (SCHEMA_FORMAT, {"type": "json_object"}, {"type": "text"}, None):
        assert reply(post(model, messages=messages, response_format=form, **options)).status == 200
    assert model.violations == []


def test_an_unknown_address_is_a_violation(model: Model) -> None:
    assert reply(post(model, path="/v1/completions")).status == 404
    assert model.violations == ["unknown request URL: POST /v1/completions"]


def test_a_model_without_schemas_takes_json_mode_only(model: Model) -> None:
    refused = reply(post(model, model="llama-3.3-70b-versatile", response_format=SCHEMA_FORMAT))
    assert (refused.status, json.loads(refused.body)["error"]["param"]) == (400, "response_format")
    assert model.violations == []


def test_the_history_tells_of_requests_without_words_of_the_call(model: Model) -> None:
    model.says(slow(2))
    post(model, messages=[{"role": "robot", "content": "my invoice is wrong"}])
    post(model, response_format=SCHEMA_FORMAT)
    facts = model.world.history
    assert [fact.kind for fact in facts] == ["violation", "model_asked", "model_answered"]
    assert facts[1].details["form"] == "json_schema"
    assert facts[2].details == {"status": 200, "delay": 2.0}
    assert "invoice" not in str(facts)


# --- through the real SDK ---


@pytest.fixture
def lane() -> Iterator[SocketLane]:
    with SocketLane() as lane:
        yield lane


@pytest.fixture
def served(lane: SocketLane) -> Model:
    return Model(lane.world, keys={KEY}, models=["openai/gpt-oss-20b"])


@pytest.fixture
def client(lane: SocketLane, served: Model) -> Iterator[groq.Groq]:
    base = f"http://127.0.0.1:{lane.doors.open(served.answer)}"
    with groq.Groq(api_key=KEY, base_url=base, max_retries=0, timeout=5.0) as client:
        yield client


def ask(client: groq.Groq, **options: object) -> ChatCompletion:
    messages = [{"role": "user", "content": PLAIN}]
    return client.chat.completions.create(
        **{"model": "openai/gpt-oss-20b", "messages": messages, "response_format": SCHEMA_FORMAT} | options
    )


def test_the_groq_sdk_reads_a_brief(client: groq.Groq, served: Model) -> None:
    answer = ask(client)
    assert json.loads(answer.choices[0].message.content)["headline"] == "My invoice is wrong."
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens
    assert [card.id for card in client.models.list().data] == ["openai/gpt-oss-20b"]
    assert client.models.retrieve("openai/gpt-oss-20b").id == "openai/gpt-oss-20b"
    assert served.violations == []


def test_the_groq_sdk_reads_a_stream(client: groq.Groq) -> None:
    whole = ask(client).choices[0].message.content
    chunks = list(ask(client, stream=True))
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == whole
    assert chunks[-1].choices[0].finish_reason == "stop" and len(chunks) > 3


def test_the_groq_sdk_raises_the_errors_it_would_raise(client: groq.Groq, served: Model) -> None:
    served.says(limited(7), times=1)
    with pytest.raises(groq.RateLimitError) as refused:
        ask(client)
    assert refused.value.response.headers["retry-after"] == "7"
    served.says(broken, times=1)
    with pytest.raises(groq.InternalServerError):
        ask(client)
    served.says(fails("refused"), times=1)
    with pytest.raises(groq.APIConnectionError):
        ask(client)
    with pytest.raises(groq.NotFoundError):
        ask(client, model="gone-model")
    with pytest.raises(groq.AuthenticationError):
        ask(client.with_options(api_key="stale"))


@pytest.mark.parametrize("script", [slow(30), fails("timeout")], ids=["slow", "silent"])
def test_the_groq_sdk_gives_up_on_a_model_that_takes_too_long(
    client: groq.Groq, served: Model, script: Callable[..., Outcome]
) -> None:
    served.says(script)
    began = time.monotonic()
    with pytest.raises(groq.APITimeoutError):
        ask(client, timeout=0.2)
    assert time.monotonic() - began < 3
