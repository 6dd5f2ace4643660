"""What came of one thing, in a line for the person who asked; and why it failed, in a sentence.

Decides the words. They name settings and never hold a value of one that is secret, nor a whole phone number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random

from bridge.ports.errors import PortError

TRIES = 4
AGAIN = "then run `flask provision` again."


@dataclass(frozen=True)
class Line:
    what: str
    came: str
    failed: bool = False

    def __str__(self) -> str:
        return f"{self.what}: {'FAILED. ' if self.failed else ''}{self.came}"


@dataclass(frozen=True)
class Pause:
    """How long to wait before looking again; by chance, so that two runs do not meet for ever."""

    sleep: Callable[[float], None]
    random: Random

    def __call__(self, attempt: int) -> None:
        self.sleep(self.random.uniform(0.1, 0.3) * 2.0**attempt)


def changed(what: Iterable[str], dry_run: bool = False) -> str:
    return f"{'would change' if dry_run else 'changed'}: {', '.join(what)}"


def look_again(error: PortError) -> bool:
    """It may have worked, may work later, or somebody else was faster: what is there now says more."""
    return error.retryable or error.code in ("invalid_argument", "not_found")


def livekit_failed(error: PortError) -> str:
    if error.fault == "network":
        return f"{error} Check that LIVEKIT_URL is right and that the server runs, {AGAIN}"
    if error.status in (401, 403):
        return (
            "LiveKit does not accept our key: LIVEKIT_API_KEY and LIVEKIT_API_SECRET must be one of the keys "
            f"of the server at LIVEKIT_URL. Correct them, {AGAIN}"
        )
    if error.not_found:
        return f"{error} LIVEKIT_URL leads to something else than a LiveKit server; correct it, {AGAIN}"
    if error.fault == "theirs":
        return f"{error} A server of your own needs Redis for SIP; look into its log, {AGAIN}"
    return f"{error} Look into LiveKit's log for the reason, {AGAIN}"


def twilio_failed(error: PortError) -> str:
    if error.fault == "network":
        return f"{error} Check the network from here to Twilio (or TWILIO_API_BASE_URL), {AGAIN}"
    if error.status in (401, 403):
        return (
            "Twilio does not accept our credentials: TWILIO_AUTH_TOKEN must be the token of "
            f"TWILIO_ACCOUNT_SID, or TWILIO_API_KEY and TWILIO_API_SECRET a key of it. Correct them, {AGAIN}"
        )
    if error.fault == "theirs":
        return f"{error} Wait a minute, {AGAIN}"
    more = f"https://www.twilio.com/docs/api/errors/{error.code} says why. " if error.code else ""
    return f"{error} {more}Correct the setting that it is about, {AGAIN}"
