"""The judge, of promises that no scenario breaks.

Somebody alone in a conversation, or sent off without a word.
"""

from __future__ import annotations

import pytest

from simulator.judge import Judge
from tests.simulator.twilio.scene import Scene

ROOM = "<Dial><Conference beep='false' waitUrl=''>room</Conference></Dial>"


def test_an_agent_alone_in_a_conversation_is_not_left_there(scene: Scene) -> None:
    judge = Judge(scene.world, scene.carrier, lambda number: True)
    caller = scene.call_in(ROOM, seconds=1)
    judge.agents.append(scene.call_out(ROOM, name="Alice"))
    scene.run(30.0)
    caller.hang_up()
    scene.run(9.5)
    assert judge.problems == []
    scene.run(30.0)
    assert judge.problems == ["Alice was alone in a conversation for more than 10 s"]


@pytest.mark.parametrize(
    ("document", "problems"),
    [
        ("<Say>Goodbye</Say><Hangup/>", []),
        ("<Say>Hello</Say><Pause length='30'/><Hangup/>", ["Carol was released without a word"]),
    ],
)
def test_a_caller_is_not_released_without_a_word(scene: Scene, document: str, problems: list[str]) -> None:
    judge = Judge(scene.world, scene.carrier, lambda number: True, longest_silence=60.0)
    judge.callers.append(scene.call_in(document, name="Carol"))
    scene.run(60.0)
    judge.settle()
    assert judge.problems == problems


def test_a_caller_who_hangs_up_need_not_be_told_anything(scene: Scene) -> None:
    judge = Judge(scene.world, scene.carrier, lambda number: True, longest_silence=60.0)
    caller = scene.call_in("<Pause length='30'/>", name="Carol", seconds=25)
    judge.callers.append(caller)
    caller.hang_up()
    judge.settle()
    assert judge.problems == []
