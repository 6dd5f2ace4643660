"""Conferences: starting, waiting, holding, ending, and what is reported of it.

The rules are those of reference/twilio.md 3.3, 4.3 and 4.4.
"""

from simulator.hearing import in_conversation
from simulator.network import Reply
from simulator.twilio.settings import Weather
from tests.simulator.twilio.rooms import EVENTS, MUSIC, conference, events, kind, room
from tests.simulator.twilio.scene import Scene

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
