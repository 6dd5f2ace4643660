"""What the contract checks find: one problem, at one place, with Twilio's error number where one fits.

Decides only the shape and the wording of a finding; it must not know TwiML, REST or any rule.
"""

from __future__ import annotations

from dataclasses import dataclass

# What is wrong with a value, before anybody knows where the value stood.
Complaint = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `level` is `error` (Twilio refuses, drops or garbles it) or `warning` (legal but in vain).

    `path` names the place, such as `/Response/Dial[1]/@timeout`, `form.Timeout` or `body.status`;
    `code` is Twilio's error number or None.
    """

    level: str
    path: str
    message: str
    code: int | None = None

    def __str__(self) -> str:
        number = f" {self.code}" if self.code else ""
        return f"{self.level}{number} {self.path}: {self.message}"


def error(path: str, message: str, code: int | None = None) -> Problem:
    """Twilio refuses or drops what stands at `path`."""
    return Problem("error", path, message, code)


def warning(path: str, message: str, code: int | None = None) -> Problem:
    """Twilio accepts what stands at `path`, but it cannot do what it seems to."""
    return Problem("warning", path, message, code)
