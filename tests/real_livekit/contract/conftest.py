"""Both sides of the contract, and the one thing that is done with them.

Decides which stories share a server. It must not know what they tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.real_livekit.contract.double import Double
from tests.real_livekit.contract.real import Real
from tests.real_livekit.contract.story import Story, Told, tell_both

Both = Callable[[Callable[[Story], object]], Told]


def _running(folder: Path) -> Iterator[Real]:
    real = Real(folder)
    try:
        with real.server:
            yield real
    finally:
        real.stop()


@pytest.fixture(scope="session")
def real(binaries: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Real]:
    """Nobody may stop this one."""
    yield from _running(tmp_path_factory.mktemp("contract"))


@pytest.fixture
def mortal(binaries: None, tmp_path: Path) -> Iterator[Real]:
    yield from _running(tmp_path)


@pytest.fixture
def both(real: Real) -> Both:
    return lambda story: tell_both(story, real, Double())


@pytest.fixture
def both_mortal(mortal: Real) -> Both:
    """For stories in which somebody dies."""
    return lambda story: tell_both(story, mortal, Double())
