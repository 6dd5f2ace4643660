"""The sentences in German, by key.

Decides the words. No name in them is in a case that its stand-in below would have to be declined for. It
must not know when a sentence is spoken.
"""

from __future__ import annotations

GERMAN = {
    # the caller
    "greeting": "Vielen Dank für Ihren Anruf. Wir verbinden Sie jetzt.",
    "waiting": "Sie sind an Position {position} der Warteschlange. Bitte bleiben Sie dran.",
    "waiting_keys": "Möchten Sie stattdessen eine Nachricht hinterlassen, drücken Sie 2.",
    "hold": "Bitte bleiben Sie einen Moment dran. {agent} holt für Sie Unterstützung aus dem Team.",
    "hold_dialling": "Bitte bleiben Sie dran. Wir rufen {target} für Sie an.",
    "hold_briefing": "Bitte bleiben Sie dran. {target} wird gerade über Ihr Anliegen informiert.",
    "hold_consulting": "Bitte bleiben Sie dran. {agent} bespricht Ihr Anliegen gerade mit {target}.",
    "hold_returning": "Bitte bleiben Sie dran. Wir verbinden Sie.",
    "swap": "{agent} spricht gerade mit dem Anrufer. Bitte bleiben Sie einen Moment dran.",
    "joining": "Sie werden jetzt mit {target} verbunden und dort weiter beraten.",
    "joining_skill": "Sie werden jetzt mit {target} verbunden, zum Thema {skill}.",
    "back": "Danke für Ihre Geduld. Sie werden wieder mit {agent} verbunden.",
    "queued": "Leider wurde die Verbindung unterbrochen. Wir suchen jemand anderen für Sie.",
    "untaken": "Leider kann {target} den Anruf jetzt nicht annehmen. Wir suchen jemand anderen für Sie.",
    "call_ended": "Der Anruf ist beendet. Vielen Dank und auf Wiederhören.",
    "voicemail": "Im Moment ist niemand frei. Bitte sprechen Sie nach dem Ton, dann drücken Sie Raute.",
    "message_thanks": "Vielen Dank. Wir haben Ihre Nachricht und rufen Sie zurück. Auf Wiederhören.",
    # an agent who is asked to take a call
    "offer": "Anruf für {skill}: {caller}.",
    "offer_keys": "Drücken Sie 1, um den Anruf anzunehmen, oder 2, um ihn abzulehnen.",
    "still_there": "Sind Sie noch da?",
    "not_taken": "Der Anruf geht an jemand anderen. Auf Wiederhören.",
    "declined": "Vielen Dank. Auf Wiederhören.",
    "no_longer_needed": "Für den Anruf wird niemand mehr gebraucht. Auf Wiederhören.",
    "caller_left": "Der Anrufer hat aufgelegt. Auf Wiederhören.",
    # A, while B is called
    "consulting_dialling": "Der Anrufer wartet. Wir rufen {target} an.",
    "consulting_next_target": "Bisher hat niemand den Anruf angenommen. Wir rufen jetzt {target} an.",
    "consulting_next_to_hand_over": (
        "Wir rufen jetzt {target} an und übergeben den Anrufer. Sie können auflegen."
    ),
    "consulting_told": "{target} hört gerade: {headline}",
    "consulting_answered": "{target} hat abgenommen.",
    "consulting_briefing": "{target} hat abgenommen und hört die Zusammenfassung.",
    "consulting_hand_over": (
        "Der Anrufer wird verbunden, sobald {target} den Anruf annimmt. Sie können auflegen."
    ),
    "consulting_handing_over": "Der Anrufer wird jetzt mit {target} verbunden. Sie können auflegen.",
    "consulting_back": "Drücken Sie 1, um zum Anrufer zurückzukehren.",
    "consulting_keys": (
        "Drücken Sie 1, um zum Anrufer zurückzukehren, oder 2, um zu übergeben, sobald {target} annimmt."
    ),
    "hold_warning": (
        "Der Anrufer wartet schon lange. In einer halben Minute werden Sie wieder mit ihm verbunden."
    ),
    "caller_joins": "Der Anrufer wartet schon zu lange und kommt jetzt in Ihr Gespräch.",
    "back_busy": "Bei {target} ist besetzt. Sie sind wieder mit dem Anrufer verbunden.",
    "back_no_answer": "{target} hat nicht abgenommen. Sie sind wieder mit dem Anrufer verbunden.",
    "back_declined": "{target} konnte den Anruf nicht annehmen. Sie sind wieder mit dem Anrufer verbunden.",
    "back_left": "{target} hat aufgelegt. Sie sind wieder mit dem Anrufer verbunden.",
    "back_not_accepted": (
        "Bei {target} hat niemand den Anruf angenommen. Sie sind wieder mit dem Anrufer verbunden."
    ),
    "back_unreachable": "{target} ist nicht erreichbar. Sie sind wieder mit dem Anrufer verbunden.",
    "back_timed_out": "Der Anrufer hat zu lange gewartet. Sie sind wieder mit dem Anrufer verbunden.",
    "back_cancelled": "Die Weiterleitung ist abgebrochen. Sie sind wieder mit dem Anrufer verbunden.",
    "back_error": "{target} konnte nicht angerufen werden. Sie sind wieder mit dem Anrufer verbunden.",
    "handed_over": "Der Anrufer ist jetzt bei {target}. Vielen Dank und auf Wiederhören.",
    "blind": "Der Anrufer wird an {target} weitergeleitet. Auf Wiederhören.",
    # an agent at a menu
    "keypad_talk": (
        "Der Anrufer wartet. Drücken Sie 1, um zurückzukehren, oder 2, um jemand anderen anzurufen."
    ),
    "keypad_skill": "Für {skill} drücken Sie {position}.",
    "keypad_code": "Geben Sie die Kurzwahl der anderen Person ein, dann drücken Sie Raute.",
    "keypad_consult": (
        "Drücken Sie 1 für den Anrufer allein, 2 zum Übergeben, 3 für alle drei oder 4 zum Wechseln."
    ),
    "keypad_three_way": "Drücken Sie 1, um mit dem Anrufer allein zu sein, oder 2, um zu übergeben.",
    "keypad_leave": "Drücken Sie 1, um das Gespräch zu verlassen, oder bleiben Sie dran, um zurückzukehren.",
    "code_unknown": "Diese Kurzwahl gibt es nicht.",
    "nobody_free": "Dort ist gerade niemand frei.",
    "menu": "Einen Moment bitte.",
    # B
    "announce": "Weiterleitung von {agent}.",
    "gate": "Weiterleitung von {agent}, für {skill}.",
    "gate_keys": "Drücken Sie 1 für die Zusammenfassung oder 2 zum Ablehnen.",
    "moment": "Einen Moment bitte.",
    "brief_reason": "{agent} möchte einen Anruf übergeben: {caller}.",
    "brief_keys": (
        "Drücken Sie 1, um den Anruf anzunehmen, 2 zum Ablehnen, 4 für Einzelheiten oder 5 zum Wiederholen."
    ),
    "brief_ask": "Oder stellen Sie einfach eine Frage.",
    "no_answer": "Das weiß ich nicht. Bitte fragen Sie {agent}.",
    "no_details": "Mehr ist nicht bekannt.",
    "released": "Die Weiterleitung wurde abgebrochen. Vielen Dank und auf Wiederhören.",
    # anybody
    "unknown_leg": "Dieser Anruf ist leider schon beendet. Auf Wiederhören.",
    "lifeboat": "Bitte bleiben Sie dran. Wir sind gleich für Sie da.",
    "lifeboat_end": (
        "Leider können wir Sie nicht verbinden. "
        "Bitte rufen Sie in ein paar Minuten wieder an. Auf Wiederhören."
    ),
}

STAND_INS = {
    "somebody": "jemand aus dem Team",
    "your_colleague": "jemand aus dem Team",
    "caller_with_number": "jemand mit der Endnummer {digits}",
    "caller_without_number": "jemand mit unterdrückter Nummer",
    "no_skill": "Support",
}
