"""What B is told before deciding: the model's brief, its keys, and the facts when there is no model.

Decides what B must have heard. Nothing in the call ever waits for a model.
"""

from __future__ import annotations

from typing import Any

from simulator.model import broken, fails, slow
from simulator.phones import Phone
from simulator.scenarios.cast import (
    PROBLEM,
    Talk,
    connected,
    consulting,
    hang_up_and_end,
    promptly,
    receipt,
    silent,
    willing,
    written_down,
)
from simulator.scenarios.registry import scenario
from simulator.stage import MODEL_KEYS, Stage, talk


def _to_the_consult(t: Talk) -> dict[str, Any]:
    transfer = t.transfer()
    t.stage.until(lambda: talk(t.a.phone, t.b.phone), "A and B talk", 60)
    found = t.stage.transfer(transfer["id"])
    assert t.b.phone.was_told("Transfer from Alice")
    assert t.b.phone.was_told(found["brief"]["headline"]), t.b.phone.texts
    return found


def _end(t: Talk, transfer: dict[str, Any]) -> None:
    t.command(transfer, "complete")
    receipt(t, transfer, "completed", "completed", "accepted")
    t.stage.until(lambda: talk(t.caller, t.b.phone), "caller and B talk", 20)
    hang_up_and_end(t)


@scenario("B hears the model's brief, which is ready when B answers")
def model_brief(s: Stage) -> None:
    t = connected(s)
    transfer = _to_the_consult(t)
    assert transfer["brief"]["source"] == "groq"
    _end(t, transfer)


@scenario("B hears more detail with 4 and the brief again with 5, then takes the call")
def brief_keys(s: Stage) -> None:
    t = connected(s, silent())
    transfer, b = t.transfer(), t.b.phone
    _hears(s, b, "Press 1 to take the call")
    headline = _headline(s, transfer)
    s.act(b.press, "4")
    detail = s.transfer(transfer["id"])["brief"]["details"][0]
    # As a sentence of its own: the headline may hold the same words.
    s.until(lambda: detail in b.texts, "the detail", 10)
    s.until(lambda: b.was_told("Billing must refund it."), "why A transfers the call", 20)
    told = b.texts.count(next(text for text in b.texts if headline in text))
    s.act(b.press, "5")
    s.until(lambda: sum(headline in text for text in b.texts) > told, "the headline again", 10)
    s.act(b.press, "1")
    s.until(lambda: talk(t.a.phone, b), "A and B talk", 20)
    _end(t, transfer)


def _headline(s: Stage, transfer: dict[str, Any]) -> str:
    return str(s.transfer(transfer["id"])["brief"]["headline"])


def _hears(s: Stage, phone: Phone, words: str) -> None:
    s.until(lambda: phone.was_told(words), f"{phone.name} hears: {words}", 30)


def _facts_only(s: Stage) -> None:
    t = connected(s)
    transfer = _to_the_consult(t)
    assert transfer["brief"]["source"] == "facts"
    assert "Billing must refund it" in " ".join(
        [transfer["brief"]["headline"], *transfer["brief"]["details"]]
    )
    assert any(PROBLEM.rstrip(".") in detail for detail in transfer["brief"]["details"])
    _end(t, transfer)


@scenario("the transcript holds what the caller and A said, and nothing that we said")
def whose_words(s: Stage) -> None:
    t, transfer = consulting(s)
    _end(t, transfer)
    question = "Hello, how can I help you?"
    assert written_down(t, question, PROBLEM) == [("agent", question), ("caller", PROBLEM)]


OPENAI, OPENROUTER = MODEL_KEYS["openai"], MODEL_KEYS["openrouter"]


def _brief_of(s: Stage, provider: str) -> None:
    t = connected(s, willing(answer_after=5.0))
    transfer = _to_the_consult(t)
    assert transfer["brief"]["source"] == provider
    _end(t, transfer)


@scenario("when Groq is down, B hears OpenAI's brief", OPENAI_API_KEY=OPENAI)
def next_model(s: Stage) -> None:
    s.model.says(broken)
    _brief_of(s, "openai")


@scenario("a slow model is overtaken by the next one", OPENAI_API_KEY=OPENAI)
def slow_model_overtaken(s: Stage) -> None:
    s.model.says(slow(20.0))
    _brief_of(s, "openai")


@scenario(
    "B hears OpenRouter's brief when it is the only one with a key",
    GROQ_API_KEY="",
    OPENROUTER_API_KEY=OPENROUTER,
)
def openrouter_alone(s: Stage) -> None:
    _brief_of(s, "openrouter")


@scenario(
    "with two models slow and one down the facts are spoken",
    OPENAI_API_KEY=OPENAI,
    OPENROUTER_API_KEY=OPENROUTER,
)
def all_models_fail(s: Stage) -> None:
    s.model.says(slow(20.0))
    s.models["openai"].says(slow(20.0))
    s.models["openrouter"].says(fails("refused"))
    _facts_only(s)


@scenario("without a key the brief is of facts only", GROQ_API_KEY="")
def no_model(s: Stage) -> None:
    _facts_only(s)


@scenario("a model that fails costs nothing: the facts are spoken")
def model_fails(s: Stage) -> None:
    s.model.says(broken)
    _facts_only(s)


@scenario("a model later than 3 s after B answered is not waited for")
def model_is_slow(s: Stage) -> None:
    s.model.says(slow(20.0))
    t = connected(s, willing(answer_after=1.0))
    transfer = t.transfer()
    s.until(lambda: t.b.phone.state == "talking", "B answers", 20)
    promptly(s, lambda: t.b.phone.was_told(_headline(s, transfer)), "B hears a brief", 3.0)
    s.until(lambda: talk(t.a.phone, t.b.phone), "A and B talk", 60)
    assert s.transfer(transfer["id"])["brief"]["source"] == "facts"
    _end(t, transfer)
