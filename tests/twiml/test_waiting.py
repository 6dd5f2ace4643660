"""Waiting for an agent: the place in line, a way out, and music until the document is fetched again.

The caller must hear something at every moment and can always get out.
"""

from bridge.core.state import Place
from tests.twiml.phones import LINE, happened, leg, one, verbs, words


def test_a_waiting_caller_hears_the_place_in_line_and_how_to_leave_a_message() -> None:
    told = words(leg(Place.WAITING, position=3))
    assert "number 3 in line" in told and told.endswith("To leave a message instead, press 2.")


def test_why_the_caller_waits_again_is_said_first() -> None:
    assert words(leg(Place.WAITING, note="queued")).startswith("We are sorry, the connection")


def test_music_plays_while_keys_count_and_then_the_line_is_looked_at_again() -> None:
    assert verbs(leg(Place.WAITING)) == ["Gather>Say>Play", "Redirect"]
    assert one(leg(Place.WAITING), "Play").text == LINE.music_url
    assert happened(leg(Place.WAITING)) == ["keys", "again"]
