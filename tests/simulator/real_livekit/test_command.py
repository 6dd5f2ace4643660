"""`flask simulate --livekit real` where nothing can be played: what it says, and that it says it in one line.

What it plays needs a real server, and is in tests/real_livekit.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.real_livekit import command, processes
from simulator.real_livekit.command import list_playable, simulate_real
from simulator.real_livekit.playable import PLAYABLE
from simulator.scenarios import SCENARIOS


def test_the_list_names_only_scenarios_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    list_playable()
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(PLAYABLE)
    assert set(PLAYABLE) <= set(SCENARIOS)


def test_a_scenario_that_needs_the_double_is_refused_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert simulate_real(["warm_transfer", "livekit_refuses_a_leg"], 0, 1) == 2
    assert capsys.readouterr().out.startswith("livekit_refuses_a_leg is not played on a real server")


def test_without_the_server_one_line_says_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "BINARY", Path("/nowhere/livekit-server"))
    assert simulate_real(["warm_transfer"], 0, 1) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1 and "`make livekit` builds it" in said[0]


def test_without_the_sdk_one_line_says_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "check", lambda: None)
    monkeypatch.setattr(command, "find_spec", lambda name: None)
    assert simulate_real(["warm_transfer"], 0, 1) == 1
    assert capsys.readouterr().err == "LiveKit's rtc SDK is not installed; `make .venv/dev` adds it.\n"
