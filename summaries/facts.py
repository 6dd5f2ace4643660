"""The brief without a model: who calls, for how long, which skill, why, and the caller's own words.

Decides only how known facts are put. What somebody said is named as theirs, never told as a fact.
"""

from __future__ import annotations

from collections.abc import Sequence

from summaries.extract import extract
from summaries.plain import ended, plain
from summaries.quotes import ASKED, TOLD, agent_said, own, quote
from summaries.redaction import redact
from summaries.spoken import HEADLINE_WORDS, words_spoken
from summaries.words import Brief, Facts, Line

SOURCE = "facts"
# Enough to mean something, and about 15 seconds of speech.
_FEWEST_LAST_WORDS, _MOST_LAST_WORDS = 8, 40
# All quotes together, with their names: who wants more talks to A.
_QUOTED_WORDS = 65


def facts_brief(facts: Facts, lines: Sequence[Line]) -> Brief:
    return Brief(headline(facts), tuple(_details(facts, lines)), SOURCE)


def headline(facts: Facts) -> str:
    """Who, how long, which skill, why, in a breath; what matters least is left out for a long reason."""
    who, reason = _opening(facts.caller), reason_of(facts)
    skill = f"for {plain(facts.skill)}" if facts.skill else ""
    why = ended(f"{agent(facts)} says: {reason}") if reason else ""
    # B has just heard who transfers, and hears all of it again in the details.
    shapes = [[who, skill, minutes(facts)], [who, skill], [who], []]
    for parts in shapes:
        whole = f"{ended(', '.join(filter(None, parts)))} {why}".strip()
        if words_spoken(whole) <= HEADLINE_WORDS:
            break
    else:
        whole = f"{ended(', '.join(filter(None, shapes[0])))} The reason comes with the details."
    return whole


def agent(facts: Facts) -> str:
    return _opening(facts.from_agent)


def reason_of(facts: Facts) -> str:
    """What A typed is somebody's words too: secrets and strange characters are taken out."""
    return plain(redact(facts.reason or ""))


def minutes(facts: Facts) -> str:
    whole = max(0, int(facts.now - facts.since)) // 60
    if whole < 1:
        return "on the line for less than a minute"
    if whole < 60:
        return f"on the line for {_count(whole, 'minute')}"
    hours = f"on the line for {_count(whole // 60, 'hour')}"
    return f"{hours} and {_count(whole % 60, 'minute')}" if whole % 60 else hours


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _details(facts: Facts, lines: Sequence[Line]) -> list[str]:
    skill = f", for {plain(facts.skill)}" if facts.skill else ""
    reason = reason_of(facts)
    why = f"The reason given by {agent(facts)}: {reason}" if reason else f"{agent(facts)} gave no reason"
    opening = ended(f"{_opening(facts.caller)}, {minutes(facts)}{skill}")
    return [opening, ended(why), *_quotes(facts, lines)]


def _quotes(facts: Facts, lines: Sequence[Line]) -> list[str]:
    """What was asked for first, the last words when they say something new, as many as there is time for."""
    found, language = extract(lines, facts.language), facts.language
    last = last_words(lines)
    named = [
        (ASKED[language], found.asked),
        (agent_said(agent(facts), language), found.promised),
        (TOLD[language], found.told if found.told not in last or _is_in(found.asked, last) else ""),
    ]
    offered = [quote(name, words, language) for name, words in named if words]
    if not _is_in(found.asked, last):
        offered.append(last)
    kept: list[str] = []
    for one in offered:
        if not kept or words_spoken(" ".join([*kept, one])) <= _QUOTED_WORDS:
            kept.append(one)
    return kept


def _is_in(words: str, last: str) -> bool:
    return bool(words) and words in last


def last_words(lines: Sequence[Line]) -> str:
    """The newest words of the caller; lines like "Yes, please." are not enough by themselves."""
    words: list[str] = []
    for line in reversed(lines):
        if line.speaker == "caller":
            words = ended(own(redact(line.text))).split() + words
        if len(words) >= _FEWEST_LAST_WORDS:
            break
    if not words:
        return "No words of the caller were written down."
    said = ended(own(" ".join(words[-_MOST_LAST_WORDS:])))
    # The end is said too: what a caller dictates must not sound like ours.
    return f"The caller's own last words were: {said} End of quote."


def _opening(name: str) -> str:
    name = plain(name)
    return name[:1].upper() + name[1:]
