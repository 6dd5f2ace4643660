"""Secrets that are told by the words around them: codes, PINs, passwords, a social security number.

Decides which words announce a secret and how far from it they may stand. It must not know about cards
and account numbers, which are told by their own shape.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from summaries.digits import Run

SECURITY_CODE, ONE_TIME_CODE, PIN = "security code", "one-time code", "PIN"
PASSWORD, SOCIAL_SECURITY = "password", "social security number"


@dataclass(frozen=True)
class Cue:
    """Words that announce a number of so many digits."""

    name: str
    pattern: re.Pattern[str]
    digits: range


def _cue(name: str, words: str, least: int, most: int) -> Cue:
    # Not behind "[": what is redacted already announces nothing.
    return Cue(name, re.compile(rf"(?<![\[\w-])(?:{words})(?![\w-])", re.I), range(least, most + 1))


# Codes have three to six digits. Up to eight are taken, for one may be said twice; ten are a phone number.
NUMBERS = (
    _cue(
        SECURITY_CODE,
        r"c\.? ?v\.? ?[vc]\.? ?2?|csc|security (?:code|number|digits)"
        r"|(?:three|four|3|4)[- ]digits? (?:code |number )?(?:on|at|in) the (?:back|front|strip)"
        r"|(?:code|number|digits) (?:on|at) the (?:back|front)",
        3,
        8,
    ),
    _cue(
        ONE_TIME_CODE,
        r"one[- ]time (?:code|password|passcode|pin)|otp|pass ?code|2fa code|two[- ]factor code"
        r"|(?:verification|authentication|authenticator|access|sms|log[- ]?in|sign[- ]?in) (?:code|number)"
        r"|code (?:that )?(?:you|we|they)(?:'ve| have)? (?:just )?(?:sent|texted|e-?mailed)(?: me| you)?"
        r"|code (?:that )?(?:i|you) (?:just )?(?:got|received)|code (?:from|in) the (?:text|sms|app|message)",
        3,
        10,
    ),
    _cue(PIN, r"pin(?: number| code)?", 3, 8),
    _cue(SOCIAL_SECURITY, r"social security(?: number)?|ssn|social", 4, 9),
)

# Whoever has just said a card number means its code.
BARE_CODE = _cue(SECURITY_CODE, r"code|digits|back|cvn|cid", 3, 4)

# Words that may stand between a cue and its number without breaking the tie.
_LINK = (
    "is was are it it's its that that's this the my your his her um uh er so okay ok yes yeah sure number "
    "code digits on of for at back front strip card here reads says goes let me see check look i i've have "
    "got would will be last full oh zero one two three four"
)
_GAP = re.compile(
    rf"(?:[\s,.;:!?'\"()\u2013\u2014-]|(?<![\w'])(?:{_LINK.replace(' ', '|')})(?![\w'])){{0,40}}", re.I
)
_LONGEST_GAP = 60
# "123 is my security code": the end of the number, the words that tie it, and the cue begins.
_BACKWARD = re.compile(
    r"(?P<end>[\w\]])[\s,]*(?P<tie>(?:is|was|are|that's|that is|for|as)[\s,]+)?"
    r"(?:(?:my|the|your|her|his)\s+)?$",
    re.I,
)
_LONGEST_TIE = 24

# A password may be anything, so all is taken to the end of the sentence or to a word that begins another.
_TOLD = r"(?<![\[\w-])(?:pass ?words?|pass ?phrase|secret word|memorable word|security answer|maiden name)"
_OF = r"(?:\s+(?:for|to|on|of)(?:\s+\w+){1,4}?)?"
_IS = r"(?:'s|\s+(?:is|was|would be|=)|\s*[:=])\s*"
_FILLER = r"(?:(?:um|uh|er|like|just|actually|it's|so)[,\s]+)*"
_NEXT = r"(?:and|but|so|because|can|could|please|which|thanks?|okay)\b"
_SPOKEN = re.compile(
    rf"{_TOLD}{_OF}{_IS}{_FILLER}(?P<secret>[^\s.,?!;\[][^?!;\n\[]*?)"
    rf"(?=$|[?!;\n\[]|\.(?:\s|$)|,?\s+{_NEXT})",
    re.I,
)
# Without "is" only what mixes letters and digits is no ordinary word.
_WRITTEN = re.compile(rf"{_TOLD}\s+(?P<secret>(?=\w*\d)(?=\w*[a-z])[^\s,;?!\[\]]*[^\s.,;?!\[\]])", re.I)
# "My password is not working": what is said about a password is no password.
_ABOUT = re.compile(
    r"(?:not|n't|wrong|incorrect|expired|invalid|working|locked|fine|ok|okay|correct|right|still|always|no|too"
    r"|never|rejected|refused|blocked|required|needed|missing|gone|lost|being|supposed|going|it|that|this|what"
    r"|there|asking|on|in|unknown|different|only|also|at|to|reset|changed|protected|set|safe|strong|weak|hard"
    r"|accepted|denied|already|the (?:same|problem|issue|one)|a (?:problem|must)|easy|long|short|stored)\b",
    re.I,
)


def find(text: str, runs: Sequence[Run], beside_card: bool) -> Iterator[tuple[int, int, str]]:
    """Places of announced secrets, with the name of each."""
    starts = [run.start for run in runs]
    for cue in (*NUMBERS, BARE_CODE) if beside_card else NUMBERS:
        for told in cue.pattern.finditer(text):
            before = runs[: bisect_left(starts, told.start())][-1:]
            behind = islice(runs, bisect_left(starts, told.end()), None)
            for run in _near(text, told, before, behind, cue):
                yield run.start, run.end, cue.name
    for pattern in (_SPOKEN, _WRITTEN):
        yield from _passwords(text, pattern)


def _passwords(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int, str]]:
    match = pattern.search(text)
    while match is not None:
        start, end = match.span("secret")
        about = _ABOUT.match(text, start, end) is not None
        if not about:
            yield start, end, PASSWORD
        # "It is not working, the password is ...": the secret may still come in the same sentence.
        match = pattern.search(text, start if about else end)


def _near(
    text: str, told: re.Match[str], before: Sequence[Run], behind: Iterable[Run], cue: Cue
) -> Iterator[Run]:
    """The number that the cue names: the one before it when words tie them, else those on both sides."""
    at = told.start()
    link = _BACKWARD.search(text, max(0, at - _LONGEST_TIE), at)
    run = before[0] if link and before and before[0].end == link.end("end") else None
    if run is not None and len(run.digits) in cue.digits:
        yield run
    # "[PIN] is my PIN" is tied as well: what was taken once must not draw the next number in.
    tied = link is not None and link["tie"] and (run is not None or link["end"] == "]")
    if not tied and (found := _behind(text, told.end(), behind, cue)) is not None:
        yield found


def _behind(text: str, at: int, runs: Iterable[Run], cue: Cue) -> Run | None:
    """The first number after the cue that is long enough, when only linking words stand between."""
    for run in runs:
        if run.start - at > _LONGEST_GAP or not _GAP.fullmatch(text, at, run.start):
            return None
        if len(run.digits) in cue.digits:
            return run
    return None
