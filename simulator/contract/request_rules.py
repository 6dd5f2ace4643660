"""Rules between the fields of one REST request: what must go together, what cancels what.

Decides one function per rule, each with the operations that it is for (reference/twilio.md 4.1 to 4.5).
It must not judge single values, nor know any state.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from simulator.contract.documents import INLINE_TOO_LONG, document_problems
from simulator.contract.problem import Problem, error, warning
from simulator.contract.sip import sip_complaints
from simulator.contract.tables import E164

Form = Mapping[str, str]
FieldsRule = Callable[[Form], Iterator[Problem]]

BAD_TO, BAD_FROM, NO_DOCUMENT, TWO_DOCUMENTS, NO_SIP_PASSWORD = 21211, 21212, 21205, 32019, 21225
NO_SENDER, NO_BODY = 21603, 21602
# The same faults of a SIP URI have numbers of their own in the REST API.
REST_SIP_CODES = {13243: 21211, 13252: 21228, 32113: 21228, 32112: 21229, 13253: 21227}
ENDS = ("completed", "canceled")


def rule_problems(operation: str, form: Form) -> Iterator[Problem]:
    """What the fields of `form` do to each other in this operation."""
    for operations, rule in RULES:
        if operation in operations:
            yield from rule(form)
    for name in form:
        callback = name.removesuffix("Event")
        if name.endswith("CallbackEvent") and not form.get(callback):
            yield warning(f"form.{name}", f"has no effect without {callback}")
    if operation.startswith("Update") and not form:
        yield warning("form", "an update without fields changes nothing")


def _dials(form: Form) -> Iterator[Problem]:
    to, sender = form.get("To", ""), form.get("From", "")
    if to.startswith(("sip:", "sips:")):
        for message, code in sip_complaints(to):
            yield error("form.To", message, REST_SIP_CODES.get(code or 0, code))
    elif to and not E164.fullmatch(to) and not re.fullmatch(r"client:\S+|app:AP[0-9a-fA-F]{32}(\?.*)?", to):
        yield error("form.To", f"{to!r} is none of E.164 (+15551234567), sip:, client:, app:", BAD_TO)
    if E164.fullmatch(to) and sender and not E164.fullmatch(sender):
        yield error("form.From", f"{sender!r} must be E.164 when To is a phone number", BAD_FROM)
    if form.get("SipAuthUsername") and not form.get("SipAuthPassword"):
        yield error("form.SipAuthPassword", "is required with SipAuthUsername", NO_SIP_PASSWORD)


def _document(form: Form) -> Iterator[Problem]:
    if "Url" in form and "Twiml" in form:
        yield error("form.Twiml", "Url is there too and wins, Twiml is ignored", TWO_DOCUMENTS)
    if not form.get("Twiml"):
        return
    for found in document_problems(form["Twiml"], "inline"):
        # The length is a limit of the field itself as well.
        if found.code != INLINE_TOO_LONG:
            yield Problem(found.level, f"form.Twiml{found.path}", found.message, found.code)


def _says_what_to_do(form: Form) -> Iterator[Problem]:
    if not form.keys() & {"Url", "Twiml", "ApplicationSid"}:
        yield error("form.Url", "one of Url, Twiml and ApplicationSid is required", NO_DOCUMENT)


def _detection(form: Form) -> Iterator[Problem]:
    if form.get("SendDigits") and form.get("MachineDetection"):
        yield warning("form.MachineDetection", "SendDigits switches it off")


def _ends_or_moves(form: Form) -> Iterator[Problem]:
    if form.get("Status") in ENDS and form.keys() & {"Url", "Twiml"}:
        yield warning("form.Status", "ends the call that is given new TwiML in the same request")


def _coaching(form: Form) -> Iterator[Problem]:
    if form.get("Coaching") == "true" and not form.get("CallSidToCoach"):
        yield error("form.CallSidToCoach", "is required when Coaching is true")


def _hold(form: Form) -> Iterator[Problem]:
    if "HoldUrl" in form and form.get("Hold") != "true":
        yield warning("form.HoldUrl", "has no effect without Hold=true")


def _number_owner(form: Form) -> Iterator[Problem]:
    owners = [name for name in ("TrunkSid", "VoiceApplicationSid") if form.get(name)]
    for name in owners if form.get("VoiceUrl") else ():
        yield warning("form.VoiceUrl", f"is ignored while {name} is set")
    if len(owners) > 1:
        yield error("form.TrunkSid", "TrunkSid and VoiceApplicationSid delete each other")


def _message(form: Form) -> Iterator[Problem]:
    to = form.get("To", "")
    if to and not E164.fullmatch(to) and not re.fullmatch(r"[a-z]+:\S+", to):
        yield error("form.To", f"{to!r} is neither E.164 (+15551234567) nor a channel address", BAD_TO)
    if not form.get("From") and not form.get("MessagingServiceSid"):
        yield error("form.From", "From or MessagingServiceSid is required", NO_SENDER)
    if not any(form.get(name) for name in ("Body", "MediaUrl", "ContentSid")):
        yield error("form.Body", "one of Body, MediaUrl and ContentSid is required", NO_BODY)


def _transcription(form: Form) -> Iterator[Problem]:
    if not form.keys() & {"StatusCallbackUrl", "IntelligenceService"}:
        yield warning("form.StatusCallbackUrl", "without it the text goes nowhere")


RULES: tuple[tuple[tuple[str, ...], FieldsRule], ...] = (
    (("CreateCall", "CreateParticipant"), _dials),
    (("CreateCall", "UpdateCall"), _document),
    (("CreateCall",), _says_what_to_do),
    (("CreateCall", "UpdateCall"), _detection),
    (("CreateCall", "UpdateCall"), _ends_or_moves),
    (("CreateParticipant", "UpdateParticipant"), _coaching),
    (("UpdateParticipant",), _hold),
    (("UpdateIncomingPhoneNumber",), _number_owner),
    (("CreateMessage",), _message),
    (("CreateRealtimeTranscription",), _transcription),
)
