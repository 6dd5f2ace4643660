"""The life of a leg: statuses, their callbacks, limits, the queue.

The rules are those of reference/twilio.md 1.3, 4.1 and 4.7.
"""

import pytest

from simulator.people import Person
from tests.simulator.twilio.scene import BASE, NUMBER, Scene

EVENTS = ["initiated", "ringing", "answered", "completed"]
PROGRESS = {"StatusCallback": f"{BASE}/progress", "StatusCallbackEvent": EVENTS}


def statuses(scene: Scene) -> list[tuple[str, str]]:
    return [(one["SequenceNumber"], one["CallStatus"]) for one in scene.app.asked("/progress")]


def call(scene: Scene, person: Person, seconds: float = 100, **fields: object) -> str:
    scene.app.serve("/out", "<Pause length='9'/>")
    _, made = scene.create(scene.phone("agent", person), Url=f"{BASE}/out", **PROGRESS, **fields)
    scene.run(seconds)
    return made["sid"]


def test_the_first_request_of_an_inbound_call_names_it_completely(scene: Scene) -> None:
    phone = scene.call_in("<Hangup/>")
    told = scene.app.asked("/voice")[0].fields
    assert told["CallSid"] == phone.calls[0].sid and told["From"] == told["Caller"] == phone.number
    assert (told["To"], told["CallStatus"], told["Direction"]) == (NUMBER, "ringing", "inbound")
    assert "ParentCallSid" not in told and told["ApiVersion"] == "2010-04-01"


def test_every_event_is_numbered_from_zero_and_dated(scene: Scene) -> None:
    call(scene, Person())
    assert statuses(scene) == [("0", "initiated"), ("1", "ringing"), ("2", "in-progress"), ("3", "completed")]
    done = scene.app.asked("/progress")[-1]
    assert done["CallbackSource"] == "call-progress-events" and done["Timestamp"].endswith("GMT")
    assert (done["CallDuration"], done["Duration"]) == ("9", "1")
    assert "CallDuration" not in scene.app.asked("/progress")[0].fields


def test_completed_is_the_only_event_by_default(scene: Scene) -> None:
    scene.app.serve("/out", "<Hangup/>")
    scene.create(scene.phone("agent", Person()), Url=f"{BASE}/out", StatusCallback=f"{BASE}/progress")
    scene.run(10)
    assert statuses(scene) == [("0", "completed")]


@pytest.mark.parametrize(
    ("person", "status", "code"),
    [
        (Person(answer_after=None), "no-answer", None),
        (Person(answer_after=None, declines_after=3), "busy", "486"),
    ],
)
def test_completed_covers_every_end(scene: Scene, person: Person, status: str, code: str | None) -> None:
    sid = call(scene, person)
    assert statuses(scene)[-1] == ("2", status)
    assert scene.app.asked("/progress")[-1].fields.get("SipResponseCode") == code
    assert scene.get(f"/Calls/{sid}")["status"] == status


def test_a_number_that_nobody_has_fails(scene: Scene) -> None:
    scene.create("+15550109999", Url=f"{BASE}/out", **PROGRESS)
    scene.run(1)
    assert statuses(scene) == [("0", "initiated"), ("1", "failed")]


@pytest.mark.parametrize(("fields", "seconds"), [({"Timeout": 10}, 15.0), ({}, 65.0)])
def test_a_phone_rings_five_seconds_longer_than_the_timeout_says(
    scene: Scene, fields: dict[str, int], seconds: float
) -> None:
    sid = call(scene, Person(answer_after=None), seconds=seconds - 0.1, **fields)
    assert scene.get(f"/Calls/{sid}")["status"] == "ringing"
    scene.run(0.2)
    assert scene.get(f"/Calls/{sid}")["status"] == "no-answer"


def test_the_time_limit_counts_from_the_answer_and_an_update_replaces_it(scene: Scene) -> None:
    agent = scene.call_out("<Pause length='500'/>", TimeLimit=10)
    sid = scene.leg(agent).sid
    scene.run(5)
    scene.post(f"/Calls/{sid}", TimeLimit=20)
    scene.run(14)
    assert agent.state == "talking"
    scene.run(2)
    assert scene.get(f"/Calls/{sid}")["duration"] == "20"


def test_no_call_lasts_longer_than_four_hours(scene: Scene) -> None:
    caller = scene.call_in("<Pause length='1'/><Say loop='0'>Hold the line</Say>", seconds=4 * 3600 - 5)
    assert caller.state == "talking"
    scene.run(10)
    assert caller.state == "idle"


def test_calls_beyond_the_limit_per_second_are_queued_and_say_how_long(make_scene) -> None:
    scene = make_scene(cps=1.0)
    sids = [scene.create(scene.phone(f"{n}"), Url=f"{BASE}/out")[1]["sid"] for n in range(3)]
    scene.run(0.5)
    assert [scene.get(f"/Calls/{sid}")["status"] for sid in sids] == ["ringing", "queued", "queued"]
    scene.run(2)
    shown = [scene.get(f"/Calls/{sid}") for sid in sids]
    assert [one["status"] for one in shown] == ["ringing"] * 3
    assert [one["queue_time"] for one in shown] == ["0", "1000", "2000"]


def test_a_queued_call_can_be_cancelled_before_anybody_is_rung(make_scene) -> None:
    scene = make_scene(cps=1.0)
    scene.create(scene.phone("first"), Url=f"{BASE}/out")
    second = scene.phone("second")
    sid = scene.create(second, Url=f"{BASE}/out")[1]["sid"]
    assert scene.post(f"/Calls/{sid}", Status="canceled")[1]["status"] == "canceled"
    scene.run(5)
    assert second.calls == []


def test_a_caller_who_gives_up_while_it_rings_has_cancelled(scene: Scene) -> None:
    caller = scene.call_in("<Pause length='5'/>", seconds=1)
    caller.hang_up()
    scene.run(1)
    assert scene.app.asked("/status")[0]["CallStatus"] == "canceled"


@pytest.mark.parametrize("number", [{"voice_url": ""}, {"trunk_sid": "TK" + "1" * 32}])
def test_a_number_without_a_voice_url_of_its_own_fails_in_silence(make_scene, number) -> None:
    scene = make_scene(**number)
    caller = scene.call_in(seconds=1)
    assert caller.state == "idle" and scene.app.asked("/voice") == []


def test_keys_are_sent_when_the_call_is_answered(scene: Scene) -> None:
    agent = scene.call_out("<Say>Hello</Say>", SendDigits="ww12#")
    assert [fact.text for fact in agent.heard if fact.kind == "tone"] == ["12#"]
