"""The SIP service's API: inbound trunks and dispatch rules.

Decides what is stored and how updates apply (reference/livekit.md 1.1, 1.2; docs/livekit.md); what is refused
stands in `sip_checks.py`. It must not know calls; `routing.py` uses what is stored here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from google.protobuf.message import Message
from livekit.protocol import models, sip

from simulator.livekit.ids import new_id
from simulator.livekit.routing import Rule, Trunk, normal_number, pin_of, rule_conflict, trunk_conflict
from simulator.livekit.sip_checks import (
    LISTS,
    check_kind,
    check_rule,
    check_trunk,
    check_update,
    upgrade,
    wrong,
)
from simulator.livekit.tokens import Claims
from simulator.livekit.twirp import Method, Methods, TwirpError
from simulator.world import World

Info = TypeVar("Info", Trunk, Rule)


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

    def forget(self) -> None:
        """The database has lost all that it knew."""
        self.trunks.clear()
        self.rules.clear()

    # --- trunks ---

    def create_trunk(self, request: sip.CreateSIPInboundTrunkRequest) -> Trunk:
        if not request.HasField("trunk"):
            raise wrong("missing trunk")
        trunk = request.trunk
        if trunk.sip_trunk_id:
            raise wrong("trunk id must not be set")
        check_trunk(trunk)
        self._check_beside(trunk)
        trunk.sip_trunk_id = new_id(self.world, "ST_")
        self.trunks[trunk.sip_trunk_id] = trunk
        return trunk

    def update_trunk(self, request: sip.UpdateSIPInboundTrunkRequest) -> Trunk:
        check_update(request, "trunk", request.sip_trunk_id)
        if request.sip_trunk_id not in self.trunks:
            raise TwirpError("not_found", "requested sip trunk does not exist")
        known = self.trunks[request.sip_trunk_id]
        new = _updated(known, request)
        new.sip_trunk_id = known.sip_trunk_id
        check_trunk(new)
        # The server looks for conflicts where it finds the trunk as it was, and nowhere else.
        if _trunk_is_listed(known, [], new.numbers):
            self._check_beside(new)
        self.trunks[known.sip_trunk_id] = new
        return new

    def list_trunks(self, request: sip.ListSIPInboundTrunkRequest) -> sip.ListSIPInboundTrunkResponse:
        found = [
            trunk
            for trunk in self.trunks.values()
            if _trunk_is_listed(trunk, request.trunk_ids, request.numbers)
        ]
        return sip.ListSIPInboundTrunkResponse(items=found)

    def delete_trunk(self, request: sip.DeleteSIPTrunkRequest) -> sip.SIPTrunkInfo:
        """One that is not there is as good as deleted, and one that was is not described."""
        if not request.sip_trunk_id:
            raise wrong("trunk ID is required")
        self.trunks.pop(request.sip_trunk_id, None)
        return sip.SIPTrunkInfo(sip_trunk_id=request.sip_trunk_id)

    def _check_beside(self, trunk: Trunk) -> None:
        beside = [one for one in self.trunks.values() if _trunk_is_listed(one, [], trunk.numbers)]
        if conflict := trunk_conflict(beside, trunk):
            raise wrong(conflict)

    # --- rules ---

    def create_rule(self, request: sip.CreateSIPDispatchRuleRequest) -> Rule:
        rule = _asked_rule(request)
        if rule.sip_dispatch_rule_id:
            raise wrong("rule id must not be set")
        check_rule(rule)
        # The older fields' trunks narrow down with which rules it is compared; the newer field's do not.
        self._check_against(rule, request.trunk_ids)
        rule.sip_dispatch_rule_id = new_id(self.world, "SDR_")
        self.rules[rule.sip_dispatch_rule_id] = rule
        return rule

    def update_rule(self, request: sip.UpdateSIPDispatchRuleRequest) -> Rule:
        check_update(request, "rule", request.sip_dispatch_rule_id)
        known = self._rule(request.sip_dispatch_rule_id)
        new = _updated(known, request)
        new.sip_dispatch_rule_id = known.sip_dispatch_rule_id
        check_rule(new)
        if _overlap(known.trunk_ids, new.trunk_ids):
            self._check_against(new, new.trunk_ids)
        self.rules[known.sip_dispatch_rule_id] = new
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
        if not request.sip_dispatch_rule_id:
            raise wrong("dispatch rule ID is required")
        rule = self._rule(request.sip_dispatch_rule_id)
        del self.rules[rule.sip_dispatch_rule_id]
        return rule

    def _rule(self, rule_id: str) -> Rule:
        if rule_id not in self.rules:
            raise TwirpError("not_found", "requested sip dispatch rule does not exist")
        return self.rules[rule_id]

    def _check_against(self, rule: Rule, trunk_ids: Sequence[str]) -> None:
        check_kind(rule)
        if pin_of(rule):
            # They answer first and ask for digits; no bridge wants that, and nothing here plays prompts.
            raise TwirpError("unimplemented", "the simulated server has no rules with a PIN")
        against = [one for one in self.rules.values() if _overlap(one.trunk_ids, trunk_ids)]
        if conflict := rule_conflict(against, rule):
            raise wrong(conflict)


def _is_admin(claims: Claims, request: Message) -> bool:
    return bool(claims.get("sip", {}).get("admin"))


def _asked_rule(request: sip.CreateSIPDispatchRuleRequest) -> Rule:
    """The rule of a request, in its own field or in the older ones beside it."""
    if request.HasField("dispatch_rule"):
        upgrade(request.dispatch_rule)
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
    else:
        new.CopyFrom(known)
        _change(new, request.update)
        upgrade(new)
        new.media_encryption = new.media.encryption
    return new


def _change(info: Any, update: Any) -> None:
    """Fields that the update sets replace, lists are set, added to, shortened or cleared, maps are merged."""
    for field, value in update.ListFields():
        if field.name in LISTS:
            _change_list(getattr(info, field.name), value)
        elif field.name == "attributes":
            _change_map(info.attributes, value)
        elif field.message_type:
            getattr(info, field.name).CopyFrom(value)
        else:
            setattr(info, field.name, value)


def _change_map(values: Any, update: Mapping[str, str]) -> None:
    for key, value in update.items():
        if value:
            values[key] = value
        elif key in values:
            del values[key]


def _change_list(values: Any, update: models.ListUpdate) -> None:
    if update.set or update.clear:
        values[:] = list(update.set)
    values[:] = [one for one in values if one not in update.remove]
    values.extend(one for one in update.add if one not in values)


def _trunk_is_listed(trunk: Trunk, ids: Sequence[str], numbers: Sequence[str]) -> bool:
    """Numbers are compared as calls are; a trunk for any number is always listed."""
    have, wanted = ([normal_number(one) for one in some] for some in (trunk.numbers, numbers))
    return _picked(trunk.sip_trunk_id, ids) and _overlap(have, wanted)


def _picked(value: str, wanted: Iterable[str]) -> bool:
    return not wanted or value in wanted


def _overlap(have: Iterable[str], wanted: Iterable[str]) -> bool:
    return not wanted or not have or bool(set(have) & set(wanted))
