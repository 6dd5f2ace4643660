"""Answering machine detection, in the way of the document or beside it.

Moments and words are those of reference/twilio.md 4.1 and 5.3.
"""

import pytest

from simulator.people import Person, voicemail
from tests.simulator.twilio.scene import BASE, NUMBER, Scene

HUMAN = Person(answer_after=1.0)


def ring(scene: Scene, person: Person, **fields: str):
    scene.app.serve("/out", "<Say>Hello</Say><Pause length='30'/>")
    phone = scene.phone("agent", person)
    sid = scene.create(phone, Url=f"{BASE}/out", **fields)[1]["sid"]
    scene.world.run(60, lambda: phone.state == "talking")
    return phone, sid


@pytest.mark.parametrize(
    ("person", "mode", "word"),
    [
        (HUMAN, "Enable", "human"),
        (voicemail(), "Enable", "machine_start"),
        (voicemail(), "DetectMessageEnd", "machine_end_beep"),
    ],
)
def test_the_document_waits_for_the_verdict(scene: Scene, person: Person, mode: str, word: str) -> None:
    phone, sid = ring(scene, person, MachineDetection=mode)
    scene.run(1)
    assert phone.texts == [] and phone.hearing is not None and phone.hearing.kind == "silence"
    scene.run(4)
    assert scene.app.asked("/out")[0]["AnsweredBy"] == word
    assert scene.get(f"/Calls/{sid}")["answered_by"] == word


def test_a_call_held_by_detection_cannot_be_redirected(scene: Scene) -> None:
    _, sid = ring(scene, HUMAN, MachineDetection="Enable")
    assert scene.post(f"/Calls/{sid}", Url=f"{BASE}/out")[1]["code"] == 21220


def test_asynchronous_detection_only_reports(scene: Scene) -> None:
    phone, sid = ring(
        scene, HUMAN, MachineDetection="Enable", AsyncAmd="true", AsyncAmdStatusCallback=f"{BASE}/amd"
    )
    scene.run(0.1)
    assert phone.texts == ["Hello"]
    scene.run(3)
    told = scene.app.asked("/amd")[0]
    assert (told["CallSid"], told["AnsweredBy"]) == (sid, "human")
    assert told["MachineDetectionDuration"] == "1800"


def test_keys_to_send_switch_detection_off(scene: Scene) -> None:
    scene.expect("SendDigits switches it off")
    phone, _ = ring(scene, HUMAN, MachineDetection="Enable", SendDigits="1")
    scene.run(0.1)
    assert phone.texts == ["Hello"]


def test_a_dialled_number_is_bridged_at_once_and_judged_beside(scene: Scene) -> None:
    agent = scene.phone("agent", HUMAN)
    noun = f"<Number machineDetection='Enable' amdStatusCallback='/amd'>{agent.number}</Number>"
    caller = scene.call_in(f"<Dial>{noun}</Dial>", seconds=2)
    assert caller.hears(agent)
    scene.run(3)
    assert scene.app.asked("/amd")[0]["AnsweredBy"] == "human"


def test_a_dialled_number_without_a_callback_reports_to_nobody(scene: Scene) -> None:
    agent = scene.phone("agent", HUMAN)
    scene.call_in(f"<Dial><Number machineDetection='Enable'>{agent.number}</Number></Dial>", seconds=10)
    assert [one.path for one in scene.app.log] == ["/voice"]


def test_a_participant_is_in_the_conference_whatever_the_verdict(scene: Scene) -> None:
    scene.phone("machine", voicemail(1.0))
    scene.post(
        "/Conferences/room/Participants",
        To=next(iter(scene.carrier.phones)),
        From=NUMBER,
        MachineDetection="Enable",
        AmdStatusCallback=f"{BASE}/amd",
    )
    scene.run(3)
    assert scene.get("/Conferences", FriendlyName="room")["conferences"][0]["status"] == "in-progress"
    scene.run(5)
    assert scene.app.asked("/amd")[0]["AnsweredBy"] == "machine_start"
