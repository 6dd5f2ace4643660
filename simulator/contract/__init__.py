"""Twilio's published contract as a judge: what it would refuse, drop or never run, before a phone rings.

Decides about TwiML documents, REST requests and the carrier's own answers, each as a list of sentences;
an empty list means nothing was found. It must not know the state of any call, nor who wrote the text.
"""

from __future__ import annotations

from simulator.contract.documents import document_problems
from simulator.contract.requests import request_problems
from simulator.contract.responses import response_problems

__all__ = ["check_request", "check_response", "check_twiml"]


def check_twiml(xml: str, where: str = "call") -> list[str]:
    """Check one TwiML document.

    `where`: `call` (answer to a voice webhook, action or redirect), `inline` (the Twiml parameter),
    `whisper` (`url` of a dialled noun), `wait` (waitUrl, HoldUrl, AnnounceUrl of a conference),
    `queue` (waitUrl of <Enqueue>). Each sentence begins with `error` or `warning`, Twilio's error
    number where one fits, and the path of the place. Raises ValueError for another `where`.
    """
    return [str(problem) for problem in document_problems(xml, where)]


def check_request(method: str, path: str, sent: list[tuple[str, str]]) -> list[str]:
    """Check one REST request: `sent` is the form of a POST, the query of anything else, fields in order."""
    return [str(problem) for problem in request_problems(method, path, sent)]


def check_response(method: str, path: str, body: object) -> list[str]:
    """Check one decoded REST answer, None where there is no body; error answers are checked as such."""
    return [str(problem) for problem in response_problems(method, path, body)]
