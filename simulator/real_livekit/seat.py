"""One participant in a room of the real server, with a tone for a voice and an ear for those of others.

Decides what is done with LiveKit's rtc SDK (reference/livekit.md 8). It must not know SIP: what happens in
the room is told to the one who sits here, in the world.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Protocol

from livekit import rtc

from simulator.real_livekit.tones import RATE, WINDOW, Voices, tone
from simulator.world import Action

WINDOW_MS = 1000 * WINDOW // RATE
# A tone must go on while a busy machine lets nobody fill the queue. It begins at once, however long that is.
QUEUE_MS = 1000
# A track that delivers nothing for so long is silent: the connection is gone.
QUIET, LOOK_EVERY = 0.4, 0.1
GOODBYE_SECONDS = 2.0
KEYS = "0123456789*#"


class Sitter(Protocol):
    """Who sits here. All of these are called in the world, at `at` seconds of its clock where that counts."""

    def seated(self, at: float) -> None:
        """In the room, with a microphone."""

    def turned_away(self, why: str) -> None:
        """The server does not let it in."""

    def accompanied(self, company: bool) -> None:
        """Whether a phone or a microphone of somebody else is in the room."""

    def connected_to(self, identities: frozenset[str]) -> None:
        """Whose audio is sent here."""

    def hears(self, at: float, names: frozenset[str]) -> None:
        """Whose tones are heard."""

    def key(self, digit: str) -> None:
        """Somebody in the room has pressed it."""

    def interrupted(self, at: float, lost: bool) -> None:
        """The connection to the server is lost, or there again."""

    def dismissed(self, reason: str) -> None:
        """Out of the room without having left, by the name that webhooks give the reason."""


class Seat:
    """Everything here runs on the loop; `post` brings news into the world, `clock` is its time."""

    def __init__(
        self, sitter: Sitter, voices: Voices, post: Callable[[Action], None], clock: Callable[[], float]
    ) -> None:
        self._sitter, self._voices, self._post, self._clock = sitter, voices, post, clock
        self._room = rtc.Room()
        self._door = asyncio.Lock()
        self._source: rtc.AudioSource | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._voice: asyncio.Task[None] | None = None
        self._subscribed: dict[str, str] = {}
        self._sounds: dict[str, frozenset[str]] = {}
        self._last_frame: dict[str, float] = {}
        self._heard: frozenset[str] = frozenset()
        self._leaving = self._lost = False
        handlers: dict[str, Callable[..., None]] = {
            "participant_connected": self._company,
            "participant_disconnected": self._company,
            "track_published": self._company,
            "track_unpublished": self._company,
            "track_subscribed": self._track_on,
            "track_unsubscribed": self._track_off,
            "sip_dtmf_received": self._key,
            "reconnecting": lambda *_: self._interrupted(True),
            "reconnected": lambda *_: self._interrupted(False),
            "disconnected": self._disconnected,
        }
        for event, handler in handlers.items():
            self._room.on(event, handler)

    # --- what the one who sits here does ---

    async def join(self, url: str, token: str, identity: str) -> None:
        async with self._door:
            await self._join(url, token, identity)

    async def _join(self, url: str, token: str, identity: str) -> None:
        try:
            await self._room.connect(url, token)
        except rtc.ConnectError as error:
            why = str(error)
            self._post(lambda: self._sitter.turned_away(why))
            return
        self._source = rtc.AudioSource(RATE, 1, queue_size_ms=QUEUE_MS)
        track = rtc.LocalAudioTrack.create_audio_track(identity, self._source)
        # Without gaps in the packets: a steady tone must not be taken for silence.
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE, dtx=False, red=False)
        await self._room.local_participant.publish_track(track, options)
        at = self._clock()
        self._company()
        self._post(lambda: self._sitter.seated(at))
        self._begin(self._notice_quiet())

    def speak(self, hertz: int) -> None:
        """The tone, until the seat is left or falls silent."""
        self._voice = self._begin(self._speak(hertz))

    async def hush(self) -> None:
        """Nothing more is said, not even what waits to be sent; it stays in the room."""
        if self._voice is not None:
            self._voice.cancel()
        if self._source is not None:
            self._source.clear_queue()

    async def press(self, digit: str) -> None:
        await self._room.local_participant.publish_dtmf(code=KEYS.index(digit), digit=digit)

    async def status(self, status: str) -> None:
        await self._room.local_participant.set_attributes({"sip.callStatus": status})

    async def leave(self, says_so: bool = True) -> None:
        """Once. A server that is gone is not waited for. `says_so`: as a leg that hung up, in its status."""
        if self._leaving:
            return
        self._leaving = True
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        # One who is still coming in comes in first.
        async with self._door:
            if says_so and self._room.isconnected() and not self._lost:
                # As the SIP service does: a leg that hung up says so when it leaves (livekit-lab.md f).
                await _at_most(self.status("hangup"))
            await _at_most(self._room.disconnect())
        if self._source is not None:
            await self._source.aclose()

    async def _speak(self, hertz: int) -> None:
        assert self._source is not None, "one sits down before one speaks"
        frame = rtc.AudioFrame(tone(hertz).tobytes(), RATE, 1, WINDOW)
        while not self._leaving:
            await self._source.capture_frame(frame)

    # --- what happens in the room ---

    def _company(self, *_: object) -> None:
        company = any(_counts(other) for other in self._room.remote_participants.values())
        self._post(lambda: self._sitter.accompanied(company))

    def _track_on(
        self, track: rtc.Track, publication: rtc.TrackPublication, other: rtc.RemoteParticipant
    ) -> None:
        if track.kind == rtc.TrackKind.KIND_AUDIO and not self._leaving:
            self._subscribed[track.sid] = other.identity
            self._connected()
            self._begin(self._listen(track))

    def _track_off(
        self, track: rtc.Track, publication: rtc.TrackPublication, other: rtc.RemoteParticipant
    ) -> None:
        self._subscribed.pop(track.sid, None)
        self._sound(track.sid, frozenset())
        self._connected()

    def _connected(self) -> None:
        identities = frozenset(self._subscribed.values())
        self._post(lambda: self._sitter.connected_to(identities))

    def _key(self, dtmf: rtc.SipDTMF) -> None:
        self._post(lambda: self._sitter.key(dtmf.digit))

    def _interrupted(self, lost: bool) -> None:
        self._lost, at = lost, self._clock()
        self._post(lambda: self._sitter.interrupted(at, lost))

    def _disconnected(self, reason: int) -> None:
        name = rtc.DisconnectReason.Name(reason)
        if not self._leaving:
            self._post(lambda: self._sitter.dismissed(name))

    # --- the ear ---

    async def _listen(self, track: rtc.Track) -> None:
        stream = rtc.AudioStream(track, sample_rate=RATE, num_channels=1, frame_size_ms=WINDOW_MS)
        try:
            async for event in stream:
                self._last_frame[track.sid] = self._clock()
                if track.sid in self._subscribed:
                    self._sound(track.sid, self._voices.heard_in(event.frame.data))
        finally:
            self._sound(track.sid, frozenset())
            await stream.aclose()

    async def _notice_quiet(self) -> None:
        while not self._leaving:
            due = self._clock() + LOOK_EVERY
            await asyncio.sleep(LOOK_EVERY)
            # When nobody was let in, not even this one, what has come is only not looked at yet.
            late = self._clock() - due
            for sid, last in list(self._last_frame.items()):
                if self._clock() - late - last > QUIET:
                    self._sound(sid, frozenset())

    def _sound(self, sid: str, names: frozenset[str]) -> None:
        self._sounds[sid] = names
        heard: frozenset[str] = frozenset().union(*self._sounds.values())
        if heard != self._heard:
            self._heard, at = heard, self._clock()
            self._post(lambda: self._sitter.hears(at, heard))

    def _begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._post(lambda: _fail(error))


async def _at_most(work: Coroutine[Any, Any, None]) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(work, GOODBYE_SECONDS)


def _fail(error: BaseException) -> None:
    raise error


def _counts(other: rtc.RemoteParticipant) -> bool:
    """Whether a ringing leg is answered because of this one (reference/livekit-lab.md b)."""
    is_phone = other.kind == rtc.ParticipantKind.PARTICIPANT_KIND_SIP
    return is_phone or any(one.kind == rtc.TrackKind.KIND_AUDIO for one in other.track_publications.values())
