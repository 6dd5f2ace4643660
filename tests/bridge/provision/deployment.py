"""A deployment whose carriers have nothing of it yet, and `provision` run against them by its own SDKs.

Decides how a request gets from an SDK to a double: at once, on the world's clock. It must not know what
`provision` does.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from livekit.protocol import sip

from bridge.provision.run import provision
from bridge.service import Ports
from bridge.settings import load_settings
from simulator.lanes.clients import LiveKitSession, TwilioHttp, run_coroutine
from simulator.network import Outcome, Request
from simulator.stage import NUMBER, Stage
from simulator.twilio.settings import NumberConfig
from simulator.world import World

TRUNK, RULE = "LiveKit inbound trunk", "LiveKit dispatch rule"
TWILIO, WEBHOOK = f"Twilio number ***{NUMBER[-4:]}", "LiveKit webhook"


class Nobody:
    """Nothing is sent to the application, which does not run."""

    def send(self, request: Request, timeout: float, on_reply: Callable[[Outcome], None]) -> None:
        raise AssertionError(f"{request.url} was asked")


def bare_stage() -> Stage:
    return bared(Stage(World(1, start=float(round(time.time()))), Nobody()))


def bared(stage: Stage) -> Stage:
    """As on the day when both accounts were opened and the number was bought."""
    stage.livekit.sip_api.trunks.clear()
    stage.livekit.sip_api.rules.clear()
    sid = stage.carrier.numbers[NUMBER].sid
    stage.carrier.numbers[NUMBER] = NumberConfig(sid=sid)
    return stage


def straight(stage: Stage) -> Any:
    """A lane on which every request is answered at once."""
    return SimpleNamespace(world=stage.world, ask=lambda ask, seconds: ask())


@dataclass
class Deployment:
    """`slept`: how long it waited, each time. `meanwhile` is done by somebody else in the first pause."""

    stage: Stage = field(default_factory=bare_stage)
    slept: list[float] = field(default_factory=list)
    meanwhile: Callable[[], Any] = lambda: None

    def provision(self, dry_run: bool = False, seed: int = 1, **settings: str) -> tuple[int, dict[str, str]]:
        """The exit status, and what came of each thing."""
        environment = self.stage.environment("sqlite:///nowhere.db") | settings
        lines: list[str] = []
        status = provision(
            load_settings(environment, env_file=None), self._ports(seed), dry_run, lines.append
        )
        told = dict(line.split(": ", 1) for line in lines)
        assert len(told) == len(lines)
        return status, told

    def _ports(self, seed: int) -> Ports:
        lane = straight(self.stage)
        return Ports(
            now=lambda: self.stage.world.now,
            sleep=self._sleep,
            spawn=lambda crew, work, *args: work(*args),
            random=random.Random(seed),
            stop=lambda: None,
            close=lambda: None,
            livekit_run=lambda work, seconds: run_coroutine(lane, work, seconds),
            livekit_session=lambda: Session(self.stage),
            twilio_http=TwilioHttp(lane, self.stage.twilio_door, 4.0),
        )

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        if len(self.slept) == 1:
            self.meanwhile()

    # --- what the carriers have ---

    @property
    def number(self) -> NumberConfig:
        return self.stage.carrier.numbers[NUMBER]

    @property
    def trunks(self) -> list[sip.SIPInboundTrunkInfo]:
        return list(self.stage.livekit.sip_api.trunks.values())

    @property
    def rules(self) -> list[sip.SIPDispatchRuleInfo]:
        return list(self.stage.livekit.sip_api.rules.values())

    def somebody_made_trunk(self, **fields: Any) -> sip.SIPInboundTrunkInfo:
        info = sip.SIPInboundTrunkInfo(**{"auth_username": "u", "auth_password": "p", **fields})
        return self.stage.livekit.sip_api.create_trunk(sip.CreateSIPInboundTrunkRequest(trunk=info))

    def somebody_made_rule(self, **fields: Any) -> sip.SIPDispatchRuleInfo:
        callee = sip.SIPDispatchRule(dispatch_rule_callee=sip.SIPDispatchRuleCallee())
        info = sip.SIPDispatchRuleInfo(**{"rule": callee, **fields})
        return self.stage.livekit.sip_api.create_rule(sip.CreateSIPDispatchRuleRequest(dispatch_rule=info))


class Session(LiveKitSession):
    """One that is also closed."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage.livekit_door, 2.0)

    async def close(self) -> None:
        pass
