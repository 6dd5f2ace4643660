"""SIP legs in rooms of the real server: let in, answered, heard, thrown out, as the real SIP service's were.

What is expected stands in reference/livekit-lab.md, by the letters of its sections.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from simulator.lanes.sockets import SocketLane
from simulator.real_livekit.processes import RealLiveKit
from tests.real_livekit.sip_phones import Exchange, until


@pytest.fixture
def lane() -> Iterator[SocketLane]:
    with SocketLane() as lane:
        yield lane


@pytest.fixture
def exchange(shared_server: RealLiveKit, lane: SocketLane) -> Iterator[Exchange]:
    made = Exchange(lane, shared_server)
    yield made
    made.sip.close()


def test_two_phones_in_a_room_are_answered_and_hear_only_each_other(exchange: Exchange) -> None:
    """b, c."""
    one, two = exchange.both(exchange.room("both"))
    assert one.answers == two.answers == ["180", "200"]
    assert one.connected == [two.invite] and two.connected == [one.invite]


def test_a_phone_is_in_the_room_as_the_sip_service_puts_it_there(exchange: Exchange) -> None:
    """a."""
    one, _ = exchange.both(exchange.room("described"))

    def found() -> dict[str, object]:
        return exchange.sip.api.participants("described")["sip_leg-one.1"]

    until(lambda: found()["attributes"]["sip.callStatus"] == "active", "the status is active")
    seen = found()
    assert (seen["kind"], seen["name"], seen["state"]) == ("SIP", "Phone leg-one.1", "ACTIVE")
    assert [track["source"] for track in seen["tracks"]] == ["MICROPHONE"]
    attributes = seen["attributes"]
    assert attributes["bridge.call"] == "call-1" and attributes["sip.twilio.callSid"] == "CAone"
    assert attributes["sip.phoneNumber"] == "leg-one.1" and attributes["sip.trunkPhoneNumber"] == "described"
    assert one.answers == ["180", "200"]


def test_a_phone_alone_rings_until_another_comes(exchange: Exchange) -> None:
    """b."""
    room = exchange.room("alone")
    one = exchange.dial("one", room)
    until(lambda: "sip_leg-one.1" in exchange.sip.api.participants(room), "it is in the room")
    assert one.answers == ["180"]
    two = exchange.dial("two", room)
    until(lambda: one.answers == two.answers == ["180", "200"], "both are answered")


def test_a_room_that_nobody_made_is_refused_and_not_made(exchange: Exchange) -> None:
    """d, auto_create false."""
    one = exchange.dial("one", "nobody-made-it")
    until(lambda: one.answers == ["180", "486"], "it is refused")
    assert "nobody-made-it" not in exchange.sip.rooms


@pytest.mark.parametrize(("login", "code"), [(("", ""), "407"), (("bridge", "wrong"), "401")])
def test_who_cannot_say_who_it_is_comes_into_no_room(
    exchange: Exchange, login: tuple[str, str], code: str
) -> None:
    """d."""
    one = exchange.dial("one", exchange.room("guarded"), login)
    until(lambda: one.answers == [code], "it is refused")
    assert exchange.sip.api.participants("guarded") == {}
    assert len(exchange.sip.violations) == 1


def test_a_second_leg_of_one_name_ends_the_first_one(exchange: Exchange) -> None:
    """e, both answered."""
    room = exchange.room("again")
    one, two = exchange.both(room)
    new = exchange.dial("new", room, from_user="leg-one.1")
    until(lambda: one.answers == ["180", "200", "BYE"], "the old leg gets BYE")
    until(lambda: two.hears == {"new"} and new.hears == {"two"}, "the new one talks")


def test_a_second_leg_of_one_name_ends_the_first_one_that_still_rings(exchange: Exchange) -> None:
    """e, the old one still ringing."""
    room = exchange.room("again-ringing")
    one = exchange.dial("one", room)
    until(lambda: one.leg.state == "ringing", "it rings")
    new = exchange.dial("new", room, from_user="leg-one.1")
    until(lambda: one.answers == ["180", "486"] and new.answers == ["180"], "the old one is refused")


def test_a_phone_that_hangs_up_is_gone_and_the_other_stays_in_silence(exchange: Exchange) -> None:
    """b, f."""
    room = exchange.room("hung-up")
    one, two = exchange.both(room)
    one.hang_up()
    until(lambda: two.hears == frozenset(), "the other hears nobody")
    until(lambda: list(exchange.sip.api.participants(room)) == ["sip_leg-two.1"], "it has left")
    assert two.connected == [] and one.answers == two.answers == ["180", "200"]


def test_a_phone_that_gives_up_while_it_comes_in_is_not_left_in_the_room(exchange: Exchange) -> None:
    """f, CANCEL."""
    room = exchange.room("given-up")
    one = exchange.dial("one", room)
    one.hang_up()
    exchange.sip.close()
    assert exchange.sip.api.participants(room) == {}
    assert "200" not in one.answers


def test_a_phone_that_is_removed_is_hung_up(exchange: Exchange) -> None:
    """f, RemoveParticipant."""
    room = exchange.room("removed")
    one, two = exchange.both(room)
    exchange.sip.api.remove(room, "sip_leg-one.1")
    until(lambda: one.answers == ["180", "200", "BYE"], "it gets BYE")
    until(lambda: two.hears == frozenset(), "the other hears nobody")
    assert two.answers == ["180", "200"]


def test_when_a_room_is_deleted_everybody_is_hung_up(exchange: Exchange) -> None:
    """f, DeleteRoom."""
    room = exchange.room("deleted")
    one, two = exchange.both(room)
    exchange.sip.api.delete(room)
    until(lambda: one.answers == two.answers == ["180", "200", "BYE"], "both get BYE")


def test_a_key_reaches_the_other_phones(exchange: Exchange) -> None:
    """c, and correction 3."""
    one, two = exchange.both(exchange.room("keys"))
    one.press("*2")
    until(lambda: two.keys == "*2", "the keys have come")
    assert one.keys == ""


def test_a_third_voice_is_heard_by_both_and_hears_both(exchange: Exchange) -> None:
    """c."""
    room = exchange.room("three")
    one, two = exchange.both(room)
    three = exchange.dial("three", room)
    until(lambda: three.hears == {"one", "two"}, "the third hears both")
    until(lambda: one.hears == {"two", "three"} and two.hears == {"one", "three"}, "both hear the third")


def test_a_killed_server_is_silence_at_once_and_no_way_in(own_server: RealLiveKit, lane: SocketLane) -> None:
    """k: silence, no BYE; new INVITEs get 503 after a second."""
    exchange = Exchange(lane, own_server)
    one, two = exchange.both(exchange.room("killed"))
    own_server.kill_server()
    until(lambda: one.hears == two.hears == frozenset(), "both hear nobody", 2)
    until(lambda: one.connected == two.connected == [], "nobody is connected", 2)
    late = exchange.dial("late", "killed")
    until(lambda: late.answers == ["503"], "the server cannot be asked", 3)
    assert late.told[0][1] >= 1.0
    assert one.answers == two.answers == ["180", "200"]
    exchange.sip.close()


def test_a_server_that_hangs_is_silence_until_it_goes_on(own_server: RealLiveKit, lane: SocketLane) -> None:
    """Its media are in the same process; nobody is told that the connection is gone."""
    exchange = Exchange(lane, own_server)
    one, two = exchange.both(exchange.room("hung"))
    exchange.sip.hung = True
    until(lambda: one.hears == two.hears == frozenset(), "both hear nobody", 3)
    assert one.connected == two.connected == []
    exchange.sip.hung = False
    until(lambda: one.hears == {"two"} and two.hears == {"one"}, "they hear each other again", 20)
    assert one.answers == two.answers == ["180", "200"]
    exchange.sip.close()


def test_a_server_that_is_back_soon_is_rejoined_and_they_hear_each_other_again(
    own_server: RealLiveKit, lane: SocketLane
) -> None:
    """k: audio again some seconds after a short restart."""
    exchange = Exchange(lane, own_server)
    one, two = exchange.both(exchange.room("restarted"))
    own_server.kill_server()
    until(lambda: one.hears == two.hears == frozenset(), "both hear nobody", 2)
    own_server.start_server()
    until(lambda: one.hears == {"two"} and two.hears == {"one"}, "they hear each other again", 20)
    assert one.connected == [two.invite]
    assert one.answers == two.answers == ["180", "200"]
    exchange.sip.close()


def test_a_sip_service_that_falls_silent_tells_nobody_anything(exchange: Exchange) -> None:
    """k, SIP SIGKILL; a process that is stopped was seen to be the same to the server."""
    room = exchange.room("sip-silent")
    one, two = exchange.both(room)
    exchange.sip.driver.call(exchange.sip.kill_sip)
    assert one.hears == two.hears == frozenset()
    assert one.connected == two.connected == []
    late = exchange.dial("late", room)
    one.hang_up()
    exchange.sip.driver.call(exchange.sip.start_sip)
    after = exchange.dial("after", room)
    until(lambda: after.answers == ["180", "200"], "the new one knows nothing of the old one's legs")
    new, old = {"sip_leg-after.1"}, {"sip_leg-one.1", "sip_leg-two.1"}
    assert set(exchange.sip.api.participants(room)) == new | old, "the server has not noticed yet"
    assert after.hears == frozenset(), "their tones have stopped"
    until(lambda: set(exchange.sip.api.participants(room)) == new, "the server has noticed", 30)
    assert one.answers == two.answers == ["180", "200"] and late.answers == []


def test_without_redis_two_phones_go_on_hearing_each_other(own_server: RealLiveKit, lane: SocketLane) -> None:
    """k; whoever sends pings would be out after 12 s (docs/livekit.md, "Without Redis")."""
    exchange = Exchange(lane, own_server)
    one, two = exchange.both(exchange.room("redis-gone"))
    heard = len(one.leg.times.heard)
    own_server.kill_redis()
    late = exchange.dial("late", "redis-gone")
    with pytest.raises(AssertionError):
        until(lambda: len(one.leg.times.heard) > heard + 1, "it lasts", 16)
    assert one.connected == [two.invite] and one.hears == {"two"}
    assert late.answers == ["503"] and late.told[0][1] >= 1.0
    exchange.sip.close()
