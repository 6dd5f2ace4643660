"""Dial to phones and SIP addresses: who rings, who is bridged, what follows.

The rules are those of reference/twilio.md 3.1, 3.2 and 4.2.
"""

import pytest

from simulator.people import Person
from tests.simulator.twilio.scene import BASE, Scene

DONE = "<Dial action='/done'>{}</Dial><Say>Never said</Say>"
SIP = "<Sip>sip:room@sip.test;transport=tcp</Sip>"


def action(scene: Scene) -> dict[str, str]:
    asked = scene.app.asked("/done")
    assert len(asked) == 1
    return {name: value for name, value in asked[0].fields.items() if name.startswith("Dial")}


def dial(scene: Scene, person: Person | None, attributes: str = "action='/done'", seconds: float = 0.1):
    """A caller whose document dials an agent with that person at the phone."""
    agent = scene.phone("agent", person)
    scene.app.serve("/done", "<Say>After the dial</Say>")
    document = f"<Dial {attributes}>{agent.number}</Dial><Say>Next verb</Say>"
    if "action" in attributes:
        scene.expect("never runs: <Dial>")
    return scene.call_in(document, seconds=seconds), agent


def test_the_caller_hears_ringing_and_then_the_other(scene: Scene) -> None:
    caller, agent = dial(scene, Person(answer_after=2), seconds=1)
    assert caller.hearing is not None and caller.hearing.kind == "ringing"
    scene.run(2)
    assert caller.hears(agent) and agent.hears(caller)


def test_with_an_action_its_answer_replaces_the_rest_of_the_document(scene: Scene) -> None:
    caller, agent = dial(scene, Person(hangs_up_after=5), seconds=20)
    told = action(scene)
    assert told.pop("DialCallSid") == agent.calls[0].sid
    assert told == {"DialCallStatus": "completed", "DialBridged": "true", "DialCallDuration": "5"}
    assert caller.texts == ["After the dial"]


def test_without_an_action_the_next_verb_runs_and_then_the_call_ends(scene: Scene) -> None:
    caller, _ = dial(scene, Person(hangs_up_after=5), "timeout='20'", seconds=20)
    assert caller.texts == ["Next verb"] and caller.state == "idle"


def test_an_action_answered_with_an_empty_document_ends_the_call(scene: Scene) -> None:
    caller, _ = dial(scene, Person(hangs_up_after=5))
    scene.app.serve("/done", "")
    scene.run(20)
    assert caller.state == "idle" and caller.texts == []


@pytest.mark.parametrize(
    ("person", "status"),
    [
        (Person(answer_after=None), "no-answer"),
        (Person(answer_after=None, declines_after=2), "busy"),
    ],
)
def test_the_action_is_told_why_nobody_came(scene: Scene, person: Person, status: str) -> None:
    dial(scene, person, seconds=60)
    assert (action(scene)["DialCallStatus"], action(scene)["DialBridged"]) == (status, "false")


def test_a_dialled_phone_rings_five_seconds_longer_than_the_timeout(scene: Scene) -> None:
    _, agent = dial(scene, Person(answer_after=None), "action='/done' timeout='10'", seconds=14.9)
    assert agent.state == "ringing"
    scene.run(0.3)
    assert agent.state == "idle"


def test_a_caller_who_hangs_up_takes_the_ringing_phone_along_and_no_action_follows(scene: Scene) -> None:
    caller, agent = dial(scene, Person(answer_after=None), seconds=3)
    caller.hang_up()
    scene.run(2)
    assert agent.state == "idle" and scene.app.asked("/done") == []
    assert agent.calls[0].status == "canceled"


def test_the_one_who_answers_first_is_connected_and_the_others_stop_ringing(scene: Scene) -> None:
    slow, quick = scene.phone("slow", Person(answer_after=9)), scene.phone("quick", Person(answer_after=2))
    nouns = f"<Number>{slow.number}</Number><Number>{quick.number}</Number>"
    caller = scene.call_in(f"<Dial>{nouns}</Dial>", seconds=5)
    assert caller.hears(quick) and slow.state == "idle"


def test_sequential_targets_ring_one_after_another(scene: Scene) -> None:
    first = scene.phone("first", Person(answer_after=None, declines_after=2))
    second = scene.phone("second", Person(answer_after=2))
    nouns = f"<Number>{first.number}</Number><Number>{second.number}</Number>"
    caller = scene.call_in(f"<Dial sequential='true'>{nouns}</Dial>", seconds=1)
    assert (first.state, second.state) == ("ringing", "idle")
    scene.run(5)
    assert caller.hears(second)


def test_answer_on_bridge_leaves_the_caller_unanswered_until_somebody_is_there(scene: Scene) -> None:
    caller, _ = dial(scene, Person(answer_after=5), "answerOnBridge='true'", seconds=3)
    assert scene.leg(caller).status == "ringing"
    scene.run(5)
    assert scene.leg(caller).status == "in-progress"


def test_without_it_the_caller_is_answered_at_once(scene: Scene) -> None:
    caller, _ = dial(scene, Person(answer_after=5), seconds=1)
    assert scene.leg(caller).status == "in-progress"


def test_a_whisper_is_heard_by_the_called_one_alone_before_the_bridge(scene: Scene) -> None:
    agent = scene.phone("agent", Person(answer_after=1))
    scene.app.serve("/whisper", "<Gather numDigits='1' action='/key'><Say>Press one</Say></Gather><Hangup/>")
    scene.app.serve("/key", "")
    noun = f"<Number url='/whisper'>{agent.number}</Number>"
    caller = scene.call_in(f"<Dial answerOnBridge='true'>{noun}</Dial>", seconds=2)
    assert agent.texts == ["Press one"] and not caller.hears(agent)
    assert caller.hearing is not None and caller.hearing.kind == "ringing"
    agent.press("1")
    scene.run(1)
    assert caller.hears(agent) and caller.texts == []


def test_whoever_hangs_up_in_the_whisper_was_never_bridged(scene: Scene) -> None:
    agent = scene.phone("agent", Person(answer_after=1))
    scene.app.serve("/whisper", "<Say>Somebody calls</Say><Hangup/>")
    scene.app.serve("/done", "<Hangup/>")
    scene.call_in(f"<Dial action='/done'><Number url='/whisper'>{agent.number}</Number></Dial>", seconds=9)
    told = action(scene)
    assert (told["DialCallStatus"], told["DialBridged"]) == ("completed", "false")


def test_a_whisper_that_dials_is_refused(scene: Scene) -> None:
    agent = scene.phone("agent", Person(answer_after=1))
    scene.app.serve("/whisper", "<Dial>+15550100009</Dial>")
    scene.expect("13201", "12200 <Dial> is not played in a whisper document")
    caller = scene.call_in(f"<Dial><Number url='/whisper'>{agent.number}</Number></Dial>", seconds=3)
    assert caller.hears(agent)


def test_a_star_ends_the_bridge_when_the_caller_may_and_presses_it(scene: Scene) -> None:
    caller, agent = dial(scene, Person(), "hangupOnStar='true' action='/done'", seconds=5)
    agent.press("*")
    scene.run(1)
    assert caller.hears(agent)
    caller.press("*")
    scene.run(1)
    assert agent.state == "idle" and action(scene)["DialCallStatus"] == "completed"


def test_a_star_is_an_ordinary_key_without_that(scene: Scene) -> None:
    caller, agent = dial(scene, Person(), seconds=5)
    caller.press("*")
    scene.run(1)
    assert caller.hears(agent)
    assert [fact.text for fact in agent.heard if fact.kind == "tone"] == ["*"]


def test_the_time_limit_ends_the_talk_and_not_the_caller(scene: Scene) -> None:
    caller, agent = dial(scene, Person(answer_after=1), "timeLimit='10' action='/done'", seconds=13)
    assert agent.state == "idle"
    assert (action(scene)["DialCallDuration"], caller.texts) == ("10", ["After the dial"])


def test_a_caller_id_that_is_not_ours_is_refused(scene: Scene) -> None:
    scene.expect("13214", "never runs")
    _, agent = dial(scene, Person(), "callerId='+15559999999' action='/done'", seconds=1)
    assert action(scene)["DialCallStatus"] == "failed" and agent.calls == []


def test_the_callers_own_number_may_be_passed_on(scene: Scene) -> None:
    caller, agent = dial(scene, Person(), seconds=1)
    assert scene.leg(agent).from_ == caller.number


def test_callbacks_of_a_noun_are_about_the_child(scene: Scene) -> None:
    agent = scene.phone("agent", Person(hangs_up_after=5))
    events = "initiated ringing answered completed"
    noun = f"<Number statusCallback='/child' statusCallbackEvent='{events}'>{agent.number}</Number>"
    caller = scene.call_in(f"<Dial>{noun}</Dial>", seconds=20)
    told = scene.app.asked("/child")
    assert [one["CallStatus"] for one in told] == ["initiated", "ringing", "in-progress", "completed"]
    assert {one["CallSid"] for one in told} == {agent.calls[0].sid}
    assert {one["ParentCallSid"] for one in told} == {caller.calls[0].sid}
    assert {one["Direction"] for one in told} == {"outbound-dial"}


# --- redirects ---


def test_redirecting_the_parent_hangs_the_child_up_and_asks_no_action(scene: Scene) -> None:
    caller, agent = dial(scene, Person(), seconds=5)
    scene.app.serve("/hold", "<Say>Please hold</Say>")
    scene.redirect(caller, "/hold")
    assert agent.state == "idle" and caller.texts == ["Please hold"]
    scene.run(5)
    assert scene.app.asked("/done") == []


def test_redirecting_the_child_ends_the_dial_of_the_parent(scene: Scene) -> None:
    caller, agent = dial(scene, Person(), seconds=5)
    scene.app.serve("/elsewhere", "<Say>You are elsewhere</Say>")
    scene.redirect(agent, "/elsewhere")
    told = action(scene)
    assert (told["DialCallStatus"], told["DialBridged"]) == ("completed", "true")
    assert "DialCallDuration" not in told
    assert agent.texts == ["You are elsewhere"]
    assert caller.texts == ["After the dial"]


def test_a_child_redirected_out_of_its_whisper_is_not_bridged_afterwards(scene: Scene) -> None:
    agent = scene.phone("agent", Person(answer_after=1))
    scene.app.serve("/whisper", "<Pause length='5'/>")
    scene.app.serve("/elsewhere", "<Say>Elsewhere</Say><Dial>+15550109999</Dial><Say>Still here</Say>")
    scene.expect("never runs")
    document = DONE.format(f"<Number url='/whisper'>{agent.number}</Number>")
    scene.app.serve("/done", "<Pause length='60'/>")
    caller = scene.call_in(document, seconds=3)
    scene.redirect(agent, "/elsewhere", 10)
    assert agent.texts == ["Elsewhere", "Still here"] and not caller.hears(agent)


# --- SIP ---


def test_a_sip_leg_tells_its_response_code_and_call_id(scene: Scene) -> None:
    scene.sip.refuses = 404
    scene.app.serve("/done", "<Hangup/>")
    scene.call_in(f"<Dial action='/done'>{SIP}</Dial>", seconds=5)
    told = action(scene)
    assert (told["DialCallStatus"], told["DialSipResponseCode"]) == ("failed", "404")
    assert told["DialSipCallId"]


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (486, "busy"),
        (480, "no-answer"),
        (408, "no-answer"),
        (600, "busy"),
        (603, "busy"),
        (487, "no-answer"),
        (503, "failed"),
    ],
)
def test_sip_answers_become_call_statuses(scene: Scene, code: int, status: str) -> None:
    scene.sip.refuses = code
    scene.app.serve("/done", "<Hangup/>")
    scene.call_in(f"<Dial action='/done'>{SIP}</Dial>", seconds=5)
    assert action(scene)["DialCallStatus"] == status


def test_a_silent_sip_peer_is_given_up_after_the_timeout(scene: Scene) -> None:
    scene.sip.silent = True
    scene.app.serve("/done", "<Hangup/>")
    scene.call_in(f"<Dial timeout='15' action='/done'>{SIP}</Dial>", seconds=19.9)
    assert scene.sip.ended == []
    scene.run(0.5)
    assert scene.sip.ended == ["cancel"] and action(scene)["DialCallStatus"] == "no-answer"


def test_keys_of_the_caller_reach_the_sip_peer_and_its_bye_ends_the_dial(scene: Scene) -> None:
    scene.app.serve("/done", "<Say>Back again</Say>")
    caller = scene.call_in(f"<Dial action='/done'>{SIP}</Dial>", seconds=3)
    caller.press("12")
    scene.run(1)
    assert scene.sip.keys == "12"
    scene.sip.invites[0].on_bye()
    scene.run(1)
    assert caller.texts == ["Back again"] and scene.sip.ended == []


def test_redirecting_the_caller_says_bye_to_the_sip_peer(scene: Scene) -> None:
    caller = scene.call_in(f"<Dial>{SIP}</Dial>", seconds=3)
    scene.app.serve("/hold", "<Say>Please hold</Say>")
    scene.redirect(caller, "/hold")
    assert scene.sip.ended == ["bye"]


def test_a_noun_that_is_not_simulated_is_reported(scene: Scene) -> None:
    scene.expect("<Dial><Client> is not simulated")
    assert scene.call_in("<Dial><Client>bob</Client></Dial><Say>Next</Say>", seconds=3).texts == ["Next"]


def test_a_dial_that_fails_is_no_failure_of_the_document(make_scene) -> None:
    scene = make_scene(voice_fallback_url=f"{BASE}/fallback")
    caller = scene.call_in("<Dial><Number>+15550109999</Number></Dial><Say>Nobody there</Say>", seconds=3)
    assert caller.texts == ["Nobody there"] and scene.app.asked("/fallback") == []
