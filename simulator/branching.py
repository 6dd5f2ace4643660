"""What else might happen at a moment, tried in a copy of the world while this one waits.

Decides that each trial is made at its moment and what came of it; then this world goes on as if nothing had
been. So a trial late in a call costs no more than the rest of the call. It must not know what a trial is; the
world must live in this process alone: no sockets, no threads, no file.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import traceback
from collections.abc import Callable

Chosen = Callable[[object], bool]
# Of real time, for one copy: the longest scenario takes a few seconds.
PATIENCE = 120.0


class Branches:
    """`happens` is asked at each moment for all that might; `failed` are the trials that ended badly."""

    def __init__(self, chosen: Chosen, patience: float = PATIENCE) -> None:
        self.tried = 0
        self.failed: list[str] = []
        self._chosen, self._patience = chosen, patience
        self._tell: int | None = None

    def happens(self, trial: object) -> bool:
        """True in the copy, in which nothing else will; False here, once the copy has come to its end."""
        if self._tell is not None or not self._chosen(trial):
            return False
        self.tried += 1
        ear, mouth = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(ear)
            self._tell = mouth
            # The copy's memory is shared until somebody writes to it, and the collector would write to all.
            gc.freeze()
            return True
        os.close(mouth)
        problem = self._heard(ear, child)
        if problem:
            self.failed.append(f"{trial}: {problem}")
        return False

    def walk(self, play: Callable[[], None]) -> None:
        """Play, with all the copies that part from it on the way. What goes wrong here itself is raised."""
        try:
            play()
        except BaseException as problem:
            if self._tell is None:
                raise
            self._end(str(problem) if isinstance(problem, AssertionError) else traceback.format_exc())
        if self._tell is not None:
            self._end("")

    def _end(self, problem: str) -> None:
        """A copy says how it ended, and is gone without a word to anybody else."""
        assert self._tell is not None
        with os.fdopen(self._tell, "w", encoding="utf-8", errors="replace") as mouth:
            mouth.write(problem or "well")
        os._exit(0)

    def _heard(self, ear: int, child: int) -> str:
        """What is wrong with a copy's end; empty when nothing is."""
        with os.fdopen(ear, encoding="utf-8") as said:
            if not select.select([said], [], [], self._patience)[0]:
                os.kill(child, signal.SIGKILL)
            word = said.read()
        os.waitpid(child, 0)
        return "" if word == "well" else word or "it never came to an end"
