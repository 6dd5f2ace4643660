"""Phone numbers and e-mail addresses in what was said: a model gets placeholders, a listener the originals.

Decides what is a contact and which placeholder stands for it, the same for the same one. It must not know
which sentences are spoken. An order number is no phone number, nor is a placeholder that somebody dictates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, pairwise

from summaries.dictated import Contact, Stretch, stretches, timeless
from summaries.digits import HESITATION, Run, Token, runs, tokens
from summaries.languages import WORDINGS
from summaries.numbers import TONGUES
from summaries.plain import visible
from summaries.reading import Reading, read
from summaries.redaction import redact
from summaries.words import Facts, Language, Line

PLACEHOLDER = re.compile(r"\[(?:phone|email) \d{1,3}\]")
_DICTATED = re.compile(r"\[\s*((?:phone|e-?mail)\s*\d+)\s*\]", re.I)
_WRITTEN = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?![\w-])")
_DATE = re.compile(r"\d{4}[-./ ]\d{1,2}[-./ ]\d{1,2}|\d{1,2}[-./ ]\d{1,2}[-./ ]\d{2,4}")
_AMOUNT = re.compile(r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?")
_OPENING = re.compile(r"(?:\+\s*)?\(?$")
_BEHIND = re.compile(r"\s*(%|€|£|\$|[^\W\d_]+)")
# Of E.164. Shorter than seven digits a number is anything; with ten to twelve it hardly is anything else.
_LONGEST, _LONGEST_BARE, _SHORTEST_BARE, _SHORTEST = 15, 12, 10, 7
# The languages of `TONGUES`.
_ORDER: tuple[Language, ...] = ("en", "es", "de", "fr")
_NEAR_BEFORE, _NEAR_BEHIND = 40, 25


# "Look at this dot on the screen" is no address.
_TOPS = (
    "com|net|org|edu|gov|info|biz|eu|io|app|dev|example"
    "|es|de|fr|uk|us|ca|mx|ar|cl|co|pe|ch|at|be|it|nl|lu|pt|ie|au"
)
_TOP_ENDS = re.compile(rf"\.(?:{_TOPS})$")
_LINE_ENDS = re.compile(r"[.,;?!]?[^\S\n]*(?:\n|$)")
# Speakers of other languages say these too.
_SAID_EVERYWHERE = {"at": "@", "ät": "@", "chez": "@", "dot": ".", "minus": "-", "underscore": "_"}
# Asked for by these, a number is a phone's when nothing else is named.
_NUMBER_ASKED = re.compile(
    r"\b(?:best|good|contact|call ?back|your|su|mejor|de contacto|ihre|beste|votre|meilleur|rappel)\s+"
    r"(?:number|número|nummer|numéro)\b|\bnúmero de contacto\b|\bnuméro de rappel\b"
    r"|\bnumber for you\b|\bnúmero para localizar\w*|\bnummer für rückfragen\b",
    re.I,
)
# "The phone number on the account, in case we get cut off" asks for no account nor case.
_IN_CASE = re.compile(r"\b(?:in case|en caso|au cas où)\b", re.I)
_ON_FILE = re.compile(
    r"(\b(?:phone|mobile|cell)(?: number)?|\bteléfono|\bmóvil|\b(?:telefon|handy|mobil)nummer|\btéléphone)"
    r"(?: \w+){0,3}? (?:on|for|with|to|en|de|para|im|zum|zu|für|sur|pour|du|de) (?:(?:the|your|this|la|su|el"
    r"|das|dem|ihr|ihrem|le|votre) )?(?:account|order|booking|contract|policy|cuenta|pedido|contrato|reserva"
    r"|konto|kundenkonto|vertrag|auftrag|compte|dossier|contrat|commande)\b",
    re.I,
)
# What begins a phone number, and is no code of another one.
_AREA = re.compile(
    r"\b(?:(?:area|country|city|dial(?:l?ing)?) code|código (?:de|del) (?:país|área|ciudad)"
    r"|prefijo|\w*vorwahl|indicatif|code (?:pays|du pays))\b",
    re.I,
)
_PREFIX = re.compile(rf"{_AREA.pattern}[\s:,]*(?:(?:is|of|es|ist|est|plus)[\s,]+)*$", re.I)
# "When should we call?" asks for none.
_TIME_ASKED = re.compile(
    r"\b(?:when (?:should|can|could|may|did|do|does|is|was|would|will|shall|are|were)|what time|how often"
    r"|cuándo|qué hora|wann|wie viel uhr|quand|quelle heure)\b",
    re.I,
)
_NAMES_NUMBER = re.compile(r"\b(?:\w*num\w+|\w*nummer|númer\w+|numér\w+)\b", re.I)
# Where a number of nine digits is a whole phone number.
_NINE = {"es": re.compile(r"[6-9]\d{8}")}


class Contacts:
    """The contacts of one call, in the order in which they are told, and of `more` texts behind them."""

    def __init__(self, facts: Facts, lines: Sequence[Line], *more: str) -> None:
        self._wording = WORDINGS[facts.language]
        self._signs = _signs(facts.language)
        self._sign_words = re.compile(rf"\s+({_either(self._signs)})\s+", re.I)
        self._dots = ["@", *(f" {said} " for said, sign in self._signs.items() if sign == ".")]
        self._address, self._half = _patterns(facts.language)
        self._nine = _NINE.get(facts.language)
        # "Um zehn Uhr" is an hour, and nobody hesitates.
        self._hesitation = HESITATION - {"um"} if facts.language == "de" else HESITATION
        # By text what only its neighbours tell, and the digits of phones that were told so.
        self._parts: dict[str, list[Contact]] = {}
        self._told: set[str] = set()
        self._placeholders: dict[tuple[str, str], str] = {}
        self._spoken: dict[str, str] = {}
        # Texts without any contact: nearly all, and all are asked for later.
        self._without: dict[str, Reading] = {}
        said = [read(line.text) for line in lines]
        self._learn(lines, said)
        around = [read(text) for text in (facts.reason or "", *facts.earlier)]
        readings = [*around, *said, *map(read, more)]
        texts = [facts.reason or "", *facts.earlier, *[line.text for line in lines], *more]
        for text, reading in zip(texts, readings, strict=True):
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
        may_be_mail = self._has_dot(reading)
        may_be_phone = reading.digits + reading.most >= _SHORTEST
        known = self._parts.get(reading.visible, ())
        if not (may_be_mail or may_be_phone or known):
            return []
        mails = list(self._mails(reading.visible)) if may_be_mail else []
        phones = self._phones(reading.visible, mails) if may_be_phone else ()
        found = [one for one in (*mails, *phones) if not any(_meet(one, part) for part in known)]
        return sorted([*known, *found], key=lambda contact: contact.start)

    def _learn(self, lines: Sequence[Line], said: Sequence[Reading]) -> None:
        """What is a contact only with the lines around it."""
        for stretch in stretches(lines, said):
            parts: list[tuple[str, Contact]] = []
            lines_told = stretch.phone_lines()
            if lines_told > 1 or (lines_told and self._asks(stretch.asked)):
                parts += stretch.phones(self._dictated)
            if stretch.asks_for_mail or (len(stretch.lines) > 1 and any(map(self._has_dot, stretch.lines))):
                parts += self._mail_parts(stretch)
            for text, part in parts:
                self._parts.setdefault(text, []).append(part)
                self._told |= {part.same} if part.kind == "phone" else set()

    def _has_dot(self, reading: Reading) -> bool:
        return any(map(reading.lower.__contains__, self._dots))

    def _mail_parts(self, stretch: Stretch) -> Iterator[tuple[str, Contact]]:
        text = stretch.text
        whole = [mail for mail in self._mails(text) if "\n" in text[mail.start : mail.end]]
        if stretch.asks_for_mail:
            whole += [
                part
                for part in self._spelled(text, self._half)
                if self._is_half(text, part)
                and not any(_meet(part, mail) for mail in (*whole, *self._mails(text)))
            ]
        for mail in whole:
            yield from stretch.parts(mail)

    def _is_half(self, text: str, part: Contact) -> bool:
        """Not "look at this dot on the screen": with an "at" it ends as an address does, or the line does."""
        said = f" {text[part.start : part.end].lower()}"
        address = self._sign_words.sub(lambda word: self._signs[word[1].lower()], said)
        if re.split(r"\W+", address)[-1] in self._signs:
            return False
        domain = address.rpartition("@")[2]
        ends = "." in domain and _LINE_ENDS.match(text, part.end) is not None
        return "@" not in address or ends or _TOP_ENDS.search(domain) is not None

    def _asks(self, asked: str) -> bool:
        if _TIME_ASKED.search(asked) and not _NAMES_NUMBER.search(asked):
            return False
        phone, code = self._cues(_IN_CASE.sub("", asked))
        if 0 <= phone < code:
            phone, code = self._cues(_IN_CASE.sub("", _ON_FILE.sub(r"\1", asked)))
        return phone > code or (code < 0 and _NUMBER_ASKED.search(asked) is not None)

    def _cues(self, text: str) -> tuple[int, int]:
        """Where a phone and where another number is announced last; an area code is none."""
        text = _AREA.sub(lambda area: " " * len(area[0]), text)
        return _last(self._wording.phone_cue, text), _last(self._wording.code_cue, text)

    def _dictated(self, stretch: Stretch, run: Run) -> Contact | None:
        text, count = stretch.text, len(run.digits)
        asks, apart = self._asks(stretch.asked), "\n" in text[run.start : run.end]
        start, plus = self._opening(text, run)
        if count > _LONGEST or not (apart or asks) or not self._may_be_phone(text, run):
            return None
        if self._holds_whole(text, run, _parted(text, run)):
            return None
        phone, code = self._cues(text[: run.start])
        if max(phone, code) >= 0:
            told = phone > code
        elif self._cues(stretch.asked)[1] >= 0 and not asks:
            told = False
        else:
            told = asks or bool(plus) or self._is_bare(run.digits)
        return Contact(start, run.end, "phone", run.digits, plus + run.digits) if told else None

    def _mails(self, text: str) -> Iterator[Contact]:
        yield from self._spelled(text, _WRITTEN, self._address)

    def _spelled(self, text: str, *patterns: re.Pattern[str]) -> Iterator[Contact]:
        spelled = self._wording.spelled
        for match in chain.from_iterable(pattern.finditer(text) for pattern in patterns):
            address = match[0].lower()
            if "@" not in address:
                address = self._sign_words.sub(lambda word: self._signs[word[1].lower()], address)
            spoken = re.sub(r"[@.+_-]", lambda sign: f" {spelled[sign[0]]} ", address)
            yield Contact(match.start(), match.end(), "email", address, " ".join(spoken.split()))

    def _phones(self, text: str, mails: Sequence[Contact]) -> Iterator[Contact]:
        members = [one for one in tokens(text) if not any(m.start <= one.start < m.end for m in mails)]
        for run in runs(text, self._hesitation, timeless(text, members)):
            if len(run.digits) < _SHORTEST:
                continue
            parts = _parted(text, run)
            whole = None if self._holds_whole(text, run, parts) else self._phone(text, run)
            # "order 4821, 415 555 0123": what commas part is looked at part by part.
            found = [whole] if whole else [self._phone(text, part) for part in parts]
            yield from (one for one in found if one is not None)

    def _holds_whole(self, text: str, run: Run, parts: Sequence[Run]) -> bool:
        """Whether a number is whole beside a count or an hour: "I have two, 415 555 0123"."""
        if not parts:
            return False
        first, last = parts[0].digits, parts[-1].digits
        if self._is_bare(first):
            return len(run.digits) - len(first) == 1
        begins = first.startswith("0") or self._opening(text, run)[1] or _PREFIX.search(text, 0, run.start)
        return not begins and self._is_bare(last)

    def _phone(self, text: str, run: Run) -> Contact | None:
        start, plus = self._opening(text, run)
        if not self._is_phone(text, run, plus) or _is_glued(text, start, run.end):
            return None
        return Contact(start, run.end, "phone", run.digits, plus + run.digits)

    def _opening(self, text: str, run: Run) -> tuple[int, str]:
        opening = _OPENING.search(text, 0, run.start)
        start = opening.start() if opening else run.start
        return start, "+" if "+" in text[start : run.start] else ""

    def _is_bare(self, digits: str) -> bool:
        """Without any word that tells."""
        nine = self._nine is not None and self._nine.fullmatch(digits) is not None
        return nine or _SHORTEST_BARE <= len(digits) <= _LONGEST_BARE or digits.startswith("00")

    def _may_be_phone(self, text: str, run: Run) -> bool:
        """Whether it is no date, amount or measure."""
        written = text[run.start : run.end]
        if _DATE.fullmatch(written) or _AMOUNT.fullmatch(written):
            return False
        behind = _BEHIND.match(text, run.end)
        if text[: run.start].rstrip()[-1:] in ("$", "€", "£", "#"):
            return False
        return behind is None or behind[1].lower() not in self._wording.measures

    def _is_phone(self, text: str, run: Run, plus: str) -> bool:
        if not _SHORTEST <= len(run.digits) <= _LONGEST or not self._may_be_phone(text, run):
            return False
        if plus or run.digits in self._told:
            return True
        # Of two cues the nearer one tells what the number is.
        before = re.split(r"\d", text[max(0, run.start - _NEAR_BEFORE) : run.start])[-1]
        phone, code = self._cues(before)
        if max(phone, code) >= 0:
            return phone > code
        if self._is_bare(run.digits):
            return True
        return self._wording.phone_cue.search(text, run.end, run.end + _NEAR_BEHIND) is not None


def _either(said: Iterable[str]) -> str:
    return "|".join(map(re.escape, said))


def _meet(one: Contact, other: Contact) -> bool:
    return one.start < other.end and other.start < one.end


def _signs(language: Language) -> dict[str, str]:
    return _SAID_EVERYWHERE | {said.lower(): sign for sign, said in WORDINGS[language].spelled.items()}


@cache
def _patterns(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Of addresses, and of parts of them; to make one takes longer than to read a call with it."""
    return _address(_signs(language), language), _half(_signs(language))


def _address(signs: Mapping[str, str], language: Language) -> re.Pattern[str]:
    """ "jane dot doe at example dot com"."""
    at, dot = (_either(said for said, sign in signs.items() if sign == wanted) for wanted in "@.")
    joint = _either(said for said, sign in signs.items() if sign != "@")
    # "L o p e z seventy two": spelled, and with numbers behind.
    number = rf"(?:\d+|{_either(sorted(TONGUES[_ORDER.index(language)].sure))})\b"
    letter = r"[^\W\d]\b"
    unit = rf"(?:{letter}(?:\s+{letter}){{0,24}}|\d|\w[\w-]+)(?:\s+{number}){{0,6}}"
    local = rf"{unit}(?:\s+(?:{joint})\s+{unit}){{0,5}}"
    domain = rf"[\w-]+(?:\s+(?:{dot})\s+[\w-]+){{0,3}}?"
    ends = rf"(?:{_TOPS})\b(?!\s+(?:{dot})\s+(?:{_TOPS})\b)"
    return re.compile(rf"(?<!['\u2019])\b{local}\s+(?:{at})\s+{domain}\s+(?:{dot})\s+{ends}", re.I)


def _half(signs: Mapping[str, str]) -> re.Pattern[str]:
    """A part of an address, where one was asked for: "jane dot doe", "at example dot com"."""
    any_sign = _either(signs)
    return re.compile(rf"\b(?:(?:{any_sign})\s+)?\w+(?:\s+(?:{any_sign})\s+\w+)+", re.I)


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
