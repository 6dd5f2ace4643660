"""Warm transfers as their people act them out: handed over, declined, not answered, cancelled.

Decides which end each must come to, at the bridge and on the phones themselves. It must not know what the
bridge does for it.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from benchmarks.soak.desk import Desk, Json
from benchmarks.soak.network import Network
from benchmarks.soak.phones import Leg, Person
from benchmarks.soak.talks import Talk, Talks, until

STARTED_WITHIN, STEP_WITHIN = 15.0, 60.0
LOOK_EVERY, TALKING = 1.0, 3.0
ENDS_AFTER = (10.0, 40.0)


@dataclass(frozen=True)
class Play:
    """What the target's person does, what A commands once they talk, and how it must end."""

    name: str
    person: Person
    command: str
    step: str
    outcome: str


PLAYS = (
    *(5 * [Play("handed over", Person(2.0, "1"), "complete", "completed", "completed")]),
    Play("cancelled", Person(2.0, "1"), "cancel", "cancelled", "cancelled"),
    Play("declined", Person(2.0, "2"), "", "failed", "declined"),
    Play("not answered", Person(None), "", "failed", "no_answer"),
)


class Lost(Exception):
    """`str()` says at which point the transfer was lost."""


class Handovers:
    def __init__(self, network: Network, desk: Desk, talks: Talks, targets: dict[str, str]) -> None:
        """`targets`: agents who are transferred to, as phone by id."""
        self._network, self._desk, self._talks = network, desk, talks
        self._phones, self._free = targets, list(targets)
        self._plays = count()
        self.begun, self.lost = 0, list[str]()
        self.ended: Counter[str] = Counter()
        self.under_way = 0

    async def begin(self, most: int, seconds: float) -> None:
        """So many, evenly over this time."""
        for _ in range(most):
            self._network.spawn(self._one())
            await asyncio.sleep(seconds / most)

    async def _one(self) -> None:
        await until(lambda: bool(self._free) and self._talks.idle() is not None, STEP_WITHIN)
        talk, target = self._talks.idle(), self._free.pop(0)
        assert talk is not None, "there are more calls than transfers"
        await self._played(talk, target, PLAYS[next(self._plays) % len(PLAYS)])
        await self._lived_on(talk, target)

    async def _played(self, talk: Talk, target: str, play: Play) -> None:
        talk.busy = True
        self.begun += 1
        self.under_way += 1
        try:
            await self._act(talk, target, play)
            self.ended[play.name] += 1
        except Lost as lost:
            self.lost.append(f"{play.name}: {lost} ({talk.id})")
        finally:
            talk.busy, talk.handed_over = False, time.monotonic()
            self.under_way -= 1

    async def _lived_on(self, talk: Talk, target: str) -> None:
        """They talk for a while; then the target is free for another transfer."""
        await asyncio.sleep(ENDS_AFTER[0] + (ENDS_AFTER[1] - ENDS_AFTER[0]) * (self.begun % 10) / 10)
        if not talk.ending and not talk.busy:
            await self._talks.end(talk)
        await talk.caller.gone.wait()
        await self._is_free(target)
        self._free.append(target)

    async def _act(self, talk: Talk, target: str, play: Play) -> None:
        agent, phone = talk.others()[0], self._phones[target]
        self._network.people[phone] = play.person
        transfer = await self._started(talk, target)
        if play.command:
            await _seen(lambda: self._leg(phone) in _with(agent), "A and B never talked")
            await asyncio.sleep(TALKING)
            status, _ = await self._desk.post(f"/api/transfers/{transfer}/{play.command}")
            if status != 202:
                raise Lost(f"{play.command} was answered {status}")
        await self._comes_to(transfer, play)
        kept, gone = (self._leg(phone), agent) if play.step == "completed" else (agent, self._leg(phone))
        await _seen(lambda: kept in talk.others(), "caller and agent are not together")
        await _seen(lambda: gone is None or gone.over, "somebody was left on a line")

    async def _started(self, talk: Talk, target: str) -> str:
        """The bridge may learn a moment later than the carrier that caller and agent are together."""
        status, body = 0, Json()
        for _ in range(int(STARTED_WITHIN / LOOK_EVERY)):
            wish = {"to": {"agent_id": target}, "reason": "Billing must look at it."}
            status, body = await self._desk.post(f"/api/calls/{talk.id}/transfers", wish)
            if status == 202:
                return str(body["id"])
            await asyncio.sleep(LOOK_EVERY)
        raise Lost(f"it was refused with {status}: {body.get('detail')}")

    async def _comes_to(self, transfer: str, play: Play) -> None:
        found = Json()
        for _ in range(int(STEP_WITHIN / LOOK_EVERY)):
            found = await self._desk.get(f"/api/transfers/{transfer}")
            if found["ended_at"] is not None:
                break
            await asyncio.sleep(LOOK_EVERY)
        if (found["step"], found["outcome"]) != (play.step, play.outcome):
            raise Lost(f"it came to {found['step']}, {found['outcome']}")

    async def _is_free(self, target: str) -> None:
        """Nobody transfers to an agent who is still on the line."""
        for _ in range(int(STEP_WITHIN / LOOK_EVERY)):
            if (await self._desk.get(f"/api/agents/{target}"))["status"] == "available":
                return
            await asyncio.sleep(LOOK_EVERY)
        self.lost.append(f"the agent {target} did not become available")

    def _leg(self, phone: str) -> Leg | None:
        return next((leg for leg in reversed(self._network.live.values()) if leg.to == phone), None)


def _with(leg: Leg) -> list[Leg]:
    return list(leg.inside.inside) if leg.inside is not None else []


async def _seen(condition: Callable[[], bool], otherwise: str) -> None:
    if not await until(condition, STEP_WITHIN):
        raise Lost(otherwise)
