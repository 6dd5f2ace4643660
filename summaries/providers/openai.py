"""OpenAI, and OpenRouter, which speaks the same under another address: both through OpenAI's SDK.

Decides which model is asked when none is named, and what may be asked of a model by its name. How a
question travels is `chat.py`'s business.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from typing import Any

from summaries.providers.chat import Chat

OPENAI_URL = "https://api.openai.com/v1"
OPENROUTER_URL = "https://openrouter.ai/api/v1"
OPENAI_MODEL = "gpt-6-luna"
# Open weights, offered by many: it stays when a vendor retires its own, or is down.
OPENROUTER_MODEL = "openai/gpt-oss-120b"
TITLE = "Warm Bridge"

# Older than structured outputs (developers.openai.com/api/docs/guides/structured-outputs).
_WITHOUT_SCHEMA = re.compile(r"gpt-3\.5|gpt-4(-|$)|gpt-4o-2024-05-13|chatgpt-|o1-(mini|preview)")
# OpenRouter hands schemas on where the vendor has them; with others it asks for plain JSON mode.
_VENDORS_WITH_SCHEMA = ("openai", "google", "x-ai", "mistralai")
# The least that each family can be told to think (the SDK's ReasoningEffort); others do not reason.
_LEAST_EFFORT = (
    (re.compile(r"gpt-oss|o\d"), "low"),
    (re.compile(r"gpt-5(-|$)"), "minimal"),
    (re.compile(r"gpt-5\.|gpt-[6-9]"), "none"),
)


def openai_provider(
    key: str,
    model: str | None = None,
    base_url: str | None = None,
    *,
    now: Callable[[], float] = time.monotonic,
    transport: Any = None,
) -> Chat:
    """`transport` is an httpx2 transport in place of the network, or None."""
    model = model or OPENAI_MODEL
    client = _client(key, base_url or OPENAI_URL, {}, transport)
    schema = _WITHOUT_SCHEMA.match(model) is None
    return Chat("openai", model, **client, options=_options(model), schema=schema, now=now)


def openrouter_provider(
    key: str,
    referer: str,
    model: str | None = None,
    base_url: str | None = None,
    *,
    now: Callable[[], float] = time.monotonic,
    transport: Any = None,
) -> Chat:
    """`referer` is the address by which OpenRouter tells applications apart."""
    model = model or OPENROUTER_MODEL
    headers = {"HTTP-Referer": referer, "X-Title": TITLE}
    client = _client(key, base_url or OPENROUTER_URL, headers, transport)
    vendor, _, name = model.partition("/")
    schema = vendor in _VENDORS_WITH_SCHEMA and _WITHOUT_SCHEMA.match(name) is None
    options = _options(name) if vendor == "openai" else {"temperature": 0}
    return Chat("openrouter", model, **client, options=options, schema=schema, now=now)


def _client(key: str, base_url: str, headers: Mapping[str, str], transport: Any) -> dict[str, Any]:
    # Importing takes most of a second: paid at the start of the server, and only with a key.
    import httpx2
    import openai

    from summaries.providers import bounded

    client = openai.OpenAI(
        api_key=key,
        base_url=base_url,
        default_headers=headers,
        # The writer owns the deadline, and has another model to ask.
        max_retries=0,
        http_client=httpx2.Client(transport=transport, event_hooks=bounded.hooks(httpx2)),
    )
    return {"sdk": openai, "http": httpx2, "client": client}


def _options(model: str) -> dict[str, Any]:
    """Models that reason refuse a temperature; the time that they think is time that B waits."""
    for family, effort in _LEAST_EFFORT:
        if family.match(model):
            return {"reasoning_effort": effort}
    return {"temperature": 0}
