"""Twilio's half: our number asks this deployment about its calls.

Decides when to look again. What should be set is `wanted.py`'s business.
"""

from __future__ import annotations

from bridge.ports.errors import PortError
from bridge.ports.twilio_numbers import TwilioNumbers
from bridge.provision.outcome import AGAIN, TRIES, Line, Pause, changed, look_again, twilio_failed
from bridge.provision.plan import number_changes
from bridge.provision.wanted import LABELS, wanted_number
from bridge.settings import Settings
from bridge.spoken import masked

NOT_OURS = (
    "TWILIO_NUMBER is none of the numbers of TWILIO_ACCOUNT_SID: correct one of the two, or buy the number "
    f"in the Twilio console, {AGAIN}"
)


def settle_number(numbers: TwilioNumbers, settings: Settings, pause: Pause, dry_run: bool) -> Line:
    """The number's webhooks are as wanted, or a sentence says why not."""
    what = f"Twilio number {masked(settings.twilio_number)}"
    begun: tuple[str, ...] = ()
    attempt = 0
    while True:
        try:
            found = numbers.find(settings.twilio_number)
            if found is None:
                return Line(what, NOT_OURS, failed=True)
            wanted = wanted_number(settings.public_base_url, found.settings["voice_url"])
            changes = number_changes(wanted, found.settings)
            labels = tuple(LABELS[name] for name in changes)
            if changes and not dry_run:
                begun = begun or labels
                numbers.change(found.sid, changes)
            # What was set before an answer got lost is not found any more, and was set all the same.
            return Line(what, _came(begun or labels, dry_run))
        except PortError as error:
            attempt += 1
            if attempt == TRIES or not look_again(error):
                return Line(what, twilio_failed(error), failed=True)
            pause(attempt)


def _came(labels: tuple[str, ...], dry_run: bool) -> str:
    return changed(labels, dry_run) if labels else "unchanged"
