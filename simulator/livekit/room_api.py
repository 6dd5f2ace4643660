"""The RoomService API: rooms and the people in them.

Decides who may ask for what, and answers and errors of each method (reference/livekit.md 3,
reference/livekit-lab.md f). It must not know HTTP or Twirp's encodings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from google.protobuf.message import Message
from livekit.protocol import models, room

from simulator.livekit.participants import Participant
from simulator.livekit.room import Room
from simulator.livekit.tokens import Claims
from simulator.livekit.twirp import Method, Methods, TwirpError, bad_argument, inner, no_response

if TYPE_CHECKING:
    from simulator.livekit.server import LiveKitServer

# Bytes, all of them.
LONGEST_NAME, LONGEST_METADATA, LONGEST_ATTRIBUTES = 256, 512 * 1024, 64 * 1024
# What each method says before Redis's own error while that is down (simulator.livekit.twirp.Method).
READS = {
    "CreateRoom": "could not get node for room: ",
    "ListRooms": "could not get rooms: ",
    **dict.fromkeys(("MutePublishedTrack", "UpdateSubscriptions", "MoveParticipant", "ForwardParticipant")),
}


class RoomApi:
    """The methods, on the rooms of one server."""

    def __init__(self, server: LiveKitServer) -> None:
        self.server, self.rooms = server, server.known_rooms

    def methods(self) -> Methods:
        table: dict[str, tuple[type[Message], Any, Any]] = {
            "CreateRoom": (room.CreateRoomRequest, _may_create, self.create_room),
            "ListRooms": (room.ListRoomsRequest, _may_list, self.list_rooms),
            "DeleteRoom": (room.DeleteRoomRequest, _may_create, self.delete_room),
            "UpdateRoomMetadata": (room.UpdateRoomMetadataRequest, _is_admin, self.update_room_metadata),
            "ListParticipants": (room.ListParticipantsRequest, _is_admin, self.list_participants),
            "GetParticipant": (room.RoomParticipantIdentity, _is_admin, self.get_participant),
            "RemoveParticipant": (room.RoomParticipantIdentity, _is_admin, self.remove_participant),
            "MutePublishedTrack": (room.MuteRoomTrackRequest, _is_admin, self.mute_published_track),
            "UpdateParticipant": (room.UpdateParticipantRequest, _is_admin, self.update_participant),
            "UpdateSubscriptions": (room.UpdateSubscriptionsRequest, _is_admin, self.update_subscriptions),
            "MoveParticipant": (room.MoveParticipantRequest, _is_admin, self.only_in_the_cloud),
            "ForwardParticipant": (room.ForwardParticipantRequest, _is_admin, self.only_in_the_cloud),
        }
        return {
            f"livekit.RoomService/{name}": Method(*row, READS.get(name, "")) for name, row in table.items()
        }

    # --- rooms ---

    def create_room(self, request: room.CreateRoomRequest) -> models.Room:
        """Idempotent: a room of that name is kept, with its sid (reference/livekit.md 3)."""
        if not request.name:
            # The real server makes it all the same; whoever asks for it has made a mistake.
            self.server.violation("CreateRoom: a room without a name")
        if len(request.name.encode()) > LONGEST_NAME:
            problem = f"room name length exceeds limits: max length {LONGEST_NAME}"
            raise inner("invalid_argument", problem)
        _check_size("metadata size", len(request.metadata.encode()), LONGEST_METADATA)
        if not self.rooms.has_node:
            raise TwirpError("unknown", "could not find any available nodes")
        if self.rooms.is_misplaced(request.name):
            raise no_response()
        if request.room_preset:
            raise inner("invalid_argument", "unknown room configuration in create room request")
        return self.rooms.create(request.name, request).described()

    def list_rooms(self, request: room.ListRoomsRequest) -> room.ListRoomsResponse:
        return room.ListRoomsResponse(rooms=self.rooms.described(request.names))

    def delete_room(self, request: room.DeleteRoomRequest) -> room.DeleteRoomResponse:
        self._room(request.room).close("ROOM_DELETED")
        return room.DeleteRoomResponse()

    def update_room_metadata(self, request: room.UpdateRoomMetadataRequest) -> models.Room:
        _check_size("metadata size", len(request.metadata.encode()), LONGEST_METADATA)
        found = self._room(request.room)
        found.info.metadata = request.metadata
        return found.described()

    def _room(self, name: str) -> Room:
        """A room that runs: one of a crashed server is known, but nobody carries out what it is told."""
        if not self.rooms.knows(name):
            raise inner("not_found", "requested room does not exist")
        if name not in self.rooms.live:
            raise no_response()
        return self.rooms.live[name]

    # --- participants ---

    def list_participants(self, request: room.ListParticipantsRequest) -> room.ListParticipantsResponse:
        """An unknown room has an empty list, it is no error (reference/livekit-lab.md f)."""
        return room.ListParticipantsResponse(participants=self.rooms.people(request.room).values())

    def get_participant(self, request: room.RoomParticipantIdentity) -> models.ParticipantInfo:
        found = self.rooms.people(request.room).get(request.identity)
        if found is None:
            raise inner("not_found", "participant does not exist")
        return found

    def remove_participant(self, request: room.RoomParticipantIdentity) -> room.RemoveParticipantResponse:
        # The entry is gone before the answer is: the real server waits for that, then BYE follows.
        participant = self._listed(request)
        self.rooms.live[request.room].remove(participant, "PARTICIPANT_REMOVED")
        return room.RemoveParticipantResponse()

    def mute_published_track(self, request: room.MuteRoomTrackRequest) -> room.MuteRoomTrackResponse:
        """A track that nobody has is no error: the answer is empty then."""
        track = self._participant(request).track
        if not request.muted and not self.server.enable_remote_unmute:
            raise inner("failed_precondition", "remote unmute not enabled")
        if track is None or track.sid != request.track_sid:
            return room.MuteRoomTrackResponse()
        track.muted = request.muted
        return room.MuteRoomTrackResponse(track=track)

    def update_participant(self, request: room.UpdateParticipantRequest) -> models.ParticipantInfo:
        """Attributes are merged, an empty value deletes one; who may not publish loses its track."""
        _check_size("name length", len(request.name.encode()), LONGEST_NAME)
        _check_size("metadata size", len(request.metadata.encode()), LONGEST_METADATA)
        sizes = [len(f"{key}{value}".encode()) for key, value in request.attributes.items()]
        _check_size("attribute size", sum(sizes), LONGEST_ATTRIBUTES)
        participant = self._listed(request)
        info = participant.info
        info.name, info.metadata = request.name or info.name, request.metadata or info.metadata
        for key, value in request.attributes.items():
            if value:
                info.attributes[key] = value
            elif key in info.attributes:
                del info.attributes[key]
        if request.HasField("permission") and request.permission != info.permission:
            info.permission.CopyFrom(request.permission)
            info.is_publisher = request.permission.can_publish
            if not info.is_publisher:
                self.rooms.live[request.room].unpublish(participant)
        participant.changed()
        return participant.described()

    def update_subscriptions(
        self, request: room.UpdateSubscriptionsRequest
    ) -> room.UpdateSubscriptionsResponse:
        participant = self._participant(request)
        tracks = {*request.track_sids, *(sid for one in request.participant_tracks for sid in one.track_sids)}
        if request.subscribe:
            participant.unheard -= tracks
        else:
            participant.unheard |= tracks
        return room.UpdateSubscriptionsResponse()

    def only_in_the_cloud(self, request: Any) -> Message:
        """What the open server has no code for (reference/livekit-lab.md, correction 13)."""
        if request.room == request.destination_room:
            raise bad_argument("destination room cannot be the same as source room")
        self._participant(request)
        raise inner("unknown", "not implemented", wrong=True)

    def _listed(self, request: Any) -> Participant:
        """These methods look into the list first, and may say that somebody is not there."""
        if request.identity not in self.rooms.people(request.room):
            raise inner("not_found", "participant does not exist")
        return self._participant(request)

    def _participant(self, request: Any) -> Participant:
        """An order to somebody who is not there reaches nobody, nor one to an entry of a crashed server."""
        found = self.rooms.live.get(request.room)
        if found is None or request.identity not in found.participants:
            raise no_response()
        return found.participants[request.identity]


def _check_size(what: str, size: int, limit: int) -> None:
    if size > limit:
        raise bad_argument(f"{what} exceeds limits", limit)


def _video(claims: Claims) -> Claims:
    found = claims.get("video")
    return found if isinstance(found, dict) else {}


def _may_create(claims: Claims, request: Message) -> bool:
    return bool(_video(claims).get("roomCreate"))


def _may_list(claims: Claims, request: Message) -> bool:
    return bool(_video(claims).get("roomList"))


def _is_admin(claims: Claims, request: Any) -> bool:
    """A token is for one room; moving somebody needs a second one in it."""
    video = _video(claims)
    destination = getattr(request, "destination_room", "")
    allowed = bool(video.get("roomAdmin")) and video.get("room", "") == request.room
    return allowed and (not destination or video.get("destinationRoom") == destination)
