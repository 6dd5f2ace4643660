"""The view of a leg: everything that a document may depend on, and nothing else.

Decides nothing. Times, names and texts are already what a person should hear.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """How this deployment is reached and how it reaches LiveKit; the same for every leg.

    `base_url` is PUBLIC_BASE_URL; `sip_host` may carry a port; `music_url` is absolute. `language` is that of
    the catalogue, `locale` that of the voice, which callers are understood in too.
    """

    base_url: str
    music_url: str
    sip_host: str
    sip_transport: str
    sip_username: str
    sip_password: str
    language: str = "en"
    voice: str = "Polly.Joanna-Neural"
    locale: str = "en-US"


@dataclass(frozen=True)
class View:
    """One leg's place and step, the number of its document, and what the sentences need to name."""

    line: Line
    call: str
    leg: str
    number: int
    place: str
    step: str = ""
    note: str = ""
    party: str = "caller"
    identity: str = ""
    entry: int = 0
    conversation: str = ""
    kind: str = ""
    caller: str = ""
    skill: str = ""
    agent: str = ""
    target: str = ""
    progress: str = ""
    position: int = 0
    headline: str = ""
    details: tuple[str, ...] = ()
    answer: str = ""
    skills: tuple[str, ...] = ()

    @property
    def leg_url(self) -> str:
        return f"{self.line.base_url}/twilio/legs/{self.leg}"
