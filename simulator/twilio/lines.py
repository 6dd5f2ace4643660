"""What is at the far end of a leg: a phone, or a SIP dialog with another system.

Decides how a SIP URI becomes an INVITE and how its answers come back (reference/twilio.md 3.2).
It must not know documents or conferences.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote

from simulator.twilio.sip import SipEndpoint, SipInvite

if TYPE_CHECKING:
    from simulator.twilio.calls import Call

NOT_ACCEPTABLE = 488
SIP_URI = re.compile(r"sips?:(?:([^@]+)@)?([^:;?]+)(?::(\d+))?((?:;[^;?]+)*)(?:\?(.*))?", re.DOTALL)


class Line(Protocol):
    """The far end of a leg, as the carrier drives it; it answers by the `far_...` methods of the call."""

    @property
    def is_machine(self) -> bool:
        """Whether what answers is an answering machine, for answering machine detection."""

    def ring(self, call: Call) -> None:
        """An outgoing leg reaches this end."""

    def cancel(self, call: Call) -> None:
        """The carrier gives up before an answer."""

    def bye(self, call: Call) -> None:
        """The carrier hangs an answered leg up."""

    def dtmf(self, call: Call, digits: str) -> None:
        """Keys that somebody else on the leg has pressed."""


class NoLine:
    """A number that nobody has: the network refuses the call."""

    is_machine = False

    def ring(self, call: Call) -> None:
        call.far_refused(404)

    def cancel(self, call: Call) -> None:
        """Never reached: the call is refused at once."""

    def bye(self, call: Call) -> None:
        """Never reached: the call is refused at once."""

    def dtmf(self, call: Call, digits: str) -> None:
        """Never reached: the call is refused at once."""


class SipLine:
    """A SIP dialog to another system; one per leg."""

    is_machine = False

    def __init__(
        self, sip: SipEndpoint, uri: str, username: str, password: str, secure_accepted: bool
    ) -> None:
        self.sip, self.uri, self.username, self.password = sip, uri.strip(), username, password
        self.secure_accepted = secure_accepted
        self.invite: SipInvite | None = None

    def ring(self, call: Call) -> None:
        invite = self._build(call)
        if invite is None:
            return call.far_refused(400)
        if invite.params.get("secure") == "true" and not self.secure_accepted:
            return call.far_refused(NOT_ACCEPTABLE)
        self.invite = invite
        return self.sip.invite(invite)

    def cancel(self, call: Call) -> None:
        if self.invite:
            self.sip.cancel(self.invite)

    def bye(self, call: Call) -> None:
        if self.invite:
            self.sip.bye(self.invite)

    def dtmf(self, call: Call, digits: str) -> None:
        if self.invite:
            self.sip.dtmf(self.invite, digits)

    def _build(self, call: Call) -> SipInvite | None:
        match = SIP_URI.fullmatch(self.uri)
        if match is None:
            return None
        carries_child = call.carrier.switches.invite_carries_child_sid or call.parent is None
        told_sid = call.sid if carries_child or call.parent is None else call.parent.sid
        own = [("X-Twilio-AccountSid", call.carrier.account_sid), ("X-Twilio-CallSid", told_sid)]
        return SipInvite(
            user=unquote(match[1] or ""),
            host=match[2],
            port=int(match[3]) if match[3] else None,
            params=dict(_pair(part) for part in match[4].split(";")[1:]),
            headers=[_decoded(part) for part in (match[5] or "").split("&") if part] + own,
            from_user=call.from_,
            username=self.username,
            password=self.password,
            call_sid=call.sid,
            account_sid=call.carrier.account_sid,
            on_ringing=call.far_ringing,
            on_answered=call.far_answered,
            on_refused=call.far_refused,
            on_bye=call.far_bye,
            on_dtmf=lambda digits: _keys(call, digits),
        )


def _keys(call: Call, digits: str) -> None:
    """Keys from the SIP peer count as pressed at the far end: whoever is bridged with the leg hears them."""
    for digit in digits:
        call.far_key(digit)


def _pair(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name, value


def _decoded(text: str) -> tuple[str, str]:
    name, value = _pair(text)
    return name, unquote(value)
