"""What people say about a password without telling it: "is somehow locked since Monday".

Decides by the first words behind "the password is", in English, Spanish, German and French. It must not know
what names a password, nor whether somebody asked for it: then the same words may be one.
"""

from __future__ import annotations

import re

# "My password is not working": what is said about a password is no password.
ABOUT = re.compile(
    r"(?:not|n't|wrong|incorrect|expired|invalid|working|locked|fine|ok|okay|correct|right|still|always|no|too"
    r"|never|rejected|refused|blocked|required|needed|missing|gone|lost|being|supposed|going|it|that|this|what"
    r"|there|asking|on|in|unknown|different|only|also|at|to|reset|changed|protected|set|safe|strong|weak|hard"
    r"|sent|longer|shorter|(?:\w+ ){1,3}(?:characters|letters)|honest"
    r"|accepted|denied|already|the (?:same|problem|issue|one|thing|reason)"
    r"|a (?:problem|must|mess|nightmare|pain|joke)"
    r"|easy|long|short|stored"
    r"|hacked|stolen|leaked|compromised|created|saved|showing|case sensitive"
    r"|que (?:no|me|se|nos|el|la|los|hay)"
    r"|incorrecta|correcta|caducada|caducó|bloqueada|la misma|muy|demasiado|ya|está|necesari[ao]|segura|débil"
    r"|geändert|zurückgesetzt"
    r"|(?:(?:mir|leider|gestern|heute|zweimal|dreimal|mehrmals) )*(?:entfallen|abgelehnt|abgelaufen|gesperrt)"
    r"|nicht|falsch|abgelaufen|gesperrt|richtig|schon|immer|weg|zu|nötig|dasselbe|das gleiche|sicher|ungültig"
    r"|jahrelang"
    r"|enregistré|dans (?:un|le|mon)|pourtant|accepté|pas|expiré|bloqué|faux|trop"
    r"|toujours|le même|déjà|perdu|oublié|refusé|invalide|bon|obligatoire)\b",
    re.I,
)
# More of it, that may also be told as one: a preposition, a pronoun, what it is like.
_LIKE = re.compile(
    r"(?:about|out of|under|over|for|from|with|without|by|of|as|since|until|behind|near|off|somewhere|nowhere"
    r"|everywhere|mine|his|hers|theirs|someone|somebody|nobody|nothing|none|temporary|permanent|valid"
    r"|impossible|difficult|complicated|at least|written|taken|known|hidden|stuck|shown|given|kept|due"
    r"|one (?:of|that)|the (?:old|new|usual|wrong|right|same|first) one"
    r"|(?:inválid|erróne|válid|caducad|bloquead|olvidad|cambiad|escrit|guardad|equivocad|rechazad|apuntad"
    r"|anotad|mal|buen|desconocid|perdid|impres|cort|larg)[oa]|imposible|difícil|fácil|provisional"
    r"|del?|en|por|para|con|sin|según|desde|hasta|bajo|sobre|entre|como|algo|(?:la|el) (?:del?|que|mism[oa])"
    r"|seit|auf|mir|nach|nirgends|nirgendwo|irgendwo|bei|im?|am|an|vom|von|aus|unter|über|für|mit|ohne|bis"
    r"|wegen|gültig|bekannt|unbekannt|verloren|vergessen|temporär|unmöglich|meins|seins"
    r"|das (?:von|vom|alte|neue|richtige|falsche)"
    r"|écrit|noté|périmé|changé|celui|celle|correct|incorrect|valide|erroné|sous|sur|dans|chez|depuis|pour"
    r"|avec|sans|par|à|impossible|difficile|temporaire|inconnu|introuvable|mauvais|le (?:bon|mauvais|mien)"
    r")(?!\w)",
    re.I,
)
# "Printed on the box", "asked for every time".
_PARTICIPLE = re.compile(
    r"(?!sacred|hundred|kindred|wicked|naked|\w*eed)\w{3,}ed"
    r"(?=\s*(?:$|[.,;!?])|\s+(?:by|since|for|at|on|in|from|to|last|again|twice|three|every|now|when|as|and"
    r"|under|with|inside|somewhere|before|after|out|off|this)\b)",
    re.I,
)
# What comes before: "definitely right", "gestern noch gültig". A password may come behind it, too.
_ADVERBS = re.compile(
    r"(?:(?:somehow|maybe|perhaps|again|now|then|today|yesterday|quite|very|rather|almost|ever|often|sometimes"
    r"|once|twice|not|\w+(?:ly|mente|mment|lement|vement|sement|blement)(?=\s+\w)|siempre|nunca|ahora|hoy|ayer"
    r"|todavía|aún|también|quizás?|wohl|leider|angeblich|plötzlich|gestern|heute|ja|doch|irgendwie|noch"
    r"|wieder|jetzt|gerade|wahrscheinlich|vermutlich|anscheinend|offenbar|scheinbar|eigentlich|tatsächlich"
    r"|definitiv|bestimmt|ganz|sehr|viel|nur|etwas|ziemlich|ständig|dauernd|mehrfach|einfach|bien"
    r"|soi[ -]disant|encore|maintenant|hier|aujourd'hui|jamais|souvent|peut[ -]être|plus)(?!\w)[\s,]*)+",
    re.I,
)
_SINCE = re.compile(r"(?:from|since|de|desde|seit|von|depuis)\s+(?:19|20)\d\d(?!\w)", re.I)
_DIGIT = re.compile(r"\d")


def tells_nothing(said: str) -> bool:
    """Whether these words behind "is" are about it. With a digit they may be it; a year is none."""
    if _DIGIT.search(_SINCE.sub("since", said, count=1)):
        return False
    before = _ADVERBS.match(said)
    rest = said[before.end() :] if before else said
    return not rest or any(one.match(rest) is not None for one in (ABOUT, _LIKE, _PARTICIPLE))
