"""What B is told: gathers the facts and the words of a call and has a brief made of them.

Decides which facts go in. How words become a brief is the business of `summaries/`, which knows no
telephony; this module is the seam between the two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import structlog
from sqlalchemy import Connection

from bridge.core.events import BriefSketched
from bridge.core.state import Brief, Call, Transfer, TransferState
from bridge.spoken import caller_name
from bridge.store import agents, transcript
from bridge.store.database import Database
from bridge.store.transcript import Said
from bridge.talkers import accepted, talkers
from summaries import Brief as SpokenBrief
from summaries import (
    Facts,
    Line,
    NoBrief,
    Writer,
    facts_brief,
    heard_before,
    retold,
    with_known,
    without_numbers,
)
from summaries.words import Language
from twiml.sentences import STAND_INS

log = structlog.get_logger()

# Seconds in which somebody tells a card, turn by turn.
LONGEST_NUMBER = 30.0
# Words that are so many seconds old should be in a sketch: then something is wrong with sketches.
FRESH = 30.0


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

        Nothing waits for it, so the last words go in before they are settled, but for their numbers: the
        next line may turn them into a secret. A model's sketch is told instead, with A's reason, unless it is
        of a talk with another agent or too old.
        """
        said = transcript.settled(db, call.id, now)
        last = [replace(one, text=without_numbers(one.text)) for one in said.open]
        facts, lines = self._known(db, call, transfer, [*said.lines, *last], now)
        sketch, sketched_at = call.sketch, _fresh(call, transfer, lines, now)
        if sketch is not None and sketched_at is not None:
            then = replace(facts, now=sketched_at, reason=None)
            made = SpokenBrief(sketch.headline, sketch.details, sketch.source)
            return _stored(retold(made, then, facts), facts)
        return _stored(facts_brief(facts, lines), facts)

    def settles_in(self, call: Call) -> float:
        """Seconds until all that was said may reach a model; 0 when it may, or when there is none."""
        if self._writer is None:
            return 0.0
        with self._database.read() as db:
            return transcript.settled(db, call.id, self._database.now()).seconds

    def of_model(self, call: Call, transfer: Transfer) -> Brief | None:
        """Of settled lines; None when no model gave a valid brief within its budget. Takes seconds."""
        made = self._write(call, transfer, self._database.now())
        if made is not None:
            self._observe(self._database.now() - transfer.started_at)
        return made

    def sketch(self, call: Call) -> BriefSketched | None:
        """The same while nobody has asked for a transfer yet."""
        now = self._database.now()
        made = self._write(call, None, now)
        return BriefSketched(made, now) if made is not None else None

    def answer(self, call: Call, transfer: Transfer, question: str) -> str:
        """What the words of the call say to a question of B's; empty when they say nothing to it."""
        if self._writer is None:
            return ""
        facts, lines = self._settled(call, transfer, self._database.now())
        try:
            return self._writer.answer(facts, lines, question)
        except NoBrief as error:
            log.warning("answer_failed", call=call.id, transfer=transfer.id, why=str(error))
            return ""

    def _write(self, call: Call, transfer: Transfer | None, now: float) -> Brief | None:
        if self._writer is None:
            # A process that has one wanted it, perhaps before its key was taken away.
            return None
        facts, lines = self._settled(call, transfer, now)
        try:
            made = self._writer.write(facts, lines)
        except NoBrief as error:
            log.warning("brief_failed", call=call.id, transfer=transfer and transfer.id, why=str(error))
            return None
        # A sketch is told with what is known at the transfer.
        return _stored(made if transfer is None else with_known(made, facts), facts)

    def _settled(self, call: Call, transfer: Transfer | None, now: float) -> tuple[Facts, list[Line]]:
        """What may reach a model now; in the middle of a talk somebody may be in the middle of a number."""
        with self._database.read() as db:
            said = transcript.settled(db, call.id, now).lines
            if transfer is None:
                said = [_calm(one, now) for one in said]
            return self._known(db, call, transfer, said, now)

    def _known(
        self, db: Connection, call: Call, transfer: Transfer | None, said: Sequence[Said], now: float
    ) -> tuple[Facts, list[Line]]:
        agent = transfer.from_agent_id if transfer else (call.agent.agent_id if call.agent else None)
        somebody = STAND_INS[self._language]["your_colleague"]
        names = agents.names(db, filter(None, [agent, *(leg.agent_id for leg in accepted(call))]))
        name = names.get(agent or "", somebody)

        def by(one: Said) -> str:
            heard = {names.get(leg.agent_id or "", somebody) for leg in talkers(call, one.at)}
            found = heard.pop() if len(heard) == 1 else somebody
            return "" if one.speaker == "caller" or found == name else found

        lines = [Line(number, one.at, one.speaker, one.text, by(one)) for number, one in enumerate(said)]
        reasons = tuple(
            (names.get(t.from_agent_id, somebody), t.reason) for t in _completed(call) if t.reason
        )
        return replace(self._facts(call, transfer, name, now), reasons_before=reasons), lines

    def _facts(self, call: Call, transfer: Transfer | None, agent: str, now: float) -> Facts:
        return Facts(
            caller=caller_name(call.from_number, self._language),
            since=call.connected_at or call.started_at,
            now=now,
            skill=call.skill,
            from_agent=agent,
            reason=transfer.reason or None if transfer else None,
            language=self._language,
            earlier=_told_before(call),
        )


def _calm(said: Said, now: float) -> Said:
    """A number may go on in a line that comes turns later, and be a secret then."""
    return said if said.at <= now - LONGEST_NUMBER else replace(said, text=without_numbers(said.text))


def _fresh(call: Call, transfer: Transfer, lines: Sequence[Line], now: float) -> float | None:
    """When the sketch was made that tells of this talk; None when there is none, or it lacks older words."""
    at, taken = call.sketched_at, call.legs[transfer.agent_leg].accepted_at or 0.0
    if at is None or at < taken or any(at < line.at < now - FRESH for line in lines):
        return None
    return at


def _stored(made: SpokenBrief, facts: Facts) -> Brief:
    # A model may have thought of what was told before too.
    details = dict.fromkeys((*made.details, *heard_before(facts)))
    return Brief(made.headline, tuple(details), made.source)


def _told_before(call: Call) -> tuple[str, ...]:
    """What whoever took the call over last was told, and with it what those before were."""
    taken = [t.brief for t in _completed(call) if t.brief]
    return (taken[-1].headline, *taken[-1].details) if taken else ()


def _completed(call: Call) -> list[Transfer]:
    return [t for t in call.transfers.values() if t.state is TransferState.COMPLETED]
