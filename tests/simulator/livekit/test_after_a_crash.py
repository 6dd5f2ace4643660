"""A server that was killed and is back: what is still listed, who comes back, what nobody runs any more.

The rows are those of reference/livekit-lab.md k with its correction 6, and of docs/livekit.md.
"""

import pytest

from tests.simulator.livekit.lab import ApiError, Lab


@pytest.mark.parametrize(("gone", "heard_again"), [(1.0, 5.3), (5.0, 9.8), (20.0, 28.0)])
def test_legs_come_back_by_themselves_after_a_restart(lab: Lab, gone: float, heard_again: float) -> None:
    caller, agent = lab.pair()
    crashed = lab.world.now
    lab.server.crash()
    lab.run(gone)
    lab.server.restart()
    assert lab.world.run(60.0, lambda: lab.hears(caller, agent))
    assert lab.world.now - crashed == pytest.approx(heard_again, abs=0.5)
    lab.run(120.0)
    assert lab.hears(caller, agent) and caller.words[-1] == "answered"


def test_after_a_restart_the_old_entries_are_listed_and_nobody_has_left(lab: Lab) -> None:
    caller, _ = lab.pair()
    before = lab.rooms()["talk"].sid
    lab.server.crash()
    lab.run(5.0)
    lab.server.restart()
    assert set(lab.people("talk")) == {"sip_caller", "sip_agent"}
    assert lab.people("talk")["sip_caller"].attributes["sip.callStatus"] == "active"
    heard_of = len(lab.hooks())
    lab.run(20.0)
    assert lab.events()[heard_of:] == ["room_started"] + ["participant_joined", "track_published"] * 2
    again = lab.hooks()[heard_of + 1]["participant"]
    assert again["attributes"]["sip.callStatus"] == "ringing"
    assert caller.words[-1] == "answered"
    assert lab.rooms()["talk"].sid == before


def test_dead_legs_stay_listed_after_a_late_restart_and_the_room_can_be_entered(lab: Lab) -> None:
    lab.pair()
    lab.server.crash()
    lab.run(64.0)
    lab.server.restart()
    assert set(lab.people("talk")) == {"sip_caller", "sip_agent"}
    phone = lab.dial("talk", "target")
    lab.run(1.0)
    assert phone.words == ["ringing"]
    assert set(lab.people("talk")) == {"sip_caller", "sip_agent", "sip_target"}


def test_a_stale_room_is_neither_changed_nor_deleted_until_it_is_made_again(lab: Lab) -> None:
    lab.pair()
    lab.server.crash()
    lab.run(64.0)
    lab.server.restart()
    for ask in (lambda: lab.remove("talk", "sip_caller"), lambda: lab.delete("talk")):
        with pytest.raises(ApiError) as error:
            ask()
        assert (error.value.status, error.value.code) == (503, "unavailable")
    lab.create("talk")
    lab.delete("talk")
    assert lab.rooms() == {} and lab.people("talk") == {}


def test_a_stale_room_can_be_made_again_with_the_same_sid_and_other_terms(lab: Lab) -> None:
    before = lab.create("talk", metadata="old")
    lab.server.crash()
    lab.run(5.0)
    lab.server.restart()
    assert set(lab.rooms()) == {"talk"} and lab.server.rooms == {}
    again = lab.create("talk", metadata="new")
    assert (again.sid, again.metadata) == (before.sid, "new")
    lab.run(1.0)
    assert lab.events() == ["room_started"]


def test_for_five_seconds_a_crashed_server_is_still_given_its_rooms_and_some_of_the_new_ones(
    lab: Lab,
) -> None:
    lab.create("talk")
    lab.server.crash()
    lab.run(1.0)
    lab.server.restart()
    assert not made(lab, "talk")
    given = [name for name in (f"new-{number}" for number in range(20)) if not made(lab, name)]
    assert 0 < len(given) < 20
    assert not any(made(lab, name) for name in given)
    lab.run(4.0)
    assert all(made(lab, name) for name in (*given, "talk"))


def made(lab: Lab, name: str) -> bool:
    try:
        lab.create(name)
    except ApiError as error:
        return error.code != "unavailable"
    return True


def test_a_phone_that_hangs_up_while_the_server_is_dead_does_not_come_back(lab: Lab) -> None:
    caller, agent = lab.pair()
    lab.server.crash()
    lab.server.bye(agent.invite)
    lab.run(5.0)
    lab.server.restart()
    lab.run(30.0)
    assert lab.server.rooms["talk"].participants.keys() == {"sip_caller"}
    assert agent.words[-1] == "answered"
    assert lab.server.connected(caller.invite) == []


def test_a_leg_whose_room_was_deleted_meanwhile_is_ended(lab: Lab) -> None:
    caller, _ = lab.pair()
    lab.server.crash()
    lab.run(10.0)
    lab.server.restart()
    lab.create("talk")
    lab.delete("talk")
    lab.run(10.0)
    assert caller.words[-1] == "bye"


def test_a_second_crash_before_they_are_back_lets_the_old_minute_run_on(lab: Lab) -> None:
    caller, _ = lab.pair()
    lab.server.crash()
    lab.run(20.0)
    lab.server.restart()
    lab.server.crash()
    lab.run(42.0)
    assert caller.words[-1] == "bye"
