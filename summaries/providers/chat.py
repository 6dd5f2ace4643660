"""Chat completions through an SDK: one question, one answer, no retry, within the time that is given.

Decides how a question becomes a request and what each failure means; all three providers speak this, and
their SDKs have the same names for everything. It must not judge the answer.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from summaries.prompt import Question
from summaries.unwrap import unwrap
from summaries.words import NoBrief

# With the model's own reasoning; a brief has about 150.
_MOST_TOKENS = 1500
# What a model may refuse and we can do without, because code checks every answer.
_OPTIONAL = ("response_format", "reasoning_effort", "include_reasoning", "temperature")


class Chat:
    """One model of one provider. `sdk` and `http` are the SDK's module and that of its HTTP library,
    `options` what else the request holds, `schema` whether the model keeps to one."""

    def __init__(
        self,
        name: str,
        model: str,
        *,
        sdk: Any,
        http: Any,
        client: Any,
        options: dict[str, Any],
        schema: bool,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name, self._model = name, model
        self._sdk, self._http, self._client = sdk, http, client
        self._options, self._schema, self._now = options, schema, now
        # For the life of this process: a model that refuses something once will refuse it again.
        self._refused: set[str] = set()

    def close(self) -> None:
        self._client.close()

    def ask(self, question: Question, seconds: float) -> str:
        began = self._now()
        while True:
            request, left = self._request(question), seconds - (self._now() - began)
            if left <= 0:
                raise self._late()
            # Nothing is chained: the SDK's errors quote the model, which quotes the caller.
            try:
                completion = self._client.chat.completions.create(**request, timeout=left)
            except self._sdk.APIStatusError as error:
                part = _unwanted(error.status_code, error.body, request)
                if part is None:
                    raise self._failure(error) from None
                self._refused.add(part)
            except (self._sdk.APITimeoutError, self._http.TimeoutException):
                raise self._late() from None
            except (self._sdk.APIError, self._http.HTTPError):
                raise self._no_brief("the connection failed", "provider") from None
            except UnicodeEncodeError:
                why = f"{self.name}: the key has characters that no header can carry"
                raise NoBrief(why, "ours") from None
            except (ValueError, RecursionError):
                raise self._garbage() from None
            else:
                return self._content(completion)

    def _request(self, question: Question) -> dict[str, Any]:
        shape: dict[str, Any] = {"type": "json_object"}
        if self._schema:
            schema = {"name": "answer", "strict": True, "schema": question.schema}
            shape = {"type": "json_schema", "json_schema": schema}
        request = {
            "model": self._model,
            "messages": [
                {"role": "system", "content": question.instructions},
                {"role": "user", "content": question.data},
            ],
            "max_completion_tokens": _MOST_TOKENS,
            "response_format": shape,
            **self._options,
        }
        return {part: value for part, value in request.items() if part not in self._refused}

    def _content(self, completion: Any) -> str:
        """The SDK does not check shapes: what is no chat completion arrives as whatever it is."""
        try:
            choice = completion.choices[0]
            content, finish = choice.message.content, choice.finish_reason
        except (LookupError, TypeError, AttributeError):
            raise self._garbage() from None
        if finish == "length" or not isinstance(content, str):
            raise self._no_brief("the answer is not whole", "answer")
        return unwrap(content)

    def _failure(self, error: Any) -> NoBrief:
        """Whose fault a status is: of the 4xx only 408, 409 and 429 pass by themselves."""
        status = error.status_code
        if status == 400 and "json_validate_failed" in str(error.body):
            return self._no_brief("the model did not keep to the schema", "answer")
        if status >= 500 or status in (408, 409, 429):
            why = "over the rate limit" if status == 429 else "cannot answer now"
            after = _seconds(error.response.headers.get("retry-after"))
            return self._no_brief(f"{why} ({status})", "provider", after)
        return NoBrief(f"{self.name}: the request is refused ({status}); check key and model", "ours")

    def _late(self) -> NoBrief:
        return self._no_brief("no answer in time", "time")

    def _garbage(self) -> NoBrief:
        return self._no_brief("this is no chat completion", "provider")

    def _no_brief(self, why: str, fault: Any, retry_after: float | None = None) -> NoBrief:
        return NoBrief(f"{self.name}: {why}", fault, retryable=True, retry_after=retry_after)


def _unwanted(status: int, body: object, request: dict[str, Any]) -> str | None:
    """The part of the request that the model does not take, and that we can leave out."""
    if status not in (400, 422) or "json_validate_failed" in str(body):
        return None
    inner = body.get("error", body) if isinstance(body, dict) else None
    error = inner if isinstance(inner, dict) else {}
    metadata = error.get("metadata")
    # OpenRouter hands on what the model's own provider said.
    raw = metadata.get("raw") if isinstance(metadata, dict) else None
    said = " ".join(text for text in (error.get("param"), error.get("message"), raw) if isinstance(text, str))
    # Groq writes "response format".
    named = said.replace(" ", "_")
    return next((part for part in _OPTIONAL if part in request and part in named), None)


def _seconds(retry_after: str | None) -> float | None:
    """The providers give seconds; a date is not worth reading for a brief that is due now."""
    try:
        seconds = float(retry_after or "")
    except ValueError:
        return None
    return seconds if 0 <= seconds < 86_400 else None
