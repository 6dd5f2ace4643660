"""SIP dispatch rules: what may stand beside what, how it is changed, on the double as on the real server.

Each test is one story, told to both; beside that it asserts what the story is about.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.real_livekit.contract.conftest import Both
from tests.real_livekit.contract.requests import Refusal
from tests.real_livekit.contract.story import Story

CALLEE: dict[str, Any] = {"dispatch_rule_callee": {}}
DIRECT: dict[str, Any] = {"dispatch_rule_direct": {"room_name": "lobby"}}
INDIVIDUAL: dict[str, Any] = {"dispatch_rule_individual": {"room_prefix": "for"}}

RULES: dict[str, dict[str, Any]] = {
    "as recommended": {"name": "warm-bridge", "rule": CALLEE, "trunk_ids": ["ST_a"]},
    "nothing": {},
    "a name only": {"name": "r"},
    "an empty rule": {"rule": {}},
    "a callee rule": {"rule": {"dispatch_rule_callee": {"room_prefix": "call", "randomize": True}}},
    "a direct rule": {"rule": DIRECT},
    "a direct rule without a room": {"rule": {"dispatch_rule_direct": {}}},
    "an individual rule": {"rule": INDIVIDUAL},
    "an individual rule without a prefix": {"rule": {"dispatch_rule_individual": {}}},
    "an id": {"rule": CALLEE, "sip_dispatch_rule_id": "SDR_mine"},
    "a trunk that is not there": {"rule": CALLEE, "trunk_ids": ["ST_none"]},
    "an empty trunk": {"rule": CALLEE, "trunk_ids": [""]},
    "a trunk twice": {"rule": CALLEE, "trunk_ids": ["ST_a", "ST_a"]},
    "callers": {"rule": CALLEE, "inbound_numbers": ["+1", "+2"]},
    "a caller twice": {"rule": CALLEE, "inbound_numbers": ["+1", "1"]},
    "numbers": {"rule": CALLEE, "numbers": ["+1"]},
    "a number twice": {"rule": CALLEE, "numbers": ["+1", "+1"]},
    "what its people get": {
        "rule": CALLEE,
        "metadata": "m",
        "attributes": {"a": "1"},
        "hide_phone_number": True,
    },
    "terms of the room": {
        "rule": CALLEE,
        "room_config": {"departure_timeout": 60, "metadata": "m", "max_participants": 3},
    },
    "a preset": {"rule": CALLEE, "room_preset": "p"},
    "krisp": {"rule": CALLEE, "krisp_enabled": True},
    "encryption": {"rule": CALLEE, "media_encryption": "SIP_MEDIA_ENCRYPT_ALLOW"},
}


@pytest.mark.parametrize("fields", RULES.values(), ids=RULES)
def test_a_rule_is_taken_or_refused_with(both: Both, fields: dict[str, Any]) -> None:
    def story(t: Story) -> None:
        t.ask("CreateSIPDispatchRule", dispatch_rule=fields)
        t.ask("ListSIPDispatchRule")

    both(story)


OLDER: dict[str, dict[str, Any]] = {
    "nothing": {},
    "a rule": {"rule": CALLEE},
    "everything": {
        "rule": DIRECT,
        "name": "r",
        "metadata": "m",
        "attributes": {"a": "1"},
        "trunk_ids": ["ST_a"],
        "inbound_numbers": ["+1"],
        "hide_phone_number": True,
        "room_preset": "p",
        "room_config": {"departure_timeout": 7},
    },
    "both ways": {"rule": DIRECT, "name": "older", "dispatch_rule": {"rule": CALLEE, "name": "newer"}},
}


@pytest.mark.parametrize("fields", OLDER.values(), ids=OLDER)
def test_a_rule_may_come_in_the_older_fields_with(both: Both, fields: dict[str, Any]) -> None:
    def story(t: Story) -> None:
        t.ask("CreateSIPDispatchRule", **fields)
        t.ask("ListSIPDispatchRule")

    both(story)


PAIRS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "the same": ({"rule": CALLEE, "trunk_ids": ["ST_a"]}, {"rule": CALLEE, "trunk_ids": ["ST_a"]}),
    "another kind": (
        {"rule": CALLEE, "trunk_ids": ["ST_a"]},
        {"rule": DIRECT, "trunk_ids": ["ST_b", "ST_a"]},
    ),
    "both without a trunk": ({"rule": CALLEE}, {"rule": DIRECT}),
    "one without a trunk": ({"rule": CALLEE}, {"rule": CALLEE, "trunk_ids": ["ST_a"]}),
    "other trunks": ({"rule": CALLEE, "trunk_ids": ["ST_a"]}, {"rule": CALLEE, "trunk_ids": ["ST_b"]}),
    "other callers": (
        {"rule": CALLEE, "inbound_numbers": ["+1"]},
        {"rule": CALLEE, "inbound_numbers": ["+2"]},
    ),
    "the same caller, written otherwise": (
        {"rule": CALLEE, "inbound_numbers": ["+1 555"]},
        {"rule": CALLEE, "inbound_numbers": ["1555"]},
    ),
    "a caller and all": ({"rule": CALLEE, "inbound_numbers": ["+1"]}, {"rule": CALLEE}),
    "other numbers": ({"rule": CALLEE, "numbers": ["+1"]}, {"rule": CALLEE, "numbers": ["+2"]}),
    "the same number": ({"rule": CALLEE, "numbers": ["+1"]}, {"rule": CALLEE, "numbers": ["+1"]}),
    "the same number, written otherwise": (
        {"rule": CALLEE, "numbers": ["+1 555"]},
        {"rule": CALLEE, "numbers": ["1555"]},
    ),
    "a number and all": ({"rule": CALLEE, "numbers": ["+1"]}, {"rule": CALLEE}),
}


@pytest.mark.parametrize(("first", "second"), PAIRS.values(), ids=PAIRS)
def test_a_second_rule_is_taken_or_conflicts(
    both: Both, first: dict[str, Any], second: dict[str, Any]
) -> None:
    def story(t: Story) -> None:
        assert not isinstance(t.ask("CreateSIPDispatchRule", dispatch_rule=first | {"name": "a"}), Refusal)
        t.ask("CreateSIPDispatchRule", dispatch_rule=second | {"name": "b"})
        t.ask("ListSIPDispatchRule")

    both(story)


def test_a_rule_of_a_trunk_outlives_it(both: Both) -> None:
    def story(t: Story) -> None:
        trunk = t.ask("CreateSIPInboundTrunk", trunk={"numbers": ["+1"]})
        t.ask("CreateSIPDispatchRule", dispatch_rule={"rule": CALLEE, "trunk_ids": [trunk.sip_trunk_id]})
        t.ask("DeleteSIPTrunk", sip_trunk_id=trunk.sip_trunk_id)
        assert len(t.ask("ListSIPDispatchRule").items) == 1

    both(story)


LISTS: dict[str, Any] = {
    "all": {},
    "an unknown id": {"dispatch_rule_ids": ["SDR_none"]},
    "a trunk": {"trunk_ids": ["ST_a"]},
    "an unknown trunk": {"trunk_ids": ["ST_none"]},
    "two trunks": {"trunk_ids": ["ST_b", "ST_a"]},
    "two of three": {"page": {"limit": 2}},
}


@pytest.mark.parametrize("wanted", LISTS.values(), ids=LISTS)
def test_rules_are_listed_by(both: Both, wanted: dict[str, Any]) -> None:
    def story(t: Story) -> None:
        for name, trunks in (("a", ["ST_a"]), ("b", ["ST_b", "ST_c"]), ("c", [])):
            rule = {"rule": CALLEE, "name": name, "trunk_ids": trunks}
            t.ask("CreateSIPDispatchRule", dispatch_rule=rule)
        t.ask("ListSIPDispatchRule", **wanted)

    both(story)


def test_rules_are_listed_by_their_ids(both: Both) -> None:
    def story(t: Story) -> None:
        for name in ("a", "b"):
            rule = {"rule": CALLEE, "name": name, "trunk_ids": [f"ST_{name}"]}
            made = t.ask("CreateSIPDispatchRule", dispatch_rule=rule)
        ids = [made.sip_dispatch_rule_id]
        assert [one.name for one in t.ask("ListSIPDispatchRule", dispatch_rule_ids=ids).items] == ["b"]
        t.ask("ListSIPDispatchRule", dispatch_rule_ids=[*ids, "SDR_none"])
        t.ask("ListSIPDispatchRule", dispatch_rule_ids=ids, trunk_ids=["ST_a"])

    both(story)


CHANGES: dict[str, dict[str, Any]] = {
    "no action": {},
    "nothing": {"update": {}},
    "a name": {"update": {"name": "new"}},
    "metadata to nothing": {"update": {"metadata": ""}},
    "another rule": {"update": {"rule": DIRECT}},
    "no rule": {"update": {"rule": {}}},
    "attributes": {"update": {"attributes": {"b": "2"}}},
    "an attribute to nothing": {"update": {"attributes": {"a": ""}}},
    "trunks set": {"update": {"trunk_ids": {"set": ["ST_b"]}}},
    "trunks added": {"update": {"trunk_ids": {"add": ["ST_b", "ST_a"]}}},
    "trunks removed": {"update": {"trunk_ids": {"remove": ["ST_a"]}}},
    "trunks cleared": {"update": {"trunk_ids": {"clear": True}}},
    "encryption": {"update": {"media_encryption": "SIP_MEDIA_ENCRYPT_ALLOW"}},
    "a replacement": {"replace": {"rule": DIRECT, "name": "new"}},
    "a replacement with nothing": {"replace": {}},
    "a replacement with its id": {"replace": {"rule": DIRECT, "sip_dispatch_rule_id": "THIS"}},
    "a replacement with another id": {"replace": {"rule": DIRECT, "sip_dispatch_rule_id": "SDR_other"}},
    "a replacement in conflict": {"replace": {"rule": DIRECT, "trunk_ids": ["ST_z"]}},
    "an update in conflict": {"update": {"trunk_ids": {"set": ["ST_z"]}}},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_rule_is_changed_by(both: Both, change: dict[str, Any]) -> None:
    def story(t: Story) -> None:
        fields = {
            "name": "old",
            "metadata": "m",
            "rule": CALLEE,
            "trunk_ids": ["ST_a"],
            "attributes": {"a": "1"},
            "room_config": {"departure_timeout": 7},
        }
        made = t.ask("CreateSIPDispatchRule", dispatch_rule=fields)
        t.ask("CreateSIPDispatchRule", dispatch_rule={"name": "z", "rule": CALLEE, "trunk_ids": ["ST_z"]})
        wanted = _with_id(change, made.sip_dispatch_rule_id)
        t.ask("UpdateSIPDispatchRule", sip_dispatch_rule_id=made.sip_dispatch_rule_id, **wanted)
        t.ask("ListSIPDispatchRule")

    both(story)


def _with_id(change: dict[str, Any], rule_id: str) -> dict[str, Any]:
    if change.get("replace", {}).get("sip_dispatch_rule_id") != "THIS":
        return change
    return {"replace": {**change["replace"], "sip_dispatch_rule_id": rule_id}}


@pytest.mark.parametrize("rule_id", ["", "SDR_none"], ids=["none", "unknown"])
def test_a_rule_that_is_not_there_is_neither_changed_nor_deleted(both: Both, rule_id: str) -> None:
    def story(t: Story) -> None:
        t.ask("UpdateSIPDispatchRule", sip_dispatch_rule_id=rule_id, update={"name": "x"})
        t.ask("UpdateSIPDispatchRule", sip_dispatch_rule_id=rule_id, replace={"rule": CALLEE})
        t.ask("UpdateSIPDispatchRule", sip_dispatch_rule_id=rule_id)
        t.ask("DeleteSIPDispatchRule", sip_dispatch_rule_id=rule_id)

    both(story)


def test_a_deleted_rule_is_described_once_more_and_then_unknown(both: Both) -> None:
    def story(t: Story) -> None:
        made = t.ask("CreateSIPDispatchRule", dispatch_rule=RULES["as recommended"])
        gone = t.ask("DeleteSIPDispatchRule", sip_dispatch_rule_id=made.sip_dispatch_rule_id)
        assert gone == made
        t.ask("DeleteSIPDispatchRule", sip_dispatch_rule_id=made.sip_dispatch_rule_id)
        t.ask("ListSIPDispatchRule")

    both(story)
