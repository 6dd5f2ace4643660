"""A stage on the real clock with a real LiveKit server: the application, the simulated Twilio, and ears.

Decides who finds whom where. It must not know what is played.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from simulator.lanes.driver import Driver
from simulator.lanes.server import free_port
from simulator.live import LiveKitBeside, live_stage
from simulator.real_livekit.ears import Ears
from simulator.real_livekit.processes import RealLiveKit
from simulator.real_livekit.sip import RealSip
from simulator.stage import SIP_PASSWORD, SIP_USER, Stage
from simulator.twilio.sip import SipInvite


@dataclass
class RealStage:
    """`server` may be killed, hung and started again; `sip` is what the stage knows of it."""

    stage: Stage
    sip: RealSip
    ears: Ears
    server: RealLiveKit


@contextmanager
def real_stage(
    settings: Mapping[str, str] | None = None, seed: int = 0, errors: IO[bytes] | None = None
) -> Iterator[RealStage]:
    """Everything runs inside the `with` block. Raises NotThere when the server or the rtc SDK is missing."""
    port = free_port()
    with (
        tempfile.TemporaryDirectory(prefix="warm-bridge-") as folder,
        RealLiveKit(Path(folder), f"http://127.0.0.1:{port}/livekit/webhook") as server,
    ):
        keys = {"LIVEKIT_API_KEY": server.key, "LIVEKIT_API_SECRET": server.secret}
        beside = LiveKitBeside(server.url, lambda driver, stage: _sip(driver, stage, server))
        with live_stage(port, {**(settings or {}), **keys}, seed=seed, errors=errors, livekit=beside) as (
            stage,
            _,
        ):
            try:
                sip = stage.livekit
                ears = stage.act(Ears, stage.world, stage.carrier, lambda: sip.legs)
                yield RealStage(stage, sip, ears, server)
            finally:
                stage.livekit.close()


def _sip(driver: Driver, stage: Stage, server: RealLiveKit) -> RealSip:
    host = stage.addresses.sip
    return RealSip(driver, server, host, (SIP_USER, SIP_PASSWORD), lambda call: _name(stage, call))


def _name(stage: Stage, call: SipInvite) -> str:
    """The phone at the other end of the leg that dialled."""
    leg = stage.carrier.calls[call.call_sid]
    parent = leg.parent or leg
    return str(getattr(parent.line, "name", parent.from_))
