"""The bridge put together: settings, store, engine, carriers, and the work in the background.

Decides what is connected with what, and when the background work starts and stops. It must not know
what any part does.
"""

from __future__ import annotations

import contextlib
import math
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event as Flag
from typing import Any, cast

import structlog
from flask import current_app
from pydantic import SecretStr
from twilio.http import HttpClient

from bridge import metrics
from bridge.background import BEAT, Background
from bridge.briefs import Briefs
from bridge.carry_out import Carriers
from bridge.core.effects import DialLeg, RedirectLeg
from bridge.core.policy import Policy
from bridge.core.state import Kind
from bridge.engine import Engine
from bridge.lanes import Lanes
from bridge.ports.livekit import LiveKit
from bridge.ports.livekit_client import Run
from bridge.ports.loop import LoopThread
from bridge.ports.sip_options import SipOptions
from bridge.ports.sip_wire import Exchange, endpoint
from bridge.ports.twilio import OtherHost, Twilio
from bridge.prober import Prober
from bridge.pruner import Pruner
from bridge.reconciler import Reconciler
from bridge.settings import Settings
from bridge.store.database import Database
from bridge.store.effects import Paces
from bridge.store.paces import Pace
from bridge.voices import voice_and_locale
from bridge.webhooks.signature import TwilioSignature
from summaries import Provider, Race, ThreadRace, Writer, groq_provider, openai_provider, openrouter_provider
from twiml.view import Line

log = structlog.get_logger()

# Requests that wait at the same time, by who is asked (`asks` of an effect); more wait in line, each behind
# those who ask the same. One for rooms: one is made for every call that comes, while more calls come, and a
# caller is greeted for longer than some dozens take.
CREWS = {"phones": 16, "rooms": 1, "leftovers": 1, "looks": 4, "model": 8, "watch": 4, "probes": 3}


class Threads:
    """Beside-work on threads that are made after fork, on first use; each crew has its own."""

    def __init__(self) -> None:
        self._pools = {
            crew: ThreadPoolExecutor(size, thread_name_prefix=f"bridge-{crew}")
            for crew, size in CREWS.items()
        }
        self._stopping = Flag()

    def spawn(self, crew: str, work: Callable[..., object], *args: object) -> None:
        if self._stopping.is_set():
            # What is not begun is not lost: its lease runs out, and another process does it.
            return
        with contextlib.suppress(RuntimeError):
            # Stopped in this very moment; the same holds.
            self._pools[crew].submit(_logged, work, *args)

    def sleep(self, seconds: float) -> None:
        """Returns early when the process stops."""
        self._stopping.wait(seconds)

    def stop(self) -> None:
        self._stopping.set()
        for pool in self._pools.values():
            pool.shutdown(wait=True, cancel_futures=True)


def _logged(work: Callable[..., object], *args: object) -> None:
    try:
        work(*args)
    except Exception:
        log.exception("background_work_failed")


@dataclass(frozen=True)
class Ports:
    """Everything that a world may replace: time, chance, threads, and the ways to carriers and models.

    `race` is for asking several models at the same time; `model_transport` gives, for a provider's name,
    what its SDK sends requests with. `stop` lets what was spawned come to its end, `close` then ends what it
    needed for that.
    """

    now: Callable[[], float]
    sleep: Callable[[float], None]
    spawn: Callable[..., None]
    random: random.Random
    stop: Callable[[], None]
    close: Callable[[], None]
    livekit_run: Run
    twilio_http: HttpClient | None = None
    livekit_session: Callable[[], Any] | None = None
    sip_exchange: Exchange | None = None
    race: Callable[[], Race] = ThreadRace
    model_transport: Callable[[str], Any] = lambda provider: None


def real_ports() -> Ports:
    threads, loop = Threads(), LoopThread()
    return Ports(
        now=time.time,
        sleep=threads.sleep,
        spawn=threads.spawn,
        random=random.SystemRandom(),
        stop=threads.stop,
        close=loop.stop,
        livekit_run=loop.run,
    )


@dataclass
class Bridge:
    """What requests work with. `start` and `stop` are called in each worker process."""

    settings: Settings
    ports: Ports
    database: Database
    engine: Engine
    twilio: Twilio
    livekit: LiveKit
    writer: Writer | None
    line: Line
    signature: TwilioSignature
    background: Background = field(repr=False)

    def start(self) -> None:
        self.background.start()

    def stop(self) -> None:
        self.background.stop()
        self.ports.stop()
        self.livekit.close()
        if self.writer is not None:
            self.writer.close()
        self.ports.close()


def build(settings: Settings, ports: Ports | None = None) -> Bridge:
    ports = ports or real_ports()
    database = Database(settings.database_url, ports.now)
    twilio, livekit = _twilio(settings, ports), _livekit(settings, ports)
    lanes = Lanes(database, ports.spawn)
    writer, line = _writer(settings, ports), _line(settings)
    briefs = Briefs(database, writer, metrics.brief_seconds.observe, settings.language)
    policy = _policy(settings, model=writer is not None)
    engine = Engine(database, policy, lanes.start, briefs.of_facts, ports.random, _paces(settings))
    carriers = Carriers(
        database, twilio, livekit, briefs, line, settings.agent_ring_seconds, settings.machine_detection
    )
    lanes.connect(engine, carriers.carry_out)
    reconciler = Reconciler(engine, carriers, ports.spawn)
    sip = SipOptions(endpoint(settings.livekit_sip_host, settings.livekit_sip_transport), ports.sip_exchange)
    prober = Prober(engine, livekit, sip, ports.spawn)
    pruner = Pruner(database, settings.keep_calls_days)
    return Bridge(
        settings=settings,
        ports=ports,
        database=database,
        engine=engine,
        twilio=twilio,
        livekit=livekit,
        writer=writer,
        line=line,
        signature=TwilioSignature(settings.public_base_url, _signing_tokens(settings)),
        background=Background(engine, lanes, reconciler, prober, pruner, ports.spawn, ports.sleep),
    )


def current() -> Bridge:
    """The bridge of the application that serves this request."""
    return cast(Bridge, current_app.extensions["warm_bridge"])


def _paces(settings: Settings) -> Paces:
    """New calls: more than the account allows would only queue at Twilio, in their order and not in ours.

    Moves: at most 20 in any second, so that a dead LiveKit under a thousand talks does not also use up the
    requests that an account may have open (reference/twilio.md 4.5).
    """
    dials = settings.dials_per_second
    return {
        DialLeg.__name__: Pace("dials", dials, burst=_in_a_beat(dials)),
        RedirectLeg.__name__: Pace("moves", per_second=12.0, burst=8),
    }


def _in_a_beat(per_second: float) -> int:
    """Those who wait for their turn are looked at once a beat: fewer at once would be fewer per second."""
    return max(1, math.ceil(per_second * BEAT))


def _policy(settings: Settings, model: bool) -> Policy:
    return Policy(
        model=model,
        agent_ring=float(settings.agent_ring_seconds),
        hold_limit=float(settings.hold_limit_seconds),
        wait_limit=float(settings.wait_limit_seconds),
        rescue=float(settings.rescue_seconds),
        keep_words=settings.store_transcripts,
        sketch_after=Policy.sketch_after if settings.brief_rolling else None,
        brief_after_key=settings.brief_after_key,
        machine_detection=settings.machine_detection,
        consult=Kind(settings.consult),
    )


def _line(settings: Settings) -> Line:
    language = settings.language
    voice, locale = voice_and_locale(getattr(settings, f"voice_{language}"), language)
    return Line(
        base_url=settings.public_base_url,
        music_url=settings.hold_music_url or f"{settings.public_base_url}/audio/hold.wav",
        sip_host=settings.livekit_sip_host,
        sip_transport=settings.livekit_sip_transport,
        sip_username=settings.livekit_sip_username,
        sip_password=settings.livekit_sip_password.get_secret_value(),
        language=language,
        voice=voice,
        locale=locale,
    )


def _signing_tokens(settings: Settings) -> list[str]:
    tokens = [settings.twilio_auth_token, settings.twilio_auth_token_next]
    return [token.get_secret_value() for token in tokens if token is not None]


def _twilio(settings: Settings, ports: Ports) -> Twilio:
    http = ports.twilio_http or OtherHost(settings.twilio_api_base_url)
    return Twilio(settings.twilio_account_sid, *settings.twilio_login, settings.twilio_number, http)


def _livekit(settings: Settings, ports: Ports) -> LiveKit:
    secret = settings.livekit_api_secret.get_secret_value()
    return LiveKit(
        settings.livekit_url, settings.livekit_api_key, secret, ports.livekit_run, ports.livekit_session
    )


def _writer(settings: Settings, ports: Ports) -> Writer | None:
    """A provider without a key is skipped; without any, briefs are of facts only."""
    made = [_provider(name, settings, ports) for name in settings.summary_providers]
    providers = [provider for provider in made if provider is not None]
    if not providers:
        return None
    return Writer(providers, ports.now, race=ports.race, note=_note_model, drop=_note_dropped)


def _provider(name: str, settings: Settings, ports: Ports) -> Provider | None:
    secret: SecretStr | None = getattr(settings, f"{name}_api_key")
    if secret is None:
        return None
    key, model = secret.get_secret_value(), getattr(settings, f"{name}_model")
    base_url = getattr(settings, f"{name}_base_url")
    world: Any = {"now": ports.now, "transport": ports.model_transport(name)}
    match name:
        case "groq":
            return groq_provider(key, model, base_url, **world)
        case "openai":
            return openai_provider(key, model, base_url, **world)
    return openrouter_provider(key, settings.public_base_url, model, base_url, **world)


def _note_model(provider: str, result: str, seconds: float) -> None:
    metrics.model_seconds.labels(provider, result).observe(seconds)


def _note_dropped(why: str) -> None:
    metrics.brief_dropped.labels(why).inc()
