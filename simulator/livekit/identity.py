"""Who a SIP leg is in its room: identity, name and attributes, from the INVITE, the trunk and the rule.

Decides what was measured (reference/livekit-lab.md a), in the order of precedence of reference/livekit.md
1.4. It must not know what becomes of the leg.
"""

from __future__ import annotations

import hashlib
import re

from livekit.protocol import sip

from simulator.livekit.participants import Participant, new_participant
from simulator.livekit.routing import Rule, Trunk
from simulator.twilio.sip import SipInvite
from simulator.world import World

FROM_HOST = "sip.twilio.com"  # the host of Twilio's From header (reference/livekit.md 11)
AUTOMATIC = {"x-twilio-accountsid": "sip.twilio.accountSid", "x-twilio-callsid": "sip.twilio.callSid"}
CUSTOM_HEADER = re.compile(r"[Xx]-[A-Za-z0-9-]+|User-to-User", re.IGNORECASE)


def called_user(invite: SipInvite) -> str:
    """The To user, cut where LiveKit's URI parser cuts it (reference/livekit-lab.md d)."""
    return re.split("[:;]", invite.user)[0]


def participant_for(
    world: World, invite: SipInvite, trunk: Trunk | None, rule: Rule, call_id: str, call_tag: str
) -> Participant:
    hides = rule.hide_phone_number
    shown = invite.from_user[-4:] if hides else invite.from_user
    who = hashlib.sha256(invite.from_user.encode()).digest()[:8].hex() if hides else invite.from_user
    attributes = {
        **rule.attributes,
        "sip.callID": call_id,
        "sip.trunkID": trunk.sip_trunk_id if trunk else "",
        "sip.ruleID": rule.sip_dispatch_rule_id,
    }
    if not hides:
        attributes |= {"sip.phoneNumber": invite.from_user, "sip.hostname": FROM_HOST}
        attributes["sip.trunkPhoneNumber"] = called_user(invite)
    attributes |= _from_headers(invite, trunk)
    attributes |= {"sip.callIDFull": invite.call_id, "sip.callTag": call_tag, "sip.callStatus": "ringing"}
    return new_participant(world, f"sip_{who}", "sip", f"Phone {shown}", rule.metadata, attributes)


def problems_of(invite: SipInvite) -> list[str]:
    """Headers that would not arrive: Twilio and SIP want `x-` names and no control characters."""
    return [
        f"INVITE {invite.user}: header {name!r} with value {value!r} is no X- header"
        for name, value in invite.headers
        if not CUSTOM_HEADER.fullmatch(name) or not value.isprintable()
    ]


def _from_headers(invite: SipInvite, trunk: Trunk | None) -> dict[str, str]:
    found = {}
    mapped = (
        {name.lower(): attribute for name, attribute in trunk.headers_to_attributes.items()} if trunk else {}
    )
    wanted = trunk.include_headers if trunk else sip.SIPHeaderOptions.Value("SIP_NO_HEADERS")
    for name, value in reversed(invite.headers):  # the first of several headers of one name wins
        name = name.lower()
        if wanted == sip.SIPHeaderOptions.Value("SIP_ALL_HEADERS") or (wanted and name.startswith("x-")):
            found[f"sip.h.{name}"] = value
        for table in (mapped, AUTOMATIC):
            if name in table:
                found[table[name]] = value
    return found
