"""Passwords, which may be any words: what is told as one, up to where the sentence turns to something else.

Decides where a password begins and ends, in English, Spanish, German and French. It must not know
numbers: a code that is announced is the business of `cues.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from summaries import asked
from summaries.password_talk import ABOUT, tells_nothing

NAME = "password"

# A password may be anything, so all is taken to the end of the sentence or to a word that begins another.
_TOLD = (
    r"(?:(?<![\[\w-])(?:pass ?words?|pass ?phrase|secret word|memorable word"
    r"|security (?:word|answer)|answer to (?:your|the|my) security question"
    r"|maiden name|contrase(?:ñ|n)as?|palabra (?:secreta|de seguridad)|clave(?: de acceso)?"
    r"|apellido de soltera|pwd?|mdp|mots? de (?:passe|sécurité)|mot secret|nom de jeune fille)"
    r"|(?<!\w-)(?<![\[\w])(?:\w{1,16}-){0,2}(?:\w{0,16}(?:pass?wort|kennwort)|losungswort|geheimwort"
    r"|sicherheitswort|mädchenname))"
)
_NAMED = re.compile(rf"{_TOLD}(?![\w-])", re.I)
# "La contraseña temporal del wifi", "the password that you gave me", "das Passwort, das Sie mir gaben,".
_KIND = (
    r"(?:\s+(?:temporal|provisional|nueva|actual|antigua|vieja|anterior|personal|maestra|inicial|wi-?fi"
    r"|online|temporaire|provisoire|actuel|nouveau|ancien|personnel|initial|currently|now)(?!\w)){0,2}"
)
_OF = (
    r"(?:\s+(?:for|to|on|of|in|de|del|para|en|für|fürs|von|vom|zum|beim|im|meiner|pour|du|sur)"
    r"(?:\s+\w+){1,4}?)?"
)
_CLAUSE = (
    r"(?:,?\s+(?:(?:(?:that|which|das|welches|que)\s+)?(?:I|you|we|he|she|they|ich|du|Sie|er|wir|man|je|tu"
    r"|il|elle|on|nous|vous)(?!\w)|que\s+\w+|que\s+j|qu|que)(?:['\u2019\s]+\w+){1,5}?)?"
)
_IS = (
    r"(?:'s(?!\w)|,?\s+(?:is|was|would be|=|should be|to be|it's|it is|that's|c'est"
    r"|es|era|ist|war|lautet|hei(?:ß|ss)t|est|était|c'est|debe ser|sea|soll"
    r"|doit être|soit)(?!\w)"
    r"|\s*[:=])\s*"
)
_FILLER = r"(?:(?:um|uh|er|like|just|actually|it's|so|eh|este|pues|äh|ähm|also|euh|alors|ben)[,\s]+)*+"
# "Hund und Katze 12" goes on.
_GOES_ON = r"(?!\s+\w+\s+\d+\W*(?:\n|$))"
_NEXT = (
    r"(?:(?:but|so|because|can|could|please|which|thanks?|okay|pero|porque|gracias|puede|aber|weil|danke"
    rf"|bitte|mais|parce|merci|pouvez)\b|and\b{_GOES_ON}|(?:y|und|et)(?=\s+\w\w){_GOES_ON})"
)
_SECRET = rf"(?P<secret>[^\s.,?!;\[][^?!;\n\[]*?)(?=$|[?!;\n\[]|\.(?:\s|$)|,?\s+{_NEXT})"
_SPOKEN = re.compile(rf"{_TOLD}{_KIND}{_OF}{_CLAUSE}{_IS}{_FILLER}{_SECRET}", re.I)
# "Change the password to": what it is to become.
_CHANGED = re.compile(
    r"\b(?:chang|set|reset|mak|updat|switch|cambi|pon|modific|änder|setz|stell|modifi|mett|remplac)\w*\s"
    rf"[^\n.?!]{{0,30}}{_TOLD}(?:\s+(?:for|on|of|de|del|para|für|von|pour|du)(?:\s+\w+){{1,4}}?)?"
    rf"\s+(?:to be|to|as|a|por|en|auf|zu|pour)\s+{_FILLER}{_SECRET}",
    re.I,
)
# "I use sunflower as my password", and with "for".
_USED = re.compile(
    r"\b(?:(?P<use>us(?:e|ed|ing))|us(?:o|é|aba)|utili[czs]\w+|chose|chosen|pick(?:ed)?|have|had|put|typed?|tried|entered|set|puse|pongo|tengo"
    r"|(?:be)?nutz\w*|verwend\w*|nehme?|nahm|habe?|hatte|mis|choisi|ai)\s+"
    r"(?P<secret>[^\s.,?!;\[]+(?:\s+[^\s.,?!;\[]+){0,3}?)\s+"
    rf"(?:as|como|als|comme|(?(use)for|as))\s+(?:(?:my|the|our|your|a|that|this|mi|su|tu|la|una?|mein|ihr|das|mon|votre)\s+)?{_TOLD}",
    re.I,
)
# "It's bluebird99, that's my password": only what mixes letters and digits.
_SAID_BEFORE = re.compile(
    r"(?<![\w\[])(?P<secret>(?=[^\W\d]*\d)(?=\d*[^\W\d])\w+)[^\n.?!]{0,24}[,.]\s+(?:and )?"
    r"(?:that's|that is|it's|eso es|esa es|es|das ist|c'est)\s+"
    rf"(?:the|my|your|la|mi|su|das|mein|ihr|le|mon|votre)\s+(?:\w+\s+)?{_TOLD}(?=\s*(?:[.,;!?\n]|$))",
    re.I,
)
_SOMETHING = re.compile(
    r"(?:something|anything|everything|nothing|no|whatever|my|your|the|a|an|another|new|one|what|algo|mi|su|la|el|un|una|otra|nueva|etwas"
    r"|ein\w*|mein\w*|ihr\w*|neue?\w*|andere?\w*|der|die|das|den|dem|quelque|un|une|autre|nouveau|mon|votre|le"
    r"|this|that|it|lo|more|less|be|get|avoid|sign|log|prevent|expire|protect|you|he|she|they|we|soon|usual|next|every|all|place|order|case|general)\b",
    re.I,
)
# Without "is" only what mixes letters and digits is no ordinary word.
_WRITTEN = re.compile(
    rf"{_TOLD}(?:\s+(?:auf|to|as|en|à))?\s+(?P<secret>(?=\w*\d)(?=\w*[a-z])[^\s,;?!\[\]]*[^\s.,;?!\[\]])",
    re.I,
)
# Asked for in one line and told in the next, in a few words.
_ASKED = re.compile(
    r"(?:(?:^|\n)\W{0,2}(?:and|y|und|et)|"
    r"\b(?:what|tell|give|may i|can i|could you|which|cu[aá]l|d[ií]game|deme|puede|wie|was|nennen|sagen|geben"
    r"|quel|donne[zr]|dites|pouvez))\b[^\n?]{0,50}"
    rf"{_TOLD}(?![\w-])[^\n\[]{{0,40}}\n[^\S\n]*{_FILLER}"
    r"(?:(?:sure|yes|okay|sí|claro|ja|oui|it's|it is|that's|es|das ist|c'est)[,\s.]+){0,3}+"
    r"(?P<secret>[^\s.,?!;\[](?:[^\s?!;\[]*[^\S\n]){0,4}[^\s?!;\[]*?)(?=[.]?[?!;]*[^\S\n]*(?:\n|$))",
    re.I,
)
# A part of every one of `_TOLD`: looked for first, for a pattern is slow where there is nothing.
_HINTS = re.compile(
    "passw|pass |phrase|secret w|memorable|security [awq]|maiden|contrase|palabra (?:s|de s)|clave|apellido"
    r"|kennw|losung|geheimw|sicherheitsw|mädchenn|mots? de|mot secret|jeune|pasw|pwd?\b|mdp\b"
)
_NAME = re.compile("maiden|soltera|mädchenname|jeune fille", re.I)
# An answer that tells nothing.
_NO_ANSWER = re.compile(
    r"(?:yes|no|nope|i|we|what|why|sorry|my|sure|where|which|how|let|one|hold|wait|hm+|um|uh|sí|yo|un|qué|perdón"
    r"|ja|nein|ich|moment|wie|was|einen|oui|non|je|j'|attendez|pourquoi|quel|okay|ok|mhm|the)\b",
    re.I,
)


def may_be_told(lower: str) -> bool:
    """Whether there may be a password in this text in lower case."""
    return _HINTS.search(lower) is not None


def find(text: str, speaker: Callable[[int], str] | None = None) -> Iterator[tuple[int, int]]:
    """`speaker` tells whose words stand at a place of a text of several people."""
    if not may_be_told(text.lower()):
        return
    yield from _told(text, _SPOKEN, ABOUT, lambda start, end: _is_talk(text, start, end, speaker))
    yield from _told(text, _WRITTEN, ABOUT)
    yield from _told(text, _CHANGED, _SOMETHING)
    yield from _told(text, _USED, _SOMETHING)
    yield from _told(text, _SAID_BEFORE, _SOMETHING)
    if speaker is not None:
        yield from asked.answers(text, _NAMED, speaker)
    if "\n" in text:
        yield from _answered(text)


def _is_talk(text: str, start: int, end: int, speaker: Callable[[int], str] | None) -> bool:
    """Whether it is only about a password: no name, and no answer to an agent who asked right before."""
    before = text.rfind("\n", 0, start)
    if not tells_nothing(text[start:end]) or _NAME.search(text, before + 1, start):
        return False
    if speaker is None or before < 0 or speaker(start) == "agent" or speaker(before - 1) != "agent":
        return True
    return not asked.asks(text[text.rfind("\n", 0, before) + 1 : before], _NAMED)


def _answered(text: str) -> Iterator[tuple[int, int]]:
    for start, end in _told(text, _ASKED, _NO_ANSWER):
        question = text[:start].rstrip().rpartition("\n")[2]
        begins = start + asked.after_waiting(text[start:end])
        answer = text[text.rfind("\n", 0, start) + 1 :].partition("\n")[0]
        if begins < end and not asked.tells_else(question) and not asked.questions(answer):
            yield begins, end


def _told(
    text: str,
    pattern: re.Pattern[str],
    no_secret: re.Pattern[str],
    is_talk: Callable[[int, int], bool] = lambda start, end: False,
) -> Iterator[tuple[int, int]]:
    match = pattern.search(text)
    while match is not None:
        start, end = match.span("secret")
        about = no_secret.match(text, start, end) is not None or is_talk(start, end)
        if not about:
            yield start, end
        # "It is not working, the password is ...": the secret may still come in the same sentence.
        match = pattern.search(text, start if about else end)
