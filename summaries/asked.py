"""Secrets of any words that an agent asks for and the caller tells: which line asks, which one answers.

Decides what asks for a password and what answers with one, in English, Spanish, German and French. It must
not know what else is told of a password (`passwords.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from summaries.digits import only_listens
from summaries.word_lists import spoken, words

# As many lines may follow until one answers: "one moment".
_FURTHEST = 5
_LONGEST_ANSWER = 5
# "Your password please", "and the password on the account?": nothing but what is asked for.
_BARE = words(
    "mother madre mutter ihrer mère and then now okay ok so right great thanks thank you just also only"
    " next first please your the a my s t on for to of from have with us this that account file profile"
    " current phone telephone security online y entonces ahora bien vale su tu la el una por favor gracias"
    " de del para con cuenta acceso und dann noch jetzt gut danke bitte ihr ihre ihrem das den ein für zu"
    " von dem konto telefonisches téléphonique et puis alors maintenant votre ton le un du pour compte il"
    " vous plaît svp merci d accord"
)
_WISHES = words(
    "what which tell give have get take grab need require want confirm verify spell read say share ask"
    " provide ahead adelante allez cuál cual"
    " qué dígame digame dígamela deme démela da dice dar decir decirme darme facilitarme"
    " facilita indíqueme confirma confirme confirmar confirmarme necesito necesitaría necesitamos falta"
    " quisiera wie welches was nennen sagen geben verraten mitteilen bestätigen brauche brauchen bräuchte"
    " benötige benötigen hätte fehlt möchte quel donnez donner dites dire communiquer communiquez indiquer"
    " indiquez confirmer confirmez besoin faut faudrait faudra manque voudrais aurais pouvez"
)
# What is done to a password, or is told of it, is no wish to hear it.
_OTHER = re.compile(
    r"\b(?:re-?set|chang|updat|sen[dt]\b|tried|try\b|forg|lost|policy|manager|link|rule|page|field|screen|protect"
    r"|e-?mail|letter|work|expire|wrong|must|should|has to|problem|issue|trouble|happen|about"
    r"|restabl|cambi|envi|olvid|funcion|debe|problema|pasa|zurück|änder|geänd|schick|vergess|versuch|funktion|muss"
    r"|réiniti|modif|envo|oubli|march|doit|problème)",
    re.I,
)
# Nor is "tell me when you have entered it", wherever the words of a wish stand.
_DONE = re.compile(
    r"\b(?:(?:when|once|after|if|as soon as|wenn|sobald|cuándo|cuando|quand|lorsque|dès que)\b[^\n.,?!]{0,30}"
    r"\b(?:entered|typed|accepted|eingegeben|eingetippt|akzeptiert|angenommen|escrito|introducido|aceptad[ao]"
    r"|accepté|saisi|entré)"
    r"|(?:type|enter)(?: in)? (?:your|the) password|(?:passw|kennw)ort(?: \w+){0,2} ein\s*(?:[.,?!]|$)"
    r"|confirm\w*\b[^\n.,?!]{0,20}\b(?:that|que)\b[^\n.,?!]{0,30}(?:works?|marche|funciona)"
    r"|happened to|password (?:manager|reset|link|page|policy))(?!\w)",
    re.I | re.M,
)
# Of somebody who looks for it.
_NOT_YET = words(
    "um uh er hm hmm mhm oh ok okay sure yes yeah so right well just please one a sec second moment"
    " minute hold on wait let me see look check find it i ll have to going hang where was the what sorry"
    " again which pardon my password give bear with think thinking sí claro vale bueno ver un momento"
    " momentito segundo segundito minuto espere espera déjeme déme deme mirar buscar contraseña perdón"
    " ja gut einen kleinen kleiner eben augenblick sekunde kurz ich schaue muss mal nachsehen warten"
    " warte sie passwort kennwort wie bitte fine alright oui alors euh instant petit petite une"
    " seconde attendez attends je regarde cherche comment s il vous plaît svp"
)
# "Let me get my notes", "ich suche den Zettel": who looks for it has not told it.
_SEEKER = words("let i déjeme déjame voy ich lassen lass je j laissez")
_SEEKS = words(
    "look looking check checking find get grab fetch search searching buscar mirar ver"
    " pensar suche schaue schauen gucke gucken hole nachsehen überlegen überlege cherche regarde chercher"
    " regarder réfléchir réfléchis voir"
)
# How it is written, which may be said before it.
_SPELLS = re.compile(
    r"(?:(?:it'?s )?(?:all )?(?:in )?(?:lower ?case|upper ?case|capitals|caps|one word)"
    r"|(?:todo )?en (?:minúsculas|mayúsculas)|alles (?:klein|groß)(?:geschrieben)?"
    r"|(?:tout )?en (?:minuscules|majuscules))\b[\s,.;:!?-]*",
    re.I,
)
# Also without a pause behind it: "one moment marigold".
_WAITS = re.compile(
    r"(?:(?:one|just a|a) (?:moment|sec|second|minute)|hold on|hang on"
    r"|un (?:momento|momentito|segundo|minuto)|(?:(?:einen|kleinen|ein) )*(?:moment|augenblick|sekunde)"
    r"|un (?:petit )?(?:moment|instant)|une (?:petite )?(?:seconde|minute))\b[\s,.;:!?-]*",
    re.I,
)
# "Which one?", "the one for the phone?": whoever asks back has not told it.
_ASKS_BACK = re.compile(
    r"\W*(?:(?:sorry|oh|um|uh|hm+|okay|ok|and|perdón|eh|y|äh|und|also|euh|pardon|et)\W+)*"
    r"(?:what|which|why|how|where|who|do|does|did|is|are|was|am|can|could|may|should|must|have|the one"
    r"|for (?:the|my)|qué|cuál|cuáles|por qué|para qué|cómo|dónde|(?:el|la) (?:del?|que|mía)|es (?:la"
    r"|necesari[ao])|hace falta|tengo que|welche[smrn]?|was|wozu|warum|wieso|wofür|wie|ist das|muss|meinen"
    r"|brauchen|das (?:vom|für|von)|lequel|laquelle|quel|quelle|quoi|pourquoi|comment|c'est (?:quoi|lequel"
    r"|pour)|celui|celle|est-ce|vous)"
    r"\b[^.!?\n]*\?\s*",
    re.I,
)
LEADS = words(
    "um uh er erm sure yes yeah yep okay ok so oh well right of course certainly it s is was should be"
    " would ll that d sí claro vale bueno pues a ver que es sería eh este ja klar gerne also ähm äh das ist"
    " wäre lautet oui bien sûr alors euh c est ce serait"
)
# Words that begin an answer which tells nothing, when they are not all of it that comes before the secret.
TELLS_NOTHING = words(
    "ich i very quite so no nope not never we you what why sorry my where which how when who let one hold"
    " wait hm hmm mhm the thanks thank great good fine alright all please go just do don can could but and"
    " because if perfect lovely wonderful understood got cool hello already maybe there they he she again"
    " done absolutely correct exactly will bye forgot forgotten lost none nothing any both really"
    " seriously fair too still always to in at with yo un una qué perdón gracias bien de ya está pero"
    " porque si se lo la el le me nunca perfecto entendido ninguna por adelante olvidé nein moment wie was"
    " einen eine danke gut bitte die der den es aber nicht kein keine keins wir sie man schon genau"
    " natürlich alles verstanden warum welches vergessen super prima wunderbar wo weiß hab habe non je j"
    " attendez pourquoi quel quelle merci d très il elle on mais pas vous les parfait entendu comment"
    " désolé oublié jamais aucun voilà celui génial while until till mientras que während bis pendant"
)
# "The sunflower" may be one, "the usual one" is none.
_ARTICLES = words("the el la los las der die den le les")
_OF_NO_USE = words(
    "one ones same usual old new first last other only whole thing email account system page app site link"
    " password question problem phone computer screen line de misma mismo siempre otra otro última antigua"
    " nueva correo sistema página cuenta gleiche selbe alte neue andere letzte ganze übliche konto seite"
    " même habituel ancien nouveau autre dernier compte site page système mot"
)
_LONGEST_BEHIND_ARTICLE = 2
_HESITATES = _NOT_YET | LEADS
_GUESS = re.compile(r"\b(?:i (?:think|believe)|creo que|ich glaube|je crois(?: que)?)\b", re.I)
_WORD = re.compile(r"[^\W_]+")
_ENDS = re.compile(r"[?!;:\[]|[.,](?:\s|$)")
_SENTENCE = re.compile(r"[.?!]\s")
CLAUSE = re.compile(r"(?:[.,;:?!…]+|\s[-\u2013\u2014])(?:\s+|$)")


def answers(text: str, asked: re.Pattern[str], speaker: Callable[[int], str]) -> Iterator[tuple[int, int]]:
    """Places of what is told when an agent has asked for what `asked` names; `speaker` tells whose words
    stand at a place."""
    lines: list[tuple[int, str]] = []
    for line in text.split("\n"):
        lines.append((lines[-1][0] + len(lines[-1][1]) + 1 if lines else 0, line))
    for number, (begin, line) in enumerate(lines):
        if speaker(begin) == "agent" and asks(line, asked):
            yield from _answer(lines[number + 1 : number + 1 + _FURTHEST], speaker)


def asks(line: str, asked: re.Pattern[str]) -> bool:
    """Whether these words want it told. "Never tell me" asks as well: some people tell it then."""
    return any(_wants(line, match) for match in asked.finditer(line))


def tells_else(sentence: str) -> bool:
    """Whether it is about what is done with a password, and nobody wants to hear it."""
    return _DONE.search(sentence) is not None


def _wants(line: str, match: re.Match[str]) -> bool:
    before = _SENTENCE.split(line[: match.start()])[-1]
    behind = _SENTENCE.split(line[match.end() :])[0]
    if tells_else(f"{before}{match[0]}{behind}"):
        return False
    around = {*spoken(before.lower()), *spoken(behind.lower())}
    return _BARE.issuperset(around) or (
        not _WISHES.isdisjoint(spoken(before.lower())) and not _OTHER.search(f"{before} {behind}")
    )


def _answer(lines: Sequence[tuple[int, str]], speaker: Callable[[int], str]) -> Iterator[tuple[int, int]]:
    asks_back = False
    for begin, line in lines:
        said = spoken(line.lower())
        if speaker(begin) == "agent":
            # "Which one?" is answered first: "the one for the phone".
            if not only_listens(said) and (not asks_back or "?" in line or len(said) > _LONGEST_ANSWER):
                return
        elif not _NOT_YET.issuperset(said):
            asks_back = questions(line)
            place = None if "[" in line or asks_back else _told(line)
            if place:
                yield begin + place[0], begin + place[1]
            # What is taken already has answered; "it's upstairs, hold on" has not.
            told = place[1] if place else line.rfind("]") + 1
            waits = _WAITS.search(line, told) if told else asks_back or after_waiting(line)
            if not waits:
                return


def questions(line: str) -> bool:
    """Whether whoever is to tell it asks something instead."""
    return _ASKS_BACK.fullmatch(line) is not None


def after_waiting(line: str) -> int:
    """Where a line begins to say something: behind "one moment", "okay, let me see."."""
    at = 0
    while at < len(line):
        clause, waits = CLAUSE.search(line, at), _WAITS.match(line, at) or _SPELLS.match(line, at)
        if _waits(spoken(line[at : clause.start() if clause else len(line)].lower())):
            at = clause.end() if clause else len(line)
        elif waits:
            at = waits.end()
        else:
            break
    return at


def _waits(clause: Sequence[str]) -> bool:
    return _HESITATES.issuperset(clause) or (clause[0] in _SEEKER and not _SEEKS.isdisjoint(clause))


def _told(line: str) -> tuple[int, int] | None:
    """Few words behind those that only lead to them, and none that says something else."""
    waited = after_waiting(line)
    guess = _GUESS.match(line, waited)
    begins = _WORD.finditer(line, guess.end() if guess else waited)
    found = next((word for word in begins if word[0].lower() not in LEADS), None)
    if found is None:
        return None
    end = _ENDS.search(line, found.start())
    told = line[found.start() : end.start() if end else len(line)].rstrip()
    first, *others = spoken(told.lower()) or [""]
    if first in _ARTICLES:
        tells = 0 < len(others) <= _LONGEST_BEHIND_ARTICLE and _OF_NO_USE.isdisjoint(others)
    else:
        tells = first not in TELLS_NOTHING and len(told.split()) <= _LONGEST_ANSWER
    return (found.start(), found.start() + len(told)) if tells else None
