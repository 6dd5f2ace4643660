"""What is heard and for how long, and files that cannot be played.

The rules are those of reference/twilio.md 3.6.
"""

from simulator.network import Reply
from simulator.twilio.settings import Weather
from tests.simulator.twilio.scene import Scene

AUDIO = Reply(200, {"Content-Type": "audio/mpeg"}, b"...")


def kinds(phone) -> list[str]:
    return [fact.kind for fact in phone.heard]


def test_speech_lasts_as_long_as_its_words_and_the_call_ends_with_the_document(scene: Scene) -> None:
    caller = scene.call_in(
        "<Say language='de-DE' voice='Polly.Vicki'>eins zwei drei vier fünf</Say>", seconds=2
    )
    assert (caller.hearing.kind, caller.hearing.language, caller.hearing.voice) == (
        "speech",
        "de-DE",
        "Polly.Vicki",
    )
    scene.run(0.1)
    assert caller.state == "idle"


def test_a_loop_says_it_again_and_zero_for_ever(scene: Scene) -> None:
    assert scene.call_in("<Say loop='3'>Hello there</Say>", seconds=9).texts == ["Hello there"] * 3
    assert scene.call_in("<Say loop='0'>Hello there</Say>", name="b", seconds=600).state == "talking"


def test_a_pause_is_silence_and_does_not_answer(scene: Scene) -> None:
    caller = scene.call_in("<Pause length='3'/><Say>Hello</Say>", seconds=2)
    assert scene.leg(caller).status == "ringing" and caller.hearing.kind == "ringing"
    scene.run(1.2)
    assert scene.leg(caller).status == "in-progress"
    agent = scene.call_out("<Say>Now</Say><Pause length='9'/>")
    scene.run(1)
    assert agent.hearing.kind == "silence"


def test_a_file_of_the_application_is_fetched_once(make_scene) -> None:
    scene = make_scene(weather=Weather(play_seconds={"hold.mp3": 4.0}))
    scene.app.serve("/hold.mp3", AUDIO)
    caller = scene.call_in("<Play loop='2'>/hold.mp3</Play><Play>/hold.mp3</Play>", seconds=11)
    assert caller.hearing.text == "https://app.test/hold.mp3"
    assert [one.method for one in scene.app.asked("/hold.mp3")] == ["GET"]
    scene.run(2)
    assert caller.state == "idle"


def test_a_dead_link_is_skipped_and_reported(scene: Scene) -> None:
    scene.app.serve("/hold.mp3", Reply(404, {"Content-Type": "text/html"}))
    scene.expect("13420")
    assert scene.call_in("<Play>/hold.mp3</Play><Say>Hello</Say>", seconds=1).texts == ["Hello"]


def test_a_file_that_could_not_be_had_once_is_tried_again(scene: Scene) -> None:
    scene.app.serve("/hold.mp3", Reply(503), AUDIO)
    caller = scene.call_in("<Play>/hold.mp3</Play><Say>Hello</Say><Play>/hold.mp3</Play>", seconds=1)
    assert caller.texts == ["Hello"] and caller.hearing.kind == "music"


def test_digits_are_played_as_tones(scene: Scene) -> None:
    caller = scene.call_in("<Play digits='12'/><Pause length='5'/>", seconds=0.2)
    assert (caller.hearing.kind, caller.hearing.text) == ("tone", "12")
    scene.run(1)
    assert caller.hearing.kind == "silence" and "tone" in kinds(caller)
