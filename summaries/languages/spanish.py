"""Spanish, for the checks of a brief.

Decides which Spanish words mean what to the checks. It must not know how a check goes.
"""

from __future__ import annotations

import re

from summaries.languages.wording import Wording, anywhere, each, groups, in_order, mood, promise, wish
from summaries.numbers.english import ABROAD
from summaries.numbers.spanish import COUNTING
from summaries.word_lists import words

_FUNCTIONS = """
a al algo alguien algún alguna ante antes aunque aún bajo cada como con contra cual cuando cuál cuándo cómo
de del desde después donde dos durante e el ella ellas ellos en entre era es esa ese eso esta estaba este
esto está están fue fueron ha había habían hace hacia han hasta hay incluso la las le les lo los luego
mientras muy más nada nadie ni ninguna ninguno no nunca o otra otro para pero por porque pues que quien
quién qué se sea según ser si sido sin sobre son su sus sí también tampoco tan tanto tenía tiene tienen toda
todas todavía todo todos tras un una uno unos unas y ya él
"""
_FRAME = """
suena parece agente asunto ayuda busca cliente clienta colega comenta comentó contacta cuestión decir
detalles dice dicho dijo explica explicó habla hablar llama llamada llamado llamante llamar llamó menciona
mencionó motivo necesita necesitaba nueva nuevo pedido pendiente persona pide pidió pregunta preguntas
pregunta preguntó problema quedar queda quería quiere querría queja reporta resumen saber se solicita
solicitó solicitud tema
"""
_OPENERS = """
actualmente además ahora anteriormente cargo concretamente debido entrega estado factura finalmente gracias
inicialmente luego parece pago posteriormente previamente primero principalmente queja razón reembolso según
sigue situación suena último última urgente varias varios
"""
_ORDERS = """
acepta acepte aceptar aprueba apruebe aprobar asume asuma ayude ayudar añada añadir autorice autorizar
cambie cambiar cancele cancelar cargue cierre cerrar compruebe comprobar conceda conceder confirme confirmar
conecte conectar considere continúe cree crea confíe da dar dé déle dele dale desbloquee desbloquear
devuelva devolver di diga decir dígale dile elimine eliminar entregue envíe enviar escriba escribir espere
evite evitar haga hacer hazlo ignora ignore ignorar indique informe informar introduzca lea llame marque no
obedezca obedecer olvide omita omitir pague pagar pase pida ponga poner presione pregunte priorice procese
procesar proceda proceder prometa proporcione pulse rechace reembolse reembolsar reenvíe repita restablecer
restablezca responda resuelva resolver revele revelar siga transfiera transferir trate tramite tramitar use
verifique verificar valide validar
"""

_TROUBLE = (
    r"nadie (?:\w+ )?(?:ayud|atiend|contest|escuch|hac|llam|respond|sab)\w*|todavía (?:no|nada|sigo)\b"
    r"|sig(?:o|ue|uen) sin|una y otra vez|tercera vez|quej\w*|enfad\w*|enoj\w*"
    r"|(?:estoy|muy|tan|bastante) molest[oa]s?\b|me molesta\b|hart[oa]"
    r"|frustr\w*|ridícul\w*|inaceptable|terrible|horrible|peor|vergüenza|indign\w*|decepcion\w*"
    r"|furios\w*"
)
_MOODS = (
    mood(
        r"enfadad\w*|enojad\w*|molest[oa]s?\b|furios\w*|frustrad\w*|irritad\w*|impaciente|descontent\w*"
        r"|decepcionad\w*|indignad\w*|hart[oa]s?\b",
        _TROUBLE,
    ),
    mood(
        r"preocupad\w*|ansios\w*|nervios\w*|asustad\w*|angustiad\w*|estresad\w*|desesperad\w*",
        r"preocup\w*|ansi\w*|nervi\w*|miedo|asust\w*|angusti\w*|estrés|desesper\w*|urgen\w*|emergencia",
    ),
    mood(
        r"tranquil\w*|content[oa]s?\b|satisfech\w*|agradecid\w*|aliviad\w*",
        r"gracias|genial|perfecto|content\w*|encantad\w*|agradezco|tranquil\w*|sin prisa",
    ),
    mood(r"amable|cordial|educad\w*", r"por favor|gracias|agradezco|sin prisa"),
    mood(r"confundid\w*|confus\w*", r"confund\w*|confus\w*|no (?:entiendo|sé|comprendo)"),
)
_PROMISE = promise(
    r"(?:com)?promet\w*|promes\w*|garanti(?:z|c)\w*|ofreci\w*",
    denied=r"no|nunca|nada|nadie|ning[uú]n\w*|sin",
    spares="lo|que|como|el|la",
    others=r"si|cuándo|cuando|cómo|qué|quién|pregunt\w*|quiere|quería|espera|exige|pide|pidió|teme|duda|falta"
    r"|queda|pendiente|necesita|saber|solicita|no|nunca|nadie|ningún",
    of_agent=r"\w+(?:[aei]rá|drá|brá)|va a",
    comes=r"(?:se (?:le |lo |la )?(?:enviar|reembolsar|devolver|cambiar|reparar|abonar|entregar|sustituir"
    r"|reemplazar|regalar|compensar|mandar)án?|(?:le|lo|la) (?:enviar|reembolsar|devolver|cambiar|llamar"
    r"|mandar|abonar|dar|regalar|traer)án|(?:serán?|van? a ser) (?:reembolsad|devuelt|cambiad|reparad"
    r"|sustituid|reemplazad|enviad|abonad|entregad|compensad)\w+|recibirá|va a recibir|vendrán?|llegarán?)",
    heard=r"garant\w*|ofrec\w*|dij(?:o|eron|iste|isteis)\b|(?:ha|han|había|habían|has) dicho|asegur\w+"
    r"|quedaron|quedamos|iban? a|tenían? que|deb(?:er)?ían?\b|van? a\b|\w+[aeidb]r(?:ás|á|án|emos)\b",
    agrees="sí|claro|por supuesto|desde luego|vale|sin problema|de acuerdo|cómo no|eso (?:hago|haremos)"
    "|lo (?:hago|hacemos)",
    refuses=r"no (?:(?:le|les|se|lo|la|nos|me|te) )*(?:\w+(?:ré|rá|rán|remos)|puedo|podemos|voy|vamos|va)"
    "|lamentablemente|desgraciadamente",
    provided="si|hasta|para|que",
    refers="sí|claro|por supuesto|vale|lo|eso|esto|otro|otra|así",
)
_ALIKE = groups("""
cobrar cobraron cobrado cobro cargo cargaron cargado facturado facturaron factura
reembolso reembolsar reembolsen devolución devolver devuelvan devuelto
contestar contestó contestado respuesta responder respondió respondido
correo correos mensaje mensajes email
pagar pagó pago pagado
comprar compró comprado compra
enviar envió envío enviado entregar entrega entregado llegar llegó llegado
escribir escribió escrito escribí
perder perdió perdido
romper roto averiado defectuoso dañado estropeado
cancelar cancelación baja anular
arreglar reparar resolver solucionar reparación
tarde retraso retrasado demora esperando
mudanza mudado dirección
error equivocado incorrecto mal
dos doble duplicado
""")

_WISH = wish(
    r"quier[oe]|quería|quisiera|dese[oa]|(?:me|le) gustaría",
    no=r"no|nunca|nada|nadie|ning[uú]n\w*|sin|tampoco",
    denied=r"no (?:(?:lo|la|los|las|le|se|me) )?{wanted}",
    unclear=r"s[oó]lo|solamente|saber|si|qué|porqué|más|tod[oa]s?|ambos|ambas",
    between="pero|sino|y|e|porque|o|aunque",
)

SPANISH = Wording(
    functions=words(_FUNCTIONS),
    frame=words(_FRAME),
    openers=words(_FUNCTIONS, _FRAME, _OPENERS) - words(_ORDERS),
    orders=words(_ORDERS),
    # "Póngala", "díganles": a pronoun behind an accented stem is an order.
    order_shape=re.compile(r"\w*[áéíóú]\w+(?:me|nos|le|les|lo|la|los|las)$|\w+(?:adle|adles|edle|idle)$"),
    address=anywhere(
        r"(?:yo|mí|me|mi|mis|mía?s?|conmigo|nosotr[oa]s|nos|nuestr[oa]s?|tú|te|ti|tu|tus|contigo"
        r"|vosotr[oa]s|os"
        r"|usted|ustedes|pulse|marque|presione)\b"
    ),
    dates=words("""
    enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre lunes
    martes miércoles jueves viernes sábado domingo mañana ayer
    """),
    months=in_order("""
    enero febrero marzo abril mayo junio julio agosto septiembre|setiembre octubre noviembre diciembre
    """),
    titles=words("señor señora señorita sr sra srta don doña doctor doctora"),
    moods=_MOODS,
    promise=_PROMISE,
    wish=_WISH,
    duty=anywhere(r"hay que\b|(?:debe|deben|debería|deberían|tiene que|tienen que) ser\b"),
    agent=r"(?:el|la) (?:primer[ao]? )?(?:agente|colega)(?: anterior)?",
    caller=r"(?:la |esta )?persona que llama|quien llama|(?:el|la|este|esta) (?:client[ea]|llamante)",
    caller_says=re.compile(
        r"(?:(?:la |esta )?persona que llama|quien llama|(?:el|la|este|esta) (?:client[ea]|llamante)|él|ella)"
        r" (?:(?:también|además|ahora|luego|ha) )*(?:dice|dijo|dicho|afirma|afirmó|asegura|aseguró|sostiene"
        r"|comenta|comentó|menciona|mencionó|explica|explicó|cuenta|contó|indica|indicó|declara|declaró)"
        r"(?: que\b|[:,])"
        r"|según (?:la persona que llama|quien llama|(?:el|la) (?:client[ea]|llamante))\b,?",
        re.I,
    ),
    currencies=each(
        {
            "$": "$ dólar dólares dolares dollar dollars usd",
            "€": "€ euro euros eur",
            "£": "£ libra libras gbp",
            "MXN": "peso pesos mxn",
        }
    ),
    shares=each({"%": "%", "c": "céntimo céntimos centavo centavos"}),
    quantities=each(
        {
            "2": "doble",
            "3": "triple",
            "0.5": "mitad medio media",
            "10": "decena",
            "12": "docena",
            "15": "quincena",
            "20": "veintena",
            "100": "centenar",
        }
    ),
    no_counts=words("un una uno unos unas primer primera primeras primero primeros"),
    cents=re.compile(r"\s*(?:dólar(?:es)?|euros?|libras?|pesos?)\s*(?:y\s*|con\s*)?", re.I),
    together=re.compile(r"(?:[\s,.-]|\b(?:eh|em|este|guion|guión|y|luego)\b)*", re.I),
    endings=("s", "es", "n", "r", "do", "da"),
    verb_endings=("ió", "ó", "aron", "ieron", "aba", "ía"),
    alike=_ALIKE,
    spelled={"@": "arroba", ".": "punto", "_": "guion bajo", "-": "guion", "+": "más"},
    phone_cue=anywhere(
        r"(?:teléfono|telefono|móvil|movil|celular|llam(?:e|en|ar|arme|ada)|localizar|whatsapp|fijo)\b"
    ),
    code_cue=anywhere(
        r"(?:pedido|factura|referencia|cuenta|ticket|cliente|expediente|caso|contrato|seguimiento|reserva"
        r"|serie"
        r"|póliza|código|dni|artículo)\b"
    ),
    countings=(COUNTING, ABROAD),
    instead=(
        (re.compile(r"\bcuarto de baño\b", re.I), "_"),
        (re.compile(r"\bpor cien(?:to)?\b", re.I), "%"),
    ),
    softeners=words("solo sólo simplemente ahora"),
)
