"""Transfers over the API: started, steered and read back; refused where they may not or cannot be now.

What the three phones hear belongs to the core's tests; here it is heard where only it tells that a
command was carried out.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.bridge.databases import BOTH
from tests.bridge.examples import everything
from tests.console.phones import PUBLIC, Phone
from tests.console.site import Site

BOB, CAROL = "+15551000002", "+15551000003"
OUTSIDE = "+12125550199"


def begun(site: Site, **more: str) -> tuple[Any, Phone]:
    """Alice transfers to Bob, whose phone rings."""
    talk = site.talk()
    bob = site.hire("Bob", BOB)
    return site.transfer(talk, {"agent_id": bob["id"]}, **more), site.carrier.dialled[-1]


def accept(site: Site, target: Phone) -> None:
    target.answer()
    target.wait()
    target.press("1")
    site.carrier.settle()


def command(site: Site, transfer: str, what: str) -> Any:
    answer = site.ask("POST", f"/api/transfers/{transfer}/{what}")
    site.carrier.settle()
    return answer


def step(site: Site, transfer: str) -> str:
    return str(site.get(f"/api/transfers/{transfer}")["step"])


# --- how it begins -----------------------------------------------------------------------------


@BOTH
def test_a_transfer_holds_the_caller_moves_a_and_rings_b_in_one_go(site: Site) -> None:
    talk = site.talk()
    bob = site.hire("Bob", BOB, "billing")
    body = {"to": {"agent_id": bob["id"]}, "reason": "wants a refund"}
    answer = site.ask("POST", f"/api/calls/{talk.id}/transfers", body)
    transfer = answer.json
    assert answer.status_code == 202
    assert answer.headers["Location"] == f"/api/transfers/{transfer['id']}"
    assert transfer | {"timeline": [], "brief": None} == {
        "id": transfer["id"],
        "call_id": talk.id,
        "step": "initiating",
        "mode": "warm",
        "reason": "wants a refund",
        "from_agent_id": site.the_call()["agent_id"],
        "to_agent_id": bob["id"],
        "attempts": [{"agent_id": bob["id"], "outcome": None, "sip_code": None, "rang_ms": None}],
        "outcome": None,
        "brief": None,
        "timeline": [],
        "started_at": "2027-01-15T08:00:01.000Z",
        "accepted_at": None,
        "ended_at": None,
    }
    assert transfer["brief"]["source"] == "facts"
    site.carrier.settle()
    assert "Please hold" in talk.caller.document.words
    assert "Calling Bob" in talk.agent.document.words
    assert site.carrier.dialled[-1].number == BOB
    call = site.the_call()
    assert (call["state"], call["transfer_id"]) == ("transferring", transfer["id"])


CARD = "4111 1111 1111 1111"


@BOTH
def test_a_secret_in_the_reason_is_neither_stored_nor_given_back(site: Site) -> None:
    talk, bob = site.talk(), site.hire("Bob", BOB)
    body = {"to": {"agent_id": bob["id"]}, "reason": f"Card {CARD} was declined"}
    path = f"/api/calls/{talk.id}/transfers"
    answers = [site.ask("POST", path, body, Idempotency_Key="k-1") for _ in range(2)]
    answers.append(site.ask("GET", f"/api/transfers/{answers[0].json['id']}"))
    assert [one.json["reason"] for one in answers] == ["Card [card number] was declined"] * 3
    stored = {table: str(rows) for table, rows in everything(site.bridge.database).items()}
    assert {"calls", "idempotent_answers"} <= {
        table for table, rows in stored.items() if "[card number]" in rows
    }
    assert [table for table, rows in stored.items() if CARD in rows] == []


@BOTH
def test_no_stored_answer_outlives_the_words_of_a_call_that_are_not_kept(site: Site) -> None:
    site.restart(STORE_TRANSCRIPTS="0")
    talk, bob = site.talk(), site.hire("Bob", BOB)
    said = {"TranscriptionEvent": "transcription-content", "Track": "inbound_track", "SequenceId": "2"}
    said["TranscriptionData"] = '{"transcript": "My zebra was charged twice in March."}'
    site.carrier.post(f"{PUBLIC}/twilio/calls/{talk.id}/transcription", said)
    site.clock.go(5)
    transfer = site.transfer(talk, {"agent_id": bob["id"]})["id"]
    assert "zebra" in " ".join(site.get(f"/api/transfers/{transfer}")["brief"]["details"])
    begin, complete = f"/api/calls/{talk.id}/transfers", f"/api/transfers/{transfer}/complete"
    for path, key in ((begin, "again"), (complete, "complete")):
        first, second = (
            site.ask("POST", path, {"to": {"agent_id": bob["id"]}}, Idempotency_Key=key) for _ in range(2)
        )
        assert (first.status_code, first.json) == (second.status_code, second.json)
        assert first.json.get("transfer", first.json)["brief"]["details"] == []
    talk.caller.hang_up()
    stored = {table: str(rows) for table, rows in everything(site.bridge.database).items()}
    assert transfer in stored["idempotent_answers"]
    assert [table for table, rows in stored.items() if "zebra" in rows] == []


@BOTH
def test_the_receipt_tells_what_was_tried_and_when(site: Site) -> None:
    talk = site.talk()
    bob = site.hire("Bob", BOB)
    transfer = site.transfer(talk, {"agent_id": bob["id"]})["id"]
    target = site.carrier.dialled[-1]
    target.tell("ringing")
    site.clock.go(4.25)
    accept(site, target)
    site.clock.go(10)
    site.do(f"/api/transfers/{transfer}/complete")
    assert step(site, transfer) == "completing"
    for phone in (target, talk.agent, talk.caller):
        phone.come_in()
    site.carrier.settle()
    receipt = site.get(f"/api/transfers/{transfer}")
    assert (receipt["step"], receipt["outcome"]) == ("completed", "completed")
    tried = {"agent_id": bob["id"], "outcome": "accepted", "sip_code": None, "rang_ms": 4250}
    assert receipt["attempts"] == [tried]
    assert receipt["accepted_at"] == "2027-01-15T08:00:05.250Z"
    assert receipt["ended_at"] == "2027-01-15T08:00:15.250Z"
    times = [moment["at"] for moment in receipt["timeline"]]
    assert times == sorted(times) and times[-1] == receipt["ended_at"]
    assert "transfer_brief_facts" in [moment["event"] for moment in receipt["timeline"]]
    assert "handed" in talk.agent.document.words or "is now with Bob" in talk.agent.document.words


def test_a_second_transfer_is_refused_and_shown_the_first(site: Site) -> None:
    live, _ = begun(site)
    carol = site.hire("Carol", CAROL)
    again = site.ask("POST", f"/api/calls/{live['call_id']}/transfers", {"to": {"agent_id": carol["id"]}})
    assert again.status_code == 409
    assert again.json["transfer"]["id"] == live["id"]
    assert again.json["step"] == "initiating"


@pytest.mark.parametrize("over", [False, True], ids=["still ringing in", "over"])
def test_only_a_connected_call_is_transferred(site: Site, over: bool) -> None:
    caller, bob = site.ring(), {"agent_id": site.hire("Bob", BOB)["id"]}
    if over:
        caller.hang_up()
    answer = site.ask("POST", f"/api/calls/{site.the_call()['id']}/transfers", {"to": bob})
    assert answer.status_code == 409 and "connected" in answer.json["detail"]
    assert "transfer" not in answer.json


def test_a_target_that_is_not_free_is_refused_and_the_talk_goes_on(site: Site) -> None:
    talk = site.talk()
    alice, bob = site.the_call()["agent_id"], site.hire("Bob", BOB)["id"]
    site.ask("PATCH", f"/api/agents/{bob}", {"status": "away"})
    dialled = len(site.carrier.sent)
    for target in ({"agent_id": alice}, {"agent_id": bob}, {"skill": "billing"}):
        answer = site.ask("POST", f"/api/calls/{talk.id}/transfers", {"to": target})
        assert answer.status_code == 409, target
    site.carrier.settle()
    assert site.the_call()["state"] == "connected" and site.the_call()["transfer_id"] is None
    assert len(site.carrier.sent) == dialled


def test_a_skill_rings_the_longest_idle_who_has_it(site: Site) -> None:
    talk = site.talk()
    for name, phone, skill in (
        ("Bob", BOB, "sales"),
        ("Carol", CAROL, "billing"),
        ("Dan", "+15551000004", "billing"),
    ):
        site.clock.go(1)
        site.hire(name, phone, skill)
    site.transfer(talk, {"skill": "billing"})
    assert site.carrier.dialled[-1].number == CAROL


# --- who may be dialled ------------------------------------------------------------------------


def dial(site: Site, phone: object, **settings: str) -> Any:
    talk = site.talk()
    if settings:
        site.restart(**settings)
    return site.ask("POST", f"/api/calls/{talk.id}/transfers", {"to": {"phone": phone}})


def test_an_outside_number_is_dialled_where_its_prefix_is_allowed(site: Site) -> None:
    answer = dial(site, OUTSIDE, DIAL_ALLOW="+44,+1212")
    site.carrier.settle()
    assert answer.status_code == 202
    assert site.carrier.dialled[-1].number == OUTSIDE
    assert answer.json["to_agent_id"] is None
    assert OUTSIDE[-7:] not in answer.text + str(site.the_call())


FORBIDDEN = {
    "nothing is allowed": (OUTSIDE, ""),
    "another prefix is": (OUTSIDE, "+44,+1213"),
    "premium rate in America": ("+19005550123", "+1"),
    "premium rate in Britain": ("+449098765432", "+44"),
    "shared cost in Germany": ("+491801234567", "+49"),
    "a country that is not": ("+33142685300", "+1"),
}


@pytest.mark.parametrize(("phone", "allowed"), FORBIDDEN.values(), ids=FORBIDDEN)
def test_nobody_is_dialled_beyond_the_allow_list_or_at_a_premium(
    site: Site, phone: str, allowed: str
) -> None:
    answer = dial(site, phone, DIAL_ALLOW=allowed)
    site.carrier.settle()
    assert answer.status_code == 403 and phone not in answer.text
    assert [one.number for one in site.carrier.dialled] == ["+15551000001"]
    assert site.the_call()["state"] == "connected"


WRONG: dict[str, dict[str, object]] = {
    "a SIP address": {"to": {"phone": "sip:bob@example.com"}},
    "a client": {"to": {"phone": "client:bob"}},
    "no number": {"to": {"phone": "12125550199"}},
    "our own number": {"to": {"phone": "+15005550006"}},
    "an agent who is none": {"to": {"agent_id": "agent-nobody"}},
    "two targets": {"to": {"skill": "billing", "phone": OUTSIDE}},
    "no target": {"to": {}},
    "a bare target": {"to": "agent-1"},
    "nothing": {},
    "a mode that is none": {"to": {"skill": "billing"}, "mode": "lukewarm"},
    "a long reason": {"to": {"skill": "billing"}, "reason": "x" * 501},
    "an unknown field": {"to": {"skill": "billing"}, "priority": 1},
}


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG)
def test_a_target_that_cannot_be_is_a_wrong_field(site: Site, body: dict[str, object]) -> None:
    call = site.talk().id
    answer = site.ask("POST", f"/api/calls/{call}/transfers", body)
    assert answer.status_code == 422
    assert "example.com" not in answer.text and OUTSIDE not in answer.text
    assert site.the_call()["state"] == "connected"


def test_a_blind_transfer_releases_a_at_once(site: Site) -> None:
    transfer, target = begun(site, mode="blind")
    assert transfer["mode"] == "blind"
    agent = site.carrier.dialled[0].document
    assert "is being transferred to Bob" in agent.words and agent.has("Hangup")
    assert target.number == BOB


# --- steered -----------------------------------------------------------------------------------


@BOTH
def test_complete_before_b_accepted_is_remembered(site: Site) -> None:
    transfer, target = begun(site)
    answer = command(site, transfer["id"], "complete")
    assert (answer.status_code, answer.json["step"]) == (202, "initiating")
    accept(site, target)
    assert step(site, transfer["id"]) == "completing"


def test_cancel_takes_b_out_and_brings_a_back_to_the_caller(site: Site) -> None:
    transfer, target = begun(site)
    target.answer()
    answer = command(site, transfer["id"], "cancel")
    assert (answer.status_code, answer.json["step"], answer.json["outcome"]) == (
        202,
        "cancelled",
        "cancelled",
    )
    assert "was cancelled" in target.document.words and target.document.has("Hangup")
    agent, caller = site.carrier.dialled[0], site.carrier.phones["CA" + "c" * 32]
    assert "You are back with the caller" in agent.document.words
    for phone in (agent, caller):
        phone.come_in()
    assert site.the_call()["state"] == "connected"


@pytest.mark.parametrize("what", ["merge", "swap"])
def test_nobody_joins_before_b_has_accepted(site: Site, what: str) -> None:
    transfer, _ = begun(site)
    answer = command(site, transfer["id"], what)
    assert (answer.status_code, answer.json["step"]) == (409, "initiating")
    assert step(site, transfer["id"]) == "initiating"


def test_merge_joins_all_three_until_complete_drops_a(site: Site) -> None:
    talk = site.talk()
    transfer, _ = site.consult(talk)
    assert command(site, transfer, "merge").json["step"] == "explaining"
    talk.caller.come_in()
    assert command(site, transfer, "swap").status_code == 409
    answer = command(site, transfer, "complete")
    assert (answer.status_code, answer.json["step"]) == (202, "completed")
    assert talk.agent.document.has("Hangup") and not talk.caller.document.has("Hangup")
    assert site.the_call()["state"] == "connected"


def test_swap_lets_a_speak_to_the_caller_while_b_is_held_and_back(site: Site) -> None:
    talk = site.talk()
    transfer, target = site.consult(talk)
    assert command(site, transfer, "swap").json["step"] == "explaining"
    assert (
        target.document.has("Play") and talk.caller.document.has("Dial") and talk.agent.document.has("Dial")
    )
    assert command(site, transfer, "swap").json["step"] == "explaining"
    assert talk.caller.document.has("Play") and target.document.has("Dial")


@BOTH
@pytest.mark.parametrize("what", ["complete", "merge"])
def test_the_same_command_again_while_it_is_done_is_fine(site: Site, what: str) -> None:
    transfer, _ = site.consult(site.talk())
    first = command(site, transfer, what)
    sent = len(site.carrier.sent)
    again = command(site, transfer, what)
    assert (first.status_code, again.status_code) == (202, 202)
    assert again.json["step"] == first.json["step"]
    assert len(site.carrier.sent) == sent


def test_what_is_over_cannot_be_steered_but_what_was_asked_for_stays_done(site: Site) -> None:
    transfer, _ = begun(site)
    command(site, transfer["id"], "cancel")
    assert command(site, transfer["id"], "cancel").status_code == 202
    for what in ("complete", "merge", "swap"):
        answer = command(site, transfer["id"], what)
        assert (answer.status_code, answer.json["step"]) == (409, "cancelled")


def test_b_who_is_busy_fails_the_transfer(site: Site) -> None:
    transfer, target = begun(site)
    target.hang_up("busy")
    site.carrier.settle()
    receipt = site.get(f"/api/transfers/{transfer['id']}")
    assert (receipt["step"], receipt["outcome"]) == ("failed", "busy")
    assert [attempt["outcome"] for attempt in receipt["attempts"]] == ["busy"]


@pytest.mark.parametrize("what", ["", "/complete", "/cancel", "/merge", "/swap"])
def test_a_transfer_that_is_none_is_not_found(site: Site, what: str) -> None:
    answer = site.ask("POST" if what else "GET", f"/api/transfers/tr-nobody-1{what}")
    assert answer.status_code == 404


def test_a_call_that_is_none_cannot_be_transferred(site: Site) -> None:
    answer = site.ask("POST", "/api/calls/call-nobody/transfers", {"to": {"skill": "billing"}})
    assert answer.status_code == 404
