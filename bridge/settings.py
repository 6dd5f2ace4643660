"""The settings of one deployment: what may be configured, the defaults, and what counts as wrong.

Decides whether the process may start at all and says in one line per problem what to change. It must
not know what the values are used for, and never repeats a value: it may be a secret or a phone number.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import SplitResult, urlsplit

import phonenumbers
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, ValidationInfo
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bridge import voices

HOST_NAME = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*\.?")
PREFIX = re.compile(r"\+[1-9][0-9]{0,14}")
# Where Twilio's SIP comes from, one block for each region (twilio.com/docs/sip-trunking/ip-addresses).
TWILIO_SIGNALLING = (
    "54.172.60.0/30",
    "54.244.51.0/30",
    "54.171.127.192/30",
    "35.156.191.128/30",
    "54.65.63.192/30",
    "54.169.127.128/30",
    "54.252.254.64/30",
    "177.71.206.192/30",
)
POSTGRESQL = re.compile(r"^postgres(ql)?(\+psycopg)?://")


class SettingsError(Exception):
    """The process must not start; `problems` holds one line for each bad setting, without its value."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Wrong(ValueError):
    """A value is not acceptable; the text is ours to show, unlike that of any other ValueError."""


def _url(value: str, schemes: tuple[str, ...]) -> SplitResult:
    parts = urlsplit(value)
    if parts.scheme not in schemes or re.search(r"\s", value):
        raise Wrong("it is not such a URL")
    if parts.port == 0 or not _is_host(parts.hostname or ""):
        raise Wrong("its host name or port is not valid (letters, digits, '-' and '.')")
    if "?" in value or "#" in value or "@" in parts.netloc:
        raise Wrong("it holds a query, a fragment or a user name")
    return parts


def _is_host(host: str) -> bool:
    return HOST_NAME.fullmatch(host) is not None or _ip(host) is not None


def _ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _public_url(value: str) -> str:
    parts = _url(value, ("http", "https"))
    address = _ip(parts.hostname or "")
    loopback = parts.hostname == "localhost" or (address is not None and address.is_loopback)
    if parts.scheme == "http" and not loopback:
        raise Wrong("it is plain http on a host that is not this machine")
    return value.rstrip("/")


def _api_url(value: str) -> str:
    if _url(value, ("http", "https")).path.strip("/"):
        raise Wrong("it holds a path")
    return value.rstrip("/")


def _livekit_url(value: str) -> str:
    _url(value, ("ws", "wss", "http", "https"))
    return value.rstrip("/")


def _web_url(value: str) -> str:
    # Only music and model providers come here: their query strings are their own business.
    _url(value.partition("?")[0], ("http", "https"))
    return value


def _sip_host(value: str) -> str:
    # A colon is a port or part of an IPv6 address; urlsplit knows, given something to split.
    parts = urlsplit(f"//{value}")
    if parts.netloc != value or "@" in value or parts.port == 0 or not _is_host(parts.hostname or ""):
        raise Wrong("it is not")
    return value


def _networks(values: tuple[str, ...]) -> tuple[str, ...]:
    # Never a name: LiveKit holds it against a header that the sender writes (reference/livekit.md 1.1).
    if values == ("any",):
        return ()
    for value in values:
        try:
            ipaddress.ip_network(value)
        except ValueError:
            raise Wrong("one of them is not") from None
    return values


def _phone(value: str) -> str:
    # Possible, not valid: numbering plans grow faster than the tables, and 555 numbers are for tests.
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        raise Wrong("it is not") from None
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if not phonenumbers.is_possible_number(number) or written != value:
        raise Wrong("it is not")
    return value


def _database(value: str) -> str:
    try:
        url = make_url(POSTGRESQL.sub("postgresql+psycopg://", value))
    except ArgumentError:
        raise Wrong("it is not a URL") from None
    if url.drivername not in ("sqlite", "postgresql+psycopg"):
        raise Wrong("it is neither")
    if url.drivername == "sqlite" and url.database in (None, "", ":memory:"):
        raise Wrong("it is in memory, where no two processes share it")
    return url.render_as_string(hide_password=False)


def _flag(value: object) -> object:
    # pydantic would take "yes" and "off" too; the contract says 0 or 1.
    if value not in ("0", "1", True, False):
        raise Wrong("it is not")
    return value


def _list(value: object) -> object:
    if not isinstance(value, str):
        return value
    return tuple(item for item in (part.strip() for part in value.split(",")) if item)


def _prefixes(values: tuple[str, ...]) -> tuple[str, ...]:
    if not all(PREFIX.fullmatch(value) for value in values):
        raise Wrong("one of them is not")
    return values


def _no_double(values: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(values)) != len(values):
        raise Wrong("one is named twice")
    return values


def _with_key(value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
    if (value is None) != (info.data.get("twilio_api_key") is None):
        raise Wrong("only one of the two is set")
    return value


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


Provider = Literal["groq", "openai", "openrouter"]
Flag = Annotated[bool, BeforeValidator(_flag)]
ApiUrl = Annotated[str, AfterValidator(_api_url)]
WebUrl = Annotated[str, AfterValidator(_web_url)]
SECONDS = "a whole number of seconds from "


def _voice(language: str, default: str, example: str) -> Any:
    """A field, hence Any: pydantic's own `Field` says the same."""
    said = f"a voice of Polly or Google in this language such as {default} or {example}"
    return Field(default, pattern=voices.pattern(language), description=said)


class Settings(BaseSettings):
    """Every setting, named as in the environment but in lower case; seconds are whole seconds.

    A field's description completes the sentence "NAME must be ...", which `load_settings` speaks when
    the value is not.
    """

    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
        hide_input_in_errors=True,
        str_strip_whitespace=True,
    )

    twilio_account_sid: str = Field(
        pattern=r"^AC[0-9a-fA-F]{32}$", description="AC and 32 hexadecimal digits, from the Twilio console"
    )
    twilio_auth_token: SecretStr = Field(min_length=1, description="the auth token from the Twilio console")
    twilio_auth_token_next: SecretStr | None = Field(None, description="the secondary auth token")
    twilio_api_key: str | None = Field(None, description="the SID of a Twilio API key")
    twilio_api_secret: Annotated[SecretStr | None, AfterValidator(_with_key)] = Field(
        None, validate_default=True, description="given together with TWILIO_API_KEY"
    )
    twilio_number: Annotated[str, AfterValidator(_phone)] = Field(
        repr=False, description="an E.164 phone number such as +15551234567"
    )
    twilio_api_base_url: ApiUrl | None = Field(
        None, description="scheme, host and port such as https://api.twilio.com"
    )
    public_base_url: Annotated[str, AfterValidator(_public_url)] = Field(
        description="the https URL that Twilio reaches this server at (or http on localhost)"
    )
    livekit_url: Annotated[str, AfterValidator(_livekit_url)] = Field(
        description="a ws, wss, http or https URL such as wss://example.livekit.cloud"
    )
    livekit_api_key: str = Field(min_length=1, description="the API key of the LiveKit project")
    livekit_api_secret: SecretStr = Field(min_length=1, description="the API secret of the LiveKit project")
    livekit_sip_host: Annotated[str, AfterValidator(_sip_host)] = Field(
        description="the host or IP, with optional port, of LiveKit's SIP endpoint, without sip:"
    )
    livekit_sip_transport: Annotated[Literal["udp", "tcp", "tls"], BeforeValidator(_lower)] = Field(
        "tcp", description="udp, tcp or tls"
    )
    livekit_sip_username: str = Field(min_length=1, description="the user name of LiveKit's inbound trunk")
    livekit_sip_password: SecretStr = Field(
        min_length=1, description="the password of LiveKit's inbound trunk"
    )
    livekit_sip_allowed_addresses: Annotated[
        tuple[str, ...], NoDecode, BeforeValidator(_list), AfterValidator(_networks)
    ] = Field(
        TWILIO_SIGNALLING,
        description="IP addresses or CIDRs such as 54.172.60.0/30, comma separated, or the word any",
    )
    database_url: Annotated[str, AfterValidator(_database)] = Field(
        "sqlite:///warm-bridge.db",
        repr=False,
        description="the URL of a SQLite file or a PostgreSQL database",
    )
    secret_key: SecretStr = Field(min_length=16, description="at least 16 random characters")
    api_token: SecretStr | None = Field(None, description="a bearer token")
    summary_providers: Annotated[
        tuple[Provider, ...], NoDecode, BeforeValidator(_list), AfterValidator(_no_double)
    ] = Field(
        ("groq", "openai", "openrouter"), description="some of groq, openai and openrouter, comma separated"
    )
    groq_api_key: SecretStr | None = Field(None, description="an API key of Groq")
    groq_model: str | None = Field(None, description="a model of Groq")
    groq_base_url: WebUrl | None = Field(None, description="an http or https URL")
    openai_api_key: SecretStr | None = Field(None, description="an API key of OpenAI")
    openai_model: str | None = Field(None, description="a model of OpenAI")
    openai_base_url: WebUrl | None = Field(None, description="an http or https URL")
    openrouter_api_key: SecretStr | None = Field(None, description="an API key of OpenRouter")
    openrouter_model: str | None = Field(None, description="a model of OpenRouter")
    openrouter_base_url: WebUrl | None = Field(None, description="an http or https URL")
    dial_allow: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_list), AfterValidator(_prefixes)] = (
        Field((), description="E.164 prefixes such as +1212,+44, comma separated")
    )
    dials_per_second: float = Field(
        1.0, gt=0, le=100, description="new calls per second that the Twilio account allows, up to 100"
    )
    agent_ring_seconds: int = Field(20, ge=1, le=600, description=SECONDS + "1 to 600")
    hold_limit_seconds: int = Field(180, ge=1, le=3600, description=SECONDS + "1 to 3600")
    wait_limit_seconds: int = Field(600, ge=1, le=14400, description=SECONDS + "1 to 14400")
    consult: Annotated[Literal["conference", "livekit"], BeforeValidator(_lower)] = Field(
        "conference", description="conference or livekit"
    )
    language: Annotated[Literal["en", "es", "de", "fr"], BeforeValidator(_lower)] = Field(
        "en", description="en, es, de or fr"
    )
    voice_en: str = _voice("en", "Polly.Joanna-Neural", "Polly.Amy-Neural:en-GB")
    voice_es: str = _voice("es", "Polly.Lucia-Neural", "Polly.Lupe-Neural:es-US")
    voice_de: str = _voice("de", "Polly.Vicki-Neural", "Polly.Hannah-Neural:de-AT")
    voice_fr: str = _voice("fr", "Polly.Lea-Neural", "Polly.Gabrielle-Neural:fr-CA")
    brief_after_key: Flag = Field(False, description="0 or 1")
    brief_rolling: Flag = Field(True, description="0 or 1")
    machine_detection: Flag = Field(False, description="0 or 1")
    keep_calls_days: int = Field(365, ge=0, le=3650, description="a number of days from 0 (for ever) to 3650")
    store_transcripts: Flag = Field(True, description="0 or 1")
    rescue_seconds: int = Field(20, ge=0, le=600, description=SECONDS + "0 to 600")
    hold_music_url: WebUrl | None = Field(None, description="an http or https URL of an audio file")
    port: int = Field(8000, ge=1, le=65535, description="a port number from 1 to 65535")
    web_concurrency: int = Field(2, ge=1, le=64, description="a number of processes from 1 to 64")

    @property
    def twilio_login(self) -> tuple[str, str]:
        """User and password of Twilio's REST API: the API key where there is one, else SID and token."""
        if self.twilio_api_key is not None and self.twilio_api_secret is not None:
            return self.twilio_api_key, self.twilio_api_secret.get_secret_value()
        return self.twilio_account_sid, self.twilio_auth_token.get_secret_value()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What the caller hands in, then the file: the process environment is never read unasked."""
        return init_settings, dotenv_settings


def load_settings(environ: Mapping[str, str], env_file: str | Path | None = ".env") -> Settings:
    """The settings from `environ`, then `env_file` (may be absent), then the defaults.

    A blank value counts as not set. Raises SettingsError.
    """
    names = {field.upper(): field for field in Settings.model_fields}
    given = {field: value for name, field in names.items() if (value := environ.get(name, "").strip())}
    try:
        return Settings(_env_file=env_file, **given)  # type: ignore[arg-type]
    except ValidationError as error:
        problems = [_problem(detail) for detail in error.errors(include_url=False, include_input=False)]
    except (OSError, UnicodeDecodeError):
        problems = [f"{env_file} must be readable UTF-8 text; it is not."]
    # Raised outside of the handler: what pydantic knows about the values must not show in a traceback.
    raise SettingsError(list(dict.fromkeys(problems)))


def _problem(detail: ErrorDetails) -> str:
    field = str(detail["loc"][0])
    wanted = Settings.model_fields[field].description
    return f"{field.upper()} must be {wanted}; {_reason(detail)}."


def _reason(detail: ErrorDetails) -> str:
    if detail["type"] == "missing":
        return "it is missing"
    # Only our own checks phrase a reason; anybody else's text could quote the value.
    error = detail.get("ctx", {}).get("error")
    return str(error) if isinstance(error, Wrong) else "it is not"
