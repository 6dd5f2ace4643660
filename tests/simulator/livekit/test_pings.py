"""Browsers while Redis is gone: out, back as somebody new, or missed; phones stay.

As seen on 1.13.5 with LiveKit's rtc SDK (docs/livekit.md, "Without Redis").
"""

from __future__ import annotations

import pytest

from simulator.livekit.participants import Participant
from simulator.livekit.server import NotLetIn
from tests.simulator.livekit.lab import Lab

IN_TIME, NEVER = 16.0, 45.0
BACK_WITHIN = 8.0


def browser(lab: Lab, **more: bool) -> Participant:
    """One in a room of its own."""
    lab.create("talk", departure_timeout=3600)
    return lab.server.join_participant("talk", "web", **more)


def without_redis(lab: Lab, seconds: float) -> None:
    lab.server.kill_redis()
    lab.run(seconds)
    lab.server.start_redis()


def ends(lab: Lab) -> list[tuple[str, str]]:
    return [(who, reason) for who, reason, _ in lab.ends()]


@pytest.mark.parametrize(("joined", "out"), [(1.0, 11.5), (4.9, 7.6), (5.1, 12.4), (62.0, 10.5)])
def test_a_browser_is_out_when_its_next_ping_was_tried_for_seven_and_a_half_seconds(
    lab: Lab, joined: float, out: float
) -> None:
    web = browser(lab)
    lab.run(joined)
    lab.server.kill_redis()
    lab.run(out - 0.01)
    assert web.room is not None
    lab.run(0.02)
    assert web.room is None
    # The server has not noticed.
    assert ends(lab) == []


def test_who_is_out_is_missed_20_seconds_later_and_listed_all_the_same(lab: Lab) -> None:
    browser(lab)
    lab.server.kill_redis()
    lab.run(27.0)
    assert ends(lab) == []
    lab.run(6.0)
    assert ends(lab) == [("web", "CONNECTION_TIMEOUT")]
    lab.run(NEVER)
    lab.server.start_redis()
    lab.run(BACK_WITHIN)
    assert [track.name for track in lab.people("talk")["web"].tracks] == ["web"]
    assert lab.events("talk")[-1] == "participant_left"


def test_a_redis_that_is_back_before_anybody_is_out_costs_nothing(lab: Lab) -> None:
    web = browser(lab)
    sid = web.info.sid
    without_redis(lab, 7.4)
    lab.run(60.0)
    assert web.room is not None and lab.people("talk")["web"].sid == sid


def test_a_browser_comes_back_as_somebody_new_in_front_of_whom_the_old_one_goes(lab: Lab) -> None:
    web = browser(lab)
    before = lab.people("talk")["web"]
    web.unheard.add("TR_somebody")
    without_redis(lab, IN_TIME)
    lab.run(BACK_WITHIN)
    after = lab.people("talk")["web"]
    assert web.room is not None and not web.unheard
    assert after.sid != before.sid and after.joined_at > before.joined_at
    assert (len(after.tracks), after.tracks[0].sid != before.tracks[0].sid) == (1, True)
    assert ends(lab) == [("web", "DUPLICATE_IDENTITY")]
    assert lab.events("talk")[-4:] == [
        *("track_unpublished", "participant_left", "participant_joined", "track_published")
    ]
    lab.run(60.0)
    assert len(ends(lab)) == 1


def test_one_without_a_microphone_comes_back_without_one(lab: Lab) -> None:
    web = browser(lab, publishes=False, hidden=True)
    without_redis(lab, IN_TIME)
    lab.run(BACK_WITHIN)
    assert web.room is not None and web.is_hidden and web.track is None
    assert lab.events("talk")[-2:] == ["participant_left", "participant_joined"]


def test_one_that_was_missed_already_may_still_come_back(lab: Lab) -> None:
    """Out after 11.5 s, missed at 31.6 s; it tries until 39.5 s at the latest."""
    lab.server.weather.browser_tries = (28.0, 28.0)
    lab.server.weather.browser_back = (2.0, 2.0)
    web = browser(lab)
    lab.run(1.0)
    without_redis(lab, 35.0)
    assert ends(lab) == [("web", "CONNECTION_TIMEOUT")]
    lab.run(3.0)
    assert web.room is not None and lab.events("talk")[-2:] == ["participant_joined", "track_published"]


def test_a_second_outage_before_it_is_back_keeps_it_out(lab: Lab) -> None:
    web = browser(lab)
    without_redis(lab, 13.0)
    lab.run(1.0)
    lab.server.kill_redis()
    lab.run(7.0)
    assert web.room is None
    lab.server.start_redis()
    lab.run(BACK_WITHIN)
    assert web.room is not None


def test_one_whose_room_was_closed_meanwhile_does_not_come_back(lab: Lab) -> None:
    web = browser(lab)
    without_redis(lab, 13.0)
    lab.delete("talk")
    lab.create("talk")
    lab.run(60.0)
    assert web.room is None and lab.people("talk") == {}


def test_one_that_is_closed_while_it_is_out_does_not_come_back_and_is_missed(lab: Lab) -> None:
    web = browser(lab)
    without_redis(lab, 13.0)
    lab.server.leave(web)
    lab.run(30.0)
    assert web.room is None and ends(lab) == [("web", "CONNECTION_TIMEOUT")]


def test_an_empty_redis_casts_a_browser_out_for_good(lab: Lab) -> None:
    web = browser(lab)
    lab.server.kill_redis()
    lab.run(1.0)
    lab.server.start_redis(empty=True)
    lab.run(2.5)
    assert web.room is None
    lab.run(21.0)
    assert ends(lab) == [("web", "CONNECTION_TIMEOUT")]


def test_phones_stay_and_hear_each_other_while_a_browser_in_their_room_is_out(lab: Lab) -> None:
    caller, agent = lab.pair()
    listener = lab.server.join_participant("talk", "listener", publishes=False, hidden=True, kind="agent")
    lab.server.kill_redis()
    lab.run(60.0)
    assert listener.room is None
    assert lab.hears(caller, agent) and lab.hears(agent, caller)
    assert caller.words == agent.words == ["ringing", "answered"]


def test_nobody_comes_in_without_redis(lab: Lab) -> None:
    lab.create("talk")
    lab.server.kill_redis()
    with pytest.raises(NotLetIn, match="500 Internal Server Error"):
        lab.server.join_participant("talk", "web")


def test_a_goodbye_without_redis_is_not_heard(lab: Lab) -> None:
    """Not even when Redis is back soon."""
    web = browser(lab)
    lab.server.kill_redis()
    lab.server.leave(web)
    lab.run(3.0)
    lab.server.start_redis()
    lab.run(18.0)
    assert ends(lab) == [] and set(lab.people("talk")) == {"web"}
    lab.run(1.0)
    assert ends(lab) == [("web", "CONNECTION_TIMEOUT")] and lab.people("talk") == {}
