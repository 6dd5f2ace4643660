"""Whether a number that a caller tells may answer what an agent asked for, or announced, some lines before.

Decides how many lines may stand between and what closes the question: another number that the agent asks for,
or an answer. It must not know what was asked for, nor how its numbers look.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

from summaries import cards
from summaries.noise import FILLERS
from summaries.word_lists import spoken, words

_FURTHEST = 6
# Where a code was sent to is no other number.
_SENT_TO = re.compile(
    r"\b(?:to|on|by|at|a|al|en|por|an|auf|aufs?|per|sur"
    r"|par)\s+(?:(?:your|the|my|su|mi|ihre?[nm]?|das|dem|votre|le)\s+)?"
    r"(?:\w+\s+)?(?:phone|mobile|cell|teléfono|móvil|celular|telefon\w*|handy|téléphone|portable|account"
    r"|cuenta|konto|compte)\b",
    re.I,
)
_ASKS = re.compile(
    r"\?|^\W*(?:and|then|now|y|und|et)\b|\b(?:what|which|how|when|tell|give|need|number|please|dígame|deme"
    r"|qué|cuál|número|por favor|welche\w*|wie|wann|sagen|\w*nummer|bitte|brauche|quel\w*|numéro|dites"
    r"|donnez|combien)\b",
    re.I,
)
_OTHER = re.compile(
    r"\b(?:orders?|tracking|invoice|phone|mobile|cell|landline|parcel|reference|serial|policy|ticket"
    r"|booking|claim|customer|member\w*|meter|model|flight|room|floor|seat|contract|zip|post ?code|postal"
    r"|address|street|house|birth\w*|born|date|amount|total|price|cost|charged?|paid|year|error"
    r"|mileage|odometer|miles|kilomet\w+|extension|call you|reach you|(?:account|card|best|contact) number"
    r"|how (?:many|much|long|old|far)|what time|when (?:was|did|were|is)|pedido|factura|teléfono|móvil"
    r"|celular|referencia|seguimiento|cliente|expediente|contrato|reserva|póliza|nacimiento|nació|fecha"
    r"|importe|precio|año|calle|dirección|contador|kilómetros|cuánt\w+|cuándo (?:fue|era|nac)"
    r"|número de (?:la |su )?(?:cuenta|tarjeta)|bestell\w*|rechnung\w*|telefon(?:nummer)?|handy\w*|mobil\w*"
    r"|sendung\w*|kundennummer|vertrag\w*|kontonummer|kartennummer|vorgang\w*|aktenzeichen|auftrag\w*|plz"
    r"|postleitzahl|gebor\w*|geburt\w*|datum|betrag|preis|jahr|straße|adresse|zähler\w*|fehler\w*"
    r"|kilometer\w*|wie (?:viele?|lange|alt)|wieviele?|wann (?:war|haben|ist)|commande|facture|téléphone"
    r"|portable|colis|référence|suivi|contrat|dossier|réservation|numéro (?:de |du )?(?:client|compte"
    r"|carte)|naissance|née?|montant|prix|année|rue|adresse|relevé|compteur|erreur"
    r"|kilométrage|combien|quand (?:était|avez|est ce))\b",
    re.I,
)
_POSTAL = re.compile(r"\b(?:zip|post ?code|code postal|código postal|postleitzahl)\b", re.I)
_SENTENCE, _CLAUSE = re.compile(r"[.!?\n]+(?:\s|$)|\n|\.{2,}|…"), re.compile(r"[,.;:?!\n]")
# Beside the words that may stand between any cue and its number.
FINDS = words(
    "there we go comes come finally found believe now thanks thank ah ahora ya llegó creo encontrado endlich"
    " gefunden hab habe habs da enfin trouvé crois maintenant voici"
)
_LONGEST_BEHIND = 60


class Exchange:
    """Lines of an agent and a caller as one text; `speaker` tells whose words stand at a place."""

    def __init__(self, text: str, speaker: Callable[[int], str]) -> None:
        self._text, self._speaker = text, speaker
        self._begins = [0, *(match.end() for match in re.finditer("\n", text))]
        self._said: dict[int, tuple[bool, str]] = {}

    def answer(self, asked: int, start: int, end: int, names: frozenset[str]) -> int | None:
        """Where the sentence begins that answers with the number at `start`, if it may answer what was said
        before `asked`; `names` are the placeholders of answers."""
        first, last = self._line(asked), self._line(start)
        if not 0 < last - first <= _FURTHEST:
            return None
        if self._speaker(asked) != "agent" or self._speaker(start) != "caller":
            return None
        begin, question = self._begins[last], self._text[asked : self._begins[first + 1]]
        # Right behind the question few words name another one: "and the expiry date" does not.
        other = names_another(question) if last > first + 1 else _names_long(question)
        if other or _holds(self._text[begin:start], names):
            return None
        if any(self._closes(number, names) for number in range(first + 1, last)):
            return None
        if last > first + 1 and not self._ends(end):
            return None
        return max((match.end() for match in _SENTENCE.finditer(self._text, begin, start)), default=begin)

    def _line(self, at: int) -> int:
        return bisect_right(self._begins, at) - 1

    def _closes(self, number: int, names: frozenset[str]) -> bool:
        if number not in self._said:
            begin, end = self._begins[number], self._begins[number + 1]
            agent, line = self._speaker(begin) == "agent", self._text[begin:end]
            self._said[number] = agent and names_another(line), "" if agent else line
        another, said = self._said[number]
        return another or _holds(said, names)

    def _ends(self, end: int) -> bool:
        """Whether nothing is told of the number right behind it: "45210 miles"."""
        behind = _CLAUSE.split(self._text[end : end + _LONGEST_BEHIND], maxsplit=1)[0]
        return FILLERS.issuperset(spoken(behind.lower()))


def names_another(line: str) -> bool:
    """Whether an agent who says this asks for a number that is no secret."""
    line = _SENT_TO.sub("", line)
    return _OTHER.search(line) is not None and _ASKS.search(line) is not None


def _names_long(question: str) -> bool:
    question = _SENT_TO.sub("", question)
    return cards.names_another(question) or _POSTAL.search(question) is not None


def _holds(said: str, names: frozenset[str]) -> bool:
    return "[" in said and any(name in said.lower() for name in names)
