"""Phone numbers and e-mail addresses in what was said: a model gets placeholders, a listener the originals.

Decides what is a contact and which placeholder stands for it, the same for the same one. It must not know
which sentences are spoken. An order number is no phone number, nor is a placeholder that somebody dictates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from summaries.digits import HESITATION, Run, Token, most_digits, runs, tokens
from summaries.languages import WORDINGS
from summaries.plain import visible
from summaries.reading import Reading, read
from summaries.redaction import redact
from summaries.words import Facts, Line

PLACEHOLDER = re.compile(r"\[(?:phone|email) \d{1,3}\]")
_DICTATED = re.compile(r"\[\s*((?:phone|e-?mail)\s*\d+)\s*\]", re.I)
_WRITTEN = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?![\w-])")
_DATE = re.compile(r"\d{4}[-./ ]\d{1,2}[-./ ]\d{1,2}|\d{1,2}[-./ ]\d{1,2}[-./ ]\d{2,4}")
_AMOUNT = re.compile(r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?")
_OPENING = re.compile(r"(?:\+\s*)?\(?$")
_BEHIND = re.compile(r"\s*(%|€|£|\$|[^\W\d_]+)")
# Of E.164. Shorter than seven digits a number is anything; with ten to twelve it hardly is anything else.
_LONGEST, _LONGEST_BARE, _SHORTEST_BARE, _SHORTEST = 15, 12, 10, 7
_NEAR_BEFORE, _NEAR_BEHIND = 40, 25


# "Look at this dot on the screen" is no address.
_TOPS = (
    "com|net|org|edu|gov|info|biz|eu|io|app|dev|example"
    "|es|de|fr|uk|us|ca|mx|ar|cl|co|pe|ch|at|be|it|nl|lu|pt|ie|au"
)
# Speakers of other languages say these too.
_SAID_EVERYWHERE = {"at": "@", "dot": "."}


@dataclass(frozen=True)
class Contact:
    """A place in a text, what is one and the same contact, and how it is spoken."""

    start: int
    end: int
    kind: str
    same: str
    spoken: str


class Contacts:
    """The contacts of one call, in the order in which they are told, and of `more` texts behind them."""

    def __init__(self, facts: Facts, lines: Sequence[Line], *more: str) -> None:
        self._wording = WORDINGS[facts.language]
        self._signs = _SAID_EVERYWHERE | {said.lower(): sign for sign, said in self._wording.spelled.items()}
        self._sign_words = re.compile(rf"\s+({_either(self._signs)})\s+", re.I)
        self._dots = ["@", *(f" {said} " for said, sign in self._signs.items() if sign == ".")]
        self._address = _address(self._signs)
        self._placeholders: dict[tuple[str, str], str] = {}
        self._spoken: dict[str, str] = {}
        # Texts without any contact: nearly all, and all are asked for later.
        self._without: dict[str, Reading] = {}
        for text in (facts.reason or "", *facts.earlier, *[line.text for line in lines], *more):
            reading = read(text)
            if self._find(reading):
                self.hide(redact(text))
            elif "[" not in reading.visible:
                self._without[text] = reading

    @property
    def placeholders(self) -> Iterable[str]:
        return self._spoken

    def hide(self, text: str) -> str:
        if text in self._without:
            return self._without[text].visible
        reading = read(_DICTATED.sub(r"\1", visible(text)))
        text = reading.visible
        parts: list[str] = []
        at = 0
        for contact in self._find(reading):
            parts += text[at : contact.start], self._placeholder(contact)
            at = contact.end
        return "".join(parts) + text[at:]

    def without(self, text: str) -> str:
        return PLACEHOLDER.sub(" ", self.hide(text))

    def read(self, text: str) -> Reading:
        return self._without.get(text) or read(self.without(text))

    def show(self, text: str) -> str:
        """The originals back in their places, as a voice reads them."""
        return PLACEHOLDER.sub(lambda match: self._spoken.get(match[0], match[0]), text)

    def _placeholder(self, contact: Contact) -> str:
        for (kind, same), known in self._placeholders.items():
            if kind == contact.kind and _is_same(same, contact.same):
                return known
        number = 1 + sum(kind == contact.kind for kind, _ in self._placeholders)
        made = f"[{contact.kind} {number}]"
        self._placeholders[contact.kind, contact.same] = made
        self._spoken[made] = contact.spoken
        return made

    # --- what is a contact ---

    def _find(self, reading: Reading) -> list[Contact]:
        # Nearly every line has none, and to look for one takes a while.
        may_be_mail = any(map(reading.lower.__contains__, self._dots))
        may_be_phone = reading.digits + most_digits(reading.letters) >= _SHORTEST
        mails = list(self._mails(reading.visible)) if may_be_mail else []
        phones = self._phones(reading.visible, mails) if may_be_phone else ()
        return sorted([*mails, *phones], key=lambda contact: contact.start)

    def _mails(self, text: str) -> Iterator[Contact]:
        spelled = self._wording.spelled
        for match in (*_WRITTEN.finditer(text), *self._address.finditer(text)):
            address = match[0].lower()
            if "@" not in address:
                address = self._sign_words.sub(lambda word: self._signs[word[1].lower()], address)
            spoken = re.sub(r"[@.+_-]", lambda sign: f" {spelled[sign[0]]} ", address)
            yield Contact(match.start(), match.end(), "email", address, " ".join(spoken.split()))

    def _phones(self, text: str, mails: Sequence[Contact]) -> Iterator[Contact]:
        members = [one for one in tokens(text) if not any(m.start <= one.start < m.end for m in mails)]
        for run in runs(text, HESITATION, members):
            if len(run.digits) < _SHORTEST:
                continue
            whole = self._phone(text, run)
            if whole is not None:
                yield whole
                continue
            # "order 4821, 415 555 0123": what commas part is looked at part by part.
            parts = (self._phone(text, part) for part in _parted(text, run))
            yield from (part for part in parts if part is not None)

    def _phone(self, text: str, run: Run) -> Contact | None:
        opening = _OPENING.search(text, 0, run.start)
        start = opening.start() if opening else run.start
        plus = "+" if "+" in text[start : run.start] else ""
        if not self._is_phone(text, run, plus) or _is_glued(text, start, run.end):
            return None
        return Contact(start, run.end, "phone", run.digits, plus + run.digits)

    def _is_phone(self, text: str, run: Run, plus: str) -> bool:
        count, written = len(run.digits), text[run.start : run.end]
        if not _SHORTEST <= count <= _LONGEST or _DATE.fullmatch(written) or _AMOUNT.fullmatch(written):
            return False
        behind = _BEHIND.match(text, run.end)
        if text[: run.start].rstrip()[-1:] in ("$", "€", "£", "#"):
            return False
        if behind is not None and behind[1].lower() in self._wording.measures:
            return False
        if plus:
            return True
        # Of two cues the nearer one tells what the number is.
        before = re.split(r"\d", text[max(0, run.start - _NEAR_BEFORE) : run.start])[-1]
        phone, code = (_last(cue, before) for cue in (self._wording.phone_cue, self._wording.code_cue))
        if max(phone, code) >= 0:
            return phone > code
        if _SHORTEST_BARE <= count <= _LONGEST_BARE or run.digits.startswith("00"):
            return True
        return self._wording.phone_cue.search(text, run.end, run.end + _NEAR_BEHIND) is not None


def _either(said: Iterable[str]) -> str:
    return "|".join(map(re.escape, said))


def _address(signs: Mapping[str, str]) -> re.Pattern[str]:
    """ "jane dot doe at example dot com"."""
    at, dot = (_either(said for said, sign in signs.items() if sign == wanted) for wanted in "@.")
    joint = _either(said for said, sign in signs.items() if sign != "@")
    local, domain = rf"\w+(?:\s+(?:{joint})\s+\w+){{0,5}}", rf"[\w-]+(?:\s+(?:{dot})\s+[\w-]+){{0,3}}?"
    return re.compile(rf"\b{local}\s+(?:{at})\s+{domain}\s+(?:{dot})\s+(?:{_TOPS})\b", re.I)


def _is_same(one: str, other: str) -> bool:
    """A number with and without its country is one; addresses are the same or not."""
    return one == other or (one.isdecimal() and (one.endswith(other) or other.endswith(one)))


def _last(cue: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in cue.finditer(text)), default=-1)


def _is_glued(text: str, start: int, end: int) -> bool:
    """Digits within a word, such as those of "MB4821377"."""
    return text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()


def _parted(text: str, run: Run) -> list[Run]:
    made: list[list[Token]] = [[run.tokens[0]]]
    for one, other in pairwise(run.tokens):
        if re.search(r"[,.;]\s", text[one.end : other.start]):
            made.append([])
        made[-1].append(other)
    return [Run(tuple(members)) for members in made] if len(made) > 1 else []
