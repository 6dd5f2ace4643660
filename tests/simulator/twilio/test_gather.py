"""Gather: when input is complete, what is asked with it, what happens without any.

The rules are those of reference/twilio.md 3.5.
"""

import pytest

from tests.simulator.twilio.scene import Scene

MENU = "<Say>Press one for sales or two for support please</Say>"


def menu(attributes: str = "", inside: str = MENU, then: str = "<Say>Nothing pressed</Say>") -> str:
    return f"<Gather action='/keys' {attributes}>{inside}</Gather>{then}"


@pytest.fixture(autouse=True)
def _keys(scene: Scene) -> None:
    scene.app.serve("/keys", "<Say>Thank you</Say><Pause length='30'/>")


def digits(scene: Scene) -> list[str | None]:
    return [one.fields.get("Digits") for one in scene.app.asked("/keys")]


def test_a_key_cuts_the_prompt_and_the_wanted_number_of_digits_ends_it(scene: Scene) -> None:
    caller = scene.call_in(menu("numDigits='2'"), seconds=1)
    caller.press("4")
    scene.run(0.1)
    assert caller.hearing is not None and caller.hearing.kind == "silence"
    caller.press("2")
    scene.run(0.1)
    assert digits(scene) == ["42"] and caller.texts[-1] == "Thank you"


def test_the_finishing_key_ends_it_and_is_not_told(scene: Scene) -> None:
    scene.call_in(menu(), seconds=1).press("123#")
    scene.run(2)
    assert digits(scene) == ["123"]


def test_another_finishing_key_or_none_makes_the_pound_a_digit(scene: Scene) -> None:
    scene.call_in(menu("finishOnKey='*'"), seconds=1).press("1#*")
    scene.run(2)
    scene.call_in(menu("finishOnKey='' numDigits='2'"), name="other", seconds=1).press("##")
    scene.run(2)
    assert digits(scene) == ["1#", "##"]


def test_the_timeout_counts_from_the_end_of_the_prompt_and_from_every_key(scene: Scene) -> None:
    # Nine words take 3.6 s.
    caller = scene.call_in(menu("timeout='3'"), seconds=6.5)
    caller.press("1")
    scene.run(2.9)
    assert digits(scene) == []
    scene.run(0.2)
    assert digits(scene) == ["1"]


def test_without_input_the_next_verb_follows(scene: Scene) -> None:
    caller = scene.call_in(menu("timeout='2'"), seconds=6)
    assert caller.texts[-1] == "Nothing pressed" and digits(scene) == []


def test_without_input_the_action_is_asked_all_the_same_when_that_is_wanted(scene: Scene) -> None:
    caller = scene.call_in(menu("timeout='2' actionOnEmptyResult='true'", then=""), seconds=6)
    assert digits(scene) == [""] and caller.texts[-1] == "Thank you"


def test_the_finishing_key_alone_is_no_input(scene: Scene) -> None:
    caller = scene.call_in(menu(), seconds=1)
    caller.press("#")
    scene.run(1)
    assert digits(scene) == [] and caller.texts[-1] == "Nothing pressed"


def test_without_an_action_the_document_itself_is_asked_again_with_the_keys(scene: Scene) -> None:
    first = "<Gather numDigits='1'><Say>Press one</Say></Gather>"
    caller = scene.call_in(first, "<Say>You pressed a key</Say>", seconds=1)
    caller.press("1")
    scene.run(1)
    assert scene.app.asked("/voice")[1]["Digits"] == "1"
    assert caller.texts == ["Press one", "You pressed a key"]


def test_speech_is_told_as_a_result_with_its_confidence(scene: Scene) -> None:
    caller = scene.call_in(menu("input='dtmf speech' speechTimeout='auto'"), seconds=1)
    caller.say("I want sales")
    assert caller.hearing is not None and caller.hearing.kind == "silence"
    scene.run(4)
    told = scene.app.asked("/keys")[0].fields
    assert told["SpeechResult"] == "I want sales" and told["Confidence"] and "Digits" not in told


def test_speech_is_no_input_where_only_keys_are_wanted(scene: Scene) -> None:
    scene.call_in(menu("timeout='2'"), seconds=1).say("I want sales")
    scene.run(8)
    assert scene.app.asked("/keys") == []


def test_without_barge_in_the_prompt_goes_on_over_speech(scene: Scene) -> None:
    caller = scene.call_in(menu("input='speech' bargeIn='false' timeout='2'"), seconds=1)
    caller.say("Sales")
    scene.run(0.6)
    assert caller.hearing is not None and caller.hearing.kind == "speech"


def test_a_timeout_that_is_no_number_counts_as_the_default(scene: Scene) -> None:
    scene.expect("13313")
    caller = scene.call_in(menu("timeout='soon'", inside="<Say>Hi</Say>"), seconds=5)
    assert caller.texts == ["Hi"]
    scene.run(1)
    assert caller.texts == ["Hi", "Nothing pressed"]


def test_keys_after_the_end_belong_to_nobody(scene: Scene) -> None:
    caller = scene.call_in(menu("numDigits='1'"), seconds=1)
    caller.press("12")
    scene.run(2)
    assert digits(scene) == ["1"]
