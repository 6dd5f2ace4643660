"""One soak from its first call to its last: fills the bridge, keeps it busy, empties it again.

Decides the order of things. It must not know what counts as broken.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.servers import (
    TOKEN,
    cpu_seconds,
    cpu_seconds_of_all,
    environment,
    free_port,
    gunicorn,
    workers,
)
from benchmarks.soak import watch
from benchmarks.soak.apis import Apis
from benchmarks.soak.desk import Desk
from benchmarks.soak.handovers import Handovers
from benchmarks.soak.livekit_events import LiveKitEvents
from benchmarks.soak.network import Network
from benchmarks.soak.report import Result
from benchmarks.soak.settings import Size
from benchmarks.soak.talks import Talks, until
from benchmarks.soak.webhooks import Webhooks
from benchmarks.soak.wire import Client, serve

SPARE_AGENTS, MOST_TARGETS = 20, 60
UP_WITHIN, SETTLED_WITHIN = 300.0, 120.0
ENDS_A_SECOND = 20.0
# No transfer begins so shortly before the end that it would be a part of the emptying.
LAST_TRANSFER = 0.9


class Soak:
    """Everything of one run, on one loop."""

    def __init__(self, size: Size, port: int) -> None:
        base, self.client = f"http://127.0.0.1:{port}", Client(port)
        self.size, self.random = size, Random(size.seed)
        self.webhooks = Webhooks(self.client, base, TOKEN)
        self.livekit = LiveKitEvents(self.client, "key", "secret" * 8)
        self.network = Network(self.webhooks, self.livekit, base)
        self.apis = Apis(self.network, self.random)
        self.desk = Desk(self.client)
        self.talks = Talks(self.network, self.desk, self.random, size.calls, size.calls_in)
        self.result = Result(size, self.webhooks.measured, self.livekit.latencies)
        self._line = 0

    async def play(self, master: int) -> Result:
        targets = await self._agents()
        handovers = Handovers(self.network, self.desk, self.talks, targets)
        keeper = self.network.spawn(self.talks.keep())
        if not await until(self._up, max(UP_WITHIN, 2 * self.size.calls / self.size.calls_in)):
            self.result.left.append("not all calls came up")
        say(f"{len(self.talks.live)} calls are up")
        await self._busy(master, handovers)
        keeper.cancel()
        await until(lambda: handovers.under_way == 0, SETTLED_WITHIN)
        await self._empty()
        self._sum_up(handovers)
        await self.network.stop()
        return self.result

    def _up(self) -> bool:
        return sum(talk.together for talk in self.talks.live) >= self.size.calls

    async def _agents(self) -> dict[str, str]:
        """One for each call and a few to spare; the others are only ever transferred to."""
        for number in range(self.size.calls + SPARE_AGENTS):
            await self._agent(f"+1556{number:07d}", "sales")
        targets = {}
        for number in range(min(max(self.size.transfers, 1), MOST_TARGETS)):
            phone = f"+1557{number:07d}"
            targets[await self._agent(phone, "billing")] = phone
        return targets

    async def _agent(self, phone: str, skill: str) -> str:
        wanted = {"name": f"Agent {phone[-4:]}", "phone": phone, "skills": [skill]}
        status, made = await self.desk.post("/api/agents", wanted)
        assert status == 201, made
        return str(made["id"])

    async def _busy(self, master: int, handovers: Handovers) -> None:
        """The time that is measured."""
        result, size = self.result, self.size
        began, sent = time.monotonic(), self.webhooks.measured.sent
        cpu, theirs = cpu_seconds([os.getpid()]), cpu_seconds_of_all(master)
        per_second = size.transfers / (size.seconds * LAST_TRANSFER)
        beside: list[Coroutine[Any, Any, None]] = [
            watch.kill_workers(master, size.kill_every, self.random, result.killed),
            watch.read_memory(master, result.memory),
            watch.top_up(lambda: self.webhooks.measured.sent, size.webhooks, self._said),
            watch.measure_own_lag(result.lags),
            self.talks.churn(size.calls / 1000),
            handovers.begin(size.transfers, size.transfers / per_second),
        ]
        tasks = [self.network.spawn(one) for one in beside]
        await asyncio.sleep(size.seconds)
        for task in tasks:
            task.cancel()
        result.seconds, result.sent = time.monotonic() - began, self.webhooks.measured.sent - sent
        result.cpu["bridge"] = (cpu_seconds_of_all(master) - theirs) / result.seconds
        result.cpu["load"] = (cpu_seconds([os.getpid()]) - cpu) / result.seconds

    def _said(self) -> None:
        """Somebody says something on one of the lines."""
        talk = self.talks.idle()
        if talk is None:
            return
        self._line += 1
        words = f'{{"transcript": "This is line {self._line} of what is said.", "confidence": 0.9}}'
        form = {
            "CallSid": talk.caller.sid,
            "TranscriptionEvent": "transcription-content",
            "Track": "inbound_track",
            "TranscriptionData": words,
            "Final": "true",
            "SequenceId": str(self._line),
        }
        self.network.tell(talk.caller.transcription, form)

    async def _empty(self) -> None:
        """Every call is ended by somebody, then nothing may be left anywhere."""
        say(f"ending {len(self.talks.live)} calls")
        for talk in list(self.talks.live):
            if not talk.busy:
                if talk.caller.inside is None or not talk.others():
                    self.talks.lose(talk, "caller and agent were not together at the end")
                self.network.spawn(self.talks.end(talk))
                await asyncio.sleep(1 / ENDS_A_SECOND)
        await until(lambda: not self.network.live and not self.network.rooms, SETTLED_WITHIN)
        say("the lines are empty" if not self.network.live else f"{len(self.network.live)} lines are left")
        self.result.left += [f"a line {leg.direction} to {leg.to}" for leg in self.network.live.values()]
        self.result.left += [f"the room {name}" for name in self.network.rooms]
        await self._settled()

    async def _settled(self) -> None:
        """The bridge knows it too."""
        found: list[str] = []
        end = time.monotonic() + SETTLED_WITHIN
        while time.monotonic() < end:
            found = [f"the call {one['id']}" for one in await self.desk.every("/api/calls?state=live&")]
            agents = await self.desk.every("/api/agents?")
            found += [
                f"the agent {one['id']}, {one['status']}" for one in agents if one["status"] != "available"
            ]
            pending = await self.desk.number("warm_bridge_effects_pending")
            found += [f"{pending:.0f} effects"] if pending else []
            if not found:
                return
            await asyncio.sleep(1.0)
        self.result.left += found

    def _sum_up(self, handovers: Handovers) -> None:
        result = self.result
        result.begun, result.transfers = handovers.begun, handovers.ended
        result.arrived, result.ended = self.talks.arrived, self.talks.ended
        result.lost = self.talks.lost + handovers.lost
        result.oddities, result.api_retries = self.network.oddities, len(self.desk.refusals)


def say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


async def soak(size: Size, errors: Path) -> Result:
    """Starts the server, plays, and stops it; its own words go to `errors`."""
    port = free_port()
    one = Soak(size, port)
    async with AsyncExitStack() as stack:
        server, api_port = await serve(one.apis.answer)
        await stack.enter_async_context(server)
        stack.callback(one.client.close)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        env = environment(port, folder, api_port)
        await _migrated(env)
        log = stack.enter_context(errors.open("wb"))
        master = stack.enter_context(gunicorn("app:create_app()", env, log))
        while not workers(master):
            await asyncio.sleep(0.1)
        return await one.play(master)


async def _migrated(env: dict[str, str]) -> None:
    command = (sys.executable, "-m", "flask", "--app", "app", "migrate")
    done = await asyncio.create_subprocess_exec(*command, env=env)
    if await done.wait():
        raise SystemExit("the database could not be migrated")
