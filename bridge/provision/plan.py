"""Wanted against found: what has to be done to a thing at a carrier, if anything.

Pure. Decides which things are ours (by name), when one has to be made, changed, or taken away again, and when
only a human can help. It must not know how any of it is done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from bridge.ports.livekit_sip import Rule, Trunk
from bridge.provision.wanted import LABELS


@dataclass(frozen=True)
class Keep:
    """It is as it should be."""

    id: str


@dataclass(frozen=True)
class Make:
    thing: Trunk | Rule


@dataclass(frozen=True)
class Change:
    """Set `thing` in the place of what has its id; `what` names what differs, never its values."""

    thing: Trunk | Rule
    what: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.thing.id


@dataclass(frozen=True)
class TakeAway:
    """This run made it, and somebody else made one at the same time."""

    id: str


@dataclass(frozen=True)
class Refuse:
    """A sentence that says what is in the way and what to do about it."""

    why: str


Step = Keep | Make | Change | TakeAway | Refuse
T = TypeVar("T", Trunk, Rule)


def trunk_step(wanted: Trunk, found: Sequence[Trunk], mine: frozenset[str]) -> Step:
    """`mine`: the ids of what this run has made."""
    ours = [trunk for trunk in found if trunk.name == wanted.name]
    others = [trunk for trunk in found if trunk.name != wanted.name and _overlap(trunk, wanted)]
    if others:
        return Refuse(
            f'The inbound trunk "{others[0].name}" ({others[0].id}) takes calls to every number, and LiveKit '
            f"can have only one that does. If it was made for this bridge, rename it to {wanted.name}; "
            "otherwise give it its own numbers. Then run `flask provision` again."
        )
    return _step(wanted, ours, mine, "inbound trunks", "lk sip inbound delete")


def rule_step(wanted: Rule, found: Sequence[Rule], mine: frozenset[str]) -> Step:
    ours = [rule for rule in found if rule.name == wanted.name]
    others = [r for r in found if r.name != wanted.name and set(r.trunk_ids) & set(wanted.trunk_ids)]
    if others:
        return Refuse(
            f'The dispatch rule "{others[0].name}" ({others[0].id}) names the bridge\'s trunk as well and '
            "would take its calls. Delete it (`lk sip dispatch delete "
            f"{others[0].id}`) or take the trunk out of it. Then run `flask provision` again."
        )
    return _step(wanted, ours, mine, "dispatch rules", "lk sip dispatch delete")


def _step(wanted: T, ours: Sequence[T], mine: frozenset[str], kind: str, command: str) -> Step:
    if not ours:
        return Make(wanted)
    if len(ours) > 1:
        return _too_many(wanted, ours, mine, kind, command)
    what = differences(wanted, ours[0])
    return Change(replace(wanted, id=ours[0].id), what) if what else Keep(ours[0].id)


def _too_many(wanted: T, ours: Sequence[T], mine: frozenset[str], kind: str, command: str) -> Step:
    """Two runs that make one at the same time both take theirs away and look again: one is second then."""
    own = sorted(one.id for one in ours if one.id in mine)
    if own:
        return TakeAway(own[-1])
    keep, *rest = sorted(ours, key=lambda one: (len(differences(wanted, one)), one.id))
    delete = " and ".join(f"`{command} {one.id}`" for one in rest)
    return Refuse(
        f"There are {len(ours)} {kind} named {wanted.name}. Keep {keep.id}, say {delete}, "
        "and run `flask provision` again."
    )


def differences(wanted: T, found: T) -> tuple[str, ...]:
    """What of a thing is not as wanted, in words."""
    fields: Mapping[str, Any] = vars(wanted)
    return tuple(
        LABELS[name]
        for name, value in fields.items()
        if name != "id" and not _fits(name, value, getattr(found, name))
    )


def _fits(name: str, wanted: Any, found: Any) -> bool:
    # Headers of somebody else's beside ours do no harm.
    return bool(wanted.items() <= found.items() if name == "headers" else wanted == found)


def number_changes(wanted: Mapping[str, str], found: Mapping[str, str]) -> dict[str, str]:
    """The settings of a number that have to be set; none when it is as it should be."""
    return {name: value for name, value in wanted.items() if found.get(name, "") != value}


def _overlap(other: Trunk, wanted: Trunk) -> bool:
    """Whether both would take the same call (reference/livekit.md 1.1); ours takes every one."""
    return (other.numbers, other.callers) == (wanted.numbers, wanted.callers) == ((), ())
