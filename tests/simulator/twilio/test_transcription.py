"""Real-time transcription: its callbacks, their order, tracks and end.

The rules are those of reference/twilio.md 3.4.
"""

import json

import pytest

from simulator.people import Person
from tests.simulator.twilio.scene import BASE, Scene


def start(attributes: str = "") -> str:
    noun = f"<Transcription name='t' statusCallbackUrl='{BASE}/words' {attributes}/>"
    return f"<Start>{noun}</Start>"


def words(scene: Scene) -> list[tuple[str, str]]:
    found = scene.app.asked("/words", TranscriptionEvent="transcription-content", Final="true")
    return [(one["Track"], json.loads(one["TranscriptionData"])["transcript"]) for one in found]


def happened(scene: Scene) -> list[str]:
    ordered = sorted(scene.app.asked("/words"), key=lambda one: int(one["SequenceId"]))
    return [one["TranscriptionEvent"].removeprefix("transcription-") for one in ordered]


def test_it_starts_tells_both_sides_and_stops_with_the_call(scene: Scene) -> None:
    labels = "inboundTrackLabel='caller' outboundTrackLabel='us' languageCode='de-DE'"
    caller = scene.call_in(start(labels) + "<Say>Good morning</Say><Pause length='9'/>", seconds=2)
    caller.say("My line is broken")
    scene.run(5)
    caller.hang_up()
    scene.run(1)
    assert happened(scene) == ["started", "content", "content", "stopped"]
    assert words(scene) == [("outbound_track", "Good morning"), ("inbound_track", "My line is broken")]
    first = scene.app.asked("/words")[0].fields
    assert (first["InboundTrackLabel"], first["Track"], first["TranscriptionEngine"]) == (
        "caller",
        "both_tracks",
        "google",
    )
    assert first["Timestamp"].endswith("Z") and first["LanguageCode"] == "de-DE"
    data = json.loads(scene.app.asked("/words", Final="true")[0]["TranscriptionData"])
    assert 0 < data["confidence"] <= 1


def test_one_track_alone_is_told_when_only_that_is_wanted(scene: Scene) -> None:
    caller = scene.call_in(
        start("track='inbound_track'") + "<Say>Good morning</Say><Pause length='9'/>", seconds=2
    )
    caller.say("Hello")
    scene.run(3)
    assert words(scene) == [("inbound_track", "Hello")]


def test_partial_results_come_before_the_final_one(scene: Scene) -> None:
    attributes = "partialResults='true' track='inbound_track'"
    caller = scene.call_in(start(attributes) + "<Say>Hi</Say><Pause length='9'/>", seconds=1)
    caller.say("one two three four five")
    scene.run(4)
    content = scene.app.asked("/words", TranscriptionEvent="transcription-content")
    assert [one["Final"] for one in content] == ["false", "true"]


def test_what_the_other_says_is_on_the_outbound_track(scene: Scene) -> None:
    agent = scene.phone("agent", Person(answer_after=1))
    scene.call_in(start() + f"<Dial>{agent.number}</Dial>", seconds=3)
    agent.say("How can I help")
    scene.run(3)
    assert words(scene) == [("outbound_track", "How can I help")]


def test_a_second_start_under_a_running_name_changes_nothing(scene: Scene) -> None:
    scene.app.serve("/again", start() + "<Pause length='9'/>")
    caller = scene.call_in(start() + "<Say>Hi</Say><Redirect>/again</Redirect>", seconds=2)
    sid = scene.leg(caller).sid
    status, made = scene.post(f"/Calls/{sid}/Transcriptions", Name="t", StatusCallbackUrl=f"{BASE}/words")
    assert status == 201 and made["name"] == "t" and made["status"] == "in-progress"
    caller.say("Hello")
    scene.run(3)
    assert happened(scene) == ["started", "content", "content"]


def test_a_name_that_was_stopped_can_be_started_again(scene: Scene) -> None:
    stop = "<Stop><Transcription name='t'/></Stop>"
    scene.call_in(start() + "<Say>Hi</Say>" + stop + "<Say>Off</Say>" + start() + "<Say>On</Say>", seconds=9)
    assert [text for _, text in words(scene)] == ["Hi", "On"]
    assert sorted(happened(scene)).count("started") == 2


def test_it_is_started_and_stopped_by_rest_while_the_call_lives(scene: Scene) -> None:
    caller = scene.call_in("<Pause length='3'/><Say>Hello there</Say><Pause length='60'/>", seconds=1)
    path = f"/Calls/{scene.leg(caller).sid}/Transcriptions"
    fields = {"StatusCallbackUrl": f"{BASE}/words", "Name": "mine"}
    assert scene.post(path, **fields)[1]["code"] == 21220
    scene.run(3)
    assert scene.post(path, **fields)[0] == 201
    caller.say("Hello")
    scene.run(3)
    assert scene.post(f"{path}/mine", Status="stopped")[1]["status"] == "stopped"
    assert scene.post(f"{path}/mine", Status="stopped")[1]["code"] == 20404
    scene.run(1)
    assert happened(scene) == ["started", "content", "stopped"]


@pytest.mark.parametrize("engine", ["deepgram", "whisper"])
def test_an_unknown_engine_is_reported_and_silent(scene: Scene, engine: str) -> None:
    if engine == "whisper":
        scene.expect("32650", "transcriptionEngine")
    scene.call_in(start(f"transcriptionEngine='{engine}'") + "<Say>Hello</Say>", seconds=3)
    assert (scene.app.asked("/words") == []) == (engine == "whisper")
