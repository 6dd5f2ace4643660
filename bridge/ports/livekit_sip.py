"""LiveKit's SIP API: the inbound trunk and the dispatch rule, as far as we set them.

Decides which fields are ours and leaves every other one as it is found (reference/livekit.md 1.1 to 1.3).
It must not know what they should be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from google.protobuf.duration_pb2 import Duration
from livekit import api
from livekit.protocol import sip

from bridge.ports.errors import from_status
from bridge.ports.livekit_client import Client

CALLEE = "callee"


@dataclass(frozen=True)
class Trunk:
    """An inbound trunk. `numbers`: whom it takes calls for, `callers`: from whom; empty means everybody.

    `addresses`: IP addresses or CIDRs that a call may come from; empty means any. `headers`: of an INVITE, in
    lower case, to the participant's attributes. `encryption` is the name of a SIPMediaEncryption.
    `longest_seconds` of a call, `media_seconds` without a packet until it is hung up: 0 is LiveKit's default.
    `id` is LiveKit's, empty before it is made.
    """

    name: str
    username: str
    password: str = field(repr=False)
    headers: Mapping[str, str]
    ringing_seconds: int
    encryption: str
    numbers: tuple[str, ...] = ()
    callers: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    longest_seconds: int = 0
    media_seconds: int = 0
    id: str = ""


@dataclass(frozen=True)
class Rule:
    """A dispatch rule. `kind` is `callee` where the room is named after the number that is called.

    `prefix`, `randomize`, `pin`: of a callee rule. Without `trunk_ids` it lets anybody in. Seconds, `places`
    (0: no limit): time-outs and size of a room that a leg makes, where the server lets it (`auto_create`).
    """

    name: str
    trunk_ids: tuple[str, ...]
    kind: str = CALLEE
    prefix: str = ""
    randomize: bool = False
    pin: str = ""
    numbers: tuple[str, ...] = ()
    callers: tuple[str, ...] = ()
    hides_callers: bool = False
    empty_seconds: int = 0
    departure_seconds: int = 0
    places: int = 0
    id: str = ""


class LiveKitSip(Client):
    """Every method raises PortError; to change what is not there is 404."""

    def trunks(self) -> list[Trunk]:
        return [trunk_of(info) for info in self._trunks()]

    def make_trunk(self, trunk: Trunk) -> str:
        """Its id. Refused with 400 beside another one for the same numbers and callers."""
        request = api.CreateSIPInboundTrunkRequest(trunk=_with_trunk(sip.SIPInboundTrunkInfo(), trunk))
        return str(self._do(lambda client: client.sip.create_inbound_trunk(request)).sip_trunk_id)

    def change_trunk(self, trunk: Trunk) -> None:
        """What we set is as `trunk` says; headers of others stay beside ours."""
        known = next((one for one in self._trunks() if one.sip_trunk_id == trunk.id), None)
        if known is None:
            raise from_status("LiveKit", 404, "not_found")
        info = _with_trunk(known, trunk)
        self._do(lambda client: client.sip.update_inbound_trunk(trunk.id, info))

    def delete_trunk(self, trunk_id: str) -> None:
        request = api.DeleteSIPTrunkRequest(sip_trunk_id=trunk_id)
        self._do(lambda client: client.sip.delete_trunk(request))

    def rules(self) -> list[Rule]:
        return [rule_of(info) for info in self._rules()]

    def make_rule(self, rule: Rule) -> str:
        """Its id. Refused with 400 beside another one that takes the same calls."""
        info = _with_rule(sip.SIPDispatchRuleInfo(), rule)
        request = api.CreateSIPDispatchRuleRequest(dispatch_rule=info)
        return str(self._do(lambda client: client.sip.create_dispatch_rule(request)).sip_dispatch_rule_id)

    def change_rule(self, rule: Rule) -> None:
        known = next((one for one in self._rules() if one.sip_dispatch_rule_id == rule.id), None)
        if known is None:
            raise from_status("LiveKit", 404, "not_found")
        info = _with_rule(known, rule)
        self._do(lambda client: client.sip.update_dispatch_rule(rule.id, info))

    def delete_rule(self, rule_id: str) -> None:
        request = api.DeleteSIPDispatchRuleRequest(sip_dispatch_rule_id=rule_id)
        self._do(lambda client: client.sip.delete_dispatch_rule(request))

    def _trunks(self) -> list[sip.SIPInboundTrunkInfo]:
        request = api.ListSIPInboundTrunkRequest()
        return list(self._do(lambda client: client.sip.list_inbound_trunk(request)).items)

    def _rules(self) -> list[sip.SIPDispatchRuleInfo]:
        request = api.ListSIPDispatchRuleRequest()
        return list(self._do(lambda client: client.sip.list_dispatch_rule(request)).items)


def trunk_of(info: sip.SIPInboundTrunkInfo) -> Trunk:
    return Trunk(
        name=info.name,
        username=info.auth_username,
        password=info.auth_password,
        # LiveKit takes a header's name in any case.
        headers={name.lower(): attribute for name, attribute in info.headers_to_attributes.items()},
        ringing_seconds=info.ringing_timeout.seconds,
        encryption=sip.SIPMediaEncryption.Name(info.media.encryption),
        numbers=tuple(info.numbers),
        callers=tuple(info.allowed_numbers),
        addresses=tuple(info.allowed_addresses),
        longest_seconds=info.max_call_duration.seconds,
        media_seconds=info.media.media_timeout.seconds,
        id=info.sip_trunk_id,
    )


def _with_trunk(info: sip.SIPInboundTrunkInfo, trunk: Trunk) -> sip.SIPInboundTrunkInfo:
    info.name, info.auth_username, info.auth_password = trunk.name, trunk.username, trunk.password
    info.numbers[:], info.allowed_numbers[:] = trunk.numbers, trunk.callers
    info.allowed_addresses[:] = trunk.addresses
    for name in [name for name in info.headers_to_attributes if name.lower() in trunk.headers]:
        del info.headers_to_attributes[name]
    info.headers_to_attributes.update(trunk.headers)
    info.ringing_timeout.CopyFrom(Duration(seconds=trunk.ringing_seconds))
    info.max_call_duration.CopyFrom(Duration(seconds=trunk.longest_seconds))
    info.media.media_timeout.CopyFrom(Duration(seconds=trunk.media_seconds))
    info.media.ClearField("encryption")
    info.media.MergeFrom(sip.SIPMediaConfig(encryption=trunk.encryption))
    return info


def rule_of(info: sip.SIPDispatchRuleInfo) -> Rule:
    kind = (info.rule.WhichOneof("rule") or "").removeprefix("dispatch_rule_")
    callee = info.rule.dispatch_rule_callee
    return Rule(
        name=info.name,
        trunk_ids=tuple(info.trunk_ids),
        kind=kind,
        prefix=callee.room_prefix,
        randomize=callee.randomize,
        pin=callee.pin,
        numbers=tuple(info.numbers),
        callers=tuple(info.inbound_numbers),
        hides_callers=info.hide_phone_number,
        empty_seconds=info.room_config.empty_timeout,
        departure_seconds=info.room_config.departure_timeout,
        places=info.room_config.max_participants,
        id=info.sip_dispatch_rule_id,
    )


def _with_rule(info: sip.SIPDispatchRuleInfo, rule: Rule) -> sip.SIPDispatchRuleInfo:
    callee = sip.SIPDispatchRuleCallee(room_prefix=rule.prefix, pin=rule.pin, randomize=rule.randomize)
    info.rule.CopyFrom(sip.SIPDispatchRule(dispatch_rule_callee=callee))
    info.name, info.hide_phone_number = rule.name, rule.hides_callers
    info.trunk_ids[:] = rule.trunk_ids
    info.numbers[:], info.inbound_numbers[:] = rule.numbers, rule.callers
    info.room_config.empty_timeout = rule.empty_seconds
    info.room_config.departure_timeout = rule.departure_seconds
    info.room_config.max_participants = rule.places
    return info
