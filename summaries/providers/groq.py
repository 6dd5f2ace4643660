"""Groq through its own SDK: one question, one answer, no retry, within the time that is given.

Decides how the request is put and what each failure means. It must not judge the answer.
"""

from __future__ import annotations

from typing import Any

from summaries.prompt import Question
from summaries.words import NoBrief

BASE_URL = "https://api.groq.com"
DEFAULT_MODEL = "openai/gpt-oss-20b"
# Models that keep to a schema by constrained decoding (console.groq.com/docs/structured-outputs).
STRICT_MODELS = frozenset({"openai/gpt-oss-20b", "openai/gpt-oss-120b"})
# With the model's own reasoning; a brief has about 150.
_MOST_TOKENS = 1500


class GroqProvider:
    """`transport` is an httpx transport in place of the network, or None."""

    name = "groq"

    def __init__(
        self, key: str, model: str | None = None, base_url: str | None = None, transport: Any = None
    ) -> None:
        # Importing takes half a second: paid at the start of the server, and only with a key.
        import groq
        import httpx

        from summaries.providers import bounded

        self._model = model or DEFAULT_MODEL
        self._client = groq.Groq(
            api_key=key,
            base_url=base_url or BASE_URL,
            # The writer owns the deadline, and has another model to ask.
            max_retries=0,
            http_client=httpx.Client(transport=transport, event_hooks=bounded.hooks()),
        )

    def close(self) -> None:
        self._client.close()

    def ask(self, question: Question, seconds: float) -> str:
        import groq
        import httpx

        # Nothing is chained: the SDK's errors quote the model, which quotes the caller.
        try:
            completion = self._client.chat.completions.create(**self._request(question), timeout=seconds)
        except groq.APIStatusError as error:
            raise _refused(error.status_code, error.response.headers.get("retry-after"), error.body) from None
        except (groq.APITimeoutError, httpx.TimeoutException):
            raise NoBrief("groq: no answer in time", "time", retryable=True) from None
        except (groq.APIError, httpx.HTTPError):
            raise NoBrief("groq: the connection failed", "provider", retryable=True) from None
        except UnicodeEncodeError:
            raise NoBrief("groq: the key has characters that no header can carry", "ours") from None
        except (ValueError, RecursionError):
            raise _garbage() from None
        return _content(completion)

    def _request(self, question: Question) -> dict[str, Any]:
        request: dict[str, Any] = {
            "model": self._model,
            "messages": [
                {"role": "system", "content": question.instructions},
                {"role": "user", "content": question.data},
            ],
            "temperature": 0,
            "max_completion_tokens": _MOST_TOKENS,
            "response_format": {"type": "json_object"},
        }
        if self._model in STRICT_MODELS:
            schema = {"name": "brief", "strict": True, "schema": question.schema}
            request["response_format"] = {"type": "json_schema", "json_schema": schema}
            # The time to think is time that B waits.
            request |= {"reasoning_effort": "low", "include_reasoning": False}
        return request


def _content(completion: Any) -> str:
    """The SDK does not check shapes: what is no chat completion arrives as whatever it is."""
    try:
        choice = completion.choices[0]
        content, finish = choice.message.content, choice.finish_reason
    except (LookupError, TypeError, AttributeError):
        raise _garbage() from None
    if finish == "length" or not isinstance(content, str):
        raise NoBrief("groq: the answer is not whole", "answer", retryable=True)
    return content


def _garbage() -> NoBrief:
    return NoBrief("groq: this is no chat completion", "provider", retryable=True)


def _refused(status: int, retry_after: str | None, body: object) -> NoBrief:
    """Whose fault a status is: of the 4xx only 408, 409 and 429 pass by themselves."""
    if status == 400 and "json_validate_failed" in str(body):
        return NoBrief("groq: the model did not keep to the schema", "answer", retryable=True)
    if status >= 500 or status in (408, 409, 429):
        why = "over the rate limit" if status == 429 else "cannot answer now"
        return NoBrief(
            f"groq: {why} ({status})", "provider", retryable=True, retry_after=_seconds(retry_after)
        )
    return NoBrief(f"groq: the request is refused ({status}); check key and model", "ours")


def _seconds(retry_after: str | None) -> float | None:
    """Groq gives seconds; a date is not worth reading for a brief that is due now."""
    try:
        seconds = float(retry_after or "")
    except ValueError:
        return None
    return seconds if 0 <= seconds < 86_400 else None
