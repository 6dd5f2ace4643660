"""What B is told: gathers the facts and the words of a call and has a brief made of them.

Decides which facts go in. How words become a brief is the business of `summaries/`, which knows no
telephony; this module is the seam between the two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import structlog
from sqlalchemy import Connection

from bridge.core.state import Brief, Call, Transfer
from bridge.spoken import caller_name
from bridge.store import agents, transcript
from bridge.store.database import Database
from bridge.store.transcript import Said
from summaries import Facts, Line, NoBrief, Writer, facts_brief, without_open_number

log = structlog.get_logger()


class Briefs:
    """`writer` None: there is no language model, and every brief is of facts only."""

    def __init__(self, database: Database, writer: Writer | None, observe: Callable[[float], None]) -> None:
        self._database, self._writer, self._observe = database, writer, observe

    def of_facts(self, db: Connection, call: Call, transfer: Transfer, now: float) -> Brief:
        """Within the transaction that starts the transfer.

        Nothing waits for it, so the last words go in before they are settled, but for a number at their
        end: what the next line may turn into a secret are numbers that go on in it.
        """
        said = transcript.settled(db, call.id, now)
        last = [replace(one, text=without_open_number(one.text)) for one in said.open]
        made = facts_brief(self._facts(db, call, transfer, now), _lines([*said.lines, *last]))
        return Brief(made.headline, made.details, made.source)

    def settles_in(self, call: Call) -> float:
        """Seconds until all that was said may reach a model; 0 when it may, or when there is none."""
        if self._writer is None:
            return 0.0
        with self._database.read() as db:
            return transcript.settled(db, call.id, self._database.now()).seconds

    def of_model(self, call: Call, transfer: Transfer) -> Brief | None:
        """Of settled lines; None when no model gave a valid brief within its budget. Takes seconds."""
        if self._writer is None:
            # A process that has one wanted it, perhaps before its key was taken away.
            return None
        with self._database.read() as db:
            now = self._database.now()
            facts = self._facts(db, call, transfer, now)
            said = transcript.settled(db, call.id, now).lines
        try:
            made = self._writer.write(facts, _lines(said))
        except NoBrief as error:
            log.warning("brief_failed", call=call.id, transfer=transfer.id, why=str(error))
            return None
        self._observe(self._database.now() - transfer.started_at)
        return Brief(made.headline, made.details, made.source)

    def _facts(self, db: Connection, call: Call, transfer: Transfer, now: float) -> Facts:
        names = agents.names(db, [transfer.from_agent_id])
        return Facts(
            caller=caller_name(call.from_number),
            since=call.connected_at or call.started_at,
            now=now,
            skill=call.skill,
            from_agent=names.get(transfer.from_agent_id, "your colleague"),
            reason=transfer.reason or None,
        )


def _lines(said: Sequence[Said]) -> list[Line]:
    return [Line(number, one.at, one.speaker, one.text) for number, one in enumerate(said)]
