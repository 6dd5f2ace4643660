"""Words that people say while they read out a number, in English, Spanish, German and French.

Decides which words leave a number whole. It must not know what the number is.
"""

from __future__ import annotations

from summaries.word_lists import words

# Anybody, between any two digits.
HESITATION = words(
    "uh um uhm er erm hmm hm mm mmm dash hyphen space ah eh ehm em este guion guión espacio raya "
    "äh ähm öh hm strich bindestrich leerzeichen euh heu ben tiret espace"
)
# Between the groups of a long number, and by whoever writes it down.
CHAINING = HESITATION | words(
    """
    and then next okay ok so one comma followed by yes yeah yep right sorry wait hold on let me see sec second
    moment one's it's its that's the it is again got mhm uhhuh huh go ahead sure please i mean continue
    alright well look like after s just a slash dot point period a minute there here now where was
    last first four three two digits numbers are
    y luego después despues entonces siguiente coma vale sí si bueno perdón perdon espera espere un una
    momento a ver es el la los claro siga sigue continúe continue adelante dígame por favor ajá aja barra
    punto últimos últimas siguientes primeros cuatro tres dos cifras dígitos números son
    und dann danach weiter komma ja genau also moment warten sie mal sekunde entschuldigung verzeihung das
    ist die nochmal gut bitte mach machen weiterhin einen eine punkt schrägstrich noch jetzt kommt kommen
    letzten ersten nächsten vier drei zwei ziffern zahlen stellen sind
    et puis ensuite après apres suivi de virgule oui voilà voila donc alors pardon attendez attends excusez
    c ce est le les d accord bon bien s'il vous plaît plait allez y continuez allez barre point
    je reprends seconde une instant
    derniers premiers suivants quatre trois deux chiffres sont
    """
)
# Of a listener who only asks for more.
PROMPTS = CHAINING | words(
    """
    rest other ones number group part of what thank thanks you great perfect good i'm listening ready carry
    read repeat that can could do give tell me
    resto gracias muy bien perfecto número puede
    nächste rest danke gut prima fahren fort nummer können
    suivant suite reste merci très parfait numéro pouvez vous
    """
)
# Between a cue and its number, without breaking the tie.
LINKS = CHAINING | words(
    """
    was it's its that my your his her number code on of for at back front strip card reads say says goes check
    look i've have would will be full oh zero you ve gave give tell can could s starts begins with shows
    appears think should shall came come arrived reads
    era mi su tu del de que tengo aquí tarjeta número código dice puede dar dígame me sale aparece aplicación
    empieza por con debe debería ser sea ha llegado
    war lautet mein meine meiner ihr ihre der den auf karte kartenrückseite von hier geben sagen
    steht nummer rückseite hinten mir drauf glaub glaube ich fängt beginnt an mit soll sollte da angekommen
    était mon ma mes votre du au sur carte ici j ai numéro dos verso me donner qui affiche commence par
    doit devrait être soit arrivé reçu
    german french spanish english british irish belgian dutch austrian swiss foreign
    alemán alemana francés francesa español española inglés inglesa belga extranjero extranjera
    deutsche französische spanische englische belgische niederländische österreichische schweizer ausländische
    allemand allemande français française espagnol espagnole anglais anglaise belge néerlandais étranger
    """
)
# A line of these alone may stand between a secret and what announces it.
FILLERS = PROMPTS | LINKS
# A count before these is no digit: "the next four digits are".
COUNTED = words(
    "second sec moment minute seconde instant sekunde segundo momento minuto "
    "digit digits numbers ziffern zahlen stellen cifras dígitos digitos números chiffres"
)
