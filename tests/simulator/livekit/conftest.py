"""The fixtures of these tests: a provisioned LiveKit double, and one that nobody has set up.

Decides nothing else; what can be done with them stands in `lab.py`.
"""

import pytest

from tests.simulator.livekit.lab import Lab


@pytest.fixture
def lab() -> Lab:
    return Lab()


@pytest.fixture
def bare() -> Lab:
    return Lab(bare=True)
