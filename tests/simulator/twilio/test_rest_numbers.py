"""Our numbers and their webhooks.

The precedence of trunk, application and URL is that of reference/twilio.md 4.5.
"""

from tests.simulator.twilio.scene import BASE, NUMBER, Scene


def number(scene: Scene) -> dict:
    return scene.get("/IncomingPhoneNumbers", PhoneNumber=NUMBER)["incoming_phone_numbers"][0]


def change(scene: Scene, **fields: str) -> dict:
    status, found = scene.post(f"/IncomingPhoneNumbers/{number(scene)['sid']}", **fields)
    assert status == 200
    return found


def test_a_number_is_found_by_itself_and_by_its_name(scene: Scene) -> None:
    assert number(scene)["voice_url"] == f"{BASE}/voice"
    change(scene, FriendlyName="Front desk")
    assert scene.get("/IncomingPhoneNumbers", FriendlyName="Front desk")["incoming_phone_numbers"]
    assert scene.get("/IncomingPhoneNumbers", PhoneNumber="+15550109999")["incoming_phone_numbers"] == []
    assert scene.rest("GET", f"/IncomingPhoneNumbers/PN{'0' * 32}")[1]["code"] == 20404


def test_new_webhooks_apply_to_the_next_call(scene: Scene) -> None:
    change(scene, VoiceUrl=f"{BASE}/new", VoiceMethod="GET", StatusCallback="")
    scene.app.serve("/new", "<Say>Hello</Say>")
    assert scene.call_in(seconds=3).texts == ["Hello"]
    assert [(one.method, one.path) for one in scene.app.log] == [("GET", "/new")]


def test_a_trunk_and_an_application_delete_each_other_and_switch_the_voice_url_off(scene: Scene) -> None:
    trunk, application = "TK" + "1" * 32, "AP" + "1" * 32
    assert change(scene, TrunkSid=trunk)["trunk_sid"] == trunk
    found = change(scene, VoiceApplicationSid=application)
    assert (found["trunk_sid"], found["voice_application_sid"]) == (None, application)
    assert scene.call_in("<Say>Hello</Say>").texts == [] and scene.app.asked("/voice") == []
    change(scene, VoiceApplicationSid="")
    assert scene.call_in("<Say>Hello</Say>", name="other").texts == ["Hello"]
