"""A server that is set up as recommended, for scenarios that begin on a ready system.

Decides the settings of reference/livekit.md section 12, made through the double's own API. It must not know
how an application would set them up itself.
"""

from __future__ import annotations

from google.protobuf.duration_pb2 import Duration
from livekit.protocol import room, sip

from simulator.livekit.server import LiveKitServer

HEADERS = {"x-bridge-call": "bridge.call", "x-bridge-leg": "bridge.leg"}
# Of Twilio's eight regions (twilio.com/docs/sip-trunking/ip-addresses).
TWILIO = (
    *("54.172.60.0/30", "54.244.51.0/30", "54.171.127.192/30", "35.156.191.128/30"),
    *("54.65.63.192/30", "54.169.127.128/30", "54.252.254.64/30", "177.71.206.192/30"),
)
HOUR = 3600


def provisioned(server: LiveKitServer, username: str, password: str) -> tuple[str, str]:
    """Make the one inbound trunk and the one callee rule; their ids."""
    trunk = sip.SIPInboundTrunkInfo(
        name="warm-bridge",
        auth_username=username,
        auth_password=password,
        allowed_addresses=TWILIO,
        headers_to_attributes=HEADERS,
        ringing_timeout=Duration(seconds=120),
        max_call_duration=Duration(seconds=4 * HOUR + 300),
        media=sip.SIPMediaConfig(encryption="SIP_MEDIA_ENCRYPT_ALLOW", media_timeout=Duration(seconds=60)),
    )
    made = server.sip_api.create_trunk(sip.CreateSIPInboundTrunkRequest(trunk=trunk))
    # Without trunk_ids the rule would let anybody in (reference/livekit-lab.md d).
    rule = sip.SIPDispatchRuleInfo(
        name="warm-bridge",
        trunk_ids=[made.sip_trunk_id],
        rule=sip.SIPDispatchRule(dispatch_rule_callee=sip.SIPDispatchRuleCallee()),
        room_config=room.RoomConfiguration(empty_timeout=HOUR, departure_timeout=HOUR, max_participants=20),
    )
    taken = server.sip_api.create_rule(sip.CreateSIPDispatchRuleRequest(dispatch_rule=rule))
    return made.sip_trunk_id, taken.sip_dispatch_rule_id
