"""Where effects are carried out one by one: a talk, a third phone to be rung, and both carriers.

The real ports ask: Twilio's SDK in front of `responses`, LiveKit's in front of a server on loopback.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from bridge.briefs import Briefs
from bridge.carry_out import Carriers
from bridge.core.effects import (
    Outgoing,
)
from bridge.core.events import (
    Event,
)
from bridge.core.state import Call, Leg, Place
from bridge.store import calls, effects
from bridge.store.database import Database
from bridge.store.effects import Claim
from summaries import Writer
from summaries.prompt import Question
from tests.bridge import examples
from tests.bridge.examples import LINE
from tests.bridge.livekit_double import LiveKitDouble
from tests.bridge.twilio_double import (
    BROKEN,
    NOT_REACHED,
    SID,
    TIMED_OUT,
    Answer,
    TwilioDouble,
    failure,
)

PHONE = "+15550000003"
DIALLED = "leg-aaaa-3"
A = "leg-aaaa-2"


class Model:
    """A language model that says the same whatever it is asked."""

    name = "groq"

    def __init__(self, says: str) -> None:
        self.says, self.asked = says, 0
        self.data = ""

    def ask(self, question: Question, seconds: float) -> str:
        self.asked += 1
        self.data = question.data
        return self.says


class Desk:
    """A talk of caller and agent, and a third phone that is to be rung; effects are done one by one."""

    def __init__(self, database: Database, twilio: TwilioDouble, livekit: LiveKitDouble) -> None:
        self.database, self.twilio, self.livekit = database, twilio, livekit
        self.model: Model | None = None
        third = examples.leg(3, phone=PHONE, place=Place.OFFER, call_sid=None, answered_at=None)
        talk = examples.talk()
        talk.legs[third.id] = third
        talk.legs["leg-aaaa-2"].call_sid = SID
        with database.write() as db:
            calls.add(db, talk)

    @property
    def carriers(self) -> Carriers:
        writer = Writer([self.model], self.database.now) if self.model else None
        briefs = Briefs(self.database, writer, lambda seconds: None)
        return Carriers(self.database, self.twilio.port, self.livekit.port, briefs, LINE, 20)

    def change(self, leg: str = "", **facts: Any) -> None:
        """Set facts of a leg, or of the call."""
        with self.database.write() as db:
            before = calls.load(db, "call-aaaa", lock=True)
            assert before is not None
            after = before.copy()
            target: Leg | Call = after.legs[leg] if leg else after
            for name, value in facts.items():
                setattr(target, name, value)
            calls.save(db, before, after)

    def claim(self, effect: Outgoing, attempts: int = 0, begun: bool = False) -> Claim:
        with self.database.write() as db:
            (claim,) = effects.add(db, "call-aaaa", [effect], self.database.now())
        return replace(claim, attempts=attempts, begun=begun)

    def do(self, effect: Outgoing, attempts: int = 0, begun: bool = False) -> Sequence[Event]:
        claim = self.claim(effect, attempts, begun)
        try:
            return self.carriers.carry_out(claim)
        finally:
            with self.database.write() as db:
                effects.finish(db, claim, self.database.now())

    @property
    def requests(self) -> list[tuple[str, str]]:
        return [(asked.method, asked.path.rpartition("/")[2]) for asked in self.twilio.asked]


RETRYABLE: dict[str, Answer] = {
    "429": failure(429, 20429),
    "500": failure(500, 20500),
    "503": failure(503, 20503),
    "time-out": TIMED_OUT,
    "no connection": NOT_REACHED,
    "broken": BROKEN,
}


@pytest.fixture
def desk(database: Database, twilio: TwilioDouble, livekit: LiveKitDouble) -> Desk:
    return Desk(database, twilio, livekit)
