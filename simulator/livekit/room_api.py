"""The RoomService API: rooms and the people in them.

Decides who may ask for what, and answers and errors of each method (reference/livekit.md 3,
reference/livekit-lab.md f). It must not know HTTP or Twirp's encodings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from google.protobuf.message import Message
from livekit.protocol import models, room

from simulator.livekit.participants import Participant
from simulator.livekit.tokens import Claims
from simulator.livekit.twirp import Method, Methods, TwirpError

if TYPE_CHECKING:
    from simulator.livekit.server import LiveKitServer

LONGEST_NAME = 256
NO_RESPONSE = 3.0  # believed: how long the server waits for a participant that nobody runs


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
        return {f"livekit.RoomService/{name}": Method(*row) for name, row in table.items()}

    # --- rooms ---

    def create_room(self, request: room.CreateRoomRequest) -> models.Room:
        """Idempotent: a room of that name is kept, with its sid (reference/livekit.md 3)."""
        if not request.name:
            raise TwirpError("invalid_argument", "no room name")
        if len(request.name) > LONGEST_NAME:
            raise TwirpError("invalid_argument", "room name length exceeds limits")
        return self.rooms.create(request.name, request).described()

    def list_rooms(self, request: room.ListRoomsRequest) -> room.ListRoomsResponse:
        return room.ListRoomsResponse(rooms=self.rooms.described(request.names))

    def delete_room(self, request: room.DeleteRoomRequest) -> room.DeleteRoomResponse:
        """A room of a crashed server is run once more, only to be closed."""
        if not self.rooms.knows(request.room):
            raise TwirpError("not_found", "requested room does not exist")
        self.rooms.create(request.room, room.CreateRoomRequest()).close("ROOM_DELETED")
        return room.DeleteRoomResponse()

    def update_room_metadata(self, request: room.UpdateRoomMetadataRequest) -> models.Room:
        if not self.rooms.knows(request.room):
            raise TwirpError("not_found", "requested room does not exist")
        found = self.rooms.create(request.room, room.CreateRoomRequest())
        found.info.metadata = request.metadata
        return found.described()

    # --- participants ---

    def list_participants(self, request: room.ListParticipantsRequest) -> room.ListParticipantsResponse:
        """An unknown room has an empty list, it is no error (reference/livekit-lab.md f)."""
        return room.ListParticipantsResponse(participants=self.rooms.people(request.room).values())

    def get_participant(self, request: room.RoomParticipantIdentity) -> models.ParticipantInfo:
        found = self.rooms.people(request.room).get(request.identity)
        if found is None:
            raise TwirpError("not_found", "participant does not exist")
        return found

    def remove_participant(self, request: room.RoomParticipantIdentity) -> room.RemoveParticipantResponse:
        # The entry is gone before the answer is: the real server waits for that, then BYE follows.
        participant = self._participant(request)
        self.rooms.live[request.room].remove(participant, "PARTICIPANT_REMOVED")
        return room.RemoveParticipantResponse()

    def mute_published_track(self, request: room.MuteRoomTrackRequest) -> room.MuteRoomTrackResponse:
        track = self._participant(request).track
        if track is None or track.sid != request.track_sid:
            raise TwirpError("not_found", "track is not found")
        if not request.muted and not self.server.enable_remote_unmute:
            raise TwirpError("failed_precondition", "remote unmute not enabled")
        track.muted = request.muted
        return room.MuteRoomTrackResponse(track=track)

    def update_participant(self, request: room.UpdateParticipantRequest) -> models.ParticipantInfo:
        """Attributes are merged, an empty value deletes one; who may not publish loses its track."""
        participant = self._participant(request)
        info = participant.info
        info.name, info.metadata = request.name or info.name, request.metadata or info.metadata
        for key, value in request.attributes.items():
            if value:
                info.attributes[key] = value
            elif key in info.attributes:
                del info.attributes[key]
        if request.HasField("permission"):
            info.permission.CopyFrom(request.permission)
            if not request.permission.can_publish:
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

    def only_in_the_cloud(self, request: Message) -> Message:
        """What the open server has no code for (reference/livekit-lab.md, correction 13)."""
        raise TwirpError("unknown", "not implemented", wrong=True)

    def _participant(self, request: Any) -> Participant:
        found = self.rooms.live.get(request.room)
        if found and request.identity in found.participants:
            return found.participants[request.identity]
        # Listed by a server that crashed: there is nobody who could carry the order out.
        if request.identity in self.rooms.people(request.room):
            raise TwirpError("unavailable", "no response from servers", delay=NO_RESPONSE)
        raise TwirpError("not_found", "participant does not exist")


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
    allowed = bool(video.get("roomAdmin")) and video.get("room") == request.room
    return allowed and (not destination or video.get("destinationRoom") == destination)
