"""Requests with an Idempotency-Key: the same key is the same request, done once, answered the same.

Decides when a stored answer is given again. The answer is stored in the commit that does the work, so
that it survives whatever the work survives.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Response, request
from pydantic import BaseModel
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bridge.service import current
from bridge.store import answers
from console.api.problems import Problem

Keep = Callable[[Connection, "Done"], None]
LONGEST_KEY = 100


@dataclass(frozen=True)
class Done:
    """What a request came to: a status, a body, and where the thing made is to be found."""

    status: int
    body: BaseModel | dict[str, Any]
    location: str | None = None

    def text(self) -> str:
        if isinstance(self.body, BaseModel):
            return self.body.model_dump_json(by_alias=True)
        return json.dumps(self.body)


def once(do: Callable[[Keep], Done]) -> Response:
    """`do` calls its argument inside its own transaction, with what it is about to answer."""
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return _response(do(lambda db, done: None))
    if len(key) > LONGEST_KEY:
        raise Problem(422, f"The Idempotency-Key must have at most {LONGEST_KEY} characters.")
    if (known := _find(key)) is not None:
        return _again(known)
    try:
        return _response(_done(do, lambda db, done: _keep(db, key, done)))
    except IntegrityError:
        # The same request was faster; what refused ours may have been just that.
        if (known := _find(key)) is None:
            raise
        return _again(known)


def _done(do: Callable[[Keep], Done], keep: Keep) -> Done:
    """A refusal is an answer too; nothing was changed, so it has a commit of its own."""
    try:
        return do(keep)
    except Problem as problem:
        done = Done(problem.status, problem.document())
        with current().database.write() as db:
            keep(db, done)
        return done


def _digest() -> str:
    parts = (request.method.encode(), request.full_path.encode(), request.get_data())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _find(key: str) -> answers.Answer | None:
    database = current().database
    with database.read() as db:
        return answers.find(db, key, database.now())


def _keep(db: Connection, key: str, done: Done) -> None:
    answer = answers.Answer(_digest(), done.status, done.location, done.text())
    answers.keep(db, key, answer, current().database.now())


def _again(known: answers.Answer) -> Response:
    if known.request != _digest():
        raise Problem(422, "This Idempotency-Key was used for another request; choose a new one.")
    return _http(known.status, known.body, known.location)


def _response(done: Done) -> Response:
    return _http(done.status, done.text(), done.location)


def _http(status: int, text: str, location: str | None) -> Response:
    kind = "application/problem+json" if status >= 400 else "application/json"
    headers = {"Location": location} if location else {}
    return Response(text, status, headers, content_type=kind)
