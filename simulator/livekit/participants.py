"""One participant of a room: what the API and the webhooks say about it, and its one audio track.

Decides the messages (fixtures of real webhooks) and who counts as somebody who can be heard. It must not know
SIP: whoever is behind the participant hangs itself in by `removed` and `company`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from livekit.protocol import models

from simulator.livekit.ids import new_id
from simulator.world import World

if TYPE_CHECKING:
    from simulator.livekit.room import Room

State = models.ParticipantInfo.State
Kind = models.ParticipantInfo.Kind
DEPENDENT = frozenset({Kind.AGENT, Kind.EGRESS})


def ignore(reason: str) -> None:
    """The default for one who needs not be told."""


def nothing() -> None:
    """The default for one who does not wait for company."""


@dataclass(eq=False)
class Participant:
    """`removed(reason)` is called when the server throws it out, `company()` when others can be heard.

    `answerable` is for SIP legs: from then on others may be answered because of it. `keys` are the DTMF
    events that have reached it; `unheard` the tracks that it has been unsubscribed from.
    """

    world: World
    info: models.ParticipantInfo
    removed: Callable[[str], None] = ignore
    company: Callable[[], None] = nothing
    track: models.TrackInfo | None = None
    room: Room | None = None
    answerable: bool = False
    keys: str = ""
    unheard: set[str] = field(default_factory=set)

    @property
    def identity(self) -> str:
        return self.info.identity

    @property
    def is_sip(self) -> bool:
        return self.info.kind == Kind.SIP

    @property
    def is_active(self) -> bool:
        return self.info.state == State.ACTIVE

    @property
    def is_dependent(self) -> bool:
        """Agents and recorders neither keep a room open nor take a place in it (reference/livekit.md 3)."""
        return self.info.kind in DEPENDENT

    @property
    def is_hidden(self) -> bool:
        return self.info.permission.hidden

    @property
    def is_company(self) -> bool:
        """Whether a ringing leg is answered because of it; a muted track counts, a hidden one does not."""
        return (self.track is not None and not self.is_hidden) or (self.is_sip and self.answerable)

    def hears(self, other: Participant) -> bool:
        """Whether the voice of one who is answered in the same room is sent to this one."""
        # Without a track: the instant between answer and publication, or somebody who may not publish.
        if other.track is None:
            return other.info.permission.can_publish
        return not other.track.muted and other.track.sid not in self.unheard

    def publish(self) -> models.TrackInfo:
        codec = models.SimulcastCodecInfo(
            mime_type="audio/opus",
            mid="0",
            cid="audio",
            video_layer_mode="ONE_SPATIAL_LAYER_PER_STREAM",
        )
        self.track = models.TrackInfo(
            sid=new_id(self.world, "TR_AM"),
            name=self.identity,
            source="MICROPHONE",
            mime_type="audio/opus",
            mid="0",
            codecs=[codec],
            stream="camera",
            version=models.TimedVersion(unix_micro=int(self.world.now * 1e6)),
            backup_codec_policy="SIMULCAST",
        )
        self.info.is_publisher = True
        self.changed()
        return self.track

    def changed(self) -> None:
        self.info.version += 1

    def renew(self) -> None:
        """It joins once more, as somebody whom the server does not know."""
        self.info.ClearField("disconnect_reason")
        self.info.sid, self.info.state, self.info.version = new_id(self.world, "PA_"), State.JOINED, 1
        self.info.joined_at, self.info.joined_at_ms = int(self.world.now), int(self.world.now * 1000)
        self.info.is_publisher, self.track = False, None
        self.unheard.clear()

    def described(self) -> models.ParticipantInfo:
        """As the API describes it: with its tracks, which webhooks leave out."""
        info = models.ParticipantInfo()
        info.CopyFrom(self.info)
        info.tracks.extend([self.track] if self.track else [])
        return info


def new_participant(
    world: World,
    identity: str,
    kind: str,
    name: str = "",
    metadata: str = "",
    attributes: Mapping[str, str] | None = None,
    hidden: bool = False,
    publishes: bool = True,
) -> Participant:
    """Somebody who is about to join; `kind` is standard, agent, egress, ingress or sip."""
    permission = models.ParticipantPermission(
        can_subscribe=True,
        can_publish=publishes,
        can_publish_data=publishes,
        can_update_metadata=kind == "sip",
        hidden=hidden,
        agent=kind == "agent",
    )
    info = models.ParticipantInfo(
        sid=new_id(world, "PA_"),
        identity=identity,
        state="JOINED",
        metadata=metadata,
        joined_at=int(world.now),
        joined_at_ms=int(world.now * 1000),
        name=name,
        version=1,
        permission=permission,
        kind=kind.upper(),
        attributes=attributes or {},
    )
    return Participant(world, info)
