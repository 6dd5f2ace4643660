"""The phrases of a brief that we word ourselves, by language.

Decides the words only; what is true and how long it may be is decided where they are used. Names in braces
never need another form of the words around them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Phrases:
    """`secrets`: what is said in the place of a secret, by the name that redaction gives it."""

    for_skill: str
    on_the_line: str
    under_a_minute: str
    minute: str
    minutes: str
    hour: str
    hours: str
    hours_and_minutes: str
    says: str
    reason_later: str
    reason_given: str
    no_reason: str
    told_before: str
    asked: str
    told: str
    caller_says: str
    own_account: str
    agent_said: str
    last_words: str
    end_of_quote: str
    no_words: str
    too_long: str
    and_so_on: str
    secrets: Mapping[str, str]


PHRASES = {
    "en": Phrases(
        for_skill="for {skill}",
        on_the_line="on the line for {time}",
        under_a_minute="less than a minute",
        minute="1 minute",
        minutes="{count} minutes",
        hour="1 hour",
        hours="{count} hours",
        hours_and_minutes="{hours} and {minutes}",
        says="{agent} says: {reason}",
        reason_later="the reason comes with the details",
        reason_given="The reason given by {agent}: {reason}",
        no_reason="{agent} gave no reason",
        told_before="{agent} was told before: {said}",
        asked="The caller asked:",
        told="The caller said:",
        caller_says="The caller says:",
        own_account="By their own account:",
        agent_said="{agent} said:",
        last_words="The caller's own last words were:",
        end_of_quote="End of quote.",
        no_words="No words of the caller were written down.",
        too_long="What the caller said last is too long to quote.",
        and_so_on="and so on",
        secrets={
            "card number": "card number removed",
            "IBAN": "IBAN removed",
            "security code": "security code removed",
            "one-time code": "one-time code removed",
            "PIN": "PIN removed",
            "password": "password removed",
            "social security number": "social security number removed",
            "national id": "national id removed",
        },
    ),
    "es": Phrases(
        for_skill="para {skill}",
        on_the_line="en línea desde hace {time}",
        under_a_minute="menos de un minuto",
        minute="un minuto",
        minutes="{count} minutos",
        hour="una hora",
        hours="{count} horas",
        hours_and_minutes="{hours} y {minutes}",
        says="{agent} dice: {reason}",
        reason_later="el motivo viene con los detalles",
        reason_given="Motivo indicado por {agent}: {reason}",
        no_reason="{agent} no ha indicado el motivo",
        told_before="A {agent} se le dijo antes: {said}",
        asked="El cliente pidió:",
        told="El cliente dijo:",
        caller_says="El cliente dice:",
        own_account="Según cuenta:",
        agent_said="{agent} dijo:",
        last_words="Las últimas palabras del cliente fueron:",
        end_of_quote="Fin de la cita.",
        no_words="No se ha registrado ninguna palabra del cliente.",
        too_long="Lo último que dijo el cliente es demasiado largo para citarlo.",
        and_so_on="etcétera",
        secrets={
            "card number": "número de tarjeta omitido",
            "IBAN": "IBAN omitido",
            "security code": "código de seguridad omitido",
            "one-time code": "código de un solo uso omitido",
            "PIN": "PIN omitido",
            "password": "contraseña omitida",
            "social security number": "número de la Seguridad Social omitido",
            "national id": "documento de identidad omitido",
        },
    ),
    "de": Phrases(
        for_skill="für {skill}",
        on_the_line="seit {time} in der Leitung",
        under_a_minute="weniger als einer Minute",
        minute="einer Minute",
        minutes="{count} Minuten",
        hour="einer Stunde",
        hours="{count} Stunden",
        hours_and_minutes="{hours} und {minutes}",
        says="{agent} sagt: {reason}",
        reason_later="der Grund folgt bei den Einzelheiten",
        reason_given="Grund laut {agent}: {reason}",
        no_reason="{agent} hat keinen Grund genannt",
        told_before="Vorher erfuhr {agent}: {said}",
        asked="Der Anrufer bat, wörtlich:",
        told="Der Anrufer sagte, wörtlich:",
        caller_says="Der Anrufer sagt:",
        own_account="Nach eigenen Angaben:",
        agent_said="{agent} sagte, wörtlich:",
        last_words="Die letzten Worte des Anrufers waren:",
        end_of_quote="Ende des Zitats.",
        no_words="Vom Anrufer wurden keine Worte aufgeschrieben.",
        too_long="Was der Anrufer zuletzt sagte, ist zu lang für ein Zitat.",
        and_so_on="und so weiter",
        secrets={
            "card number": "Kartennummer entfernt",
            "IBAN": "IBAN entfernt",
            "security code": "Prüfnummer entfernt",
            "one-time code": "Einmalcode entfernt",
            "PIN": "PIN entfernt",
            "password": "Passwort entfernt",
            "social security number": "Sozialversicherungsnummer entfernt",
            "national id": "Ausweisnummer entfernt",
        },
    ),
    "fr": Phrases(
        for_skill="service {skill}",
        on_the_line="en ligne depuis {time}",
        under_a_minute="moins d'une minute",
        minute="une minute",
        minutes="{count} minutes",
        hour="une heure",
        hours="{count} heures",
        hours_and_minutes="{hours} et {minutes}",
        says="{agent} dit : {reason}",
        reason_later="le motif suit avec les détails",
        reason_given="Motif donné par {agent} : {reason}",
        no_reason="{agent} n'a pas donné de motif",
        told_before="Auparavant, on avait dit à {agent} : {said}",
        asked="Le client a demandé :",
        told="Le client a dit :",
        caller_says="Le client dit :",
        own_account="D'après ses dires :",
        agent_said="{agent} a dit :",
        last_words="Les derniers mots du client ont été :",
        end_of_quote="Fin de citation.",
        no_words="Aucune parole du client n'a été transcrite.",
        too_long="Ce que le client a dit en dernier est trop long pour être cité.",
        and_so_on="et cetera",
        secrets={
            "card number": "numéro de carte supprimé",
            "IBAN": "IBAN supprimé",
            "security code": "cryptogramme supprimé",
            "one-time code": "code à usage unique supprimé",
            "PIN": "code PIN supprimé",
            "password": "mot de passe supprimé",
            "social security number": "numéro de sécurité sociale supprimé",
            "national id": "numéro d'identité supprimé",
        },
    ),
}
