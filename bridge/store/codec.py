"""Calls and effects as text and back.

Decides the stored form: JSON of the core's own dataclasses. What is missing has its default. A key that a
newer version stored and this one does not know is ignored, and gone once this one stores the call: during
a deploy a new field may fall back to its default at any time, and new code must live with that.
"""

from __future__ import annotations

from typing import get_args

from pydantic import TypeAdapter, ValidationError

from bridge.core.effects import Outgoing
from bridge.core.state import Call

_CALL = TypeAdapter(Call)
_EFFECTS = {kind.__name__: TypeAdapter(kind) for kind in get_args(Outgoing)}
EFFECT_KINDS = frozenset(_EFFECTS)


class Unreadable(Exception):
    """A newer process stored a value that this one does not know. Retryable: another process may know it."""


def dump_call(call: Call) -> str:
    return _CALL.dump_json(call, exclude_defaults=True).decode()


def parse_call(body: str) -> Call:
    """Raises Unreadable, which says where but not what: it goes into logs (design 6.9)."""
    try:
        return _CALL.validate_json(body)
    except ValidationError as error:
        where = [".".join(map(str, one["loc"])) for one in error.errors(include_input=False)]
    raise Unreadable(", ".join(where))


def dump_effect(effect: Outgoing) -> str:
    return _EFFECTS[type(effect).__name__].dump_json(effect).decode()


def parse_effect(kind: str, body: str) -> Outgoing:
    effect: Outgoing = _EFFECTS[kind].validate_json(body)
    return effect
