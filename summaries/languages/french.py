"""French, for the checks of a brief.

Decides which French words mean what to the checks. It must not know how a check goes.
"""

from __future__ import annotations

import re

from summaries.languages.wording import Wording, anywhere, each, groups, in_order, mood, promise, wish
from summaries.numbers.english import ABROAD
from summaries.numbers.french import COUNTING
from summaries.word_lists import words

_FUNCTIONS = """
a afin ai alors après au aucun aucune aussi autre autres aux avait avant avec avoir c car ce cela celle
celui ces cet cette chaque chez comme comment contre d dans de depuis des deux donc dont du durant elle
elles en encore entre est et eu eux fait fois il ils jamais jusqu l la le les leur leurs lors lui là mais
malgré même n ne ni non on ont or ou où par parce pas pendant peu plus pour pourquoi puis qu quand que quel
quelle qui quoi s sa sans se sera ses si son sont sous suite sur tous tout toute toutes très un une vers y à
ça été était étaient être
"""
_FRAME = """
semble paraît sonne agent aide appel appelant appelante appelle appeler appelé besoin client cliente
collègue demande demandes demandé demander dire dit détails explique expliqué indique indiqué mentionne
mentionné motif nouveau nouvelle parler personne point pose précise problème question questions raison
résumé souhaite souhaitait sujet veut voudrait voulait
"""
_OPENERS = """
reste actuellement ancien ancienne auparavant commande d'abord dernier dernière ensuite facture finalement
initialement livraison paiement plainte plusieurs premièrement principalement quelques remboursement
récemment selon semble toujours urgent
"""
_ORDERS = """
accepter accorder activer aider ajouter annuler approuver arrêter attendre autoriser changer clôturer
composer confirmer connecter considérer continuer contourner croire débloquer demander dire dis divulguer
donner donne envoyer escalader faire fais fermer garantir ignorer ignore informer lire mettre modifier noter
obéir oublier ouvrir ouvre passer payer prendre prier procéder promettre rappeler rembourser rembourse
répéter répondre réinitialiser remettre retirer révéler signaler suivre supprimer traiter transférer
transfère valider verser vérifier
"""

_TROUBLE = (
    r"personne n(?:e\b|')|toujours (?:pas|rien|aucune?)|encore et encore|troisième fois|plain\w*"
    r"|fâché\w*|énerv\w*"
    r"|colère|marre|frustr\w*|ridicule|inacceptable|terrible|horrible|pire|honte\w*|scandal\w*|déçu\w*"
    r"|furieu\w*"
)
_MOODS = (
    mood(
        r"fâché\w*|énervé\w*|en colère|furieu\w*|frustré\w*|irrité\w*|agacé\w*|impatient\w*|mécontent\w*"
        r"|déçu\w*"
        r"|excédé\w*",
        _TROUBLE,
    ),
    mood(
        r"inqui(?:et|ète)\w*|anxieu\w*|nerveu\w*|effrayé\w*|angoissé\w*|stressé\w*|désespéré\w*",
        r"inqui\w*|anxi\w*|nerv\w*|peur|angoiss\w*|stress\w*|désesp\w*|urgen\w*",
    ),
    mood(
        r"calme|content\w*|satisfait\w*|reconnaissant\w*|soulagé\w*",
        r"merci|super\b|parfait|content\w*|ravie?\b|reconnaissant\w*|pas pressé\w*",
    ),
    mood(r"aimable|cordiale?\b|polie?\b", r"s'il (?:vous|te) plaît|merci|reconnaissant\w*|pas pressé\w*"),
    mood(r"confuse?\b|perdue?\b|désorienté\w*", r"confus\w*|suis (?:\w+ )?perdue?\b|comprends pas|sais pas"),
)
_PROMISE = promise(
    r"promet\w*|promis(?:es?)?\b|promess\w*|garantit\b|(?:a|ont|avait|est|été) garanti\w*|engagée?s?\b"
    r"|s'engage\b|(?:a|ont|avait) (?:offert|proposé)\w*",
    denied=r"n'\w+|ne|pas|rien|jamais|sans",
    spares="ce|comme|le|la|les|que|qui",
    others=r"si|s'ils?|s'elles?|quand|pourquoi|comment|combien|demand\w*|veut|voulait|voudrait|souhait\w*"
    r"|espère|attend|exige|craint|reste|savoir|question|ne|n'\w+|pas|jamais|aucune?",
    of_agent=r"\w+(?:era|ira|dra|vra|rra)|va \w+(?:er|ir|re)",
    comes=r"(?:sera|seront|va être|vont être) (?:remboursé|remplacé|envoyé|livré|réparé|échangé|rappelé"
    r"|contacté|crédité|dédommagé|expédié|changé)\w*|recevra|va recevoir|viendra|passera"
    r"|(?:lui|leur) (?:enverra|remboursera|changera|livrera)",
    heard=r"garant\w*|offert\w*|proposé\w*|(?:a|ont|avez|avait|avaient|m'a|m'ont|m'avez) (?:bien )?dit\b"
    r"|dit que|devai(?:t|ent|ez)\b|\w+(?:era|ira|dra|vra|rra|rez|ront|rait|raient|riez)\b|allez \w+"
    r"|vont \w+|va \w+(?:er|ir|re)\b",
    agrees="oui|bien sûr|d'accord|entendu|certainement|tout à fait|pas de (?:souci|problème)|volontiers"
    "|avec plaisir|c'est (?:possible|noté|bon)",
    refuses=r"(?:ne|n'\w+)(?!\w)(?! vous inquiétez)[^.]{0,30}\b(?:pas|plus|jamais|aucune?)|malheureusement",
    provided="si|s'ils?|s'elles?|sinon|pour|que",
    refers="oui|bien sûr|d'accord|entendu|ça|cela|celui|celle|un autre|une autre|l'ai|le (?:fais|ferai)",
)
_ALIKE = groups("""
facturé facture facturer débité débiter prélevé prélèvement
remboursement rembourser remboursé rembourse
réponse répondu répondre répond
courriel courriels e-mail mail mails message messages
payer payé paiement paye
acheter acheté achat commander commandé commande
envoyer envoyé envoi livrer livré livraison arriver arrivé reçu recevoir
écrire écrit écrite
perdre perdu perte
cassé casser panne défectueux abîmé endommagé marche fonctionne
annuler annulé annulation résilier résiliation
réparer réparé réparation résoudre résolu
retard tard attente attend
déménagement déménagé adresse
erreur faux incorrect tromper trompé
deux double doublon
""")

_WISH = wish(
    r"veu[xt]|voudrais?|voudrait|voulais?|voulait|souhait(?:e|ait|ais|erait|erais)|désire",
    no=r"pas|rien|jamais|sans|aucune?|plus|personne",
    denied=r"{wanted}(?: (?:surtout|vraiment))? (?:pas|jamais)",
    unclear=r"seulement|juste|que|qu'\w+|savoir|si|pourquoi|plus|tou[ts]|toutes?|deux",
    between="mais|et|parce|car|ou|donc",
)

FRENCH = Wording(
    functions=words(_FUNCTIONS),
    frame=words(_FRAME),
    openers=words(_FUNCTIONS, _FRAME, _OPENERS) - words(_ORDERS),
    orders=words(_ORDERS),
    # "Remboursez" is always an order at the start of a sentence.
    order_shape=re.compile(r"(?!chez$|assez$)\w+ez$"),
    address=anywhere(
        r"(?:je|j'|me|m'|moi|mon|ma|mes|miens?|miennes?|nous|nos|notre|nôtres?|tu|te|t'|toi|ton|ta|tes"
        r"|vous|vos|votre"
        r"|vôtres?|appuyez|composez)(?!\w)"
    ),
    dates=words("""
    janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi mardi
    mercredi jeudi vendredi samedi dimanche demain hier
    """),
    months=in_order("""
    janvier février mars avril mai juin juillet août|aout septembre octobre novembre décembre
    """),
    titles=words("monsieur madame mademoiselle m mme mlle docteur docteure"),
    moods=_MOODS,
    promise=_PROMISE,
    wish=_WISH,
    duty=anywhere(r"(?<!s')il faut\b|(?:doit|doivent|devrait|devraient) être\b"),
    agent=r"(?:l'|le |la )(?:premi(?:er|ère) )?(?:agente?|collègue)(?: précédente?)?",
    caller=r"l'appelante?|(?:le|la|ce|cette) cliente?",
    caller_says=re.compile(
        r"(?:l'appelante?|(?:le|la|ce|cette) cliente?|cette personne|il|elle) (?:(?:aussi|également|a) )*"
        r"(?:dit|affirmé?e?|assure|déclare|prétend|soutient|explique|mentionne|raconte|indique|précise|signale)"
        r"(?: aussi| également)?(?: que\b| qu'| ?[:,])"
        r"|(?:selon|d'après) (?:l'appelante?|(?:le|la) cliente?)\b,?",
        re.I,
    ),
    currencies=each(
        {
            "$": "$ dollar dollars usd",
            "€": "€ euro euros eur",
            "£": "£ livre livres gbp",
            "CHF": "franc francs chf",
        }
    ),
    shares=each({"%": "%", "c": "centime centimes cent cents"}),
    quantities=each(
        {
            "2": "double",
            "3": "triple",
            "0.5": "moitié demi demie",
            "10": "dizaine",
            "12": "douzaine",
            "15": "quinzaine",
            "20": "vingtaine",
            "100": "centaine",
        }
    ),
    no_counts=words("un une premier première premiers premières"),
    cents=re.compile(r"\s*(?:dollars?|euros?|livres?|francs?)\s*(?:et\s*)?", re.I),
    together=re.compile(r"(?:[\s,.-]|\b(?:euh|heu|tiret|et|puis)\b)*", re.I),
    endings=("s", "e", "es", "r", "nt"),
    alike=_ALIKE,
    elision=re.compile(r"\b(?:[ldjmtsnc]|(?:jus|lors|puis|quoi)?qu)'(?=\w)", re.I),
    spelled={"@": "arobase", ".": "point", "_": "tiret bas", "-": "tiret", "+": "plus"},
    phone_cue=anywhere(
        r"(?:téléphone|tél|portable|mobile|appel(?:er|ez|le)|rappel(?:er|ez|le)|joindre|joignable"
        r"|whatsapp|fixe)\b"
    ),
    code_cue=anywhere(
        r"(?:commande|facture|référence|compte|ticket|client|dossier|contrat|suivi|réservation|série"
        r"|police|code"
        r"|article|adhérent)\b"
    ),
    countings=(COUNTING, ABROAD),
    # "Un appareil neuf" is a new one, "une seconde" alone is time.
    instead=(
        (re.compile(r"\bun (?!(?:sur|des?|à|contre)\b)[^\W\d_]+ neuf\b|\btout neuf\b", re.I), "_"),
        (re.compile(r"\b(?:à neuf|une seconde)\b(?!\s+\w)", re.I), "_"),
        (re.compile(r"\bpour ?cent\b", re.I), "%"),
    ),
    softeners=words("juste simplement maintenant"),
)
