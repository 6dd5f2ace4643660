"""A real LiveKit server for the tests of this folder: one for all that leave it as they found it.

Skips, with what to install, where there is none; with LIVEKIT_LANE=required that is a failure.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bridge.ports.livekit import LiveKit
from bridge.ports.loop import LoopThread
from simulator.real_livekit.processes import NotThere, RealLiveKit, check


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.livekit)


@pytest.fixture(scope="session")
def binaries() -> None:
    try:
        check()
    except NotThere as problem:
        if os.environ.get("LIVEKIT_LANE") == "required":
            raise
        pytest.skip(str(problem))


@pytest.fixture(scope="session")
def shared_server(binaries: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealLiveKit]:
    """Nobody may stop this one."""
    with RealLiveKit(tmp_path_factory.mktemp("livekit")) as server:
        yield server


@pytest.fixture
def own_server(binaries: None, tmp_path: Path) -> Iterator[RealLiveKit]:
    """One to be killed."""
    with RealLiveKit(tmp_path) as server:
        yield server


@pytest.fixture(scope="session")
def loop() -> Iterator[LoopThread]:
    thread = LoopThread()
    yield thread
    thread.stop()


@pytest.fixture
def livekit(shared_server: RealLiveKit, loop: LoopThread) -> Iterator[LiveKit]:
    """Our adapter, as the bridge makes it."""
    port = LiveKit(shared_server.url, shared_server.key, shared_server.secret, loop.run)
    yield port
    port.close()
