"""Redirect, Hangup, Reject and what is started in the background.

The rules are those of reference/twilio.md 3.6.
"""

import pytest

from tests.simulator.twilio.scene import Scene


def test_a_redirect_hands_over_and_nothing_after_it_runs(scene: Scene) -> None:
    scene.app.serve("/deep/next", "<Redirect method='GET'>last</Redirect>")
    scene.app.serve("/deep/last", "<Say>Hello</Say>")
    scene.expect("never runs")
    caller = scene.call_in("<Redirect>/deep/next</Redirect><Say>Never</Say>", seconds=3)
    assert caller.texts == ["Hello"]
    assert [one.method for one in scene.app.asked("/deep/last")] == ["GET"]


def test_an_empty_redirect_asks_for_the_same_document(scene: Scene) -> None:
    scene.call_in("<Pause length='1'/><Redirect/>", "<Say>Again</Say>", seconds=3)
    assert len(scene.app.asked("/voice")) == 2


@pytest.mark.parametrize(
    ("document", "status"),
    [
        ("<Reject/>", "no-answer"),
        ("<Reject reason='busy'/>", "busy"),
        ("<Hangup/>", "completed"),
        ("<Say>Hello</Say><Hangup/>", "completed"),
    ],
)
def test_how_a_call_ends_depends_on_whether_it_was_answered(scene: Scene, document: str, status: str) -> None:
    caller = scene.call_in(document, seconds=3)
    assert caller.state == "idle"
    assert scene.app.asked("/status")[0]["CallStatus"] == status


def test_only_a_known_background_task_is_started(scene: Scene) -> None:
    scene.expect("<Start><Stream> is not simulated")
    scene.call_in("<Start><Stream url='wss://app.test/s'/></Start><Say>Hello</Say>", seconds=2)
