"""Claims of identity, authority, approval and promise: told only as somebody's words.

Decides whether a sentence that holds such a claim says whose it is, and whether that person really
spoke of it. It must not decide whether the claim is true; nobody here can.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summaries.grounds import Grounds
from summaries.words import Speaker


@dataclass(frozen=True)
class Claim:
    """How it is put in a brief, and what the person whose claim it is must have said."""

    pattern: re.Pattern[str]
    evidence: re.Pattern[str]
    wish: bool = False


def _claim(pattern: str, evidence: str = "", wish: bool = False) -> Claim:
    claim = re.compile(rf"\b(?:{pattern})", re.I)
    return Claim(claim, re.compile(rf"\b(?:{evidence or pattern})", re.I), wish)


CLAIMS: Sequence[Claim] = (
    # Who somebody is, and that it has been checked.
    _claim(r"(?:un)?verif\w*"),
    _claim(r"(?:un)?authenti\w*"),
    _claim(r"(?:un)?authori[sz]\w*|authority"),
    _claim(r"(?:pre-?)?approv\w*"),
    _claim(r"confirm(?:s|ed)?\b", r"confirm\w*"),
    _claim(r"validat\w*"),
    _claim(r"identi(?:ty|fi\w*)|id\b"),
    _claim(r"(?:co-?)?own(?:s|er|ers|ership)\b", r"own\w*|my account"),
    _claim(r"(?:account|card|policy) ?holders?", r"(?:account|card|policy) ?holder"),
    # What somebody may do or must get.
    _claim(r"entitle\w*|eligib\w*|qualif\w*"),
    _claim(
        r"permi(?:t|ss)\w*|allow\w*|clearance|cleared (?:for|by|to)|grant\w*"
        r"|(?:has|have|had|given|full|unrestricted) access"
    ),
    _claim(r"trust\w*|vip\b|legitimate|genuine|vetted|vouch\w*|reliable|known to"),
    _claim(
        r"pass(?:ed|es)?\b[^.]{0,40}\b(?:checks?|security|verification|questions?|tests?)",
        r"pass(?:ed|es)?\b",
    ),
    _claim(r"prove[ns]?\b|proof\b|checked out|checks out"),
    _claim(r"power of attorney|on behalf|represents?\b|representing"),
    _claim(r"must\b|should\b|shall\b|ought\b|(?:has|have|needs?) to be\b|instruct\w*|ordered to"),
    # Whose word has weight.
    _claim(
        r"manager|supervisor|director|ceo\b|president|executive|administrator|admin\b|police|officer|detective"
        r"|lawyer|attorney|government|employee|staff|doctor|judge|boss\b",
        wish=True,
    ),
    # What somebody was promised; "I'll call you back" is a promise without the word.
    _claim(
        r"promis\w*|guarantee\w*|agree[sd]?\b|offer\w*|committed",
        r"promis\w*|guarantee\w*|agree\w*|offer\w*|commit\w*|(?:i|we)(?:'ll| will)(?! not\b| never\b)",
    ),
)

_SAY = (
    r"say|says|said|saying|claims?|claimed|states?|stated|reports?|reported|mentions?|mentioned|insists?|insisted"
    r"|tells|told|explains?|explained|believes?|believed|thinks?|thought|complains?|complained|asserts?|asserted"
)
_WISH = r"asks?|asked|wants?|wanted|requests?|requested|needs?|needed|demands?|demanded|would like"
# What an agent does by saying so: "Alice promised a call back" names its source by itself.
_ACTS = r"promis(?:es|ed)|offer(?:s|ed)|agree[sd]|confirm(?:s|ed)|approve[sd]|guarantee[sd]|verifie[sd]"
# Not "they": who that is nobody can tell.
_WHO = r"(?:the |this )?(?:caller|customer|client)|she|he"
_ADVERB = r"(?:(?:also|now|then|still|repeatedly|has|had|have|later|first)\s+){0,2}"
_THAT = r"(?:\s+(?:the agent|the caller|her|him|them))?(?:\s+that\b|\s*[:,])?"
_AGENT = r"the (?:first |previous )?agent"
_DENIED = re.compile(r"\b(?:not|never|no|cannot|without|unable)\b|n't\b", re.I)
# Behind one of these a sentence speaks for itself again.
_CLAUSE_ENDS = re.compile(
    r"[;:,()\"]|\s-\s|\b(?:and|but|so|because|while|as|since|therefore|who|which)\b", re.I
)


class Attribution:
    """Finds who is named as the source at the start of a sentence."""

    def __init__(self, agent: str) -> None:
        named = f"{_AGENT}|{re.escape(agent)}" if agent else _AGENT
        self._patterns: tuple[tuple[Speaker, re.Pattern[str], re.Pattern[str]], ...] = (
            ("caller", _said_by(_WHO, _SAY), _said_by(_WHO, _WISH)),
            ("agent", _said_by(named, f"{_SAY}|{_ACTS}"), _said_by(named, _WISH)),
        )

    def unsupported(self, sentence: str, grounds: Grounds) -> bool:
        """Whether the sentence claims something in nobody's name, or in the name of one who never did."""
        return any(
            not self._covered(sentence, match.start(), claim, grounds)
            for claim in CLAIMS
            for match in claim.pattern.finditer(sentence)
        )

    def _covered(self, sentence: str, at: int, claim: Claim, grounds: Grounds) -> bool:
        for speaker, says, wishes in self._patterns:
            told, asserted = says.match(sentence), not _DENIED.search(sentence)
            if told is None and claim.wish:
                # "The caller wants a manager": to ask for somebody is not to be somebody.
                told, asserted = wishes.match(sentence), False
            if told is None or not grounds.said(speaker, claim.evidence, asserted):
                continue
            if told.end() > at or not _CLAUSE_ENDS.search(sentence, told.end(), at):
                return True
        return False


def _said_by(who: str, verbs: str) -> re.Pattern[str]:
    to = rf"(?:according to (?:{who})(?!\w),?|(?:{who})\s+{_ADVERB}(?:{verbs})\b{_THAT})"
    return re.compile(to, re.I)
