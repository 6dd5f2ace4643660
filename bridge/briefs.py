"""What B is told: gathers the facts and the words of a call and has a brief made of them.

Decides which facts go in. How words become a brief is the business of `summaries/`, which knows no
telephony; this module is the seam between the two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import structlog
from sqlalchemy import Connection

from bridge import metrics
from bridge.core.state import Brief, Call, Transfer
from bridge.spoken import caller_name
from bridge.store import agents, transcript
from bridge.store.database import Database
from summaries import Facts, Line, NoBrief, Writer, facts_brief

log = structlog.get_logger()


class Briefs:
    """`writer` None: there is no language model, and every brief is of facts only."""

    def __init__(self, database: Database, writer: Writer | None, observe: Callable[[float], None]) -> None:
        self._database, self._writer, self._observe = database, writer, observe

    def of_facts(self, db: Connection, call: Call, transfer: Transfer, now: float) -> Brief:
        """Within the transaction that starts the transfer."""
        made = facts_brief(*self._gather(db, call, transfer, now))
        return Brief(made.headline, made.details, made.source)

    def of_model(self, call: Call, transfer: Transfer) -> Brief | None:
        """None when no model gave a valid brief within its budget; takes seconds."""
        if self._writer is None:
            # A process that has one wanted it, perhaps before its key was taken away.
            return None
        with self._database.read() as db:
            facts, lines = self._gather(db, call, transfer, self._database.now())
        try:
            made = self._writer.write(facts, lines)
        except NoBrief as error:
            _count(error.dropped)
            log.warning("brief_failed", call=call.id, transfer=transfer.id, why=str(error))
            return None
        _count(made.dropped)
        self._observe(self._database.now() - transfer.started_at)
        return Brief(made.headline, made.details, made.source)

    def _gather(self, db: Connection, call: Call, transfer: Transfer, now: float) -> tuple[Facts, list[Line]]:
        said = transcript.of_call(db, call.id)
        names = agents.names(db, [transfer.from_agent_id])
        facts = Facts(
            caller=caller_name(call.from_number),
            since=call.connected_at or call.started_at,
            now=now,
            skill=call.skill,
            from_agent=names.get(transfer.from_agent_id, "your colleague"),
            reason=transfer.reason or None,
        )
        return facts, [Line(number, one.at, one.speaker, one.text) for number, one in enumerate(said)]


def _count(dropped: Sequence[str]) -> None:
    for why in dropped:
        metrics.brief_dropped.labels(why).inc()
