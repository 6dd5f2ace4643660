"""Record: when a message ends, when it is none, what is told of it.

The rules are those of reference/twilio.md 3.7 and 10.2.
"""

import pytest

from tests.simulator.twilio.scene import Scene

AFTER = "<Say>Nothing was recorded</Say>"


@pytest.fixture(autouse=True)
def _done(scene: Scene) -> None:
    scene.app.serve("/recorded", "<Say>Thank you</Say>")


def leave(scene: Scene, attributes: str = "", text: str = "Please call me back"):
    caller = scene.call_in(f"<Record action='/recorded' {attributes}/>{AFTER}", seconds=1)
    if text:
        caller.say(text)
    return caller


def told(scene: Scene) -> dict[str, str]:
    asked = scene.app.asked("/recorded")
    assert len(asked) == 1
    return asked[0].fields


def test_a_beep_comes_first(scene: Scene) -> None:
    caller = scene.call_in("<Record action='/recorded'/>", seconds=0.3)
    assert caller.hearing is not None and (caller.hearing.kind, caller.hearing.text) == ("tone", "beep")


def test_or_no_beep_at_all(scene: Scene) -> None:
    caller = scene.call_in("<Record action='/recorded' playBeep='false'/>", seconds=0.3)
    assert caller.hearing is not None and caller.hearing.kind == "silence"


def test_silence_ends_it_and_the_action_is_told_where_it_lies(scene: Scene) -> None:
    caller = leave(scene, "timeout='3'")
    scene.run(8)
    sid, url = told(scene)["RecordingSid"], told(scene)["RecordingUrl"]
    assert url.endswith(f"/Recordings/{sid}") and told(scene)["Digits"] == ""
    # Half a second of waiting, 1.6 s of words, 3 s of silence.
    assert told(scene)["RecordingDuration"] == "5"
    assert caller.texts == ["Thank you"]
    assert scene.carrier.recordings[0].words == ["Please call me back"]


def test_any_key_ends_it_and_is_told(scene: Scene) -> None:
    caller = leave(scene)
    scene.run(3)
    caller.press("7")
    scene.run(0.1)
    assert told(scene)["Digits"] == "7"


def test_a_key_that_does_not_finish_goes_into_the_message(scene: Scene) -> None:
    caller = leave(scene, "finishOnKey='#' timeout='9'")
    scene.run(3)
    caller.press("7")
    scene.run(0.1)
    assert scene.app.asked("/recorded") == []
    caller.press("#")
    scene.run(0.1)
    assert told(scene)["Digits"] == "#"


def test_an_empty_message_asks_nothing_and_falls_through(scene: Scene) -> None:
    caller = leave(scene, text="")
    scene.run(6)
    assert caller.texts == ["Nothing was recorded"] and scene.app.asked("/recorded") == []
    assert scene.carrier.recordings == []


def test_the_longest_length_ends_it(scene: Scene) -> None:
    leave(scene, "maxLength='10' timeout='0'")
    scene.run(9)
    assert scene.app.asked("/recorded") == []
    scene.run(1)
    assert told(scene)["RecordingDuration"] == "10"


def test_a_hang_up_keeps_the_message_and_tells_so(scene: Scene) -> None:
    caller = leave(scene, "recordingStatusCallback='/ready'")
    scene.run(3)
    caller.hang_up()
    scene.run(2)
    assert told(scene)["Digits"] == "hangup" and told(scene)["CallStatus"] == "completed"
    ready = scene.app.asked("/ready")[0]
    assert (ready["RecordingStatus"], ready["RecordingSid"]) == ("completed", told(scene)["RecordingSid"])


def test_a_redirect_keeps_the_message_without_asking_the_action(scene: Scene) -> None:
    caller = leave(scene)
    scene.run(3)
    scene.app.serve("/hold", "<Pause length='30'/>")
    scene.redirect(caller, "/hold")
    assert len(scene.carrier.recordings) == 1 and scene.app.asked("/recorded") == []


def test_without_an_action_the_document_itself_is_asked_again(scene: Scene) -> None:
    scene.expect("without action the recording is sent to this document's own URL")
    caller = scene.call_in("<Record timeout='2'/>", "<Say>Once more</Say>", seconds=1)
    caller.say("Hello")
    scene.run(6)
    assert "RecordingUrl" in scene.app.asked("/voice")[1].fields
    assert caller.texts == ["Once more"]
