"""What one leg is told: a document at a time, fetched, parsed and played verb by verb.

Decides the order of documents and verbs, and what happens when a document fails (reference/twilio.md 1.2,
4.2). The verbs themselves live in their own modules, found by name in a table given by the carrier.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from simulator.twilio.documents import APPLICATION_ERROR, Document, Trouble, parse
from simulator.twilio.sounds import Sound
from simulator.twilio.verbs import Host, Verb
from simulator.twilio.web import Params, resolve

if TYPE_CHECKING:
    from simulator.twilio.calls import Call

VerbTable = Mapping[str, Callable[[Host, Element], Verb]]


class Program:
    """The documents of one leg, or of one side channel of it: a wait, hold or whisper document.

    `verbs` says which verbs exist here; `over` is called when a document has no verbs left; `failed` when
    there is neither a document nor a fallback; `where` is the checker's word for the kind of document.
    """

    def __init__(
        self,
        call: Call,
        verbs: VerbTable,
        over: Callable[[], None],
        failed: Callable[[Trouble], None],
        where: str = "call",
    ) -> None:
        self.call, self.verbs, self.over, self.failed, self.where = call, verbs, over, failed, where
        self.url = ""
        self.verb: Verb | None = None
        self._rest: list[Element] = []
        self._turn = 0

    def load(self, method: str, url: str, extra: Params | None = None, reason: str = "replaced") -> None:
        """Fetch a document and play it; what plays now stops at once, for `reason`."""
        self.stop(reason)
        turn = self._turn
        self.call.carrier.fetch(
            self.call, method, url, extra or [], lambda found: self._arrived(found, turn), self.where
        )

    def play(self, document: Document | Trouble, reason: str = "replaced") -> None:
        """Play a document that is already here."""
        self.stop(reason)
        self._arrived(document, self._turn)

    def proceed(self) -> None:
        """The current verb is over: the next one begins, or the document has ended."""
        self.verb = None
        while self._rest:
            element = self._rest.pop(0)
            make = self.verbs.get(element.tag)
            if make is None:
                self.call.carrier.violation(f"12200 <{element.tag}> is not played in a {self.where} document")
                continue
            self.verb = make(self, element)
            if self.verb.answers:
                self.call.pick_up()
            return self.verb.begin()
        return self.over()

    def go(self, method: str, url: str, extra: Params | None = None) -> None:
        """Fetch what a verb names; relative to the document it stands in, which has ended by this."""
        self.load(method, resolve(self.url, url), extra)

    def stop(self, reason: str) -> None:
        """Drop the document; `reason` is replaced, redirected or hangup."""
        self._turn += 1
        self._rest = []
        if self.verb:
            verb, self.verb = self.verb, None
            verb.abandon(reason)

    def sound(self) -> Sound | None:
        return self.verb.sound() if self.verb else None

    def key(self, digit: str) -> bool:
        """A key on the leg's phone; False when the current verb has no use for it."""
        return self.verb.key(digit) if self.verb else False

    def voice(self) -> None:
        if self.verb:
            self.verb.voice()

    def words(self, text: str) -> None:
        if self.verb:
            self.verb.words(text)

    def _arrived(self, found: Document | Trouble, turn: int) -> None:
        if turn != self._turn or self.call.is_over:
            return
        if isinstance(found, Trouble):
            self.call.carrier.trouble(self.call, found)
            return self.failed(found)
        self.url, self._rest = found.url, list(found.root)
        return self.proceed()


def fall_back(program: Program, trouble: Trouble) -> None:
    """What follows when a leg's document fails: its fallback URL once, else a sentence and the end.

    The fallback is asked with ErrorCode and ErrorUrl (reference/twilio.md 1.2).
    """
    fallback = program.call.fallback
    if fallback.url and trouble.url.partition("#")[0] != fallback.url.partition("#")[0]:
        told = [("ErrorCode", str(trouble.code)), ("ErrorUrl", trouble.url.partition("#")[0])]
        return program.load(fallback.method, fallback.url, told)
    program.call.world.note("application_error", sid=program.call.sid, code=trouble.code)
    return program.play(parse(APPLICATION_ERROR, trouble.url))
