"""Which scenarios can be played against a real LiveKit server, and with which settings.

Decides by one rule: those that ask nothing of LiveKit but what a real server can be made to do. Where it
makes a difference the consult is a LiveKit room, so that there is something to hear.
"""

from __future__ import annotations

from collections.abc import Mapping

IN_A_ROOM = {"CONSULT": "livekit"}
PLAYABLE: Mapping[str, Mapping[str, str]] = {
    "call_answered": {},
    "warm_transfer": {},
    "consult_in_a_room": IN_A_ROOM,
    "merge_then_complete": IN_A_ROOM,
    "swap_and_back": IN_A_ROOM,
    "cancelled_in_the_consult": IN_A_ROOM,
    "b_leaves_the_consult": IN_A_ROOM,
    "rescue": IN_A_ROOM,
    "keys_in_a_room": IN_A_ROOM,
    "b_transfers_on_to_c": IN_A_ROOM,
    "livekit_dies_under_a_talk": {},
    "livekit_hangs_under_a_talk": {},
    "livekit_comes_back": {},
    "sip_service_dies_under_a_talk": {},
    "sip_service_dies_under_the_consult": IN_A_ROOM,
    "sip_service_comes_back": {},
    "redis_dies_under_a_talk": {},
    "redis_dies_in_the_consult": {},
}
