"""The application in-process, on the world's virtual time: every request of it is a task of one thread.

A task runs until it must wait (for a carrier's answer, or to sleep); the world goes on meanwhile and wakes
it. So minutes of calls take milliseconds, and the same seed gives the same history, also across a kill.
It must not know what the application does, only its WSGI door and the few things that it waits for.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from greenlet import getcurrent, greenlet

from simulator.network import Failure, Outcome, Reply, Request
from simulator.world import World

LATENCY = 0.005
PATIENCE = 30.0
LOOK_EVERY, ASK_AGAIN = 0.25, 0.5
Ask = Callable[[], Outcome]


class Application(Protocol):
    """One process of the application under test."""

    def wsgi(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """The door that webhooks and API requests come through."""

    def start(self) -> None:
        """Begin the background work."""


@dataclass(eq=False)
class Process:
    """One process and its tasks. A killed one never runs again, wherever it was."""

    application: Application | None = None
    alive: bool = True
    tasks: set[_Task] = field(default_factory=set)
    asked: list[Callable[[Outcome], None]] = field(default_factory=list)


class VirtualLane:
    """Carries requests into the application and lets it wait on virtual time.

    What a process spawns belongs to it and dies with it; `asker` is the process whose request is at a
    carrier now.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.hub = getcurrent()
        self.processes: list[Process] = []
        self.asker: Process | None = None
        self._gone: list[Process] = []
        self._turn = 0

    # --- processes ---

    def boot(self, make: Callable[[], Application]) -> Process:
        """Start a process: `make` builds the application, whose background work begins at once."""
        process = Process()
        self.processes.append(process)

        def begin() -> None:
            process.application = make()
            process.application.start()
            self.world.note("process_up")

        self.task(process, begin)
        return process

    def kill(self, process: Process) -> None:
        """SIGKILL: nothing of it ever runs again, in the middle of whatever it was doing."""
        process.alive = False
        self.processes.remove(process)
        # Kept, or collecting them would unwind them: a killed process cleans nothing up.
        self._gone.append(process)
        self.world.note("process_killed", left=len(self.processes))
        for tell in process.asked:
            self.world.after(0.0, lambda tell=tell: tell(Failure("refused")))  # type: ignore[misc]

    def retire(self, process: Process) -> None:
        """SIGTERM: it takes nothing new; what it has begun goes on to its end."""
        self.processes.remove(process)
        self._gone.append(process)
        self.world.note("process_killed", left=len(self.processes))

    def die(self) -> None:
        """What runs now never goes on: for a kill out of the middle of the application's own code."""
        self.kill(_current().process)
        self.hub.switch()

    def close(self) -> None:
        """The world is over: whatever still waits is taken down, so that its memory is given back."""
        for process in self.processes + self._gone:
            process.alive = False
            for task in list(process.tasks):
                task.throw()
            process.tasks.clear()
            process.application = None

    def task(self, process: Process, work: Callable[..., object], *args: object) -> None:
        """Run `work` beside everything else, from now on, until it waits."""
        self.world.after(0.0, lambda: _Task(process, lambda: work(*args)).switch())

    # --- what the application waits for ---

    def spawn(self, work: Callable[..., object], *args: object) -> None:
        self.task(_current().process, work, *args)

    def sleep(self, seconds: float) -> None:
        self.wait(lambda wake: self.world.after(seconds, lambda: wake(None)))

    def ask(self, ask: Ask, timeout: float) -> Outcome:
        """One request to a carrier; past `timeout` the outcome is a time-out, whatever happens later."""
        process = _current().process

        def arrive(wake: Callable[[Any], None]) -> None:
            self.asker = process
            self._answered(ask(), wake)

        def begin(wake: Callable[[Any], None]) -> None:
            self.world.after(timeout, lambda: wake(Failure("timeout")))
            self.world.after(LATENCY, lambda: arrive(wake))

        outcome: Outcome = self.wait(begin)
        return outcome

    def _answered(self, outcome: Outcome, wake: Callable[[Any], None]) -> None:
        if isinstance(outcome, Reply):
            self.world.after(LATENCY + outcome.delay, lambda: wake(outcome))
        elif outcome.kind == "refused":
            self.world.after(0.0, lambda: wake(outcome))

    def wait(self, begin: Callable[[Callable[[Any], None]], object]) -> Any:
        task = _current()
        task.awaited = awaited = object()

        def wake(value: Any) -> None:
            if task.process.alive and task.awaited is awaited:
                task.awaited = None
                task.switch(value)

        begin(wake)
        return self.hub.switch()

    # --- what drives it (simulator.stage.Lane) ---

    def until(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Looked at four times a second: a condition may ask the application itself."""
        end = self.world.now + seconds
        while not condition():
            if self.world.now >= end:
                return False
            self.world.run(min(LOOK_EVERY, end - self.world.now))
        return True

    def act(self, do: Callable[[], Any]) -> Any:
        done: list[Any] = []
        self.world.after(0.0, lambda: done.append(do()))
        self.world.run(1.0, lambda: bool(done))
        return done[0]

    def request(self, request: Request) -> Reply:
        """A patient client: while nobody answers it asks again, every half second."""
        end = self.world.now + PATIENCE
        while self.world.now < end:
            answers: list[Outcome] = []
            self.send(request, PATIENCE, answers.append)
            self.world.run(2 * PATIENCE, lambda: bool(answers))  # noqa: B023 (looked at before it changes)
            if isinstance(answers[0], Reply):
                return answers[0]
            self.world.run(ASK_AGAIN)
        raise AssertionError(f"{request.method} {request.url} was not answered")

    # --- what comes in ---

    def send(self, request: Request, timeout: float, on_reply: Callable[[Outcome], None]) -> None:
        """simulator.network.Network: processes take turns; without a living one nobody takes the call."""
        told: list[Outcome] = []

        def tell(outcome: Outcome) -> None:
            if not told:
                told.append(outcome)
                on_reply(outcome)

        def arrive() -> None:
            process = self._next_process()
            if process is None:
                tell(Failure("refused"))
                return
            process.asked.append(tell)
            self.task(process, lambda: self._serve(process, request, tell))

        self.world.after(timeout, lambda: tell(Failure("timeout")))
        self.world.after(LATENCY, arrive)

    def _next_process(self) -> Process | None:
        self._turn += 1
        up = [process for process in self.processes if process.application is not None]
        return up[self._turn % len(up)] if up else None

    def _serve(self, process: Process, request: Request, tell: Callable[[Outcome], None]) -> None:
        assert process.application is not None, "only a process that is up is asked"
        reply = call_wsgi(process.application.wsgi, request)
        process.asked.remove(tell)
        self.world.after(LATENCY, lambda: tell(reply))


class _Task(greenlet):  # type: ignore[misc]
    """A greenlet that knows which process it belongs to; `awaited` marks what it waits for."""

    def __init__(self, process: Process, work: Callable[[], object]) -> None:
        super().__init__(self._guarded)
        self.process, self._work = process, work
        self.awaited: object | None = None

    def _guarded(self) -> None:
        if not self.process.alive:
            return
        self.process.tasks.add(self)
        self._work()
        self.process.tasks.discard(self)


def _current() -> _Task:
    task = getcurrent()
    assert isinstance(task, _Task), "only a task of the application waits"
    return task


def call_wsgi(wsgi: Callable[..., Iterable[bytes]], request: Request) -> Reply:
    """The request through a WSGI door, as gunicorn would bring it."""
    parts = urlsplit(request.url)
    started: list[Any] = []
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "PATH_INFO": unquote(parts.path, "latin-1"),
        "QUERY_STRING": parts.query,
        "RAW_URI": parts.path + (f"?{parts.query}" if parts.query else ""),
        "SERVER_NAME": parts.hostname,
        "SERVER_PORT": str(parts.port or 443),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(request.body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": parts.scheme,
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **_headers(request.headers),
    }

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
        started[:] = [int(status.split()[0]), dict(headers)]

    answer = wsgi(environ, start_response)
    try:
        body = b"".join(answer)
    finally:
        getattr(answer, "close", lambda: None)()
    return Reply(started[0], started[1], body)


def _headers(headers: Mapping[str, str]) -> dict[str, str]:
    names = {name.upper().replace("-", "_"): value for name, value in headers.items()}
    plain = {"CONTENT_TYPE": names.pop("CONTENT_TYPE")} if "CONTENT_TYPE" in names else {}
    return plain | {f"HTTP_{name}": value for name, value in names.items() if name != "CONTENT_LENGTH"}
