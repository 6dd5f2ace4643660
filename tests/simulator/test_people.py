"""People who hold phones: they act when their time has come.

They act once, and only on the call that they meant.
"""

from collections.abc import Iterator

import pytest

from simulator.people import Person, Press, Saying, voicemail
from tests.simulator.twilio.scene import Scene

MENU = "<Gather numDigits='1' timeout='30' action='/keys'><Say>To take the call, press 1</Say></Gather>"


@pytest.fixture
def scene() -> Iterator[Scene]:
    made = Scene()
    made.app.serve("/keys", "<Say>Thank you</Say><Pause length='60'/>")
    yield made
    assert made.unexpected == []


def ring(scene: Scene, person: Person, document: str = MENU):
    scene.app.serve("/out", document)
    phone = scene.phone("agent", person)
    scene.create(phone, Url="https://app.test/out")
    scene.world.run(5, lambda: phone.state == "ringing")
    return phone


def test_one_answers_after_a_while(scene: Scene) -> None:
    agent = ring(scene, Person(answer_after=3))
    scene.run(2.9)
    assert agent.state == "ringing"
    scene.run(0.2)
    assert agent.state == "talking"


def test_one_declines_and_one_lets_it_ring(scene: Scene) -> None:
    agent = ring(scene, Person(declines_after=1))
    scene.run(3)
    assert agent.state == "idle" and agent.calls[0].status == "busy"
    patient = scene.phone("patient", Person(answer_after=None))
    scene.create(patient, Url="https://app.test/out")
    scene.run(30)
    assert patient.state == "ringing"


def test_a_key_is_pressed_once_a_while_after_the_words(scene: Scene) -> None:
    agent = ring(
        scene, Person(answer_after=0, presses=[Press("1", "PRESS 1", delay=2)]), MENU + "<Redirect/>"
    )
    scene.run(1.9)
    assert scene.app.asked("/keys") == []
    scene.run(0.3)
    assert scene.app.asked("/keys")[0]["Digits"] == "1"
    assert agent.texts[-1] == "Thank you"


def test_one_speaks_after_the_answer_and_upon_words_of_another(scene: Scene) -> None:
    agent = scene.phone(
        "agent", Person(answer_after=1, says=[Saying("Hello there"), Saying("Fine", "how are you")])
    )
    caller = scene.call_in(f"<Dial>{agent.number}</Dial>", seconds=6)
    assert agent.said == ["Hello there"]
    for _ in range(2):
        caller.say("How are you")
        scene.run(6)
    assert agent.said == ["Hello there", "Fine"]


def test_one_hangs_up_after_a_while_but_not_on_the_next_call(scene: Scene) -> None:
    agent = ring(scene, Person(answer_after=1, hangs_up_after=10), "<Pause length='60'/>")
    scene.run(5)
    assert agent.state == "talking"
    agent.hang_up()
    scene.create(agent, Url="https://app.test/out")
    scene.run(8)
    assert agent.state == "talking"
    scene.run(10)
    assert agent.state == "idle"


def test_a_machine_picks_up_says_its_greeting_and_hangs_up(scene: Scene) -> None:
    machine = ring(scene, voicemail(after=10, greeting="Leave a message"), "<Pause length='99'/>")
    scene.run(15)
    assert machine.is_machine and machine.said == ["Leave a message"]
    scene.run(60)
    assert machine.state == "idle"
