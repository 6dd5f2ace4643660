"""The Calls resource: redirects, ends, lists.

The rules are those of reference/twilio.md 4.1, 4.2 and 5.3.
"""

import pytest

from simulator.network import Reply
from simulator.people import Person
from simulator.twilio.settings import Switches
from tests.simulator.twilio.scene import BASE, NUMBER, Scene, twiml


def update(scene: Scene, phone, **fields: str):
    return scene.post(f"/Calls/{phone.calls[0].sid}", **fields)


# --- redirects ---


def test_a_ringing_call_cannot_be_redirected(scene: Scene) -> None:
    agent = scene.phone("agent")
    scene.create(agent, Url=f"{BASE}/out")
    scene.run(1)
    assert agent.state == "ringing"
    status, found = update(scene, agent, Url=f"{BASE}/hold")
    assert (status, found["code"]) == (400, 21220)


def test_an_inbound_call_that_is_not_answered_yet_cannot_either(scene: Scene) -> None:
    caller = scene.call_in("<Pause length='9'/>", seconds=1)
    assert update(scene, caller, Url=f"{BASE}/hold")[1]["code"] == 21220


def test_a_call_that_never_was_is_not_found(scene: Scene) -> None:
    status, found = scene.post(f"/Calls/CA{'0' * 32}", Status="completed")
    assert (status, found["code"]) == (404, 20404)


def test_a_redirect_is_accepted_now_and_done_a_little_later(scene: Scene) -> None:
    caller = scene.call_in("<Say loop='0'>Hello</Say>")
    scene.app.serve("/hold", "<Say>Please hold</Say>")
    status, shown = update(scene, caller, Url=f"{BASE}/hold", Method="GET")
    assert (status, shown["status"]) == (200, "in-progress") and scene.app.asked("/hold") == []
    scene.run(0.5)
    assert scene.app.asked("/hold")[0].method == "GET"
    assert caller.texts[-1] == "Please hold"


def test_of_two_redirects_the_later_one_wins_however_long_each_takes(make_scene) -> None:
    scene = make_scene(switches=Switches(redirect_delay=(0.0, 5.0)))
    for n in range(8):
        caller = scene.call_in("<Say loop='0'>Hello</Say>", name=f"caller {n}")
        for document in ("One", "Two"):
            update(scene, caller, Twiml=twiml(f"<Say>{document}</Say><Pause length='30'/>"))
        scene.run(11)
        assert caller.texts[-1] == "Two"


def test_a_redirect_overtakes_a_request_that_is_still_out(scene: Scene) -> None:
    slow = Reply(200, {"Content-Type": "text/xml"}, twiml("<Say>Too late</Say>").encode(), delay=5.0)
    scene.app.serve("/slow", slow)
    scene.app.serve("/hold", "<Say>Please hold</Say><Pause length='60'/>")
    caller = scene.call_in("<Say>Hello</Say><Redirect>/slow</Redirect>", seconds=1)
    scene.redirect(caller, "/hold", 10)
    assert caller.texts == ["Hello", "Please hold"]


def test_inline_documents_are_played_by_create_and_update(scene: Scene) -> None:
    agent = scene.phone("agent", Person(answer_after=1))
    scene.create(agent, Twiml=twiml("<Say>Hello</Say><Pause length='30'/>"))
    scene.run(3)
    update(scene, agent, Twiml=twiml("<Say>Goodbye</Say>"))
    scene.run(3)
    assert agent.texts == ["Hello", "Goodbye"] and agent.state == "idle"


def test_an_inline_document_of_more_than_4000_characters_is_refused(scene: Scene) -> None:
    scene.expect("32018")
    caller = scene.call_in("<Say loop='0'>Hello</Say>")
    assert update(scene, caller, Twiml=twiml(f"<Say>{'x' * 4000}</Say>"))[1]["code"] == 32018


def test_url_wins_over_twiml(scene: Scene) -> None:
    scene.expect("32019")
    agent = scene.phone("agent", Person(answer_after=1))
    scene.app.serve("/out", "<Say>By URL</Say>")
    scene.create(agent, Url=f"{BASE}/out", Twiml=twiml("<Say>By text</Say>"))
    scene.run(2)
    assert agent.texts == ["By URL"]


def test_a_new_status_callback_keeps_its_events(scene: Scene) -> None:
    agent = scene.call_out("<Pause length='60'/>", StatusCallback=f"{BASE}/old")
    update(scene, agent, StatusCallback=f"{BASE}/new", StatusCallbackMethod="GET")
    agent.hang_up()
    scene.run(1)
    assert scene.app.asked("/old") == []
    assert [(one.method, one["CallStatus"]) for one in scene.app.asked("/new")] == [("GET", "completed")]


# --- ends ---


def test_completed_ends_a_call_in_progress(scene: Scene) -> None:
    caller = scene.call_in("<Say loop='0'>Hello</Say>")
    assert update(scene, caller, Status="completed")[1]["status"] == "completed"
    scene.run(1)
    assert caller.state == "idle" and scene.app.asked("/status")[0]["CallStatus"] == "completed"


@pytest.mark.parametrize("status", ["canceled", "completed"])
def test_both_words_end_a_ringing_call(scene: Scene, status: str) -> None:
    agent = scene.phone("agent")
    scene.create(agent, Url=f"{BASE}/out")
    scene.run(1)
    assert update(scene, agent, Status=status)[1]["status"] == "canceled"
    assert agent.state == "idle"


def test_a_call_in_progress_cannot_be_cancelled(scene: Scene) -> None:
    caller = scene.call_in("<Say loop='0'>Hello</Say>")
    status, found = update(scene, caller, Status="canceled")
    assert (status, found["code"]) == (400, 21220)
    assert caller.state == "talking"


def test_no_other_status_can_be_set(scene: Scene) -> None:
    scene.expect("form.Status")
    caller = scene.call_in("<Say loop='0'>Hello</Say>")
    assert update(scene, caller, Status="busy")[0] == 400
    assert caller.state == "talking"


# --- lists ---


@pytest.fixture
def five(scene: Scene) -> list[str]:
    """Five calls to as many phones, a minute apart, the last still ringing; their SIDs, newest first."""
    sids = []
    for n in range(5):
        person = Person(answer_after=1, hangs_up_after=5) if n < 4 else None
        scene.app.serve("/out", "<Pause length='30'/>")
        sids.insert(0, scene.create(scene.phone(str(n), person), Url=f"{BASE}/out")[1]["sid"])
        scene.run(60 if n < 4 else 1)
    return sids


def listed(scene: Scene, **fields: object) -> list[str]:
    return [one["sid"] for one in scene.get("/Calls", **fields)["calls"]]


def test_calls_are_listed_newest_first_by_status_and_numbers(scene: Scene, five: list[str]) -> None:
    assert listed(scene) == five
    assert listed(scene, Status="ringing") == five[:1]
    assert listed(scene, Status="completed", From=NUMBER) == five[1:]
    assert listed(scene, To="+15550100002") == [five[3]]
    assert listed(scene, From="+15550100002") == []


def test_calls_are_listed_by_their_start(scene: Scene, five: list[str]) -> None:
    # The world began at 2027-01-15T08:00:00Z.
    assert listed(scene, **{"StartTime>": "2027-01-15T08:02:00Z"}) == five[:3]
    assert listed(scene, **{"StartTime<": "2027-01-15T08:02:00Z"}) == five[2:]
    assert listed(scene, StartTime="2027-01-15") == five
    assert listed(scene, StartTime="2027-01-16") == []


def test_a_call_names_the_number_of_ours_that_it_used(scene: Scene) -> None:
    ours = scene.get("/IncomingPhoneNumbers")["incoming_phone_numbers"][0]["sid"]
    agent = scene.phone("agent", Person())
    scene.create(agent, Url=f"{BASE}/out")
    scene.call_in(f"<Dial>{scene.phone('other').number}</Dial>", seconds=1)
    shown = [(one["direction"], one["phone_number_sid"]) for one in scene.get("/Calls")["calls"]]
    assert shown == [("outbound-dial", None), ("inbound", ours), ("outbound-api", ours)]


def test_children_are_found_by_their_parent(scene: Scene) -> None:
    agent = scene.phone("agent", Person())
    caller = scene.call_in(f"<Dial>{agent.number}</Dial>", seconds=3)
    found = scene.get("/Calls", ParentCallSid=scene.leg(caller).sid)["calls"]
    assert [(one["sid"], one["direction"]) for one in found] == [(scene.leg(agent).sid, "outbound-dial")]


def test_a_page_names_the_next_one_with_the_same_filters(scene: Scene, five: list[str]) -> None:
    first = scene.get("/Calls", Status="completed", PageSize=3)
    assert [one["sid"] for one in first["calls"]] == five[1:4]
    assert (first["page"], first["start"], first["end"], first["previous_page_uri"]) == (0, 0, 2, None)
    tail, _, query = first["next_page_uri"].partition("?")
    assert "Status=completed" in query and tail.endswith("/Calls.json")
    last = scene.get("/Calls", Status="completed", PageSize=3, Page=1)
    assert [one["sid"] for one in last["calls"]] == five[4:] and last["next_page_uri"] is None
    assert last["previous_page_uri"].endswith("Page=0")


def test_a_date_that_is_none_is_refused(scene: Scene) -> None:
    scene.expect("query.StartTime")
    scene.call_in("<Hangup/>")
    assert scene.rest("GET", "/Calls", {"StartTime": "yesterday"})[0] == 400
