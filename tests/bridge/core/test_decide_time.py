"""Deadlines, dials and goodbyes: what happens when something that should happen does not.

Decides that everything we wait for has a limit, and that a limit without its reason moves nobody.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from bridge.core.decide import decide
from bridge.core.effects import (
    Announce,
    CheckLeg,
    DialLeg,
    FindDial,
    ForgetRedirect,
    HangUpLeg,
    LookInside,
    RedirectLeg,
    ReleaseAgent,
)
from bridge.core.events import (
    Command,
    DeadlinePassed,
    DialPlaced,
    DialRefused,
    DialUnclear,
    LegEnded,
    LegRang,
)
from bridge.core.policy import DEFAULT
from bridge.core.state import CallState, Kind, Outcome, TransferState
from tests.bridge.core.story import CAROL, NOW, at

# --- the hold ------------------------------------------------------------------------------------


def test_a_is_warned_before_the_hold_ends() -> None:
    s = at("briefing")
    s.wait(150.0)
    assert s.told("Alice") == ("consulting", "told", "hold_warning")


def test_nobody_is_warned_who_does_not_hear_our_documents() -> None:
    s = at("consulting")
    number = s.leg("Alice").number
    s.wait(150.0)
    assert s.leg("Alice").number == number
    s = at("briefing")
    s.hangs_up("Alice")
    s.passes("hold_warning")
    assert s.effects == []


def test_at_the_hold_limit_the_caller_goes_back_to_a_when_b_has_not_accepted() -> None:
    s = at("briefing")
    s.wait(180.0)
    assert (s.transfer.state, s.transfer.outcome) == (TransferState.FAILED, Outcome.TIMED_OUT)
    assert s.told("Alice") == ("conversation", "", "back_timed_out")
    assert (s.told("Bob")[0], s.leg("Bob").outcome) == ("ended", Outcome.TIMED_OUT)


def test_at_the_hold_limit_all_three_are_together_when_b_has_accepted() -> None:
    s = at("consulting")
    s.wait(180.0)
    assert s.transfer.state is TransferState.THREE_WAY
    assert s.talks_in(CAROL) == s.talks_in("Alice") == s.talks_in("Bob")
    told = [Announce(s.leg(who).id, "caller_joins") for who in ("Alice", "Bob")]
    assert s.wanted(Announce) == told


def test_whoever_was_at_a_menu_hears_on_the_way_back_that_the_caller_joins() -> None:
    s = at("consulting")
    s.presses_star("Alice")
    s.passes("hold_limit")
    assert {s.told(who) for who in ("Alice", "Bob")} == {("conversation", "", "caller_joins")}
    assert s.wanted(Announce) == []


def test_in_a_consult_room_both_hear_on_the_way_back_in_that_the_caller_joins() -> None:
    s = at("consulting")
    s.call.conversations[s.transfer.consult or ""].kind = Kind.LIVEKIT
    s.passes("hold_limit")
    assert {s.told(who) for who in ("Alice", "Bob")} == {("conversation", "", "caller_joins")}
    assert s.talks_in(CAROL) == s.talks_in("Alice") == s.talks_in("Bob")


def test_the_limit_counts_from_each_hold_anew() -> None:
    s = at("swapped")
    assert "hold_limit" not in s.call.deadlines, "nobody is held who talks to A"
    s.wait(300.0)
    s.commands(Command.SWAP)
    s.catch_up()
    s.wait(179.0)
    assert s.told(CAROL)[0] == "hold"
    s.wait(1.0)
    assert s.transfer.state is TransferState.THREE_WAY


@pytest.mark.parametrize("stage", ["three_way", "handing_over"])
def test_the_hold_limit_means_nothing_to_a_caller_who_is_not_held(stage: str) -> None:
    assert {"hold_limit", "hold_warning"}.isdisjoint(at(stage).call.deadlines)


# --- redirects that are not fetched ----------------------------------------------------------------


def test_a_phone_that_does_not_fetch_its_document_is_redirected_again_and_looked_at() -> None:
    s = at("connected")
    s.asks("Bob")
    caller = s.leg(CAROL)
    s.fetches("Alice")
    for _ in range(3):
        s.passes(f"unfetched:{caller.id}")
        assert s.effects == [RedirectLeg(caller.id, caller.number), CheckLeg(caller.id)]
    s.fetches(CAROL)
    assert f"unfetched:{caller.id}" not in s.call.deadlines


def test_a_redirect_that_still_waits_is_forgotten_once_the_phone_has_come_or_gone() -> None:
    for comes in ("fetches", "hangs_up"):
        s = at("connected")
        s.asks("Bob")
        getattr(s, comes)(CAROL)
        assert s.wanted(ForgetRedirect) == [ForgetRedirect(s.leg(CAROL).id)]


def test_a_fetched_document_is_not_asked_for_again() -> None:
    s = at("dialling")
    assert not any(name.startswith("unfetched") for name in s.call.deadlines)


# --- goodbyes --------------------------------------------------------------------------------------


def test_whoever_is_not_gone_after_the_goodbye_is_hung_up_again_and_again() -> None:
    s = at("connected")
    s.hangs_up(CAROL)
    s.fetches("Alice")
    alice = s.leg("Alice").id
    for _ in range(2):
        s.passes(f"goodbye:{alice}")
        assert s.effects == [ForgetRedirect(alice), HangUpLeg(alice), CheckLeg(alice)]
    s.hangs_up("Alice")
    assert s.call.deadlines == {}


def test_an_ended_leg_frees_its_agent_exactly_once() -> None:
    s = at("connected")
    s.hangs_up("Alice")
    assert s.wanted(ReleaseAgent) == [ReleaseAgent(s.leg("Alice").id)]
    s.hangs_up("Alice")
    assert (s.effects, s.changes) == ([], [])


# --- dials -----------------------------------------------------------------------------------------


def test_a_dial_that_is_placed_or_rings_tells_the_leg_s_call_once() -> None:
    s = at("ringing")
    alice = s.leg("Alice").id
    s.tell(DialPlaced(alice, "CA2"))
    assert s.leg("Alice").call_sid == "CA2"
    s.wait(1.0)
    s.tell(LegRang(alice, "CA2"))
    s.wait(1.0)
    s.tell(LegRang(alice, "CA3"))
    assert (s.leg("Alice").call_sid, s.leg("Alice").rang_at) == ("CA2", NOW + 1.0)


def test_a_phone_that_fetches_before_its_dial_is_answered_for_is_known_from_then_on() -> None:
    s = at("dialling")
    s.tell(DialUnclear(s.leg("Bob").id))
    s.fetches("Bob")
    assert s.leg("Bob").call_sid is not None
    assert f"adopt:{s.leg('Bob').id}" not in s.call.deadlines


def test_a_refused_dial_is_an_attempt_that_went_wrong() -> None:
    s = at("dialling")
    s.tell(DialRefused(s.leg("Bob").id, Outcome.UNREACHABLE))
    assert s.transfer.outcome is Outcome.UNREACHABLE
    assert "Bob" not in s.directory.reserved()


def test_an_unclear_dial_is_looked_for_and_never_dialled_again() -> None:
    s = at("dialling")
    bob = s.leg("Bob").id
    s.tell(DialUnclear(bob))
    assert s.effects == [FindDial(bob, last=False)]
    s.wait(8.0)
    assert s.effects == [FindDial(bob, last=True)]
    s.tell(DialRefused(bob, Outcome.ERROR))
    assert s.transfer.outcome is Outcome.ERROR
    assert s.everything.count(DialLeg(bob, urgency=0)) == 1


def test_an_unclear_dial_whose_phone_rings_after_all_is_adopted() -> None:
    s = at("dialling")
    bob = s.leg("Bob").id
    s.tell(DialUnclear(bob))
    s.tell(LegRang(bob, "CA3"))
    assert f"adopt:{bob}" not in s.call.deadlines
    s.tell(DialUnclear(bob))
    assert s.effects == []
    s.fetches("Bob")
    assert s.transfer.state is TransferState.BRIEFING


def test_what_has_been_adopted_in_the_last_moment_is_not_looked_for() -> None:
    s = at("dialling")
    bob = s.leg("Bob").id
    s.tell(DialUnclear(bob))
    s.leg("Bob").call_sid = "CA3"
    s.passes(f"adopt:{bob}")
    assert s.effects == []


def test_a_dial_that_is_placed_after_it_was_given_up_is_known_but_rings_for_nobody() -> None:
    s = at("dialling")
    bob = s.leg("Bob").id
    s.commands(Command.CANCEL)
    s.tell(DialPlaced(bob, "CA3"))
    assert s.leg("Bob").call_sid == "CA3", "it has to be found to be ended"
    assert f"ring:{bob}" not in s.call.deadlines


def test_a_dial_given_up_before_it_was_said_ends_its_leg() -> None:
    s = at("dialling")
    s.commands(Command.CANCEL)
    s.tell(DialRefused(s.leg("Bob").id, Outcome.CANCELLED))
    assert not s.leg("Bob").live
    assert (s.transfer.outcome, s.leg("Bob").outcome) == (Outcome.CANCELLED, Outcome.CANCELLED)
    assert set(s.directory.reserved()) == {"Alice"}


def test_a_phone_that_rings_longer_than_the_carrier_was_told_is_given_up() -> None:
    s = at("dialling")
    s.tell(DialPlaced(s.leg("Bob").id, "CA-bob"))
    s.wait(28.0)
    assert s.wanted(HangUpLeg) == [HangUpLeg(s.leg("Bob").id)]
    assert s.transfer.outcome is Outcome.NO_ANSWER


def test_somebody_who_picks_up_in_the_last_moment_hears_that_it_is_over() -> None:
    s = at("dialling")
    s.tell(DialPlaced(s.leg("Bob").id, "CA-bob"))
    s.wait(28.0)
    s.fetches("Bob")
    assert s.told("Bob")[0] == "ended"
    assert s.transfer.state is TransferState.FAILED


# --- deadlines that come too late -------------------------------------------------------------------


@pytest.mark.parametrize("name", ["hold_limit", "hold_warning", "wait_limit", "look", "join"])
def test_a_deadline_of_the_call_that_has_lost_its_reason_moves_nobody(name: str) -> None:
    s = at("connected")
    s.tell(DeadlinePassed(name))
    assert not [effect for effect in s.effects if not isinstance(effect, LookInside)]
    assert s.changes == []


@pytest.mark.parametrize("name", ["ring", "unfetched", "goodbye", "star"])
@pytest.mark.parametrize("who", [CAROL, "Alice", "Bob"])
def test_a_deadline_of_a_leg_that_has_lost_its_reason_moves_nobody(name: str, who: str) -> None:
    s = at("handing_over")
    s.hangs_up("Alice")
    if name == "goodbye":
        s.hangs_up(CAROL)
        s.hangs_up("Bob")
    s.tell(DeadlinePassed(f"{name}:{s.leg(who).id}"))
    assert (s.effects, s.changes) == ([], [])


def test_whoever_is_shown_out_while_ringing_does_not_ring_out_as_well() -> None:
    s = at("dialling", decide=decide)
    s.commands(Command.CANCEL)
    s.tell(DeadlinePassed(f"ring:{s.leg('Bob').id}"))
    assert (s.effects, s.changes) == ([], [])


# --- people who do not arrive ------------------------------------------------------------------------


def test_the_conversation_is_looked_into_when_somebody_is_not_seen() -> None:
    s = at("handing_over")
    s.passes("look")
    assert s.effects == [LookInside(s.transfer.consult or "")]


def test_when_somebody_does_not_arrive_everybody_goes_into_a_fresh_conference() -> None:
    s = at("handing_over")
    old = s.transfer.consult
    s.passes("join")
    assert s.talks_in(CAROL) == s.talks_in("Alice") == s.talks_in("Bob") == s.transfer.consult != old
    assert s.call.conversations[s.transfer.consult or ""].kind is Kind.CONFERENCE
    s.meet()
    assert s.transfer.state is TransferState.COMPLETED


def test_a_consult_in_which_all_are_seen_is_left_alone() -> None:
    s = at("consulting")
    s.passes("look")
    s.passes("join")
    assert s.effects == []


def test_a_sentence_before_the_conversation_gives_more_time_to_arrive() -> None:
    s = at("handing_over")
    assert s.call.deadlines["join"] == NOW + DEFAULT.join + DEFAULT.note


def test_a_lost_phone_is_found_ended_and_the_call_goes_on() -> None:
    s = at("consulting", replace(DEFAULT, hold_limit=600.0))
    s.tell(LegEnded(s.leg("Bob").id, Outcome.ERROR, sip_code=503))
    assert (s.leg("Bob").sip_code, s.leg("Bob").outcome) == (503, Outcome.ACCEPTED)
    s.meet()
    assert s.call.state is CallState.CONNECTED


def test_a_receipt_has_the_carrier_s_answer_although_somebody_saw_the_end_before() -> None:
    s = at("consulting")
    s.hangs_up("Bob")
    s.tell(LegEnded(s.leg("Bob").id, Outcome.ERROR, sip_code=200))
    assert (s.leg("Bob").sip_code, s.leg("Bob").outcome) == (200, Outcome.ACCEPTED)
    s.tell(LegEnded(s.leg("Bob").id, Outcome.ERROR, sip_code=503))
    assert s.leg("Bob").sip_code == 200
