"""Tries, time-outs, redirects and connection overrides of one webhook.

The rules are those of reference/twilio.md 1.2.
"""

import pytest

from simulator.network import Failure, Reply
from tests.simulator.twilio.scene import BASE, LATENCY, NUMBER, XML, Scene, twiml

GOODBYE = Reply(200, XML, twiml("<Hangup/>").encode())
REFUSED, TIMEOUT, BROKEN = Failure("refused"), Failure("timeout"), Reply(500)


def tries(scene: Scene, path: str = "/voice") -> list[float]:
    """The seconds after the dialling at which the application was reached."""
    return [round(one.at - scene.began - LATENCY, 1) for one in scene.app.asked(path)]


def dial(make_scene, overrides: str, *answers, seconds: float = 40, **options) -> Scene:
    scene = make_scene(voice_url=f"{BASE}/voice{overrides}", **options)
    scene.app.serve("/voice", *answers)
    scene.phone("caller").dial(NUMBER)
    scene.run(seconds)
    return scene


def test_a_refused_connection_is_tried_once_more_by_default(make_scene) -> None:
    assert tries(dial(make_scene, "", REFUSED, GOODBYE)) == [1.0]


def test_two_refused_connections_are_given_up_by_default(make_scene) -> None:
    assert tries(dial(make_scene, "", REFUSED, REFUSED, GOODBYE)) == []


def test_neither_a_server_error_nor_a_time_out_is_tried_again_by_default(make_scene) -> None:
    assert tries(dial(make_scene, "", BROKEN, GOODBYE)) == [0.0]
    assert tries(dial(make_scene, "", TIMEOUT, GOODBYE)) == [0.0]


def test_the_policy_says_what_is_tried_again_and_how_often(make_scene) -> None:
    scene = dial(make_scene, "#rc=3&rp=ct,rt,5xx&rt=2000", BROKEN, TIMEOUT, REFUSED, GOODBYE)
    # At 0 a server error, at 1 a time-out of 2 s, at 4 a refusal, at 5 the document.
    assert tries(scene) == [0.0, 1.0, 5.0]


def test_a_4xx_is_only_tried_again_when_the_policy_names_it(make_scene) -> None:
    scene = dial(make_scene, "#rc=2&rp=5xx", Reply(404), GOODBYE)
    scene.expect("11200 https://app.test/voice")
    assert tries(scene) == [0.0]
    assert tries(dial(make_scene, "#rc=2&rp=4xx", Reply(404), GOODBYE)) == [0.0, 1.0]


def test_no_override_reaches_beyond_15_seconds(make_scene) -> None:
    scene = dial(make_scene, "#rc=5&rp=all&rt=15000&tt=60000", TIMEOUT)
    assert tries(scene) == [0.0]
    failed = next(fact for fact in scene.world.history if fact.kind == "document_failed")
    assert failed.at - scene.began == pytest.approx(15.0)


def test_the_total_limit_holds_for_all_tries_together(make_scene) -> None:
    scene = dial(make_scene, "#rc=5&rp=rt&rt=3500&tt=10000", TIMEOUT)
    assert tries(scene) == [0.0, 4.5, 9.0]


def test_tries_of_one_request_share_a_token_and_other_requests_have_their_own(make_scene) -> None:
    scene = dial(make_scene, "#rc=1&rp=5xx", BROKEN, GOODBYE)
    first, second = (one.request.headers["I-Twilio-Idempotency-Token"] for one in scene.app.asked("/voice"))
    callback = scene.app.asked("/status")[0].request.headers["I-Twilio-Idempotency-Token"]
    assert first == second != callback


def test_redirects_are_followed_with_a_get_and_at_most_ten_times(make_scene) -> None:
    scene = make_scene()
    scene.app.serve("/voice", Reply(302, {"Location": "/moved"}))
    scene.app.serve("/moved", "<Hangup/>")
    scene.phone("caller").dial(NUMBER)
    scene.run(5)
    assert [one.method for one in scene.app.asked("/moved")] == ["GET"]

    scene.app.serve("/voice", Reply(307, {"Location": "/voice"}))
    scene.phone("other").dial(NUMBER)
    scene.run(5)
    scene.expect("11215")
    assert len(scene.app.asked("/voice")) == 1 + 11


def test_a_callback_is_sent_once_whatever_comes_of_it(make_scene) -> None:
    scene = make_scene(status_callback=f"{BASE}/status#rc=5&rp=all")
    scene.app.serve("/status", BROKEN)
    scene.call_in("<Hangup/>", seconds=10)
    assert len(scene.app.asked("/status")) == 1


def test_a_callback_answered_with_nonsense_is_a_violation(make_scene) -> None:
    scene = make_scene()
    scene.expect(
        "15003 https://app.test/status answered 200 with a body", "15003 https://app.test/status answered 404"
    )
    scene.app.serve("/status", Reply(200, {"Content-Type": "text/plain"}, b"ok"), Reply(404))
    for name in ("one", "other"):
        scene.call_in("<Hangup/>", name=name, seconds=1)
