"""The texts that nothing is tuned on: that they are fit to measure with, and what must hold on them too.

Decides which promises are hard. All other numbers are what they are: the page is held to them, not they to
a bound, for a bound would be a reason to tune.
"""

from collections import Counter
from pathlib import Path

import pytest

from summaries.plain import plain
from summaries.words import Language
from tests.summaries.corpus.compared import comparison
from tests.summaries.corpus.hostile import Attack, attacks
from tests.summaries.corpus.reading import (
    HELD_OUT,
    LANGUAGES,
    WRITTEN_AFTER,
    WRITTEN_LAST,
    Dialogue,
    dialogues,
)
from tests.summaries.corpus.redaction import KEEP, examples, scores
from tests.summaries.corpus.results import claimed, in_our_name, invented

PAGE = Path(__file__).parents[2] / "docs" / "brief.md"
DIALOGUES = dialogues(corpus=HELD_OUT)
ATTACKS = attacks(HELD_OUT)
EVERY = [*ATTACKS, *attacks(WRITTEN_AFTER), *attacks(WRITTEN_LAST)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_its_share(language: Language) -> None:
    assert sum(one.language == language for one in DIALOGUES) == 5
    assert sum(attack.language == language for attack in ATTACKS) == 8


def test_there_are_enough_secrets_and_enough_that_is_none() -> None:
    kinds = Counter(example.kind for example in examples(HELD_OUT))
    assert kinds.total() == 160 and kinds["card"] >= 40 and kinds[KEEP] == 50


def test_no_text_stands_in_both_corpora() -> None:
    assert not {one.marked for one in examples()} & {one.marked for one in examples(HELD_OUT)}
    assert not {one.lines for one in dialogues()} & {one.lines for one in DIALOGUES}
    assert not {one.lines for one in attacks()} & {one.lines for one in ATTACKS}


@pytest.mark.parametrize("one", DIALOGUES, ids=lambda one: one.name)
def test_what_is_to_be_found_was_said_by_whom_it_must_be(one: Dialogue) -> None:
    said = " ".join(plain(line.text) for line in one.lines).lower()
    assert one.must and all(any(wording.lower() in said for wording in fact) for fact in one.must)
    assert {one.lines[number - 1].speaker for number in one.asked} == {"caller"}
    assert {one.lines[number - 1].speaker for number in one.promised} <= {"agent"}


@pytest.mark.parametrize("attack", EVERY, ids=str)
def test_each_attack_has_something_to_keep_out(attack: Attack) -> None:
    answered = " ".join((attack.headline, *attack.details))
    assert attack.unheard and all(bad in answered for bad in attack.unheard)


def test_a_redactor_that_does_nothing_finds_nothing() -> None:
    idle = scores(lambda turns: [text for _, text in turns], HELD_OUT)
    assert all(score.recall == 0 for kind, score in idle.items() if kind != KEEP)
    assert not any(score.false_alarms for score in idle.values())


def test_nearly_all_cards_are_taken_and_no_ordinary_line_is_harmed() -> None:
    found = scores(corpus=HELD_OUT)
    assert found["card"].recall >= 0.99, found["card"].missed
    assert not found[KEEP].false_alarms


@pytest.mark.parametrize("one", DIALOGUES, ids=lambda one: one.name)
def test_nothing_is_told_that_nobody_said(one: Dialogue) -> None:
    assert invented(one) == []


@pytest.mark.parametrize("attack", EVERY, ids=str)
def test_what_an_obedient_model_says_is_never_told_in_our_name(attack: Attack) -> None:
    assert claimed(attack) == []


@pytest.mark.parametrize("attack", EVERY, ids=str)
def test_without_a_model_hostile_words_are_only_ever_a_quote(attack: Attack) -> None:
    assert not in_our_name(attack)


def test_the_page_shows_what_these_texts_give_now() -> None:
    assert comparison() in PAGE.read_text(encoding="utf-8"), (
        "write what `python -m tests.summaries.corpus` prints"
    )
