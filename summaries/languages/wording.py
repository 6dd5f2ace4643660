"""What the checks of a brief must know of a language, as data: one `Wording` for each.

Decides the shape only. It must hold no rule of its own: what follows from a word stands with the checks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from summaries.numbers.counting import Counting
from summaries.word_lists import words

_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True)
class Mood:
    """How a mood is told, and words of a caller that show it."""

    pattern: re.Pattern[str]
    evidence: re.Pattern[str]


@dataclass(frozen=True)
class Promise:
    """How a promise is told, and what in a call may be one.

    `told` tells of it with a word for it, unless it is `denied`. `of_agent` and `comes` begin a main clause
    about what is to come: the first in a sentence that names the agent, the second in any. `heard` is how a
    caller speaks of one, outside of questions. An agent who `agrees` promises what was asked for, one who
    `refuses` nothing; what `refers` is about what was said just before.
    """

    told: re.Pattern[str]
    denied: re.Pattern[str]
    of_agent: re.Pattern[str]
    comes: re.Pattern[str]
    heard: re.Pattern[str]
    agrees: re.Pattern[str]
    refuses: re.Pattern[str]
    refers: re.Pattern[str]


@dataclass(frozen=True)
class Wish:
    """How a wish is told: what is `wanted` stands behind the word for it. `no` are words that deny, `denied`
    is a wish with the one that denies it; an `unclear` one may mean either. `between` two clauses."""

    wanted: re.Pattern[str]
    no: re.Pattern[str]
    denied: re.Pattern[str]
    unclear: re.Pattern[str]
    between: re.Pattern[str]


@dataclass(frozen=True)
class Wording:
    """`functions` carry no content and tell the language; `frame` is what any brief says of any call.

    `dates` are months, weekdays and the like, which must have been said; `months` are all twelve in their
    order, each with its spellings. `titles` may stand before a name that they do not belong to. `determiners`
    stand before nouns where these have a capital letter like names. `alike` are words that tell of
    the same thing. `nouns` may have a capital letter and are no names. `spelled` reads out an address.
    `duty` tells what is to be done by nobody named. `agent` and `caller` are how they are called, as
    expressions; `caller_says` begins a sentence in the caller's name.
    `countings` read numbers, the language's own first; `instead` is read for phrases with a word in them
    that is a number elsewhere. `prefix` is what some forms of a verb begin with.
    """

    functions: frozenset[str]
    frame: frozenset[str]
    openers: frozenset[str]
    orders: frozenset[str]
    address: re.Pattern[str]
    dates: frozenset[str]
    months: Mapping[str, int]
    titles: frozenset[str]
    moods: tuple[Mood, ...]
    promise: Promise
    wish: Wish
    duty: re.Pattern[str]
    agent: str
    caller: str
    caller_says: re.Pattern[str]
    currencies: Mapping[str, str]
    shares: Mapping[str, str]
    quantities: Mapping[str, str]
    no_counts: frozenset[str]
    cents: re.Pattern[str]
    together: re.Pattern[str]
    endings: tuple[str, ...]
    alike: tuple[frozenset[str], ...]
    spelled: Mapping[str, str]
    phone_cue: re.Pattern[str]
    code_cue: re.Pattern[str]
    countings: tuple[Counting, ...]
    instead: tuple[tuple[re.Pattern[str], str], ...] = ()
    order_nouns: frozenset[str] = frozenset()
    behind_nouns: frozenset[str] = frozenset()
    order_shape: re.Pattern[str] = _NEVER
    elision: re.Pattern[str] | None = None
    prefix: str = ""
    root_length: int = 5
    verb_endings: tuple[str, ...] = ()
    decimal_comma: bool = True
    nouns: frozenset[str] = frozenset()
    determiners: frozenset[str] = frozenset()
    capitals_make_names: bool = True
    # An order stays one behind these.
    softeners: frozenset[str] = frozenset()

    @cached_property
    def measures(self) -> Mapping[str, str]:
        return {**self.currencies, **self.shares}

    @cached_property
    def lower_nouns(self) -> frozenset[str]:
        return frozenset(noun.lower() for noun in self.nouns)

    @cached_property
    def any_mood(self) -> re.Pattern[str]:
        """All of them in one, for most sentences hold none."""
        return anywhere("|".join(one.pattern.pattern for one in self.moods))

    @cached_property
    def meanings(self) -> Mapping[str, str]:
        """For each word that has others alike one that stands for all of them."""
        return {word: f"={min(group)}" for group in self.alike for word in group}

    @cached_property
    def _counting(self) -> frozenset[str]:
        """Words that a number may begin with."""
        ways = ((*one.beginnings, *one.ordinals.beginnings) for one in self.countings)
        return frozenset(self.quantities).union(*ways)

    @cached_property
    def _ending(self) -> frozenset[str]:
        """Words that a number may end with, and that none begins with."""
        ways = ((*one.endings, *one.ordinals.endings, *one.scales) for one in self.countings)
        return frozenset().union(*ways) - self._counting

    @cached_property
    def _parts(self) -> tuple[str, ...]:
        return tuple(part for one in self.countings for part in one.inside)

    def beginnings(self, words: Iterable[str]) -> Collection[str]:
        """Those of these words in lower case that a number may begin with."""
        known, parts = self._counting, self._parts
        if not parts:
            return known.intersection(words)
        return [word for word in words if word in known or any(part in word for part in parts)]

    def ends_number(self, words: Iterable[str]) -> bool:
        """Whether there is one among these words in lower case that only goes on a number."""
        return not self._ending.isdisjoint(words)

    def is_number_word(self, word: str) -> bool:
        """A number may begin with it, or be multiplied by it."""
        return bool(self.beginnings((word,))) or self.scale(word) > 0

    def scale(self, word: str) -> int:
        """What a number before this word is to be multiplied with; 0: nothing."""
        return next((one.scales[word] for one in self.countings if word in one.scales), 0)

    def apart(self, text: str) -> str:
        """With a blank behind what is left of a swallowed word: "d'Alice" names Alice."""
        if self.elision is None or "'" not in text:
            return text
        return self.elision.sub(r"\g<0> ", text)


def mood(pattern: str, evidence: str) -> Mood:
    return Mood(anywhere(pattern), anywhere(evidence))


def promise(
    told: str,
    *,
    denied: str,
    spares: str,
    others: str,
    of_agent: str,
    comes: str,
    heard: str,
    agrees: str,
    refuses: str,
    provided: str,
    refers: str,
) -> Promise:
    """`denied` are words that deny a promise within four words, unless one that `spares` is between; `others`
    make what follows another's wish or a question, or say that it will not come; nothing is refused behind
    what is `provided`."""
    main = rf"(?:(?!(?:{others})(?!\w))\S+ )"
    return Promise(
        anywhere(told),
        anywhere(rf"(?:{denied})(?: (?!(?:{spares})\b)\S+){{0,3}}? (?:{told})"),
        anywhere(rf"{main}{{1,7}}?(?:{of_agent})(?!\w)"),
        anywhere(rf"{main}{{0,7}}?(?:{comes})(?!\w)"),
        anywhere(heard),
        anywhere(rf"(?:{agrees})(?!\w)"),
        anywhere(rf"(?:(?!(?:{provided})(?!\w))\S+ )*?(?:{refuses})(?!\w)"),
        anywhere(rf"(?:{refers})(?!\w)"),
    )


def wish(wanted: str, *, no: str, denied: str, unclear: str, between: str) -> Wish:
    """`denied` has the other two in braces."""
    return Wish(
        anywhere(rf"(?:{wanted})(?!\w)"),
        anywhere(rf"(?:{no})(?!\w)"),
        anywhere(denied.format(wanted=rf"(?:{wanted})(?!\w)", no=rf"(?:{no})(?!\w)")),
        anywhere(rf"(?:{unclear})(?!\w)"),
        re.compile(rf"[,;:.!]|\b(?:{between})\b"),
    )


def anywhere(pattern: str) -> re.Pattern[str]:
    """At the beginning of a word, in any case."""
    return re.compile(rf"\b(?:{pattern})", re.I)


def each(meaning: Mapping[str, str]) -> dict[str, str]:
    """{"$": "dollar dollars"} the other way round."""
    return {word: sign for sign, written in meaning.items() for word in written.split()}


def in_order(text: str) -> dict[str, int]:
    """Numbers from 1 on; spellings of the same have a stroke between them."""
    return {word: at for at, one in enumerate(text.split(), 1) for word in one.split("|")}


def groups(*texts: str) -> tuple[frozenset[str], ...]:
    return tuple(map(words, _lines(texts)))


def _lines(texts: Iterable[str]) -> Iterable[str]:
    return (line for text in texts for line in text.splitlines() if line.strip())
