"""The phone network: who is on a line, who is in which conversation, and what is told about it.

Decides how a call is placed, redirected and ended. It must not know how the bridge asks for that, nor why.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Coroutine
from typing import Any

from benchmarks.soak import phones
from benchmarks.soak.livekit_events import LiveKitEvents
from benchmarks.soak.phones import Conversation, Form, Leg, Person
from benchmarks.soak.webhooks import Webhooks

ACCOUNT, NUMBER = "AC" + "b" * 32, "+15550000000"
SETUP, REDIRECT = 0.2, 0.1


class Network:
    """`base` is the bridge's public URL. What nobody could have wanted is kept in `oddities`."""

    def __init__(self, webhooks: Webhooks, livekit: LiveKitEvents, base: str) -> None:
        self._webhooks, self._livekit, self._base = webhooks, livekit, base
        self.legs: dict[str, Leg] = {}
        self.live: dict[str, Leg] = {}
        self.people: dict[str, Person] = {}
        self.conferences: dict[str, Conversation] = {}
        self.rooms: dict[str, Conversation] = {}
        self.oddities: Counter[str] = Counter()
        self._number = 0
        self._tasks: set[asyncio.Task[Any]] = set()

    def new_sid(self, kind: str) -> str:
        self._number += 1
        return f"{kind}{self._number:032x}"

    # --- calls ---

    def call_in(self, from_: str, query: str) -> Leg:
        """Somebody rings our number."""
        leg = self._new(from_, NUMBER, "inbound")
        leg.status = "ringing"
        leg.fallback, leg.callback = f"{self._base}/twilio/fallback", f"{self._base}/twilio/status"
        leg.program = self.spawn(self._run(leg, f"{self._base}/twilio/voice{query}"))
        return leg

    def call_out(self, to: str, url: str, fallback: str, callback: str, seconds: float) -> Leg:
        """The bridge rings a phone."""
        leg = self._new(NUMBER, to, "outbound-api")
        leg.fallback, leg.callback = fallback, callback
        leg.program = self.spawn(self._ring(leg, url, seconds))
        return leg

    def redirect(self, leg: Leg, url: str, fallback: str) -> bool:
        """False when it is not in progress."""
        if leg.status != "in-progress":
            return False
        leg.fallback = fallback or leg.fallback
        self._stop(leg)
        leg.program = self.spawn(self._run(leg, url, REDIRECT))
        return True

    def hang_up(self, leg: Leg) -> None:
        """Whoever does it: the phone's owner or the bridge."""
        if not leg.over:
            self._stop(leg)
            self.ended(leg, "completed" if leg.status == "in-progress" else "canceled")

    def ended(self, leg: Leg, status: str) -> None:
        leg.status = status
        leg.gone.set()
        self.live.pop(leg.sid, None)
        if leg.direction == "inbound":
            self.tell(leg.callback, leg.form() | {"CallDuration": "1"})
        else:
            self._progress(leg, status)

    def _new(self, from_: str, to: str, direction: str) -> Leg:
        leg = Leg(self.new_sid("CA"), to, from_, direction, self.people.get(to, Person()))
        leg.created = time.time()
        self.legs[leg.sid] = self.live[leg.sid] = leg
        return leg

    async def _ring(self, leg: Leg, url: str, seconds: float) -> None:
        self._progress(leg, "initiated")
        await asyncio.sleep(SETUP)
        if any(one.to == leg.to and one is not leg for one in self.live.values()):
            self.oddities["a phone was rung that was in a call"] += 1
            return self.ended(leg, "busy")
        leg.status = "ringing"
        self._progress(leg, "ringing")
        picks_up = leg.person.picks_up
        await asyncio.sleep(min(seconds, picks_up if picks_up is not None else seconds))
        if picks_up is None or picks_up > seconds:
            return self.ended(leg, "no-answer")
        leg.status = "in-progress"
        self._progress(leg, "in-progress")
        return await self._run(leg, url)

    async def _run(self, leg: Leg, url: str, after: float = SETUP) -> None:
        await asyncio.sleep(after)
        try:
            await phones.follow(self, leg, url)
        except (KeyError, IndexError, ValueError, SyntaxError) as error:
            self.oddities[f"a document that cannot be followed: {error!r}"] += 1
            self.ended(leg, "failed")

    def _stop(self, leg: Leg) -> None:
        if leg.program is not None and leg.program is not asyncio.current_task():
            leg.program.cancel()

    def _progress(self, leg: Leg, status: str) -> None:
        form = leg.form() | {"CallStatus": status, "SequenceNumber": str(leg.sequence)}
        leg.sequence += 1
        self.tell(leg.callback, form | {"CallbackSource": "call-progress-events"})

    # --- what programs need (phones.Carrier) ---

    async def post(self, url: str, form: Form) -> bytes | None:
        return await self._webhooks.post(url, {"AccountSid": ACCOUNT} | form)

    def tell(self, url: str, form: Form) -> None:
        self.spawn(self.post(url, form))

    def conference(self, name: str) -> Conversation:
        if name not in self.conferences:
            self.conferences[name] = Conversation(name, self.new_sid("CF"), is_room=False)
        return self.conferences[name]

    def room(self, name: str) -> Conversation:
        if name not in self.rooms:
            self.rooms[name] = Conversation(name, self.new_sid("RM"), is_room=True)
        return self.rooms[name]

    def left(self, conversation: Conversation, label: str) -> None:
        """A conference is over when it is empty; a room waits to be closed."""
        if conversation.is_room:
            self.spawn(self._livekit.participant_left(conversation, label))
        elif not conversation.inside:
            self.conferences.pop(conversation.name, None)

    def close_room(self, name: str) -> bool:
        found = self.rooms.pop(name, None)
        if found is not None:
            found.close()
        return found is not None

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._forget)
        return task

    async def stop(self) -> None:
        """Nobody acts any more."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.oddities[f"the soak itself failed: {error!r}"] += 1
