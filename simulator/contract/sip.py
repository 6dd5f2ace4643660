"""Is a SIP URI one that Twilio dials, and do its headers reach the other side?

Decides on shape, lengths, parameters and custom headers (reference/twilio.md 3.2).
It must not know whether the URI stood in TwiML or in a request.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from simulator.contract.problem import Complaint
from simulator.contract.tables import LIMITS, TWIML

URI = re.compile(
    r"sips?:(?:(?P<user>[^@\s]+)@)?(?:[A-Za-z0-9.-]+|\[[0-9a-fA-F:.]+\])(?::\d{1,5})?(?P<parameters>(?:;[^;\s]+)*)"
)
USER = re.compile(r"(?:[\w.!~*'()&=+$,;?/:-]|%[0-9A-Fa-f]{2})*", re.ASCII)
HEADER_NAME = re.compile(r"[xX]-[A-Za-z0-9!*_'.+`~-]+")
HEADER_VALUE = re.compile(r"(?:[\w.!~*'()\[\]/?:+$-]|%[0-9A-Fa-f]{2})*", re.ASCII)
PARAMETERS = {"transport": ("udp", "tcp", "tls"), "secure": ("true", "false")}
BAD_URI, BAD_USER, BAD_PARAMETER = 13243, 32110, 32114
HEADERS_TOO_LONG, NOT_A_HEADER, RESERVED_HEADER, BAD_HEADER_VALUE = 13253, 13252, 32113, 32112


def sip_complaints(uri: str) -> Iterator[Complaint]:
    """Everything that is wrong with `uri`, its headers after the `?` included."""
    base, question, headers = uri.partition("?")
    if match := URI.fullmatch(base):
        yield from _address_complaints(match["user"] or "", match["parameters"])
    else:
        yield f"{base!r} is not sip:user@host[:port][;transport=tcp]", BAD_URI
    if len(base) > LIMITS["sip_uri"]:
        yield f"URI before '?' has {len(base)} characters, at most {LIMITS['sip_uri']}", BAD_URI
    if len(headers) > LIMITS["sip_headers"]:
        yield f"header part has {len(headers)} characters, at most {LIMITS['sip_headers']}", HEADERS_TOO_LONG
    for header in headers.split("&") if question else ():
        yield from _header_complaints(header)


def _address_complaints(user: str, parameters: str) -> Iterator[Complaint]:
    if not USER.fullmatch(user):
        yield f"user part {user!r} has characters that must be percent-encoded", BAD_USER
    for parameter in parameters.split(";")[1:]:
        name, _, value = parameter.partition("=")
        known = PARAMETERS.get(name.lower())
        if known and value.lower() not in known:
            yield f"parameter {parameter!r} must be one of {', '.join(known)}", BAD_PARAMETER


def _header_complaints(header: str) -> Iterator[Complaint]:
    name, _, value = header.partition("=")
    others = TWIML["sip_headers_allowed"]
    if name.lower().startswith("x-twilio"):
        yield f"header {name!r}: names starting with X-Twilio are reserved", RESERVED_HEADER
    elif not HEADER_NAME.fullmatch(name) and name not in others:
        yield f"header {name!r} must start with X- or be one of {', '.join(others)}", NOT_A_HEADER
    if not HEADER_VALUE.fullmatch(value):
        yield f"value of header {name!r} must be percent-encoded: {value!r}", BAD_HEADER_VALUE
    elif re.search(r"[\x00-\x1f\x7f]", unquote(value)):
        yield f"value of header {name!r} has a control character", BAD_HEADER_VALUE
