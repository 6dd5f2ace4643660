"""The offline brief over dialogues as people speak: how much it finds, and that it makes nothing up.

Decides what is good enough. The dialogues stand in `corpus/dialogues`, the results in `docs/brief.md`.
"""

from pathlib import Path

import pytest

from summaries.phrases import PHRASES
from summaries.plain import plain
from summaries.words import Language
from tests.summaries.corpus.reading import LANGUAGES, Dialogue, dialogues
from tests.summaries.corpus.results import asked, carried, invented, promised, tables

PAGE = Path(__file__).parents[2] / "docs" / "brief.md"
ALL = dialogues()
MOST_WORDS = 120


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_fifteen_dialogues_in_each_language(language: Language) -> None:
    ours = dialogues(language)
    assert len(ours) >= 15 and len({one.facts.skill for one in ours}) >= 8
    assert all(8 <= len(one.lines) <= 25 for one in ours)


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_what_is_to_be_found_is_in_the_dialogue(one: Dialogue) -> None:
    said = " ".join(plain(line.text) for line in one.lines).lower()
    assert one.must and all(any(wording.lower() in said for wording in fact) for fact in one.must)
    assert one.asked and {one.lines[number - 1].speaker for number in one.asked} == {"caller"}
    assert {one.lines[number - 1].speaker for number in one.promised} <= {"agent"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_caller_asks_for_is_found(language: Language) -> None:
    assert asked(language).part >= 0.85


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_agent_promised_is_found(language: Language) -> None:
    assert promised(language).part >= 0.8


@pytest.mark.parametrize("language", LANGUAGES)
def test_most_facts_that_a_colleague_needs_are_heard(language: Language) -> None:
    assert carried(language).part >= 0.75


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_nothing_is_told_that_nobody_said(one: Dialogue) -> None:
    assert invented(one) == []


@pytest.mark.parametrize("one", [one for one in ALL if not one.promised], ids=lambda one: one.name)
def test_where_nothing_was_promised_no_promise_is_told(one: Dialogue) -> None:
    assert one.extract().promised == ""


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_every_quote_is_named_and_ended_and_all_of_it_is_short(one: Dialogue) -> None:
    named = (
        PHRASES[one.language].asked,
        PHRASES[one.language].told,
        PHRASES[one.language].agent_said.format(agent="Alice"),
    )
    found, details = one.extract(), one.brief().details
    for words in filter(None, (found.asked, found.promised)):
        (told,) = [detail for detail in details if words in detail and detail.startswith(named)]
        assert told.endswith(PHRASES[one.language].end_of_quote)
    assert sum(len(detail.split()) for detail in details) <= MOST_WORDS


def test_the_page_shows_what_the_corpus_gives_now() -> None:
    assert tables() in PAGE.read_text(encoding="utf-8"), (
        "write what `python -m tests.summaries.corpus` prints"
    )
