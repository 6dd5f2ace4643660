"""The scene of every test here, and the rule that holds for all of them:
what the carrier complains of must be meant by the test.
"""

from collections.abc import Callable, Iterator

import pytest

from simulator.phones import Phone
from tests.simulator.twilio.rooms import room
from tests.simulator.twilio.scene import Scene

MakeScene = Callable[..., Scene]


@pytest.fixture
def make_scene() -> Iterator[MakeScene]:
    """Scenes with other switches, weather or numbers; each is held to its violations at the end."""
    made: list[Scene] = []

    def make(**options: object) -> Scene:
        made.append(Scene(**options))
        return made[-1]

    yield make
    assert [scene.unexpected for scene in made if scene.unexpected] == []


@pytest.fixture
def scene(make_scene: MakeScene) -> Scene:
    return make_scene()


@pytest.fixture
def pair(scene: Scene) -> tuple[Phone, Phone]:
    """Two phones in one conference, with something to say afterwards."""
    one = scene.call_out(room(then="<Say>Out of the room</Say>"), name="one")
    two = scene.call_out(room(then="<Say>Out of the room</Say>"), name="two")
    scene.run(1)
    return one, two
