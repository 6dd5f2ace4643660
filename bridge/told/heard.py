"""What a phone hears, read from the document that it is told to play now.

Decides how that is put into a cell. It must not know why a document says what it says.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from bridge.core.state import Call, Kind, Leg, Place
from bridge.told.story import Story, people
from bridge.views import view
from twiml import render, speech
from twiml.view import Line

LINE = Line("https://bridge.test", "https://bridge.test/hold", "sip.test", "tcp", "user", "password")
UNCHANGED = "as before"
GONE = "not on the line"
NAMES = {"caller": "the caller"}


@dataclass(frozen=True)
class Document:
    """`sends`: what can come back from it (`e=` of its URLs)."""

    text: str

    @property
    def sends(self) -> set[str]:
        return set(re.findall(r"[?&]e=(\w+)", html.unescape(self.text)))

    @property
    def one_key(self) -> bool:
        return 'numDigits="1"' in self.text or self.many_keys

    @property
    def many_keys(self) -> bool:
        return re.search(r'<Gather[^>]*finishOnKey="#"', self.text) is not None

    @property
    def star(self) -> bool:
        return 'hangupOnStar="true"' in self.text

    @property
    def words(self) -> str:
        """Without the marks inside of a sentence that tell a voice how to say a part of it."""
        said = re.findall(r"<Say[^>]*>(.*?)</Say>", self.text)
        return html.unescape(re.sub("<[^>]*>", "", " ".join(said)))

    @property
    def ends_in(self) -> str:
        """What follows the words; a conversation says for itself who is there."""
        verbs = {"<Play": "music", "<Record": "the tone", "<Hangup": "the end"}
        return next((then for verb, then in verbs.items() if verb in self.text), "")


def document(call: Call, leg: Leg) -> Document:
    return Document(render(view(LINE, call, leg, 1)))


def company(call: Call, leg: Leg) -> list[str]:
    """Who else is in the conversation, or on the way into it."""
    names = {one.id: NAMES.get(who, who) for who, one in people(call).items() if one is not None}
    return sorted(
        names.get(other.id, other.name)
        for other in call.present()
        if other is not leg
        and other.conversation == leg.conversation
        and other.place in (Place.CONVERSATION, Place.GREETING)
    )


def _talk(call: Call, leg: Leg) -> str:
    """Alone in a conference there is music; the way into a room rings until somebody is in there."""
    if there := company(call, leg):
        return " and ".join(there)
    if call.conversations[leg.conversation or ""].kind is Kind.CONFERENCE:
        return "music"
    return "ringing" if leg.seen_at is None else "nobody for a moment"


def hears(call: Call, leg: Leg | None) -> str:
    if leg is None or not leg.live:
        return GONE
    if leg.answered_at is None:
        return "the phone rings" if leg.present else "the phone stops ringing"
    told = document(call, leg)
    dials = "ended" in told.sends
    if dials and leg.seen_at is not None:
        return _talk(call, leg)
    parts = [f'"{told.words}"' if told.words else "", _talk(call, leg) if dials else told.ends_in]
    return ", then ".join(part for part in parts if part) or "a moment of silence"


def changes(before: Call, story: Story) -> dict[str, str]:
    """What caller, A and B hear next; `as before` for whom nothing changes."""
    return {who: _cell(before, story, who) for who in people(before)}


def _cell(before: Call, story: Story, who: str) -> str:
    was, now = people(before)[who], people(story.call)[who]
    parts = [] if was is None else [_change(before, story, was)]
    if now is not None and now.id not in before.legs:
        phone = f"{now.name}'s" if now.name else "the outside"
        parts.append("the phone rings" if was is None else f"{phone} phone rings")
        parts = [part for part in parts if part != UNCHANGED]
    return "; ".join(parts) or UNCHANGED


def _change(before: Call, story: Story, was: Leg) -> str:
    now = story.call.legs[was.id]
    if now.id in story.announced:
        words = speech.sentence(view(LINE, story.call, now), story.announced[now.id])
        return f'"{words}", over the talk'
    if now.id in story.cut and now.answered_at is not None:
        return "the line is cut"
    # A goodbye that is being spoken is spoken to its end, whatever would be said now.
    same = was.place is now.place is Place.ENDED or hears(before, was) == hears(story.call, now)
    return UNCHANGED if same and (was.number, was.live) == (now.number, now.live) else hears(story.call, now)
