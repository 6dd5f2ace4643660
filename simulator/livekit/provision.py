"""A server that is set up as recommended, for scenarios that begin on a ready system.

Decides the settings of reference/livekit.md section 12, made through the double's own API. It must not know
how an application would set them up itself.
"""

from __future__ import annotations

from google.protobuf.duration_pb2 import Duration
from livekit.protocol import sip

from simulator.livekit.server import LiveKitServer

HEADERS = {"x-bridge-call": "bridge.call", "x-bridge-leg": "bridge.leg"}


def provisioned(server: LiveKitServer, username: str, password: str) -> tuple[str, str]:
    """Make the one inbound trunk and the one callee rule; their ids."""
    trunk = sip.SIPInboundTrunkInfo(
        name="warm-bridge",
        auth_username=username,
        auth_password=password,
        headers_to_attributes=HEADERS,
        ringing_timeout=Duration(seconds=120),
        # No media_timeout: a vanished leg stays for 47 s then (reference/livekit-lab.md, correction 2).
    )
    made = server.sip_api.create_trunk(sip.CreateSIPInboundTrunkRequest(trunk=trunk))
    # Without trunk_ids the rule would let anybody in (reference/livekit-lab.md d).
    rule = sip.SIPDispatchRuleInfo(
        name="warm-bridge",
        trunk_ids=[made.sip_trunk_id],
        rule=sip.SIPDispatchRule(dispatch_rule_callee=sip.SIPDispatchRuleCallee()),
    )
    taken = server.sip_api.create_rule(sip.CreateSIPDispatchRuleRequest(dispatch_rule=rule))
    return made.sip_trunk_id, taken.sip_dispatch_rule_id
