"""A warm transfer in each language besides English: everybody hears their part, and nothing in English.

Decides what must be heard. Without a model, so that every word is ours or of the people on the phones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from simulator.people import Person, Press, Saying
from simulator.phones import Phone
from simulator.scenarios.cast import ALWAYS, Talk, connects, hang_up_and_end, receipt, written_down
from simulator.scenarios.registry import scenario
from simulator.stage import NUMBER, AnotherStory, Stage, talk

# Words that no sentence in these languages has.
ENGLISH = re.compile(r"\b(?:the|you|your|press|caller|call|hold|please|with|for|who|whose|colleague)\b", re.I)


@dataclass(frozen=True)
class Words:
    """What the people say, and what they must hear: the caller, A and B, each in order."""

    question: str
    problem: str
    reason: str
    takes: str
    caller: tuple[str, ...]
    a: tuple[str, ...]
    b: tuple[str, ...]


SPANISH = Words(
    question="Hola, ¿en qué puedo ayudarle?",
    problem="Me han cobrado dos veces la factura de marzo, 40 euros cada vez.",
    reason="Hay que devolver un cobro.",
    takes="Pulse 1 para aceptar la llamada",
    caller=("Gracias por su llamada", "Espere, por favor", "Le pasamos con Bob"),
    a=("Llamada para asistencia: alguien cuyo número termina en", "El cliente ya está con Bob"),
    b=(
        "Transferencia de Alice",
        "en línea desde hace",
        "Alice dice: Hay que devolver un cobro",
        "Las últimas palabras del cliente fueron: Me han cobrado dos veces",
        "Fin de la cita",
        "El cliente ha colgado",
    ),
)
GERMAN = Words(
    question="Guten Tag, was kann ich für Sie tun?",
    problem="Meine Rechnung vom März wurde zweimal abgebucht, jedes Mal 40 Euro.",
    reason="Eine Abbuchung muss zurück.",
    takes="Drücken Sie 1, um den Anruf anzunehmen",
    caller=("Vielen Dank für Ihren Anruf", "Bitte bleiben Sie dran", "Sie werden jetzt mit Bob verbunden"),
    a=("Anruf für Support: jemand mit der Endnummer", "Der Anrufer ist jetzt bei Bob"),
    b=(
        "Weiterleitung von Alice",
        "in der Leitung",
        "Alice sagt: Eine Abbuchung muss zurück",
        "Die letzten Worte des Anrufers waren: Meine Rechnung vom März",
        "Ende des Zitats",
        "Der Anrufer hat aufgelegt",
    ),
)
FRENCH = Words(
    question="Bonjour, que puis-je faire pour vous ?",
    problem="Ma facture de mars a été prélevée deux fois, 40 euros chaque fois.",
    reason="Un débit est à rembourser.",
    takes="Appuyez sur 1 pour prendre l'appel",
    caller=("Merci de votre appel", "Veuillez patienter", "Nous vous mettons en relation avec Bob"),
    a=("Appel pour le service assistance : quelqu'un dont", "Le client est maintenant avec Bob"),
    b=(
        "Alice vous transfère un appel",
        "en ligne depuis",
        "Alice dit : Un débit est à rembourser",
        "Les derniers mots du client ont été : Ma facture de mars",
        "Fin de citation",
        "Le client a raccroché",
    ),
)


def _play(s: Stage, words: Words) -> None:
    """B asks for the details before taking the call, so that the whole brief is heard."""
    t = _connected(s, words)
    transfer, b = t.transfer(reason=words.reason), t.b.phone
    s.until(lambda: b.was_told(words.takes), "B hears the keys", 30)
    s.act(b.press, "4")
    s.until(lambda: b.was_told(words.problem), "B hears the caller's own words", 30)
    s.act(b.press, "1")
    s.until(lambda: talk(t.a.phone, b), "A and B talk", 30)
    t.command(transfer, "complete")
    s.until(lambda: talk(t.caller, b), "caller and B talk", 30)
    receipt(t, transfer, "completed", "completed", "accepted")
    s.until(lambda: t.a.phone.state == "idle", "A is released", 20)
    hang_up_and_end(t)
    for phone, told in ((t.caller, words.caller), (t.a.phone, words.a), (b, words.b)):
        _heard(phone, told)


def _connected(s: Stage, words: Words) -> Talk:
    alice = s.agent("Alice", Person(presses=[Press("1", words.takes, 1.0, ALWAYS)]))
    caller = s.caller("Carol", Person(says=[Saying(words.problem, words.question, 0.5)]))
    s.act(caller.dial, NUMBER)
    connects(s, caller, alice)
    bob = s.agent("Bob", Person(), skills=("billing",))
    t = Talk(s, caller, alice, bob, s.call()["id"])
    s.act(alice.phone.say, words.question)
    s.until(lambda: words.problem in caller.said, "the caller has told the problem", 20)
    s.wait(1.0)
    written_down(t, words.problem)
    return t


def _heard(phone: Phone, told: tuple[str, ...]) -> None:
    """Not a word of English, and all of it in this order, but for a document that got lost on its way."""
    everything = " ".join(phone.texts).lower()
    assert not ENGLISH.search(everything), phone.texts
    at = [everything.find(part.lower()) for part in told]
    if at != sorted(at) or -1 in at:
        raise AnotherStory(f"{phone.name} was to hear {told} and heard {phone.texts}")


@scenario("everybody hears Spanish when the deployment speaks it", LANGUAGE="es", GROQ_API_KEY="")
def transfer_in_spanish(s: Stage) -> None:
    _play(s, SPANISH)


@scenario("everybody hears German when the deployment speaks it", LANGUAGE="de", GROQ_API_KEY="")
def transfer_in_german(s: Stage) -> None:
    _play(s, GERMAN)


@scenario("everybody hears French when the deployment speaks it", LANGUAGE="fr", GROQ_API_KEY="")
def transfer_in_french(s: Stage) -> None:
    _play(s, FRENCH)
