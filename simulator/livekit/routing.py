"""Which trunk an INVITE comes in on, which dispatch rule takes it and into which room: pure functions.

Decides matching, priorities, room names and which trunks and rules may exist side by side
(reference/livekit.md 1.1 to 1.3). It must not know legs or rooms.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Iterator, Sequence

from livekit.protocol import sip

Trunk = sip.SIPInboundTrunkInfo
Rule = sip.SIPDispatchRuleInfo
KINDS = ("dispatch_rule_direct", "dispatch_rule_individual", "dispatch_rule_callee")
NUMBER = re.compile(r"\+?[\d\- ()]+")


class Ambiguous(Exception):
    """Two trunks or rules claim the same call; the SIP service answers 503."""


def normal_number(number: str) -> str:
    """Digits with a leading +; anything with letters stays as it is."""
    if not NUMBER.fullmatch(number):
        return number
    return "+" + re.sub(r"[^\d]", "", number)


def find_trunk(trunks: Iterable[Trunk], source: str, calling: str, called: str) -> Trunk | None:
    """The trunk of a call; one with the number beats one without numbers."""
    able = [trunk for trunk in trunks if _admits(trunk, source, calling)]
    # A trunk for the number beats the one for all numbers; two of either kind are an error.
    exact = [trunk for trunk in able if _names(called, trunk.numbers)]
    found = exact or [trunk for trunk in able if not trunk.numbers]
    if len(found) > 1:
        raise Ambiguous(f"Multiple SIP Trunks matched for {called!r}")
    return found[0] if found else None


def find_rule(rules: Iterable[Rule], trunk: Trunk | None, calling: str, called: str) -> Rule | None:
    """The rule of a call: those that name the trunk first, then those without any trunk.

    A rule without trunk_ids takes calls that no trunk has let in, without any check (livekit-lab.md d).
    """
    able = [
        rule
        for rule in rules
        # Compared exactly: +1555 and 1555 are two callers here, though not for a trunk.
        if (not rule.inbound_numbers or calling in rule.inbound_numbers)
        and (not rule.numbers or called in rule.numbers)
    ]
    named = [rule for rule in able if trunk and trunk.sip_trunk_id in rule.trunk_ids]
    return min(named or [rule for rule in able if not rule.trunk_ids], key=_priority, default=None)


def room_name(rule: Rule, calling: str, called: str, random_part: str) -> str:
    kind = rule.rule.WhichOneof("rule")
    if kind == "dispatch_rule_direct":
        return rule.rule.dispatch_rule_direct.room_name
    if kind == "dispatch_rule_individual":
        individual = rule.rule.dispatch_rule_individual
        return _joined(individual.room_prefix, calling, "" if individual.no_randomness else random_part)
    callee = rule.rule.dispatch_rule_callee
    return _joined(callee.room_prefix, called, random_part if callee.randomize else "")


def pin_of(rule: Rule) -> str:
    kind = rule.rule.WhichOneof("rule")
    return str(getattr(rule.rule, kind).pin) if kind else ""


def trunk_conflict(trunks: Sequence[Trunk], new: Trunk) -> str:
    """Why a trunk may not exist beside the others, or nothing."""
    for number, caller, asked in _trunk_keys(new):
        for other in trunks:
            if other.sip_trunk_id == new.sip_trunk_id:
                continue
            if (number, caller) in {key[:2] for key in _trunk_keys(other)}:
                numbers = "[" + " ".join(f'"{one}"' for one in new.numbers) + "]" if new.numbers else "<any>"
                same = f' and AllowedNumber "{asked}"' if asked else " without AllowedNumbers set"
                return (
                    f'Conflicting inbound SIP Trunks: "{new.sip_trunk_id or "<new>"}" and '
                    f'"{other.sip_trunk_id}", using the same number(s) {numbers}{same}'
                )
    return ""


def rule_conflict(rules: Sequence[Rule], new: Rule) -> str:
    """Why a rule may not exist beside the others, or nothing."""
    keys = list(_rule_keys(new))
    if len(set(keys)) < len(keys):
        return _same_rule(new)
    for other in rules:
        if other.sip_dispatch_rule_id != new.sip_dispatch_rule_id and set(_rule_keys(other)) & set(keys):
            return _same_rule(other)
    return ""


def _same_rule(rule: Rule) -> str:
    return (
        "Dispatch rule for the same trunk, inbound number, number, and PIN combination already exists in "
        f'dispatch rule "{rule.sip_dispatch_rule_id or "<new>"}" "{rule.name or "<blank name>"}"'
    )


def _admits(trunk: Trunk, source: str, calling: str) -> bool:
    known = not trunk.allowed_numbers or _names(calling, trunk.allowed_numbers)
    return known and (
        not trunk.allowed_addresses or any(_covers(mask, source) for mask in trunk.allowed_addresses)
    )


def _names(number: str, listed: Iterable[str]) -> bool:
    return any(number == one or normal_number(number) == normal_number(one) for one in listed)


def _covers(mask: str, source: str) -> bool:
    try:
        return ipaddress.ip_address(source) in ipaddress.ip_network(mask, strict=False)
    except ValueError:
        return False


def _priority(rule: Rule) -> tuple[int, str]:
    kind = KINDS.index(rule.rule.WhichOneof("rule") or KINDS[-1])
    return 100 + kind + 1000 * (not rule.inbound_numbers) + 1000 * (
        not rule.numbers
    ), rule.sip_dispatch_rule_id


def _joined(prefix: str, middle: str, suffix: str) -> str:
    return "_".join(part for part in (prefix, middle, suffix) if part)


def _trunk_keys(trunk: Trunk) -> Iterator[tuple[str, str, str]]:
    """Number and caller as they are compared, and the caller as it was written."""
    for number in trunk.numbers or [""]:
        yield from (
            (normal_number(number), normal_number(caller), caller) for caller in trunk.allowed_numbers or [""]
        )


def _rule_keys(rule: Rule) -> Iterator[tuple[str, str, str, str]]:
    for trunk in rule.trunk_ids or [""]:
        for calling in rule.inbound_numbers or [""]:
            yield from (
                (pin_of(rule), trunk, normal_number(calling), normal_number(called))
                for called in rule.numbers or [""]
            )
