"""The baseline: the least that a signed webhook can be, on the same gunicorn and the same SQLite.

Decides nothing; it checks the signature, commits one row or none, and answers.
"""

from __future__ import annotations

import os
import sqlite3
import threading

from flask import Flask, Response, abort, request
from twilio.request_validator import RequestValidator

from bridge.store.database import PRAGMAS

app = Flask(__name__)
validator = RequestValidator(os.environ["TWILIO_AUTH_TOKEN"])
base_url = os.environ["PUBLIC_BASE_URL"]
local = threading.local()


def database() -> sqlite3.Connection:
    if not hasattr(local, "db"):
        local.db = sqlite3.connect(os.environ["BARE_DATABASE"], isolation_level=None)
        for pragma in (*PRAGMAS, "journal_mode=WAL"):
            local.db.execute(f"PRAGMA {pragma}")
        local.db.execute("CREATE TABLE IF NOT EXISTS calls (id TEXT PRIMARY KEY, body TEXT)")
    return local.db  # type: ignore[no-any-return]


def check() -> None:
    signature = request.headers.get("X-Twilio-Signature", "")
    if not validator.validate(base_url + request.environ["RAW_URI"], request.form, signature):
        abort(403)


@app.post("/voice")
def voice() -> Response:
    check()
    db = database()
    db.execute("BEGIN IMMEDIATE")
    db.execute("INSERT INTO calls VALUES (?, ?)", (request.form["CallSid"], "x" * 500))
    db.execute("COMMIT")
    return Response("<Response/>", mimetype="text/xml")


@app.post("/leg")
def leg() -> Response:
    check()
    return Response("<Response/>", mimetype="text/xml")


class Nothing:
    """What gunicorn's hooks start and stop in the real application."""

    def start(self) -> None:
        return

    def stop(self) -> None:
        return


app.extensions["warm_bridge"] = Nothing()
