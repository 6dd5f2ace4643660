"""A carrier with phones and an application of a few documents, for each test anew.

Decides what must be so at a test's end. It must not know what the test plays.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.simulator.twilio.scene import Scene


@pytest.fixture
def scene() -> Iterator[Scene]:
    made = Scene()
    yield made
    assert made.unexpected == []
