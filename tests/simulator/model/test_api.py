"""The API of the model's double: what it accepts, what it refuses, what it notes.

How the providers' SDKs get on with it over a real socket is in `test_sdks.py`.
"""

import json

import pytest

from simulator.model import DIALECTS, Model, slow
from simulator.world import World
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


@pytest.mark.parametrize(
    ("provider", "field", "status"),
    [
        ("groq", "include_reasoning", 200),
        ("openai", "include_reasoning", 400),
        ("openrouter", "include_reasoning", 200),
        ("groq", "provider", 400),
        ("openai", "provider", 400),
        ("openrouter", "provider", 200),
    ],
)
def test_a_provider_refuses_fields_that_only_another_one_knows(
    provider: str, field: str, status: int
) -> None:
    double = Model(World(), keys={KEY}, dialect=DIALECTS[provider])
    assert reply(post(double, **{field: False})).status == status
    assert bool(double.violations) == (status == 400)


@pytest.mark.parametrize(("model_name", "status"), [("gpt-6-luna", 400), ("o3", 400), ("gpt-4.1-mini", 200)])
def test_openais_reasoning_models_take_no_temperature(model_name: str, status: int) -> None:
    double = Model(World(), keys={KEY}, dialect=DIALECTS["openai"])
    answer = reply(post(double, model=model_name, temperature=0))
    assert answer.status == status and double.violations == []
    assert reply(post(double, model=model_name)).status == 200
