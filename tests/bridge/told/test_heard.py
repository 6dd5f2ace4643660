"""What a cell says is what the phone plays, for those to whom it plays it.

Some cells that a person would look up, by the names that stand in the table.
"""

from __future__ import annotations

import pytest

from bridge.told import heard
from bridge.told.happenings import HAPPENINGS
from bridge.told.play import play
from bridge.told.story import people
from tests.bridge.told.playing import TOLD, story

GOODBYE = '"The call has ended. Thank you, and goodbye.", then the end'


def _next(situation: str, happening: str) -> dict[str, str]:
    (one,) = [one for one in HAPPENINGS if one.name == happening]
    return play(story(situation), one).cells


def _now(situation: str) -> dict[str, str]:
    call = story(situation).call
    return {who: heard.hears(call, leg) for who, leg in people(call).items()}


def test_whoever_talks_hears_the_others_and_no_words_of_ours() -> None:
    assert _now("All three talk") == {"caller": "A and B", "A": "B and the caller", "B": "A and the caller"}


def test_whoever_is_on_the_way_hears_our_words_before_the_others() -> None:
    assert _now("Caller and A are on the way back") == {
        "caller": '"Thank you for holding. You are going back to Alice.", then A',
        "A": '"The transfer is cancelled. You are back with the caller.", then the caller',
        "B": '"The transfer was cancelled. Thank you, and goodbye.", then the end',
    }


def test_nobody_hears_somebody_who_is_at_a_menu() -> None:
    assert _now("A is at the menu of the three")["caller"] == "B"
    assert _now("LiveKit is asked whether A pressed `*`")["caller"] == "nobody for a moment"


def test_a_phone_rings_until_it_is_answered_or_given_up() -> None:
    assert _now("B's phone rings")["B"] == "the phone rings"
    assert _next("B's phone rings", "`cancel`")["B"] == "the phone stops ringing"
    assert _now("B's phone rings, A is gone")["A"] == "not on the line"


def test_whoever_stays_hears_that_somebody_has_left_the_three() -> None:
    cells = _next("All three talk", "A hangs up")
    assert cells == {"caller": "B", "A": "not on the line", "B": "the caller"}


def test_both_hear_over_their_talk_that_the_caller_joins_for_the_hold_limit() -> None:
    cells = _next("A and B consult", "the hold limit")
    announced = '"The caller has been on hold for too long and is joining you now.", over the talk'
    assert (cells["A"], cells["B"]) == (announced, announced)


def test_the_next_phone_that_rings_is_named() -> None:
    assert _next("A hears the offer", "A presses 2")["A"].endswith("; Bob's phone rings")
    onwards = _next("Caller and B talk, later", "transfer to an outside phone")
    assert onwards["B"].endswith("; the outside phone rings")


def test_a_first_phone_just_rings() -> None:
    assert _next("Caller and A talk", "transfer to a colleague")["B"] == "the phone rings"


def test_a_goodbye_is_spoken_to_its_end_whatever_is_said_elsewhere() -> None:
    cells = _next("Caller and B talk, A is thanked", "transfer to a colleague")
    assert cells["A"] == heard.UNCHANGED


def test_whoever_stays_on_after_the_goodbye_is_cut_off() -> None:
    cells = _next("The call is hung up", "A stays on after the goodbye")
    assert cells == {"caller": heard.UNCHANGED, "A": "the line is cut", "B": heard.UNCHANGED}


def test_hanging_up_for_all_says_goodbye_to_all() -> None:
    cells = _next("Caller and A talk", "hung up for all")
    assert cells == {"caller": GOODBYE, "A": GOODBYE, "B": heard.UNCHANGED}


def test_the_caller_is_rescued_just_after_the_hand_over_and_no_longer_later() -> None:
    rescued = _next("Caller and B talk, just after the hand-over", "B hangs up")
    assert rescued["caller"].startswith('"We are sorry, the connection to your agent was lost.')
    assert rescued["A"] == "Alice's phone rings"
    later = _next("Caller and B talk, later", "B hangs up")
    assert later == {"caller": GOODBYE, "A": heard.UNCHANGED, "B": heard.GONE}


def test_what_is_spelled_out_to_a_voice_is_words_in_the_table() -> None:
    text = '<Response><Say voice="v">Call from <say-as interpret-as="digits">42</say-as>.</Say></Response>'
    assert heard.Document(text).words == "Call from 42."


def test_a_quiet_wait_is_called_so() -> None:
    """The sentence is said once; what covers the rest of the wait is a second of silence at a time."""
    assert _next("B waits for the brief", "B hears it to the end")["B"] == "a moment of silence"


@pytest.mark.parametrize("name", TOLD)
def test_nobody_on_the_line_hears_nothing_at_all(name: str) -> None:
    assert "" not in _now(name).values() and "a moment of silence" not in _now(name).values()


def test_a_document_says_what_it_asks_for() -> None:
    told = story("B hears the brief")
    asked = heard.document(told.call, told.leg("B"))
    assert asked.sends == {"keys", "spoken", "silence"} and asked.one_key and not asked.many_keys
    code = story("A is asked for the code of a colleague")
    assert heard.document(code.call, code.leg("A")).many_keys
    talk = story("Caller and A talk")
    assert heard.document(talk.call, talk.leg("A")).star
    assert not heard.document(talk.call, talk.leg("caller")).star
