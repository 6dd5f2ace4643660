"""What has to be done, from what is wanted and what is there; nothing else is looked at.

The sentences of a refusal name what to delete or rename.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from bridge.ports.livekit_sip import Rule, Trunk
from bridge.provision.plan import (
    Change,
    Keep,
    Make,
    Refuse,
    TakeAway,
    number_changes,
    rule_step,
    trunk_step,
)
from bridge.provision.wanted import HEADERS, wanted_rule

WANTED = Trunk("warm-bridge", "user", "password", HEADERS, 120, "SIP_MEDIA_ENCRYPT_ALLOW")
OURS = replace(WANTED, id="ST_ours")
RULE = wanted_rule("ST_ours")
OUR_RULE = replace(RULE, id="SDR_ours")
NOTHING: frozenset[str] = frozenset()


def refusal(step: object) -> str:
    assert isinstance(step, Refuse)
    return step.why


def test_what_is_missing_is_made_and_what_is_right_stays() -> None:
    assert trunk_step(WANTED, [], NOTHING) == Make(WANTED)
    assert trunk_step(WANTED, [OURS], NOTHING) == Keep("ST_ours")
    assert rule_step(RULE, [], NOTHING) == Make(RULE)
    assert rule_step(RULE, [OUR_RULE], NOTHING) == Keep("SDR_ours")


@pytest.mark.parametrize(
    ("different", "label"),
    [
        ({"username": "other"}, "user name"),
        ({"password": "other"}, "password"),
        ({"headers": {"x-bridge-leg": "bridge.leg"}}, "headers"),
        ({"ringing_seconds": 0}, "ringing time"),
        ({"encryption": "SIP_MEDIA_ENCRYPT_REQUIRE"}, "media encryption"),
        ({"numbers": ("+15550100000",)}, "numbers"),
        ({"callers": ("+15550100001",)}, "allowed callers"),
        ({"addresses": ("192.0.2.0/24",)}, "allowed addresses"),
        ({"longest_seconds": 3600}, "longest call"),
        ({"media_seconds": 15}, "media time-out"),
    ],
)
def test_a_trunk_that_differs_is_changed_in_place(different: dict, label: str) -> None:
    step = trunk_step(WANTED, [replace(OURS, **different)], NOTHING)
    assert step == Change(OURS, (label,))


@pytest.mark.parametrize(
    ("different", "label"),
    [
        ({"trunk_ids": ()}, "trunk"),
        ({"trunk_ids": ("ST_ours", "ST_other")}, "trunk"),
        ({"kind": "individual"}, "kind"),
        ({"prefix": "call"}, "room prefix"),
        ({"randomize": True}, "random room names"),
        ({"pin": "1234"}, "PIN"),
        ({"numbers": ("room",)}, "numbers"),
        ({"callers": ("+15550100001",)}, "allowed callers"),
        ({"hides_callers": True}, "hiding of callers"),
        ({"empty_seconds": 0}, "time-out of empty rooms"),
        ({"departure_seconds": 20}, "time-out of rooms that were left"),
        ({"places": 0}, "places in a room"),
    ],
)
def test_a_rule_that_differs_is_changed_in_place(different: dict, label: str) -> None:
    assert rule_step(RULE, [replace(OUR_RULE, **different)], NOTHING) == Change(OUR_RULE, (label,))


def test_headers_of_somebody_else_beside_ours_are_no_difference() -> None:
    more = replace(OURS, headers=HEADERS | {"x-theirs": "theirs"})
    assert trunk_step(WANTED, [more], NOTHING) == Keep("ST_ours")


def test_trunks_and_rules_that_take_other_calls_are_none_of_our_business() -> None:
    for_a_number = replace(OURS, id="ST_n", name="other", numbers=("+15550100000",))
    for_a_caller = replace(OURS, id="ST_c", name="other", callers=("+15550100000",))
    assert trunk_step(WANTED, [for_a_number, OURS, for_a_caller], NOTHING) == Keep("ST_ours")
    assert rule_step(RULE, [Rule("other", ("ST_n",), id="SDR_n"), OUR_RULE], NOTHING) == Keep("SDR_ours")


def test_a_trunk_of_somebody_else_for_every_number_is_refused_with_a_way_out() -> None:
    other = replace(OURS, id="ST_other", name="sales", username="x")
    why = refusal(trunk_step(WANTED, [other], NOTHING))
    assert '"sales" (ST_other)' in why and "rename it to warm-bridge" in why and "its own numbers" in why


def test_a_rule_of_somebody_else_for_our_trunk_is_refused_with_a_way_out() -> None:
    other = Rule("sales", ("ST_else", "ST_ours"), kind="direct", id="SDR_other")
    why = refusal(rule_step(RULE, [OUR_RULE, other], NOTHING))
    assert '"sales" (SDR_other)' in why and "`lk sip dispatch delete SDR_other`" in why


def test_of_several_the_one_to_keep_is_the_one_that_fits_best() -> None:
    bad = replace(OURS, id="ST_a", password="old", numbers=("+1",))
    worse = replace(bad, id="ST_b", username="old")
    why = refusal(trunk_step(WANTED, [worse, OURS, bad], NOTHING))
    assert "There are 3 inbound trunks named warm-bridge. Keep ST_ours" in why
    assert "`lk sip inbound delete ST_a` and `lk sip inbound delete ST_b`" in why
    two_rules = [OUR_RULE, replace(OUR_RULE, id="SDR_b", numbers=("1",))]
    assert "`lk sip dispatch delete SDR_b`" in refusal(rule_step(RULE, two_rules, NOTHING))


def test_of_two_made_at_the_same_time_a_run_takes_only_its_own_away() -> None:
    theirs = replace(OURS, id="ST_theirs")
    assert trunk_step(WANTED, [OURS, theirs], frozenset({"ST_ours"})) == TakeAway("ST_ours")
    assert trunk_step(WANTED, [OURS, theirs], frozenset({"ST_theirs"})) == TakeAway("ST_theirs")
    assert trunk_step(WANTED, [OURS], frozenset({"ST_ours"})) == Keep("ST_ours")


def test_of_a_number_only_what_differs_is_set() -> None:
    wanted = {"voice_url": "https://a", "voice_method": "POST", "trunk_sid": ""}
    assert number_changes(wanted, wanted | {"friendly_name": "x"}) == {}
    assert number_changes(wanted, {"voice_url": "https://b", "voice_method": "POST", "trunk_sid": "TK1"}) == {
        "voice_url": "https://a",
        "trunk_sid": "",
    }
