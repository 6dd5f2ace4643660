"""A lane on the real clock, and proof that it leaves nothing behind.

Forgotten sockets are ResourceWarnings, and warnings are errors; forgotten threads are counted.
"""

import gc
import threading
from collections.abc import Iterator

import pytest

from simulator.lanes.sockets import SocketLane


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    gc.collect()
    assert set(threading.enumerate()) - before == set()


@pytest.fixture
def lane(nothing_is_left: None) -> Iterator[SocketLane]:
    with SocketLane() as lane:
        yield lane
