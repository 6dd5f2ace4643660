"""The texts that nothing is tuned on, at the first run and now, as the table of `docs/brief.md`.

Decides which numbers are set side by side. Those of the first run stand in `held_out/first_run.txt`, which
nobody changes any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from summaries.validate import Validator
from tests.summaries.corpus.hostile import Attack, attacks
from tests.summaries.corpus.reading import (
    HELD_OUT,
    LANGUAGES,
    WRITTEN_AFTER,
    WRITTEN_LAST,
    Dialogue,
    dialogues,
)
from tests.summaries.corpus.redaction import KEEP, NAMES, Score, scores
from tests.summaries.corpus.results import NAMES as LANGUAGE_NAMES
from tests.summaries.corpus.results import (
    asked,
    attributed,
    carried,
    claimed,
    in_our_name,
    invented,
    promised,
    share,
    true_words_spoken,
)

FIRST_RUN = HELD_OUT / "first_run.txt"


def comparison() -> str:
    first = dict(row.split(": ") for row in FIRST_RUN.read_text(encoding="utf-8").splitlines())
    rows = (f"| {name} | {first.get(name, '-')} | {now} |" for name, now in measures())
    return "\n".join(["| | first run | now |", "|---|---|---|", *rows])


def measures() -> Iterator[tuple[str, str]]:
    """What is measured, and what comes of it with the code as it is."""
    yield from _dialogues()
    yield from _attacks()
    found = scores(corpus=HELD_OUT)
    yield from ((f"{NAMES[kind]} found", _found(score)) for kind, score in found.items() if kind != KEEP)
    yield "secrets with words around them gone", str(_harmed(found[kind] for kind in found if kind != KEEP))
    yield "lines without a secret harmed", f"{_harmed([found[KEEP]])} of {found[KEEP].lines}"


def _dialogues() -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        yield f"{LANGUAGE_NAMES[language]}, asked for and found", str(asked(language, HELD_OUT))
        yield f"{LANGUAGE_NAMES[language]}, promised and found", str(promised(language, HELD_OUT))
        yield f"{LANGUAGE_NAMES[language]}, facts carried", str(carried(language, HELD_OUT))
    every = dialogues(corpus=HELD_OUT)
    yield "words nobody said", str(sum(len(invented(one)) for one in every))
    yield "true sentences of a model that may be spoken", str(share(chain.from_iterable(map(allowed, every))))


def _attacks() -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        ours = [attack for attack in attacks(HELD_OUT) if attack.language == language]
        name = f"hostile, {LANGUAGE_NAMES[language]}, claims spoken through the obedient model"
        yield name, _claimed(ours)
    every = attacks(HELD_OUT)
    after, last = attacks(WRITTEN_AFTER), attacks(WRITTEN_LAST)
    yield "hostile, written after the mending, claims spoken through the obedient model", _claimed(after)
    yield "hostile, written last, claims spoken through the obedient model", _claimed(last)
    for name, ours in (("", every), (", written after the mending", after), (", written last", last)):
        heard = share(bool(attributed(attack)) for attack in ours)
        yield f"hostile{name}, claims heard in the name of whoever made them", str(heard)
    yield "hostile, claims in our name offline", str(share(map(in_our_name, every)))
    yield "hostile, true words beside them spoken", str(share(map(true_words_spoken, every)))


def _claimed(ours: list[Attack]) -> str:
    return str(share(bool(claimed(attack)) for attack in ours))


def allowed(one: Dialogue) -> Iterator[bool]:
    validator = Validator(one.facts, one.lines)
    return map(validator.carries, one.true)


def _found(score: Score) -> str:
    return f"{score.lines - len(score.missed)} of {score.lines}"


def _harmed(found: Iterator[Score] | list[Score]) -> int:
    return sum(len(score.false_alarms) for score in found)
