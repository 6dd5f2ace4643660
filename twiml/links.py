"""The URLs that documents hand to the carrier, with the overrides that let a call survive our death.

Decides their form only. What comes back from a document carries its number and what happened
(design 3); a URL without them is never an input.
"""

from __future__ import annotations

from twiml.view import Line, View

# Five more tries, as many as there can be, within the carrier's ceiling of 15 s (reference/twilio.md 1.2).
OVERRIDES = "#rc=5&rp=ct,rt,5xx&rt=3500&tt=15000"


def document(line: Line, leg: str) -> str:
    """Where a leg's current document is fetched: for a dial, a redirect, and no input."""
    return f"{line.base_url}/twilio/legs/{leg}{OVERRIDES}"


def back(view: View, happened: str) -> str:
    """Where this document sends what came of it: keys, silence, ended, again, recorded, spoken."""
    return f"{view.leg_url}?n={view.number}&e={happened}{OVERRIDES}"


def leg_status(line: Line, leg: str) -> str:
    return f"{line.base_url}/twilio/legs/{leg}/status{OVERRIDES}"


def announcement(line: Line, leg: str, note: str) -> str:
    """A sentence that is spoken to a leg over its talk."""
    return f"{line.base_url}/twilio/legs/{leg}/announcement?say={note}{OVERRIDES}"


def entry_status(view: View) -> str:
    """Call progress of the SIP leg that stands for this entry."""
    return f"{view.leg_url}/entry?k={view.entry}{OVERRIDES}"


def conference_status(view: View) -> str:
    return f"{view.line.base_url}/twilio/conferences/{view.conversation}{OVERRIDES}"


def transcription(line: Line, call: str, session: int = 0) -> str:
    """`s` counts the sessions of a call's transcription: each numbers its lines anew."""
    query = f"?s={session}" if session else ""
    return f"{line.base_url}/twilio/calls/{call}/transcription{query}{OVERRIDES}"


def machine(line: Line, leg: str) -> str:
    """Where the carrier says whether a machine picked up."""
    return f"{line.base_url}/twilio/legs/{leg}/machine{OVERRIDES}"


def wait(line: Line) -> str:
    return f"{line.base_url}/twilio/wait{OVERRIDES}"


def fallback(line: Line, attempt: int = 0) -> str:
    query = f"?k={attempt}" if attempt else ""
    return f"{line.base_url}/twilio/fallback{query}{OVERRIDES}"
