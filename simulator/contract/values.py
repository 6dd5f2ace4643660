"""Is one value of an attribute or a field inside what Twilio documents for it?

Decides per kind of value: whole number, boolean, choice, list of words, pattern, URL, label, text.
It must not know which element or operation the value belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from simulator.contract.problem import Complaint
from simulator.contract.tables import LIMITS

Rule = Mapping[str, Any]

# Connection overrides in a URL's fragment, in milliseconds or tries (reference/twilio.md 1.2).
OVERRIDES = {"ct": (100, 10_000), "rt": (100, 15_000), "tt": (100, 15_000), "rc": (0, 5)}
RETRY_POLICIES = {"4xx", "5xx", "ct", "rt", "all"}
BAD_RETRY_POLICY = 11243


def value_complaint(rule: Rule, value: str, absolute: bool = False) -> Complaint | None:
    """What is wrong with `value`, or None; `absolute` demands that a URL stands on its own."""
    if value == "" and rule.get("allowEmpty"):
        return None
    if rule["type"] == "url":
        found = url_complaint(value, absolute or rule.get("absolute", False))
        return found and (found[0], found[1] or rule.get("code"))
    message = _KINDS[rule["type"]](rule, value)
    return (message, rule.get("code")) if message else None


def url_complaint(value: str, absolute: bool) -> Complaint | None:
    """What is wrong with an http(s) URL and the connection overrides in its fragment, or None."""
    if not value:
        return "is an empty URL", None
    if re.search(r"[^\x21-\x7e]|[<>\"\\^`{}|]", value):
        return f"{value!r} has characters that must be percent-encoded", None
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname or "", parts.port
    except ValueError as wrong:
        return f"{value!r} is not a URL: {wrong}", None
    if (parts.scheme or parts.netloc) and (parts.scheme not in ("http", "https", "") or not host):
        return f"{value!r} must be an http:// or https:// URL with a host", None
    if "_" in host:
        return f"host {host!r} has an underscore, which Twilio refuses", None
    if absolute and not parts.scheme:
        return f"{value!r} must be absolute: there is no document to resolve it against", None
    return _override_complaint(parts.fragment)


def _override_complaint(fragment: str) -> Complaint | None:
    for key, text in parse_qsl(fragment):
        low, high = OVERRIDES.get(key, (0, 0))
        if high and not (re.fullmatch(r"\d{1,6}", text) and low <= int(text) <= high):
            return f"connection override {key}={text} is outside {low}..{high}", None
        if key == "rp" and not set(text.split(",")) <= RETRY_POLICIES:
            return (
                f"retry policy rp={text} is not a list of {', '.join(sorted(RETRY_POLICIES))}",
                BAD_RETRY_POLICY,
            )
    return None


def _integer(rule: Rule, value: str) -> str | None:
    if not re.fullmatch(r"-?\d{1,18}", value, re.ASCII):
        return f"{value!r} is not a whole number"
    low, high = rule.get("min"), rule.get("max")
    if (low is not None and int(value) < low) or (high is not None and int(value) > high):
        return f"{value} is outside {'' if low is None else low}..{'' if high is None else high}"
    return None


def _boolean(rule: Rule, value: str) -> str | None:
    return None if value in ("true", "false") else f"{value!r} is neither true nor false (lower case)"


def _choice(rule: Rule, value: str) -> str | None:
    return None if value in rule["values"] else f"{value!r} is not one of {', '.join(rule['values'])}"


def _words(rule: Rule, value: str) -> str | None:
    words = value.split(" ")
    if wrong := [word for word in words if word not in rule["values"]]:
        return f"{' '.join(wrong)!r} is not a blank-separated list of {', '.join(rule['values'])}"
    return f"{value!r} repeats a word" if len(words) != len(set(words)) else None


def _pattern(rule: Rule, value: str) -> str | None:
    if re.fullmatch(rule["pattern"], value, re.ASCII):
        return None
    return f"{value!r} must be {rule.get('say') or rule['pattern']}"


def _hints(rule: Rule, value: str) -> str | None:
    return f"has more than {rule['max']} hints" if value.count(",") >= rule["max"] else None


def _label(rule: Rule, value: str) -> str | None:
    longest = LIMITS["participant_label"]
    if 1 <= len(value) <= longest and "/" not in value and not re.fullmatch(r"CA[0-9a-fA-F]{32}", value):
        return None
    return f"{value!r} must be 1 to {longest} characters, no '/', and not a call SID"


def _text(rule: Rule, value: str) -> str | None:
    low, high = rule.get("min", 0), rule.get("max", len(value))
    return None if low <= len(value) <= high else f"has {len(value)} characters, allowed are {low} to {high}"


_KINDS: Mapping[str, Callable[[Rule, str], str | None]] = {
    "int": _integer,
    "bool": _boolean,
    "enum": _choice,
    "tokens": _words,
    "pattern": _pattern,
    "hints": _hints,
    "label": _label,
    "string": _text,
}
