"""Each provider through its real SDK, against a server on loopback that answers, refuses, stalls and lies.

Decides by what goes over the wire and what comes back to the writer.
"""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler

import pytest

from summaries import NoBrief, Writer, groq_provider, openai_provider, openrouter_provider
from summaries.answer import SCHEMA
from summaries.prompt import Question, question
from summaries.providers.chat import Chat
from tests.summaries.examples import SUPPORT_CALL, answer, known, said
from tests.summaries.model_double import Behaviour, Double, completion, drip, half, send, stall
from tests.summaries.providers.conftest import KEY, Make

QUESTION = Question("our instructions", "their words", SCHEMA)
GOOD = answer("The caller wants a refund for order 4821.", "The caller sounds upset.")


def refusal(provider: Chat, double: Double, behave: Behaviour, seconds: float = 5.0) -> NoBrief:
    double.behave = behave
    with pytest.raises(NoBrief) as caught:
        provider.ask(QUESTION, seconds)
    assert KEY not in str(caught.value) and caught.value.__cause__ is None
    return caught.value


def test_an_answer_comes_back_as_the_model_wrote_it(provider: Chat, double: Double) -> None:
    double.behave = send(completion(GOOD))
    assert provider.ask(QUESTION, 5.0) == GOOD
    assert [seen.key for seen in double.seen] == [KEY] and double.seen[0].path.endswith("/chat/completions")


def test_instructions_and_words_travel_in_messages_of_their_own(provider: Chat, double: Double) -> None:
    double.behave = send(completion(GOOD))
    asked = question(known(), said(*SUPPORT_CALL))
    provider.ask(asked, 5.0)
    system, user = double.seen[0].body["messages"]
    assert system == {"role": "system", "content": asked.instructions}
    assert user == {"role": "user", "content": asked.data}
    assert "tools" not in double.seen[0].body and "Gomez" not in system["content"]


def test_too_many_requests_says_when_to_come_again_and_is_not_repeated(
    provider: Chat, double: Double
) -> None:
    error = refusal(provider, double, send(b'{"error": {"message": "slow down"}}', 429, {"Retry-After": "7"}))
    assert (error.fault, error.retryable, error.retry_after) == ("provider", True, 7.0)
    assert len(double.seen) == 1


@pytest.mark.parametrize("header", ["Wed, 21 Oct 2026 07:28:00 GMT", "-1", "nan", "1e99", ""])
def test_a_strange_time_to_come_again_is_none(provider: Chat, double: Double, header: str) -> None:
    error = refusal(provider, double, send(b"{}", 429, {"Retry-After": header}))
    assert error.retryable and error.retry_after is None


@pytest.mark.parametrize("status", [500, 502, 503, 529, 408])
def test_a_server_in_trouble_may_answer_later(provider: Chat, double: Double, status: int) -> None:
    error = refusal(provider, double, send(b"<html>oops</html>", status, kind="text/html"))
    assert (error.fault, error.retryable) == ("provider", True) and str(status) in str(error)
    assert len(double.seen) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 422])
def test_a_wrong_key_or_model_is_ours_to_mend(provider: Chat, double: Double, status: int) -> None:
    error = refusal(
        provider, double, send(b'{"error": {"message": "Invalid API Key sk_secret_key"}}', status)
    )
    assert (error.fault, error.retryable) == ("ours", False) and str(status) in str(error)


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
def test_garbage_is_no_brief(provider: Chat, double: Double, body: bytes) -> None:
    error = refusal(provider, double, send(body))
    assert (error.fault, error.retryable) == ("provider", True)


def test_a_page_instead_of_json_is_no_brief(provider: Chat, double: Double) -> None:
    assert refusal(provider, double, send(b"<html>sign in</html>", kind="text/html")).fault == "provider"


@pytest.mark.parametrize("body", [completion(GOOD, finish="length"), completion(None), completion([GOOD])])
def test_an_answer_that_is_cut_or_missing_is_no_brief(provider: Chat, double: Double, body: bytes) -> None:
    error = refusal(provider, double, send(body))
    assert (error.fault, error.retryable) == ("answer", True)


def test_half_an_answer_is_no_brief(provider: Chat, double: Double) -> None:
    assert refusal(provider, double, half(completion(GOOD))).fault == "provider"


def test_an_endless_answer_is_given_up(provider: Chat, double: Double) -> None:
    assert refusal(provider, double, send(completion("word " * 100_000))).fault == "provider"


@pytest.mark.parametrize(
    "behave", [stall(), stall(b'{"choices": ['), drip(completion(GOOD)), drip(b"x" * 900, 500)]
)
def test_a_slow_answer_is_given_up_at_the_deadline(provider: Chat, double: Double, behave: Behaviour) -> None:
    began = time.monotonic()
    error = refusal(provider, double, behave, seconds=0.4)
    # A drip of 0.05 s and a busy machine come on top; without a deadline it would be 15 s and more.
    assert (error.fault, error.retryable) == ("time", True) and 0.3 < time.monotonic() - began < 3


def test_questions_may_be_asked_side_by_side(provider: Chat, double: Double) -> None:
    double.behave = send(completion(GOOD))
    answers: list[str] = []
    threads = [threading.Thread(target=lambda: answers.append(provider.ask(QUESTION, 5.0))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [GOOD] * 8


def test_from_words_to_brief_over_the_real_wire(provider: Chat, double: Double) -> None:
    double.behave = send(completion(answer("A refund for order 4821.", "She paid $12.")))
    brief = Writer([provider], time.monotonic).write(known(), said(*SUPPORT_CALL))
    assert (brief.headline, brief.details, brief.source, brief.dropped) == (
        "The caller says: a refund for order 4821.",
        (),
        provider.name,
        ("number",),
    )


# --- what a model may refuse, and we can do without ---


def refusing(part: str, message: str, content: str = GOOD) -> Behaviour:
    """400 for as long as a request holds `part`."""

    def behave(handler: BaseHTTPRequestHandler, double: Double) -> None:
        error = json.dumps({"error": {"message": message, "type": "invalid_request_error"}}).encode()
        refused = part in double.seen[-1].body
        (send(error, 400) if refused else send(completion(content)))(handler, double)

    return behave


def test_a_model_without_json_is_asked_for_text_and_that_is_remembered(
    provider: Chat, double: Double
) -> None:
    said = f"Here is the brief:\n```json\n{GOOD}\n```\nI hope it helps {{you}}."
    double.behave = refusing("response_format", "This model does not support response format `json`.", said)
    assert [provider.ask(QUESTION, 5.0) for _ in range(2)] == [GOOD, GOOD]
    assert ["response_format" in seen.body for seen in double.seen] == [True, False, False]


@pytest.mark.parametrize("name", ["groq", "openai", "openrouter"])
def test_a_model_that_takes_no_temperature_is_asked_without(make: Make, double: Double, name: str) -> None:
    provider = make(name, "an-unknown-model")
    double.behave = refusing("temperature", "Unsupported value: 'temperature' does not support 0.")
    assert provider.ask(QUESTION, 5.0) == GOOD
    assert ["temperature" in seen.body for seen in double.seen] == [True, False]
    assert all("response_format" in seen.body for seen in double.seen)


def test_what_a_request_does_not_hold_is_not_left_out_of_it(provider: Chat, double: Double) -> None:
    """A refusal for something else is not answered with the same question again."""
    error = refusal(provider, double, refusing("model", "Invalid value: 'messages'"))
    assert error.fault == "ours" and len(double.seen) == 1


def test_the_second_request_has_only_the_time_that_is_left(provider: Chat, double: Double) -> None:
    refuse = refusing("response_format", "response_format is not supported")

    def behave(handler: BaseHTTPRequestHandler, double: Double) -> None:
        if len(double.seen) == 1:
            double.closing.wait(0.3)
            refuse(handler, double)
        else:
            stall()(handler, double)

    began = time.monotonic()
    error = refusal(provider, double, behave, seconds=0.6)
    assert error.fault == "time" and 0.5 < time.monotonic() - began < 3


@pytest.mark.parametrize("name", ["groq", "openai", "openrouter"])
def test_a_key_that_can_not_be_sent_is_ours_to_mend(double: Double, name: str) -> None:
    key = "sk_\u201csecret\u201d"
    made = {
        "groq": lambda: groq_provider(key, None, double.url),
        "openai": lambda: openai_provider(key, None, double.url),
        "openrouter": lambda: openrouter_provider(key, "https://bridge.example", None, double.url),
    }
    provider = made[name]()
    with pytest.raises(NoBrief) as caught:
        provider.ask(QUESTION, 5.0)
    provider.close()
    assert caught.value.fault == "ours" and "secret" not in str(caught.value) and double.seen == []


@pytest.mark.parametrize("name", ["groq", "openai", "openrouter"])
def test_a_server_that_is_not_there_is_no_brief(make: Make, name: str) -> None:
    with pytest.raises(NoBrief) as caught:
        make(name, None, "http://127.0.0.1:9").ask(QUESTION, 5.0)
    assert (caught.value.fault, caught.value.retryable) == ("provider", True)
