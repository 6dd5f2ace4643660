"""A password that an agent reads back: "so, marigold, right?".

Decides which few words only whoever has just heard a password would say. It must not know the password, for
it is gone by then, nor where it was told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from summaries.asked import CLAUSE, LEADS, TELLS_NOTHING
from summaries.digits import only_listens
from summaries.word_lists import spoken, words

_LONGEST = 3
# What leads to it. Not "thanks", which a name follows: "thanks Maria".
_LEADING = re.compile(
    r"(?:(?:okay|ok|so|and|right|perfect|great|got it|(?:that|it)(?:'s| is| was)|vale|entonces|a ver|es|era"
    r"|gut|also|das (?:ist|war)|d'accord|alors|donc|c'(?:est|était))(?!\w)[\s,.]*)+",
    re.I,
)
# Beside the words of whoever only listens: around what is read back, and of one who has checked it.
_AROUND = LEADS | words(
    "thanks thank you very much great perfect lovely right correct got it that was verified confirmed"
    " accepted checked matches match done in found we re all set brilliant super excellent good now and then"
    " moment one please just a gracias muchas perfecto correcto verdad era verificado verificada confirmado"
    " listo hecho entonces un por favor danke vielen dank richtig stimmt korrekt geprüft bestätigt passt"
    " einen augenblick bitte dann war merci beaucoup parfait exact vérifié confirmé c était donc alors s il"
    " vous plaît"
)


def places(line: str) -> Iterator[tuple[int, int]]:
    """Where it stands in the agent's line right behind the one that told it."""
    leading = _LEADING.match(line)
    begin = leading.end() if leading else 0
    end = next((clause.start() for clause in CLAUSE.finditer(line, begin)), len(line))
    told = spoken(line[begin:end].lower())
    few = 0 < len(told) <= _LONGEST and told[0] not in TELLS_NOTHING and not _is_around(told[:1])
    if few and "[" not in line and _is_around(spoken(line[end:].lower())):
        yield begin, end


def _is_around(said: Sequence[str]) -> bool:
    return only_listens([word for word in said if word not in _AROUND])
