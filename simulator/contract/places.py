"""Where a TwiML document stands: which verbs Twilio runs there, and whether relative URLs have a base.

Decides by the `where` table of the official data; it must not know what is inside a document.
"""

from __future__ import annotations

from dataclasses import dataclass

from simulator.contract.tables import TWIML


@dataclass(frozen=True)
class Place:
    """One kind of document; `allow` and `deny` are verbs (no list: any), `code` the refusal's number."""

    name: str
    about: str
    allow: tuple[str, ...] | None = None
    deny: tuple[str, ...] = ()
    code: int | None = None

    @property
    def inline(self) -> bool:
        """Handed over as the Twiml parameter: it has no URL of its own."""
        return self.name == "inline"

    def refuses(self, verb: str) -> bool:
        return verb in self.deny or (self.allow is not None and verb not in self.allow)


def _place(name: str) -> Place:
    row = TWIML["where"][name]
    allow = tuple(row["allow"]) if "allow" in row else None
    return Place(name, row["about"], allow, tuple(row.get("deny", ())), row.get("code"))


PLACES = {name: _place(name) for name in TWIML["where"]}
