"""What the SIP API refuses about one trunk, rule or update, and in which words: pure functions.

Decides what was seen on server 1.13.5 (docs/livekit.md). Which of them may stand side by side is decided in
`routing.py`; it must not know what is stored.
"""

from __future__ import annotations

import re
from typing import Any

from livekit.protocol import models, sip

from simulator.livekit.routing import Rule, Trunk
from simulator.livekit.twirp import TwirpError, inner

LISTS = ("numbers", "allowed_addresses", "allowed_numbers", "trunk_ids")
LONGEST_HEADER_NAME, LONGEST_HEADER_VALUE = 255, 1024
LONGEST_MEDIA_TIMEOUT = 600
TOKEN_CHARACTERS = re.compile(r"[A-Za-z0-9\-.!%*_+`'~]")
# Headers of every SIP message, or their short forms: not to be set by anybody.
TAKEN = frozenset(
    (
        *("accept", "accept-encoding", "accept-language", "allow", "allow-events", "call-id", "contact"),
        *("content-encoding", "content-length", "content-type", "cseq", "event", "expires", "from"),
        *("max-forwards", "record-route", "refer-to", "reply-to", "k", "l", "m", "o", "r", "t", "u", "v"),
    )
)


def wrong(text: str) -> TwirpError:
    return TwirpError("invalid_argument", text)


def check_trunk(trunk: Trunk) -> None:
    if not (trunk.auth_username or trunk.auth_password or trunk.allowed_addresses or trunk.numbers):
        raise wrong(
            "for security, one of the fields must be set: "
            "AuthUsername+AuthPassword, AllowedAddresses or Numbers"
        )
    check_media(trunk)
    for name, value in trunk.headers.items():
        _check_header(name, may_be_taken=False)
        if len(value) > LONGEST_HEADER_VALUE:
            problem = f"header {name}: value too long (max {LONGEST_HEADER_VALUE} characters)"
            raise wrong(f"invalid header value for {name}: {problem}")
    for name in (*trunk.attributes_to_headers.values(), *trunk.headers_to_attributes):
        _check_header(name)


def check_rule(rule: Rule) -> None:
    if not rule.HasField("rule"):
        raise wrong("missing rule")
    check_media(rule)


def check_kind(rule: Rule) -> None:
    """What is only noticed when rules are held against each other."""
    if not rule.rule.WhichOneof("rule"):
        raise inner("invalid_argument", "unsupported SIP Dispatch Rule: <nil>")


def check_media(info: Any) -> None:
    timeout = info.media.media_timeout.ToSeconds() if info.HasField("media") else 0
    if timeout < 0:
        raise wrong("media_timeout must not be negative")
    if timeout > LONGEST_MEDIA_TIMEOUT:
        raise wrong("media_timeout must not exceed 10m0s")


def check_update(request: Any, kind: str, known: str) -> None:
    """`kind`: trunk or rule; `known`: the id that the request names."""
    if not known:
        raise wrong(f"{kind} id must be set")
    action = request.WhichOneof("action")
    if action is None:
        raise wrong("missing or unsupported update action")
    if action == "update":
        for name in LISTS:
            if name in request.update.DESCRIPTOR.fields_by_name and request.update.HasField(name):
                _check_list(getattr(request.update, name))
        check_media(request.update)
        return
    new = request.replace
    if (new.sip_trunk_id if kind == "trunk" else new.sip_dispatch_rule_id) not in ("", known):
        raise wrong(f"{kind} id in the info must be empty or match the id in the update")
    check_trunk(new) if kind == "trunk" else check_rule(new)


def upgrade(info: Trunk | Rule) -> None:
    """The older field for encryption is kept in step with the newer one, which is there from then on."""
    info.media.SetInParent()
    disabled = sip.SIPMediaEncryption.Value("SIP_MEDIA_ENCRYPT_DISABLE")
    if not info.media.HasField("encryption") and info.media_encryption != disabled:
        info.media.encryption = info.media_encryption


def _check_list(update: models.ListUpdate) -> None:
    changes = bool(update.set or update.add or update.remove)
    if not update.clear and not changes:
        raise wrong("unsupported list update operation")
    if update.clear and changes:
        raise wrong("cannot clear and change the list at the same time")
    if update.set and (update.add or update.remove):
        raise wrong("cannot set and change the list at the same time")
    if "" in (*update.set, *update.add, *update.remove):
        raise wrong("empty element in the list")


def _check_header(name: str, may_be_taken: bool = True) -> None:
    problem = ""
    if not name:
        problem = "header name cannot be empty"
    elif len(name) > LONGEST_HEADER_NAME:
        problem = f"header name too long (max {LONGEST_HEADER_NAME} characters)"
    elif odd := next((one for one in name if not TOKEN_CHARACTERS.fullmatch(one)), ""):
        problem = f"header name {name} contains invalid characters: char {ord(odd)} not allowed"
    elif not may_be_taken and name.lower() in TAKEN:
        problem = f"header name {name} not supported"
    if problem:
        raise wrong(f"invalid header name: {problem}")
