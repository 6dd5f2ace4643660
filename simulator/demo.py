"""`make demo`: one warm transfer on the real server and a simulated phone network, told as it happens.

Decides what is printed, for somebody who has never seen the project. It must not know the application.
"""

from __future__ import annotations

import json
import signal
import sys
import tempfile
import textwrap
import threading
from typing import Any

from simulator.lanes.server import NotServing
from simulator.live import live_stage
from simulator.people import Person, Press, Saying
from simulator.scenarios.cast import connects
from simulator.stage import API_TOKEN, NUMBER, ApiRefused, NotSeen, Stage, talk
from simulator.twilio.settings import Weather
from simulator.world import Fact

PORT = 8000
WIDTH = 108
CAROL_ASKS = "Hello, this is Carol. My invoice from March was charged twice, 40 dollars each."
CAROL_ADDS = "I have tried the refund form on Monday, and nobody answered."
ALICE_GREETS = "Support, Alice speaking. How can I help you?"
ALICE_PROMISES = "I am sorry about that. Bob in billing can refund it, let me get him for you."
ALICE_EXPLAINS = "Hi Bob, it is the double charge from March, she would like 40 dollars back."
BOB_AGREES = "Thanks Alice, put her through, I can do that right away."
BOB_GREETS = "Hello Carol, Bob from billing. Alice told me everything, your 40 dollars are on their way."
CAROL_THANKS = "Wonderful, thank you, goodbye."
# What the simulated model makes of it; the bridge checks each sentence against what was said, and says whose
# it is.
BRIEF = {
    "headline": "An invoice from March was charged twice, 40 dollars each.",
    "details": [
        "The refund form was tried on Monday, and nobody answered.",
        "Alice says Bob in billing can refund it.",
    ],
}
REASON = "Needs a refund of a double charge."


class Teller:
    """Prints facts of the world as lines: when, who, and what they hear, say or do."""

    def __init__(self, stage: Stage) -> None:
        self._stage, self._began = stage, stage.world.now
        self._roles = {"Carol": "caller", "Alice": "agent A", "Bob": "agent B"}
        self._heard: dict[str, str] = {}

    def observe(self, fact: Fact) -> None:
        teller = getattr(self, f"_{fact.kind}", None)
        if teller is not None:
            teller(fact.details)

    def line(self, who: str, what: str) -> None:
        minutes, seconds = divmod(int(self._stage.world.now - self._began), 60)
        name = f"{who} ({self._roles[who]})" if who in self._roles else who
        head = f" {minutes}:{seconds:02}  {name:17}"
        print(textwrap.fill(what, WIDTH, initial_indent=head, subsequent_indent=" " * len(head)), flush=True)

    def _hears(self, details: dict[str, object]) -> None:
        who, kind, what = str(details["phone"]), str(details["hearing"]), str(details["what"])
        told = {
            "speech": f'hears: "{what.removeprefix("speech: ")}"',
            "music": "hears hold music",
            "ringing": "hears ringing",
            "people": f"can talk with {what.replace(', ', ' and ')}",
        }.get(kind)
        if told is not None and told != self._heard.get(who):
            self._heard[who] = told
            self.line(who, told)

    def _speaks(self, details: dict[str, object]) -> None:
        self.line(str(details["phone"]), f'says: "{details["text"]}"')

    def _presses(self, details: dict[str, object]) -> None:
        self.line(str(details["phone"]), f"presses {details['digits']}")

    def _ringing(self, details: dict[str, object]) -> None:
        for agent in self._stage.agents.values():
            if agent.phone.number == details["to"]:
                self.line(agent.phone.name, "phone rings")

    def _phone_ended(self, details: dict[str, object]) -> None:
        self._heard.pop(str(details["phone"]), None)
        self.line(str(details["phone"]), "is off the line")


def _agent(says: tuple[Saying, ...]) -> Person:
    return Person(2.0, presses=[Press("1", "press 1 to take", 1.5, 9)], says=says)


def play(stage: Stage, teller: Teller) -> dict[str, Any]:
    """The call, from the first ring to the last goodbye; returns the transfer's receipt."""
    stage.act(stage.model.says, json.dumps(BRIEF))
    alice = stage.agent("Alice", _agent((Saying(ALICE_PROMISES, "nobody answered", 0.5),)))
    bob = stage.agent("Bob", _agent((Saying(BOB_AGREES, "40 dollars back", 0.5),)), skills=("billing",))
    carol = stage.caller(
        "Carol",
        Person(says=[Saying(CAROL_ASKS, "how can i help", 0.5), Saying(CAROL_THANKS, "on their way", 0.5)]),
    )
    teller.line("Carol", "dials the support number")
    stage.act(carol.dial, NUMBER)
    connects(stage, carol, alice)
    stage.act(alice.phone.say, ALICE_GREETS)
    stage.until(lambda: CAROL_ASKS in carol.said, "Carol tells her problem", 30)
    stage.act(carol.say, CAROL_ADDS)
    stage.until(lambda: ALICE_PROMISES in alice.phone.said, "Alice promises a colleague", 30)
    stage.wait(1.0)
    teller.line("Alice", "asks for a transfer: POST /api/calls/CALL/transfers")
    body = {"to": {"agent_id": bob.id}, "reason": REASON}
    transfer = stage.post(f"/api/calls/{stage.call()['id']}/transfers", body)
    stage.until(lambda: talk(alice.phone, bob.phone), "Alice and Bob talk", 90)
    stage.act(alice.phone.say, ALICE_EXPLAINS)
    stage.until(lambda: BOB_AGREES in bob.phone.said, "Bob agrees", 30)
    teller.line("Alice", "hands over: POST /api/transfers/TRANSFER/complete")
    stage.post(f"/api/transfers/{transfer['id']}/complete")
    connects(stage, carol, bob)
    stage.until(lambda: alice.phone.state == "idle", "Alice is off the line", 20)
    stage.act(bob.phone.say, BOB_GREETS)
    stage.until(lambda: CAROL_THANKS in carol.said, "Carol is content", 30)
    stage.act(carol.hang_up)
    stage.until(lambda: stage.call()["state"] == "ended", "the call is over", 20)
    return stage.transfer(transfer["id"])


def receipt(found: dict[str, Any]) -> str:
    """What the API keeps of the transfer, as a table."""
    rows = [("transfer", found["id"]), ("outcome", found["outcome"]), ("reason", found["reason"])]
    rows += [("brief", f"{found['brief']['headline']} (by {found['brief']['source']})")]
    rows += [("", detail) for detail in found["brief"]["details"]]
    rows += [
        ("attempt", f"{one['outcome']} after {one['rang_ms'] / 1000:.1f} s of ringing")
        for one in found["attempts"]
    ]
    rows += [("timeline" if n == 0 else "", f"{m['at'][11:23]}  {m['event']}") for n, m in _numbered(found)]
    return "\n".join(
        textwrap.fill(text, WIDTH, initial_indent=f"   {name:10}", subsequent_indent=" " * 13)
        for name, text in rows
    )


def _numbered(found: dict[str, Any]) -> list[tuple[int, dict[str, str]]]:
    return list(enumerate(found["timeline"]))


def demo(once: bool) -> int:
    """0 only if the transfer really completed and no promise was broken."""
    # Out of the `with` block in any case: the server that it started must not stay behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    print("Starting the server (gunicorn, SQLite) and a phone network beside it; no account, no network.\n")
    with tempfile.TemporaryFile() as log:
        try:
            with live_stage(PORT, weather=Weather(music_seconds=20.0), errors=log) as (stage, _):
                return _told(stage, once)
        except NotServing as error:
            log.seek(0)
            print(error, log.read().decode(), sep="\n", file=sys.stderr)
            return 1


def _told(stage: Stage, once: bool) -> int:
    teller = Teller(stage)
    stage.act(stage.world.observers.append, teller.observe)
    try:
        found = play(stage, teller)
    except (NotSeen, ApiRefused) as problem:
        print(f"\nThe transfer did not come about: {problem}", file=sys.stderr)
        return 1
    print("\nThe transfer's receipt (GET /api/transfers/TRANSFER):\n")
    print(receipt(found))
    for broken in stage.problems:
        print(f"A promise was broken: {broken}", file=sys.stderr)
    if not once:
        _keep_serving(stage.addresses.public)
    return 0 if found["outcome"] == "completed" and not stage.problems else 1


def _keep_serving(url: str) -> None:
    print(f"\nThe server is still there: {url}/openapi/ (bearer token {API_TOKEN}). Ctrl-C ends it.")
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        print()
