"""The sentences in Spanish, by key.

Decides the words: those of a telephone in Spain, formal, and about people without telling their sex. It
must not know when a sentence is spoken.
"""

from __future__ import annotations

SPANISH = {
    # the caller
    "greeting": "Gracias por su llamada. Enseguida le atendemos.",
    "waiting": (
        "Su llamada ocupa el puesto {position} de la cola. Espere, por favor; le atenderemos en breve."
    ),
    "waiting_keys": "Si prefiere dejar un mensaje, pulse 2.",
    "hold": "Espere un momento, por favor. {agent} va a buscar a alguien del equipo para ayudarle.",
    "hold_dialling": "Espere, por favor. Estamos llamando a {target}.",
    "hold_briefing": "Espere, por favor. Estamos informando a {target} sobre su llamada.",
    "hold_consulting": "Espere, por favor. {agent} está hablando con {target} sobre su llamada.",
    "hold_returning": "Espere, por favor. Enseguida le pasamos.",
    "swap": "{agent} está hablando con el cliente. Espere un momento, por favor.",
    "joining": "Le pasamos con {target}, que le seguirá atendiendo.",
    "joining_skill": "Le pasamos con {target}, que le ayudará con {skill}.",
    "back": "Gracias por esperar. Le pasamos de nuevo con {agent}.",
    "queued": "Lo sentimos, se ha cortado la comunicación. Estamos buscando a otra persona que le atienda.",
    "untaken": "Lo sentimos, {target} no puede atenderle ahora. Estamos buscando a otra persona.",
    "call_ended": "La llamada ha terminado. Gracias y hasta pronto.",
    "voicemail": "Ahora no podemos atenderle. Deje su mensaje después de la señal y luego pulse almohadilla.",
    "message_thanks": "Gracias. Hemos recibido su mensaje y le llamaremos. Hasta pronto.",
    # an agent who is asked to take a call
    "offer": "Llamada para {skill}: {caller}.",
    "offer_keys": "Pulse 1 para aceptar la llamada o 2 para rechazarla.",
    "still_there": "¿Sigue ahí?",
    "not_taken": "La llamada pasa a otra persona. Hasta luego.",
    "declined": "Gracias. Hasta luego.",
    "no_longer_needed": "Ya no hace falta atender la llamada. Hasta luego.",
    "caller_left": "El cliente ha colgado. Hasta luego.",
    # A, while B is called
    "consulting_dialling": "El cliente está en espera. Estamos llamando a {target}.",
    "consulting_next_target": "Nadie ha aceptado la llamada todavía. Ahora llamamos a {target}.",
    "consulting_next_to_hand_over": "Ahora llamamos a {target} y le pasamos al cliente. Ya puede colgar.",
    "consulting_told": "{target} está escuchando esto: {headline}",
    "consulting_answered": "{target} ha contestado.",
    "consulting_briefing": "{target} ha contestado y está escuchando el resumen.",
    "consulting_hand_over": "Pasaremos al cliente en cuanto {target} acepte. Ya puede colgar.",
    "consulting_handing_over": "Estamos pasando al cliente con {target}. Ya puede colgar.",
    "consulting_back": "Pulse 1 para volver con el cliente.",
    "consulting_keys": (
        "Pulse 1 para volver con el cliente o 2 para transferir la llamada en cuanto {target} acepte."
    ),
    "hold_warning": (
        "El cliente lleva mucho tiempo en espera. Dentro de treinta segundos volverá a hablar con usted."
    ),
    "caller_joins": "El cliente lleva demasiado tiempo en espera y se une ahora a la conversación.",
    "back_busy": "El teléfono de {target} está ocupado. Vuelve a tener al cliente en línea.",
    "back_no_answer": "{target} no ha contestado. Vuelve a tener al cliente en línea.",
    "back_declined": "{target} no ha podido atender la llamada. Vuelve a tener al cliente en línea.",
    "back_left": "{target} ha colgado. Vuelve a tener al cliente en línea.",
    "back_not_accepted": (
        "Nadie ha aceptado la llamada en el teléfono de {target}. Vuelve a tener al cliente en línea."
    ),
    "back_unreachable": "No hemos podido localizar a {target}. Vuelve a tener al cliente en línea.",
    "back_timed_out": "El cliente llevaba demasiado tiempo en espera. Vuelve a tener al cliente en línea.",
    "back_cancelled": "Se ha cancelado la transferencia. Vuelve a tener al cliente en línea.",
    "back_error": "No se ha podido llamar a {target}. Vuelve a tener al cliente en línea.",
    "handed_over": "El cliente ya está con {target}. Gracias y hasta luego.",
    "blind": "Estamos transfiriendo al cliente a {target}. Hasta luego.",
    # an agent at a menu
    "keypad_talk": (
        "El cliente está en espera. Pulse 1 para volver con el cliente o 2 para llamar a otra persona."
    ),
    "keypad_skill": "Para {skill}, pulse {position}.",
    "keypad_code": "Introduzca el código de la otra persona y pulse almohadilla.",
    "keypad_consult": (
        "Pulse 1 para el cliente solo, 2 para transferir, 3 para hablar los tres o 4 para alternar."
    ),
    "keypad_three_way": "Pulse 1 para quedarse a solas con el cliente o 2 para transferir y salir.",
    "keypad_leave": "Pulse 1 para salir o espere para volver.",
    "code_unknown": "No hay nadie con ese código.",
    "nobody_free": "Ahora no hay nadie disponible ahí.",
    "menu": "Un momento, por favor.",
    # B
    "announce": "Transferencia de {agent}.",
    "gate": "Transferencia de {agent}, para {skill}.",
    "gate_keys": "Pulse 1 para oír el resumen o 2 para rechazar.",
    "moment": "Un momento, por favor.",
    "brief_reason": "{agent} quiere pasarle una llamada: {caller}.",
    "brief_keys": "Pulse 1 para aceptar la llamada, 2 para rechazarla, 4 para más detalles o 5 para repetir.",
    "brief_ask": "O simplemente haga una pregunta.",
    "no_answer": "No lo sé. Pregunte a {agent}.",
    "no_details": "No hay más información.",
    "released": "Se ha cancelado la transferencia. Gracias y hasta luego.",
    # anybody
    "unknown_leg": "Lo sentimos, esta llamada ya ha terminado. Hasta pronto.",
    "lifeboat": "No cuelgue, por favor. Le atendemos enseguida.",
    "lifeboat_end": (
        "Lo sentimos, ahora no podemos atenderle. Vuelva a llamar dentro de unos minutos. Hasta pronto."
    ),
}

STAND_INS = {
    "somebody": "alguien del equipo",
    "your_colleague": "alguien del equipo",
    "caller_with_number": "alguien cuyo número termina en {digits}",
    "caller_without_number": "alguien con número oculto",
    "no_skill": "asistencia",
}
