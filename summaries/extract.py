"""The sentences of a call that matter most: what was asked for, what the agent promised, particulars.

Decides by a ranking of our own (TextRank over TF-IDF) and by cues of four languages, without a model.
It picks words and never makes any; it must not decide whether they are true or whose claim counts.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from summaries.extract_words import CUES, Cues
from summaries.quotes import LONGEST_QUOTE, LONGEST_WHOLE, may_be_quoted, own
from summaries.sentences import sentences
from summaries.spoken import words_spoken
from summaries.words import Language, Line

# A long call is told by how it began and by where it stands.
_FIRST, _NEWEST = 40, 100
_LONGEST_LINE = 1_000
# How many of the best are looked at before giving up: redaction costs more than ranking.
_TRIES = 6
_DAMPING, _ROUNDS = 0.85, 2
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


@dataclass(frozen=True)
class Extract:
    """Each in the words of whoever said it, "" where nothing fits; `told` are particulars, `promised_by` is
    the `by` of the line, `promised_before` what other agents promised, each with theirs, the newest first."""

    asked: str = ""
    promised: str = ""
    told: str = ""
    promised_by: str = ""
    promised_before: tuple[tuple[str, str], ...] = ()


@dataclass
class _Sentence:
    """`padded`: its words in lower case with a blank on each side, `part`: 0 at the beginning of the call."""

    line: Line
    text: str
    padded: str
    part: float
    rank: float = 0.0

    @property
    def length(self) -> int:
        return self.padded.count(" ") - 1


def extract(lines: Sequence[Line], language: Language) -> Extract:
    cues, said = CUES[language], _sentences(lines)
    _rank(said, cues.common)
    caller = [one for one in said if one.line.speaker == "caller"]
    agent = [one for one in said if one.line.speaker == "agent"]
    asked = _best(caller, lambda one: _asking(one, cues))
    promised = _promised(agent, cues)
    rest = [one for one in caller if one is not asked]
    told = _best(rest, lambda one: _telling(one, cues))
    return Extract(
        _quoted(asked),
        _quoted(promised[0]) if promised else "",
        _quoted(told),
        promised[0].line.by if promised else "",
        tuple((_quoted(one), one.line.by) for one in promised[1:]),
    )


def _sentences(lines: Sequence[Line]) -> list[_Sentence]:
    if len(lines) > _FIRST + _NEWEST:
        lines = [*lines[:_FIRST], *lines[-_NEWEST:]]
    found: list[_Sentence] = []
    for at, line in enumerate(lines):
        for text in _whole(line.text):
            words = _WORD.findall(text.lower().replace("\u2019", "'"))
            found.append(_Sentence(line, text, f" {' '.join(words)} ", at / len(lines)))
    return found


def _whole(text: str) -> list[str]:
    """The sentences that end within what is looked at of a line: of another the "not" may be missing."""
    found = sentences(text[:_LONGEST_LINE])
    return found if len(text) <= _LONGEST_LINE else found[:-1]


def _sentences_of(text: str) -> list[_Sentence]:
    return _sentences([Line(0, 0.0, "agent", text)])


def _rank(said: Sequence[_Sentence], common: frozenset[str]) -> None:
    """TextRank. Cosines of unit vectors add up word by word, so that no pair of sentences is compared."""
    vectors = _vectors([Counter(w for w in one.padded.split() if w not in common) for one in said])
    degrees = [degree or 1.0 for degree in _towards(vectors, [1.0] * len(vectors))]
    ranks = [1.0] * len(vectors)
    for _ in range(_ROUNDS):
        shares = [rank / degree for rank, degree in zip(ranks, degrees, strict=True)]
        ranks = [1 - _DAMPING + _DAMPING * near for near in _towards(vectors, shares)]
    most = max(ranks, default=1.0)
    for one, rank in zip(said, ranks, strict=True):
        one.rank = rank / most


def _vectors(counts: Sequence[Counter[str]]) -> list[dict[str, float]]:
    in_sentences = Counter(word for count in counts for word in count)
    rare = {word: math.log(1 + len(counts) / seen) for word, seen in in_sentences.items()}
    vectors: list[dict[str, float]] = []
    for count in counts:
        weights = {word: times * rare[word] for word, times in count.items()}
        norm = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        vectors.append({word: weight / norm for word, weight in weights.items()})
    return vectors


def _towards(vectors: Sequence[dict[str, float]], shares: Sequence[float]) -> list[float]:
    """For each vector the sum of its cosines with all of them, each counted with its share."""
    whole: dict[str, float] = {}
    for vector, share in zip(vectors, shares, strict=True):
        for word, weight in vector.items():
            whole[word] = whole.get(word, 0.0) + share * weight
    return [sum(weight * whole[word] for word, weight in vector.items()) for vector in vectors]


def _asking(one: _Sentence, cues: Cues) -> float:
    """0 for words that ask for nothing: they must not be told as a request."""
    strength = 3.0 * _seeks(one, cues, cues.asks) + 2.0 * _has(one, cues.begs)
    strength += _seeks(one, cues, cues.calls)
    if not strength or one.length < 4 or _has(one, cues.idle):
        return 0.0
    strength = min(strength, 4.0) + 1.5 * _has(one, cues.troubles) + 0.5 * _is_particular(one, cues)
    return strength + 1.5 * one.rank + 2.0 * (1 - one.part) + min(one.length, 14) / 14


def _seeks(one: _Sentence, cues: Cues, phrases: Sequence[str]) -> bool:
    if not _has(one, phrases):
        return False
    # "I have to say I'd like it back" still asks.
    without = one.padded
    for phrase in cues.no_asks:
        without = without.replace(phrase, " ")
    return any(phrase in without for phrase in phrases)


def _promising(one: _Sentence, cues: Cues) -> float:
    strength = 3.0 * _has(one, cues.promises)
    if not strength or one.length < 4 or one.text.endswith("?") or _has(one, cues.handles):
        return 0.0
    # What was promised last is what stands.
    return strength + 1.5 * _is_particular(one, cues) + one.rank + one.part + min(one.length, 14) / 14


def _promised(said: Sequence[_Sentence], cues: Cues) -> list[_Sentence]:
    """The best of all, then that of each other agent: what one has promised stands when the next does too."""
    found: list[_Sentence] = []
    while best := _best(said, lambda one: _promising(one, cues)):
        found.append(best)
        said = [one for one in said if one.line.by not in {other.line.by for other in found}]
    return [*found[:1], *sorted(found[1:], key=lambda one: one.part, reverse=True)]


def promises(text: str, language: Language) -> bool:
    """Whether an agent promises more here than to handle the call."""
    cues = CUES[language]
    return any(
        _has(one, cues.promises) and not one.text.endswith("?") and not _has(one, cues.handles)
        for one in _sentences_of(text)
    )


def asks(text: str, language: Language) -> bool:
    cues = CUES[language]
    said, wishes = _sentences_of(text), (*cues.asks, *cues.calls)
    return any(one.text.endswith("?") or _has(one, cues.begs) or _seeks(one, cues, wishes) for one in said)


def handles(text: str, language: Language) -> bool:
    return any(_has(one, CUES[language].handles) for one in _sentences_of(text))


def _telling(one: _Sentence, cues: Cues) -> float:
    strength = 1.0 * _has_digit(one) + _has(one, cues.particulars) + 1.5 * _has(one, cues.troubles)
    if not strength or one.length < 3 or one.text.endswith("?") or _has(one, cues.idle):
        return 0.0
    # Callers begin with what brought them.
    return strength + one.rank + 1.5 * (1 - one.part) + min(one.length, 14) / 14


def _is_particular(one: _Sentence, cues: Cues) -> bool:
    return _has_digit(one) or _has(one, cues.particulars)


def _has_digit(one: _Sentence) -> bool:
    return _DIGIT.search(one.text) is not None


def _has(one: _Sentence, phrases: Iterable[str]) -> bool:
    # A loop, not `any`: a generator costs more than the search.
    for phrase in phrases:  # noqa: SIM110
        if phrase in one.padded:
            return True
    return False


def _best(said: Iterable[_Sentence], score: Callable[[_Sentence], float]) -> _Sentence | None:
    """The highest score above 0 of those that are short, else of those that can be quoted at all; of equals
    the earlier."""
    good = ((score(one), -at, one) for at, one in enumerate(said))
    sized = ((words_spoken(one.text), points, at, one) for points, at, one in good if points > 0)
    fit = [
        (size <= LONGEST_QUOTE, points, at, one) for size, points, at, one in sized if size <= LONGEST_WHOLE
    ]
    best = sorted(fit, key=lambda found: found[:3], reverse=True)[:_TRIES]
    return next((one for *_, one in best if may_be_quoted(one.text, one.line.text)), None)


def _quoted(one: _Sentence | None) -> str:
    """The words as they may be spoken, all of them: a part of a sentence may leave out what it denies."""
    return own(one.text) if one else ""
