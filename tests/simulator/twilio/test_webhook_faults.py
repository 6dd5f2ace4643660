"""Webhooks that a scenario loses, doubles or delays.

Each fault does so where it says, and the rules of retries go on from there.
"""

from simulator.twilio.webhook_faults import WebhookFault
from tests.simulator.twilio.scene import BASE, NUMBER, Scene


def to(path: str, **wanted: str):
    def applies(method: str, url: str, fields) -> bool:
        return url.endswith(path) and all(fields.get(name) == value for name, value in wanted.items())

    return applies


def test_a_lost_callback_never_comes(scene: Scene) -> None:
    scene.carrier.webhook_faults.append(WebhookFault("lost", to("/status")))
    scene.call_in("<Hangup/>", seconds=60)
    assert scene.app.asked("/status") == []


def test_a_doubled_callback_comes_again_after_its_pause(scene: Scene) -> None:
    scene.carrier.webhook_faults.append(WebhookFault("doubled", to("/status"), seconds=3.0))
    scene.call_in("<Hangup/>", seconds=60)
    one, again = scene.app.asked("/status")
    assert one.fields == again.fields and round(again.at - one.at, 2) == 3.0


def test_only_the_nth_that_matches_is_late_and_so_overtaken(scene: Scene) -> None:
    late = WebhookFault("late", to("/progress"), nth=2, seconds=5.0)
    scene.carrier.webhook_faults.append(late)
    events = ["initiated", "ringing", "answered", "completed"]
    agent = scene.call_out("<Pause/>", StatusCallback=f"{BASE}/progress", StatusCallbackEvent=events)
    scene.run(10)
    came = [one["SequenceNumber"] for one in scene.app.asked("/progress")]
    assert came == ["0", "2", "3", "1"] and agent.state == "idle"


def test_a_lost_request_for_a_document_is_a_time_out_under_the_rules_of_retries(make_scene) -> None:
    scene = make_scene(voice_url=f"{BASE}/voice#rc=1&rp=rt&rt=3000")
    scene.carrier.webhook_faults.append(WebhookFault("lost", to("/voice")))
    scene.call_in("<Say>Hello</Say>", seconds=3.9)
    assert scene.app.asked("/voice") == []
    scene.run(0.2)
    assert len(scene.app.asked("/voice")) == 1


def test_a_lost_answer_makes_the_application_see_the_request_twice(make_scene) -> None:
    scene = make_scene(voice_url=f"{BASE}/voice#rc=1&rp=rt&rt=3000")
    scene.carrier.webhook_faults.append(WebhookFault("answer lost", to("/voice", CallStatus="ringing")))
    phone = scene.call_in("<Say>Hello</Say>", seconds=5)
    assert len(scene.app.asked("/voice")) == 2
    assert phone.texts == ["Hello"]


def test_a_late_request_comes_though_the_carrier_has_given_it_up(make_scene) -> None:
    scene = make_scene(voice_url=f"{BASE}/voice#rc=0&rt=2000", voice_fallback_url=f"{BASE}/fallback")
    scene.app.serve("/fallback", "<Say>Sorry</Say>")
    scene.carrier.webhook_faults.append(WebhookFault("late", to("/voice"), seconds=4.0))
    scene.app.serve("/voice", "<Say>Hello</Say>")
    phone = scene.phone("caller")
    phone.dial(NUMBER)
    scene.run(10)
    assert len(scene.app.asked("/voice")) == 1
    assert phone.texts == ["Sorry"]
