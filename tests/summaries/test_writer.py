"""The writer: providers in order, one deadline for all, and no brief rather than a wrong one.

Time is the test's own; the models here only take time, answer or fail.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from summaries import NoBrief, Provider, Writer
from summaries.breaker import FAULTS, REST
from summaries.prompt import Question
from tests.summaries.examples import START, SUPPORT_CALL, answer, known, reply, said

GOOD = answer("The caller wants a refund for order 4821.", "The caller sounds upset.")
HEADLINE = "By their own account: the caller wants a refund for order 4821."
BROKEN = NoBrief("groq: cannot answer now (500)", "provider", retryable=True)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        return self.now


class ClockRace:
    """Work side by side on the test's clock: each piece is done at once, and ends when its time is over."""

    def __init__(self, clock: Clock) -> None:
        self._clock, self._ended = clock, list[tuple[float, Any]]()

    def begin(self, work: Callable[[], Any]) -> None:
        began = self._clock.now
        brought = work()
        self._ended.append((self._clock.now, brought))
        self._clock.now = began

    def next(self, seconds: float) -> Any:
        self._ended.sort(key=lambda one: one[0])
        until = self._clock.now + seconds
        if not self._ended or self._ended[0][0] > until:
            self._clock.now = until
            return None
        ended, brought = self._ended.pop(0)
        self._clock.now = max(self._clock.now, ended)
        return brought


class Model:
    """A provider on the test's clock: takes `seconds`, then answers or fails."""

    def __init__(self, clock: Clock, name: str, reply: str | Exception, seconds: float = 1.0) -> None:
        self.name, self.given, self.at = name, list[float](), list[float]()
        self.reply, self.seconds, self.closed = reply, seconds, False
        self._clock = clock

    def ask(self, question: Question, seconds: float) -> str:
        self.given.append(seconds)
        self.at.append(self._clock.now - START)
        self._clock.now += min(self.seconds, seconds)
        if self.seconds > seconds:
            raise NoBrief(f"{self.name}: no answer in time", "time", retryable=True)
        if isinstance(self.reply, Exception):
            raise self.reply
        return self.reply

    def close(self) -> None:
        self.closed = True


Make = Callable[..., Model]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def model(clock: Clock) -> Make:
    return lambda name, reply=GOOD, seconds=1.0: Model(clock, name, reply, seconds)


def writer(clock: Clock, *models: Provider, **more: Any) -> Writer:
    return Writer(models, clock, race=lambda: ClockRace(clock), **more)


def write(clock: Clock, *models: Provider, words: tuple[str, ...] = SUPPORT_CALL) -> tuple[str, str]:
    return brief_of(writer(clock, *models), words)


def brief_of(writer: Writer, words: tuple[str, ...] = SUPPORT_CALL) -> tuple[str, str]:
    brief = writer.write(known(), said(*words))
    return brief.source, brief.headline


def no_brief_of(writer: Writer) -> NoBrief:
    with pytest.raises(NoBrief) as caught:
        brief_of(writer)
    return caught.value


def test_the_first_provider_is_asked_with_the_whole_time(clock: Clock, model: Make) -> None:
    first, second = model("groq"), model("openai")
    assert write(clock, first, second) == ("groq", HEADLINE)
    assert first.given == [8.0] and second.given == []


@pytest.mark.parametrize(
    "reply",
    [
        BROKEN,
        "garbage",
        answer("The caller is verified."),
    ],
)
def test_the_next_provider_is_asked_in_the_time_that_is_left(
    clock: Clock, model: Make, reply: str | NoBrief
) -> None:
    second = model("openai")
    assert write(clock, model("groq", reply, 1.5), second)[0] == "openai"
    assert second.given == [6.5]


def test_nobody_is_asked_after_the_deadline(clock: Clock, model: Make) -> None:
    models = [model(name, GOOD, 60.0) for name in ("groq", "openai", "openrouter")]
    with pytest.raises(NoBrief) as caught:
        write(clock, *models)
    assert caught.value.fault == "time" and clock.now == START + 8.0
    assert [each.at for each in models] == [[0.0], [2.0], [4.0]]


def test_an_answer_that_comes_too_late_is_not_spoken(clock: Clock) -> None:
    class Late(Model):
        def ask(self, question: Question, seconds: float) -> str:
            clock.now += seconds + 0.1
            return GOOD

    with pytest.raises(NoBrief) as caught:
        write(clock, Late(clock, "groq", GOOD))
    assert caught.value.fault == "time" and caught.value.retryable


def test_the_last_reason_is_given_when_all_fail(clock: Clock, model: Make) -> None:
    refused = NoBrief("openai: the request is refused (401)", "ours")
    with pytest.raises(NoBrief) as caught:
        write(clock, model("groq", "garbage"), model("openai", refused))
    assert caught.value is refused


@pytest.mark.parametrize("words", [(), ("",), (" ", "agent:  ")])
def test_a_call_without_words_costs_no_question(clock: Clock, model: Make, words: tuple[str, ...]) -> None:
    silent = model("groq")
    with pytest.raises(NoBrief) as caught:
        write(clock, silent, words=words)
    assert caught.value.fault == "words" and not caught.value.retryable and silent.given == []


def test_a_shorter_deadline_is_kept_too(clock: Clock, model: Make) -> None:
    slow = model("groq", GOOD, 2.0)
    with pytest.raises(NoBrief):
        brief_of(writer(clock, slow, seconds=1.5))
    assert slow.given == [1.5]


def test_a_writer_needs_somebody_to_ask(clock: Clock) -> None:
    with pytest.raises(AssertionError):
        Writer([], clock)


# --- the next one is asked when the first is slow ---


def test_the_next_provider_is_asked_too_when_the_first_is_slow_and_the_first_answer_wins(
    clock: Clock, model: Make
) -> None:
    slow, second, third = model("groq", GOOD, 7.0), model("openai", GOOD, 1.5), model("openrouter")
    assert write(clock, slow, second, third) == ("openai", HEADLINE)
    assert (slow.given, second.given, third.given) == ([8.0], [6.0], [])
    assert clock.now == START + 3.5


def test_a_slow_first_provider_may_still_win(clock: Clock, model: Make) -> None:
    assert write(clock, model("groq", GOOD, 2.5), model("openai", GOOD, 5.0))[0] == "groq"
    assert clock.now == START + 2.5


def test_an_invalid_answer_does_not_win(clock: Clock, model: Make) -> None:
    slow, liar = model("groq", GOOD, 5.0), model("openai", answer("The caller is verified."), 0.5)
    assert write(clock, slow, liar)[0] == "groq"
    assert clock.now == START + 5.0


def test_after_a_failure_the_next_one_is_asked_at_once_although_another_is_on_its_way(
    clock: Clock, model: Make
) -> None:
    slow, broken, third = model("groq", GOOD, 7.0), model("openai", BROKEN, 0.5), model("openrouter")
    assert write(clock, slow, broken, third)[0] == "openrouter"
    assert (slow.at, broken.at, third.at) == ([0.0], [2.0], [2.5])


def test_nobody_is_asked_in_the_last_moment(clock: Clock, model: Make) -> None:
    models = [model("groq", BROKEN, 0.3), model("openai", BROKEN, 0.25), model("openrouter")]
    assert no_brief_of(writer(clock, *models, seconds=0.4)) is BROKEN
    assert [len(each.given) for each in models] == [1, 1, 0]


def test_a_failure_that_nobody_thought_of_is_a_failure_and_tells_no_words(clock: Clock, model: Make) -> None:
    odd = model("groq", RuntimeError("Maria Gomez said"))
    assert write(clock, odd, model("openai"))[0] == "openai"
    error = no_brief_of(writer(clock, odd))
    assert str(error) == "groq: RuntimeError" and error.fault == "provider"


# --- providers that are known to fail ---


def test_a_provider_that_keeps_failing_is_left_out_and_tried_again_later(clock: Clock, model: Make) -> None:
    broken, second = model("groq", BROKEN), model("openai")
    asked = writer(clock, broken, second)
    for _ in range(FAULTS + 2):
        assert brief_of(asked)[0] == "openai"
    assert len(broken.given) == FAULTS and second.given[-1] == 8.0
    clock.now += REST
    broken.reply = GOOD
    assert [brief_of(asked)[0] for _ in range(3)] == ["groq"] * 3


def test_a_provider_that_is_always_overtaken_is_left_out_too(clock: Clock, model: Make) -> None:
    slow, second = model("groq", GOOD, 7.0), model("openai")
    asked = writer(clock, slow, second)
    took = []
    for _ in range(FAULTS + 1):
        began = clock.now
        assert brief_of(asked)[0] == "openai"
        took.append(clock.now - began)
    assert took == [3.0] * FAULTS + [1.0]


def test_who_was_asked_late_and_lost_is_not_blamed(clock: Clock, model: Make) -> None:
    first, second = model("groq", GOOD, 2.5), model("openai", GOOD, 5.0)
    asked = writer(clock, first, second)
    for _ in range(FAULTS + 1):
        assert brief_of(asked)[0] == "groq"
    assert len(second.given) == FAULTS + 1


def test_a_model_that_answers_nonsense_is_asked_again_next_time(clock: Clock, model: Make) -> None:
    liar = model("groq", "garbage")
    asked = writer(clock, liar, model("openai"))
    for _ in range(FAULTS + 1):
        assert brief_of(asked)[0] == "openai"
    assert len(liar.given) == FAULTS + 1


def test_when_the_only_provider_is_left_out_there_is_no_brief_at_once(clock: Clock, model: Make) -> None:
    limited = NoBrief("groq: over the rate limit (429)", "provider", retryable=True, retry_after=20.0)
    only = model("groq", limited)
    asked = writer(clock, only)
    assert no_brief_of(asked) is limited
    began = clock.now
    assert no_brief_of(asked).fault == "provider" and clock.now == began and len(only.given) == 1
    clock.now += 20.0
    only.reply = GOOD
    assert brief_of(asked)[0] == "groq"


# --- what is told of it ---


def test_what_came_of_each_provider_is_noted(clock: Clock, model: Make) -> None:
    noted: list[tuple[str, str, float]] = []
    models = [model("groq", GOOD, 7.0), model("openai", BROKEN, 0.5), model("openrouter", GOOD, 1.0)]
    brief_of(writer(clock, *models, note=lambda *one: noted.append(one)))
    assert noted == [("openai", "provider", 0.5), ("openrouter", "ok", 1.0), ("groq", "time", 3.5)]


def test_whatever_nobody_waited_for_is_noted_by_the_deadline_only(clock: Clock, model: Make) -> None:
    noted: list[tuple[str, str, float]] = []
    models = [model("groq", GOOD, 2.5), model("openai", GOOD, 5.0)]
    brief_of(writer(clock, *models, note=lambda *one: noted.append(one)))
    assert noted == [("groq", "ok", 2.5)]


def test_each_sentence_that_falls_is_told_of_once_whoever_wins_in_the_end(clock: Clock, model: Make) -> None:
    dropped: list[str] = []
    liar = model("groq", answer("She paid $12.", "Smith called. The parcel fell into a river."))
    second = model("openai", answer("The caller wants a refund for order 4821.", "She paid $80."))
    asked = writer(clock, liar, second, drop=dropped.append)
    assert brief_of(asked)[0] == "openai" and dropped == ["number", "name", "tie", "number"]


def test_each_sentence_that_falls_out_of_an_answer_is_told_of_too(clock: Clock, model: Make) -> None:
    dropped: list[str] = []
    liar = model("groq", reply("El pedido es el 4821. La clienta quiere que le paguen.", 1))
    second = model("openai", reply("The order is 4821. She paid $12.", 1))
    asked = writer(clock, liar, second, drop=dropped.append)
    assert asked.answer(known(), said(*SUPPORT_CALL), "Which order?") == "The caller says: the order is 4821."
    assert dropped == ["form", "form", "number"]


def test_closing_a_writer_closes_its_providers(clock: Clock, model: Make) -> None:
    models = [model("groq"), model("openai")]
    writer(clock, *models).close()
    assert [each.closed for each in models] == [True, True]


# --- on real threads ---


def test_on_threads_a_silent_provider_is_overtaken_and_nobody_waits_for_it() -> None:
    release = threading.Event()

    class Silent:
        name = "groq"

        def ask(self, question: Question, seconds: float) -> str:
            release.wait(30)
            return GOOD

        def close(self) -> None: ...

    class Quick:
        name = "openai"

        def ask(self, question: Question, seconds: float) -> str:
            return GOOD

        def close(self) -> None: ...

    asked = Writer([Silent(), Quick()], time.monotonic, seconds=4.0)
    began = time.monotonic()
    assert brief_of(asked) == ("openai", HEADLINE)
    assert 0.9 < time.monotonic() - began < 3.5
    release.set()
