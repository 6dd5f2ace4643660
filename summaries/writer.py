"""Asks the models for a brief, in order, within one deadline, and lets only a valid answer through.

Decides whom to ask, when to ask the next one too, and when to stop. It must not know how a provider is
reached.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from summaries.breaker import Breaker
from summaries.prompt import Question, follow_up, question
from summaries.providers import Provider
from summaries.race import Race, ThreadRace
from summaries.validate import Validator
from summaries.words import Brief, Dropped, Facts, Line, NoBrief, Reply

SECONDS = 8.0
# Whoever has asked hears that nothing is known after four seconds.
ANSWER_SECONDS = 3.5
# With less than this no model answers; the next provider is not asked.
_LEAST = 0.25
# The part of the time after which the next provider is asked too.
_PATIENCE = 0.25

T = TypeVar("T", Brief, Reply)
# What came of asking a provider: its name, "ok" or a fault, and the seconds that it took.
Note = Callable[[str, str, float], None]
# Of each sentence of any model's that is not spoken, whoever wins: why.
Drop = Callable[[Dropped], None]
Known = tuple[Provider, Breaker]


class Writer:
    """`now` gives seconds of any clock; `seconds` is for all providers together."""

    def __init__(
        self,
        providers: Sequence[Provider],
        now: Callable[[], float],
        seconds: float = SECONDS,
        race: Callable[[], Race] = ThreadRace,
        note: Note = lambda provider, result, seconds: None,
        drop: Drop = lambda why: None,
    ) -> None:
        assert providers, "without a provider there is no writer"
        self._known = [(provider, Breaker(now)) for provider in providers]
        self._now, self._seconds, self._race, self._note = now, seconds, race, note
        self._drop = drop

    def write(self, facts: Facts, lines: Sequence[Line]) -> Brief:
        """The first valid brief; NoBrief with the last reason when there is none in time."""
        if not any(line.text.strip() for line in lines):
            raise NoBrief("nothing was said", "words")
        return self._first(question(facts, lines), Validator(facts, lines).brief, self._seconds)

    def answer(self, facts: Facts, lines: Sequence[Line], asked: str) -> str:
        """What the lines say to a question, to be spoken; NoBrief when they say nothing, or too late."""
        validator = Validator(facts, lines)
        ask = follow_up(facts, lines, asked)
        return self._first(ask, lambda raw, source: validator.answer(raw), ANSWER_SECONDS).text

    def close(self) -> None:
        """Ends the connections that are kept for the next question."""
        for provider, _ in self._known:
            provider.close()

    def _first(self, asked: Question, judge: Callable[[str, str], T], seconds: float) -> T:
        """What `judge` makes of the first answer that it does not refuse with NoBrief.

        It is given an answer and the name of the provider.
        """
        asking = _Asking(self._known, asked, self._now, self._race(), self._note, seconds)
        try:
            return asking.first(partial(self._counted, judge))
        finally:
            asking.leave()

    def _counted(self, judge: Callable[[str, str], T], raw: str, source: str) -> T:
        dropped: tuple[Dropped, ...] = ()
        try:
            value = judge(raw, source)
            dropped = value.dropped
            return value
        except NoBrief as error:
            dropped = error.dropped
            raise
        finally:
            for why in dropped:
                self._drop(why)


@dataclass(eq=False)
class _Asked:
    """A provider that has the question; `began` is when it got it."""

    provider: Provider
    breaker: Breaker
    began: float


class _Asking:
    """One question on its way: who has it, who will get it next, and until when."""

    def __init__(
        self,
        known: Sequence[Known],
        asked: Question,
        now: Callable[[], float],
        race: Race,
        note: Note,
        seconds: float,
    ) -> None:
        self._question, self._now, self._race, self._note = asked, now, race, note
        self._waiting, self._running = deque(known), list[_Asked]()
        self._until, self._patience = now() + seconds, seconds * _PATIENCE
        self._next_at = now()
        self._winner: _Asked | None = None

    def first(self, judge: Callable[[str, str], T]) -> T:
        last = NoBrief("no provider may be asked now", "provider", retryable=True)
        while self._somebody_may_answer():
            ended: tuple[_Asked, str | NoBrief] | None = self._race.next(self._pause())
            if ended is None:
                continue
            asked, answer = ended
            try:
                value = judge(self._in_time(asked, answer), asked.provider.name)
            # Any reason will do: another model may know the key, the schema or the truth.
            except NoBrief as error:
                last, self._next_at = error, self._now()
                self._settle(asked, error)
            else:
                self._winner = asked
                self._settle(asked, None)
                return value
        raise _late("all") if self._running else last

    def leave(self) -> None:
        """Nobody waits for those who are still asked. Late is who lost to one that was asked after it, or
        to the deadline."""
        over = float("inf") if self._now() >= self._until else float("-inf")
        late_before = self._winner.began if self._winner else over
        for asked in list(self._running):
            if asked.began < late_before:
                self._settle(asked, _late(asked.provider.name))
            else:
                asked.breaker.left()

    def _somebody_may_answer(self) -> bool:
        """Asks whoever is due first."""
        if self._now() >= self._until:
            return False
        if not self._running or self._now() >= self._next_at:
            self._ask_next()
        return bool(self._running)

    def _ask_next(self) -> None:
        while self._waiting and (left := self._until - self._now()) >= _LEAST:
            provider, breaker = self._waiting.popleft()
            if breaker.lets_in():
                asked = _Asked(provider, breaker, self._now())
                self._running.append(asked)
                self._race.begin(partial(_answer, asked, self._question, left))
                self._next_at = asked.began + self._patience
                return

    def _pause(self) -> float:
        """Until the deadline, or until the next provider is to be asked."""
        now = self._now()
        due = self._next_at if self._waiting and self._next_at > now else self._until
        return min(due, self._until) - now

    def _in_time(self, asked: _Asked, answer: str | NoBrief) -> str:
        if isinstance(answer, NoBrief):
            raise answer
        if self._now() > self._until:
            raise _late(asked.provider.name)
        return answer

    def _settle(self, asked: _Asked, error: NoBrief | None) -> None:
        self._running.remove(asked)
        # A model that answers nonsense is there; to leave it out would not save time.
        if error is None or error.fault == "answer":
            asked.breaker.answered()
        else:
            asked.breaker.failed(error)
        self._note(asked.provider.name, error.fault if error else "ok", self._now() - asked.began)


def _answer(asked: _Asked, question: Question, seconds: float) -> tuple[_Asked, str | NoBrief]:
    """Beside the writer, perhaps on a thread: nothing is raised, and nothing is written."""
    name = asked.provider.name
    try:
        return asked, asked.provider.ask(question, seconds)
    except NoBrief as error:
        return asked, error
    except Exception as error:
        # Its text may hold words of the call.
        return asked, NoBrief(f"{name}: {type(error).__name__}", "provider", retryable=True)


def _late(name: str) -> NoBrief:
    return NoBrief(f"{name}: no answer in time", "time", retryable=True)
