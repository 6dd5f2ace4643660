"""A story is what is asked and done, in order; told to both sides, both must say the same, word for word.

Decides what is taken down and how two transcripts are held against each other. It must not know which side
it is told to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import zip_longest
from typing import Any
from urllib.parse import urlsplit

from google.protobuf import json_format
from google.protobuf.message import Message

from simulator.network import Failure, Reply, Request
from tests.real_livekit.contract.placeholders import Placeholders
from tests.real_livekit.contract.requests import PROTOBUF, Asker, Refusal, opened, path_of
from tests.real_livekit.contract.sides import Guest, Hook, Side, SipLeg

# What a list of the API holds comes in no order.
LISTS = ("rooms", "participants", "items")
WITHIN = 15.0
ABSENT = "nothing"

Told = list[tuple[str, Any]]


class Story:
    """`told` is the transcript; every method here adds to it, or waits."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self.told: Told = []
        self._asker = Asker(side)
        self._names = Placeholders()
        self._read = 0

    # --- asking ---

    def ask(self, method: str, authorization: str | None = None, /, **fields: Any) -> Any:
        """The method's answer as a message, or a Refusal."""
        answer = self._asker.ask(method, authorization, **fields)
        self._tell(method, _plain(answer))
        return answer

    def send(self, method: str, body: bytes, authorization: str) -> Any:
        outcome = self._asker.send(method, body, authorization)
        answer = outcome if isinstance(outcome, Failure) else opened(method, outcome)
        self._tell(method, answer.kind if isinstance(answer, Failure) else _plain(answer))
        return answer

    def raw(self, verb: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Reply:
        """Any request at all; type and body as they came, JSON read."""
        reply = self.side.ask(Request(verb, path, headers, body))
        assert isinstance(reply, Reply), f"{verb} {path}: {reply}"
        kind = reply.header("Content-Type")
        if kind == PROTOBUF:
            self._tell(f"{verb} {path}", _plain(opened(urlsplit(path).path.rpartition("/")[2], reply)))
            return reply
        said = json_format.json.loads(reply.body) if "json" in kind else reply.body.decode(errors="replace")
        self._tell(f"{verb} {path}", {"status": reply.status, "type": kind, "body": said})
        return reply

    def unanswered(self, method: str) -> Failure:
        """Nobody takes the connection, or nobody says anything."""
        outcome = self.side.ask(Request("POST", path_of(method)))
        assert isinstance(outcome, Failure), f"{method}: {outcome}"
        self._tell(method, outcome.kind)
        return outcome

    # --- doing ---

    def join(self, room: str, guest: Guest) -> None:
        """Returns when the application has been told."""
        before = len(self.side.hooks)
        self.side.join(room, guest)
        last = "track_published" if guest.publishes else "participant_joined"
        self._until(lambda: (last, guest.identity) in _says(self.side.hooks[before:]), f"{last} of {guest}")

    def turned_away(self, room: str, guest: Guest) -> str:
        """It is not let in; what the SDK says about that, the server's words in it."""
        try:
            self.side.join(room, guest)
        except AssertionError as refused:
            said = str(refused).rpartition("signal failure: ")[2]
            self._tell("join", said)
            return said
        raise AssertionError(f"{type(self.side).__name__}: {guest} was let in")

    def dial(self, leg: SipLeg) -> None:
        self.side.dial(leg)
        self.heard("track_published", leg.identity)

    def leave(self, identity: str) -> None:
        self.side.leave(identity)
        self.heard("participant_left", identity)

    def heard(self, event: str, identity: str = "") -> None:
        """Wait for a webhook that was not read yet."""
        self._until(
            lambda: (event, identity) in _says(self.side.hooks[self._read :]), f"{event} {identity}".strip()
        )

    def gone(self) -> None:
        """No room is listed any more, which may be a moment after the last webhook."""
        self._until(lambda: not self._asker.ask("ListRooms").rooms, "an empty list of rooms")

    def until(self, condition: Callable[[], bool], what: str) -> None:
        self._until(condition, what)

    def wait(self, seconds: float) -> None:
        self.side.until(lambda: False, seconds)

    def hooks(self) -> list[Hook]:
        """Take down all webhooks that have come since the last time; whoever asks has waited for the last."""
        new = self.side.hooks[self._read :]
        self._read += len(new)
        for hook in new:
            self._tell("webhook", hook.fields)
        return new

    def note(self, what: str, value: Any) -> None:
        self._tell(what, value)

    def _until(self, condition: Callable[[], bool], what: str) -> None:
        happened = self.side.until(condition, WITHIN)
        assert happened, f"{type(self.side).__name__}: {what} not within {WITHIN:.0f} s"

    def _tell(self, what: str, value: Any) -> None:
        self.told.append((what, self._names.put(value, self.side.now)))


def _says(hooks: list[Hook]) -> list[tuple[str, str]]:
    return [hook.says for hook in hooks]


def _plain(answer: Any) -> Any:
    if isinstance(answer, Refusal):
        return {"status": answer.status, "type": answer.type, "body": answer.body}
    assert isinstance(answer, Message), answer
    plain = json_format.MessageToDict(answer, preserving_proto_field_name=True)
    for name in LISTS:
        if name in plain:
            plain[name].sort(key=lambda one: (one.get("identity", ""), one.get("name", "")))
    return plain


def tell_both(story: Callable[[Story], object], real: Side, double: Side) -> Told:
    """What both have said. Raises AssertionError with every word that differs."""
    transcripts = []
    for side in (real, double):
        side.clear()
        teller = Story(side)
        story(teller)
        transcripts.append(teller.told)
    theirs, ours = transcripts
    assert theirs, "a story in which nothing is asked compares nothing"
    problems = list(differences(theirs, ours))
    assert not problems, "\n".join(problems)
    return theirs


def differences(theirs: Any, ours: Any, where: str = "") -> Iterator[str]:
    """Each field that the two do not agree on, one line for each."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for key in sorted({*theirs, *ours}):
            yield from differences(theirs.get(key, ABSENT), ours.get(key, ABSENT), f"{where}.{key}")
    elif isinstance(theirs, list | tuple) and isinstance(ours, list | tuple):
        for place, (their, our) in enumerate(zip_longest(theirs, ours, fillvalue=ABSENT)):
            yield from differences(their, our, f"{where}[{place}]")
    elif theirs != ours:
        yield f"{where}: the server says {theirs!r:.500}, the double {ours!r:.500}"
