"""SIP inbound trunks: what may stand beside what, how it is changed, on the double as on the real server.

Each test is one story, told to both; beside that it asserts what the story is about.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.real_livekit.contract.conftest import Both
from tests.real_livekit.contract.requests import Refusal
from tests.real_livekit.contract.story import Story

OURS: dict[str, Any] = {"auth_username": "bridge", "auth_password": "trunk-password"}

TRUNKS: dict[str, dict[str, Any]] = {
    "as recommended": {
        **OURS,
        "name": "warm-bridge",
        "headers_to_attributes": {"x-bridge-call": "bridge.call", "x-bridge-leg": "bridge.leg"},
        "ringing_timeout": {"seconds": 120},
        "allowed_addresses": ["54.172.60.0/30", "177.71.206.192/30"],
        "max_call_duration": {"seconds": 14700},
        "media": {"encryption": "SIP_MEDIA_ENCRYPT_ALLOW", "media_timeout": {"seconds": 60}},
    },
    "nothing": {},
    "a name only": {"name": "open"},
    "a user name only": {"auth_username": "u"},
    "a password only": {"auth_password": "p"},
    "a number": {"numbers": ["+15550100000"]},
    "an address": {"allowed_addresses": ["192.0.2.0/24", "192.0.2.1"]},
    "an address that is none": {"allowed_addresses": ["not an address"], **OURS},
    "callers only": {"allowed_numbers": ["+15550100001"]},
    "an id": {"sip_trunk_id": "ST_mine", **OURS},
    "an empty number": {"numbers": [""], **OURS},
    "the same number twice": {"numbers": ["1", "1"]},
    "one number written twice": {"numbers": ["+15550100000", "1 (555) 010-0000"]},
    "no header name": {"headers_to_attributes": {"": "a"}, **OURS},
    "a header that is not X-": {"headers_to_attributes": {"From": "a"}, **OURS},
    "an odd header": {"headers_to_attributes": {"x bridge": "a"}, **OURS},
    "a mapping to no attribute": {"headers_to_attributes": {"x-a": ""}, **OURS},
    "headers": {"headers": {"X-A": "1"}, **OURS},
    "a header that SIP has": {"headers": {"To": "1"}, **OURS},
    "attributes to headers": {"attributes_to_headers": {"a": "X-A"}, **OURS},
    "all headers": {"include_headers": "SIP_ALL_HEADERS", **OURS},
    "times": {
        **OURS,
        "ringing_timeout": {"seconds": 5},
        "max_call_duration": {"seconds": 3600},
        "media": {"media_timeout": {"seconds": 60}},
    },
    "a negative time": {"ringing_timeout": {"seconds": -5}, **OURS},
    "a very long time": {"max_call_duration": {"seconds": 10**6}, **OURS},
    "a long media time-out": {"media": {"media_timeout": {"seconds": 601}}, **OURS},
    "encryption": {"media_encryption": "SIP_MEDIA_ENCRYPT_ALLOW", **OURS},
    "encryption of media": {"media": {"encryption": "SIP_MEDIA_ENCRYPT_REQUIRE"}, **OURS},
    "krisp": {"krisp_enabled": True, **OURS},
    "metadata": {"metadata": "m", **OURS},
    "a realm": {"auth_realm": "r", **OURS},
}


@pytest.mark.parametrize("fields", TRUNKS.values(), ids=TRUNKS)
def test_a_trunk_is_taken_or_refused_with(both: Both, fields: dict[str, Any]) -> None:
    def story(t: Story) -> None:
        t.ask("CreateSIPInboundTrunk", trunk=fields)
        t.ask("ListSIPInboundTrunk")

    both(story)


def test_a_trunk_must_be_there_to_be_made(both: Both) -> None:
    both(lambda t: t.ask("CreateSIPInboundTrunk"))


PAIRS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "two for any number": (OURS, {"auth_username": "u", "auth_password": "p"}),
    "one for any, one for a number": (OURS, {"numbers": ["1"]}),
    "the same number": ({"numbers": ["+1"], "name": "a"}, {"numbers": ["2", "+1"], "name": "b"}),
    "the same number, written otherwise": ({"numbers": ["+15550100000"]}, {"numbers": ["1 555 010 0000"]}),
    "the same number for other callers": (
        {"numbers": ["+1"], "allowed_numbers": ["a"]},
        {"numbers": ["+1"], "allowed_numbers": ["b"]},
    ),
    "the same number for one caller and all": (
        {"numbers": ["+1"], "allowed_numbers": ["a"]},
        {"numbers": ["+1"]},
    ),
    "the same caller": (
        {"allowed_numbers": ["a"], **OURS},
        {"allowed_numbers": ["b", "a"], "auth_username": "u", "auth_password": "p"},
    ),
    "the same caller, written otherwise": (
        {"allowed_numbers": ["+1 555"], **OURS},
        {"allowed_numbers": ["1555"], **OURS},
    ),
    "other addresses": (
        {"allowed_addresses": ["192.0.2.1"]},
        {"allowed_addresses": ["192.0.2.2"]},
    ),
    "the same twice": ({"name": "a", **OURS}, {"name": "a", **OURS}),
}


@pytest.mark.parametrize(("first", "second"), PAIRS.values(), ids=PAIRS)
def test_a_second_trunk_is_taken_or_conflicts(
    both: Both, first: dict[str, Any], second: dict[str, Any]
) -> None:
    def story(t: Story) -> None:
        assert not isinstance(t.ask("CreateSIPInboundTrunk", trunk={"name": "a", **first}), Refusal)
        t.ask("CreateSIPInboundTrunk", trunk={"name": "b", **second})
        t.ask("ListSIPInboundTrunk")

    both(story)


LISTS: dict[str, Any] = {
    "all": {},
    "an unknown id": {"trunk_ids": ["ST_none"]},
    "a number": {"numbers": ["+1"]},
    "an unknown number": {"numbers": ["+3"]},
    "two numbers": {"numbers": ["+1", "+2"]},
    "two of three": {"page": {"limit": 2}},
}


@pytest.mark.parametrize("wanted", LISTS.values(), ids=LISTS)
def test_trunks_are_listed_by(both: Both, wanted: dict[str, Any]) -> None:
    def story(t: Story) -> None:
        t.ask("CreateSIPInboundTrunk", trunk={"name": "a", "numbers": ["+1"]})
        t.ask("CreateSIPInboundTrunk", trunk={"name": "b", "numbers": ["+2"]})
        t.ask("CreateSIPInboundTrunk", trunk={"name": "c", **OURS})
        t.ask("ListSIPInboundTrunk", **wanted)

    both(story)


def test_trunks_are_listed_by_their_ids(both: Both) -> None:
    def story(t: Story) -> None:
        one = t.ask("CreateSIPInboundTrunk", trunk={"name": "a", "numbers": ["+1"]})
        t.ask("CreateSIPInboundTrunk", trunk={"name": "b", "numbers": ["+2"]})
        listed = t.ask("ListSIPInboundTrunk", trunk_ids=[one.sip_trunk_id]).items
        assert [found.name for found in listed] == ["a"]
        t.ask("ListSIPInboundTrunk", trunk_ids=[one.sip_trunk_id, "ST_none"])
        t.ask("ListSIPInboundTrunk", trunk_ids=[one.sip_trunk_id], numbers=["+2"])

    both(story)


CHANGES: dict[str, dict[str, Any]] = {
    "no action": {},
    "nothing": {"update": {}},
    "a name": {"update": {"name": "new"}},
    "a name to nothing": {"update": {"name": ""}},
    "metadata": {"update": {"metadata": "m"}},
    "credentials": {"update": {"auth_username": "x", "auth_password": "y"}},
    "credentials to nothing": {"update": {"auth_username": "", "auth_password": ""}},
    "numbers set": {"update": {"numbers": {"set": ["+1", "+2"]}}},
    "numbers added": {"update": {"numbers": {"add": ["+1", "+9"]}}},
    "numbers removed": {"update": {"numbers": {"remove": ["+9", "+8"]}}},
    "numbers cleared": {"update": {"numbers": {"clear": True}}},
    "numbers set and added": {"update": {"numbers": {"set": ["+1"], "add": ["+2"]}}},
    "numbers cleared and added": {"update": {"numbers": {"clear": True, "add": ["+2"]}}},
    "numbers added and removed": {"update": {"numbers": {"add": ["+2"], "remove": ["+9"]}}},
    "addresses": {"update": {"allowed_addresses": {"set": ["192.0.2.0/24"]}}},
    "callers": {"update": {"allowed_numbers": {"add": ["a"]}}},
    "encryption": {"update": {"media_encryption": "SIP_MEDIA_ENCRYPT_ALLOW"}},
    "media": {"update": {"media": {"media_timeout": {"seconds": 60}}}},
    "a replacement": {"replace": {"name": "new", "numbers": ["+1"]}},
    "a replacement with nothing": {"replace": {}},
    "a replacement with its id": {"replace": {"sip_trunk_id": "THIS", "numbers": ["+1"]}},
    "a replacement with another id": {"replace": {"sip_trunk_id": "ST_other", "numbers": ["+1"]}},
    "a replacement in conflict": {"replace": {"numbers": ["+7"]}},
    "an update in conflict": {"update": {"numbers": {"set": ["+7"]}}},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_trunk_is_changed_by(both: Both, change: dict[str, Any]) -> None:
    def story(t: Story) -> None:
        fields = {
            "name": "old",
            "numbers": ["+9"],
            "headers_to_attributes": {"x-bridge-call": "bridge.call"},
            "ringing_timeout": {"seconds": 120},
            **OURS,
        }
        made = t.ask("CreateSIPInboundTrunk", trunk=fields)
        t.ask("CreateSIPInboundTrunk", trunk={"name": "other", "numbers": ["+7"]})
        wanted = _with_id(change, made.sip_trunk_id)
        t.ask("UpdateSIPInboundTrunk", sip_trunk_id=made.sip_trunk_id, **wanted)
        t.ask("ListSIPInboundTrunk")

    both(story)


def _with_id(change: dict[str, Any], trunk_id: str) -> dict[str, Any]:
    if change.get("replace", {}).get("sip_trunk_id") != "THIS":
        return change
    return {"replace": {**change["replace"], "sip_trunk_id": trunk_id}}


@pytest.mark.parametrize(
    "fields", [{}, {"sip_trunk_id": ""}, {"sip_trunk_id": "ST_none"}], ids=["none", "empty", "unknown"]
)
def test_a_trunk_that_is_not_there_is_neither_changed_nor_deleted(both: Both, fields: dict[str, Any]) -> None:
    def story(t: Story) -> None:
        t.ask("UpdateSIPInboundTrunk", update={"name": "x"}, **fields)
        t.ask("UpdateSIPInboundTrunk", replace={"numbers": ["1"]}, **fields)
        t.ask("UpdateSIPInboundTrunk", **fields)
        t.ask("DeleteSIPTrunk", **fields)

    both(story)


@pytest.mark.parametrize("fields", [TRUNKS["as recommended"], TRUNKS["an address"], TRUNKS["a number"]])
def test_a_deleted_trunk_is_gone_and_can_be_deleted_again(both: Both, fields: dict[str, Any]) -> None:
    def story(t: Story) -> None:
        made = t.ask("CreateSIPInboundTrunk", trunk=fields)
        for _ in range(2):
            assert t.ask("DeleteSIPTrunk", sip_trunk_id=made.sip_trunk_id).sip_trunk_id == made.sip_trunk_id
        assert not t.ask("ListSIPInboundTrunk").items

    both(story)
