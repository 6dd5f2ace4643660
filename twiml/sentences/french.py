"""The sentences in French, by key.

Decides the words: no name follows "de" or "que", which would lose a vowel before some, and nothing agrees
with a name. It must not know when a sentence is spoken.
"""

from __future__ import annotations

FRENCH = {
    # the caller
    "greeting": "Merci de votre appel. Nous vous mettons en relation.",
    "waiting": "Vous êtes en position {position} dans la file d'attente. Merci de bien vouloir patienter.",
    "waiting_keys": "Pour laisser plutôt un message, appuyez sur 2.",
    "hold": "Veuillez patienter un instant. {agent} cherche un collègue pour vous aider.",
    "hold_dialling": "Veuillez patienter. Nous appelons {target} pour vous.",
    "hold_briefing": "Veuillez patienter. {target} prend connaissance de votre demande.",
    "hold_consulting": "Veuillez patienter. {agent} parle de votre demande avec {target}.",
    "hold_returning": "Veuillez patienter. Nous vous mettons en relation.",
    "swap": "{agent} parle au client. Veuillez patienter un instant.",
    "joining": "Nous vous mettons en relation avec {target}, qui va prendre la suite.",
    "joining_skill": "Nous vous mettons en relation avec {target}, pour le service {skill}.",
    "back": "Merci d'avoir patienté. Nous vous remettons en relation avec {agent}.",
    "queued": "Nous sommes désolés, la communication a été coupée. Nous cherchons quelqu'un d'autre.",
    "untaken": "Nous sommes désolés, {target} ne peut pas vous répondre. Nous cherchons quelqu'un d'autre.",
    "call_ended": "L'appel est terminé. Merci et au revoir.",
    "voicemail": (
        "Personne ne peut vous répondre. Laissez un message après le signal, puis appuyez sur dièse."
    ),
    "message_thanks": "Merci. Nous avons bien reçu votre message et nous vous rappellerons. Au revoir.",
    # an agent who is asked to take a call
    "offer": "Appel pour le service {skill} : {caller}.",
    "offer_keys": "Appuyez sur 1 pour prendre l'appel, ou sur 2 pour le refuser.",
    "still_there": "Êtes-vous toujours là ?",
    "not_taken": "L'appel est confié à quelqu'un d'autre. Au revoir.",
    "declined": "Merci. Au revoir.",
    "no_longer_needed": "Il n'est plus nécessaire de prendre cet appel. Au revoir.",
    "caller_left": "Le client a raccroché. Au revoir.",
    # A, while B is called
    "consulting_dialling": "Le client est en attente. Nous appelons {target}.",
    "consulting_next_target": "Personne n'a encore pris l'appel. Nous appelons maintenant {target}.",
    "consulting_next_to_hand_over": (
        "Nous appelons {target} et lui passons le client. Vous pouvez raccrocher."
    ),
    "consulting_told": "{target} entend ceci : {headline}",
    "consulting_answered": "{target} a décroché.",
    "consulting_briefing": "{target} a décroché et écoute le résumé.",
    "consulting_hand_over": "Nous passerons le client à {target} dès son accord. Vous pouvez raccrocher.",
    "consulting_handing_over": "Nous passons le client à {target}. Vous pouvez raccrocher.",
    "consulting_back": "Appuyez sur 1 pour reprendre le client.",
    "consulting_keys": (
        "Appuyez sur 1 pour reprendre le client, ou sur 2 pour le passer à {target} dès son accord."
    ),
    "hold_warning": "Le client est en attente depuis longtemps. Vous le reprendrez dans trente secondes.",
    "caller_joins": "Le client attend depuis trop longtemps et rejoint votre conversation.",
    "back_busy": "{target} est déjà en ligne. Vous êtes de nouveau avec le client.",
    "back_no_answer": "{target} n'a pas répondu. Vous êtes de nouveau avec le client.",
    "back_declined": "{target} n'a pas pu prendre l'appel. Vous êtes de nouveau avec le client.",
    "back_left": "{target} a raccroché. Vous êtes de nouveau avec le client.",
    "back_not_accepted": "Chez {target}, personne n'a pris l'appel. Vous êtes de nouveau avec le client.",
    "back_unreachable": "{target} n'est pas joignable. Vous êtes de nouveau avec le client.",
    "back_timed_out": "Le client attendait depuis trop longtemps. Vous êtes de nouveau avec le client.",
    "back_cancelled": "Le transfert est annulé. Vous êtes de nouveau avec le client.",
    "back_error": "Nous n'avons pas pu appeler {target}. Vous êtes de nouveau avec le client.",
    "handed_over": "Le client est maintenant avec {target}. Merci et au revoir.",
    "blind": "Nous transférons le client à {target}. Au revoir.",
    # an agent at a menu
    "keypad_talk": (
        "Le client est en attente. Appuyez sur 1 pour le reprendre, ou sur 2 pour appeler un collègue."
    ),
    "keypad_skill": "Pour le service {skill}, appuyez sur {position}.",
    "keypad_code": "Saisissez le code de votre collègue, puis appuyez sur dièse.",
    "keypad_consult": (
        "Appuyez sur 1 pour le client seul, sur 2 pour le passer, "
        "sur 3 pour parler à trois, ou sur 4 pour alterner."
    ),
    "keypad_three_way": (
        "Appuyez sur 1 pour rester seul avec le client, ou sur 2 pour le passer et quitter l'appel."
    ),
    "keypad_leave": "Appuyez sur 1 pour quitter l'appel, ou patientez pour y revenir.",
    "code_unknown": "Aucun collègue n'a ce code.",
    "nobody_free": "Personne n'est libre dans ce service.",
    "menu": "Un instant, s'il vous plaît.",
    # B
    "announce": "{agent} vous transfère un appel.",
    "gate": "{agent} vous transfère un appel pour le service {skill}.",
    "gate_keys": "Appuyez sur 1 pour écouter le résumé ou sur 2 pour refuser.",
    "moment": "Un instant, s'il vous plaît.",
    "brief_reason": "{agent} souhaite vous passer un appel : {caller}.",
    "brief_keys": (
        "Appuyez sur 1 pour prendre l'appel, sur 2 pour refuser, "
        "sur 4 pour les détails, ou sur 5 pour réécouter."
    ),
    "brief_ask": "Ou posez simplement une question.",
    "no_answer": "Je ne sais pas. Demandez à {agent}.",
    "no_details": "Il n'y a rien à ajouter.",
    "released": "Le transfert a été annulé. Merci et au revoir.",
    # anybody
    "unknown_leg": "Nous sommes désolés, cet appel est terminé. Au revoir.",
    "lifeboat": "Restez en ligne, s'il vous plaît. Nous sommes à vous tout de suite.",
    "lifeboat_end": "Nous ne pouvons pas vous répondre. Merci de rappeler dans quelques minutes. Au revoir.",
}

STAND_INS = {
    "somebody": "un membre de l'équipe",
    "your_colleague": "votre collègue",
    "caller_with_number": "quelqu'un dont le numéro se termine par {digits}",
    "caller_without_number": "quelqu'un dont le numéro est masqué",
    "no_skill": "assistance",
}
