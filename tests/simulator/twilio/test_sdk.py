"""The carrier as twilio's own SDK sees it.

The requests are the ones that the SDK makes, the objects the ones that it builds from the answers.
"""

from collections.abc import Mapping
from urllib.parse import urlencode

import pytest
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http import HttpClient
from twilio.http.response import Response
from twilio.rest import Client

from simulator.network import Reply
from tests.simulator.twilio.scene import ACCOUNT, API_KEY, API_SECRET, BASE, NUMBER, Scene, credentials

ROOM = "<Dial><Conference participantLabel='{}'>room</Conference></Dial><Say>Out of the room</Say>"


class Direct(HttpClient):
    """Leads the SDK's requests straight to the carrier."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(None, False, None)
        self.scene = scene

    def request(
        self,
        method,
        url,
        params=None,
        data=None,
        headers=None,
        auth=None,
        timeout=None,
        allow_redirects=False,
    ):
        url += f"?{urlencode(params, doseq=True)}" if params else ""
        sent: Mapping[str, str] = {**(headers or {}), **(credentials(*auth) if auth else {})}
        reply = self.scene.carrier.rest(method, url, sent, urlencode(data or {}, doseq=True).encode())
        assert isinstance(reply, Reply)
        return Response(reply.status, reply.body.decode(), dict(reply.headers))


@pytest.fixture
def client(scene: Scene) -> Client:
    return Client(API_KEY, API_SECRET, ACCOUNT, http_client=Direct(scene))


def test_a_call_is_created_redirected_fetched_and_ended(scene: Scene, client: Client) -> None:
    agent = scene.phone("agent")
    scene.app.serve("/out", "<Say>Hello</Say><Pause length='60'/>")
    scene.app.serve("/hold", "<Say>Please hold</Say><Pause length='60'/>")
    events = ["initiated", "ringing", "answered", "completed"]
    made = client.calls.create(
        to=agent.number,
        from_=NUMBER,
        url=f"{BASE}/out",
        fallback_url=f"{BASE}/fallback",
        status_callback=f"{BASE}/progress",
        status_callback_event=events,
        timeout=20,
        machine_detection="Enable",
        async_amd="true",
        async_amd_status_callback=f"{BASE}/amd",
    )
    assert made.status == "queued"
    scene.run(1)
    with pytest.raises(TwilioRestException) as refused:
        made.update(url=f"{BASE}/hold")
    assert (refused.value.status, refused.value.code) == (400, 21220)
    agent.answer()
    scene.run(1)
    client.calls(made.sid).update(url=f"{BASE}/hold#rc=2", method="POST", fallback_url=f"{BASE}/fallback")
    scene.run(1)
    assert client.calls(made.sid).fetch().status == "in-progress"
    assert agent.texts == ["Hello", "Please hold"]
    client.calls(made.sid).update(status="completed")
    ended = client.calls(made.sid).fetch()
    assert (ended.status, ended.duration, ended.direction) == ("completed", "2", "outbound-api")
    assert ended.start_time is not None and ended.end_time > ended.start_time
    scene.run(1)
    assert [one["CallStatus"] for one in scene.app.asked("/progress")][-1] == "completed"


def test_lists_are_read_over_all_pages(scene: Scene, client: Client) -> None:
    made = [client.calls.create(to="+15550109999", from_=NUMBER, url=f"{BASE}/out").sid for _ in range(7)]
    scene.run(5)
    began = client.calls(made[0]).fetch().start_time
    found = client.calls.list(to="+15550109999", start_time_after=began, page_size=3)
    assert [one.sid for one in found] == made[::-1]
    assert client.calls.list(status="in-progress") == []
    assert len(client.calls.list(limit=4)) == 4


def test_conferences_and_participants(scene: Scene, client: Client) -> None:
    one = scene.call_out(ROOM.format("a"), name="one")
    scene.call_out(ROOM.format("b"), name="two")
    room = client.conferences.list(friendly_name="room", status="in-progress", limit=1)[0]
    assert {each.label for each in room.participants.list()} == {"a", "b"}
    scene.app.serve("/hold", "<Say>Please hold</Say>")
    held = room.participants(scene.leg(one).sid).update(hold=True, hold_url=f"{BASE}/hold", muted=True)
    assert (held.hold, held.muted, held.status) == (True, True, "connected")
    assert room.participants("a").fetch().hold
    third = scene.phone("three")
    added = client.conferences("room").participants.create(
        to=third.number, from_=NUMBER, label="c", early_media=False, beep="false", timeout=20
    )
    assert (added.status, added.conference_sid) == ("queued", room.sid)
    scene.run(1)
    third.answer()
    assert len(room.participants.list()) == 3
    assert room.participants("c").delete()
    assert client.conferences(room.sid).update(status="completed").status == "completed"
    assert client.conferences(room.sid).fetch().reason_conference_ended == "conference-ended-via-api"
    assert room.participants.list() == []
    with pytest.raises(TwilioRestException) as gone:
        room.participants("a").fetch()
    assert (gone.value.status, gone.value.code) == (404, 20404)


def test_transcriptions_numbers_and_recordings(scene: Scene, client: Client) -> None:
    agent = scene.call_out("<Record action='/done' timeout='2'/>")
    scene.app.serve("/done", "<Hangup/>")
    session = client.calls(scene.leg(agent).sid).transcriptions.create(
        name="t", status_callback_url=f"{BASE}/words", inbound_track_label="agent"
    )
    assert session.status == "in-progress"
    agent.say("Hello there")
    scene.run(2)
    assert scene.app.asked("/words")[0]["InboundTrackLabel"] == "agent"
    assert session.update(status="stopped").status == "stopped"
    scene.run(5)
    assert client.recordings.list()[0].duration == "2"
    number = client.incoming_phone_numbers.list(phone_number=NUMBER)[0]
    assert (
        number.update(voice_url=f"{BASE}/new", voice_fallback_url=f"{BASE}/fallback").voice_url
        == f"{BASE}/new"
    )


def test_a_wrong_secret_is_refused(scene: Scene) -> None:
    client = Client(API_KEY, "wrong", ACCOUNT, http_client=Direct(scene))
    with pytest.raises(TwilioRestException) as refused:
        client.calls("CA" + "0" * 32).fetch()
    assert (refused.value.status, refused.value.code) == (401, 20003)
    # A page that cannot be read is the SDK's base exception, without status and code.
    with pytest.raises(TwilioException, match="Unable to fetch page"):
        client.calls.list()
