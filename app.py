"""The application: everything wired together, and the commands of `flask`.

Wiring only. `create_app` is what gunicorn serves; the bare `app` below carries the commands, so that
those which need no settings run without any.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import structlog
from flask import Flask
from flask_openapi3 import Info, OpenAPI
from flask_openapi3_swagger.templates import swagger_html_string

from bridge import drawings
from bridge.service import Bridge, Ports, build, real_ports
from bridge.settings import Settings, SettingsError, load_settings
from bridge.store.migrate import migrate
from bridge.webhooks import conversations, door, legs, timing, transcription, voice
from console import health
from console.api import agents, calls, events, problems, transfers

# The page is written for another address, and for variables that only its own view sets.
_SWAGGER = "{% set doc_url = 'openapi.json' %}{% set oauth_config = none %}{% set swagger_config = {} %}"


def create_app(settings: Settings | None = None, ports: Ports | None = None) -> OpenAPI:
    """The application; its background work starts with `extensions["warm_bridge"].start()`."""
    bearer = {"type": "http", "scheme": "bearer"}
    web = OpenAPI(
        "warm_bridge",
        info=Info(title="Warm Bridge", version="1"),
        security_schemes={"bearer": bearer},
        validation_error_callback=problems.invalid,
        static_folder=None,
    )
    # The interactive pages are the front page of the documentation, served from here, offline.
    web.config["OPENAPI_HTML_STRING"] = _SWAGGER + swagger_html_string
    web.extensions["warm_bridge"] = build(settings or _settings(), ports)
    problems.register(web)
    timing.register(web)
    door.guard(web)
    for webhooks in (
        voice.blueprint,
        legs.blueprint,
        transcription.blueprint,
        conversations.twilio_side,
        conversations.livekit_side,
    ):
        web.register_blueprint(webhooks)
    for api in (agents.blueprint, calls.blueprint, transfers.blueprint, events.blueprint):
        web.register_api(api)
    web.register_blueprint(health.blueprint)
    return web


def _settings() -> Settings:
    """From the environment; every problem on a line of its own, and no start."""
    try:
        return load_settings(os.environ)
    except SettingsError as error:
        raise SystemExit("\n".join(error.problems)) from None


def configure_logs() -> None:
    """One JSON line for each event, on standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


configure_logs()
app = Flask("warm_bridge_commands", static_folder=None)


class Hosted:
    """One process of the application, as a rehearsal of the simulator hosts it."""

    def __init__(self, environ: Mapping[str, str], world: Mapping[str, Any]) -> None:
        self._app = create_app(load_settings(environ, env_file=None), Ports(**world))
        self.wsgi = self._app.wsgi_app
        self.bridge: Bridge = self._app.extensions["warm_bridge"]

    def start(self) -> None:
        self.bridge.start()


@app.cli.command("migrate")
def migrate_command() -> None:
    """Bring the database to the newest schema."""
    migrate(_settings().database_url)
    click.echo("The database is up to date.", err=True)


@app.cli.command("provision")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
def provision_command(dry_run: bool) -> None:
    """Point the Twilio number here, and make LiveKit's SIP trunk and dispatch rule; safe to repeat."""
    # Only here: the server provisions nothing.
    from bridge.provision.run import provision

    ports = real_ports()
    try:
        sys.exit(provision(_settings(), ports, dry_run, click.echo))
    finally:
        ports.stop()
        ports.close()


@app.cli.command("simulate")
@click.argument("names", nargs=-1)
@click.option("--list", "listing", is_flag=True, help="Name the scenarios and what each shows.")
@click.option("--seed", default=0, show_default=True, help="Chance of the first run.")
@click.option("--runs", default=1, show_default=True, help="Runs of each, each with the next seed.")
@click.option("--livekit", type=click.Choice(["double", "real"]), default="double", show_default=True)
def simulate_command(names: tuple[str, ...], listing: bool, seed: int, runs: int, livekit: str) -> None:
    """Play call scenarios (all, or those named) against this application on a simulated phone network.

    With `--livekit real` on the real clock, with a real LiveKit server in it and an ear at every phone.
    """
    # Only here: the server has no use for a simulated world.
    from simulator.command import list_scenarios, simulate
    from simulator.real_livekit.command import list_playable, simulate_real

    if listing:
        (list_playable if livekit == "real" else list_scenarios)()
    elif livekit == "real":
        sys.exit(simulate_real(names, seed, runs))
    else:
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
        sys.exit(simulate(Hosted, migrate, names, seed, runs))


@app.cli.command("demo")
@click.option("--once", is_flag=True, help="Stop after the receipt instead of serving on.")
def demo_command(once: bool) -> None:
    """Play one whole warm transfer on the real server and a simulated phone network."""
    from simulator.demo import demo

    sys.exit(demo(once))


@app.cli.command("docs")
def docs_command() -> None:
    """Write the generated parts of docs/ again, from the tables of the machine."""
    for name, text in drawings.documents().items():
        (Path(__file__).parent / "docs" / name).write_text(text, encoding="utf-8")
