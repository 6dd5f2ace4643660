"""What the SIP API refuses about one trunk, rule or update, word for word as server 1.13.5 does.

The same is held against the real server by tests/real_livekit/contract.
"""

from __future__ import annotations

from typing import Any

import pytest
from livekit.protocol import sip

from tests.simulator.livekit.lab import ApiError, Lab

OURS = {"auth_username": "u", "auth_password": "p"}
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no header name": (
        {"headers_to_attributes": {"": "a"}},
        "invalid header name: header name cannot be empty",
    ),
    "an odd header name": (
        {"attributes_to_headers": {"a": "x a"}},
        "invalid header name: header name x a contains invalid characters: char 32 not allowed",
    ),
    "a long header name": (
        {"headers_to_attributes": {"x" * 256: "a"}},
        "invalid header name: header name too long (max 255 characters)",
    ),
    "a header that SIP has": (
        {"headers": {"Contact": "a"}},
        "invalid header name: header name Contact not supported",
    ),
    "a long header value": (
        {"headers": {"X-A": "v" * 1025}},
        "invalid header value for X-A: header X-A: value too long (max 1024 characters)",
    ),
    "a negative media time-out": (
        {"media": {"media_timeout": {"seconds": -1}}},
        "media_timeout must not be negative",
    ),
    "a long media time-out": (
        {"media": {"media_timeout": {"seconds": 601}}},
        "media_timeout must not exceed 10m0s",
    ),
}


@pytest.mark.parametrize(("fields", "text"), REFUSED.values(), ids=REFUSED)
def test_a_trunk_is_refused_with_what_is_wrong(bare: Lab, fields: dict[str, Any], text: str) -> None:
    request = sip.CreateSIPInboundTrunkRequest(trunk={**OURS, **fields})
    assert _refusal(bare, "CreateSIPInboundTrunk", request) == ("invalid_argument", text)


def test_a_header_of_sip_may_be_mapped_to_an_attribute(bare: Lab) -> None:
    trunk = {**OURS, "headers_to_attributes": {"From": "a"}}
    bare.ask("CreateSIPInboundTrunk", sip.CreateSIPInboundTrunkRequest(trunk=trunk))
    assert len(bare.server.sip_api.trunks) == 1


UPDATES: dict[str, tuple[dict[str, Any], str]] = {
    "nothing about a list": ({"numbers": {}}, "unsupported list update operation"),
    "cleared and changed": (
        {"numbers": {"clear": True, "add": ["1"]}},
        "cannot clear and change the list at the same time",
    ),
    "set and changed": (
        {"allowed_numbers": {"set": ["1"], "remove": ["2"]}},
        "cannot set and change the list at the same time",
    ),
    "an empty element": ({"allowed_addresses": {"add": [""]}}, "empty element in the list"),
}


@pytest.mark.parametrize(("change", "text"), UPDATES.values(), ids=UPDATES)
def test_an_update_is_refused_with_what_is_wrong(lab: Lab, change: dict[str, Any], text: str) -> None:
    request = sip.UpdateSIPInboundTrunkRequest(sip_trunk_id=lab.trunk_id, update=change)
    assert _refusal(lab, "UpdateSIPInboundTrunk", request) == ("invalid_argument", text)


def test_what_an_update_leaves_is_checked_too(lab: Lab) -> None:
    nothing = {"auth_username": "", "auth_password": "", "allowed_addresses": {"clear": True}}
    request = sip.UpdateSIPInboundTrunkRequest(sip_trunk_id=lab.trunk_id, update=nothing)
    assert "for security" in _refusal(lab, "UpdateSIPInboundTrunk", request)[1]


def test_the_older_field_for_encryption_is_kept_in_step(lab: Lab) -> None:
    request = sip.UpdateSIPDispatchRuleRequest(sip_dispatch_rule_id=lab.rule_id)
    request.update.media_encryption = sip.SIPMediaEncryption.Value("SIP_MEDIA_ENCRYPT_ALLOW")
    changed = lab.ask("UpdateSIPDispatchRule", request, sip.SIPDispatchRuleInfo())
    assert changed.media.encryption == changed.media_encryption == request.update.media_encryption


def test_a_rule_of_no_kind_is_noticed_late(bare: Lab) -> None:
    request = sip.CreateSIPDispatchRuleRequest(dispatch_rule={"rule": {}})
    text = "twirp error unknown: unsupported SIP Dispatch Rule: <nil>"
    assert _refusal(bare, "CreateSIPDispatchRule", request) == ("invalid_argument", text)


def test_an_empty_value_takes_an_attribute_away(lab: Lab) -> None:
    for value in ("1", ""):
        request = sip.UpdateSIPDispatchRuleRequest(sip_dispatch_rule_id=lab.rule_id)
        request.update.attributes["a"] = value
        changed = lab.ask("UpdateSIPDispatchRule", request, sip.SIPDispatchRuleInfo())
    assert not changed.attributes


def test_numbers_conflict_however_they_are_written(bare: Lab) -> None:
    for number in ("+15550100000", "1 (555) 010-0000"):
        request = sip.CreateSIPInboundTrunkRequest(trunk={"numbers": [number]})
        if number.startswith("+"):
            bare.ask("CreateSIPInboundTrunk", request)
    (trunk_id,) = bare.server.sip_api.trunks
    assert _refusal(bare, "CreateSIPInboundTrunk", request)[1] == (
        f'Conflicting inbound SIP Trunks: "<new>" and "{trunk_id}", '
        'using the same number(s) ["1 (555) 010-0000"] without AllowedNumbers set'
    )


def _refusal(lab: Lab, method: str, request: Any) -> tuple[Any, Any]:
    with pytest.raises(ApiError) as error:
        lab.ask(method, request)
    return error.value.code, error.value.text
