"""Groq through its real SDK, against a server on loopback that answers, refuses, stalls and lies.

Decides by what goes over the wire and what comes back to the writer.
"""

import json
import threading
import time
from collections.abc import Iterator

import httpx
import pytest

from summaries import GroqProvider, NoBrief, Writer
from summaries.answer import SCHEMA
from summaries.prompt import Question, question
from tests.summaries.examples import SUPPORT_CALL, answer, known, said
from tests.summaries.model_double import Behaviour, Double, completion, drip, half, send, serve, stall

QUESTION = Question("our instructions", "their words", SCHEMA)
GOOD = answer("The caller wants a refund for order 4821.", "The caller sounds upset.")
KEY = "gsk_secret_key"


@pytest.fixture
def double() -> Iterator[Double]:
    double = Double()
    server = serve(double)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield double
    double.closing.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def groq(double: Double) -> Iterator[GroqProvider]:
    provider = GroqProvider(KEY, None, double.url)
    yield provider
    provider.close()


def refusal(groq: GroqProvider, double: Double, behave: Behaviour, seconds: float = 5.0) -> NoBrief:
    double.behave = behave
    with pytest.raises(NoBrief) as caught:
        groq.ask(QUESTION, seconds)
    assert KEY not in str(caught.value) and caught.value.__cause__ is None
    return caught.value


def test_an_answer_comes_back_as_the_model_wrote_it(groq: GroqProvider, double: Double) -> None:
    double.behave = send(completion(GOOD))
    assert groq.ask(QUESTION, 5.0) == GOOD
    assert [(seen.path, seen.key) for seen in double.seen] == [("/openai/v1/chat/completions", KEY)]


def test_instructions_and_words_travel_in_messages_of_their_own(groq: GroqProvider, double: Double) -> None:
    double.behave = send(completion(GOOD))
    asked = question(known(), said(*SUPPORT_CALL))
    groq.ask(asked, 5.0)
    system, user = double.seen[0].body["messages"]
    assert system == {"role": "system", "content": asked.instructions}
    assert user == {"role": "user", "content": asked.data}
    assert "tools" not in double.seen[0].body and "Gomez" not in system["content"]


def test_the_default_model_is_held_to_the_schema(groq: GroqProvider, double: Double) -> None:
    double.behave = send(completion(GOOD))
    groq.ask(QUESTION, 5.0)
    body = double.seen[0].body
    assert body["model"] == "openai/gpt-oss-20b" and body["reasoning_effort"] == "low"
    assert body["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "brief", "strict": True, "schema": SCHEMA},
    }


def test_another_model_is_asked_for_json_without_a_schema(double: Double) -> None:
    double.behave = send(completion(GOOD))
    provider = GroqProvider(KEY, "llama-3.1-8b-instant", double.url)
    provider.ask(QUESTION, 5.0)
    provider.close()
    body = double.seen[0].body
    assert body["model"] == "llama-3.1-8b-instant" and body["response_format"] == {"type": "json_object"}
    assert "reasoning_effort" not in body


def test_too_many_requests_says_when_to_come_again_and_is_not_repeated(
    groq: GroqProvider, double: Double
) -> None:
    error = refusal(groq, double, send(b'{"error": {"message": "slow down"}}', 429, {"Retry-After": "7"}))
    assert (error.fault, error.retryable, error.retry_after) == ("provider", True, 7.0)
    assert len(double.seen) == 1


@pytest.mark.parametrize("header", ["Wed, 21 Oct 2026 07:28:00 GMT", "-1", "nan", "1e99", ""])
def test_a_strange_time_to_come_again_is_none(groq: GroqProvider, double: Double, header: str) -> None:
    error = refusal(groq, double, send(b"{}", 429, {"Retry-After": header}))
    assert error.retryable and error.retry_after is None


@pytest.mark.parametrize("status", [500, 502, 503, 529, 408])
def test_a_server_in_trouble_may_answer_later(groq: GroqProvider, double: Double, status: int) -> None:
    error = refusal(groq, double, send(b"<html>oops</html>", status, kind="text/html"))
    assert (error.fault, error.retryable) == ("provider", True) and str(status) in str(error)
    assert len(double.seen) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 422])
def test_a_wrong_key_or_model_is_ours_to_mend(groq: GroqProvider, double: Double, status: int) -> None:
    error = refusal(groq, double, send(b'{"error": {"message": "Invalid API Key gsk_secret_key"}}', status))
    assert (error.fault, error.retryable) == ("ours", False) and str(status) in str(error)


def test_a_model_that_misses_the_schema_is_no_fault_of_ours_and_is_not_quoted(
    groq: GroqProvider, double: Double
) -> None:
    body = {"error": {"code": "json_validate_failed", "failed_generation": "Maria Gomez said"}}
    error = refusal(groq, double, send(json.dumps(body).encode(), 400))
    assert (error.fault, error.retryable) == ("answer", True) and "Maria" not in str(error)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"null",
        b"[]",
        b'"text"',
        b"{}",
        b'{"choices": []}',
        b'{"choices": [{}]}',
        b'{"choices": [{"message": "hi", "finish_reason": "stop"}]}',
        b'{"choices": "hi"}',
        b"[" * 50_000,
        b"\xff\xfe\x00",
    ],
)
def test_garbage_is_no_brief(groq: GroqProvider, double: Double, body: bytes) -> None:
    error = refusal(groq, double, send(body))
    assert (error.fault, error.retryable) == ("provider", True)


def test_a_page_instead_of_json_is_no_brief(groq: GroqProvider, double: Double) -> None:
    assert refusal(groq, double, send(b"<html>sign in</html>", kind="text/html")).fault == "provider"


@pytest.mark.parametrize("body", [completion(GOOD, finish="length"), completion(None), completion([GOOD])])
def test_an_answer_that_is_cut_or_missing_is_no_brief(
    groq: GroqProvider, double: Double, body: bytes
) -> None:
    error = refusal(groq, double, send(body))
    assert (error.fault, error.retryable) == ("answer", True)


def test_half_an_answer_is_no_brief(groq: GroqProvider, double: Double) -> None:
    assert refusal(groq, double, half(completion(GOOD))).fault == "provider"


def test_an_endless_answer_is_given_up(groq: GroqProvider, double: Double) -> None:
    assert refusal(groq, double, send(completion("word " * 100_000))).fault == "provider"


@pytest.mark.parametrize(
    "behave", [stall(), stall(b'{"choices": ['), drip(completion(GOOD)), drip(b"x" * 900, 500)]
)
def test_a_slow_answer_is_given_up_at_the_deadline(
    groq: GroqProvider, double: Double, behave: Behaviour
) -> None:
    began = time.monotonic()
    error = refusal(groq, double, behave, seconds=0.4)
    # A drip of 0.05 s and a busy machine come on top; without a deadline it would be 15 s and more.
    assert (error.fault, error.retryable) == ("time", True) and 0.3 < time.monotonic() - began < 3


def test_a_key_that_can_not_be_sent_is_ours_to_mend(double: Double) -> None:
    provider = GroqProvider("gsk_\u201csecret\u201d", None, double.url)
    with pytest.raises(NoBrief) as caught:
        provider.ask(QUESTION, 5.0)
    provider.close()
    assert caught.value.fault == "ours" and "secret" not in str(caught.value) and double.seen == []


def test_a_server_that_is_not_there_is_no_brief() -> None:
    provider = GroqProvider(KEY, None, "http://127.0.0.1:9")
    with pytest.raises(NoBrief) as caught:
        provider.ask(QUESTION, 5.0)
    provider.close()
    assert (caught.value.fault, caught.value.retryable) == ("provider", True)


def test_a_transport_stands_in_for_the_network() -> None:
    class World(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            assert request.url == "https://api.groq.com/openai/v1/chat/completions"
            return httpx.Response(200, content=completion(GOOD), headers={"Content-Type": "application/json"})

    assert GroqProvider(KEY, transport=World()).ask(QUESTION, 5.0) == GOOD


def test_questions_may_be_asked_side_by_side(groq: GroqProvider, double: Double) -> None:
    double.behave = send(completion(GOOD))
    answers: list[str] = []
    threads = [threading.Thread(target=lambda: answers.append(groq.ask(QUESTION, 5.0))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [GOOD] * 8


def test_from_words_to_brief_over_the_real_wire(groq: GroqProvider, double: Double) -> None:
    double.behave = send(completion(answer("The caller wants a refund for order 4821.", "She is verified.")))
    brief = Writer([groq], time.monotonic).write(known(), said(*SUPPORT_CALL))
    assert (brief.headline, brief.details, brief.source, brief.dropped) == (
        "The caller wants a refund for order 4821.",
        (),
        "groq",
        ("claim",),
    )
