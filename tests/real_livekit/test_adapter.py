"""Our adapter against the real server: rooms made, found, closed, and a server that is not there.

What the server says to anybody is held against the double in `contract/`; here is what we make of it.
"""

from __future__ import annotations

from contextlib import suppress

import pytest

from bridge.ports.errors import PortError
from bridge.ports.livekit import LiveKit
from bridge.ports.loop import LoopThread
from simulator.real_livekit.api import Api
from simulator.real_livekit.processes import RealLiveKit
from tests.real_livekit.sip_phones import until


def test_a_room_is_made_once_and_deleted_once_however_often_it_is_asked(livekit: LiveKit) -> None:
    for _ in range(2):
        livekit.create("room-twice")
    assert livekit.inside("room-twice") == []
    for _ in range(2):
        livekit.delete("room-twice")


def test_a_wrong_secret_is_our_fault_and_not_tried_again(
    shared_server: RealLiveKit, loop: LoopThread
) -> None:
    port = LiveKit(shared_server.url, shared_server.key, "another-secret-of-at-least-32-characters", loop.run)
    with pytest.raises(PortError) as refused:
        port.create("room-wrong")
    port.close()
    assert (refused.value.status, refused.value.fault, refused.value.retryable) == (401, "ours", False)


def test_a_room_of_a_killed_server_is_gone_soon_after_it_is_back(
    own_server: RealLiveKit, loop: LoopThread
) -> None:
    port = LiveKit(own_server.url, own_server.key, own_server.secret, loop.run)
    port.create("room-left-behind")
    own_server.kill_server()
    own_server.start_server()
    with pytest.raises(PortError):
        port.delete("room-left-behind")
    until(lambda: _is_deleted(port), "the room is deleted", 20)
    assert not Api(own_server.url, own_server.key, own_server.secret).rooms()
    port.close()


def _is_deleted(port: LiveKit) -> bool:
    with suppress(PortError):
        port.delete_left_behind("room-left-behind")
        return True
    return False


def test_a_killed_server_cannot_be_reached_until_it_is_back(
    own_server: RealLiveKit, loop: LoopThread
) -> None:
    port = LiveKit(own_server.url, own_server.key, own_server.secret, loop.run)
    port.ping()
    own_server.kill_server()
    with pytest.raises(PortError) as gone:
        port.ping()
    own_server.start_server()
    port.ping()
    port.close()
    assert (gone.value.fault, gone.value.retryable) == ("network", True)
