"""What `load_settings` accepts, what it refuses, and that it never repeats a value it was given.

What a setting is for is not known here.
"""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bridge.settings import Settings, SettingsError, load_settings
from tests.bridge.settings_example import REQUIRED

EXAMPLE = Path(__file__).parents[2] / ".env.example"

ACCEPTED = [
    ("PUBLIC_BASE_URL", "https://bridge.example.com/", "https://bridge.example.com"),
    ("PUBLIC_BASE_URL", "https://example.com/phone//", "https://example.com/phone"),
    ("PUBLIC_BASE_URL", "http://localhost:8000", "http://localhost:8000"),
    ("PUBLIC_BASE_URL", "http://127.9.9.9:8000/", "http://127.9.9.9:8000"),
    ("PUBLIC_BASE_URL", "http://[::1]:8000", "http://[::1]:8000"),
    ("TWILIO_ACCOUNT_SID", "AC" + "0123456789ABCDEF" * 2, "AC" + "0123456789ABCDEF" * 2),
    ("TWILIO_NUMBER", "+15551234567", "+15551234567"),
    ("TWILIO_NUMBER", " +442071838750 ", "+442071838750"),
    ("TWILIO_API_BASE_URL", "http://127.0.0.1:9000/", "http://127.0.0.1:9000"),
    ("LIVEKIT_URL", "ws://127.0.0.1:7880/", "ws://127.0.0.1:7880"),
    ("LIVEKIT_URL", "http://livekit:7880", "http://livekit:7880"),
    ("LIVEKIT_SIP_HOST", "203.0.113.9:5060", "203.0.113.9:5060"),
    ("LIVEKIT_SIP_HOST", "[2001:db8::1]:5061", "[2001:db8::1]:5061"),
    ("LIVEKIT_SIP_HOST", "abc.sip.livekit.cloud", "abc.sip.livekit.cloud"),
    ("LIVEKIT_SIP_TRANSPORT", "TLS", "tls"),
    ("LIVEKIT_SIP_ALLOWED_ADDRESSES", "192.0.2.0/24, 2001:db8::1", ("192.0.2.0/24", "2001:db8::1")),
    ("LIVEKIT_SIP_ALLOWED_ADDRESSES", "any", ()),
    ("DATABASE_URL", "postgres://u:p@db/calls", "postgresql+psycopg://u:p@db/calls"),
    ("DATABASE_URL", "postgresql://u:p%40@db/calls", "postgresql+psycopg://u:p%40@db/calls"),
    ("DATABASE_URL", "postgresql+psycopg://db/calls", "postgresql+psycopg://db/calls"),
    ("DATABASE_URL", "sqlite:////data/calls.db", "sqlite:////data/calls.db"),
    ("DIAL_ALLOW", "+1212, +44 ,", ("+1212", "+44")),
    ("SUMMARY_PROVIDERS", "openai,groq", ("openai", "groq")),
    ("CONSULT", "livekit", "livekit"),
    ("LANGUAGE", "DE", "de"),
    ("VOICE_EN", "Polly.Amy-Neural:en-GB", "Polly.Amy-Neural:en-GB"),
    ("VOICE_ES", "Polly.Lucia-Generative", "Polly.Lucia-Generative"),
    ("VOICE_DE", "woman", "woman"),
    ("VOICE_FR", "Google.fr-CA-Wavenet-A", "Google.fr-CA-Wavenet-A"),
    ("BRIEF_AFTER_KEY", "1", True),
    ("STORE_TRANSCRIPTS", "0", False),
    ("AGENT_RING_SECONDS", "1", 1),
    ("RESCUE_SECONDS", "0", 0),
    ("HOLD_MUSIC_URL", "https://cdn.example.com/a.mp3?v=2", "https://cdn.example.com/a.mp3?v=2"),
    ("PORT", "65535", 65535),
]

REFUSED = [
    ("TWILIO_ACCOUNT_SID", "AC123"),
    ("TWILIO_ACCOUNT_SID", "SK" + "0" * 32),
    ("TWILIO_NUMBER", "5551234567"),
    ("TWILIO_NUMBER", "+1 555 123 4567"),
    ("TWILIO_NUMBER", "+1555"),
    ("TWILIO_NUMBER", "+0123456789"),
    ("TWILIO_NUMBER", "sip:bridge@example.com"),
    ("TWILIO_API_BASE_URL", "https://api.twilio.com/2010-04-01"),
    ("TWILIO_API_BASE_URL", "api.twilio.com"),
    ("PUBLIC_BASE_URL", "http://bridge.example.com"),
    ("PUBLIC_BASE_URL", "http://localhost.example.com"),
    ("PUBLIC_BASE_URL", "http://128.0.0.1"),
    ("PUBLIC_BASE_URL", "https://my_bridge.example.com"),
    ("PUBLIC_BASE_URL", "https://bridge.example.com/?a=1"),
    ("PUBLIC_BASE_URL", "https://bridge.example.com/#top"),
    ("PUBLIC_BASE_URL", "https://bridge.example.com?"),
    ("PUBLIC_BASE_URL", "https://user:pass@bridge.example.com"),
    ("PUBLIC_BASE_URL", "https://bridge.example.com:99999"),
    ("PUBLIC_BASE_URL", "https://bridge.example.com:port"),
    ("PUBLIC_BASE_URL", "https://[::1"),
    ("PUBLIC_BASE_URL", "https://"),
    ("PUBLIC_BASE_URL", "https://bridge example.com"),
    ("PUBLIC_BASE_URL", "ftp://bridge.example.com"),
    ("LIVEKIT_URL", "livekit.example.com"),
    ("LIVEKIT_URL", "tcp://livekit.example.com"),
    ("LIVEKIT_SIP_HOST", "sip:abc.sip.livekit.cloud"),
    ("LIVEKIT_SIP_HOST", "sip.example.com/path"),
    ("LIVEKIT_SIP_HOST", "user@sip.example.com"),
    ("LIVEKIT_SIP_HOST", "sip.example.com:0"),
    ("LIVEKIT_SIP_HOST", "-sip.example.com"),
    ("LIVEKIT_SIP_TRANSPORT", "sctp"),
    ("LIVEKIT_SIP_ALLOWED_ADDRESSES", "sip.twilio.com"),
    ("LIVEKIT_SIP_ALLOWED_ADDRESSES", "192.0.2.1/24"),
    ("LIVEKIT_SIP_ALLOWED_ADDRESSES", "any,192.0.2.1"),
    ("DATABASE_URL", "mysql://db/calls"),
    ("DATABASE_URL", "warm-bridge.db"),
    ("DATABASE_URL", "sqlite://"),
    ("DATABASE_URL", "sqlite:///:memory:"),
    ("DATABASE_URL", "postgres://u:p@db:port/calls"),
    ("SECRET_KEY", "fifteen-letters"),
    ("SUMMARY_PROVIDERS", "groq,claude"),
    ("SUMMARY_PROVIDERS", "groq,groq"),
    ("DIAL_ALLOW", "1212"),
    ("DIAL_ALLOW", "+1212;+44"),
    ("DIAL_ALLOW", "+"),
    ("AGENT_RING_SECONDS", "0"),
    ("AGENT_RING_SECONDS", "601"),
    ("HOLD_LIMIT_SECONDS", "3 minutes"),
    ("WAIT_LIMIT_SECONDS", "-1"),
    ("RESCUE_SECONDS", "1.5"),
    ("CONSULT", "teams"),
    ("LANGUAGE", "pt"),
    ("VOICE_EN", "Joanna"),
    ("VOICE_ES", "Polly."),
    ("VOICE_DE", "Polly.Vicki-Neural:de"),
    ("VOICE_DE", "Polly.Vicki-Neural:en-US"),
    ("VOICE_DE", "Polly.Vicki Neural"),
    ("VOICE_FR", "Google.de-DE-Wavenet-A"),
    ("VOICE_FR", "Google.fr-CA-Wavenet-A:fr-CA"),
    ("BRIEF_AFTER_KEY", "yes"),
    ("STORE_TRANSCRIPTS", "2"),
    ("HOLD_MUSIC_URL", "music.mp3"),
    ("GROQ_BASE_URL", "file:///etc/passwd"),
    ("PORT", "0"),
    ("PORT", "http"),
    ("WEB_CONCURRENCY", "0"),
]


def load(**changed: str) -> Settings:
    return load_settings(REQUIRED | changed, env_file=None)


def problems(**changed: str) -> list[str]:
    with pytest.raises(SettingsError) as raised:
        load(**changed)
    return raised.value.problems


@pytest.mark.parametrize(("name", "value", "kept"), ACCEPTED)
def test_a_good_value_is_kept_in_its_plain_form(name: str, value: str, kept: object) -> None:
    assert getattr(load(**{name: value}), name.lower()) == kept


@pytest.mark.parametrize(("name", "value"), REFUSED)
def test_a_bad_value_is_one_line_that_names_the_setting_and_not_the_value(name: str, value: str) -> None:
    (problem,) = problems(**{name: value})
    assert re.fullmatch(rf"{name} must be .+; .+\.", problem)
    assert "\n" not in problem
    # What comes before is fixed text, which may hold the same words as an example.
    assert value not in problem.rpartition(";")[2]


@pytest.mark.parametrize("name", REQUIRED)
def test_each_required_setting_is_asked_for_by_name(name: str) -> None:
    (problem,) = problems(**{name: "  "})
    assert problem.startswith(f"{name} must be ")
    assert problem.endswith("; it is missing.")


def test_a_missing_number_is_explained_as_the_example_in_the_manual() -> None:
    assert problems(TWILIO_NUMBER="") == [
        "TWILIO_NUMBER must be an E.164 phone number such as +15551234567; it is missing."
    ]


def test_all_problems_are_told_at_once() -> None:
    told = problems(TWILIO_NUMBER="", PORT="x", DIAL_ALLOW="1", TWILIO_API_SECRET="alone")
    assert [line.split()[0] for line in told] == ["TWILIO_API_SECRET", "TWILIO_NUMBER", "DIAL_ALLOW", "PORT"]


@pytest.mark.parametrize("given_one", ["TWILIO_API_KEY", "TWILIO_API_SECRET"])
def test_an_api_key_and_its_secret_go_together(given_one: str) -> None:
    (problem,) = problems(**{given_one: "SK123"})
    assert "TWILIO_API_KEY" in problem
    settings = load(TWILIO_API_KEY="SK123", TWILIO_API_SECRET="secret")
    assert settings.twilio_api_secret == SecretStr("secret")


def test_requests_are_made_with_the_api_key_where_there_is_one() -> None:
    login = load_settings(REQUIRED, env_file=None).twilio_login
    assert login == (REQUIRED["TWILIO_ACCOUNT_SID"], REQUIRED["TWILIO_AUTH_TOKEN"])
    keys = {"TWILIO_API_KEY": "SK1", "TWILIO_API_SECRET": "secret"}
    assert load_settings(REQUIRED | keys, env_file=None).twilio_login == ("SK1", "secret")


def test_the_defaults_are_those_of_the_example_file() -> None:
    assert load_settings(REQUIRED, EXAMPLE) == load()
    assert load().model_dump(include={"port", "web_concurrency", "consult", "rescue_seconds"}) == {
        "port": 8000,
        "web_concurrency": 2,
        "consult": "conference",
        "rescue_seconds": 20,
    }


def test_the_example_file_lists_every_setting_with_one_line_before_it() -> None:
    lines = EXAMPLE.read_text().splitlines()
    listed = {line.partition("=")[0]: lines[i - 1] for i, line in enumerate(lines) if "=" in line[:30]}
    assert set(listed) == {name.upper() for name in Settings.model_fields}
    assert all(comment.startswith("# ") for comment in listed.values())


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(tmp_path: Path) -> None:
    file = tmp_path / "settings"
    file.write_text("PORT=9001\nWEB_CONCURRENCY=4\nSOMETHING_ELSE=1\nDIAL_ALLOW=+1212,+44\n")
    settings = load_settings(REQUIRED | {"PORT": "9002"}, file)
    assert (settings.port, settings.web_concurrency, settings.language) == (9002, 4, "en")
    assert settings.dial_allow == ("+1212", "+44")


def test_an_absent_file_is_no_problem_and_an_unreadable_one_is_told(tmp_path: Path) -> None:
    assert load_settings(REQUIRED, tmp_path / "none").port == 8000
    (tmp_path / "latin").write_bytes(b"SECRET_KEY=\xff\xfe\n")
    with pytest.raises(SettingsError, match="must be readable UTF-8 text"):
        load_settings(REQUIRED, tmp_path / "latin")


def test_the_process_environment_is_not_read_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9003")
    assert load().port == 8000


def test_settings_do_not_change_after_the_start() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load().port = 1  # type: ignore[misc]


def test_no_secret_and_no_phone_number_shows_when_settings_are_printed() -> None:
    settings = load(DATABASE_URL="postgresql://u:hush-hush@db/calls")
    shown = repr(settings) + str(settings)
    hidden = [value for name, value in REQUIRED.items() if re.search("TOKEN|SECRET|PASSWORD|NUMBER", name)]
    assert not [value for value in [*hidden, "hush-hush"] if value in shown]


@given(st.sampled_from(sorted(Settings.model_fields)), st.text(st.characters(codec="utf-8"), min_size=8))
def test_nonsense_is_refused_in_one_line_or_taken_but_never_breaks(field: str, value: str) -> None:
    try:
        load(**{field.upper(): value})
    except SettingsError as error:
        told, cause = error.problems, error.__context__
    else:
        return
    assert len(told) == 1
    assert cause is None
