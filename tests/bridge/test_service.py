"""The bridge put together: what settings become, and that what runs beside the requests starts and stops.

What each part does is tested where it is.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from prometheus_client import REGISTRY, generate_latest

from bridge.core.effects import CreateRoom
from bridge.core.state import Kind
from bridge.service import Bridge, Threads, build
from bridge.settings import load_settings
from bridge.store import calls, effects
from bridge.store.database import Database
from summaries import NoBrief
from tests.bridge import examples
from tests.bridge.livekit_double import KEY, SECRET, LiveKitDouble
from tests.bridge.settings_example import REQUIRED
from tests.summaries.examples import SUPPORT_CALL, answer, known, reply, said
from tests.summaries.model_double import Double, completion, send, serve


def _build(url: str, **more: str) -> Bridge:
    return build(load_settings(REQUIRED | {"DATABASE_URL": url} | more, env_file=None))


def test_what_is_spawned_runs_beside_and_a_failure_harms_nobody() -> None:
    threads, done = Threads(), threading.Event()
    threads.spawn("watch", lambda: 1 / 0)
    threads.spawn("watch", done.set)
    assert done.wait(5)
    threads.stop()


def test_whoever_asks_somebody_slow_holds_up_nobody_who_asks_another() -> None:
    """A dead LiveKit takes its time to say no; phones must ring meanwhile."""
    threads, dead, rang = Threads(), threading.Event(), threading.Event()
    for _ in range(100):
        threads.spawn("rooms", dead.wait, 20)
    threads.spawn("phones", rang.set)
    assert rang.wait(5)
    dead.set()
    threads.stop()


def test_stopping_wakes_whoever_sleeps_and_waits_for_what_has_begun() -> None:
    threads, begun, finished = Threads(), threading.Event(), threading.Event()

    def sleep_long() -> None:
        begun.set()
        threads.sleep(60)
        finished.set()

    threads.spawn("watch", sleep_long)
    assert begun.wait(5)
    before = time.monotonic()
    threads.stop()
    assert finished.is_set() and time.monotonic() - before < 5
    threads.spawn("watch", begun.clear)
    assert begun.is_set(), "what is not begun is left to another process"


def test_no_thread_is_made_before_there_is_work(url: str) -> None:
    """gunicorn forks after the application is loaded, and threads do not survive that."""
    before = threading.active_count()
    bridge = _build(url)
    assert threading.active_count() == before
    bridge.stop()


def test_settings_become_the_limits_of_the_machine_and_the_documents_line(url: str) -> None:
    bridge = _build(
        url, AGENT_RING_SECONDS="11", HOLD_LIMIT_SECONDS="90", CONSULT="livekit", GROQ_API_KEY="k"
    )
    policy, line = bridge.engine.policy, bridge.line
    assert (policy.agent_ring, policy.hold_limit, policy.consult) == (11.0, 90.0, Kind.LIVEKIT)
    assert policy.model
    assert (line.base_url, line.sip_password) == (
        REQUIRED["PUBLIC_BASE_URL"],
        REQUIRED["LIVEKIT_SIP_PASSWORD"],
    )
    assert line.music_url == f"{REQUIRED['PUBLIC_BASE_URL']}/audio/hold.wav"
    bridge.stop()


@pytest.mark.parametrize("more", [{}, {"GROQ_API_KEY": "k", "SUMMARY_PROVIDERS": "openai"}])
def test_without_a_provider_that_has_a_key_there_is_no_model(url: str, more: dict[str, str]) -> None:
    bridge = _build(url, **more)
    assert not bridge.engine.policy.model
    bridge.stop()


@pytest.fixture
def double() -> Iterator[Double]:
    double = Double()
    server = serve(double)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield double
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("order", "keys", "wanted"),
    [
        ("groq,openai,openrouter", ("groq", "openai", "openrouter"), "groq"),
        ("openrouter,openai,groq", ("groq", "openai", "openrouter"), "openrouter"),
        ("openrouter,openai,groq", ("groq", "openai"), "openai"),
        ("openai,openrouter", ("groq", "openrouter"), "openrouter"),
    ],
)
def test_the_first_provider_of_the_settings_that_has_a_key_writes_the_brief(
    url: str, double: Double, order: str, keys: tuple[str, ...], wanted: str
) -> None:
    double.behave = send(completion(answer("The caller wants a refund for order 4821.")))
    more = {f"{name.upper()}_API_KEY": f"key-of-{name}" for name in keys}
    more |= {f"{name.upper()}_BASE_URL": double.url for name in ("groq", "openai", "openrouter")}
    before = _asked(wanted, "ok")
    bridge = _build(url, SUMMARY_PROVIDERS=order, **more)
    assert bridge.writer is not None
    assert bridge.writer.write(known(), said(*SUPPORT_CALL)).source == wanted
    bridge.stop()
    assert [seen.key for seen in double.seen] == [f"key-of-{wanted}"]
    assert double.seen[0].headers.get("http-referer") == (
        REQUIRED["PUBLIC_BASE_URL"] if wanted == "openrouter" else None
    )
    assert _asked(wanted, "ok") == before + 1


def _asked(provider: str, result: str) -> float:
    labels = {"provider": provider, "result": result}
    return REGISTRY.get_sample_value("warm_bridge_model_seconds_count", labels) or 0.0


def test_a_model_that_fails_is_counted_by_what_it_did_and_never_by_what_it_said(
    url: str, double: Double
) -> None:
    double.behave = send(b'{"error": {"message": "Maria Gomez"}}', 500)
    before = _asked("openai", "provider")
    bridge = _build(url, OPENAI_API_KEY="k", OPENAI_BASE_URL=double.url)
    assert bridge.writer is not None
    with pytest.raises(NoBrief):
        bridge.writer.write(known(), said(*SUPPORT_CALL))
    bridge.stop()
    assert _asked("openai", "provider") == before + 1
    assert b"Maria" not in generate_latest()


def test_every_sentence_that_nothing_supports_is_counted_with_its_reason(url: str, double: Double) -> None:
    """In a brief that is spoken, in one of which nothing is left, and in the answer to a question."""

    def dropped(why: str) -> float:
        return REGISTRY.get_sample_value("warm_bridge_brief_dropped_total", {"why": why}) or 0.0

    before = {why: dropped(why) for why in ("number", "name")}
    bridge = _build(url, OPENAI_API_KEY="k", OPENAI_BASE_URL=double.url)
    assert bridge.writer is not None
    double.behave = send(completion(answer("The order is 4821.", "She paid $12. Smith called.")))
    bridge.writer.write(known(), said(*SUPPORT_CALL))
    double.behave = send(completion(answer("She paid $12.")))
    with pytest.raises(NoBrief):
        bridge.writer.write(known(), said(*SUPPORT_CALL))
    double.behave = send(completion(reply("The order is 4821. Smith called.", 1)))
    bridge.writer.answer(known(), said(*SUPPORT_CALL), "Which order?")
    bridge.stop()
    assert {why: dropped(why) - before[why] for why in before} == {"number": 2, "name": 2}


def test_secrets_do_not_show_when_the_bridge_is_printed(url: str) -> None:
    bridge = _build(url)
    for name in ("TWILIO_AUTH_TOKEN", "LIVEKIT_API_SECRET", "SECRET_KEY"):
        assert REQUIRED[name] not in repr(bridge)
    bridge.stop()


def test_a_started_bridge_takes_up_what_was_left_and_stops_when_it_is_told(
    url: str, livekit: LiveKitDouble
) -> None:
    """A dead process stored the wish for a room; this one, on real threads and time, makes it."""
    database = Database(url, time.time)
    with database.write() as db:
        left = examples.call(started_at=time.time())
        left.caller.created_at = left.started_at
        calls.add(db, left)
        effects.add(db, left.id, [CreateRoom("room-1")], time.time() - effects.LEASE)
    nobody = {"TWILIO_API_BASE_URL": "http://127.0.0.1:9", "LIVEKIT_SIP_HOST": "127.0.0.1:9"}
    bridge = _build(url, LIVEKIT_URL=livekit.url, LIVEKIT_API_KEY=KEY, LIVEKIT_API_SECRET=SECRET, **nobody)
    bridge.start()
    until = time.monotonic() + 10
    while "room-1" not in livekit.rooms and time.monotonic() < until:
        time.sleep(0.02)
    bridge.stop()
    assert "room-1" in livekit.rooms
    assert not [thread for thread in threading.enumerate() if thread.name.startswith(("bridge", "livekit"))]
    database.close()
    bridge.database.close()
