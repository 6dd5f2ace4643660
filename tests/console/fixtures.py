"""The fixture that gives a test its site, for every folder of tests that works with one.

Twilio's REST is answered for as long as the test runs; anything else over HTTP fails it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import responses

from tests.console.site import Site


@pytest.fixture
def site(url: str) -> Iterator[Site]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        made = Site(url, mock)
        yield made
        made.close()
