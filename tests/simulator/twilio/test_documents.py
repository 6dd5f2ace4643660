"""What counts as a document, and what follows when there is none.

The numbers and the fallback are those of reference/twilio.md 1.1 and 1.2.
"""

import pytest

from simulator.network import Failure, Reply
from tests.simulator.twilio.scene import BASE, XML, Scene, twiml

HELLO = twiml("<Say>Hello</Say>").encode()
SORRY = "We are sorry, an application error has occurred. Goodbye."


def typed(kind: str, body: bytes = HELLO) -> Reply:
    return Reply(200, {"Content-Type": kind}, body)


@pytest.mark.parametrize("kind", ["text/xml", "application/xml; charset=utf-8", "text/html", "text/plain"])
def test_markup_and_plain_text_with_markup_are_played(scene: Scene, kind: str) -> None:
    assert scene.call_in(typed(kind), seconds=3).texts == ["Hello"]


def test_plain_text_without_markup_is_read_aloud(scene: Scene) -> None:
    assert scene.call_in(typed("text/plain", b"Good <morning"), seconds=3).texts == ["Good <morning"]


def test_audio_is_played_and_then_the_call_ends(scene: Scene) -> None:
    phone = scene.call_in(typed("audio/mpeg", b"..."), seconds=1)
    assert phone.hearing is not None and phone.hearing.kind == "music"
    scene.run(60)
    assert phone.state == "idle"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Failure("timeout"), 11200),
        (Failure("refused"), 11205),
        (Reply(500, XML, HELLO), 11200),
        (Reply(200, {}, HELLO), 11200),
        (typed("application/json"), 12300),
        (typed("text/xml", b"  "), 11770),
        (typed("text/xml", b"<Response><Say></Response>"), 12100),
        (typed("text/xml", b"<Answer/>"), 12102),
        (typed("text/xml", HELLO.replace(b"Hello", b"a " * 32768)), 11750),
    ],
)
def test_a_bad_answer_leads_to_the_fallback_with_number_and_url(make_scene, answer, code: int) -> None:
    scene = make_scene(voice_fallback_url=f"{BASE}/fallback#rc=2")
    scene.app.serve("/fallback", "<Say>One moment</Say>")
    if (code > 11205 and answer.status == 200) or answer == Reply(200, {}, HELLO):
        scene.expect(f"{code} https://app.test/voice")
    phone = scene.call_in(answer, seconds=20)
    told = scene.app.asked("/fallback")[0].fields
    assert (told["ErrorCode"], told["ErrorUrl"]) == (str(code), f"{BASE}/voice")
    assert told["CallSid"] == phone.calls[0].sid
    assert phone.texts == ["One moment"]


def test_64_kilobytes_are_just_enough(scene: Scene) -> None:
    words = "a " * ((64 * 1024 - len(HELLO) + len("Hello")) // 2 - 12)
    document = twiml(f"<Say voice='man'>{words}</Say>")
    scene.expect("13521")
    assert scene.call_in(typed("text/xml", document.encode()), seconds=1).state == "talking"


def test_without_a_fallback_a_sentence_is_spoken_and_the_call_ends(scene: Scene) -> None:
    phone = scene.call_in(Reply(503), seconds=20)
    assert phone.texts == [SORRY] and phone.state == "idle"


def test_a_fallback_that_fails_too_is_not_asked_again(make_scene) -> None:
    scene = make_scene(voice_fallback_url=f"{BASE}/fallback")
    scene.app.serve("/fallback", Reply(500))
    phone = scene.call_in(Reply(500), seconds=20)
    assert len(scene.app.asked("/fallback")) == 1
    assert phone.texts == [SORRY]


def test_a_verb_s_own_url_that_fails_leads_to_the_fallback_of_the_call(make_scene) -> None:
    scene = make_scene(voice_fallback_url=f"{BASE}/fallback")
    scene.app.serve("/fallback", "<Say>One moment</Say>")
    scene.app.serve("/next", Reply(500))
    assert scene.call_in("<Redirect>/next</Redirect>", seconds=10).texts == ["One moment"]
    assert scene.app.asked("/fallback")[0]["ErrorUrl"] == f"{BASE}/next"


def test_the_fallback_of_an_update_applies_from_then_on(scene: Scene) -> None:
    agent = scene.call_out("<Pause length='60'/>")
    scene.app.serve("/bad", Reply(500))
    scene.app.serve("/rescue", "<Say>Rescued</Say>")
    leg = scene.leg(agent).sid
    scene.post(f"/Calls/{leg}", Url=f"{BASE}/bad", FallbackUrl=f"{BASE}/rescue", FallbackMethod="GET")
    scene.run(5)
    assert agent.texts == ["Rescued"]
    assert [one.method for one in scene.app.asked("/rescue")] == ["GET"]


def test_an_unknown_verb_is_dropped_and_reported(scene: Scene) -> None:
    scene.expect("12200")
    assert scene.call_in("<Speak>Hi</Speak><Say>Hello</Say>", seconds=2).texts == ["Hello"]


def test_a_relative_url_of_an_inline_document_leads_nowhere(scene: Scene) -> None:
    agent = scene.phone("agent")
    scene.expect("form.Twiml/Response/Redirect", "11100 /next")
    scene.create(agent, Twiml=twiml("<Redirect>/next</Redirect>"))
    scene.world.run(5, lambda: agent.state == "ringing")
    agent.answer()
    scene.run(10)
    assert agent.texts == [SORRY]
