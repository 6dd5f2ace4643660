"""Tasks beside one that waits for them, on virtual time: who ends first is told first, always the same.

An application of the test's own waits; the lane is the real one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from simulator.lanes.race import VirtualRace
from simulator.lanes.virtual import VirtualLane
from simulator.world import World


class Waiting:
    """An application that does nothing but what a test has it do at its start."""

    def __init__(self, play: Callable[[], object]) -> None:
        self._play = play

    def wsgi(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        raise AssertionError("nobody asks here")

    def start(self) -> None:
        self._play()


class Scene:
    """A world and what one task of an application notes in it, with the seconds that have passed."""

    def __init__(self) -> None:
        self.world = World()
        self.lane = VirtualLane(self.world)
        self.noted: list[tuple[float, Any]] = []

    def play(self, play: Callable[[VirtualRace], object]) -> list[tuple[float, Any]]:
        self.lane.boot(lambda: Waiting(lambda: play(VirtualRace(self.lane))))
        self.world.run(60)
        self.lane.close()
        return self.noted

    def after(self, seconds: float, what: str) -> Callable[[], str]:
        def work() -> str:
            self.lane.sleep(seconds)
            return what

        return work

    def note(self, what: Any) -> None:
        self.noted.append((round(self.world.elapsed, 3), what))


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_what_ends_first_is_told_first_when_it_ends(scene: Scene) -> None:
    def play(race: VirtualRace) -> None:
        race.begin(scene.after(3, "slow"))
        race.begin(scene.after(1, "quick"))
        scene.note(race.next(10))
        scene.note(race.next(10))

    assert scene.play(play) == [(1.0, "quick"), (3.0, "slow")]


def test_a_wait_ends_when_nothing_ends_in_time_and_a_later_one_goes_on(scene: Scene) -> None:
    def play(race: VirtualRace) -> None:
        race.begin(scene.after(3, "slow"))
        scene.note(race.next(2))
        race.begin(scene.after(5, "later"))
        scene.note(race.next(2))
        scene.note(race.next(2))

    assert scene.play(play) == [(2.0, None), (3.0, "slow"), (5.0, None)]


def test_what_ended_while_nobody_waited_is_told_at_once(scene: Scene) -> None:
    def play(race: VirtualRace) -> None:
        race.begin(scene.after(1, "first"))
        race.begin(scene.after(1, "second"))
        scene.lane.sleep(4)
        scene.note(race.next(2))
        scene.note(race.next(2))

    assert scene.play(play) == [(4.0, "first"), (4.0, "second")]


def test_what_nobody_waits_for_ends_by_itself_and_wakes_nobody(scene: Scene) -> None:
    def play(race: VirtualRace) -> None:
        race.begin(scene.after(1, "quick"))
        race.begin(scene.after(2, "lost"))
        scene.note(race.next(10))
        scene.lane.sleep(5)
        scene.note("undisturbed")

    assert scene.play(play) == [(1.0, "quick"), (6.0, "undisturbed")]
