"""Messages that callers left, and their sound.

The rules are those of reference/twilio.md 3.7 and 4.5.
"""

import io
import wave

import pytest

from simulator.network import Reply
from tests.simulator.twilio.scene import Scene


@pytest.fixture
def message(scene: Scene) -> dict:
    scene.app.serve("/done", "<Hangup/>")
    caller = scene.call_in("<Record action='/done' timeout='2'/>", seconds=1)
    caller.say("Please call me back")
    scene.run(6)
    return scene.get("/Recordings", CallSid=caller.calls[0].sid)["recordings"][0]


def test_a_message_is_listed_shown_and_deleted(scene: Scene, message: dict) -> None:
    path = f"/Recordings/{message['sid']}"
    assert scene.get(path)["duration"] == message["duration"] == "4"
    assert scene.get("/Recordings", CallSid="CA" + "0" * 32)["recordings"] == []
    assert scene.get("/Recordings", **{"DateCreated>": "2027-01-16"})["recordings"] == []
    assert scene.rest("DELETE", path) == (204, None)
    assert scene.rest("GET", path)[1]["code"] == 20404


@pytest.mark.parametrize("ending", ["", ".wav", ".mp3"])
def test_its_sound_is_as_long_as_the_message_and_needs_no_password(
    scene: Scene, message: dict, ending
) -> None:
    reply = scene.carrier.rest("GET", message["media_url"] + ending, {}, b"")
    assert isinstance(reply, Reply) and reply.header("Content-Type").startswith("audio/")
    with wave.open(io.BytesIO(reply.body)) as sound:
        assert sound.getnframes() / sound.getframerate() == 4
    gone = message["media_url"].replace(message["sid"], "RE" + "0" * 32)
    assert scene.carrier.rest("GET", gone, {}, b"").status == 404
