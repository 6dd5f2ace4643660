"""The Conferences and Participants resources: lists, and what can be done to those inside.

The rules are those of reference/twilio.md 4.3, 4.4 and 5.3.
"""

import pytest

from simulator.hearing import in_conversation
from simulator.network import Reply
from tests.simulator.twilio.rooms import EVENTS, MUSIC, conference, events, kind, person, room
from tests.simulator.twilio.scene import BASE, NUMBER, Scene


def join(scene: Scene, name: str, room: str, attributes: str = ""):
    return scene.call_out(f"<Dial><Conference {attributes}>{room}</Conference></Dial>", name=name)


def names(scene: Scene, **fields: object) -> list[str]:
    return [one["friendly_name"] for one in scene.get("/Conferences", **fields)["conferences"]]


def test_conferences_are_listed_newest_first_by_name_status_and_day(scene: Scene) -> None:
    join(scene, "a", "one").hang_up()
    join(scene, "b", "two")
    join(scene, "c", "one")
    assert names(scene) == ["one", "two", "one"]
    assert names(scene, FriendlyName="one", Status="in-progress") == ["one"]
    assert names(scene, Status="completed") == ["one"] and names(scene, Status="init") == []
    assert names(scene, FriendlyName="ONE") == []
    assert names(scene, DateCreated="2027-01-15", PageSize=2) == ["one", "two"]
    assert names(scene, **{"DateCreated<": "2027-01-14"}) == []


def test_participants_are_listed_by_their_flags(scene: Scene) -> None:
    for name, attributes in [("a", "muted='true'"), ("b", "participantLabel='b'")]:
        join(scene, name, "one", attributes)
    path = f"/Conferences/{scene.get('/Conferences')['conferences'][0]['sid']}/Participants"
    assert [one["label"] for one in scene.get(path)["participants"]] == [None, "b"]
    assert [one["muted"] for one in scene.get(path, Muted="true")["participants"]] == [True]
    assert [one["label"] for one in scene.get(path, Muted="false")["participants"]] == ["b"]
    assert scene.get(path, Hold="true")["participants"] == []


def test_participants_are_found_by_sid_of_the_conference_only(scene: Scene) -> None:
    join(scene, "a", "one")
    scene.expect("path.ConferenceSid")
    assert scene.rest("GET", "/Conferences/one/Participants")[1]["code"] == 20404


# --- what the API does to participants ---


def test_one_on_hold_hears_the_hold_document_only_and_is_not_heard(scene: Scene, pair) -> None:
    one, two = pair
    scene.app.serve("/hold", "<Say>Please hold</Say><Play loop='0'>https://music.test/a.mp3</Play>")
    scene.post(person(scene, one), Hold="true", HoldUrl=f"{BASE}/hold")
    scene.run(5)
    assert one.texts == ["Please hold"] and kind(one) == "music"
    assert not one.hears(two) and not two.hears(one) and not in_conversation(one)
    assert scene.app.asked("/hold")[0].method == "GET"
    scene.post(person(scene, one), Hold="false")
    scene.run(1)
    assert one.hears(two) and kind(one) == "people"
    assert [e for e in events(scene) if "hold" in e] == ["participant-hold", "participant-unhold"]


def test_one_who_was_held_while_waiting_waits_on_with_the_music(scene: Scene) -> None:
    scene.app.serve("/wait", "<Play loop='0'>https://music.test/wait.mp3</Play>")
    one = scene.call_out(room("waitUrl='/wait'"), name="one")
    scene.app.serve("/hold", "<Play loop='0'>https://music.test/hold.mp3</Play>")
    scene.post(person(scene, one), Hold="true", HoldUrl=f"{BASE}/hold")
    scene.run(1)
    assert one.hearing.text.endswith("hold.mp3")
    scene.post(person(scene, one), Hold="false")
    scene.run(1)
    assert one.hearing.text.endswith("wait.mp3")


def test_without_a_hold_url_the_carriers_own_music_is_played(scene: Scene, pair) -> None:
    scene.post(person(scene, pair[0]), Hold="true")
    assert kind(pair[0]) == "music" and pair[0].hearing.text.endswith(MUSIC)


def test_one_who_is_muted_hears_and_is_not_heard(scene: Scene, pair) -> None:
    one, two = pair
    scene.post(person(scene, one), Muted="true")
    assert one.hears(two) and not two.hears(one)
    scene.post(person(scene, one), Muted="false")
    assert two.hears(one)
    scene.run(1)
    assert [event for event in events(scene) if "mute" in event] == ["participant-mute", "participant-unmute"]


def test_on_hold_the_exit_flag_cannot_be_changed_though_the_answer_is_success(scene: Scene, pair) -> None:
    one, _ = pair
    scene.post(person(scene, one), Hold="true", HoldUrl=f"{BASE}/hold")
    scene.app.serve("/hold", "<Pause length='60'/>")
    assert scene.post(person(scene, one), EndConferenceOnExit="true")[0] == 200
    assert not scene.get(person(scene, one))["end_conference_on_exit"]
    scene.post(person(scene, one), Hold="false")
    assert scene.post(person(scene, one), EndConferenceOnExit="true")[1]["end_conference_on_exit"]


def test_an_announcement_to_one_is_heard_by_that_one_over_the_talk(scene: Scene, pair) -> None:
    one, two = pair
    scene.app.serve("/announce", "<Say>Your time is up</Say>")
    scene.post(person(scene, one), AnnounceUrl=f"{BASE}/announce")
    scene.run(5)
    assert one.texts == ["Your time is up"] and two.texts == [] and one.hears(two)
    assert events(scene)[-1] == "announcement-end"


def test_a_newer_announcement_cuts_the_older_one(scene: Scene, pair) -> None:
    for name in ("one", "two"):
        scene.app.serve(f"/{name}", f"<Say>Announcement {name} of two, spoken slowly</Say>")
        scene.post(person(scene, pair[0]), AnnounceUrl=f"{BASE}/{name}")
        scene.run(1)
    scene.run(5)
    assert len(pair[0].texts) == 2 and events(scene).count("announcement-end") == 1


def test_an_announcement_to_all_is_fetched_once_and_not_heard_on_hold(scene: Scene, pair) -> None:
    one, two = pair
    held = scene.call_out(room(), name="held")
    scene.app.serve("/hold", "<Pause length='60'/>")
    scene.app.serve("/announce", "<Say>Your time is up</Say>")
    scene.post(person(scene, held), Hold="true", HoldUrl=f"{BASE}/hold")
    scene.post(f"/Conferences/{conference(scene)['sid']}", AnnounceUrl=f"{BASE}/announce")
    scene.run(5)
    assert one.texts == two.texts == ["Your time is up"] and held.texts == []
    assert len(scene.app.asked("/announce")) == 1 and events(scene)[-1] == "announcement-end"


def test_an_announcement_ends_in_silence_for_one_who_leaves(scene: Scene, pair) -> None:
    scene.app.serve("/announce", "<Say>Your time is up</Say>")
    scene.app.serve("/elsewhere", "<Pause length='60'/>")
    scene.post(person(scene, pair[0]), AnnounceUrl=f"{BASE}/announce")
    scene.run(0.5)
    scene.redirect(pair[0], "/elsewhere", 5)
    assert "announcement-end" not in events(scene)


def test_an_announcement_that_fails_is_reported(scene: Scene, pair) -> None:
    scene.app.serve("/announce", Reply(500))
    scene.post(person(scene, pair[0]), AnnounceUrl=f"{BASE}/announce")
    scene.run(1)
    assert events(scene)[-1] == "announcement-fail"


def test_one_who_coaches_is_heard_by_the_coached_alone(scene: Scene, pair) -> None:
    one, two = pair
    coach = scene.call_out(room(f"coach='{scene.leg(one).sid}'"), name="coach")
    assert one.hears(coach) and not two.hears(coach) and coach.hears(two)
    target = scene.leg(two).sid
    scene.post(person(scene, coach), Coaching="true", CallSidToCoach=target)
    assert two.hears(coach) and not one.hears(coach)


def test_coaching_one_who_is_not_there_or_on_hold_is_refused(scene: Scene, pair) -> None:
    one, two = pair
    path, other = person(scene, one), scene.leg(two).sid
    assert scene.post(path, Coaching="true", CallSidToCoach="CA" + "0" * 32)[1]["code"] == 16028
    scene.app.serve("/hold", "<Pause length='60'/>")
    scene.post(person(scene, two), Hold="true", HoldUrl=f"{BASE}/hold")
    assert scene.post(path, Coaching="true", CallSidToCoach=other)[1]["code"] == 16027
    scene.expect("13240")
    scene.call_out(room("coach='CA00000000000000000000000000000000'"), name="coach")


def test_a_kick_takes_one_out_whose_document_goes_on(scene: Scene, pair) -> None:
    one, two = pair
    assert scene.rest("DELETE", person(scene, one))[0] == 204
    scene.run(0.2)
    assert one.texts == ["Out of the room"] and kind(two) == "silence"
    assert conference(scene)["status"] == "in-progress"


@pytest.mark.parametrize(
    ("attributes", "reason"),
    [
        (EVENTS, "last-participant-kicked"),
        ("endConferenceOnExit='true'", "participant-with-end-conference-on-exit-kicked"),
    ],
)
def test_a_kick_that_ends_it_says_so(scene: Scene, attributes: str, reason: str) -> None:
    one = scene.call_out(room(attributes))
    scene.rest("DELETE", person(scene, one))
    assert conference(scene)["reason_conference_ended"] == reason


def test_an_end_by_api_lets_every_leg_go_on(scene: Scene, pair) -> None:
    sid = conference(scene)["sid"]
    assert scene.post(f"/Conferences/{sid}", Status="completed")[1]["status"] == "completed"
    scene.run(0.2)
    assert [phone.texts for phone in pair] == [["Out of the room"]] * 2
    reasons = {
        one["ReasonParticipantLeft"]
        for one in scene.app.asked("/events", StatusCallbackEvent="participant-leave")
    }
    assert reasons == {"conference_ended_via_api"}
    assert scene.post(f"/Conferences/{sid}", Status="completed")[0] == 404


# --- participants that the API dials ---


def add(scene: Scene, phone, **fields: object):
    return scene.post("/Conferences/room/Participants", To=phone.number, From=NUMBER, **fields)


def test_an_added_participant_is_inside_the_moment_the_line_is_answered(scene: Scene) -> None:
    one, b = scene.call_out(room(), name="one"), scene.phone("b")
    status, made = add(scene, b, Label="b", EarlyMedia="false")
    assert (status, made["status"], made["label"]) == (201, "queued", "b")
    scene.run(1)
    assert kind(one) == "music" and not one.hears(b)
    b.answer()
    scene.run(0.1)
    assert one.hears(b) and b.hears(one)
    assert scene.get(f"/Conferences/{made['conference_sid']}/Participants/b")["call_sid"] == made["call_sid"]


def test_the_others_hear_it_ring_unless_early_media_is_off(scene: Scene, pair) -> None:
    add(scene, scene.phone("b"))
    scene.run(1)
    assert kind(pair[0]) == "ringing"
    quiet = scene.phone("quiet")
    scene.carrier.live_conference("room").dialling.clear()
    add(scene, quiet, EarlyMedia="false")
    scene.run(1)
    assert quiet.state == "ringing" and kind(pair[0]) == "people"


def test_its_callback_holds_when_it_is_the_first_one_inside(scene: Scene) -> None:
    b = scene.phone("b")
    add(scene, b, ConferenceStatusCallback=f"{BASE}/events", ConferenceStatusCallbackEvent="join leave")
    scene.run(1)
    b.answer()
    scene.run(1)
    assert events(scene) == ["participant-join"]


def test_a_conference_that_nobody_came_to_ends(scene: Scene) -> None:
    b, c = scene.phone("b"), scene.phone("c")
    add(scene, b, Timeout=5)
    add(scene, c, Timeout=20)
    scene.run(1)
    assert conference(scene)["status"] == "init"
    scene.run(15)
    assert (b.state, c.state, conference(scene)["status"]) == ("idle", "ringing", "init")
    scene.run(15)
    assert conference(scene)["status"] == "completed"


def test_adding_by_sid_needs_a_live_conference(scene: Scene, pair) -> None:
    sid = conference(scene)["sid"]
    b = scene.phone("b")
    path = f"/Conferences/{sid}/Participants"
    assert scene.post(path, To=b.number, From=NUMBER)[0] == 201
    for phone in pair:
        phone.hang_up()
    assert scene.post(path, To=b.number, From=NUMBER)[1]["code"] == 20404


def test_a_leg_that_is_not_inside_yet_or_any_more_is_not_found(scene: Scene, pair) -> None:
    sid = conference(scene)["sid"]
    made = add(scene, scene.phone("b"))[1]
    path = f"/Conferences/{sid}/Participants"
    assert scene.post(f"{path}/{made['call_sid']}", Muted="true")[1]["code"] == 20404
    gone = scene.leg(pair[0]).sid
    pair[0].hang_up()
    assert scene.rest("DELETE", f"{path}/{gone}")[1]["code"] == 20404
    assert [one["call_sid"] for one in scene.get(path)["participants"]] == [scene.leg(pair[1]).sid]
