"""Calls over the JSON API: seen, read, heard, ended.

Decides what of a call is shown page by page. What becomes of a call is the engine's business.
"""

from __future__ import annotations

import base64
import binascii

from flask import Response
from flask_openapi3 import APIBlueprint, Tag
from sqlalchemy import Connection

from bridge import listening
from bridge.core.events import HangUpRequested
from bridge.core.state import Call
from bridge.engine import UnknownCall
from bridge.service import current
from bridge.store import calls, transcript
from console.api import models, shapes
from console.api.common import PROBLEMS, SECURITY, answer, guard
from console.api.once import Done, Keep, once
from console.api.problems import Problem

blueprint = APIBlueprint(
    "calls", __name__, url_prefix="/api", abp_tags=[Tag(name="calls")], abp_security=SECURITY,
    abp_responses=PROBLEMS,
)  # fmt: skip
guard(blueprint)

NOT_IN_A_ROOM = "Nobody of this call is in a LiveKit room now, only there can it be heard; ask again later."


@blueprint.get("/calls", responses={200: models.Calls})
def list_calls(query: models.CallPage) -> Response:
    """Newest first; `state=live` leaves out those that are over."""
    after = _parse_cursor(query.cursor)
    with current().database.read() as db:
        found = calls.page(db, query.state == "live", after, query.limit + 1)
    items = found[: query.limit]
    following = _cursor(items[-1]) if len(found) > query.limit else None
    return answer(models.Calls(items=[shapes.call(one) for one in items], next=following))


def _cursor(call: Call) -> str:
    return base64.urlsafe_b64encode(f"{call.started_at!r} {call.id}".encode()).decode()


def _parse_cursor(cursor: str | None) -> tuple[float, str] | None:
    if cursor is None:
        return None
    try:
        at, call_id = base64.urlsafe_b64decode(cursor.encode()).decode().split(" ")
        return float(at), models.storable(call_id)
    except (ValueError, binascii.Error) as error:
        raise Problem(422, "cursor: Send the value of `next` from the page before.") from error


@blueprint.get("/calls/<call_id>", responses={200: models.Call})
def get_call(path: models.CallPath) -> Response:
    with current().database.read() as db:
        return answer(shapes.call(found(db, path.call_id)))


def found(db: Connection, call_id: str) -> Call:
    """Raises Problem 404."""
    call = calls.load(db, call_id)
    if call is None:
        raise Problem(404, "There is no such call.")
    return call


@blueprint.get("/calls/<call_id>/transcript", responses={200: models.Transcript})
def get_transcript(path: models.CallPath) -> Response:
    """What was said, redacted, in the order of the carrier."""
    with current().database.read() as db:
        found(db, path.call_id)
        lines = transcript.of_call(db, path.call_id)
    items = [models.Said(at=line.at, speaker=line.speaker, text=line.text) for line in lines]
    return answer(models.Transcript(items=items, next=None))


@blueprint.post("/calls/<call_id>/token", responses={200: models.Token})
def let_in(path: models.CallPath, body: models.NewToken) -> Response:
    """To hear the call in a browser, unseen and unheard. Not kept: each request gets a token of its own."""
    bridge = current()
    with bridge.database.read() as db:
        call = found(db, path.call_id)
    room = listening.room_of(call)
    if call.ended_at is not None:
        raise Problem(409, "The call is over; there is nothing left to hear.")
    if room is None:
        raise Problem(409, NOT_IN_A_ROOM)
    made = listening.ticket(bridge, call, room)
    response = answer(models.Token(token=made.token, url=made.url, expires_at=made.expires_at))
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/calls/<call_id>/hangup", responses={202: models.Call})
def hang_up(path: models.CallPath) -> Response:
    """Everybody hears a sentence, and the call ends. Doing it again changes nothing."""

    def do(keep: Keep) -> Done:
        def also(db: Connection, call: Call) -> None:
            keep(db, Done(202, shapes.call(call)))

        try:
            call = current().engine.handle(path.call_id, HangUpRequested(), also=also)
        except UnknownCall as error:
            raise Problem(404, "There is no such call.") from error
        return Done(202, shapes.call(call))

    return once(do)
