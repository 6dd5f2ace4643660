"""The SIP service's API: inbound trunks and dispatch rules.

Decides what is stored, what is refused and how updates apply (reference/livekit.md 1.1, 1.2). It must not
know calls; `routing.py` uses what is stored here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from google.protobuf.message import Message
from livekit.protocol import models, sip

from simulator.livekit.ids import new_id
from simulator.livekit.routing import Rule, Trunk, pin_of, rule_conflict, trunk_conflict
from simulator.livekit.tokens import Claims
from simulator.livekit.twirp import Method, Methods, TwirpError
from simulator.world import World

Info = TypeVar("Info", Trunk, Rule)

LISTS = ("numbers", "allowed_addresses", "allowed_numbers", "trunk_ids")


class SipApi:
    """`trunks` and `rules` by their ids, as the database keeps them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.trunks: dict[str, Trunk] = {}
        self.rules: dict[str, Rule] = {}

    def methods(self) -> Methods:
        table: dict[str, tuple[type[Message], Any]] = {
            "CreateSIPInboundTrunk": (sip.CreateSIPInboundTrunkRequest, self.create_trunk),
            "UpdateSIPInboundTrunk": (sip.UpdateSIPInboundTrunkRequest, self.update_trunk),
            "ListSIPInboundTrunk": (sip.ListSIPInboundTrunkRequest, self.list_trunks),
            "DeleteSIPTrunk": (sip.DeleteSIPTrunkRequest, self.delete_trunk),
            "CreateSIPDispatchRule": (sip.CreateSIPDispatchRuleRequest, self.create_rule),
            "UpdateSIPDispatchRule": (sip.UpdateSIPDispatchRuleRequest, self.update_rule),
            "ListSIPDispatchRule": (sip.ListSIPDispatchRuleRequest, self.list_rules),
            "DeleteSIPDispatchRule": (sip.DeleteSIPDispatchRuleRequest, self.delete_rule),
        }
        return {f"livekit.SIP/{name}": Method(kind, _is_admin, run) for name, (kind, run) in table.items()}

    # --- trunks ---

    def create_trunk(self, request: sip.CreateSIPInboundTrunkRequest) -> Trunk:
        if not request.HasField("trunk"):
            raise _wrong("missing trunk")
        if request.trunk.sip_trunk_id:
            raise _wrong("trunk id must not be set")
        trunk = self._fit_trunk(request.trunk)
        trunk.sip_trunk_id = new_id(self.world, "ST_")
        self.trunks[trunk.sip_trunk_id] = trunk
        return trunk

    def update_trunk(self, request: sip.UpdateSIPInboundTrunkRequest) -> Trunk:
        known = self._trunk(request.sip_trunk_id)
        new = _updated(known, request)
        if new.sip_trunk_id not in ("", known.sip_trunk_id):
            raise _wrong("trunk id in the info must be empty or match the id in the update")
        new.sip_trunk_id = known.sip_trunk_id
        self.trunks[known.sip_trunk_id] = self._fit_trunk(new)
        return self.trunks[known.sip_trunk_id]

    def list_trunks(self, request: sip.ListSIPInboundTrunkRequest) -> sip.ListSIPInboundTrunkResponse:
        found = [
            trunk
            for trunk in self.trunks.values()
            if _picked(trunk.sip_trunk_id, request.trunk_ids) and _overlap(trunk.numbers, request.numbers)
        ]
        return sip.ListSIPInboundTrunkResponse(items=found)

    def delete_trunk(self, request: sip.DeleteSIPTrunkRequest) -> sip.SIPTrunkInfo:
        trunk = self._trunk(request.sip_trunk_id)
        del self.trunks[trunk.sip_trunk_id]
        return sip.SIPTrunkInfo(
            sip_trunk_id=trunk.sip_trunk_id,
            kind="TRUNK_INBOUND",
            name=trunk.name,
            metadata=trunk.metadata,
            inbound_addresses=trunk.allowed_addresses,
            inbound_numbers=trunk.allowed_numbers,
            inbound_username=trunk.auth_username,
            inbound_password=trunk.auth_password,
        )

    def _trunk(self, trunk_id: str) -> Trunk:
        if trunk_id not in self.trunks:
            raise TwirpError("not_found", "requested sip trunk does not exist")
        return self.trunks[trunk_id]

    def _fit_trunk(self, trunk: Trunk) -> Trunk:
        if not (trunk.auth_username or trunk.auth_password or trunk.allowed_addresses or trunk.numbers):
            raise _wrong(
                "for security, one of the fields must be set: "
                "AuthUsername+AuthPassword, AllowedAddresses or Numbers"
            )
        if conflict := trunk_conflict(list(self.trunks.values()), trunk):
            raise _wrong(conflict)
        return trunk

    # --- rules ---

    def create_rule(self, request: sip.CreateSIPDispatchRuleRequest) -> Rule:
        rule = _asked_rule(request)
        if rule.sip_dispatch_rule_id:
            raise _wrong("rule id must not be set")
        # Checked while it has no id, so that it is compared with every other one.
        self._fit_rule(rule)
        rule.sip_dispatch_rule_id = new_id(self.world, "SDR_")
        self.rules[rule.sip_dispatch_rule_id] = rule
        return rule

    def update_rule(self, request: sip.UpdateSIPDispatchRuleRequest) -> Rule:
        known = self._rule(request.sip_dispatch_rule_id)
        new = _updated(known, request)
        if new.sip_dispatch_rule_id not in ("", known.sip_dispatch_rule_id):
            raise _wrong("rule id in the info must be empty or match the id in the update")
        new.sip_dispatch_rule_id = known.sip_dispatch_rule_id
        self.rules[known.sip_dispatch_rule_id] = self._fit_rule(new)
        return new

    def list_rules(self, request: sip.ListSIPDispatchRuleRequest) -> sip.ListSIPDispatchRuleResponse:
        found = [
            rule
            for rule in self.rules.values()
            if _picked(rule.sip_dispatch_rule_id, request.dispatch_rule_ids)
            and _overlap(rule.trunk_ids, request.trunk_ids)
        ]
        return sip.ListSIPDispatchRuleResponse(items=found)

    def delete_rule(self, request: sip.DeleteSIPDispatchRuleRequest) -> Rule:
        rule = self._rule(request.sip_dispatch_rule_id)
        del self.rules[rule.sip_dispatch_rule_id]
        return rule

    def _rule(self, rule_id: str) -> Rule:
        if rule_id not in self.rules:
            raise TwirpError("not_found", "requested sip dispatch rule does not exist")
        return self.rules[rule_id]

    def _fit_rule(self, rule: Rule) -> Rule:
        if not rule.rule.WhichOneof("rule"):
            raise _wrong("missing rule")
        if pin_of(rule):
            # They answer first and ask for digits; no bridge wants that, and nothing here plays prompts.
            raise TwirpError("unimplemented", "the simulated server has no rules with a PIN")
        if conflict := rule_conflict(list(self.rules.values()), rule):
            raise _wrong(conflict)
        return rule


def _is_admin(claims: Claims, request: Message) -> bool:
    return bool(claims.get("sip", {}).get("admin"))


def _wrong(text: str) -> TwirpError:
    return TwirpError("invalid_argument", text)


def _asked_rule(request: sip.CreateSIPDispatchRuleRequest) -> Rule:
    """The rule of a request, in its own field or in the older ones beside it."""
    if request.HasField("dispatch_rule"):
        return request.dispatch_rule
    return Rule(
        rule=request.rule if request.HasField("rule") else None,
        trunk_ids=request.trunk_ids,
        hide_phone_number=request.hide_phone_number,
        inbound_numbers=request.inbound_numbers,
        name=request.name,
        metadata=request.metadata,
        attributes=request.attributes,
        room_preset=request.room_preset,
        room_config=request.room_config if request.HasField("room_config") else None,
    )


def _updated(known: Info, request: Any) -> Info:
    """What is stored, with an update's `replace` in its stead or its `update` applied to a copy of it."""
    new = type(known)()
    if request.WhichOneof("action") == "replace":
        new.CopyFrom(request.replace)
    elif request.WhichOneof("action") == "update":
        new.CopyFrom(known)
        _change(new, request.update)
    else:
        raise _wrong("missing or unsupported update action")
    return new


def _change(info: Any, update: Any) -> None:
    """Fields that the update sets replace, lists are set, added to, shortened or cleared, maps are merged."""
    for field, value in update.ListFields():
        if field.name in LISTS:
            _change_list(getattr(info, field.name), value)
        elif field.name == "attributes":
            info.attributes.update(value)
        elif field.message_type:
            getattr(info, field.name).CopyFrom(value)
        else:
            setattr(info, field.name, value)


def _change_list(values: Any, update: models.ListUpdate) -> None:
    if update.set or update.clear:
        values[:] = list(update.set)
    values.extend(one for one in update.add if one not in values)
    values[:] = [one for one in values if one not in update.remove]


def _picked(value: str, wanted: Iterable[str]) -> bool:
    return not wanted or value in wanted


def _overlap(have: Iterable[str], wanted: Iterable[str]) -> bool:
    return not wanted or not have or bool(set(have) & set(wanted))
