"""Scenarios against a real LiveKit server: played, measured, and told.

Decides that a scenario is over well only if ears and judge agree on who heard whom. The scenarios are those
of the double, with the same play; it must not know what happens in them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from simulator.real_livekit.ears import LAG, told
from simulator.real_livekit.figures import Times, table
from simulator.real_livekit.playable import PLAYABLE
from simulator.real_livekit.stage import RealStage, real_stage
from simulator.real_livekit.timeline import Line
from simulator.scenarios import SCENARIOS


@dataclass(frozen=True)
class Heard:
    """What one phone heard of others, and its longest silence on the line in seconds."""

    phone: str
    line: Line
    longest_silence: float


@dataclass(frozen=True)
class Played:
    """`problems` is empty when all went well; `began` and the lines are in seconds of the world."""

    began: float
    seconds: float
    heard: list[Heard]
    legs: list[Times]
    problems: list[str]


def play(name: str, seed: int = 0, lag: float = LAG) -> Played:
    """Ear and judge may differ for `lag` seconds.

    Raises AssertionError for a bad ending, NotThere when no real server can be had here.
    """
    scenario = SCENARIOS[name]
    settings = {**scenario.settings, **PLAYABLE[name]}
    with tempfile.TemporaryFile() as log, real_stage(settings, seed, log) as real:
        began = real.stage.world.now
        scenario.play(real.stage)
        return measured(real, began, lag)


def measured(real: RealStage, began: float, lag: float = LAG) -> Played:
    """What there is to tell of a stage so far."""
    heard = [
        Heard(
            phone.name,
            real.ears.measured(phone),
            max((gap.seconds for gap in real.ears.silences(phone)), default=0.0),
        )
        for phone in real.ears.phones
    ]
    problems = [*real.stage.problems, *_disagreements(real, began, lag)]
    legs = [leg.times for leg in real.sip.legs]
    return Played(began, real.stage.world.now - began, heard, legs, problems)


def play_all(names: Sequence[str], seed: int, runs: int) -> int:
    """Play and print: who heard whom when, and how fast legs came in; how many went wrong."""
    wrong, legs = 0, list[Times]()
    for name in names:
        for number in range(seed, seed + runs):
            try:
                played = play(name, number)
            except AssertionError as problem:
                print(f"FAILED  {name} (seed {number}): {problem}")
                wrong += 1
                continue
            wrong += bool(played.problems)
            legs += played.legs
            _tell(name, played)
    print(f"{len(names) * runs - wrong} passed, {wrong} failed\n\n{table(legs)}")
    return wrong


def _tell(name: str, played: Played) -> None:
    minutes, seconds = divmod(round(played.seconds), 60)
    print(f"{'FAILED' if played.problems else 'passed'}  {name:36} {minutes}:{seconds:02}")
    for problem in played.problems:
        print(f"        {problem}")
    for one in played.heard:
        gap = f"; at most {one.longest_silence:.1f} s of silence"
        print(f"        {one.phone:8} {told(one.line, played.began)}{gap}", flush=True)


def _disagreements(real: RealStage, began: float, lag: float) -> Iterator[str]:
    for phone in real.ears.phones:
        for span in real.ears.disagreements(phone, lag):
            yield (
                f"{phone.name}: ear and judge disagree for more than {lag} s about hearing "
                f"{' and '.join(span.people)}, from {span.begin - began:.1f} to {span.end - began:.1f} s "
                f"(measured: {told(real.ears.measured(phone), began)})"
            )
