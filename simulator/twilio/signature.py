"""The signature on the requests that the carrier sends out.

Decides the bytes of X-Twilio-Signature, written from its description (reference/twilio.md 2), not from the
SDK's validator. It must not know what is signed or to whom it is sent.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable


def sign(auth_token: str, url: str, form: Iterable[tuple[str, str]] = ()) -> str:
    """Base64 of HMAC-SHA1 over the URL without fragment, then the sorted names and values run together."""
    signed = url + "".join(name + value for name, value in sorted(set(form)))
    digest = hmac.new(auth_token.encode(), signed.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()
