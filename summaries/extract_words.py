"""What people say when they ask, promise or give particulars, in four languages.

Decides nothing: tables of phrases as words without punctuation. A star stands for the rest of a word, so
`*remos` is every word that ends so. They must not be mistaken for a proof: who asks politely may lie.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from summaries.word_lists import words
from summaries.words import Language


@dataclass(frozen=True)
class Cues:
    """Phrases with a blank on each side where a word ends, to be looked for in text of the same form.

    `calls` begin what somebody calls for. `no_asks` hold words of these or of `asks` and ask for nothing: "I
    have to say", "every time I call".
    """

    asks: Sequence[str]
    calls: Sequence[str]
    begs: Sequence[str]
    no_asks: Sequence[str]
    troubles: Sequence[str]
    idle: Sequence[str]
    promises: Sequence[str]
    handles: Sequence[str]
    particulars: Sequence[str]
    common: frozenset[str]


def _phrases(text: str) -> tuple[str, ...]:
    found = (f" {phrase.strip()} " for phrase in text.replace("\n", "|").split("|") if phrase.strip())
    return tuple(phrase.removeprefix(" *").removesuffix("* ") for phrase in found)


_EN = Cues(
    asks=_phrases("""
        i want | i'd like | i would like | i need | i'd need | i wanted | i'm trying to | i am trying to
        i was hoping | i'm hoping | i was wondering | i'd rather | i'd prefer | i'm looking to
        i'm looking for | we need | we want | we'd like | i have to | i just need | i just want
        my question is
    """),
    calls=_phrases("""
        i'm calling | i am calling | i call to | i call about | i call because | i called to | calling about
        calling because
    """),
    begs=_phrases("""
        can you | could you | would you | will you | can i | could i | can we | could we | may i | please
        is there any way | is there a way | is it possible | would it be possible | any chance | how do i
        how can i | what do i | do you have | why was i | why am i | why is | why did | when will
        what about
    """),
    no_asks=_phrases("""
        time i call | times i call | when i call | whenever i call | time i'm calling | time i am calling
        time i called to | time i want | time i need | when i want | when i need | i have to say
        i have to admit | i have to tell you | i have to be honest | i want to say | i just want to say
        i wanted to say | i need to say | i'd like to say
    """),
    troubles=_phrases("""
        doesn't work | does not work | isn't working | not working | won't | stopped | broken | twice
        wrong | never arrived | hasn't arrived | didn't arrive | missing | still haven't | still waiting
        locked out | error | cancelled | lost | damaged | leaking | charged | problem | issue | failed
        can't | cannot
    """),
    idle=_phrases("""
        hear me | say that again | repeat that | hold on | one second | one moment | a moment | a second
        come again | thank you | thanks | are you there | spell that | speak up | what do you need
        what was that | i don't want to wait | you're breaking up | sorry what | take your time
    """),
    promises=_phrases("""
        will | i'll | we'll | we will | you'll | you will | i'm going to | we're going to | i promise
        i've booked | i have booked | i've credited | i've ordered | i've put | i've opened | i've raised
        i've sent | i've cancelled | i've moved | i've reserved | i can offer | we can offer | it'll
        it will | they'll | they will | she'll | he'll | he will | she will | guarantee | i've arranged
        i've asked | will be | i've noted | i can send you | i can give you
    """),
    handles=_phrases("""
        i'll check | i'll just | i'll look | i'll have a look | i'll put you | i'll pop you | i'll transfer
        i'll connect | i'll be right | i'll be with | i'll need | you'll need | let me | bear with
        i'll pull | put you through | i'll try | i'll see | connect you | transfer you | on hold
        i'll ask you | i'll read | not be able | can't promise | cannot promise | i'll hand | hand you over
        i will check | i will put | i will transfer | i will connect | pass you | i'll bring
        i'll take a look | i'll find | i'll get you
    """),
    particulars=_phrases("""
        number | order | reference | booking | invoice | policy | account | dollars | pounds | euros
        percent | monday | tuesday | wednesday | thursday | friday | saturday | sunday | january | february
        march | april | june | july | august | september | october | november | december | yesterday
        last week | last month | this morning | address | flight | version | street | tomorrow
    """),
    common=words("""
        a about actually all also am an and any are as at be because been but by can could did do does for
        from get go good got had has have he hello her hi him his how i i'd i'll i'm i've if in is it it's
        its just know like me mean my no not now of oh ok okay on one or our out please really right said
        say she so some sorry sure thank thanks that that's the their them then there they this to uh um up
        us very was we well were what when where which who why will with would yeah yes you you're your
    """),
)

_ES = Cues(
    asks=_phrases("""
        quiero | quisiera | quería | querría | me gustaría | necesito | necesitaba | necesitaría
        mi consulta | queremos | necesitamos | lo que quiero | prefiero | preferiría | tengo que cambiar
        tengo que cancelar | me interesa | pido que | solicito
    """),
    calls=_phrases("""
        llamo porque | llamo para | llamo por | llamaba para | llamaba por | llamaba porque | le llamo
        os llamo | les llamo | estoy llamando
    """),
    begs=_phrases("""
        puede | pueden | podría | podrían | puedo | podríamos | por favor | es posible | sería posible
        hay alguna forma | hay alguna manera | hay forma | habría | cómo hago | cómo puedo | cuándo
        por qué | me dice | me ayuda | me cambia | me manda | qué hago
    """),
    no_asks=_phrases("""
        vez que llamo | veces que llamo | vez que le llamo | vez que les llamo | vez que os llamo
        veces que les llamo | veces que os llamo | siempre que llamo | cuando llamo | cuando les llamo
        vez que quiero | cuando quiero | vez que necesito | quiero decir | quería decir | quisiera decir
        necesito decir
    """),
    troubles=_phrases("""
        no funciona | no va | no me llega | no llegó | no ha llegado | no me ha llegado | dos veces | mal
        roto | rota | error | problema | equivocado | equivocada | cobrado | cobraron | avería | fuga
        bloqueada | bloqueado | no puedo | perdida | perdido | cancelado | cancelaron | todavía | sin luz
        sin internet
    """),
    idle=_phrases("""
        me oye | me escucha | puede repetir | repita | un momento | un segundo | espere | gracias
        qué necesita | más despacio | está ahí | se corta | disculpe qué | cómo dice
    """),
    promises=_phrases("""
        voy a | vamos a | va a | le van a | *aré | *eré | *iré | *aremos | *eremos | *iremos | *drá
        *dremos | *dré | *irá | *arán | *erán | recibirá | le prometo | le garantizo | queda reservado
        queda reservada | he reservado | he anotado | he pedido | he abierto | le he | se le | le envío
        le mando | le abono | le hago | puedo ofrecerle | le puedo ofrecer | *rá
    """),
    handles=_phrases("""
        voy a comprobar | voy a mirar | voy a ver | voy a consultar | voy a pasar | le voy a pasar | le paso
        lo voy a pasar | la voy a pasar | voy a transferir | le transfiero | en espera | un momento | déjeme
        permítame | voy a necesitar | pasarle con | pasarla con | pasarlo con | paso con | no cuelgue
        no podré | no podremos | voy a buscar | voy a poner | lo paso | la paso | necesitaré
    """),
    particulars=_phrases("""
        número | pedido | referencia | reserva | factura | póliza | cuenta | euros | pesos | dólares
        por ciento | lunes | martes | miércoles | jueves | viernes | sábado | domingo | enero | febrero
        marzo | abril | mayo | junio | julio | agosto | septiembre | octubre | noviembre | diciembre | ayer
        semana pasada | vuelo | mes pasado | calle | mañana | contrato
    """),
    common=words("""
        a al algo así aquí bien bueno buenas buenos como con cuando de del desde días dice digo donde dos el
        ella en entonces era eres es esa ese eso esta este esto está están estoy fue gracias ha hay he hola
        la las le les lo los me mi mis muy más nada ni no nos o para pero por porque pues que qué se sea ser
        si sido sin sobre son su sus sí también te tengo tiene todo tu un una uno usted va vale ver y ya yo
    """),
)

_DE = Cues(
    asks=_phrases("""
        ich möchte | möchte ich | ich will | will ich | ich wollte | wollte ich | ich hätte gern
        ich hätte gerne | hätte ich | ich bräuchte | bräuchte ich | ich brauche | brauche ich
        ich würde gern | ich würde gerne | würde ich | ich muss | wir möchten | wir brauchen | wir wollen
        wir würden | mein anliegen | ich suche | ich bitte | ich verlange
    """),
    calls=_phrases("""
        ich rufe an | rufe ich an | ich rufe | es geht um | geht es um | mir geht's um
    """),
    begs=_phrases("""
        können sie | könnten sie | würden sie | kann ich | könnte ich | können wir | kann man | könnte man
        bitte | wäre es möglich | ist es möglich | gibt es eine | gibt's eine | geht das | wie kann
        wie bekomme | wann | warum | wieso | was mache | was kann | ob sie | ob man | ob ich | darf ich
    """),
    no_asks=_phrases("""
        ich rufe zum | ich rufe jetzt zum | ich rufe schon zum | ich rufe nun zum | ich rufe seit
        ich rufe ständig | ich rufe dauernd | ich rufe immer | ich muss sagen | ich muss schon sagen
        ich muss ehrlich sagen | ich muss zugeben | ich muss gestehen | ich will sagen | ich will nur sagen
        ich wollte sagen | ich wollte nur sagen | ich möchte sagen | ich möchte nur sagen | würde ich sagen
    """),
    troubles=_phrases("""
        funktioniert nicht | geht nicht | nicht mehr | kaputt | doppelt | zweimal | falsch | falsche | fehlt
        nicht angekommen | nicht gekommen | immer noch | fehler | fehlermeldung | problem | gesperrt
        defekt | ausgefallen | verloren | beschädigt | storniert | abgebucht | undicht | komme nicht
        kein internet
    """),
    idle=_phrases("""
        hören sie mich | noch mal sagen | nochmal sagen | wiederholen | moment | augenblick | sekunde
        danke | sind sie noch | wie bitte | langsamer | lauter | verstehe sie schlecht | vielen dank
    """),
    promises=_phrases("""
        ich werde | wir werden | werde ich | werden wir | sie bekommen | sie erhalten | bekommen sie
        erhalten sie | ich schicke | schicke ich | wir schicken | ich sorge | ich kümmere | ich veranlasse
        veranlasse ich | ich storniere | ich buche | ich erstatte | wir erstatten | ich schreibe
        melden uns | melde mich | meldet sich | ruft sie | rufe sie | rufen sie zurück | rufen wir
        ich verspreche | versprochen | ich habe ihnen | habe ich ihnen | ich habe den | ich habe die
        ich habe das | kommt am | wird | wir übernehmen | ich kann ihnen | sie haben | ich trage
        ich notiere | ich reserviere | ich lege | ich gebe | ich sende | geht heute
    """),
    handles=_phrases("""
        ich schaue | schaue ich | ich prüfe | ich verbinde | verbinde sie | verbinde ich | moment
        augenblick | ich sehe | ich frage kurz | ich brauche | in die warteschleife | weiterverbinden
        ich stelle sie | werde ich sie verbinden | ich gucke | lassen sie mich | nicht versprechen
        bleiben sie | kann ihnen nicht | stelle ich sie | übergebe sie | ich hole | kann ich ihnen helfen
        was kann ich | ich suche
    """),
    particulars=_phrases("""
        nummer | *nummer | bestellung | rechnung | buchung | vertrag | konto | euro | prozent | montag
        dienstag | mittwoch | donnerstag | freitag | samstag | sonntag | januar | februar | märz | april
        mai | juni | juli | august | september | oktober | november | dezember | gestern | letzte woche
        letzten monat | flug | straße | *straße | heute früh | morgen | uhr
    """),
    common=words("""
        aber alles also am an auch auf aus bei bin bis bitte da dann das dass dem den denn der des die doch
        ein eine einem einen einer er es für gar ganz genau gut guten habe haben hallo hat hier ich ihm
        ihnen ihr ihre im in ist ja jetzt kann kein keine man mein meine mich mir mit mal nach nicht noch
        nur oder okay schon sehr sein sich sie sind so tag um und uns vom von vor war was weil wenn wie wir
        wird wo zu zum zur äh ähm
    """),
)

_FR = Cues(
    asks=_phrases("""
        je veux | je voudrais | j'aimerais | je souhaite | je souhaiterais | j'ai besoin | j'aurais besoin
        je cherche | il me faut | il me faudrait | on voudrait | nous voudrions | on aimerait | je voulais
        je dois | je préfère | je préférerais | ma question | je demande
    """),
    calls=_phrases("""
        je vous appelle | j'appelle | je vous appelais | j'appelais | je vous contacte
    """),
    begs=_phrases("""
        pouvez vous | pourriez vous | vous pouvez | vous pourriez | est ce que je peux | je peux | puis je
        est ce qu'on peut | s'il vous plaît | est il possible | serait il possible | c'est possible
        y a t il | est ce possible | il y a moyen | y aurait il | comment je | comment faire | comment on
        quand est ce | pourquoi | possible de | qu'est ce que je
    """),
    no_asks=_phrases("""
        fois que j'appelle | fois que je vous appelle | quand j'appelle | quand je vous appelle
        j'appelle tous les | j'appelle sans arrêt | fois que je veux | quand je veux | fois que je dois
        quand je dois | je dois dire | je dois avouer | je dois vous dire | je dois reconnaître | je veux dire
        je voulais dire | je voudrais dire
    """),
    troubles=_phrases("""
        ne marche | marche pas | fonctionne pas | deux fois | cassé | cassée | erreur | problème
        toujours pas | pas arrivé | pas reçu | bloqué | bloquée | panne | perdu | perdue | annulé | annulée
        manque | prélevé | abîmé | fuite | débité | faux | fausse | n'arrive pas | plus de | coupure
    """),
    idle=_phrases("""
        vous m'entendez | répéter | attendez | un instant | une seconde | un moment | merci | plus lentement
        vous êtes là | ça coupe | pardon | plus fort
    """),
    promises=_phrases("""
        je vais | nous allons | on va | vous allez | *erai | *irai | *drai | *erons | *rrons | *irons
        *drons | *vrez | *erez | *irez | je vous envoie | je vous rembourse | je vous fais | je vous réserve
        je vous note | je vous promets | je vous garantis | c'est noté | j'ai réservé | j'ai demandé
        j'ai ouvert | j'ai noté | je vous ai | on vous | je m'en occupe | je peux vous proposer | *era
        *dra | je m'engage | *ront | je bloque | je fais
    """),
    handles=_phrases("""
        je vais vérifier | je vais regarder | je vais voir | je vérifie | je regarde | je vous passe
        je vais vous passer | je vous transfère | je vais vous transférer | en attente | un instant
        patientez | je vais vous mettre | je vous mets | je vais avoir besoin | je vais consulter
        je vais chercher | ne quittez pas | laissez moi | ne pourrai | ne pourrons | j'aurai besoin
        mets en relation | mettre en relation | il me faudra
    """),
    particulars=_phrases("""
        numéro | commande | référence | réservation | facture | contrat | compte | euros | pour cent | lundi
        mardi | mercredi | jeudi | vendredi | samedi | dimanche | janvier | février | mars | avril | mai
        juin | juillet | août | septembre | octobre | novembre | décembre | hier | semaine dernière
        mois dernier | rue | demain | vol | dossier
    """),
    common=words("""
        à alors après au aussi avec avez bah ben bien bon bonjour c'est ça ce ces cette comme d'accord dans
        de des donc du elle en est et euh fait il ils j'ai je la là le les leur lui ma mais me mes moi mon
        ne non nous on ou où oui par pas plus pour qu'il que qui quoi sa sans se ses si son sont suis sur ta
        te très tout un une va vous votre vos y
    """),
)

CUES: Mapping[Language, Cues] = {"en": _EN, "es": _ES, "de": _DE, "fr": _FR}
