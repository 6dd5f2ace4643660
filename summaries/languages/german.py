"""German, for the checks of a brief: every noun has a capital letter, so `nouns` says which are no names.

Decides which German words mean what to the checks. It must not know how a check goes.
"""

from __future__ import annotations

import re

from summaries.languages.wording import Wording, anywhere, each, groups, in_order, mood, promise, wish
from summaries.numbers.english import ABROAD
from summaries.numbers.german import COUNTING
from summaries.word_lists import words

_FUNCTIONS = """
ab aber alle allem allen alles als also am an auch auf aus bei beim bereits bevor bis da dabei dadurch dafür
damit danach dann daran darauf darum darüber das dass dem den denn der des deshalb die dies diese diesem
diesen dieser dieses doch dort durch ein eine einem einen einer eines er es etwas euch für gegen gehabt
gewesen haben hat hatte hatten hier hinter ihm ihn ihr ihre ihrem ihren ihrer im immer in ins ist jede jedem
jeden jeder jedoch jetzt kein keine keinen keiner kann konnte man mehr mit nach nachdem nicht nichts nie
niemand noch nun nur ob obwohl oder ohne schon sehr sei sein seine seinem seinen seiner seit selbst sich sie
sind so sobald sondern trotz um und unter vom von vor war waren was wegen weil wenn werden wer wie wieder
wird wo wollte worden wurde wurden während zu zum zur zwar zwei zwischen über
"""
_FRAME = """
klingt wirkt scheint agent agentin angaben angerufen anliegen anruf anrufer anruferin anrufers braucht
bittet bat erklärt erklärte frage fragen fragt fragte gesagt geht grund hilfe hätte kollege kollegin kunde
kunden kundin mitarbeiter mitarbeiterin möchte nennt neue neuer neues offen offene problem ruft sagt sagte
thema weitere will wollen wünscht zusammenfassung
"""
_OPENERS = """
aktuell anschließend außerdem bisher derzeit eigentlich ferner früher inzwischen klingt laut letzte letzter
mehrere mittlerweile möglicherweise später ungeklärt unklar vorher zuerst zuletzt zunächst zusätzlich
"""
_NOUNS = """
Abbuchung Abo Adresse Agent Agentin Aktion Angabe Angaben Angebot Anliegen Anruf Anrufer Anruferin Anrufers
Antrag Antwort Antworten Auftrag Austausch Bank Bearbeitung Bedarf Bestellung Betrag Beschwerde Bezahlung
Bitte Brief Buchung Dank Datum Defekt Details Dienst Druck Durchwahl E Einzug Ersatz Erstattung Euro Fall
Familienname Fehler Filiale Folge Frage Fragen Frist Gebühr Geld Gerät Geräte Grund Gutschrift Gespräch
Hilfe Information Internet Jahr Jahre Kauf Kenntnis Klärung Kollege Kollegen Kollegin Konto Kosten Kunde
Kunden Kundin Kundendienst Kündigung Leitung Lieferung Lösung Mahnung Mail Mails Mal Mitarbeiter
Mitarbeiterin Minute Minuten Monat Monate Nachname Nachricht Nachrichten Name Nummer Paket Person Portal
Post Preis Problem Probleme Produkt Rechnung Rechnungen Reklamation Reparatur Router Rückerstattung Rückgabe
Rückmeldung Rückruf Sache Schaden Schreiben Seite Sendung Service Situation Störung Stunde Stunden
Stornierung Stand Status System Tag Tage Tagen Tarif Team Technik Techniker Teil Telefon Telefonat Termin
Thema Umzug Unklarheit Ursache Verbindung Verlauf Versand Verspätung Vertrag Vorfall Vorgang Vorname Ware
Weg Weiterleitung Werktage Woche Wochen Wunsch Zahlung Zeit Zugang Zusammenfassung Zusage Zusendung
Überweisung
"""
_ORDERS = """
aktiviere aktivieren akzeptiere akzeptieren autorisiere autorisieren beachte beachten bearbeite bearbeiten
befolge befolgen bestätige bestätigen bitte buche buchen drücke drücken entsperre entsperren ersetze
erstatte erstatten freigeben freischalten genehmige genehmigen gewähre gewähren gib geben glaube hilf helfen
ignoriere ignorieren informiere informieren kündige lass lassen leite leiten lies lösche löschen mach machen
merke nimm notiere notieren öffne öffnen prüfe prüfen rufe sag sage sagen schalte schicke schicken schreib
schreibe schreiben sende senden setze setzen sprich stelle stellen storniere stornieren teile überweise
überweisen umgehe umgehen vergiss vergessen vermerke verbinde verbinden verifiziere verifizieren versprich
versprechen verrate vertraue wähle wählen wiederhole zahle zahlen zeige zurücksetzen
"""
_INFINITIVES = (
    r"erstatten|zurückerstatten|freischalten|freigeben|zurücksetzen|geben|gewähren|genehmigen|auszahlen"
    r"|überweisen"
    r"|entsperren|öffnen|ignorieren|verbinden|durchstellen|weiterleiten|stornieren|löschen|bestätigen"
    r"|ändern|senden"
    r"|schicken|mitteilen|ersetzen|drücken|eingeben|wählen|aufheben|erlassen|nachfragen|eintragen|vermerken"
)
_PREFIXES = r"ab|an|auf|aus|bei|durch|ein|frei|gut|hin|los|mit|nach|um|vor|weiter|zurück"

_TROUBLE = (
    r"niemand (?:\w+ ){0,3}?(?:(?:ge)?antwortet|geht|hilft|geholfen|kümmert|(?:ge)?meldet|reagiert|ruft|weiß"
    r"|zurückgerufen)"
    r"|(?:antwortet|geht|hilft|kümmert|meldet|reagiert|ruft|weiß) (?:\w+ )?niemand"
    r"|(?:immer noch|noch immer) (?:nicht|nichts|kein\w*|niemand)|immer wieder|zum dritten"
    r"|beschwer\w*|ärger\w*|verärgert|wütend|sauer\b|genervt|frust\w*|lächerlich|unverschämt\w*|inakzeptabel"
    r"|furchtbar|schrecklich|unmöglich|enttäusch\w*|frechheit"
    r"|(?:mir|jetzt|langsam) reicht|reicht(?:'s| es)? (?:mir|jetzt|langsam)"
)
_MOODS = (
    mood(
        r"verärgert\w*|wütend\w*|sauer\b|genervt\w*|frustriert\w*|ungeduldig\w*|unzufrieden\w*"
        r"|enttäuscht\w*|empört\w*"
        r"|aufgebracht\w*|ungehalten\w*",
        _TROUBLE,
    ),
    mood(
        r"besorgt\w*|ängstlich\w*|nervös\w*|gestresst\w*|verzweifelt\w*|beunruhigt\w*",
        r"sorgen? mich|(?:mir|mich|meine|große|in|viele) sorgen?\b|besorg(?:t|nis)\w*|angst"
        r"|nervös\w*|stress\w*|verzweifel\w*|dringend\w*|notfall",
    ),
    mood(
        r"ruhig\w*|zufrieden\w*|dankbar\w*|erleichtert\w*|gelassen\w*",
        r"dank\w*|super|prima|toll\b|perfekt|freu\w*|zufrieden|keine eile",
    ),
    mood(r"freundlich\w*|höflich\w*", r"bitte|dank\w*|gern\w*|freundlich\w*|keine eile"),
    mood(
        r"verwirrt\w*|ratlos\w*",
        r"verwirr\w*|verstehe (?:das |es )?nicht|weiß (?:das |es )?nicht|unklar|ratlos",
    ),
)
_PROMISE = promise(
    r"verspr(?:ech|ich|ach|och)\w*|zugesagt\w*|zusagen?\b|zugesichert\w*|zusicherung\w*|garantiert\w*"
    r"|angeboten\b|sagte?(?= [^,.]{1,80} zu\.?$)",
    denied=r"kein\w*|nicht|nichts|nie|niemals|niemand|ohne",
    spares="wie|was|die|der|das|den|dem|sie|man",
    others=r"ob|wann|wenn|falls|warum|wieso|wie|was|wer|wo|fragt\w*|möchte|will|wollte|wünscht|hofft|erwartet"
    r"|fordert|verlangt|bittet|bat|fürchtet|unklar|offen|frage|nicht|nie|niemand|kein\w*",
    of_agent=r"wird|schickt|sendet|erstattet|ersetzt|veranlasst|kümmert|bestellt|tauscht|liefert|bucht|ruft"
    r"|storniert|sorgt|übernimmt|bietet",
    comes=r"(?:wird|werden) (?:(?!nicht|nie\b|kein)\S+ ){0,8}?(?:ersetzt|ausgetauscht|umgetauscht|erstattet"
    r"|zurückerstattet|rückerstattet|zurückgezahlt|gutgeschrieben|geschickt|zugeschickt|zugesandt|gesendet"
    r"|geliefert|repariert|zurückgerufen|abgeholt|entschädigt|erlassen|bekommen|erhalten|kommen)",
    heard=r"zusage|zugesicher\w*|garant\w*|hieß|sollten?\b|gesagt|wird\b|werden\b|werde\b"
    r"|(?<!ich )würden?\b|(?:sie|er|man|kolleg\w+|mitarbeiter\w*) (?:hat|haben|hatten?) (?:mir|uns|ja|doch)"
    r"|(?:sie|er|man|kolleg\w+|mitarbeiter\w*) (?:sagte|meinte|wollte)n?\b|wollten (?:sie|wir)\b",
    agrees=r"(?:okay |ok )?(?:ja|gern\w*|klar|natürlich|selbstverständlich|sicher|kein problem|in ordnung"
    r"|mach(?:e|en)? (?:ich|wir)|das (?:geht|mach\w*|bekommen|kriegen)"
    r"|(?:\S+ ){1,3}?(?:\w+e ich|\w+en wir) (?:sie|ihnen))",
    refuses=r"nicht|nie|kein\w*(?! (?:problem|sorge))|leider",
    provided="wenn|falls|sonst|sobald|bis|damit|dass",
    refers=r"ja|gern\w*|klar|natürlich|selbstverständlich|das|dies\w*|es|ihn|einen|eins|so",
)
_ALIKE = groups("""
abgebucht abbuchung abbuchungen berechnet belastet rechnung rechnungen gebucht buchung doppelbuchung
erstattung erstattet erstatten rückerstattung zurück gutschrift
antwort antwortet geantwortet antworten rückmeldung reagiert gemeldet
e-mail email mail mails nachricht nachrichten
zahlen bezahlt gezahlt zahlung bezahlen
kaufen gekauft kauf bestellung bestellt bestellen
senden gesendet geschickt verschickt lieferung geliefert angekommen zugestellt
schreiben geschrieben schrieb
verlieren verloren
kaputt defekt beschädigt funktioniert geht
kündigen gekündigt kündigung stornieren storniert stornierung
reparieren repariert reparatur lösen gelöst
spät verspätet verspätung verzögert wartet
umzug umgezogen adresse anschrift
falsch fehler fehlerhaft
zwei zweimal doppelt
""")

_WISH = wish(
    r"möchten?|will|wollte|wünscht?",
    no=r"kein\w*|nicht|nichts|nie|niemals|niemand|ohne",
    # "Will die Buchung nicht stornieren", "will ich keinen Gutschein".
    denied=r"{wanted}(?: \w+)*? (?:nicht|nie|niemals)(?: \w+)?$|{wanted}(?: (?:ich|er|sie))? kein\w*",
    unclear=r"nur|wissen|dass|ob|wenn|falls|warum|wieso|wie|mehr|alle[ns]?|beide[ns]?",
    between="aber|sondern|und|weil|denn|oder|obwohl",
)

GERMAN = Wording(
    functions=words(_FUNCTIONS),
    frame=words(_FRAME),
    openers=(words(_FUNCTIONS, _FRAME, _OPENERS) | {noun.lower() for noun in words(_NOUNS)}) - words(_ORDERS),
    orders=words(_ORDERS),
    # "Zugang sofort freischalten.": an infinitive and nobody who does it.
    order_shape=re.compile(
        r"(?!.*\b(?:möchte|will|wollte|soll|kann|könnte|muss|hat|hatte|wird|würde|bat|bittet|zu|lassen"
        r"|lässt)\b)"
        rf".*\b(?:{_INFINITIVES})$"
    ),
    # With a capital letter in a sentence, or before a verb in the plural, these are words to the listener.
    address=re.compile(
        r"\b(?i:ich|mir|mich|mein\w*|wir|uns|unser\w*|du|dir|dich|dein\w*|euch|euer|eure\w*)\b"
        r"|(?<=[\w,;:] )(?:Sie|Ihnen|Ihr|Ihre[mnrs]?)\b|^Sie (?:\w+en|sind)\b"
    ),
    dates=words("""
    januar februar märz april mai juni juli august september oktober november dezember montag dienstag
    mittwoch donnerstag freitag samstag sonnabend sonntag morgen übermorgen gestern vorgestern
    """),
    months=in_order("""
    januar|jänner februar märz april mai juni juli august september oktober november dezember
    """),
    titles=words("herr herrn frau dr doktor professor familie firma"),
    moods=_MOODS,
    promise=_PROMISE,
    wish=_WISH,
    duty=anywhere(
        r"(?:muss|müssen|soll|sollte|sollen|sollten)\b.*\bwerden\b"
        rf"|(?:ist|sind) [^.]{{0,60}}(?:\bzu \w{{4,}}en(?=[.,;]|$)|\b(?:{_PREFIXES})zu\w{{3,}}en\b)"
    ),
    agent=r"(?:der |die )(?:erste |vorherige )?(?:agent(?:in)?|kolleg(?:e|in)|mitarbeiter(?:in)?)",
    caller=r"(?:der|die|dieser?) (?:anrufer(?:in)?|kunde|kundin)",
    caller_says=re.compile(
        r"(?:(?:der |die |diese[r]? )?(?:anrufer(?:in)?|kunde|kundin)|er|sie) (?:sagte?|behauptete?|erklärte?"
        r"|berichtete?|erwähnte?|meinte?|betonte?|erzählte?|versicherte?|gibt an|gab an)"
        r"(?:(?: auch| außerdem)?[:,]| (?=dass\b))",
        re.I,
    ),
    currencies=each(
        {
            "$": "$ dollar dollars usd",
            "€": "€ euro euros eur",
            "£": "£ pfund gbp",
            "CHF": "franken chf",
        }
    ),
    shares=each({"%": "% prozent", "c": "cent cents rappen"}),
    quantities=each(
        {
            "2": "zweimal doppelt doppelte doppelten doppelter doppeltes doppel zweifach",
            "3": "dreimal dreifach",
            "4": "viermal",
            "5": "fünfmal",
            "6": "sechsmal",
            "7": "siebenmal",
            "8": "achtmal",
            "9": "neunmal",
            "10": "zehnmal",
            "0.5": "halb halbe halber halben halbes hälfte",
            "1.5": "anderthalb eineinhalb",
            "2.5": "zweieinhalb",
            "3.5": "dreieinhalb",
            "12": "dutzend",
            "0.25": "viertel",
        }
    ),
    no_counts=words("ein eine einem einen einer eines eins erste ersten erstem erster erstes"),
    cents=re.compile(r"\s*(?:dollars?|euros?|pfund|franken)\s*(?:und\s*)?", re.I),
    together=re.compile(r"(?:[\s,.-]|\b(?:äh|ähm|strich|bindestrich|und|dann)\b)*", re.I),
    endings=("e", "n", "en", "s", "es"),
    alike=_ALIKE,
    spelled={"@": "at", ".": "Punkt", "_": "Unterstrich", "-": "Bindestrich", "+": "plus"},
    phone_cue=anywhere(
        r"(?:telefon\w*|tel|handy\w*|mobil\w*|anruf\w*|anzurufen|rückruf\w*|zurückrufen|erreich\w*|whatsapp"
        r"|festnetz\w*|durchwahl)\b"
    ),
    code_cue=anywhere(
        r"(?:bestell\w*|auftrag\w*|rechnung\w*|referenz\w*|konto\w*|ticket\w*|kunden\w*|vorgang\w*|fall\w*"
        r"|vertrag\w*|sendung\w*|paket\w*|serien\w*|police\w*|buchung\w*|artikel\w*|zähler\w*|mitglied\w*"
        r"|code)\b"
    ),
    countings=(COUNTING, ABROAD),
    # "Darauf zu achten", "außer Acht".
    instead=((re.compile(r"\b(?:zu achten|achten auf|außer acht|in acht)\b", re.I), "_"),),
    prefix="ge",
    root_length=4,
    nouns=words(_NOUNS),
    determiners=words("""
    der die das den dem des ein eine einen einem einer eines mein meine meinen meinem meiner meines sein seine
    seinen seinem seiner ihr ihre ihren ihrem ihrer unser unsere unseren unserem unserer kein keine keinen
    dieser diese dieses diesen diesem jeder jede jedes im am zum zur beim vom ins
    """),
    capitals_make_names=False,
    softeners=words("einfach nur bitte mal kurz"),
)
