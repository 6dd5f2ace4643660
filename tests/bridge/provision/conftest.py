"""A deployment for every test of `provision`, with carriers that have nothing of it.

Whatever a carrier would refuse is a failure, unless a test says that it expects it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bridge.provision.deployment import Deployment


@pytest.fixture
def deployment() -> Iterator[Deployment]:
    made = Deployment()
    yield made
    assert made.stage.problems == []
