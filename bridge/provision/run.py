"""`flask provision`: both halves, one line for each thing, and whether all is as it should be.

Decides what is said and in which order. It must not know what is wanted of whom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bridge.ports.livekit_sip import LiveKitSip
from bridge.ports.twilio import OtherHost
from bridge.ports.twilio_numbers import TwilioNumbers
from bridge.provision.number import settle_number
from bridge.provision.outcome import Line, Pause
from bridge.provision.trunk import TrunkAndRule
from bridge.provision.wanted import wanted_trunk, webhook_hint
from bridge.service import Ports
from bridge.settings import Settings


def provision(settings: Settings, ports: Ports, dry_run: bool, tell: Callable[[str], None]) -> int:
    """Both halves are tried, whatever comes of the first; 0 when nothing failed."""
    failed = False
    for line in _lines(settings, ports, dry_run):
        tell(str(line))
        failed |= line.failed
    return int(failed)


def _lines(settings: Settings, ports: Ports, dry_run: bool) -> Iterator[Line]:
    pause = Pause(ports.sleep, ports.random)
    http = ports.twilio_http or OtherHost(settings.twilio_api_base_url)
    numbers = TwilioNumbers(settings.twilio_account_sid, *settings.twilio_login, http)
    yield settle_number(numbers, settings, pause, dry_run)
    secret = settings.livekit_api_secret.get_secret_value()
    where = (settings.livekit_url, settings.livekit_api_key, secret)
    sip = LiveKitSip(*where, ports.livekit_run, ports.livekit_session)
    try:
        both = TrunkAndRule(sip, wanted_trunk(settings), pause)
        yield from both.would() if dry_run else both.settle()
    finally:
        sip.close()
    yield Line("LiveKit webhook", webhook_hint(settings))
