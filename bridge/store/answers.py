"""Answers given to requests with an Idempotency-Key, so that a repeated request gets the same one.

Decides how long they are kept. It must not know what was asked.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from bridge.store.schema import answers

KEPT_SECONDS = 24 * 3600.0


@dataclass(frozen=True)
class Answer:
    """`request` is a digest of who asked what; `body` JSON text."""

    request: str
    status: int
    location: str | None
    body: str


def find(db: Connection, key: str, now: float) -> Answer | None:
    row = db.execute(select(answers).where(answers.c.key == key, answers.c.at > now - KEPT_SECONDS)).first()
    return Answer(row.request, row.status, row.location, row.body) if row else None


def keep(db: Connection, key: str, answer: Answer, now: float) -> None:
    """In the transaction that does what was asked. Raises IntegrityError when somebody was faster."""
    db.execute(delete(answers).where(answers.c.key == key, answers.c.at <= now - KEPT_SECONDS))
    db.execute(
        insert(answers).values(
            key=key,
            request=answer.request,
            status=answer.status,
            location=answer.location,
            body=answer.body,
            at=now,
        )
    )
