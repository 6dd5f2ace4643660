"""Calls as their people live them: a caller rings, talks to an agent, hangs up.

Decides when a call counts as lost: when its caller's line ends although nobody wanted that, or when it
cannot be ended. It must not know about transfers.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from benchmarks.soak.desk import Desk
from benchmarks.soak.network import Network
from benchmarks.soak.phones import Leg

CONNECTED_WITHIN, OVER_WITHIN = 60.0, 45.0
# So shortly after a hand-over an agent who hangs up was dropped, and the caller goes to another one.
RESCUE = 25.0
LOOK_EVERY = 0.25


@dataclass(eq=False)
class Talk:
    """A call: its caller's leg, and when it was handed over last. `busy`: somebody acts on it."""

    caller: Leg
    together: bool = False
    handed_over: float = -RESCUE
    busy: bool = False
    ending: bool = False

    @property
    def id(self) -> str:
        """The bridge's own name for it, which its first document has told the carrier."""
        return self.caller.transcription.partition("/twilio/calls/")[2].partition("/")[0]

    def others(self) -> list[Leg]:
        """Whom the caller hears."""
        inside = self.caller.inside
        return [leg for leg in inside.inside if leg is not self.caller] if inside is not None else []


async def until(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether it came to hold within so many seconds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        await asyncio.sleep(LOOK_EVERY)
    return True


class Talks:
    """Keeps so many calls alive: for each that ends another one comes."""

    def __init__(self, network: Network, desk: Desk, random: Random, wanted: int, per_second: float) -> None:
        self._network, self._desk, self._random = network, desk, random
        self._wanted, self._per_second = wanted, per_second
        self.live: list[Talk] = []
        self.lost: list[str] = []
        self.arrived = self.ended = 0
        self._number = 0

    async def keep(self) -> None:
        """Runs until it is cancelled."""
        while True:
            if len(self.live) < self._wanted:
                self._network.spawn(self._live_through())
            await asyncio.sleep(1 / self._per_second)

    async def churn(self, per_second: float) -> None:
        """Now and then an old call comes to its end. Runs until it is cancelled."""
        while True:
            await asyncio.sleep(1 / per_second)
            if (talk := self.idle()) is not None:
                self._network.spawn(self.end(talk))

    def idle(self) -> Talk | None:
        """Any call that is talking and that nobody acts on."""
        found = [talk for talk in self.live if talk.together and not talk.busy]
        return self._random.choice(found) if found else None

    async def _live_through(self) -> None:
        self._number += 1
        self.arrived += 1
        talk = Talk(self._network.call_in(f"+1555{self._number:07d}", "?skill=sales"))
        self.live.append(talk)
        talk.together = await until(lambda: bool(talk.others()) or talk.caller.over, CONNECTED_WITHIN)
        if not talk.others():
            self.lose(talk, "the caller never reached an agent")
        await talk.caller.gone.wait()
        if not talk.ending:
            self.lose(talk, "the caller's line ended")
        if talk in self.live:
            self.live.remove(talk)

    def lose(self, talk: Talk, why: str) -> None:
        self.lost.append(f"{why} ({talk.id or talk.caller.sid})")

    async def end(self, talk: Talk) -> None:
        """The caller or the agent hangs up, or the API is told to; then nobody may be left on a line."""
        talk.busy = talk.ending = True
        others = talk.others()
        rescued = time.monotonic() - talk.handed_over < RESCUE
        way = self._random.choice(("caller", "api", "api" if rescued or not others else "agent"))
        if way == "api":
            await self._desk.post(f"/api/calls/{talk.id}/hangup")
        else:
            self._network.hang_up(talk.caller if way == "caller" else others[0])
        legs = [talk.caller, *others]
        if await until(lambda: all(leg.over for leg in legs), OVER_WITHIN):
            self.ended += 1
        else:
            self.lose(talk, f"somebody was left on a line when the call was ended by {way}")
