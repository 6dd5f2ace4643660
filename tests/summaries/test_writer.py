"""The writer: providers in order, one deadline for all, and no brief rather than a wrong one.

Time is the test's own; the models here only take time, answer or fail.
"""

from collections.abc import Callable

import pytest

from summaries import NoBrief, Provider, Writer
from summaries.prompt import Question
from tests.summaries.examples import START, SUPPORT_CALL, answer, known, said

GOOD = answer("The caller wants a refund for order 4821.", "The caller sounds upset.")


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        return self.now


class Model:
    """A provider on the test's clock: takes `seconds`, then answers or fails."""

    def __init__(self, clock: Clock, name: str, reply: str | NoBrief, seconds: float = 1.0) -> None:
        self.name, self.given = name, list[float]()
        self._clock, self._reply, self._seconds = clock, reply, seconds

    def ask(self, question: Question, seconds: float) -> str:
        self.given.append(seconds)
        self._clock.now += min(self._seconds, seconds)
        if self._seconds > seconds:
            raise NoBrief(f"{self.name}: no answer in time", "time", retryable=True)
        if isinstance(self._reply, NoBrief):
            raise self._reply
        return self._reply


Make = Callable[..., Model]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def model(clock: Clock) -> Make:
    return lambda name, reply=GOOD, seconds=1.0: Model(clock, name, reply, seconds)


def write(clock: Clock, *models: Provider, words: tuple[str, ...] = SUPPORT_CALL) -> tuple[str, str]:
    brief = Writer(models, clock).write(known(), said(*words))
    return brief.source, brief.headline


def test_the_first_provider_is_asked_with_the_whole_time(clock: Clock, model: Make) -> None:
    first, second = model("groq"), model("openai")
    assert write(clock, first, second) == ("groq", "The caller wants a refund for order 4821.")
    assert first.given == [8.0] and second.given == []


@pytest.mark.parametrize(
    "reply",
    [
        NoBrief("groq: cannot answer now (500)", "provider", retryable=True),
        "garbage",
        answer("The caller is verified."),
    ],
)
def test_the_next_provider_is_asked_in_the_time_that_is_left(
    clock: Clock, model: Make, reply: str | NoBrief
) -> None:
    second = model("openai")
    assert write(clock, model("groq", reply, 3.0), second)[0] == "openai"
    assert second.given == [5.0]


def test_nobody_is_asked_after_the_deadline(clock: Clock, model: Make) -> None:
    second = model("openai")
    with pytest.raises(NoBrief) as caught:
        write(clock, model("groq", GOOD, 60.0), second)
    assert caught.value.fault == "time" and second.given == [] and clock.now == START + 8.0


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
        Writer([slow], clock, seconds=1.5).write(known(), said(*SUPPORT_CALL))
    assert slow.given == [1.5]


def test_a_writer_needs_somebody_to_ask(clock: Clock) -> None:
    with pytest.raises(AssertionError):
        Writer([], clock)
