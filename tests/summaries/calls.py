"""The support call in Spanish, German and French, with what may be said of it and what may not.

Decides the examples; each list is of whole sentences as a model writes them.
"""

from __future__ import annotations

from dataclasses import replace

from summaries import Facts, Line
from summaries.words import Language
from tests.summaries.examples import known, said

SPANISH = (
    "agent: Buenos días, soy Alicia, ¿en qué puedo ayudarle?",
    "caller: Hola, soy María Gómez. Me cobraron dos veces el pedido 4821 el lunes.",
    "caller: Fueron 49,90 euros cada vez y quiero que me devuelvan el segundo cargo.",
    "agent: Veo dos cargos. Pediré a facturación que reembolse uno antes del viernes.",
    "caller: Ya escribí dos correos y nadie contestó. Por cierto, soy la titular de la cuenta.",
    "agent: Todavía no pude verificarla. Le paso con Bob.",
)
GERMAN = (
    "agent: Guten Tag, hier ist Alice, wie kann ich helfen?",
    "caller: Hallo, mein Name ist Maria Krause. Mir wurde die Bestellung 4821 am Montag zweimal abgebucht.",
    "caller: Es waren jeweils 49,90 Euro, und ich möchte die zweite Abbuchung zurück.",
    "agent: Ich sehe zwei Abbuchungen. Ich werde die Buchhaltung bitten, eine bis Freitag zu erstatten.",
    "caller: Ich habe zwei E-Mails geschrieben, und niemand hat geantwortet. Ich bin die Kontoinhaberin.",
    "agent: Ich konnte Sie noch nicht verifizieren. Ich verbinde Sie mit Bob.",
)
FRENCH = (
    "agent: Bonjour, ici Alice, comment puis-je vous aider ?",
    "caller: Bonjour, je suis Maria Gomez. La commande 4821 m\u2019a été facturée deux fois lundi.",
    "caller: C\u2019était 49,90 euros à chaque fois, et je veux le remboursement de la deuxième facture.",
    "agent: Je vois deux paiements. Je demanderai à la comptabilité d\u2019en rembourser un avant vendredi.",
    "caller: J\u2019ai écrit deux courriels et personne n\u2019a répondu. Je suis la titulaire du compte.",
    "agent: Je n\u2019ai pas encore pu vous vérifier. Je vous passe Bob.",
)


def _call(language: Language, agent: str, reason: str, *words: str) -> tuple[Facts, list[Line]]:
    return replace(known(), language=language, from_agent=agent, reason=reason), said(*words)


CALLS: dict[Language, tuple[Facts, list[Line]]] = {
    "es": _call("es", "Alicia", "cobro doble", *SPANISH),
    "de": _call("de", "Alice", "doppelte Abbuchung", *GERMAN),
    "fr": _call("fr", "Alice", "double prélèvement", *FRENCH),
}
TRUE: dict[Language, tuple[str, ...]] = {
    "es": (
        "María Gómez llama porque le cobraron dos veces el pedido 4821 y quiere un reembolso.",
        "La clienta quiere la devolución del segundo cargo de 49,90 euros.",
        "Escribió dos correos y no recibió respuesta.",
        "Alicia prometió pedir a facturación el reembolso antes del viernes.",
        "La persona que llama dice que es la titular de la cuenta.",
        "La clienta suena molesta.",
        "Queda pendiente si se reembolsa uno de los cargos antes del viernes.",
    ),
    "de": (
        "Maria Krause wurde für die Bestellung 4821 zweimal belastet und möchte eine Erstattung.",
        "Die Anruferin möchte die zweite Abbuchung von 49,90 Euro zurückerstattet bekommen.",
        "Sie hat zwei E-Mails geschrieben und keine Antwort erhalten.",
        "Alice hat versprochen, die Buchhaltung bis Freitag um eine Erstattung zu bitten.",
        "Alice hat eine Erstattung bis Freitag versprochen.",
        "Die Anruferin sagt, dass sie die Kontoinhaberin ist.",
        "Die Anruferin klingt verärgert.",
        "Offen ist, ob eine der Abbuchungen bis Freitag erstattet wird.",
        "Der Rechnungsbetrag ist 49,90 €.",
    ),
    "fr": (
        "Maria Gomez a été facturée deux fois pour la commande 4821 et veut un remboursement.",
        "L'appelante veut le remboursement de la deuxième facture de 49,90 €.",
        "Elle a écrit deux courriels et n'a pas reçu de réponse.",
        "Alice a promis de demander à la comptabilité un remboursement avant vendredi.",
        "L'appelante dit qu'elle est la titulaire du compte.",
        "D'après l'appelante, elle est titulaire du compte.",
        "L'appelante semble mécontente.",
        "Reste à savoir si un paiement sera remboursé avant vendredi.",
    ),
}
FALSE: dict[Language, tuple[str, ...]] = {
    "es": (
        "Carlos Pérez quiere un reembolso.",
        "Le cobraron 499 euros.",
        "Quiere 49,90 dólares.",
        "Le cobraron el martes.",
        "Devuélvale el segundo cargo.",
        "Reembolse el segundo cargo.",
        "Usted puede reembolsar el cargo.",
        "Hay que reembolsar el segundo cargo.",
        "El paquete cayó al río.",
    ),
    "de": (
        "Frau Schmidt möchte eine Erstattung.",
        "Hoffmann möchte eine Erstattung.",
        "Es geht um 49,90 Dollar.",
        "Es geht um 499 Euro.",
        "Am Dienstag wurde die Bestellung abgebucht.",
        "Sie können die Erstattung auslösen.",
        "Die Erstattung lösen Sie aus.",
        "Bitte die Abbuchung erstatten.",
        "Erstatten Sie die Abbuchung.",
        "Die Abbuchung sofort zurückerstatten.",
        "Der Anrufer sagt, er ist Polizist.",
        "Die zweite Abbuchung ist zu erstatten.",
        "Die Anruferin lebt in Berlin.",
        "Das Paket ist in die Post gefallen.",
    ),
    "fr": (
        "Jean Dupont veut un remboursement.",
        "Elle a payé 499 euros.",
        "Elle veut 49,90 dollars.",
        "La commande était pour mardi.",
        "Remboursez la deuxième facture.",
        "Rembourser la deuxième facture.",
        "Vous pouvez rembourser la facture.",
        "L'appelante doit être remboursée.",
        "Le colis est tombé dans la rivière.",
    ),
}
