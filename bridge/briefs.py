"""What B is told: gathers the facts and the words of a call and has a brief made of them.

Decides which facts go in. How words become a brief is the business of `summaries/`, which knows no
telephony; this module is the seam between the two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import structlog
from sqlalchemy import Connection

from bridge import metrics
from bridge.core.state import Brief, Call, Transfer, TransferState
from bridge.spoken import caller_name
from bridge.store import agents, transcript
from bridge.store.database import Database
from bridge.store.transcript import Said
from summaries import Brief as SpokenBrief
from summaries import Facts, Line, NoBrief, Writer, facts_brief, heard_before, reasons, without_open_number
from summaries.words import Language
from twiml.sentences import STAND_INS

log = structlog.get_logger()

# Seconds in which somebody tells a card, turn by turn.
LONGEST_NUMBER = 30.0


class Briefs:
    """`writer` None: there is no language model, and every brief is of facts only."""

    def __init__(
        self,
        database: Database,
        writer: Writer | None,
        observe: Callable[[float], None],
        language: Language = "en",
    ) -> None:
        self._database, self._writer, self._observe = database, writer, observe
        self._language: Language = language

    def of_facts(self, db: Connection, call: Call, transfer: Transfer, now: float) -> Brief:
        """Within the transaction that starts the transfer; a model's sketch is told with A's reason.

        Nothing waits for it, so the last words go in before they are settled, but for a number at their
        end: what the next line may turn into a secret are numbers that go on in it.
        """
        facts = self._facts(db, call, transfer, now)
        if call.sketch is not None:
            return replace(call.sketch, details=(*call.sketch.details, *reasons(facts)))
        said = transcript.settled(db, call.id, now)
        last = [replace(one, text=without_open_number(one.text)) for one in said.open]
        return _stored(facts_brief(facts, _lines([*said.lines, *last])), facts)

    def settles_in(self, call: Call) -> float:
        """Seconds until all that was said may reach a model; 0 when it may, or when there is none."""
        if self._writer is None:
            return 0.0
        with self._database.read() as db:
            return transcript.settled(db, call.id, self._database.now()).seconds

    def of_model(self, call: Call, transfer: Transfer) -> Brief | None:
        """Of settled lines; None when no model gave a valid brief within its budget. Takes seconds."""
        made = self._write(call, transfer)
        if made is not None:
            self._observe(self._database.now() - transfer.started_at)
        return made

    def sketch(self, call: Call) -> Brief | None:
        """The same while nobody has asked for a transfer yet."""
        return self._write(call, None)

    def answer(self, call: Call, transfer: Transfer, question: str) -> str:
        """What the words of the call say to a question of B's; empty when they say nothing to it."""
        if self._writer is None:
            return ""
        facts, lines = self._now(call, transfer)
        try:
            return self._writer.answer(facts, lines, question)
        except NoBrief as error:
            log.warning("answer_failed", call=call.id, transfer=transfer.id, why=str(error))
            return ""

    def _write(self, call: Call, transfer: Transfer | None) -> Brief | None:
        if self._writer is None:
            # A process that has one wanted it, perhaps before its key was taken away.
            return None
        facts, lines = self._now(call, transfer)
        try:
            made = self._writer.write(facts, lines)
        except NoBrief as error:
            _count(error.dropped)
            log.warning("brief_failed", call=call.id, transfer=transfer and transfer.id, why=str(error))
            return None
        _count(made.dropped)
        return _stored(made, facts)

    def _now(self, call: Call, transfer: Transfer | None) -> tuple[Facts, list[Line]]:
        """What may reach a model now; in the middle of a talk somebody may be in the middle of a number."""
        with self._database.read() as db:
            now = self._database.now()
            facts, said = self._facts(db, call, transfer, now), transcript.settled(db, call.id, now).lines
        if transfer is None:
            said = [_calm(one, now) for one in said]
        return facts, _lines(said)

    def _facts(self, db: Connection, call: Call, transfer: Transfer | None, now: float) -> Facts:
        agent = transfer.from_agent_id if transfer else (call.agent.agent_id if call.agent else None)
        names = agents.names(db, [agent] if agent else [])
        return Facts(
            caller=caller_name(call.from_number, self._language),
            since=call.connected_at or call.started_at,
            now=now,
            skill=call.skill,
            from_agent=names.get(agent or "", STAND_INS[self._language]["your_colleague"]),
            reason=transfer.reason or None if transfer else None,
            language=self._language,
            earlier=_told_before(call),
        )


def _count(dropped: Sequence[str]) -> None:
    for why in dropped:
        metrics.brief_dropped.labels(why).inc()


def _calm(said: Said, now: float) -> Said:
    """A number at the end of a line may go on in one that comes turns later, and be a secret then."""
    return said if said.at <= now - LONGEST_NUMBER else replace(said, text=without_open_number(said.text))


def _lines(said: Sequence[Said]) -> list[Line]:
    return [Line(number, one.at, one.speaker, one.text) for number, one in enumerate(said)]


def _stored(made: SpokenBrief, facts: Facts) -> Brief:
    # A model may have thought of what was told before too.
    details = dict.fromkeys((*made.details, *heard_before(facts)))
    return Brief(made.headline, tuple(details), made.source)


def _told_before(call: Call) -> tuple[str, ...]:
    """What whoever took the call over last was told, and with it what those before were."""
    taken = [t.brief for t in call.transfers.values() if t.state is TransferState.COMPLETED and t.brief]
    return (taken[-1].headline, *taken[-1].details) if taken else ()
