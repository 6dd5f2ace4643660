"""Groq through its own SDK.

Decides which model is asked when none is named, and what may be asked of it. How a question travels is
`chat.py`'s business.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from summaries.providers.chat import Chat

BASE_URL = "https://api.groq.com"
DEFAULT_MODEL = "openai/gpt-oss-20b"
# Models that keep to a schema by constrained decoding (console.groq.com/docs/structured-outputs).
STRICT_MODELS = frozenset({"openai/gpt-oss-20b", "openai/gpt-oss-120b"})


def groq_provider(
    key: str,
    model: str | None = None,
    base_url: str | None = None,
    *,
    now: Callable[[], float] = time.monotonic,
    transport: Any = None,
) -> Chat:
    """`transport` is an httpx transport in place of the network, or None."""
    # Importing takes half a second: paid at the start of the server, and only with a key.
    import groq
    import httpx

    from summaries.providers import bounded

    model = model or DEFAULT_MODEL
    options: dict[str, Any] = {"temperature": 0}
    if model in STRICT_MODELS:
        # The time to think is time that B waits.
        options |= {"reasoning_effort": "low", "include_reasoning": False}
    client = groq.Groq(
        api_key=key,
        base_url=base_url or BASE_URL,
        # The writer owns the deadline, and has another model to ask.
        max_retries=0,
        http_client=httpx.Client(transport=transport, event_hooks=bounded.hooks(httpx)),
    )
    schema = model in STRICT_MODELS
    return Chat("groq", model, sdk=groq, http=httpx, client=client, options=options, schema=schema, now=now)
