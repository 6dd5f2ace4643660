"""Faults between an application and the REST API.

Each does what it says, and only where it says so.
"""

import json

import pytest

from simulator.network import Failure, Reply
from simulator.twilio.faults import Fault, when
from tests.simulator.twilio.scene import ACCOUNT, BASE, NUMBER, Scene, credentials

URL = f"https://api.twilio.test/2010-04-01/Accounts/{ACCOUNT}/Calls.json"


def create(scene: Scene, to: str = "+15550100001"):
    body = f"To=%2B{to[1:]}&From=%2B{NUMBER[1:]}&Url=https%3A%2F%2Fapp.test%2Fout"
    return scene.carrier.rest("POST", URL, credentials(), body.encode())


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        (Fault("429"), 429, 20429),
        (Fault("status 500"), 500, 20500),
        (Fault("status 503"), 503, 20503),
        (Fault("error", status=400, code=21215, message="No permission for this country"), 400, 21215),
        (Fault("error", status=401, code=20003), 401, 20003),
    ],
)
def test_an_error_comes_instead_of_the_effect(scene: Scene, fault: Fault, status: int, code: int) -> None:
    scene.carrier.faults.append(fault)
    reply = create(scene)
    assert isinstance(reply, Reply) and reply.status == status
    found = json.loads(reply.body)
    assert (found["code"], found["status"]) == (code, status) and found["message"] and found["more_info"]
    assert scene.carrier.calls == {}


def test_a_fault_is_used_up(scene: Scene) -> None:
    scene.carrier.faults.append(Fault("429", times=2))
    assert [create(scene).status for _ in range(3)] == [429, 429, 201]


@pytest.mark.parametrize(
    ("fault", "kind", "calls"),
    [
        (Fault("timeout before effect"), "timeout", 0),
        (Fault("timeout after effect"), "timeout", 1),
        (Fault("refused"), "refused", 0),
    ],
)
def test_a_request_without_an_answer_may_or_may_not_have_happened(
    scene: Scene, fault: Fault, kind: str, calls: int
) -> None:
    scene.carrier.faults.append(fault)
    assert create(scene) == Failure(kind)
    assert len(scene.carrier.calls) == calls


def test_a_server_error_may_come_after_the_effect(scene: Scene) -> None:
    scene.carrier.faults.append(Fault("status 500", takes_effect=True))
    reply = create(scene)
    assert isinstance(reply, Reply) and reply.status == 500 and len(scene.carrier.calls) == 1


def test_a_slow_answer_is_the_true_one(scene: Scene) -> None:
    scene.carrier.faults.append(Fault("delay", seconds=3.5))
    reply = create(scene)
    assert isinstance(reply, Reply) and (reply.status, reply.delay) == (201, 3.5)


@pytest.mark.parametrize(
    ("applies", "hits"),
    [
        (when("POST"), True),
        (when("GET"), False),
        (when(path=r"/Calls\.json$"), True),
        (when(path="/Conferences"), False),
        (when("POST", "/Calls", To="+15550100001"), True),
        (when("POST", "/Calls", To="+15550100002"), False),
        (when(Url=f"{BASE}/out"), True),
    ],
)
def test_a_fault_is_for_the_requests_it_names(scene: Scene, applies, hits: bool) -> None:
    scene.carrier.faults.append(Fault("429", applies))
    reply = create(scene)
    assert isinstance(reply, Reply) and (reply.status == 429) == hits
