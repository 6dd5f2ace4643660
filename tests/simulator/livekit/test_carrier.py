"""The carrier and the LiveKit double on one world: phones meet in a room, hear each other and their keys.

Only TwiML and SIP pass between them; the application is a few lines of TwiML.
"""

from collections.abc import Callable

import pytest

from simulator.livekit.provision import provisioned
from simulator.livekit.server import LiveKitServer
from simulator.network import Outcome, Reply, Request
from simulator.phones import Phone
from simulator.twilio.carrier import Carrier
from simulator.twilio.settings import NumberConfig
from simulator.world import World
from tests.simulator.livekit.lab import HOST, KEY, PASSWORD, SECRET, USER

NUMBER = "+15550100000"
ALICE, BOB = "+15550101111", "+15550102222"
TWIML = """<?xml version="1.0" encoding="UTF-8"?>
<Response><Dial callerId="{who}"><Sip username="{user}" password="{password}">{uri}</Sip></Dial></Response>"""


class Twiml:
    """Answers every call with a `<Dial><Sip>` into one room, each caller under a name of its own."""

    def __init__(self, world: World) -> None:
        self.world = world

    def send(self, request: Request, timeout: float, on_reply: Callable[[Outcome], None]) -> None:
        who = "alice" if "1111" in request.body.decode() else "bob"
        uri = f"sip:talk@{HOST};transport=tcp?x-bridge-call=call-1&amp;x-bridge-leg={who}"
        body = TWIML.format(who=who, user=USER, password=PASSWORD, uri=uri)
        reply = Reply(200, {"Content-Type": "text/xml"}, body.encode())
        self.world.after(0.005, lambda: on_reply(reply))


@pytest.fixture
def phones() -> tuple[World, LiveKitServer, Phone, Phone]:
    world = World(1)
    network = Twiml(world)
    server = LiveKitServer(world, network, KEY, SECRET, sip_host=HOST)
    provisioned(server, USER, PASSWORD)
    server.auto_create = True
    numbers = {NUMBER: NumberConfig(voice_url="https://bridge.test/twilio/voice")}
    carrier = Carrier(world, network, "AC" + "5" * 32, "token", numbers, server)
    alice, bob = Phone(carrier, ALICE, "alice"), Phone(carrier, BOB, "bob")
    alice.dial(NUMBER)
    world.run(3.0)
    assert alice.hearing and alice.hearing.kind == "ringing"
    bob.dial(NUMBER)
    world.run(3.0)
    assert carrier.violations == server.violations == []
    return world, server, alice, bob


Together = tuple[World, LiveKitServer, Phone, Phone]


def test_two_phones_meet_in_a_room_and_hear_each_other(phones: Together) -> None:
    _, server, alice, bob = phones
    assert alice.hears(bob) and bob.hears(alice)
    assert set(server.rooms["talk"].participants) == {"sip_alice", "sip_bob"}
    assert server.rooms["talk"].participants["sip_bob"].info.attributes["bridge.leg"] == "bob"


def test_keys_of_one_phone_are_heard_on_the_other(phones: Together) -> None:
    world, _, alice, bob = phones
    alice.press("27")
    world.run(2.0)
    assert [fact.text for fact in bob.heard if fact.kind == "tone"] == ["2", "7"]
    assert [fact for fact in alice.heard if fact.kind == "tone"] == []


def test_a_crash_of_the_server_is_silence_on_both_phones(phones: Together) -> None:
    world, server, alice, bob = phones
    server.crash()
    world.run(1.0)
    assert alice.hearing and alice.hearing.kind == "silence"
    world.run(70.0)
    assert (alice.state, bob.state) == ("idle", "idle")


def test_one_phone_that_hangs_up_leaves_the_other_in_silence(phones: Together) -> None:
    world, server, alice, bob = phones
    bob.hang_up()
    world.run(1.0)
    assert set(server.rooms["talk"].participants) == {"sip_alice"}
    assert alice.hearing and alice.hearing.kind == "silence"
