"""Supervisors who listen in from a browser, and that nobody on a phone ever notices.

Decides what a listener hears and what a call does as if there were none.
"""

from __future__ import annotations

from simulator.livekit.browsers import join
from simulator.livekit.participants import Participant
from simulator.scenarios.cast import Talk, connected, hang_up_and_end
from simulator.scenarios.keypads import TALK_MENU, hears_music, star
from simulator.scenarios.registry import scenario
from simulator.scenarios.transfers import handed_over
from simulator.stage import AnotherStory, Stage, talk

# Of a browser without Redis, and after it (docs/livekit.md, "Without Redis").
OUT_WITHIN, BACK_WITHIN = 13, 8


def listens(t: Talk) -> Participant:
    """Somebody with a supervisor's token is in the room where caller and A talk."""
    status, answer = t.stage.ask("POST", f"/api/calls/{t.call_id}/token", {"role": "supervisor"})
    if status == 409:
        raise AnotherStory(f"nobody can listen: {answer['detail']}")
    assert status == 200, answer
    listener: Participant = t.stage.act(join, t.stage.livekit, answer["token"])
    return listener


def hears_both(listener: Participant) -> bool:
    """The voices of everybody else in the room, and they are two; none of them hears the listener."""
    room = listener.room
    others = [one for one in room.participants.values() if one is not listener] if room else []
    unheard = not any(other.hears(listener) for other in others)
    return len(others) == 2 and all(map(listener.hears, others)) and unheard


@scenario("a supervisor listens to a talk: nobody notices, and the call ends as if there were none")
def supervisor_listens(s: Stage) -> None:
    t = connected(s)
    listener = listens(t)
    s.until(lambda: hears_both(listener), "the supervisor hears both", 5)
    # As long as it takes until every call is looked at.
    s.wait(20)
    assert talk(t.caller, t.a.phone) and t.call()["state"] == "connected" and len(t.call()["legs"]) == 2
    hang_up_and_end(t)
    assert listener.room is None


@scenario(
    "LiveKit loses its Redis while a supervisor listens: the talk goes on, and the supervisor is back later"
)
def redis_dies_while_a_supervisor_listens(s: Stage) -> None:
    t = connected(s)
    listener = listens(t)
    s.until(lambda: hears_both(listener), "the supervisor hears both", 5)
    s.act(s.livekit.kill_redis)
    s.until(lambda: listener.room is None, "the supervisor is out", OUT_WITHIN)
    assert talk(t.caller, t.a.phone)
    s.act(s.livekit.start_redis)
    s.until(lambda: hears_both(listener), "the supervisor hears both again", BACK_WITHIN)
    # As long as it takes until every call is looked at.
    s.wait(20)
    assert talk(t.caller, t.a.phone) and t.call()["home"] == "livekit" and len(t.call()["legs"]) == 2
    hang_up_and_end(t)
    assert listener.room is None


@scenario("with a supervisor in the room `*` is still `*`, and the call goes on to B without the supervisor")
def supervisor_stays_behind(s: Stage) -> None:
    t = connected(s)
    listener = listens(t)
    star(s, t.a.phone, TALK_MENU)
    hears_music(s, t.caller)
    s.act(t.a.phone.press, "1")
    s.until(lambda: talk(t.caller, t.a.phone), "caller and A talk again", 20)
    transfer = t.transfer()
    s.until(lambda: talk(t.a.phone, t.b.phone), "A and B talk", 40)
    t.command(transfer, "complete")
    handed_over(t)
    s.until(lambda: listener.room is None, "the supervisor's room is closed", 10)
    status, _ = s.ask("POST", f"/api/calls/{t.call_id}/token", {"role": "supervisor"})
    assert status == 409 and t.call()["home"] == "conference"
    hang_up_and_end(t)
