"""A browser in a room of the real server: LiveKit's own rtc SDK, without a sound device.

Decides what counts as hearing a tone. It must not know what a token allows.
"""

from __future__ import annotations

import array
import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from livekit import rtc

RATE, FRAME = 48_000, 480
HEARD_AT = 8_000
# Of what is heard, the share of this tone at least.
CLEAR = 0.8
PATIENCE = 15.0


class Browser:
    """`told`: the data that reached it; `out` is set when it is out of its room."""

    def __init__(self) -> None:
        self.room = rtc.Room()
        self.told: asyncio.Queue[bytes] = asyncio.Queue()
        self.out = asyncio.Event()
        self._tracks: asyncio.Queue[tuple[rtc.Track, str]] = asyncio.Queue()
        self._playing: list[asyncio.Task[None]] = []
        self._met: asyncio.Queue[str] = asyncio.Queue()
        self.room.on("participant_connected", lambda who: self._met.put_nowait(who.identity))
        self.room.on("data_received", lambda packet: self.told.put_nowait(packet.data))
        self.room.on("disconnected", lambda reason: self.out.set())
        self.room.on("track_subscribed", lambda track, _, who: self._tracks.put_nowait((track, who.identity)))

    async def join(self, url: str, token: str) -> None:
        """Raises rtc.ConnectError when it is not let in. Asks nobody outside of this machine."""
        nobody = rtc.RtcConfiguration(ice_servers=[rtc.IceServer(urls=["stun:127.0.0.1:3478"])])
        await self.room.connect(url, token, rtc.RoomOptions(auto_subscribe=True, rtc_config=nobody))

    async def meets(self) -> str:
        """Who comes in next, of those that are announced to it. Raises TimeoutError."""
        return await asyncio.wait_for(self._met.get(), PATIENCE)

    @property
    def sees(self) -> set[str]:
        return set(self.room.remote_participants)

    async def plays(self, hertz: int) -> None:
        """Returns when the server has taken the track. Raises PublishTrackError when it does not."""
        source = rtc.AudioSource(RATE, 1)
        track = rtc.LocalAudioTrack.create_audio_track(f"tone-{hertz}", source)
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
        await self.room.local_participant.publish_track(track, options)
        self._playing.append(asyncio.create_task(_play(source, hertz)))

    async def hears(self, hertz: int) -> str:
        """Who plays this tone, of all tracks that it gets. Raises TimeoutError."""
        return await asyncio.wait_for(self._listen(hertz), PATIENCE)

    async def _listen(self, hertz: int) -> str:
        while True:
            track, who = await self._tracks.get()
            stream = rtc.AudioStream(track, sample_rate=HEARD_AT, num_channels=1)
            try:
                async for event in stream:
                    if _share(array.array("h", bytes(event.frame.data)), hertz) > CLEAR:
                        return who
            finally:
                await stream.aclose()

    async def leave(self) -> None:
        for task in self._playing:
            task.cancel()
        await self.room.disconnect()


@asynccontextmanager
async def browsers(count: int) -> AsyncIterator[list[Browser]]:
    """So many of them; whatever happens they are closed."""
    made = [Browser() for _ in range(count)]
    try:
        yield made
    finally:
        for one in made:
            await one.leave()


async def _play(source: rtc.AudioSource, hertz: int) -> None:
    sent = 0
    while True:
        wave = [int(12_000 * math.sin(2 * math.pi * hertz * (sent + n) / RATE)) for n in range(FRAME)]
        sent += FRAME
        await source.capture_frame(rtc.AudioFrame(array.array("h", wave).tobytes(), RATE, 1, FRAME))


def _share(samples: array.array[int], hertz: int) -> float:
    """How much of the sound is this tone, from 0 to 1."""
    energy = sum(one * one for one in samples)
    if energy < 1_000 * len(samples):
        return 0.0
    angle = 2 * math.pi * hertz / HEARD_AT
    real = sum(one * math.cos(angle * n) for n, one in enumerate(samples))
    imaginary = sum(one * math.sin(angle * n) for n, one in enumerate(samples))
    return 2 * (real * real + imaginary * imaginary) / (len(samples) * energy)
