"""What a leg's phone brings: counted once, only from its own connection, only while it is still the question.

A phone always gets the document that is true now; one that is not ours, or no longer, is told so.
"""

from __future__ import annotations

import pytest

from tests.bridge.databases import BOTH
from tests.bridge.examples import everything
from tests.console.phones import PUBLIC, TIMED_OUT, Phone
from tests.console.site import Site

SORRY = "We are sorry, this call is over. Goodbye."
GHOST = "CA" + "9" * 32


def leg_url(site: Site, number: int) -> str:
    return f"{PUBLIC}/twilio/legs/{site.the_call()['legs'][number]['id']}"


def offered(site: Site) -> Phone:
    """Alice's phone rings with an offer, answered."""
    site.hire()
    site.ring()
    phone = site.carrier.dialled[0]
    phone.answer()
    return phone


def is_sorry(phone: Phone) -> bool:
    return phone.document.words == SORRY and phone.document.has("Hangup")


# --- who may speak for a leg -------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "?n=1&e=keys", "?n=1&e=ended", "?e=again"])
def test_a_phone_of_a_leg_that_is_none_is_told_goodbye(site: Site, query: str) -> None:
    phone = Phone(site.carrier, GHOST, "+15550000123")
    phone.ask(f"{PUBLIC}/twilio/legs/leg-nobody-1{query}", Digits="1")
    assert is_sorry(phone)


@BOTH
@pytest.mark.parametrize("query", ["", "?n=1&e=keys", "?n=1&e=ended"])
def test_a_ghost_on_a_legs_url_is_released_and_changes_nothing(site: Site, query: str) -> None:
    phone = offered(site)
    before = everything(site.bridge.database)
    ghost = Phone(site.carrier, GHOST, phone.number)
    ghost.ask(f"{leg_url(site, 1)}{query}", Digits="1")
    assert is_sorry(ghost)
    assert everything(site.bridge.database) == before
    phone.press("1")
    assert phone.document.has("Dial")


def test_a_dial_that_was_given_up_and_rings_after_all_is_told_goodbye(site: Site) -> None:
    site.carrier.refuse = [TIMED_OUT]
    site.hire()
    site.ring()
    url = leg_url(site, 1)
    # Nobody reports the dial, and a search does not find it.
    site.wait(15)
    assert site.the_call()["legs"][1]["place"] == "ended"
    ghost = Phone(site.carrier, GHOST, "+15551000001", url, f"{url}/status")
    ghost.answer()
    assert is_sorry(ghost)
    assert site.the_call()["agent_id"] is None


def test_a_dial_whose_answer_was_lost_is_adopted_by_its_own_callback(site: Site) -> None:
    site.carrier.refuse = [TIMED_OUT]
    site.hire()
    site.ring()
    url = leg_url(site, 1)
    phone = Phone(site.carrier, "CA" + "a" * 32, "+15551000001", url, f"{url}/status")
    assert "Press 1" in phone.answer().words
    assert site.the_call()["legs"][1]["call_sid"] == phone.sid
    phone.press("1")
    assert site.the_call()["agent_id"] is not None


@BOTH
def test_a_leg_that_has_ended_is_told_goodbye(site: Site) -> None:
    phone = offered(site)
    document = phone.document
    phone.hang_up()
    for url in (phone.url, document.the("Gather").attrib["action"], document.redirect):
        phone.ask(url, Digits="1")
        assert is_sorry(phone)
    assert site.the_call()["agent_id"] is None


# --- inputs ------------------------------------------------------------------------------------


@BOTH
def test_an_answer_to_an_old_document_changes_nothing_and_gets_the_current_one(site: Site) -> None:
    phone = offered(site)
    old = phone.document
    phone.wait()
    assert "Are you still there" in phone.document.words
    current, before = phone.document.text, everything(site.bridge.database)
    for url in (old.the("Gather").attrib["action"], old.redirect):
        phone.ask(url, Digits="1")
        assert phone.document.text == current
    assert everything(site.bridge.database) == before


@BOTH
def test_a_key_that_is_delivered_twice_counts_once(site: Site) -> None:
    phone = offered(site)
    action = phone.document.the("Gather").attrib["action"]
    first = phone.ask(action, Digits="1").text
    before = everything(site.bridge.database)
    assert phone.ask(action, Digits="1").text == first
    assert everything(site.bridge.database) == before


@pytest.mark.parametrize(
    "query", ["?n=99&e=keys", "?n=0&e=keys", "?n=&e=keys", "?e=keys", "?n=1", "?n=x&e=keys"]
)
def test_a_number_that_is_not_the_documents_is_only_a_fetch(site: Site, query: str) -> None:
    phone = offered(site)
    before = phone.document.text
    phone.ask(f"{leg_url(site, 1)}{query}", Digits="1")
    assert phone.document.text == before
    assert site.the_call()["agent_id"] is None


@pytest.mark.parametrize("keys", ["", "9", "11", "*", "#", "1" * 500, "w", "\u0661"])
def test_a_wrong_key_is_asked_once_more_and_then_not_taken(site: Site, keys: str) -> None:
    phone = offered(site)
    assert "Are you still there" in phone.press(keys).words
    assert "goes to somebody else" in phone.press(keys).words
    assert phone.document.has("Hangup")
    assert site.the_call()["state"] == "waiting"


def test_a_key_that_does_not_apply_any_more_gets_the_current_document(site: Site) -> None:
    talk = site.talk()
    bob = site.hire("Bob", "+15551000002")
    transfer = site.transfer(talk, {"agent_id": bob["id"]})["id"]
    target = site.carrier.dialled[-1]
    target.answer()
    site.carrier.settle()
    talk.agent.press("2")
    target.wait()
    target.press("1")
    site.carrier.settle()
    before = talk.agent.document.text
    # The caller is on the way to Bob: going back is too late, and no reason to fail.
    talk.agent.press("1")
    assert talk.agent.document.text == before
    assert site.get(f"/api/transfers/{transfer}")["step"] == "completing"


def test_a_caller_who_hangs_up_while_the_dial_ends_has_left(site: Site) -> None:
    talk = site.talk()
    action = talk.caller.document.the("Dial").attrib["action"]
    talk.caller.ask(action, CallStatus="completed", DialCallStatus="completed")
    assert site.the_call()["outcome"] == "completed"


# --- progress ----------------------------------------------------------------------------------


@BOTH
def test_progress_told_twice_and_out_of_order_is_the_same_as_once(site: Site) -> None:
    site.hire()
    site.ring()
    phone = site.carrier.dialled[0]
    for status in ("in-progress", "ringing", "initiated", "ringing", "queued"):
        site.clock.go(1)
        assert phone.tell(status).status_code == 204
    assert site.get("/api/agents")["items"][0]["status"] == "ringing"
    assert "Press 1" in phone.ask(phone.url).words
    before = everything(site.bridge.database)
    for status in ("ringing", "in-progress"):
        phone.tell(status)
    assert everything(site.bridge.database) == before


@pytest.mark.parametrize("sid", [GHOST, ""])
def test_progress_of_another_connection_is_no_news(site: Site, sid: str) -> None:
    phone = offered(site)
    before = everything(site.bridge.database)
    site.carrier.post(phone.status_url, {"CallSid": sid, "CallStatus": "completed"})
    assert everything(site.bridge.database) == before


def test_progress_that_says_nothing_does_not_end_a_leg(site: Site) -> None:
    phone = offered(site)
    phone.tell("")
    phone.press("1")
    assert phone.document.has("Dial")


def test_progress_of_a_leg_that_is_none_is_no_news(site: Site) -> None:
    form = {"CallSid": GHOST, "CallStatus": "in-progress"}
    for path in ("status", "entry?k=1", "entry"):
        assert site.carrier.post(f"{PUBLIC}/twilio/legs/leg-nobody-1/{path}", form).status_code == 204


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("busy", "busy"), ("no-answer", "no_answer"), ("failed", "unreachable"), ("completed", "declined")],
)
def test_how_a_phone_ended_is_the_outcome_of_the_attempt(site: Site, status: str, outcome: str) -> None:
    talk = site.talk()
    bob = site.hire("Bob", "+15551000002")
    transfer = site.transfer(talk, {"agent_id": bob["id"]})["id"]
    site.carrier.dialled[-1].tell(status, SipResponseCode="486")
    attempt = site.get(f"/api/transfers/{transfer}")["attempts"][0]
    assert (attempt["outcome"], attempt["sip_code"]) == (outcome, 486)


def test_the_answer_that_ended_a_phone_is_taken_from_whoever_tells_it_first(site: Site) -> None:
    talk = site.talk()
    bob = site.hire("Bob", "+15551000002")
    transfer = site.transfer(talk, {"agent_id": bob["id"]})["id"]
    site.carrier.dialled[-1].tell("busy")
    site.carrier.dialled[-1].tell("failed", SipResponseCode="486")
    site.carrier.dialled[-1].tell("failed", SipResponseCode="404")
    attempt = site.get(f"/api/transfers/{transfer}")["attempts"][0]
    assert (attempt["outcome"], attempt["sip_code"]) == ("busy", 486)


def entry(site: Site, number: int, k: object, status: str) -> None:
    site.carrier.post(f"{leg_url(site, number)}/entry?k={k}", {"CallStatus": status})


@pytest.mark.parametrize("k", [0, 2, -1, "x", ""])
def test_only_the_current_entry_is_seen(site: Site, k: object) -> None:
    phone = offered(site)
    phone.press("1")
    entry(site, 0, 1, "in-progress")
    entry(site, 1, k, "in-progress")
    assert site.the_call()["state"] == "ringing"
    entry(site, 1, 1, "ringing")
    assert site.the_call()["state"] == "ringing"
    entry(site, 1, 1, "in-progress")
    assert site.the_call()["state"] == "connected"


def test_a_phone_that_left_its_room_is_asked_about_before_anything_is_believed(site: Site) -> None:
    site.talk()
    entry(site, 0, 1, "completed")
    site.carrier.settle()
    assert site.the_call()["state"] == "connected"


# --- who picked up, and what is asked aloud ----------------------------------------------------


@pytest.mark.parametrize(
    ("verdict", "outcome"),
    [("machine_start", "not_accepted"), ("fax", "not_accepted"), ("human", None), ("unknown", None)],
)
def test_a_phone_that_a_machine_picked_up_is_given_up(site: Site, verdict: str, outcome: str | None) -> None:
    bob = site.hire("Bob", "+15551000002")
    transfer = site.transfer(site.talk(), {"agent_id": bob["id"]})
    phone = site.carrier.dialled[-1]
    phone.answer()
    leg = site.the_call()["legs"][-1]["id"]
    told = site.carrier.post(
        f"{PUBLIC}/twilio/legs/{leg}/machine", {"CallSid": phone.sid, "AnsweredBy": verdict}
    )
    assert told.status_code == 204
    assert site.get(f"/api/transfers/{transfer['id']}")["attempts"][0]["outcome"] == outcome


@pytest.mark.parametrize("sid", [GHOST, ""])
def test_a_verdict_about_another_connection_is_no_news(site: Site, sid: str) -> None:
    offered(site)
    before = everything(site.bridge.database)
    site.carrier.post(f"{leg_url(site, 1)}/machine", {"CallSid": sid, "AnsweredBy": "machine_start"})
    site.carrier.post(f"{PUBLIC}/twilio/legs/leg-nobody-1/machine", {"AnsweredBy": "machine_start"})
    assert everything(site.bridge.database) == before


def asked_by(site: Site) -> Phone:
    """Bob has heard the brief and may ask."""
    talk = site.talk()
    bob = site.hire("Bob", "+15551000002")
    site.transfer(talk, {"agent_id": bob["id"]})
    phone = site.carrier.dialled[-1]
    phone.answer()
    phone.wait()
    return phone


def says(phone: Phone, words: str, **more: str) -> None:
    gather = list(phone.document.root.iter("Gather"))[-1]
    phone.ask(gather.attrib["action"], SpeechResult=words, Confidence="0.9", **more)


def test_without_a_model_b_who_asks_is_sent_to_a(site: Site) -> None:
    phone = asked_by(site)
    says(phone, "What has she tried already?")
    assert phone.document.words.startswith("I do not know. Please ask Alice.")


def test_a_key_that_comes_with_words_is_a_key(site: Site) -> None:
    phone = asked_by(site)
    says(phone, "two", Digits="2")
    assert phone.document.words == "Thank you. Goodbye."


def test_a_question_is_not_kept(site: Site) -> None:
    phone = asked_by(site)
    says(phone, "Is it the peculiar zebra again?")
    assert "zebra" not in str(everything(site.bridge.database))
