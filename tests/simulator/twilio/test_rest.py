"""The door of the REST API: who may come in and what is refused.

And what every answer looks like: each route is used once.
"""

import json

import pytest

from simulator.network import Reply
from simulator.twilio.rest import ROUTES
from tests.simulator.twilio.scene import ACCOUNT, API_KEY, API_SECRET, BASE, NUMBER, Scene, credentials, twiml

HOST = "https://api.twilio.test"
ROOT = f"/2010-04-01/Accounts/{ACCOUNT}"


def ask(
    scene: Scene, path: str, headers: dict[str, str] | None = None, method: str = "GET", body: bytes = b""
):
    reply = scene.carrier.rest(method, HOST + path, credentials() if headers is None else headers, body)
    assert isinstance(reply, Reply)
    return reply


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (credentials(), 200),
        (credentials(API_KEY, API_SECRET), 200),
        (credentials(API_KEY, "wrong"), 401),
        (credentials("AC" + "9" * 32), 401),
        ({}, 401),
        ({"authorization": "Basic abc"}, 401),
    ],
)
def test_the_token_and_api_keys_open_the_door(scene: Scene, headers: dict[str, str], status: int) -> None:
    reply = ask(scene, f"{ROOT}/Calls.json", headers)
    assert reply.status == status
    assert status == 200 or json.loads(reply.body)["code"] == 20003


def test_the_account_itself_is_shown_to_the_token_only(scene: Scene) -> None:
    assert json.loads(ask(scene, f"{ROOT}.json").body)["status"] == "active"
    assert ask(scene, f"{ROOT}.json", credentials(API_KEY, API_SECRET)).status == 401


def test_another_account_is_not_found(scene: Scene) -> None:
    assert ask(scene, f"/2010-04-01/Accounts/AC{'9' * 32}/Calls.json").status == 404


@pytest.mark.parametrize(
    ("path", "method", "status"), [("/Nothing.json", "GET", 404), ("/Calls.json", "PUT", 405)]
)
def test_what_does_not_exist_is_a_violation(scene: Scene, path: str, method: str, status: int) -> None:
    scene.expect("no such operation here")
    reply = ask(scene, ROOT + path, method=method)
    assert (reply.status, json.loads(reply.body)["code"]) == (status, 20404 if status == 404 else 20004)


def test_every_answer_has_a_number_and_says_how_busy_the_account_is(scene: Scene) -> None:
    one, other = ask(scene, f"{ROOT}/Calls.json"), ask(scene, f"{ROOT}/Calls/CA{'0' * 32}.json")
    assert one.header("twilio-request-id").startswith("RQ")
    assert one.header("twilio-request-id") != other.header("twilio-request-id")
    assert other.header("Twilio-Concurrent-Requests") and other.header("Content-Type") == "application/json"


def test_an_unknown_field_is_ignored_and_reported(scene: Scene) -> None:
    scene.expect("20001 form.TimeOut: unknown field")
    assert scene.create(scene.phone("agent"), Url=f"{BASE}/out", TimeOut=10)[0] == 201


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"To": ""}, 21201),
        ({"From": ""}, 21213),
        ({"Url": ""}, 21205),
        ({"To": "5550100"}, 21211),
        ({"From": "bridge"}, 21212),
        ({"From": "+15559999999"}, 21210),
        ({"Url": "/relative"}, 21205),
        ({"Url": "https://under_score.test/"}, 21205),
        ({"Timeout": "601"}, 21208),
        ({"Timeout": "soon"}, 21208),
        ({"MachineDetection": "true"}, 21234),
        ({"StatusCallback": f"{BASE}/s", "StatusCallbackEvent": "started"}, 21626),
        ({"SendDigits": "1-2"}, 21206),
        ({"Method": "PUT"}, 20001),
        ({"Record": "yes"}, 20001),
        ({"To": "sip:a@sip.test?Subject=x"}, 21228),
    ],
)
def test_what_twilio_refuses_is_refused_with_its_number(
    scene: Scene, fields: dict[str, str], code: int
) -> None:
    if fields != {"From": "+15559999999"}:
        scene.expect("error")
    sent = {"To": "+15550100001", "From": NUMBER, "Url": f"{BASE}/out"} | fields
    status, found = scene.post("/Calls", **sent)
    assert (status, found["code"]) == (400, code)
    assert scene.carrier.calls == {}


def test_a_field_sent_twice_is_refused_unless_it_is_a_list(scene: Scene) -> None:
    scene.expect("sent 2 times")
    agent = scene.phone("agent")
    assert scene.create(agent, Url=[f"{BASE}/a", f"{BASE}/b"])[0] == 400
    events = {"StatusCallback": f"{BASE}/s", "StatusCallbackEvent": ["ringing", "answered"]}
    assert scene.create(agent, Url=f"{BASE}/out", **events)[0] == 201


def test_every_route_answers_as_twilio_does(scene: Scene) -> None:
    """`Scene.rest` holds each answer against the official description; here every route is used once."""
    room = "<Dial><Conference>room</Conference></Dial><Pause length='60'/>"
    agent = scene.call_out(room, name="agent")
    scene.app.serve("/in", "<Record action='/done'/>")
    scene.app.serve("/done", "<Hangup/>")
    caller = scene.call_in("<Record action='/done'/>", seconds=1)
    call = f"/Calls/{scene.leg(agent).sid}"
    caller.say("Hello")
    scene.run(8)
    conference = f"/Conferences/{scene.get('/Conferences')['conferences'][0]['sid']}"
    leg = f"{conference}/Participants/{scene.leg(agent).sid}"
    number = f"/IncomingPhoneNumbers/{scene.get('/IncomingPhoneNumbers')['incoming_phone_numbers'][0]['sid']}"
    recording = f"/Recordings/{scene.get('/Recordings')['recordings'][0]['sid']}"
    words = {"StatusCallbackUrl": f"{BASE}/words", "Name": "t"}
    asked = [
        ("GET", "", {}),
        ("POST", "/Calls", {"To": "+15550100077", "From": NUMBER, "Twiml": twiml("<Hangup/>")}),
        ("GET", "/Calls", {"Status": "in-progress", "PageSize": 1}),
        ("GET", call, {}),
        ("POST", f"{call}/Transcriptions", words),
        ("POST", f"{call}/Transcriptions/t", {"Status": "stopped"}),
        ("GET", conference, {}),
        ("POST", conference, {"AnnounceUrl": f"{BASE}/done"}),
        ("GET", f"{conference}/Participants", {"Muted": "false"}),
        ("POST", f"{conference}/Participants", {"To": "+15550100078", "From": NUMBER}),
        ("GET", leg, {}),
        ("POST", leg, {"Muted": "true"}),
        ("DELETE", leg, {}),
        ("POST", call, {"Status": "completed"}),
        ("GET", number, {}),
        ("POST", number, {"VoiceUrl": f"{BASE}/voice"}),
        ("GET", recording, {}),
        ("DELETE", recording, {}),
    ]
    for method, tail, fields in asked:
        assert scene.rest(method, tail, fields)[0] in (200, 201, 204), (method, tail)
    scene.expect("13238")
    scene.run(1)
    lists = [("GET", "/Conferences"), ("GET", "/IncomingPhoneNumbers"), ("GET", "/Recordings")]
    used = {(method, f"{ROOT}{tail}.json") for method, tail, _ in asked} | {
        (m, f"{ROOT}{t}.json") for m, t in lists
    }
    unused = [(m, p.pattern) for m, p, _ in ROUTES if not any(v == m and p.fullmatch(u) for v, u in used)]
    assert unused == []
