"""Every view that a phone can have, and what its document says: for all tests of `twiml/`.

Places, steps and notes are not listed here but found: by reading what the machine's moves name, and by
letting a phone send everything it can. A new one is met by every test without being added anywhere.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any
from xml.etree import ElementTree

from bridge.core import briefing, keys, legs, menus, moves
from bridge.core.events import Agent, InputKind, InputReceived
from bridge.core.policy import Policy
from bridge.core.state import Call, CallState, Leg, Party, Place, Transfer, TransferState
from bridge.core.work import Work
from bridge.views import PROGRESS
from tests.house.source import modules
from twiml import render
from twiml.sentences import CATALOGUE
from twiml.view import Line, View

# A path in the base, a port, and all that XML must escape.
LINE = Line(
    base_url="https://bridge.example.com/calls",
    music_url="https://music.example.org/hold.mp3?loop=1&soft=yes",
    sip_host="project.sip.example.net:5061",
    sip_transport="tls",
    sip_username="trunk",
    sip_password="<\"&'>",
)
LEG = View(
    line=LINE,
    call="call-mfrggzdfmztwq2lknnwg",
    leg="leg-mfrggzdfmztwq2lknnwg-2",
    number=7,
    place=Place.ENDED,
    identity="leg-mfrggzdfmztwq2lknnwg-2.3",
    entry=3,
    conversation="conv-mfrggzdfmztwq2lknnwg-1",
    kind="livekit",
    caller="a caller whose number ends in 0 1 2 3",
    skill="billing",
    agent="Alice",
    target="Bob",
    position=4,
)
KINDS = ("livekit", "conference")
# As many as a menu can have, some with a name of several words.
SKILLS = ("billing", "sales", "tech_support", "returns", "spares", "fleet", "press-office")
KEYPAD = "0123456789*#"
SENTENCE = re.compile(r"[^.?!]+[.?!]")
LINES = {
    "en": LINE,
    "es": replace(LINE, language="es", voice="Polly.Lucia-Neural", locale="es-ES"),
    "de": replace(LINE, language="de", voice="Polly.Vicki-Neural", locale="de-DE"),
    "fr": replace(LINE, language="fr", voice="Polly.Lea-Neural", locale="fr-FR"),
}
# How each language asks for a key: the word for it, what comes right before a key, and the keys' names.
ASKING = {
    "en": ("press ", "(?:^|, |or )(?:the )?", {"star": "*", "pound": "#"}),
    "es": ("pulse ", "(?:^|, | o )", {"asterisco": "*", "almohadilla": "#"}),
    "de": ("drücken sie ", "(?:^|, | oder )(?:die )?", {"stern": "*", "raute": "#"}),
    "fr": ("appuyez sur ", "(?:^|, sur | ou sur )", {"étoile": "*", "dièse": "#"}),
}


def leg(place: str, step: str = "", **changed: Any) -> View:
    return replace(LEG, place=place, step=step, **changed)


@cache
def steps() -> tuple[tuple[Place, str], ...]:
    """Every place with each of its steps: where moves lead, and on from there by a phone's own input."""
    new = {*_named_in_moves(), *_behind_star(), _dialled(Party.AGENT), _dialled(Party.TARGET)}
    new |= {(Place.BRIEF, step) for step in briefing.BEFORE_THE_BRIEF}
    new |= {(place, "") for place in set(Place) - {place for place, _ in new}}
    found = set[tuple[Place, str]]()
    while new:
        found |= new
        new = {after for before in new for after in _sent_from(*before)} - found
    return tuple(sorted(found))


def _work(place: Place, step: str = "", party: Party = Party.TARGET) -> tuple[Work, Leg]:
    transfer = Transfer("tr-1", TransferState.BRIEFING, "warm", "", "ag-1", "leg-1", target_leg="leg-2")
    phone = Leg("leg-2", party, place, "+15550001111", step, transfer_id="tr-1", answered_at=0.0)
    call = Call("call-1", CallState.TRANSFERRING, "inbound", "+15550002222", "+15550003333", None, 0.0)
    call.legs, call.transfers = {"leg-2": phone}, {"tr-1": transfer}
    return Work(call, 0.0, Policy()), phone


def _dialled(party: Party) -> tuple[Place, str]:
    """By an agent of the directory; whoever has an outside phone comes to the gate first."""
    dialled = moves.dial(_work(Place.ENDED)[0], Agent("ag-2", "Bob", "+15550001111"), "+15550001111", party)
    return dialled.place, dialled.step


def _behind_star() -> Iterator[tuple[Place, str]]:
    """The menus of A and B in a talk, with and without a transfer."""
    for party, state in itertools.product((Party.AGENT, Party.TARGET), (None, *menus.MENUS)):
        work, phone = _work(Place.CONVERSATION, party=party)
        if state is None:
            work.call.transfers.clear()
        else:
            work.call.transfers["tr-1"].state = state
        menus.open_menu(work, phone)
        yield phone.place, phone.step


def _sent_from(place: Place, step: str) -> Iterator[tuple[Place, str]]:
    """Where a phone there gets by its own input; what others must decide first is not followed."""
    for kind, key in itertools.product(InputKind, KEYPAD):
        work, phone = _work(place, step)
        said = InputReceived("leg-2", phone.number, kind, key, "what does she want")
        legs.input_received(work, said)
        yield phone.place, phone.step


def _named_in_moves() -> Iterator[tuple[Place, str]]:
    """Places and steps that stand side by side as literals."""
    for place, step in _given("place", "step"):
        name = getattr(place, "attr", "")
        if name in Place.__members__ and isinstance(step, ast.Constant):
            yield Place[name], str(step.value)


@cache
def literal_notes() -> frozenset[str]:
    """Every note that the machine gives word for word."""
    return frozenset(
        part.value
        for (note,) in _given("note")
        if note is not None and not isinstance(note, ast.JoinedStr)
        for part in ast.walk(note)
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and not part.value.endswith("_")
    )


@cache
def notes() -> tuple[str, ...]:
    """Those, and what the catalogue has for the notes that are put together from an outcome."""
    put_together = {key for key in CATALOGUE["en"] if key.startswith("back_")}
    return tuple(sorted(literal_notes() | put_together | {""}))


def _given(*wanted: str) -> Iterator[tuple[ast.expr | None, ...]]:
    """The arguments for these parameters in every call to a function of the core that has the first."""
    core = modules("bridge/core")
    parameters = {f.name: [arg.arg for arg in f.args.args] for module in core for f in module.functions}
    for call in (node for module in core for node in ast.walk(module.tree) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        names = [one for one in parameters.get(name, []) if one != "self"]
        if wanted[0] in names:
            given = dict(zip(names, call.args, strict=False)) | {kw.arg: kw.value for kw in call.keywords}
            yield tuple(given.get(one) for one in wanted)


@cache
def views(language: str = "en") -> tuple[View, ...]:
    """Every place x step x note x kind, with and without what else a document depends on."""
    return tuple(
        leg(place, step, line=LINES[language], note=note, kind=kind, **more)
        for (place, step), note, kind in itertools.product(steps(), notes(), KINDS)
        for more in _more(place, step)
    )


def _more(place: Place, step: str) -> list[dict[str, Any]]:
    if place is Place.GREETING:
        return [{}, {"conversation": ""}]
    if (place, step) == (Place.KEYPAD, "talk"):
        return [{"skills": SKILLS[:count]} for count in (0, 1, len(SKILLS))]
    if place is Place.HOLD:
        return [{"progress": progress} for progress in sorted({"", *PROGRESS.values()})]
    if place is Place.BRIEF:
        return [{}, {"headline": "Maria was charged twice.", "details": ("It was in May.", "She is angry.")}]
    return [{}]


# --- what a document says ------------------------------------------------------------------------


def root(document: View | str) -> ElementTree.Element:
    return ElementTree.fromstring(document if isinstance(document, str) else render(document))


def verbs(document: View | str) -> list[str]:
    """The document as its verbs, in order; what is nested stands behind a `>`."""
    return [">".join([verb.tag, *(child.tag for child in verb)]) for verb in root(document)]


def one(document: View | str, tag: str) -> ElementTree.Element:
    (found,) = root(document).iter(tag)
    return found


def words(document: View | str) -> str:
    return words_of(root(document))


def words_of(verb: ElementTree.Element) -> str:
    return " ".join("".join(say.itertext()) for say in verb.iter("Say"))


def happened(document: View | str) -> list[str]:
    """What the document will report, in its order: the `e` of the URLs that it sends something to."""
    return re.findall(r"[?&;]e=([a-z]+)", ElementTree.tostring(root(document), "unicode"))


def working_keys(view: View) -> set[str]:
    """The keys that do something there, by the machine's own table."""
    phone = Leg(view.leg, Party.AGENT, Place(view.place), "+15550001111", view.step, choices=view.skills)
    return set(keys.row(phone))


def announced(text: str, language: str = "en") -> set[str]:
    """The keys that a listener is told to press: all that follow the word `press` in one sentence."""
    press, before, names = ASKING[language]
    asked = [part for said in SENTENCE.findall(text) for part in said.lower().split(press)[1:]]
    found = re.findall(rf"(?m){before}(\d|{'|'.join(names)})\b", "\n".join(asked))
    return {names.get(key, key) for key in found}
