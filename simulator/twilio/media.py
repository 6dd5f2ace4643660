"""Files that the application serves itself: fetched once, remembered afterwards.

Decides whether a `<Play>` of the application's own file can be played (reference/twilio.md 3.6, 13420).
Files of other hosts are taken as playable: the simulated world has no other web servers.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from simulator.network import Outcome, Reply
from simulator.twilio.web import Web


class Media:
    """The carrier's cache of audio files, by URL."""

    def __init__(self, web: Web, violation: Callable[[str], None]) -> None:
        self.web, self.violation = web, violation
        self.playable: dict[str, bool] = {}

    def check(self, base: str, url: str, done: Callable[[bool], None]) -> None:
        """`done(whether it can be played)`, at once for what is known or foreign."""
        if urlsplit(base)[:2] != urlsplit(url)[:2]:
            return done(True)
        if url in self.playable:
            return done(self.playable[url])
        return self.web.send("GET", url, [], lambda outcome, _: self._fetched(url, outcome, done))

    def _fetched(self, url: str, outcome: Outcome, done: Callable[[bool], None]) -> None:
        if not isinstance(outcome, Reply) or outcome.status // 100 == 5:
            return done(False)
        good = outcome.status == 200 and outcome.header("Content-Type").startswith("audio/")
        if not good:
            self.violation(f"13420 {url} is no audio: {outcome.status} {outcome.header('Content-Type')}")
        self.playable[url] = good
        return done(good)
