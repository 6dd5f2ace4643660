"""The import rule of the house: who may know whom (the table of rooms in the design, rows one and two).

The tables below are the rule; a new room or a new purpose of one is a new row.
"""

import sys

import pytest

from tests.house.source import CHECKS, CODE, Module, modules

CORE = ("bridge/core",)

# Pure rooms see the standard library, themselves and what stands here.
PURE = {
    "twiml": ("twiml", "twilio.twiml"),
    **{room: (room.replace("/", "."),) for room in CORE},
}
# Parts of the standard library that would let the clock, chance, the machine or other threads in.
IMPURE = frozenset(
    (
        *("asyncio", "logging", "os", "pathlib", "random", "secrets", "select", "signal", "socket"),
        *("sqlite3", "subprocess", "sys", "tempfile", "threading", "time", "urllib.request", "uuid"),
    )
)
FORBIDDEN = {
    "bridge": ("simulator", "console"),
    "console": ("simulator", "twilio", "livekit", "groq", "openai"),
    "simulator": ("bridge", "twiml", "summaries", "console"),
    "summaries": ("bridge", "flask", "sqlalchemy", "twilio", "livekit", "console", "simulator"),
    "twiml": ("bridge", "summaries", "console", "simulator"),
}
MAY_SIMULATE = ("app.py", "simulator", "tests")


def _within(name: str, packages: tuple[str, ...] | frozenset[str]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def _room(module: Module) -> str:
    return str(module).split("/")[0]


@pytest.mark.parametrize("room", PURE)
def test_a_pure_room_exists_and_knows_only_itself(room: str) -> None:
    assert modules(room)
    strangers = {
        f"{module}: {name}"
        for module in modules(room)
        for name in module.imports
        if name.partition(".")[0] not in sys.stdlib_module_names and not _within(name, PURE[room])
    }
    assert strangers == set()


@pytest.mark.parametrize("room", PURE)
def test_a_pure_room_has_no_clock_no_chance_and_no_machine(room: str) -> None:
    doors = {f"{m}: {name}" for m in modules(room) for name in m.imports if _within(name, IMPURE)}
    assert doors == set()


@pytest.mark.parametrize("room", FORBIDDEN)
def test_a_room_does_not_import_what_it_must_not_know(room: str) -> None:
    known = {f"{m}: {name}" for m in modules(room) for name in m.imports if _within(name, FORBIDDEN[room])}
    assert known == set()


def test_the_simulator_is_wired_in_one_place_only() -> None:
    users = {str(m) for m in modules(*CODE, *CHECKS) if _within_any(m) and _room(m) not in MAY_SIMULATE}
    assert users == set()


def _within_any(module: Module) -> bool:
    return any(_within(name, ("simulator",)) for name in module.imports)
