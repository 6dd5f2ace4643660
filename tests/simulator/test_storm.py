"""Disturbances: what comes late, what is spared, and what a carrier still answers in time.

What they lead to is what the scenarios show.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from livekit.protocol import room

from simulator.network import Outcome, Reply, Request
from simulator.storm import REQUEST_TROUBLES, Disturbance, DisturbedRequests, DisturbedWebhooks
from simulator.world import World

LIST_ROOMS = "https://livekit.test/twirp/livekit.RoomService/ListRooms"


class Line:
    """A network that answers at once and keeps when it was asked for what."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.arrived: list[tuple[float, str]] = []

    def send(self, request: Request, timeout: float, on_reply: Callable[[Outcome], None]) -> None:
        self.arrived.append((round(self.world.elapsed, 2), request.url.rpartition("/")[2]))
        on_reply(Reply(204))


def sent(trouble: str, timeout: float) -> tuple[list[tuple[float, str]], list[float]]:
    """When three webhooks arrived, sent one a second, the first with this trouble; when that was answered."""
    world = World()
    line, answered = Line(world), []
    network = DisturbedWebhooks(world, line, lambda one: one.hit == 1 and one.trouble == trouble)
    for number in (1, 2, 3):
        network.send(
            Request("POST", f"https://bridge.test/twilio/{number}", {}, b""),
            timeout,
            lambda outcome, number=number: answered.append(world.elapsed) if number == 1 else None,
        )
        world.run(1.0)
    world.run(30.0)
    return line.arrived, answered


@pytest.mark.parametrize(("timeout", "late"), [(15.0, 4.0), (3.5, 3.0)])
def test_what_is_late_is_overtaken_by_others_and_answered_in_time(timeout: float, late: float) -> None:
    arrived, answered = sent("late", timeout)
    assert arrived == [(1.0, "2"), (2.0, "3"), (late, "1")]
    assert answered == [pytest.approx(late)]


def asked_for(names: list[str], url: str = LIST_ROOMS) -> list[Disturbance]:
    """Which disturbances may meet this question."""
    met: list[Disturbance] = []

    def comes(disturbance: Disturbance) -> bool:
        met.append(disturbance)
        return False

    door = DisturbedRequests(World(), comes).before(_answers, is_twilio=False)
    door("POST", url, {}, room.ListRoomsRequest(names=names).SerializeToString())
    return met


def _answers(method: str, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
    return Reply(200)


def test_a_probe_is_spared_but_not_the_question_which_rooms_there_are() -> None:
    assert asked_for(["ping"]) == []
    assert asked_for([], "https://livekit.test/") == []
    assert {one.trouble for one in asked_for(["call-1"])} == set(REQUEST_TROUBLES)


@pytest.mark.parametrize(("is_twilio", "patience"), [(True, 4.0), (False, 2.0)])
def test_who_is_slow_answers_before_nobody_listens_any_more(is_twilio: bool, patience: float) -> None:
    requests = DisturbedRequests(World(), lambda one: one.trouble == "slow")
    outcome = requests.before(_answers, is_twilio)("POST", "https://carrier.test/anything", {}, b"")
    assert isinstance(outcome, Reply) and patience / 2 < outcome.delay < patience
