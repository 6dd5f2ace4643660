"""What a listener's token says, read by the simulator's own reader of tokens.

What LiveKit makes of it is tried on a real server, in tests/real_livekit.
"""

from __future__ import annotations

import pytest

from bridge.ports.livekit_tokens import listener_token
from simulator.livekit.tokens import LEEWAY, TokenRefused, read_token
from tests.bridge.examples import NOW
from tests.bridge.livekit_double import KEY, SECRET


def test_a_token_allows_to_hear_one_room_unseen_and_nothing_else() -> None:
    token = listener_token(KEY, SECRET, "room-1", "listener-1", NOW + 0.7, 600)
    assert read_token(token, KEY, SECRET, NOW + 1) == {
        "iss": KEY,
        "sub": "listener-1",
        "nbf": int(NOW),
        "exp": int(NOW) + 600,
        "kind": "agent",
        "video": {
            "room": "room-1",
            "roomJoin": True,
            "hidden": True,
            "canSubscribe": True,
            "canPublish": False,
            "canPublishData": False,
            "canUpdateOwnMetadata": False,
        },
    }


def test_nobody_comes_in_when_its_time_is_over() -> None:
    token = listener_token(KEY, SECRET, "room-1", "listener-1", NOW, 600)
    with pytest.raises(TokenRefused, match="expired"):
        read_token(token, KEY, SECRET, NOW + 601 + LEEWAY)
