"""Who hears whom: over bridges, conferences and the rooms of a SIP peer.

What is played to a phone and whose voices reach it are asked of the world, not of any document.
"""

from simulator.hearing import hearing_of, hears, in_conversation, listeners, voices_of
from simulator.people import Person
from tests.simulator.twilio.scene import BASE, Scene

SIP = "<Dial><Sip>sip:room@sip.test</Sip></Dial>"
ROOM = "<Dial><Conference beep='false' waitUrl=''>room</Conference></Dial>"


def test_a_phone_hears_nothing_before_it_is_picked_up(scene: Scene) -> None:
    agent = scene.phone("agent")
    assert hearing_of(agent) is None and not in_conversation(agent)
    scene.create(agent, Url=f"{BASE}/out")
    scene.run(1)
    assert agent.state == "ringing" and hearing_of(agent) is None


def test_a_caller_hears_ringing_until_something_is_said(scene: Scene) -> None:
    caller = scene.call_in("<Pause length='2'/><Say>Hello</Say>", seconds=1)
    assert str(hearing_of(caller)) == "ringing"
    scene.run(1.3)
    assert str(hearing_of(caller)) == "speech: Hello"


def test_two_on_a_bridge(scene: Scene) -> None:
    agent = scene.phone("agent", Person())
    caller = scene.call_in(f"<Dial>{agent.number}</Dial>", seconds=5)
    assert hears(caller, agent) and hears(agent, caller) and not hears(caller, caller)
    assert str(hearing_of(caller)) == "agent" and hearing_of(caller).people == ("agent",)
    assert voices_of(scene.leg(agent)) == {"caller"}
    assert listeners(scene.leg(agent)) == {scene.leg(caller)}
    assert in_conversation(caller) and in_conversation(agent)


def test_two_in_a_room_of_the_sip_peer(scene: Scene) -> None:
    caller = scene.call_in(SIP, seconds=3)
    # Alone in the room: joined, and yet nothing is heard.
    assert in_conversation(caller) and str(hearing_of(caller)) == "silence"
    agent = scene.call_out(SIP)
    scene.run(0.8)
    assert str(hearing_of(agent)) == "ringing"
    scene.run(3)
    assert hears(caller, agent) and hears(agent, caller)
    agent.hang_up()
    scene.run(1)
    assert str(hearing_of(caller)) == "silence"


def test_three_in_a_conference_and_one_held(scene: Scene) -> None:
    phones = [scene.call_out(ROOM, name=name) for name in ("a", "b", "c")]
    a, b, c = phones
    assert hearing_of(a).people == ("b", "c")
    leg = f"/Conferences/{scene.carrier.live_conference('room').sid}/Participants/{scene.leg(c).sid}"
    scene.post(leg, Hold="true", HoldUrl=f"{BASE}/hold")
    scene.app.serve("/hold", "<Play>https://music.test/a.mp3</Play>")
    assert not hears(a, c) and not hears(c, a) and hears(a, b)
    assert not in_conversation(c) and in_conversation(a)


def test_a_chain_of_conference_and_sip_room_is_heard_through(scene: Scene) -> None:
    inside = scene.call_out(ROOM, name="inside")
    scene.app.serve("/desk", ROOM)
    scene.post("/Calls", To="sip:desk@sip.test", From="bridge", Url=f"{BASE}/desk")
    scene.run(2)
    outside = scene.call_in(SIP, name="outside", seconds=3)
    assert hears(inside, outside) and hears(outside, inside)
