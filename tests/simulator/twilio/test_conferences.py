"""Conferences: starting, waiting, holding, ending, and what is reported of it.

The rules are those of reference/twilio.md 3.3, 4.3 and 4.4.
"""

import pytest

from simulator.hearing import in_conversation
from simulator.network import Reply
from simulator.twilio.settings import Weather
from tests.simulator.twilio.scene import BASE, NUMBER, Scene

ALL = "start end join leave mute hold modify announcement"
EVENTS = f"statusCallback='/events' statusCallbackEvent='{ALL}'"
MUSIC = "BusyStrings.mp3"


def room(attributes: str = EVENTS, then: str = "") -> str:
    return f"<Dial><Conference beep='false' {attributes}>room</Conference></Dial>{then}"


def events(scene: Scene, **fields: str) -> list[str]:
    found = sorted(scene.app.asked("/events", **fields), key=lambda one: int(one["SequenceNumber"]))
    return [one["StatusCallbackEvent"] for one in found]


def kind(phone) -> str:
    return phone.hearing.kind if phone.hearing else "on the hook"


def conference(scene: Scene) -> dict:
    return scene.get("/Conferences", FriendlyName="room")["conferences"][0]


def person(scene: Scene, phone) -> str:
    return f"/Conferences/{conference(scene)['sid']}/Participants/{scene.leg(phone).sid}"


@pytest.fixture
def pair(scene: Scene):
    one = scene.call_out(room(then="<Say>Out of the room</Say>"), name="one")
    two = scene.call_out(room(then="<Say>Out of the room</Say>"), name="two")
    scene.run(1)
    return one, two


# --- starting and waiting ---


def test_one_alone_waits_with_music_and_two_hear_each_other(scene: Scene) -> None:
    one = scene.call_out(room(), name="one")
    assert kind(one) == "music" and one.hearing.text.endswith(MUSIC) and not in_conversation(one)
    two = scene.call_out(room(), name="two")
    assert one.hears(two) and two.hears(one)


def test_nobody_hears_anybody_until_one_comes_who_may_start(scene: Scene) -> None:
    waiting = EVENTS + " startConferenceOnEnter='false'"
    one, two = (scene.call_out(room(waiting), name=name) for name in ("one", "two"))
    assert not one.hears(two) and kind(one) == kind(two) == "music"
    # The API says so although everybody still waits.
    assert conference(scene)["status"] == "in-progress" and "conference-start" not in events(scene)
    three = scene.call_out(room(), name="three")
    assert one.hears(two) and one.hears(three) and kind(one) == "people"
    scene.run(1)
    assert events(scene).count("conference-start") == 1


def test_an_empty_wait_url_is_silence(scene: Scene) -> None:
    assert kind(scene.call_out(room("waitUrl=''"))) == "silence"


def test_a_wait_document_is_asked_for_with_the_conference_and_does_not_loop(scene: Scene) -> None:
    scene.app.serve("/wait", "<Say>You are alone here</Say>")
    one = scene.call_out(room("waitUrl='/wait'"))
    assert one.texts == ["You are alone here"]
    told = scene.app.asked("/wait")[0]
    assert (told["FriendlyName"], told["CallSid"]) == ("room", scene.leg(one).sid)
    scene.run(10)
    assert kind(one) == "silence" and len(scene.app.asked("/wait")) == 1


def test_a_wait_document_may_only_play_say_pause_and_redirect(scene: Scene) -> None:
    scene.app.serve("/wait", "<Gather><Say>Press</Say></Gather><Say>Wait</Say>")
    scene.expect("13238", "12200 <Gather> is not played in a wait document")
    assert scene.call_out(room("waitUrl='/wait'")).texts == ["Wait"]


def test_a_wait_url_that_fails_undoes_the_join(scene: Scene) -> None:
    scene.app.serve("/wait", Reply(500))
    one = scene.call_out(room(f"waitUrl='/wait' {EVENTS}", then="<Say>Could not wait</Say>"))
    scene.run(0.5)
    assert one.texts == ["Could not wait"]
    left = scene.app.asked("/events", StatusCallbackEvent="participant-leave")
    assert left[0]["ReasonParticipantLeft"] == "participant_add_failed"


# --- what the first one brings ---


def test_the_first_joiners_callback_and_events_hold_for_all(scene: Scene) -> None:
    scene.call_out(room("statusCallback='/events' statusCallbackEvent='join'"), name="one")
    scene.call_out(room("statusCallback='/others' statusCallbackEvent='start join'"), name="two")
    scene.run(1)
    assert events(scene) == ["participant-join", "participant-join"] and scene.app.asked("/others") == []


def test_a_name_is_one_live_conference_and_free_again_afterwards(scene: Scene) -> None:
    one = scene.call_out(room(), name="one")
    first = conference(scene)["sid"]
    one.hang_up()
    scene.run(1)
    scene.call_out(room(), name="two")
    found = scene.get("/Conferences", FriendlyName="room")["conferences"]
    assert [each["status"] for each in found] == ["in-progress", "completed"] and found[1]["sid"] == first


# --- reports ---


def test_participant_events_name_the_leg_and_its_flags(scene: Scene) -> None:
    one = scene.call_out(room(f"participantLabel='a' muted='true' endConferenceOnExit='true' {EVENTS}"))
    scene.run(0.1)
    told = scene.app.asked("/events")[0]
    assert (told["CallSid"], told["ParticipantLabel"]) == (scene.leg(one).sid, "a")
    assert (told["Muted"], told["Hold"], told["EndConferenceOnExit"]) == ("true", "false", "true")
    assert told["AccountSid"] and told["Timestamp"].endswith("GMT") and told["ConferenceSid"]


def test_the_last_one_to_leave_ends_it(scene: Scene, pair) -> None:
    for phone in pair:
        phone.hang_up()
    scene.run(1)
    assert events(scene)[-3:] == ["participant-leave", "participant-leave", "conference-end"]
    assert conference(scene)["reason_conference_ended"] == "last-participant-left"
    left = scene.app.asked("/events", StatusCallbackEvent="participant-leave")[0]
    assert left["ReasonParticipantLeft"] == "participant_hung_up"
    assert left["ParticipantCallStatus"] == "completed"
    assert scene.get(f"/Conferences/{conference(scene)['sid']}/Participants")["participants"] == []


def test_a_leaver_with_the_flag_ends_it_for_all_and_each_goes_on(scene: Scene) -> None:
    one = scene.call_out(room(then="<Say>Out of the room</Say>"), name="one")
    two = scene.call_out(room("endConferenceOnExit='true'"), name="two")
    sid = scene.leg(two).sid
    two.hang_up()
    scene.run(0.5)
    assert one.texts == ["Out of the room"]
    shown = conference(scene)
    assert shown["reason_conference_ended"] == "participant-with-end-conference-on-exit-left"
    assert shown["call_sid_ending_conference"] == sid
    reasons = [one.fields.get("ReasonParticipantLeft") for one in scene.app.asked("/events")]
    assert "moderator_ended_conference" in reasons and "participant_hung_up" in reasons


def test_a_redirect_is_told_as_an_update_by_api(scene: Scene, pair) -> None:
    scene.app.serve("/hold", "<Pause length='9'/>")
    scene.redirect(pair[0], "/hold", 1)
    left = scene.app.asked("/events", StatusCallbackEvent="participant-leave")[0]
    assert left["ReasonParticipantLeft"] == "participant_updated_via_api"


def test_numbers_follow_the_order_of_events_whatever_the_order_of_arrival(make_scene) -> None:
    scene = make_scene(weather=Weather(callback_delay=(0.0, 2.0)))
    for name in ("one", "two", "three"):
        scene.call_out(room(), name=name)
    scene.run(5)
    numbers = [int(one["SequenceNumber"]) for one in scene.app.asked("/events")]
    assert numbers != sorted(numbers) and sorted(numbers) == list(range(1, len(numbers) + 1))


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
