"""A model server on loopback for each test, and how to make each provider that is to talk to it.

Decides nothing; what a server does is the test's to say.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator

import httpx
import httpx2
import pytest

from summaries import groq_provider, openai_provider, openrouter_provider
from summaries.providers.chat import Chat
from tests.summaries.model_double import Double, serve

KEY = "sk_secret_key"
REFERER = "https://bridge.example"
# (base URL, model) -> the provider
Make = Callable[..., Chat]
# The real transports; to load the machine's certificates for each of them takes a fifth of a second.
TLS = ssl.create_default_context()
MAKERS: dict[str, Make] = {
    "groq": lambda url, model: groq_provider(KEY, model, url, transport=httpx.HTTPTransport(verify=TLS)),
    "openai": lambda url, model: openai_provider(KEY, model, url, transport=httpx2.HTTPTransport(verify=TLS)),
    "openrouter": lambda url, model: openrouter_provider(
        KEY, REFERER, model, url, transport=httpx2.HTTPTransport(verify=TLS)
    ),
}


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
def make(double: Double) -> Iterator[Make]:
    """Makes a provider by its name, and perhaps with a model, that talks to the double."""
    made: list[Chat] = []

    def one(name: str, model: str | None = None, url: str | None = None) -> Chat:
        made.append(MAKERS[name](url or double.url, model))
        return made[-1]

    yield one
    for provider in made:
        provider.close()


@pytest.fixture(params=MAKERS)
def provider(make: Make, request: pytest.FixtureRequest) -> Chat:
    """Each of the three."""
    return make(request.param)
