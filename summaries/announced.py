"""The words that announce a secret number, in English, Spanish, German and French.

Decides the phrases and how many digits each announces. It must not know how they are found in a text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product

from summaries.numbers.phrases import spellings

SECURITY_CODE, ONE_TIME_CODE, PIN = "security code", "one-time code", "PIN"
SOCIAL_SECURITY, NATIONAL_ID, IBAN = "social security number", "national id", "IBAN"


@dataclass(frozen=True)
class Cue:
    """A number of so many digits, and whether letters belong to it."""

    name: str
    digits: range
    lettered: bool = False


# Codes have three to six digits. Up to eight are taken, for one may be said twice; ten are a phone number.
_CODE = Cue(SECURITY_CODE, range(3, 9))
_ONE_TIME = Cue(ONE_TIME_CODE, range(3, 11))
# What is told right after may be the phone that it goes to.
_SENT = Cue(ONE_TIME_CODE, range(4, 9))
_PIN = Cue(PIN, range(3, 9))
_SOCIAL = Cue(SOCIAL_SECURITY, range(4, 10))
_NATIONAL = Cue(NATIONAL_ID, range(6, 16), lettered=True)
_IBAN = Cue(IBAN, range(10, 33), lettered=True)
# Whoever has just said a card number means its code.
BARE_CODE = Cue(SECURITY_CODE, range(3, 5))

# "(a|b|)" is a choice, and may be empty.
_PHRASES: dict[Cue, str] = {
    _CODE: """
        cvv (2|); cvc (2|); c v (v|c) (2|); csc; security (code|number|numbers|digits)
        (three|four|3|4) (digit|digits|numbers) (code|number|) (on|at|in|from) the (back|front|strip|reverse)
        (three|four|3|4) (digit|digits|numbers) (code|number|) on the signature strip; (three|3) digit code
        (code|number|numbers|digits|three|four|3|4) (on|at) the (back|front|strip|signature strip)
        (code|number|numbers|digits) on the (reverse|other side)
        (código|número|clave) de seguridad
        (tres|cuatro|3|4) (últimos|últimas|) (números|numeritos|dígitos|cifras) de (atrás|detrás|delante)
        (tres|cuatro|3|4) (últimos|últimas|) (números|numeritos|dígitos|cifras) (por detrás|detrás|al dorso)
        (tres|cuatro|3|4) (últimos|últimas|) (números|numeritos|dígitos|cifras) (del reverso|del dorso)
        (tres|cuatro|3|4) (últimos|últimas|) (números|dígitos|cifras) (de|en) la parte (de atrás|trasera)
        (números|dígitos|cifras) que (hay|están|vienen|salen|aparecen) (por|) (detrás|atrás)
        (números|dígitos|cifras) que (hay|están|vienen|salen|aparecen) en (el reverso|la parte de atrás)
        (código|número) (de atrás|del reverso|por detrás|de detrás|al dorso|del dorso)
        cevevé; ce uve (uve|ce)
        (código|clave|número) de (tres|3) (dígitos|cifras|números); la de (tres|3) (dígitos|cifras)
        por detrás (los|) (tres|3) (números|numeritos|dígitos|cifras)
        prüfziffer; prüfnummer; kartenprüfnummer; kartenprüfziffer; sicherheitscode; sicherheitsnummer
        (drei|vier|3|4) (kleinen|) (ziffern|zahlen|stellen) (auf der|von der|der) (kartenrückseite|rückseite)
        (drei|vier|3|4) (kleinen|) (ziffern|zahlen|stellen) (auf der|von der) vorderseite
        (drei|3) (kleinen|) (ziffern|zahlen|stellen) (hinten|auf dem unterschriftsfeld)
        (code|zahl|nummer) hinten; (code|zahl|nummer) (auf der|von der) (rückseite|vorderseite)
        (dreistellige|dreistelligen|dreistelliger) (prüfziffer|prüfnummer|nummer|zahl|code)
        hinten (die|) (drei|3) (kleinen|) (ziffern|zahlen|stellen)
        (code|numéro) de sécurité; cryptogramme (visuel|) (au dos|au verso|) (de la carte|de votre carte|)
        (trois|quatre|3|4) (derniers|petits|) chiffres (qui sont|qui figurent|) (au dos|au verso)
        (trois|quatre|3|4) (derniers|petits|) chiffres (qui sont|) (derrière|devant)
        (trois|quatre|3|4) (derniers|petits|) chiffres (de derrière|du dos|du verso|à l arrière)
        (code|numéro) à (trois|3) chiffres
        (code|numéro) (au dos|au verso|derrière); (au dos|au verso|derrière) (il y a|c est)
    """,
    _ONE_TIME: """
        one time (code|password|passcode|pin); otp; pass code; passcode; 2 fa code; two factor code
        (verification|authentication|authenticator|access|sms|login|sign in|log in) (code|number)
        code (that|) (you|we|they) (ve|have|) (just|) (sent|texted|emailed) (me|you|)
        (code|passcode) (that|) (you|they) sent to my (phone|mobile|cell)
        code (that|) (i|you) (just|) (got|received); code (from|in) the (text|sms|app|message)
        code did you (just|) (get|receive) (by|via|in|from) (the|a|your|) (text|sms|message)
        code have you (just|) (got|received) (by|via|in|from) (the|a|your|) (text|sms|message)
        code (came|is|arrived|was) (in|by|with) (the|your|) (text|sms)
        (four|five|six|eight|4|5|6|8) digit code; (text|sms) (just|) (came in|arrived) (it|) says
        código (de verificación|de acceso|de un solo uso|de confirmación|temporal|sms)
        código que (me|le|te) (enviaron|llegó|han enviado|mandaron|enviamos|hemos enviado)
        código que (he recibido|recibí|recibió); código (del|por) (sms|mensaje)
        código que (me|le|te) ha llegado; código (le|te) (ha|han) (llegado|enviado|mandado)
        código (le|te) (llegó|enviaron|mandaron); código (ha|) (recibido|recibió)
        código que (acaba|acabo) de recibir
        clave (dinámica|temporal|de un solo uso); token
        código de (cuatro|cinco|seis|4|5|6) (cifras|dígitos|números); llegó el (mensaje|mensajito|sms)
        tan; (sms|mobile) (code|tan); mtan; bestätigungscode; einmalcode; einmalpasswort; einmalkennwort
        verifizierungscode; zugangscode; freischaltcode; sicherheitscode aus der (sms|nachricht|app)
        sms mit (einem|dem) code; (vierstelligen|sechsstelligen|vierstelliger|sechsstelliger) code
        code (den|) (ich|sie) (gerade|) (bekommen|erhalten) (habe|haben); code aus der (sms|nachricht|app)
        code haben sie (gerade|eben|) (per|mit der|in der) (sms|nachricht)
        welchen code haben sie (gerade|eben|) (bekommen|erhalten)
        code (steht|war|kam) (in|mit|per) (der|) (sms|nachricht)
        code den (sie|wir|ich) (mir|ihnen|) (geschickt|gesendet) (haben|habe)
        code (de vérification|de confirmation|à usage unique|unique|temporaire|d accès)
        code reçu (par|dans le) (sms|message); code (du|par) (sms|message)
        code que (j ai|vous avez|je viens de) (reçu|recevoir); code que (vous m avez|je vous ai) envoyé
        code avez vous (bien|) reçu; code vous a été envoyé; code vient de vous arriver; code vous avez reçu
        mot de passe à usage unique; code à (quatre|cinq|six|4|5|6) chiffres; reçu le code
    """,
    _SENT: """
        (sent|texted|emailed|send|text|sending|texting) (you|) a (new|) code; (get|receive) a (new|) code
        (text|sms|message|email) with a (new|) code; code (you|we) (just|) sent
        (mandar|enviar|mando|envío|mandado|enviado|mandamos|enviamos) un (nuevo|) código
        (llegado|llegará|llegar|recibido|recibirá|recibir) un (nuevo|) código
        ihnen (jetzt|gleich|gerade|eben|) einen (neuen|) code
        einen (neuen|) code (geschickt|gesendet|bekommen)
        einen (neuen|) code (per|auf|an) (sms|mail|ihr|ihre)
        (envoyé|envoie|envoyer|reçu|recevoir) un (nouveau|) code; code par (texto|message)
        (sms|text|message|mail|email) with (the|your) code; verify you (with|by) a code; as (the|my) code
        (sms|mensaje|correo|mail) con (un|el|su) (nuevo|) código
        (sms|texto|message|mail) avec (un|le|votre) code
        (nachricht|mail) mit (einem|dem|ihrem) code; (sms|nachricht) mit ihrem code
        (llegado|recibido|enviado|mandado) el código; code que vous voyez; (your|the|my) authenticator (app|)
        authenticator (app|) (shows|says|gives|reads|displays) (me|); text (message|) says; sms (it|) says
        sms (me|) (dice|pone|sale|dit|indique|steht|sagt|zeigt)
        (sms|text|message) (it|which|) (says|saying|) your code is
        (sms|mensaje) (que dice|dice|) (su|tu) código es
        (sms|nachricht) (bekommen|erhalten|) (da steht|) (ihr|dein) code (ist|lautet)
        (sms|texto|message) (qui dit|) (votre|ton) code est
    """,
    _PIN: """
        pin (number|code|nummer|); (número|código) pin; nip; clave secreta; número secreto
        geheimzahl; geheimnummer; code pin; code (secret|confidentiel)
        code de (ma|votre) carte (bleue|bancaire|)
    """,
    _SOCIAL: "social security (number|); ssn; social",
    _NATIONAL: """
        national insurance (number|); (ni|n i) number; nino; tax id; (tax|taxpayer) identification number
        national (id|identity) (number|); passport (number|)
        (driver s|drivers|driving) (license|licence) (number|)
        pasaporte; dni; nie; documento (nacional|) de identidad; número de identidad; nif; cédula
        número de (la|) seguridad social; número de la seguridad social
        steuer id; steuer identifikationsnummer; steueridentifikationsnummer; steueridentnummer; steuernummer
        personalausweisnummer; ausweisnummer; personalausweis (nummer|)
        nummer (meines|des|ihres) (personalausweises|ausweises|reisepasses|passes)
        (personalausweis|ausweis|reisepass|führerschein) (hat die|mit der) nummer; passport has (the|) number
        (mein|ihr) (ausweis|perso); reisepass (nummer|); reisepassnummer; passnummer; führerschein (nummer|)
        führerscheinnummer; passeport
        rentenversicherungsnummer; sozialversicherungsnummer; sv nummer; rentennummer; ahv (nummer|)
        numéro de (la|) (sécurité sociale|sécu); numéro insee; nir; carte vitale; sécurité sociale
        numéro (de ma|de la) (carte d identité|carte vitale)
    """,
    _IBAN: "iban (number|nummer|); i b a n",
    # "Dos" alone is a number in Spanish.
    BARE_CODE: """
        code; digits; back; front; strip; cvn; cid; código; atrás; detrás; reverso; dorso; hinten; rückseite
        au dos; du dos; derrière; verso
    """,
}


def _expanded(line: str) -> list[tuple[str, ...]]:
    """Every way to choose: "pin (code|)" is "pin code" and "pin"."""
    parts = [part.strip("()").split("|") for part in re.findall(r"\([^)]*\)|[^(\s]+", line)]
    return [tuple(" ".join(choice).split()) for choice in product(*parts)]


def _table() -> dict[tuple[str, ...], Cue]:
    made: dict[tuple[str, ...], Cue] = {}
    for cue, lines in _PHRASES.items():
        for line in filter(str.strip, re.split(r"[;\n]", lines)):
            for phrase in _expanded(line):
                made |= {tuple(form.split()): cue for form in spellings(" ".join(phrase))}
    return made


def _lengths() -> dict[str, list[int]]:
    made: dict[str, set[int]] = {}
    for phrase in PHRASES:
        made.setdefault(phrase[0], set()).add(len(phrase))
    return {word: sorted(lengths, reverse=True) for word, lengths in made.items()}


PHRASES = _table()
# By first word, the longest first.
LENGTHS = _lengths()
