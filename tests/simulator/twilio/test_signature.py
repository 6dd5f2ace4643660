"""Every request that the carrier sends passes Twilio's own validator.

And only as it was sent: another token, another URL or another form does not.
"""

import pytest
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from simulator.twilio.signature import sign
from tests.simulator.twilio.scene import BASE, TOKEN, Asked, Scene

FORM = [("To", "+15550100000"), ("a", "lower"), ("B", ""), ("Text", "öffnen & schließen"), ("To", "+1555")]


def valid(asked: Asked, token: str = TOKEN, url: str | None = None) -> bool:
    form = MultiDict(asked.fields) if asked.method == "POST" else MultiDict()
    signature = asked.request.headers["X-Twilio-Signature"]
    return RequestValidator(token).validate(url or asked.request.url, form, signature)


def test_requests_for_documents_and_callbacks_are_signed(scene: Scene) -> None:
    scene.call_in("<Say>Hello</Say>")
    scene.run(10)
    assert [one.path for one in scene.app.log] == ["/voice", "/status"]
    assert all(valid(one) for one in scene.app.log)


def test_another_token_or_another_url_does_not_validate(scene: Scene) -> None:
    scene.call_in("<Hangup/>")
    asked = scene.app.asked("/voice")[0]
    assert not valid(asked, token="another")
    assert not valid(asked, url=f"{BASE}/voice?more=1")


def test_the_query_is_signed_and_the_fragment_neither_sent_nor_signed(make_scene) -> None:
    scene = make_scene(voice_url=f"{BASE}/voice?skill=a%20b&x=#rc=2")
    scene.call_in("<Hangup/>")
    asked = scene.app.asked("/voice")[0]
    assert asked.request.url == f"{BASE}/voice?skill=a%20b&x="
    assert valid(asked)


def test_a_get_signs_its_url_alone(make_scene) -> None:
    scene = make_scene(voice_method="GET")
    scene.call_in("<Hangup/>")
    asked = scene.app.asked("/voice")[0]
    assert asked.method == "GET" and asked["CallStatus"] == "ringing"
    assert valid(asked)


@pytest.mark.parametrize("form", [[], FORM, FORM + FORM], ids=["none", "many", "repeated"])
def test_the_bytes_agree_with_the_sdk(form: list[tuple[str, str]]) -> None:
    url = "https://app.test:8443/a%20b?q=1"
    assert RequestValidator(TOKEN).validate(url, MultiDict(form), sign(TOKEN, url, form))
