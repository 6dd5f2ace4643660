"""The seam between the carrier and a SIP peer such as LiveKit's SIP service.

Decides what an INVITE looks like from outside and what may be said about it later.
It must not know rooms, trunks or the TwiML that caused the call.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol


def unheard(digits: str) -> None:
    """Keys that nobody listens for."""


@dataclass(eq=False)
class SipInvite:
    """One outgoing SIP dialog of a `<Dial><Sip>` or of a REST call to `sip:` (reference/twilio.md 3.2).

    `params` are the URI parameters (transport, edge, ...), `headers` what follows the `?` in order, already
    decoded; Twilio's own X-Twilio-CallSid and X-Twilio-AccountSid are appended. The peer calls
    `on_ringing`, then `on_answered` or `on_refused(sip_code)`, then `on_bye` when it hangs up itself; or
    nothing at all. It calls back only from a planned action, never from inside `invite`. `on_dtmf` tells of
    keys that the peer sends on the answered dialog, as RFC 4733 events.
    """

    user: str
    host: str
    port: int | None
    params: dict[str, str]
    headers: list[tuple[str, str]]
    from_user: str
    username: str
    password: str
    call_sid: str
    account_sid: str
    on_ringing: Callable[[], None]
    on_answered: Callable[[], None]
    on_refused: Callable[[int], None]
    on_bye: Callable[[], None]
    on_dtmf: Callable[[str], None] = unheard
    note: dict[str, object] = field(default_factory=dict)

    @property
    def uri(self) -> str:
        port = f":{self.port}" if self.port else ""
        params = "".join(f";{name}={value}" for name, value in self.params.items())
        return f"sip:{self.user}@{self.host}{port}{params}"

    @property
    def call_id(self) -> str:
        """The Call-ID header."""
        return f"{self.call_sid.lower()}@sip.invalid"

    def header(self, name: str, default: str = "") -> str:
        """The first header of that name, in any case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), default)


class SipEndpoint(Protocol):
    """A SIP peer as the carrier sees it. It may refuse, never answer or not react at all."""

    def invite(self, call: SipInvite) -> None:
        """A dialog begins; what becomes of it is told through the callbacks of `call`."""

    def cancel(self, call: SipInvite) -> None:
        """The carrier gives up before an answer; no callback follows."""

    def bye(self, call: SipInvite) -> None:
        """The carrier ends an answered dialog; no callback follows."""

    def dtmf(self, call: SipInvite, digits: str) -> None:
        """Keys pressed on the phone behind the answered dialog, as RFC 4733 events."""

    def connected(self, call: SipInvite) -> list[SipInvite]:
        """The other dialogs whose audio `call` is being sent at this moment (same room, both alive)."""


class NoSipPeer:
    """A host that does not exist: INVITEs go nowhere, so Twilio's own timeout decides."""

    def invite(self, call: SipInvite) -> None:
        """Nothing comes back, as when the packets are dropped."""

    def cancel(self, call: SipInvite) -> None:
        """Nobody hears it."""

    def bye(self, call: SipInvite) -> None:
        """Nobody hears it."""

    def dtmf(self, call: SipInvite, digits: str) -> None:
        """Nobody hears it."""

    def connected(self, call: SipInvite) -> list[SipInvite]:
        return []
