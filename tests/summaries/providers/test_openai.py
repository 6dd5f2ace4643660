"""OpenAI and OpenRouter: which model is asked for what, where, and in whose name.

What all providers have in common is in `test_chat.py`.
"""

import json
from typing import Any

import httpx2
import pytest

from summaries import NoBrief, openai_provider, openrouter_provider
from summaries.answer import SCHEMA
from summaries.prompt import Question
from tests.summaries.examples import answer
from tests.summaries.model_double import Double, completion, send
from tests.summaries.providers.conftest import KEY, REFERER, Make

QUESTION = Question("our instructions", "their words", SCHEMA)
GOOD = answer("The caller wants a refund for order 4821.", "The caller sounds upset.")


def asked(make: Make, double: Double, provider: str, model: str | None = None) -> dict[str, Any]:
    double.behave = send(completion(GOOD))
    assert make(provider, model).ask(QUESTION, 5.0) == GOOD
    return double.seen[-1].body


def shape(body: dict[str, Any]) -> str:
    return str(body["response_format"]["type"])


def test_openais_default_model_answers_at_once_and_is_held_to_the_schema(make: Make, double: Double) -> None:
    body = asked(make, double, "openai")
    assert body["model"] == "gpt-6-luna" and body["reasoning_effort"] == "none"
    assert body["response_format"]["json_schema"] == {"name": "answer", "strict": True, "schema": SCHEMA}
    assert body["max_completion_tokens"] == 1500 and "temperature" not in body


@pytest.mark.parametrize(
    ("model", "effort"),
    [
        ("o3", "low"),
        ("o4-mini", "low"),
        ("gpt-5", "minimal"),
        ("gpt-5-nano", "minimal"),
        ("gpt-5.4-mini", "none"),
        ("gpt-6.1-sol", "none"),
    ],
)
def test_a_model_that_reasons_is_told_to_think_little_and_given_no_temperature(
    make: Make, double: Double, model: str, effort: str
) -> None:
    for provider, name in (("openai", model), ("openrouter", f"openai/{model}")):
        body = asked(make, double, provider, name)
        assert body["reasoning_effort"] == effort and "temperature" not in body, provider


@pytest.mark.parametrize("model", ["gpt-4.1-mini", "gpt-4o-mini"])
def test_a_model_that_does_not_reason_is_given_a_temperature(make: Make, double: Double, model: str) -> None:
    body = asked(make, double, "openai", model)
    assert body["temperature"] == 0 and "reasoning_effort" not in body and shape(body) == "json_schema"


@pytest.mark.parametrize("model", ["gpt-3.5-turbo", "gpt-4", "gpt-4-turbo", "gpt-4o-2024-05-13", "o1-mini"])
def test_a_model_older_than_schemas_is_asked_for_json(make: Make, double: Double, model: str) -> None:
    assert shape(asked(make, double, "openai", model)) == "json_object"


@pytest.mark.parametrize(
    ("model", "wanted"),
    [
        ("google/gemini-3-flash", "json_schema"),
        ("openai/gpt-4-turbo", "json_object"),
        ("deepseek/deepseek-chat", "json_object"),
        ("a-model-without-a-vendor", "json_object"),
    ],
)
def test_openrouter_is_asked_for_a_schema_where_the_vendor_has_them(
    make: Make, double: Double, model: str, wanted: str
) -> None:
    body = asked(make, double, "openrouter", model)
    assert body["model"] == model and shape(body) == wanted


def test_openrouter_is_told_who_asks_and_openai_is_not(make: Make, double: Double) -> None:
    assert asked(make, double, "openrouter")["model"] == "openai/gpt-oss-120b"
    asked(make, double, "openai")
    told, untold = double.seen[0].headers, double.seen[1].headers
    assert (told["http-referer"], told["x-title"]) == (REFERER, "Warm Bridge")
    assert "http-referer" not in untold and "x-title" not in untold


def test_what_a_models_own_vendor_refuses_is_heard_through_openrouter(make: Make, double: Double) -> None:
    raw = '{"error": {"message": "Unknown parameter: response_format"}}'
    error = {"message": "Provider returned error", "code": 400, "metadata": {"raw": raw}}
    double.behave = send(json.dumps({"error": error}).encode(), 400)
    with pytest.raises(NoBrief) as caught:
        make("openrouter", "deepseek/deepseek-chat").ask(QUESTION, 5.0)
    assert caught.value.fault == "ours"
    assert ["response_format" in seen.body for seen in double.seen] == [True, False]


@pytest.mark.parametrize("metadata", [None, [], {"raw": None}, {"raw": {"a": 1}}])
def test_a_strange_refusal_is_a_refusal(make: Make, double: Double, metadata: object) -> None:
    error = {"message": ["response_format"], "param": {}, "metadata": metadata}
    double.behave = send(json.dumps({"error": error}).encode(), 400)
    with pytest.raises(NoBrief) as caught:
        make("openrouter").ask(QUESTION, 5.0)
    assert caught.value.fault == "ours" and len(double.seen) == 1


def test_an_error_in_a_good_answers_clothes_is_no_brief(make: Make, double: Double) -> None:
    """OpenRouter has answered 200 by the time that the model's vendor fails."""
    double.behave = send(b'{"error": {"code": 502, "message": "Maria Gomez"}, "choices": null}')
    with pytest.raises(NoBrief) as caught:
        make("openrouter").ask(QUESTION, 5.0)
    assert caught.value.fault == "provider" and "Maria" not in str(caught.value)


def test_without_a_base_url_each_goes_to_its_own_address() -> None:
    class World(httpx2.BaseTransport):
        def handle_request(self, request: httpx2.Request) -> httpx2.Response:
            seen.append(str(request.url))
            return httpx2.Response(200, json=json.loads(completion(GOOD)))

    seen: list[str] = []
    for provider in (
        openai_provider(KEY, transport=World()),
        openrouter_provider(KEY, REFERER, transport=World()),
    ):
        assert provider.ask(QUESTION, 5.0) == GOOD
    assert seen == [
        "https://api.openai.com/v1/chat/completions",
        "https://openrouter.ai/api/v1/chat/completions",
    ]
