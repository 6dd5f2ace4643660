"""Short ways to say what tests of conferences are about: one conference named `room`.

Its document, its reports in their order, and its place in the REST API.
"""

from __future__ import annotations

from typing import Any

from simulator.phones import Phone
from tests.simulator.twilio.scene import Scene

ALL = "start end join leave mute hold modify announcement"
EVENTS = f"statusCallback='/events' statusCallbackEvent='{ALL}'"
MUSIC = "BusyStrings.mp3"


def room(attributes: str = EVENTS, then: str = "") -> str:
    return f"<Dial><Conference beep='false' {attributes}>room</Conference></Dial>{then}"


def events(scene: Scene, **fields: str) -> list[str]:
    found = sorted(scene.app.asked("/events", **fields), key=lambda one: int(one["SequenceNumber"]))
    return [one["StatusCallbackEvent"] for one in found]


def kind(phone: Phone) -> str:
    return phone.hearing.kind if phone.hearing else "on the hook"


def conference(scene: Scene) -> dict[str, Any]:
    newest: dict[str, Any] = scene.get("/Conferences", FriendlyName="room")["conferences"][0]
    return newest


def person(scene: Scene, phone: Phone) -> str:
    return f"/Conferences/{conference(scene)['sid']}/Participants/{scene.leg(phone).sid}"
