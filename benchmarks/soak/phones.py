"""Phone calls as the carrier has them: legs that run documents, and the conversations they are in.

Decides how a document is followed, in a shallow way: words take their time, keys come when a person presses
them, whoever dials a conversation is in it. It must not know HTTP, nor what the bridge is up to.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

Form = dict[str, str]
Next = tuple[str, Form]

SECONDS_A_WORD, SECONDS_OF_MUSIC = 0.35, 20.0
FINGER, SIP_SETUP = 1.0, 0.3
OVER = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})


@dataclass
class Person:
    """Who holds a phone: when they pick up (None: never) and what they press when asked to take a call."""

    picks_up: float | None = 1.5
    presses: str = "1"


@dataclass(eq=False)
class Leg:
    """One phone's connection. `inside` is the conversation that it is in, `program` what it follows."""

    sid: str
    to: str
    from_: str
    direction: str
    person: Person
    status: str = "queued"
    created: float = 0.0
    url: str = ""
    fallback: str = ""
    callback: str = ""
    sequence: int = 0
    inside: Conversation | None = None
    program: asyncio.Task[None] | None = None
    transcription: str = ""
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def over(self) -> bool:
        return self.status in OVER

    def form(self) -> Form:
        return {
            "CallSid": self.sid,
            "CallStatus": self.status,
            "From": self.from_,
            "To": self.to,
            "Caller": self.from_,
            "Called": self.to,
            "Direction": self.direction,
            "ApiVersion": "2010-04-01",
        }


@dataclass(eq=False)
class Conversation:
    """A conference or a room; `closed` is set for each leg when it is thrown out."""

    name: str
    sid: str
    is_room: bool
    inside: dict[Leg, str] = field(default_factory=dict)
    closed: dict[Leg, asyncio.Event] = field(default_factory=dict)

    def close(self) -> None:
        for event in self.closed.values():
            event.set()


class Carrier(Protocol):
    """What a leg's program needs of the network that it is on."""

    def post(self, url: str, form: Form) -> Awaitable[bytes | None]: ...

    def tell(self, url: str, form: Form) -> None: ...

    def conference(self, name: str) -> Conversation: ...

    def room(self, name: str) -> Conversation: ...

    def left(self, conversation: Conversation, label: str) -> None: ...

    def new_sid(self, kind: str) -> str: ...

    def ended(self, leg: Leg, status: str) -> None: ...


async def follow(carrier: Carrier, leg: Leg, url: str) -> None:
    """The leg fetches its document and whatever that leads to, until it hangs up."""
    following: Next | None = (url, {})
    while following is not None:
        document = await _fetched(carrier, leg, *following)
        following = await _played(carrier, leg, document) if document is not None else None
    carrier.ended(leg, "completed")


async def _fetched(carrier: Carrier, leg: Leg, url: str, extra: Form) -> Element | None:
    """The fallback gets a chance when the URL itself has none left."""
    body = await carrier.post(url, leg.form() | extra)
    if body is None and leg.fallback:
        body = await carrier.post(leg.fallback, leg.form() | {"ErrorCode": "11200", "ErrorUrl": url})
    return ElementTree.fromstring(body) if body else None


async def _played(carrier: Carrier, leg: Leg, document: Element) -> Next | None:
    leg.status = "in-progress"
    for verb in document:
        following = await VERBS[verb.tag](carrier, leg, verb)
        if following is not None:
            return following
        if verb.tag == "Hangup":
            return None
    return None


async def _start(carrier: Carrier, leg: Leg, verb: Element) -> None:
    leg.transcription = verb[0].attrib["statusCallbackUrl"]
    carrier.tell(leg.transcription, {"CallSid": leg.sid, "TranscriptionEvent": "transcription-started"})


async def _words(carrier: Carrier, leg: Leg, verb: Element) -> None:
    await asyncio.sleep(len((verb.text or "").split()) * SECONDS_A_WORD)


async def _music(carrier: Carrier, leg: Leg, verb: Element) -> None:
    await asyncio.sleep(SECONDS_OF_MUSIC)


async def _gather(carrier: Carrier, leg: Leg, verb: Element) -> Next | None:
    """A person who is asked to take a call presses a key, once the question is out."""
    for part in verb:
        await VERBS[part.tag](carrier, leg, part)
    asked = any("Press 1 to take" in (part.text or "") for part in verb)
    if asked and leg.person.presses:
        await asyncio.sleep(FINGER)
        return verb.attrib["action"], {"Digits": leg.person.presses}
    await asyncio.sleep(float(verb.attrib["timeout"]))
    return None


async def _redirect(carrier: Carrier, leg: Leg, verb: Element) -> Next:
    return verb.text or "", {}


async def _hangup(carrier: Carrier, leg: Leg, verb: Element) -> None:
    """Nothing comes after it."""


async def _dial(carrier: Carrier, leg: Leg, verb: Element) -> Next:
    noun = verb[0]
    if noun.tag == "Conference":
        await _in_conference(carrier, leg, noun)
        return verb.attrib["action"], {"DialCallStatus": "answered"}
    await _in_room(carrier, leg, noun, verb.attrib["callerId"])
    return verb.attrib["action"], {"DialCallStatus": "completed", "DialSipResponseCode": "200"}


async def _in_conference(carrier: Carrier, leg: Leg, noun: Element) -> None:
    conference = carrier.conference(noun.text or "")
    label, url = noun.attrib["participantLabel"], noun.attrib["statusCallback"]
    about = {"ConferenceSid": conference.sid, "FriendlyName": conference.name, "CallSid": leg.sid}
    about["ParticipantLabel"] = label
    if not conference.inside:
        carrier.tell(noun.attrib["waitUrl"], leg.form())
    try:
        carrier.tell(url, about | {"StatusCallbackEvent": "participant-join"})
        await _stay(conference, leg, label)
    finally:
        carrier.tell(url, about | {"StatusCallbackEvent": "participant-leave"})
        carrier.left(conference, label)


async def _in_room(carrier: Carrier, leg: Leg, noun: Element, identity: str) -> None:
    """The leg's SIP child is answered by the room; LiveKit and the carrier both tell of its end."""
    room = carrier.room((noun.text or "").partition("sip:")[2].partition("@")[0])
    child = {"CallSid": carrier.new_sid("CA"), "ParentCallSid": leg.sid}
    await asyncio.sleep(SIP_SETUP)
    url = noun.attrib["statusCallback"]
    try:
        carrier.tell(url, child | {"CallStatus": "in-progress", "SequenceNumber": "0"})
        await _stay(room, leg, identity)
    finally:
        carrier.tell(url, child | {"CallStatus": "completed", "SequenceNumber": "1"})
        carrier.left(room, identity)


async def _stay(conversation: Conversation, leg: Leg, label: str) -> None:
    """Until the conversation throws the leg out; a redirect or a hang-up ends the program around it."""
    conversation.inside[leg], conversation.closed[leg] = label, asyncio.Event()
    leg.inside = conversation
    try:
        await conversation.closed[leg].wait()
    finally:
        leg.inside = None
        del conversation.inside[leg], conversation.closed[leg]


VERBS: dict[str, Callable[[Carrier, Leg, Element], Awaitable[Next | None]]] = {
    "Start": _start,
    "Say": _words,
    "Play": _music,
    "Gather": _gather,
    "Redirect": _redirect,
    "Hangup": _hangup,
    "Dial": _dial,
}
