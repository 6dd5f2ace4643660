"""Dial into a conference: how a leg leaves it and what its document does then.

The rules are those of reference/twilio.md 3.1 and 3.3.
"""

import pytest

from tests.simulator.twilio.scene import Scene


def join(attributes: str = "", dial: str = "action='/done'") -> str:
    return f"<Dial {dial}><Conference beep='false' {attributes}>room</Conference></Dial>"


@pytest.fixture
def pair(scene: Scene):
    """An agent and a caller in one conference."""
    scene.app.serve("/done", "<Say>After the conference</Say>")
    agent = scene.call_out(join(dial="hangupOnStar='true' action='/done'"))
    caller = scene.call_in(join())
    scene.run(1)
    assert agent.hears(caller) and caller.hears(agent)
    return agent, caller


def test_a_star_takes_the_one_who_may_press_it_out_and_the_action_says_answered(scene: Scene, pair) -> None:
    agent, caller = pair
    caller.press("*")
    scene.run(1)
    assert agent.hears(caller)
    agent.press("*")
    scene.run(1)
    told = {k: v for k, v in scene.app.asked("/done")[0].fields.items() if k.startswith("Dial")}
    assert told == {"DialCallStatus": "answered", "DialBridged": "true"}
    assert agent.texts == ["After the conference"] and caller.texts == []


def test_a_redirect_takes_a_leg_out_at_once_and_the_action_is_not_asked(scene: Scene, pair) -> None:
    agent, caller = pair
    scene.app.serve("/hold", "<Say>Please hold</Say>")
    scene.redirect(caller, "/hold")
    assert caller.texts == ["Please hold"] and not agent.hears(caller)
    scene.run(5)
    assert scene.app.asked("/done") == []


def test_one_who_hangs_up_leaves_the_other_alone(scene: Scene, pair) -> None:
    agent, caller = pair
    agent.hang_up()
    scene.run(1)
    assert caller.state == "talking" and caller.hearing is not None and caller.hearing.kind == "silence"
    assert scene.app.asked("/done") == []


def test_the_time_limit_takes_a_leg_out(scene: Scene) -> None:
    caller = scene.call_in(join(dial="timeLimit='10'") + "<Say>Time is up</Say>", seconds=11)
    assert caller.texts == ["Time is up"]


def test_a_label_that_is_taken_sends_the_leg_to_its_next_verb(scene: Scene) -> None:
    scene.call_out(join("participantLabel='a'"))
    scene.expect("16025")
    other = scene.call_in(join("participantLabel='a'", dial="") + "<Say>Not inside</Say>", seconds=1)
    assert other.texts == ["Not inside"]


def test_a_full_conference_takes_nobody(scene: Scene) -> None:
    for name in ("one", "two"):
        scene.call_out(join("maxParticipants='2'"), name=name)
    scene.expect("16020")
    late = scene.call_in(join("maxParticipants='2'", dial="") + "<Say>Full</Say>", seconds=1)
    assert late.texts == ["Full"]


def test_joining_answers_an_inbound_call(scene: Scene) -> None:
    assert scene.leg(scene.call_in(join())).status == "in-progress"
