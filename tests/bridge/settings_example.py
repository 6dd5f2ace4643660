"""The smallest environment that a process may start with, for tests that need some settings.

Nothing here is a real account; the addresses are those of documentation.
"""

REQUIRED = {
    "TWILIO_ACCOUNT_SID": "AC" + "0123456789abcdef" * 2,
    "TWILIO_AUTH_TOKEN": "a-token-for-tests",
    "TWILIO_NUMBER": "+15005550006",
    "PUBLIC_BASE_URL": "https://bridge.example.com",
    "LIVEKIT_URL": "wss://livekit.example.com",
    "LIVEKIT_API_KEY": "a-key-for-tests",
    "LIVEKIT_API_SECRET": "a-livekit-secret-for-tests-of-32-bytes",
    "LIVEKIT_SIP_HOST": "sip.example.com",
    "LIVEKIT_SIP_USERNAME": "warm-bridge",
    "LIVEKIT_SIP_PASSWORD": "a-password-for-tests",
    "SECRET_KEY": "a-secret-key-for-tests",
}
