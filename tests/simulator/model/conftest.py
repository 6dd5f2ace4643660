"""The model that the tests of this folder ask.

It lives in a world that stands still, because the double itself takes no time.
"""

import pytest

from simulator.model import Model
from simulator.world import World
from tests.simulator.model.asking import KEY


@pytest.fixture
def model() -> Model:
    return Model(World(), keys={KEY})
