"""Health and numbers: alive, ready, what was counted; and the built-in music.

Decides when to say that a dependency is down: nothing but the truth, asked at this moment.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import prometheus_client
from flask import Blueprint, Response, jsonify
from prometheus_client import multiprocess
from sqlalchemy import text

from bridge import metrics
from bridge.audio import hold_music
from bridge.ports.errors import PortError
from bridge.service import Bridge, current
from bridge.store import calls, effects
from bridge.store.database import Unavailable
from console.api.access import require_token

blueprint = Blueprint("health", __name__)


@blueprint.get("/health/live")
def live() -> Response:
    return jsonify(status="ok")


@blueprint.get("/health/ready")
def ready() -> tuple[Response, int]:
    """503 names what is down. LiveKit's SIP endpoint is not asked: nothing would answer."""
    bridge = current()
    checks: dict[str, Callable[[], None]] = {
        "database": lambda: _database(bridge),
        "twilio": bridge.twilio.ping,
        "livekit": bridge.livekit.ping,
    }
    state = {name: _works(check) for name, check in checks.items()}
    down = [name for name, works in state.items() if not works]
    if down:
        return jsonify(status="down", down=down, checks=state), 503
    return jsonify(status="ok", checks=state), 200


def _works(check: Callable[[], None]) -> bool:
    try:
        check()
    except (PortError, Unavailable):
        return False
    return True


def _database(bridge: Bridge) -> None:
    with bridge.database.read() as db:
        db.execute(text("SELECT 1"))


@blueprint.get("/metrics")
def numbers() -> Response:
    require_token()
    with current().database.read() as db:
        metrics.effects_pending.set(effects.pending(db))
        metrics.calls_live.set(calls.count_live(db))
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = prometheus_client.CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry = prometheus_client.REGISTRY
    return Response(
        prometheus_client.generate_latest(registry), content_type=prometheus_client.CONTENT_TYPE_LATEST
    )


@blueprint.get("/audio/hold.wav")
def hold_audio() -> Response:
    """Fetched by the carrier as a file, unsigned; cached there for a day (reference/twilio.md 3.2)."""
    return Response(
        hold_music(), content_type="audio/wav", headers={"Cache-Control": "public, max-age=86400"}
    )
