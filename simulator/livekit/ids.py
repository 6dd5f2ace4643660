"""Names that the server gives: `RM_...`, `PA_...`, `EV_...`.

Decides their form only (fixtures of real webhooks). It must not know what they name.
"""

from __future__ import annotations

import string

from simulator.world import World

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def new_id(world: World, prefix: str, length: int = 12) -> str:
    return prefix + "".join(world.random.choices(ALPHABET, k=length))


def new_secret(world: World) -> str:
    """The TURN password of a room, which nobody may log (reference/livekit-lab.md, correction 5)."""
    return "".join(world.random.choices(string.ascii_letters + string.digits, k=43))
