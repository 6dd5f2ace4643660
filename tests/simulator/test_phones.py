"""Phones: what their holders can do and what they refuse.

And the history of what was heard, with its times.
"""

import pytest

from tests.simulator.twilio.scene import NUMBER, Scene


def bridged(scene: Scene):
    agent = scene.phone("agent")
    caller = scene.call_in(f"<Dial>{agent.number}</Dial>", seconds=1)
    agent.answer()
    scene.run(1)
    return caller, agent


def heard(phone) -> list[tuple[float, str, str]]:
    began = phone.heard[0].at
    return [(round(fact.at - began, 1), fact.kind, fact.text) for fact in phone.heard]


def test_the_states_of_a_caller_and_of_one_who_is_called(scene: Scene) -> None:
    agent = scene.phone("agent")
    caller = scene.phone("caller")
    scene.app.serve("/voice", f"<Dial answerOnBridge='true'>{agent.number}</Dial>")
    assert (caller.state, agent.state) == ("idle", "idle")
    caller.dial(NUMBER)
    assert caller.state == "dialling"
    scene.run(1)
    assert (caller.state, agent.state) == ("dialling", "ringing")
    agent.answer()
    scene.run(1)
    assert (caller.state, agent.state) == ("talking", "talking")
    agent.hang_up()
    scene.run(1)
    assert (caller.state, agent.state) == ("idle", "idle")
    assert [fact.kind for fact in agent.heard] == ["rings", "people", "ended"]


@pytest.mark.parametrize(("trouble", "status"), [("busy", "busy"), ("unreachable", "no-answer")])
def test_a_phone_that_cannot_be_rung(scene: Scene, trouble: str, status: str) -> None:
    agent = scene.phone("agent")
    setattr(agent, trouble, True)
    sid = scene.create(agent, Url="https://app.test/out")[1]["sid"]
    scene.run(1)
    assert scene.get(f"/Calls/{sid}")["status"] == status and agent.calls == []


def test_a_phone_that_is_far_away_rings_late_and_not_at_all_for_who_has_hung_up(scene: Scene) -> None:
    agent = scene.phone("agent")
    agent.far_away = 5.0
    sid = scene.create(agent, Url="https://app.test/out")[1]["sid"]
    scene.run(4.5)
    assert (agent.state, scene.get(f"/Calls/{sid}")["status"]) == ("idle", "queued")
    scene.run(1)
    assert (agent.state, scene.get(f"/Calls/{sid}")["status"]) == ("ringing", "ringing")
    scene.carrier.calls[sid].end("canceled")
    sid = scene.create(agent, Url="https://app.test/out")[1]["sid"]
    scene.run(1)
    scene.carrier.calls[sid].end("canceled")
    scene.run(10)
    assert len(agent.calls) == 1


def test_one_line_takes_one_call(scene: Scene) -> None:
    _, agent = bridged(scene)
    sid = scene.create(agent, Url="https://app.test/out")[1]["sid"]
    scene.run(1)
    assert scene.get(f"/Calls/{sid}")["status"] == "busy" and agent.state == "talking"


def test_hanging_up_while_it_rings_declines(scene: Scene) -> None:
    agent = scene.phone("agent")
    sid = scene.create(agent, Url="https://app.test/out")[1]["sid"]
    scene.run(1)
    agent.hang_up()
    assert scene.get(f"/Calls/{sid}")["status"] == "busy" and agent.state == "idle"


def test_what_was_heard_is_kept_with_its_time(scene: Scene) -> None:
    caller = scene.call_in("<Say>Good morning</Say><Pause length='2'/><Say>Goodbye</Say>", seconds=9)
    assert heard(caller) == [
        (0.0, "ringing", ""),
        (0.0, "speech", "Good morning"),
        (0.8, "silence", ""),
        (2.8, "speech", "Goodbye"),
        (3.3, "ended", ""),
    ]
    assert caller.was_told("good MORNING") and not caller.was_told("evening")


def test_the_same_words_twice_are_two_sentences(scene: Scene) -> None:
    assert scene.call_in("<Say>Hello</Say><Say>Hello</Say>", seconds=3).texts == ["Hello", "Hello"]


def test_silence_counts_from_its_beginning_until_something_is_heard(scene: Scene) -> None:
    caller = scene.call_in("<Say>Hi</Say><Pause length='5'/><Say>Hello</Say><Pause/>", seconds=3)
    assert caller.silent_since is not None
    assert round(scene.world.now - caller.silent_since, 1) == 2.5
    scene.run(2.7)
    assert caller.silent_since is None


def test_words_are_heard_by_those_who_were_there_all_along(scene: Scene) -> None:
    caller, agent = bridged(scene)
    agent.say("How can I help you today")
    scene.run(1)
    assert [fact for fact in caller.heard if fact.kind == "words"] == []
    scene.run(2)
    words = [fact for fact in caller.heard if fact.kind == "words"]
    assert [(fact.who, fact.text) for fact in words] == [("agent", "How can I help you today")]
    assert agent.said == ["How can I help you today"]
    agent.say("One moment please")
    caller.hang_up()
    scene.run(3)
    assert agent.said == ["How can I help you today"]


def test_keys_follow_each_other_with_a_pause(scene: Scene) -> None:
    caller, agent = bridged(scene)
    caller.press("123")
    scene.run(2)
    tones = [fact for fact in agent.heard if fact.kind == "tone"]
    assert [fact.text for fact in tones] == ["1", "2", "3"]
    assert round(tones[2].at - tones[0].at, 1) == 0.6


def test_on_the_hook_nothing_can_be_done(scene: Scene) -> None:
    agent = scene.phone("agent")
    for act in (
        agent.answer,
        agent.decline,
        agent.hang_up,
        lambda: agent.press("1"),
        lambda: agent.say("Hello"),
    ):
        act()
    scene.run(5)
    assert (agent.state, agent.heard, agent.said, agent.hearing) == ("idle", [], [], None)
