"""Twilio's REST API: ring, redirect, hang up, look.

Decides the parameters of each request and what a refusal means (reference/twilio.md 4). It must not
know calls, legs or transfers, only SIDs, numbers and URLs.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http import HttpClient
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from bridge.ports.errors import PortError, from_network, from_status

TIMEOUT = 4.0
# Call not in progress: it rings still, or is over (reference/twilio.md 4.2).
NOT_IN_PROGRESS = 21220
# The SDK writes whole phone numbers at INFO (design 8).
logging.getLogger("twilio.http_client").setLevel(logging.WARNING)


class Dialled(NamedTuple):
    sid: str
    status: str


class Inside(NamedTuple):
    """Somebody in a conversation: a CallSid, or a LiveKit identity; `answered`: hears and is heard."""

    who: str
    answered: bool


class OtherHost(TwilioHttpClient):  # type: ignore[misc]
    """The SDK's own client, on another scheme, host and port: a simulated carrier."""

    def __init__(self, base_url: str | None) -> None:
        super().__init__(timeout=TIMEOUT)
        self._base = urlsplit(base_url) if base_url else None
        # The SDK's pool is as small as the machine; ours must serve every lane at once.
        for scheme in ("https://", "http://"):
            self.session.mount(scheme, HTTPAdapter(pool_maxsize=32))

    def request(self, method: str, url: str, *args: Any, **more: Any) -> Any:
        if self._base is not None:
            parts = urlsplit(url)
            url = urlunsplit(parts._replace(scheme=self._base.scheme, netloc=self._base.netloc))
        return super().request(method, url, *args, **more)


class Twilio:
    """Every method raises PortError. `user` and `password`: account SID and token, or an API key."""

    def __init__(self, account_sid: str, user: str, password: str, number: str, http: HttpClient) -> None:
        self._client = Client(user, password, account_sid, http_client=http)
        self._account, self._number = account_sid, number

    def dial(
        self,
        to: str,
        url: str,
        fallback_url: str,
        status_url: str,
        ring_seconds: int,
        machine_url: str | None = None,
    ) -> str:
        """Ring a phone; returns the CallSid. Has no idempotency key: never say it twice.

        With `machine_url` the carrier listens whether a machine picks up, while the phone hears its document.
        """
        with errors():
            call = self._client.calls.create(
                to=to,
                from_=self._number,
                url=url,
                fallback_url=fallback_url,
                status_callback=status_url,
                status_callback_event=["initiated", "ringing", "answered", "completed"],
                timeout=ring_seconds,
                **_listening(machine_url),
            )
        return str(call.sid)

    def redirect(self, sid: str, url: str, fallback_url: str) -> None:
        with errors():
            self._client.calls(sid).update(url=url, fallback_url=fallback_url)

    def hang_up(self, sid: str) -> None:
        with errors():
            self._client.calls(sid).update(status="completed")

    def status(self, sid: str) -> str:
        with errors():
            return str(self._client.calls(sid).fetch().status)

    def dials_to(self, to: str, since: float) -> list[Dialled]:
        """Calls to this number that were made at or after `since` (seconds since 1970), newest first."""
        with errors():
            found = self._client.calls.list(to=to, limit=20)
        return [Dialled(str(c.sid), str(c.status)) for c in found if _at(c.date_created) >= since - 1.0]

    def live_sids(self) -> set[str]:
        """Every call of the account that is not over."""
        with errors():
            lists = [
                self._client.calls.list(status=status, page_size=1000)
                for status in ("in-progress", "ringing", "queued")
            ]
        return {str(call.sid) for found in lists for call in found}

    def inside(self, conference: str) -> list[Inside]:
        with errors():
            running = self._client.conferences.list(friendly_name=conference, status="in-progress", limit=1)
            waiting = self._client.conferences.list(friendly_name=conference, status="init", limit=1)
            found = [p for c in running + waiting for p in c.participants.list()]
        return [Inside(str(p.call_sid), str(p.status) == "connected") for p in found]

    def announce(self, conference: str, sid: str, url: str) -> None:
        """Play a document to one participant, over what is said; nothing happens when it is not there."""
        with errors():
            for one in self._client.conferences.list(friendly_name=conference, status="in-progress", limit=1):
                one.participants(sid).update(announce_url=url, announce_method="POST")

    def transcribe(self, sid: str, name: str, url: str, language: str) -> None:
        """Write down what is said on both tracks of a call in progress (reference/twilio.md 3.4)."""
        with errors():
            self._client.calls(sid).transcriptions.create(
                name=name,
                track="both_tracks",
                inbound_track_label="caller",
                outbound_track_label="agent",
                language_code=language,
                status_callback_url=url,
                status_callback_method="POST",
            )

    def ping(self) -> None:
        with errors():
            # Not the account itself: an API key may not look at it (reference/twilio.md 4.6).
            self._client.calls.page(page_size=1)


def _listening(url: str | None) -> dict[str, str]:
    """Asynchronous: else the phone would hear silence until the verdict (reference/twilio.md 5.3)."""
    if url is None:
        return {}
    return {
        "machine_detection": "Enable",
        "async_amd": "true",
        "async_amd_status_callback": url,
        "async_amd_status_callback_method": "POST",
    }


def _at(when: datetime | None) -> float:
    return when.timestamp() if when is not None else 0.0


@contextmanager
def errors() -> Iterator[None]:
    """Whatever the SDK raises inside is a PortError outside."""
    try:
        yield
    except (TwilioRestException, TwilioServiceException) as error:
        raise from_status("Twilio", error.status, error.code) from error
    except (TwilioException, ValueError) as error:
        raise _unread(error) from error
    except requests.exceptions.ConnectTimeout as error:
        raise from_network("Twilio", "could not be reached in time", maybe_done=False) from error
    except requests.exceptions.Timeout as error:
        raise from_network("Twilio", "did not answer in time", maybe_done=True) from error
    except requests.exceptions.RequestException as error:
        raise from_network("Twilio", "could not be reached", maybe_done=True) from error


def _unread(error: Exception) -> PortError:
    """Of a list that is refused the SDK hands on the answer as it came, outside of its own errors."""
    answer = error.args[-1] if error.args else None
    if isinstance(answer, Response) and answer.status_code >= 400:
        return from_status("Twilio", answer.status_code, None)
    return from_network("Twilio", "answered what it never answers", maybe_done=True)
