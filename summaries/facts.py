"""The brief without a model: who calls, for how long, which skill, why, and the caller's own words.

Decides only how known facts are put. What somebody said is named as theirs, never told as a fact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from summaries.extract import extract
from summaries.phrases import PHRASES
from summaries.plain import ended, plain
from summaries.quotes import LONGEST_WHOLE, own, quote
from summaries.redaction import redact
from summaries.sentences import sentences
from summaries.spoken import HEADLINE_WORDS, words_spoken
from summaries.words import Brief, Facts, Language, Line

SOURCE = "facts"
# Enough to mean something, and about 15 seconds of speech.
_FEWEST_LAST_WORDS, _MOST_LAST_WORDS = 8, 40
# All quotes together, with their names: who wants more talks to A.
_QUOTED_WORDS = 65


def facts_brief(facts: Facts, lines: Sequence[Line]) -> Brief:
    return Brief(headline(facts), tuple(_details(facts, lines)), SOURCE)


def headline(facts: Facts) -> str:
    """Who, how long, which skill, why, in one sentence and a breath; what matters least is left out for a
    long reason."""
    words, caller, skill, why = PHRASES[facts.language], _opening(facts.caller), _skill(facts), _why(facts)
    # B has just heard who transfers, and hears all of it again in the details.
    shapes = [[caller, skill, minutes(facts)], [caller, skill], [caller], []]
    told = [(parts, why) for parts in shapes] + [(parts, words.reason_later) for parts in shapes[:3]]
    wholes = [ended("; ".join(filter(None, [", ".join(filter(None, parts)), end]))) for parts, end in told]
    return next((whole for whole in wholes if words_spoken(whole) <= HEADLINE_WORDS), wholes[-1])


def agent(facts: Facts, by: str = "") -> str:
    """How a sentence names whoever transfers, or the other agent whom a line is `by`."""
    return _opening(by or facts.from_agent)


def agents(facts: Facts, lines: Sequence[Line]) -> list[str]:
    """The names of all agents whom sentences may tell of, as given; whoever transfers first."""
    return list(dict.fromkeys([facts.from_agent, *[line.by for line in lines if line.by]]))


def reason_of(facts: Facts) -> str:
    """What A typed is somebody's words too: secrets and strange characters are taken out."""
    return _without_secrets(facts.reason or "", facts.language)


def minutes(facts: Facts) -> str:
    words, whole = PHRASES[facts.language], max(0, int(facts.now - facts.since)) // 60
    hours, rest = divmod(whole, 60)
    in_minutes = words.minute if rest == 1 else words.minutes.format(count=rest)
    in_hours = words.hour if hours == 1 else words.hours.format(count=hours)
    if whole < 1:
        time = words.under_a_minute
    elif hours and rest:
        time = words.hours_and_minutes.format(hours=in_hours, minutes=in_minutes)
    else:
        time = in_hours if hours else in_minutes
    return words.on_the_line.format(time=time)


def _skill(facts: Facts) -> str:
    return PHRASES[facts.language].for_skill.format(skill=plain(facts.skill)) if facts.skill else ""


def _details(facts: Facts, lines: Sequence[Line]) -> list[str]:
    no_reason = ended(PHRASES[facts.language].no_reason.format(agent=agent(facts)))
    return [who(facts), *(reasons(facts) or (no_reason,)), *_quotes(facts, lines)]


def who(facts: Facts) -> str:
    """Who has called, for how long, and for which skill."""
    return ended(", ".join(filter(None, [_opening(facts.caller), minutes(facts), _skill(facts)])))


def with_known(made: Brief, facts: Facts) -> Brief:
    """A model's brief whose details begin with who calls and why, unless its headline has said so."""
    told = (made.headline, *made.details)
    begins = [] if _tell_who(told, facts) else [who(facts)]
    begins += [] if _tell_why(told, facts) else reasons(facts)
    ours = [text for text in (who(facts), *reasons(facts)) if text in (*begins, *made.details)]
    return replace(made, details=(*ours, *(text for text in made.details if text not in ours)))


def _tell_who(told: Sequence[str], facts: Facts) -> bool:
    known = (_opening(facts.caller), minutes(facts), _skill(facts))
    return any(all(part in text for part in known) for text in told)


def _tell_why(told: Sequence[str], facts: Facts) -> bool:
    ways = (_why(facts), *reasons(facts))
    return any(way in text for text in told for way in ways)


def heard_before(facts: Facts) -> tuple[str, ...]:
    """What the colleague who has the call now was told, and why it was transferred each time before; the
    caller never has to say it again."""
    told = (before(facts, facts.earlier[0]),) if facts.earlier else ()
    untold = (then for then in _transfers_before(facts) if not _tell_why(told, then))
    return (*told, *(text for then in untold for text in reasons(then)))


def before(facts: Facts, text: str) -> str:
    """A text that whoever has the call now was told, as what it is, without the details that it came with."""
    words = PHRASES[facts.language]
    if any(text in reasons(then) for then in _transfers_before(facts)):
        return text
    said = text.removesuffix(ended(f"; {words.reason_later}"))
    return words.told_before.format(agent=agent(facts), said=ended(said))


def _transfers_before(facts: Facts) -> list[Facts]:
    return [replace(facts, from_agent=by, reason=reason) for by, reason in facts.reasons_before]


def retold(made: Brief, then: Facts, now: Facts) -> Brief:
    """A brief that was made of the facts of `then`, as it is true by those of now."""
    renewed = {headline(then): headline(now), who(then): who(now)}
    details = tuple(renewed.get(detail, detail) for detail in made.details)
    return with_known(replace(made, headline=renewed.get(made.headline, made.headline), details=details), now)


def _why(facts: Facts) -> str:
    """For the headline, however many sentences it has; empty when nobody gave a reason."""
    reason = "; ".join(one.rstrip(".!") for one in sentences(reason_of(facts)))
    says = PHRASES[facts.language].says
    return ended(says.format(agent=agent(facts), reason=reason)) if reason else ""


def reasons(facts: Facts) -> tuple[str, ...]:
    """Why the call is transferred, as a sentence in the name of whoever said it; none when nobody did."""
    reason = reason_of(facts)
    given = PHRASES[facts.language].reason_given
    return (ended(given.format(agent=agent(facts), reason=reason)),) if reason else ()


def _quotes(facts: Facts, lines: Sequence[Line]) -> list[str]:
    """What was asked for first, the last words when they say something new, as many as there is time for."""
    language, words = facts.language, PHRASES[facts.language]
    found, last = extract(lines, language), last_words(lines, language)
    named = [
        (words.asked, found.asked),
        (words.agent_said.format(agent=agent(facts, found.promised_by)), found.promised),
        *((words.agent_said.format(agent=agent(facts, by)), said) for said, by in found.promised_before),
        (words.told, found.told if found.told not in last or _is_in(found.asked, last) else ""),
    ]
    offered = [quote(name, said, language) for name, said in named if said]
    if not _is_in(found.asked, last) and not (offered and last == words.too_long):
        offered.append(last)
    kept: list[str] = []
    for one in offered:
        if not kept or words_spoken(" ".join([*kept, one])) <= _QUOTED_WORDS:
            kept.append(one)
    return kept


def _is_in(words: str, last: str) -> bool:
    return bool(words) and words in last


def last_words(lines: Sequence[Line], language: Language = "en") -> str:
    """The newest words of the caller; lines like "Yes, please." are not enough by themselves."""
    words: list[str] = []
    for line in reversed(lines):
        if line.speaker == "caller":
            words = ended(own(_without_secrets(line.text, language))).split() + words
        if len(words) >= _FEWEST_LAST_WORDS:
            break
    if not words:
        return PHRASES[language].no_words
    said = _end(own(" ".join(words)))
    return quote(PHRASES[language].last_words, said, language) if said else PHRASES[language].too_long


def _end(said: str) -> str:
    """Its last sentences, each of them whole: what one denies may stand at either end of it."""
    kept: list[str] = []
    for one in reversed(sentences(said)):
        most = _MOST_LAST_WORDS if kept else LONGEST_WHOLE
        if words_spoken(" ".join([one, *kept])) > most:
            break
        kept.insert(0, one)
    return " ".join(kept)


def _without_secrets(text: str, language: Language) -> str:
    """As a voice can speak it, with the names of secrets in the language of the brief."""
    text = redact(text)
    for name, told in PHRASES[language].secrets.items():
        text = text.replace(f"[{name}]", told)
    return plain(text)


def _opening(name: str) -> str:
    name = plain(name)
    return name[:1].upper() + name[1:]
