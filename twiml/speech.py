"""Speaking: a sentence of the catalogue, or somebody's text, as a `<Say>` that no text can break.

Decides voice and limits. The builder escapes markup but lets control characters through, which would
end the call with error 12100 (reference/twilio.md 3.6), so they are dropped here.
"""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import quote_plus, unquote_plus

from twilio.twiml.voice_response import Gather, VoiceResponse

from twiml.sentences import CATALOGUE, STAND_INS
from twiml.view import Line, View

# Outside XML 1.0, controls that it merely tolerates, or turning the direction of text around.
_FORBIDDEN = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    "|[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
# A Polly voice takes 3000 characters and 4500 after URL encoding (reference/twilio.md 3.6).
_LONGEST = 1500
# Short enough that no name can push the keys, which stand behind it, out of a sentence.
_LONGEST_NAME = 300
# Codes and the ends of numbers as summaries and views write them; so few that their marks fit in the limits.
_DIGITS, _MOST_MARKED = re.compile(r"\b\d(?: \d){2,}\b"), 10
_BEGINNING = re.compile(r"(?:^|[.?!] )[^\W\d_]")


def clean(text: str, longest: int = _LONGEST) -> str:
    """The text as a voice can speak it: no forbidden characters, single blanks, within the limits."""
    text = " ".join(_FORBIDDEN.sub(" ", text).split())
    # One character is at least one when encoded, so no more than these have to be weighed.
    encoded = quote_plus(text[: longest + 1])
    if len(encoded) <= longest:
        return text
    whole = re.sub("%.?$", "", encoded[:longest])
    return unquote_plus(whole, errors="ignore").rsplit(" ", 1)[0]


def sentence(view: View, key: str) -> str:
    """The catalogue's sentence with the view's names in it."""
    names = {
        "caller": view.caller,
        "skill": re.sub("[_-]", " ", view.skill) or STAND_INS[view.line.language]["no_skill"],
        "agent": view.agent,
        "target": view.target,
        "headline": view.headline,
    }
    spoken = {name: clean(text, _LONGEST_NAME) for name, text in names.items()}
    return _capitalised(CATALOGUE[view.line.language][key].format(position=view.position, **spoken))


def _capitalised(text: str) -> str:
    """A name that begins a sentence may be a stand-in such as "a colleague"."""
    return _BEGINNING.sub(lambda match: match[0].upper(), text)


def say(into: VoiceResponse | Gather, view: View, *keys: str) -> None:
    """Speak sentences of the catalogue, one after another in one breath."""
    say_text(into, view, " ".join(sentence(view, key) for key in keys))


def say_text(into: VoiceResponse | Gather, view: View, text: str) -> None:
    spoken = clean(text)
    if spoken:
        say_line(into, view.line, spoken)


def say_line(into: VoiceResponse | Gather, line: Line, text: str) -> None:
    """In the voice of this deployment; `text` is clean.

    All of Polly's voices know `digits` (of `say-as` neural ones lack `characters` only), others not surely.
    """
    said, at = into.say("", voice=line.voice, language=line.locale), 0
    marked = _DIGITS.finditer(text) if line.voice.startswith("Polly.") else iter(())
    for found in islice(marked, _MOST_MARKED):
        said.append(text[at : found.start()])
        said.say_as(found[0], interpret_as="digits")
        at = found.end()
    said.append(text[at:])
