"""Everything from plain phones: menus behind `*`, and what the other side hears meanwhile.

Decides that keys do what the JSON API does, and that nobody sits in silence while somebody is at a menu.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from simulator.phones import Phone
from simulator.scenarios.cast import (
    Talk,
    absent,
    all_three_talk,
    b_is_released,
    back_together,
    connected,
    consulting,
    hang_up_and_end,
    over,
    promptly,
    receipt,
    step_is,
    willing,
)
from simulator.scenarios.registry import scenario
from simulator.scenarios.transfers import handed_over
from simulator.stage import AnotherStory, Stage, talk
from simulator.twilio.calls import Call

TALK_MENU = "Press 1 to go back to the caller, or 2 to call a colleague"
CONSULT_MENU = "2 to hand over, 3 to talk all three, or 4 to swap"


def star(s: Stage, phone: Phone, words: str) -> None:
    """Press `*` and wait for the menu with these words."""
    told = phone.texts.count(_told(phone, words))
    s.act(phone.press, "*")
    promptly(s, lambda: phone.texts.count(_told(phone, words)) > told, f"{phone.name} hears the menu", 10)


def _told(phone: Phone, words: str) -> str:
    return next((text for text in phone.texts if words.lower() in text.lower()), "")


def hears_music(s: Stage, phone: Phone) -> None:
    s.until(lambda: bool(phone.hearing and phone.hearing.kind in ("music", "speech")), "hold audio", 6)


def _enter(t: Talk, code: str) -> None:
    """At the menu: 2, then a colleague's code when asked for it."""
    t.stage.act(t.a.phone.press, "2")
    promptly(t.stage, lambda: t.a.phone.was_told("Enter the code"), "A is asked for the code", 10)
    t.stage.act(t.a.phone.press, f"{code}#")


def by_code(t: Talk, code: str) -> dict[str, Any]:
    """A calls a colleague by keypad code; the transfer that comes of it."""
    s, before = t.stage, t.call()["transfer_id"]
    star(s, t.a.phone, TALK_MENU)
    hears_music(s, t.caller)
    _enter(t, code)
    s.until(lambda: t.call()["transfer_id"] != before, "the transfer has begun", 10)
    return s.transfer(t.call()["transfer_id"])


@scenario("A transfers with nothing but the phone: `*`, 2, the colleague's code, then `*` 2 to hand over")
def transfer_by_code(s: Stage) -> None:
    t = connected(s)
    transfer = by_code(t, t.b.code)
    s.until(lambda: talk(t.a.phone, t.b.phone), "A and B talk", 40)
    star(s, t.a.phone, CONSULT_MENU)
    hears_music(s, t.b.phone)
    s.act(t.a.phone.press, "2")
    handed_over(t)
    receipt(t, transfer, "completed", "completed", "accepted")
    hang_up_and_end(t)


@scenario("A chooses a skill of the menu by its key")
def transfer_by_skill_key(s: Stage) -> None:
    t = connected(s)
    star(s, t.a.phone, "Press 3 for billing")
    s.act(t.a.phone.press, "3")
    s.until(lambda: talk(t.a.phone, t.b.phone), "A and B talk", 40)
    star(s, t.a.phone, CONSULT_MENU)
    s.act(t.a.phone.press, "2")
    handed_over(t)
    hang_up_and_end(t)


@scenario("A presses 1 at the menu and is back with the caller")
def back_from_the_menu(s: Stage) -> None:
    t = connected(s)
    star(s, t.a.phone, TALK_MENU)
    hears_music(s, t.caller)
    assert not t.caller.hears(t.a.phone)
    s.act(t.a.phone.press, "1")
    back_together(t)
    hang_up_and_end(t)


@scenario("A presses nothing at the menu: asked once more, then back with the caller")
def silence_at_the_menu(s: Stage) -> None:
    t = connected(s)
    star(s, t.a.phone, TALK_MENU)
    s.until(lambda: t.a.phone.was_told("Are you still there"), "A is asked once more", 30)
    # A hears all of the menu again before that.
    promptly(s, lambda: talk(t.caller, t.a.phone), "caller and A talk again", 20)
    back_together(t)
    hang_up_and_end(t)


@scenario("a code that nobody has is told, and the menu comes again")
def code_that_nobody_has(s: Stage) -> None:
    t = connected(s)
    star(s, t.a.phone, TALK_MENU)
    _enter(t, "9999")
    s.until(lambda: t.a.phone.was_told("no colleague with this code"), "A is told so", 10)
    s.act(t.a.phone.press, "1")
    back_together(t)
    hang_up_and_end(t)


@scenario("a colleague who is not free is told, and the menu comes again")
def code_of_a_colleague_who_is_away(s: Stage) -> None:
    t = connected(s)
    s.ask("PATCH", f"/api/agents/{t.b.id}", {"status": "away"})
    star(s, t.a.phone, TALK_MENU)
    _enter(t, t.b.code)
    s.until(lambda: t.a.phone.was_told("Nobody is free there now"), "A is told so", 10)
    s.act(t.a.phone.press, "1")
    back_together(t)
    hang_up_and_end(t)


@scenario("`*` 1 in the consult: back to the caller alone, B is thanked and released")
def back_by_key_in_the_consult(s: Stage) -> None:
    t, transfer = consulting(s)
    star(s, t.a.phone, CONSULT_MENU)
    s.act(t.a.phone.press, "1")
    receipt(t, transfer, "cancelled", "cancelled", "accepted")
    back_together(t)
    b_is_released(t)
    hang_up_and_end(t)


@scenario("`*` 3 in the consult: all three talk; `*` 2 then drops A")
def all_three_by_key(s: Stage) -> None:
    t, transfer = consulting(s)
    star(s, t.a.phone, CONSULT_MENU)
    s.act(t.a.phone.press, "3")
    all_three_talk(t)
    star(s, t.a.phone, "or 2 to hand over and leave")
    assert t.caller.hears(t.b.phone)
    s.act(t.a.phone.press, "2")
    handed_over(t)
    receipt(t, transfer, "completed", "completed", "accepted")
    hang_up_and_end(t)


@scenario("`*` 4 swaps: A with the caller, B hears hold audio; again, and A is back with B")
def swap_by_key(s: Stage) -> None:
    t, transfer = consulting(s)
    star(s, t.a.phone, CONSULT_MENU)
    s.act(t.a.phone.press, "4")
    s.until(lambda: talk(t.caller, t.a.phone), "caller and A talk", 20)
    hears_music(s, t.b.phone)
    assert step_is(t, transfer, "explaining")()
    star(s, t.a.phone, CONSULT_MENU)
    hears_music(s, t.caller)
    s.act(t.a.phone.press, "4")
    s.until(lambda: talk(t.a.phone, t.b.phone), "A and B talk again", 20)
    star(s, t.a.phone, CONSULT_MENU)
    s.act(t.a.phone.press, "2")
    handed_over(t)
    hang_up_and_end(t)


@scenario("A presses nothing at the menu of the consult: back with B")
def silence_at_the_consult_menu(s: Stage) -> None:
    t, transfer = consulting(s)
    star(s, t.a.phone, CONSULT_MENU)
    hears_music(s, t.b.phone)
    s.until(lambda: talk(t.a.phone, t.b.phone), "A and B talk again", 50)
    t.command(transfer, "complete")
    handed_over(t)
    hang_up_and_end(t)


@scenario("B presses `*` 1 in the consult and leaves: back to A, failed as declined")
def b_leaves_by_key(s: Stage) -> None:
    t, transfer = consulting(s)
    star(s, t.b.phone, "Press 1 to leave")
    hears_music(s, t.a.phone)
    s.act(t.b.phone.press, "1")
    receipt(t, transfer, "failed", "declined", "accepted")
    back_together(t)
    assert t.a.phone.was_told("has left")
    hang_up_and_end(t)


@scenario("B at the menu changes nothing by waiting: back with A")
def b_stays_at_the_menu(s: Stage) -> None:
    t, transfer = consulting(s)
    star(s, t.b.phone, "Press 1 to leave")
    s.until(lambda: talk(t.a.phone, t.b.phone), "A and B talk again", 50)
    t.command(transfer, "complete")
    handed_over(t)
    hang_up_and_end(t)


@scenario("A presses 2 while waiting for B: handed over as soon as B accepts")
def hand_over_by_key_before_b_accepts(s: Stage) -> None:
    t = connected(s, willing(answer_after=8.0))
    transfer = t.transfer()
    s.until(lambda: t.a.phone.was_told("2 to hand over as soon as"), "A hears the keys", 20)
    s.act(t.a.phone.press, "2")
    s.until(lambda: t.a.phone.was_told("as soon as Bob accepts. You may hang up"), "A is told so", 10)
    handed_over(t)
    receipt(t, transfer, "completed", "completed", "accepted")
    hang_up_and_end(t)


@scenario("after the hand-over B has A's keys: B transfers on to C, and the caller repeats nothing")
def b_transfers_on_to_c(s: Stage) -> None:
    t, transfer = consulting(s)
    t.command(transfer, "complete")
    handed_over(t)
    cleo = s.agent("Cleo", willing())
    s.wait(21.0)
    chain = Talk(s, t.caller, t.b, cleo, t.call_id)
    second = by_code(chain, cleo.code)
    s.until(lambda: talk(t.b.phone, cleo.phone), "B and C talk", 40)
    assert cleo.phone.was_told("Transfer from Bob")
    star(s, t.b.phone, CONSULT_MENU)
    s.act(t.b.phone.press, "2")
    s.until(lambda: talk(t.caller, cleo.phone), "caller and C talk", 20)
    receipt(chain, second, "completed", "completed", "accepted")
    assert t.call()["agent_id"] == cleo.id
    hang_up_and_end(t)


@scenario("the caller hangs up while A is at the menu: A is told")
def caller_leaves_while_a_is_at_the_menu(s: Stage) -> None:
    t = connected(s)
    star(s, t.a.phone, TALK_MENU)
    s.act(t.caller.hang_up)
    over(t, "completed")
    assert t.a.phone.was_told("The caller has hung up")


@scenario("A hangs up at the menu: the caller hears that the call has ended")
def a_leaves_at_the_menu(s: Stage) -> None:
    t = connected(s)
    star(s, t.a.phone, TALK_MENU)
    s.act(t.a.phone.hang_up)
    over(t, "completed")
    assert t.caller.was_told("The call has ended")


@scenario("`complete` by API while A is at the menu of the consult hands over")
def api_is_faster_than_the_key(s: Stage) -> None:
    t, transfer = consulting(s)
    star(s, t.a.phone, CONSULT_MENU)
    t.command(transfer, "complete")
    handed_over(t)
    receipt(t, transfer, "completed", "completed", "accepted")
    hang_up_and_end(t)


@scenario("a caller who presses `*` stays in the talk")
def caller_presses_star(s: Stage) -> None:
    t = connected(s)
    s.act(t.caller.press, "*")
    s.wait(2.0)
    assert talk(t.caller, t.a.phone)
    hang_up_and_end(t)


def _entry(s: Stage, phone: Phone) -> Call:
    """The SIP leg that stands for this phone in its room."""
    for one in s.carrier.live_calls():
        if one.parent and one.parent is phone.call:
            return one
    raise AnotherStory(f"{phone.name} is in no room")


@scenario("a leg that LiveKit threw out is no key: caller and A go on in a conference")
def livekit_throws_a_leg_out(s: Stage) -> None:
    t = connected(s)
    entry = _entry(s, t.a.phone)
    room = s.livekit.rooms[t.call()["room"]]
    s.act(room.remove, room.participants[f"sip_{entry.from_}"], "PARTICIPANT_REMOVED")
    at_the_menu = partial(t.a.phone.was_told, TALK_MENU)
    s.until(lambda: at_the_menu() or t.call()["home"] == "conference", "the call goes on in a conference", 15)
    if at_the_menu():
        raise AnotherStory("LiveKit's word that it was no key is late: A is at the menu and can go back")
    s.until(lambda: talk(t.caller, t.a.phone), "caller and A talk again", 15)
    hang_up_and_end(t)


@scenario("a leg that LiveKit hangs up like a phone looks like a key: A is at the menu and goes back")
def livekit_hangs_a_leg_up(s: Stage) -> None:
    t = connected(s)
    s.act(s.livekit.lose, _entry(s, t.a.phone).sid)
    s.until(lambda: t.a.phone.was_told(TALK_MENU), "A is at the menu", 10)
    hears_music(s, t.caller)
    s.act(t.a.phone.press, "1")
    back_together(t)
    hang_up_and_end(t)


@scenario("the menus work in a LiveKit consult too", CONSULT="livekit")
def keys_in_a_room(s: Stage) -> None:
    t = connected(s)
    transfer = by_code(t, t.b.code)
    s.until(lambda: talk(t.a.phone, t.b.phone), "A and B talk", 40)
    star(s, t.a.phone, CONSULT_MENU)
    s.act(t.a.phone.press, "2")
    handed_over(t)
    receipt(t, transfer, "completed", "completed", "accepted")
    hang_up_and_end(t)


@scenario("while A waits for B, key 1 goes back although B is already hearing the brief")
def back_by_key_in_the_brief(s: Stage) -> None:
    t = connected(s, absent())
    t.b.phone.person = willing(answer_after=2.0, presses="9")
    transfer = t.transfer()
    s.until(lambda: t.b.phone.was_told("Press 1 to take the call"), "B hears the brief", 20)
    s.act(t.a.phone.press, "1")
    s.until(lambda: bool(s.transfer(transfer["id"])["outcome"]), "one of them has decided", 30)
    if s.transfer(transfer["id"])["outcome"] == "not_accepted":
        raise AnotherStory("B has not taken the call before A's key came through")
    receipt(t, transfer, "cancelled", "cancelled", "cancelled")
    back_together(t)
    hang_up_and_end(t)
