"""How gunicorn serves the bridge: processes, threads, time to stop, and when background work runs.

Read once before the application is loaded and again on a reload (SIGHUP). It must not know what the
background work is: it starts and stops whatever the application keeps under "warm_bridge".
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import structlog

from bridge.settings import SettingsError, load_settings
from bridge.store.disk import mounted, throw_away

try:
    _settings = load_settings(os.environ)
except SettingsError as error:
    raise SystemExit(str(error)) from None

bind = f"0.0.0.0:{_settings.port}"
workers = _settings.web_concurrency
worker_class = "gthread"
# An event stream holds a thread for as long as it lives (reference/ecosystem.md 2).
threads = 64
preload_app = True
keepalive = 5
# The whole stop must fit into 10 s: this, and the linger of 2 s for idle connections lies within it.
graceful_timeout = 7
# Since 25.1 gunicorn opens a control socket in the home directory unless told not to.
control_socket_disable = True
# Query strings of webhooks name legs; the application logs requests itself, by route.
accesslog = None
loglevel = "warning"

# prometheus_client reads it once, when it is first imported: it must be set before the application is.
_PREFIX = "warm-bridge-metrics-"
_metrics = Path(os.environ.get("PROMETHEUS_MULTIPROC_DIR") or tempfile.mkdtemp(prefix=_PREFIX))
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_metrics)
_metrics.mkdir(parents=True, exist_ok=True)
for _old in _metrics.glob("*.db"):
    _old.unlink(missing_ok=True)


def when_ready(server: Any) -> None:
    """Say once what an admin would rather know before the first call than after the first restart."""
    if kind := throw_away(_settings.database_url, mounted()):
        structlog.get_logger().warning(
            "database_on_throw_away_disk",
            disk=kind,
            what_to_do="Calls are forgotten when this machine or container goes: put DATABASE_URL on a "
            "volume that stays, or use PostgreSQL.",
        )


def post_worker_init(worker: Any) -> None:
    """Start the background work here, after the fork: threads and connections do not survive one."""
    worker.wsgi.extensions["warm_bridge"].start()


def worker_exit(server: Any, worker: Any) -> None:
    """Stop the background work, once the last request is answered."""
    # gunicorn also calls this in its master, for a worker that vanished and never loaded anything there.
    if worker.pid == os.getpid() and worker.booted:
        worker.wsgi.extensions["warm_bridge"].stop()


def child_exit(server: Any, worker: Any) -> None:
    """Drop the live gauges of a worker that is gone."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)


def on_exit(server: Any) -> None:
    """Leave no metrics directory behind, unless it was given to us."""
    if _metrics.name.startswith(_PREFIX):
        shutil.rmtree(_metrics, ignore_errors=True)
