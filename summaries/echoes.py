"""What is said again of a secret when it is gone: read back, repeated, asked about.

Decides which numbers behind a number that was taken are still of it, and which are amounts, dates, phones or
orders. It must not know the number: only its placeholder is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from summaries import passwords, read_back
from summaries.announced import IBAN, NATIONAL_ID, ONE_TIME_CODE, PIN, SECURITY_CODE, SOCIAL_SECURITY
from summaries.digits import CHAINING, Run, only_listens, runs, tokens
from summaries.redaction import CARD
from summaries.signs import Signs
from summaries.word_lists import words
from summaries.words import Speaker

_CODES = (SECURITY_CODE, ONE_TIME_CODE, PIN)
_NAMES = {name.lower(): name for name in (CARD, IBAN, SOCIAL_SECURITY, NATIONAL_ID, *_CODES)}
_TAKEN = re.compile(rf"\[({'|'.join(_NAMES)})\]", re.I)
_PASSWORD = f"[{passwords.NAME}]"
_FURTHEST = 12
_LEAST, _LEAST_ECHO, _LEAST_CODE, _MOST = 5, 4, 3, 19
_LONGEST_BEHIND = 30
# Beside the words of whoever only listens, in a line that reads four digits back.
_READ_BACK = words(
    "at the end ends in with middle start lovely super perfect brilliant correct was is it and so final"
    " al final termina en correcto am ende endet auf mit stimmt à la fin finit par correct exact or o oder ou"
    " verdad cierto no era fue war richtig ça n pas était se termine est ce"
)
# "The second group?": four digits answer that.
_GROUP = re.compile(
    r"\b(?:(?:first|second|third|fourth|last|middle|next|that)|(?:primer|segund|tercer|cuart|últim)\w*"
    r"|(?:erste|zweite|dritte|vierte|letzte|mittlere)\w*|premi\w+|deuxième|second|troisième|quatrième|derni\w+)"
    r"\s+(?:groups?|blocks?|four|grupo|bloque|gruppe|groupe|bloc)\b",
    re.I,
)
# Of the nearest word before a number. Another part of the card is asked for by these.
_PART = re.compile(
    r"\b(?:cards?|visa|master ?card|amex|ends?|ending|middle|beginning|block|groups?|digits|repeat|again"
    r"|read|rest|tarjetas?|repit\w*|repet\w*|otra vez|cifras|dígitos|grupo|bloque|karten?\w*|wiederhol\w*"
    r"|nochmals?|ziffern|block|carte|répét\w*|chiffres|groupe|bloc)\b",
    re.I,
)
_MONTHS = (
    r"jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|march|april|may|june|july|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember|iembre|embre)?|dec(?:ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|se[pt]+iembre"
    r"|octubre|diciembre|märz|mai|juni|juli|oktober|dezember|février|mars|avril|juin|juillet|août|septembre"
    r"|octobre|décembre"
)
_ANOTHER = re.compile(
    r"\b(?:orders?|tracking|invoice|(?:tele|cell)?phones?|mobile|cell|call|reach|ring|text|landline|parcel"
    r"|reference|ref|serial|account|policy|ticket|case|confirmation|booking|claim|customer|member\w*|meter|model"
    r"|flight|room|contract|error|mileage|odometer|miles|kilomet\w+|code|id|zip|post ?code"
    r"|postal|birth\w*|born|date|amount|total|price|costs?|year|between|street"
    r"|house|extension|(?:best|good|contact|your) number"
    r"|pedido|factura|teléfono|móvil|celular|llam\w+|cuenta|referencia|seguimiento|cliente|expediente|contrato"
    r"|reserva|póliza|código|nacimiento|nací|fecha|importe|precio|año|entre|calle|lectura|contador|kilómetros"
    r"|su número"
    r"|bestell\w*|rechnung\w*|telefon\w*|handy\w*|mobil\w*|erreich\w*|anruf\w*|sendung\w*|kunden\w*|vertrag\w*"
    r"|konto\w*|vorgang\w*|aktenzeichen|auftrag\w*|plz|postleitzahl|gebor\w*|geburt\w*|datum|betrag|preis|jahr"
    r"|zwischen|straße|zähler\w*|fehler\w*|ihre nummer"
    r"|commande|facture|téléphone|portable|appel\w*|rappel\w*|joindre|colis|référence|suivi|compte|contrat"
    r"|dossier|réservation|client|naissance|née?|date|montant|prix|année|rue|relevé|compteur"
    r"|kilométrage|erreur|votre numéro"
    rf"|{_MONTHS})\b",
    re.I,
)
_MONEY = re.compile(
    r"\s*(?:[%€£$]|(?:euros?|dollars?|pounds?|cents?|pence|eur|usd|gbp|francs?|pesos?|libras?|pfund|dólares"
    r"|céntimos?|centimes?|percent|prozent|days?|hours?|minutes?|people|points?|times|miles|kilometers?|units"
    rf"|tage|stunden|días|horas|jours|heures|of|de|{_MONTHS})\b)",
    re.I,
)
_DATE = re.compile(r"(?:19|20)\d\d[-./ ][01]?\d[-./ ][0-3]?\d|[0-3]?\d[-./ ][0-3]?\d[-./ ](?:19|20)\d\d")
_AMOUNT = re.compile(r"\d{1,3}(?:[.,]\d{3})*[.,]\d{2}|\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3})+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SENTENCE, _CLAUSE = re.compile(r"[.;?!](?:\s|$)"), re.compile(r"[,.;:?!](?:\s|$)")


def behind_secrets(
    speakers: Sequence[Speaker], texts: Sequence[str], said: Sequence[Signs]
) -> Iterator[tuple[int, int, int, str]]:
    """Line, start, end and name of all that may be of what an earlier line has held. Of other secrets than a
    card only what is read back: many other numbers are told after them."""
    held, taken = -_FURTHEST - 1, ""
    card = held
    for number, text in enumerate(texts):
        if number - held <= _FURTHEST and said[number].digits >= _LEAST_CODE:
            echoes = speakers[held] != speakers[number] and _right_behind(texts, said, held, number)
            answers = number - card <= _FURTHEST and _answers_group(speakers, texts, number)
            asked = _asked(texts, said, number)
            near = echoes or number - card <= _FURTHEST
            least = _LEAST_ECHO if echoes or answers else _LEAST
            least = _LEAST_CODE if echoes and taken in _CODES else least
            for run in runs(text, CHAINING, tokens(text, frozenset())) if near else ():
                if _is_part(text, run, asked, least, said[number]):
                    yield number, run.start, run.end, taken if echoes else CARD
        if said[number].taken and (name := _TAKEN.search(text)):
            held, taken = number, _NAMES[name[1].lower()]
            card = number if taken == CARD else card
        if number and _PASSWORD in texts[number - 1] and speakers[number - 1] != speakers[number]:
            yield from ((number, *place, passwords.NAME) for place in read_back.places(text))


def _answers_group(speakers: Sequence[Speaker], texts: Sequence[str], number: int) -> bool:
    if number == 0 or speakers[number - 1] == speakers[number]:
        return False
    return _GROUP.search(texts[number - 1]) is not None and not _names_another(texts[number - 1], False)


def _right_behind(texts: Sequence[str], said: Sequence[Signs], last: int, number: int) -> bool:
    """Whether nothing was said between, nor asked with the card."""
    asked = _TAKEN.split(texts[last])[-1]
    listens = all(only_listens(one.words) for one in said[last + 1 : number])
    return listens and ("?" not in asked or len(asked.split()) < _LEAST_ECHO)


def _asked(texts: Sequence[str], said: Sequence[Signs], number: int) -> str:
    """What was said last by anybody who did not only listen."""
    for before in range(number - 1, -1, -1):
        if said[before].taken or not only_listens(said[before].words):
            sentences = [part for part in _SENTENCE.split(texts[before]) if part.strip()]
            return sentences[-1] if sentences else ""
    return ""


def _is_part(text: str, run: Run, asked: str, least: int, said: Signs) -> bool:
    size, echoes = len(run.digits), least < _LEAST
    if not least <= size <= _MOST or _is_another(text, run):
        return False
    if size < _LEAST and not (only_listens(said.words) or _reads_back(said)):
        return False
    if not echoes and _is_shaped_as_phone(run):
        return False
    before = (_CLAUSE if echoes else _SENTENCE).split(text[: run.start])[-1]
    behind = _CLAUSE.split(text[run.end : run.end + _LONGEST_BEHIND])[0]
    return not _names_another(before, _names_another(asked, False) and not echoes) and not (
        _ANOTHER.search(behind) and not _PART.search(behind)
    )


def _reads_back(said: Signs) -> bool:
    return only_listens([word for word in said.words if word not in _READ_BACK])


def _names_another(text: str, otherwise: bool) -> bool:
    part, another = (
        max((match.start() for match in cue.finditer(text)), default=-1) for cue in (_PART, _ANOTHER)
    )
    return another > part if max(part, another) >= 0 else otherwise


def _is_another(text: str, run: Run) -> bool:
    """An amount, a date or years, as they are written."""
    written = text[run.start : run.end]
    if text[: run.start].rstrip()[-1:] in ("$", "€", "£", "#", "+") or _MONEY.match(text, run.end):
        return True
    years = all(_YEAR.fullmatch(token.digits) for token in run.tokens)
    return years or _DATE.fullmatch(written) is not None or _AMOUNT.fullmatch(written) is not None


def _is_shaped_as_phone(run: Run) -> bool:
    sizes = [len(token.digits) for token in run.tokens]
    return sizes == [3, 3, 4] or (run.digits[0] == "0" and len(run.digits) in (10, 11))
