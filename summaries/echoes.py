"""Parts of a card that are said again when its digits are gone already: read back, repeated, asked about.

Decides which numbers behind a card that was taken are still of it, and which are amounts, dates, phones or
orders. It must not know the card: only its placeholder is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from summaries.digits import CHAINING, Run, only_listens, runs, tokens
from summaries.signs import Signs
from summaries.word_lists import words
from summaries.words import Speaker

_TAKEN = re.compile(r"\[card number\]", re.I)
_FURTHEST = 12
_LEAST, _LEAST_ECHO, _MOST = 5, 4, 19
_LONGEST_BEHIND = 30
# Beside the words of whoever only listens, in a line that reads four digits back.
_READ_BACK = words(
    "at the end ends in with middle start lovely super perfect brilliant correct was is it and so final"
    " al final termina en correcto am ende endet auf mit stimmt à la fin finit par correct exact"
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
    r"|flight|room|contract|code|id|zip|post ?code|postal|birth\w*|born|date|amount|total"
    r"|price|costs?|year|between|street|house|extension|(?:best|good|contact|your) number"
    r"|pedido|factura|teléfono|móvil|celular|llam\w+|cuenta|referencia|seguimiento|cliente|expediente|contrato"
    r"|reserva|póliza|código|nacimiento|nací|fecha|importe|precio|año|entre|calle|lectura|contador|su número"
    r"|bestell\w*|rechnung\w*|telefon\w*|handy\w*|mobil\w*|erreich\w*|anruf\w*|sendung\w*|kunden\w*|vertrag\w*"
    r"|konto\w*|vorgang\w*|aktenzeichen|auftrag\w*|plz|postleitzahl|gebor\w*|geburt\w*|datum|betrag|preis|jahr"
    r"|zwischen|straße|zähler\w*|ihre nummer"
    r"|commande|facture|téléphone|portable|appel\w*|rappel\w*|joindre|colis|référence|suivi|compte|contrat"
    r"|dossier|réservation|client|naissance|née?|date|montant|prix|année|rue|relevé|compteur|votre numéro"
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


def behind_cards(
    speakers: Sequence[Speaker], texts: Sequence[str], said: Sequence[Signs]
) -> Iterator[tuple[int, int, int]]:
    """Line, start and end of each number that may be of a card which an earlier line has held."""
    last = -_FURTHEST - 1
    for number, text in enumerate(texts):
        if number - last <= _FURTHEST and said[number].digits >= _LEAST_ECHO:
            echoes = speakers[last] != speakers[number] and _right_behind(texts, said, last, number)
            asked = _asked(texts, said, number)
            for run in runs(text, CHAINING, tokens(text, frozenset())):
                if _is_part(text, run, asked, echoes, said[number]):
                    yield number, run.start, run.end
        if said[number].taken and _TAKEN.search(text):
            last = number


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


def _is_part(text: str, run: Run, asked: str, echoes: bool, said: Signs) -> bool:
    size = len(run.digits)
    if not (_LEAST_ECHO if echoes else _LEAST) <= size <= _MOST or _is_another(text, run):
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
