"""Groq: which model is asked for what, and where.

What all providers have in common is in `test_chat.py`.
"""

import json

import httpx
import pytest

from summaries import NoBrief, groq_provider
from summaries.answer import SCHEMA
from summaries.prompt import Question
from tests.summaries.examples import answer
from tests.summaries.model_double import Double, completion, send
from tests.summaries.providers.conftest import KEY, Make

QUESTION = Question("our instructions", "their words", SCHEMA)
GOOD = answer("The caller wants a refund for order 4821.", "The caller sounds upset.")


def test_the_default_model_is_held_to_the_schema(make: Make, double: Double) -> None:
    double.behave = send(completion(GOOD))
    make("groq").ask(QUESTION, 5.0)
    body = double.seen[0].body
    assert body["model"] == "openai/gpt-oss-20b" and body["reasoning_effort"] == "low"
    assert body["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "answer", "strict": True, "schema": SCHEMA},
    }
    assert double.seen[0].path == "/openai/v1/chat/completions"


def test_another_model_is_asked_for_json_without_a_schema(make: Make, double: Double) -> None:
    double.behave = send(completion(GOOD))
    make("groq", "llama-3.1-8b-instant").ask(QUESTION, 5.0)
    body = double.seen[0].body
    assert body["model"] == "llama-3.1-8b-instant" and body["response_format"] == {"type": "json_object"}
    assert "reasoning_effort" not in body


def test_a_model_that_misses_the_schema_is_no_fault_of_ours_and_is_not_quoted(
    make: Make, double: Double
) -> None:
    body = {"error": {"code": "json_validate_failed", "failed_generation": "Maria said response_format"}}
    double.behave = send(json.dumps(body).encode(), 400)
    with pytest.raises(NoBrief) as caught:
        make("groq").ask(QUESTION, 5.0)
    assert (caught.value.fault, caught.value.retryable) == ("answer", True)
    assert "Maria" not in str(caught.value) and len(double.seen) == 1


def test_a_transport_stands_in_for_the_network() -> None:
    class World(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            assert request.url == "https://api.groq.com/openai/v1/chat/completions"
            return httpx.Response(200, content=completion(GOOD), headers={"Content-Type": "application/json"})

    assert groq_provider(KEY, transport=World()).ask(QUESTION, 5.0) == GOOD
