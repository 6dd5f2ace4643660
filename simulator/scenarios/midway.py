"""In the middle of a swap, of three together, of a hand-over, of the way back: menus, and LiveKit dies.

Decides that whoever was together is so again, and that the transfer goes on from where it was.
"""

from __future__ import annotations

from simulator.judge import LONGEST_OUTAGE
from simulator.scenarios.cast import (
    Talk,
    all_three_talk,
    back_together,
    consulting,
    hang_up_and_end,
    receipt,
)
from simulator.scenarios.commands import all_three, swapped
from simulator.scenarios.keypads import CONSULT_MENU, TALK_MENU, hears_music, star
from simulator.scenarios.registry import scenario
from simulator.scenarios.transfers import handed_over
from simulator.stage import AnotherStory, Stage, talk
from simulator.twilio.faults import Fault, when


@scenario("A presses nothing at the menu of a swap: back with the caller, and B on hold all the while")
def silence_at_the_menu_of_a_swap(s: Stage) -> None:
    t, transfer = swapped(s)
    star(s, t.a.phone, CONSULT_MENU)
    hears_music(s, t.caller)
    s.until(lambda: talk(t.caller, t.a.phone), "caller and A talk again", 50)
    hears_music(s, t.b.phone)
    t.command(transfer, "complete")
    handed_over(t)
    hang_up_and_end(t)


@scenario("A presses nothing at the menu of three together: back with the other two, who talk all the while")
def silence_at_the_menu_of_three(s: Stage) -> None:
    t, transfer = all_three(s)
    star(s, t.a.phone, "or 2 to hand over and leave")
    assert talk(t.caller, t.b.phone)
    s.until(lambda: t.a.phone.hears(t.caller), "A is back", 50)
    all_three_talk(t)
    t.command(transfer, "complete")
    handed_over(t)
    hang_up_and_end(t)


@scenario("A presses `*` before the caller is back from hold: the menu, and 1 leads to the caller")
def star_on_the_way_back(s: Stage) -> None:
    # Only a conference can be entered alone, and the caller is late.
    s.act(s.livekit.crash)
    s.wait(8.0)
    t, transfer = consulting(s)
    moved = when("POST", f"/Calls/{t.caller.calls[-1].sid}")
    s.act(s.carrier.faults.append, Fault("timeout before effect", moved))
    t.command(transfer, "cancel")
    s.until(lambda: t.a.phone.was_told("You are back with the caller"), "A is told", 10)
    s.until(lambda: bool(t.a.phone.hearing and t.a.phone.hearing.kind != "speech"), "A is there", 10)
    star(s, t.a.phone, TALK_MENU)
    if t.call()["state"] != "transferring":
        raise AnotherStory("the caller was back before A was at the menu")
    s.act(t.a.phone.press, "1")
    back_together(t)
    hang_up_and_end(t)


@scenario("LiveKit dies in a swap: caller and A go on in a conference, and so does the transfer")
def livekit_dies_in_a_swap(s: Stage) -> None:
    s.judge.longest_silence = LONGEST_OUTAGE
    t, transfer = swapped(s)
    _livekit_dies_under_a_talk(t)
    s.until(lambda: talk(t.caller, t.a.phone), "caller and A talk again", LONGEST_OUTAGE)
    hears_music(s, t.b.phone)
    t.command(transfer, "swap")
    s.until(lambda: talk(t.a.phone, t.b.phone), "A and B talk again", 20)
    t.command(transfer, "complete")
    handed_over(t)
    receipt(t, transfer, "completed", "completed", "accepted")
    hang_up_and_end(t)


@scenario("LiveKit dies under three together: they go on in a conference", CONSULT="livekit")
def livekit_dies_under_all_three(s: Stage) -> None:
    s.judge.longest_silence = LONGEST_OUTAGE
    t, transfer = all_three(s)
    _livekit_dies_under_a_talk(t)
    s.wait(LONGEST_OUTAGE - 2)
    all_three_talk(t)
    t.command(transfer, "complete")
    handed_over(t)
    receipt(t, transfer, "completed", "completed", "accepted")
    hang_up_and_end(t)


@scenario(
    "LiveKit dies in the very moment of the hand-over: caller and B meet in a conference", CONSULT="livekit"
)
def livekit_dies_in_the_hand_over(s: Stage) -> None:
    s.judge.longest_silence = LONGEST_OUTAGE
    t, transfer = consulting(s)
    t.command(transfer, "complete")
    s.act(s.livekit.crash)
    handed_over(t)
    assert t.call()["home"] == "conference"
    receipt(t, transfer, "completed", "completed", "accepted")
    hang_up_and_end(t)


def _livekit_dies_under_a_talk(t: Talk) -> None:
    t.stage.act(t.stage.livekit.crash)
    if not t.stage.lane.until(lambda: not talk(t.caller, t.a.phone), 2):
        raise AnotherStory("something had led them into a conference before")
