"""People of LiveKit's own rtc SDK, in a process of their own: a native panic ends this one, not the tests.

Reads one JSON order a line (`join`, `leave`) and says by one JSON line that it is done, or why not.
"""

from __future__ import annotations

import asyncio
import json
import math
import sys
from array import array
from typing import Any

from livekit import rtc

RATE, FRAME = 48000, 480
TONE = array("h", (round(3000 * math.sin(2 * math.pi * 400 * i / RATE)) for i in range(FRAME)))


class Guest:
    """One connection; whoever publishes sends a tone until it leaves."""

    def __init__(self, room: rtc.Room) -> None:
        self._room = room
        self._talk: asyncio.Task[None] | None = None

    async def publish(self, name: str) -> None:
        source = rtc.AudioSource(RATE, 1)
        track = rtc.LocalAudioTrack.create_audio_track(name, source)
        # No redundant audio: LiveKit's SIP service sends none.
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE, red=False)
        # The server tells of a track once it hears something.
        self._talk = asyncio.create_task(_talk(source))
        await self._room.local_participant.publish_track(track, options)

    async def leave(self) -> None:
        await self._room.disconnect()
        if self._talk:
            self._talk.cancel()


async def _talk(source: rtc.AudioSource) -> None:
    while True:
        await source.capture_frame(rtc.AudioFrame(TONE.tobytes(), RATE, 1, FRAME))


async def _obey(order: dict[str, Any], guests: dict[str, Guest]) -> None:
    identity = order["identity"]
    if order["do"] == "leave":
        await guests.pop(identity).leave()
        return
    room = rtc.Room()
    # Without a list of ours it would ask for the server's.
    nobody = rtc.RtcConfiguration(ice_servers=[rtc.IceServer(urls=["stun:127.0.0.1:3478"])])
    await room.connect(order["url"], order["token"], rtc.RoomOptions(rtc_config=nobody))
    guests[identity] = guest = Guest(room)
    if order["publishes"]:
        await guest.publish(identity)


async def main() -> None:
    orders = asyncio.StreamReader()
    reading = asyncio.StreamReaderProtocol(orders)
    await asyncio.get_running_loop().connect_read_pipe(lambda: reading, sys.stdin)
    guests: dict[str, Guest] = {}
    while line := await orders.readline():
        problem = ""
        try:
            await _obey(json.loads(line), guests)
        except rtc.ConnectError as error:
            problem = str(error)
        print(json.dumps({"problem": problem}), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
