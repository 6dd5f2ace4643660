"""What happens to calls, as it happens: a stream of server-sent events.

Decides how a stream begins, goes on and ends, and how many there may be: each holds a thread (design 8).
It must not know what an event leads to.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from threading import BoundedSemaphore

from flask import Response, current_app, request
from flask.sansio.blueprints import BlueprintSetupState
from flask_openapi3 import APIBlueprint, Tag

from bridge.service import Bridge, current
from bridge.store import tail
from bridge.store.database import Unavailable
from bridge.store.tail import Entry, Mark
from console.api import models, shapes
from console.api.common import PROBLEMS, SECURITY, guard
from console.api.problems import Problem

blueprint = APIBlueprint(
    "events", __name__, url_prefix="/api", abp_tags=[Tag(name="events")], abp_security=SECURITY,
    abp_responses=PROBLEMS,
)  # fmt: skip
guard(blueprint)

# Of each process's 64 threads; webhooks need the others.
MOST_STREAMS = 16
LOOK_EVERY = 0.5
AT_ONCE = 200
# A stream ends by itself and the client comes again with the last id, so that no process is held up by one.
LONGEST = 60.0
SILENT_AT_MOST = 15.0
KINDS = {"call": "call", "leg": "leg", "tr": "transfer", "room": "conversation", "conf": "conversation"}
_MARK = re.compile(r"([0-9]{1,18})\.([0-9]{1,18})")
_STREAM = {
    "description": "Server-sent events",
    "content": {"text/event-stream": {"schema": {"type": "string"}}},
}
_FREE = "free_event_streams"


@blueprint.record_once
def _count_streams(state: BlueprintSetupState) -> None:
    state.app.extensions[_FREE] = BoundedSemaphore(MOST_STREAMS)


@blueprint.get("/events", responses={200: _STREAM})
def events() -> Response:
    """From now on, or after `Last-Event-ID`. `text/event-stream`; the data of an event is JSON."""
    bridge = current()
    mark = _wanted(bridge)
    free: BoundedSemaphore = current_app.extensions[_FREE]
    if not free.acquire(blocking=False):
        raise Problem(503, "Too many event streams are open; close one, or try again in a minute.")
    answer = Response(_stream(bridge, mark), mimetype="text/event-stream")
    answer.headers["Cache-Control"] = "no-store"
    answer.call_on_close(free.release)
    return answer


def _wanted(bridge: Bridge) -> Mark:
    given = request.headers.get("Last-Event-ID", "")
    if not given:
        with bridge.database.read() as db:
            return tail.end(db)
    read = _MARK.fullmatch(given)
    if read is None:
        raise Problem(422, "Last-Event-ID: Send the id of an event that this API has sent, or none.")
    return Mark(int(read[1]), int(read[2]))


def _stream(bridge: Bridge, mark: Mark) -> Iterator[str]:
    """A database that is away ends it: the client comes again."""
    yield "retry: 1000\n\n"
    told = began = bridge.database.now()
    while bridge.database.now() < began + LONGEST:
        try:
            with bridge.database.read() as db:
                found = tail.after(db, mark, AT_ONCE)
        except Unavailable:
            return
        for entry in found:
            yield _event(entry)
            mark, told = entry.mark, bridge.database.now()
        if bridge.database.now() - told >= SILENT_AT_MOST:
            yield ": still here\n\n"
            told = bridge.database.now()
        if len(found) < AT_ONCE:
            bridge.ports.sleep(LOOK_EVERY)


def _event(entry: Entry) -> str:
    """Without a name of its own, so that whoever listens for messages hears it."""
    kind = KINDS.get(entry.change.subject.partition("-")[0], "call")
    data = {
        "at": models.rfc3339(entry.at),
        "call_id": entry.call_id,
        "id": entry.change.subject,
        "event": shapes.words(kind, entry.change),
    }
    return f"id: {entry.mark.xact}.{entry.mark.id}\ndata: {json.dumps(data)}\n\n"
