"""The one file that reads the environment; everything else takes a `Settings` value."""

from __future__ import annotations

import difflib
import os
import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
from pydantic import (
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)

from bot.case_settings import CaseSettings
from bot.chat_settings import ChatSettings
from bot.encoder_setting import EncoderChoice
from bot.gather_settings import GatherSettings
from bot.limit_settings import LimitSettings
from bot.listen import Listen, parse_listen
from bot.mail_settings import MailSettings
from bot.page_settings import PageSettings
from bot.quiet_settings import QuietSettings
from bot.setting_errors import PREFIX, SettingsError, one_line
from bot.translator_settings import TranslatorSettings
from store.quiet import Quiet

if TYPE_CHECKING:
    from collections.abc import Mapping

#: settings whose value may stand in a file named by `<name>_FILE`
SECRETS = (
    "TELEGRAM_TOKEN",
    "RELAY_PASSWORD",
    "SMTP_PASSWORD",
    "IMAP_PASSWORD",
    "DATABASE_URL",
)
TELEGRAM_API_URL = "https://api.telegram.org"

_TOKEN = re.compile(r"\d+:[\w-]+")
#: a file; what lies in memory alone would be lost
_SQLITE_FILE = re.compile(r"sqlite(\+\w+)?:///(?!:memory:|file:|$).+")
_URL = re.compile(r"https?://[^/\s]+(/\S*)?")


class Chat(StrEnum):
    """Where the secretariat's chat is."""

    TELEGRAM = "telegram"
    SANDBOX = "sandbox"
    OFF = "off"


class Role(StrEnum):
    """A part of the program that one process may run."""

    SMTP = "smtp"
    WORKER = "worker"
    BOT = "bot"
    WEB = "web"


class Settings(
    MailSettings,
    LimitSettings,
    CaseSettings,
    ChatSettings,
    QuietSettings,
    GatherSettings,
    PageSettings,
    TranslatorSettings,
):
    """Everything that can be set, with defaults that work on one machine.

    Durations are seconds, sizes are megabytes of 1,000,000 bytes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    data_dir: Path = Path("var")
    database_url: str = ""
    contact: str | None = None
    chat: Chat | None = None
    telegram_token: SecretStr | None = None
    chat_content: Literal["full", "minimal"] | None = None
    office_language: Literal["en", "fr", "es", "ar", "pt", "ru"] = "en"
    telegram_api_url: str = TELEGRAM_API_URL
    secretariat_chat: int | None = None
    admins: tuple[int, ...] = ()
    officers: tuple[int, ...] = ()
    timezone: str = "Europe/Zurich"
    workers: int = Field(default=2, ge=1, le=64)
    role: frozenset[Role] = frozenset(Role)
    sandbox_listen: Listen | None = Listen("127.0.0.1", 8080)
    http_listen: Listen | None = Listen("127.0.0.1", 8090)
    encoder: EncoderChoice | None = None

    @field_validator("sandbox_listen", "http_listen", mode="before")
    @classmethod
    def _listen(cls, value: object) -> object:
        return parse_listen(value) if isinstance(value, str) else value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        if value.startswith("sqlite") and not _SQLITE_FILE.fullmatch(value):
            raise ValueError("give sqlite:///path/of/a/file")
        return value

    @field_validator("admins", "officers", mode="before")
    @classmethod
    def _user_ids(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        parts = [part for part in value.replace(" ", "").split(",") if part]
        if not all(part.isascii() and part.isdigit() for part in parts):
            raise ValueError("give Telegram user ids (numbers), separated by commas")
        return tuple(int(part) for part in parts)

    @field_validator("role", mode="before")
    @classmethod
    def _roles(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        names = [part.strip() for part in value.split(",") if part.strip()]
        if names == ["all"]:
            return frozenset(Role)
        wrong = [name for name in names if name not in {*Role}]
        if wrong or not names:
            raise ValueError(f"give all, or a list of {', '.join(Role)}")
        return frozenset(Role(name) for name in names)

    @field_validator("telegram_api_url")
    @classmethod
    def _url(cls, value: str) -> str:
        if not _URL.fullmatch(value):
            raise ValueError("give an address that begins with https:// or http://")
        return value.rstrip("/")

    @field_validator("telegram_token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("give the token as BotFather wrote it: number, colon, letters")
        return value

    @field_validator("timezone")
    @classmethod
    def _timezone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise ValueError("give a time zone name such as Europe/Zurich") from None
        return value

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.sandbox_listen is not None and not self.sandbox_listen.is_loopback:
            raise ValueError("ACSG_SANDBOX_LISTEN: the sandbox listens on loopback only")
        proof = self.relay_password or self.relay_token_command
        if self.relay_user and not proof:
            raise ValueError("ACSG_RELAY_PASSWORD: missing, ACSG_RELAY_USER is set")
        if proof and not self.relay_user:
            raise ValueError("ACSG_RELAY_USER: missing, there is a password or a token for it")
        return self

    @property
    def database(self) -> str:
        """SQLAlchemy URL of the database."""
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'intake.db'}"

    @property
    def quiet(self) -> Quiet | None:
        """When the office is left alone."""
        if self.quiet_hours is None:
            return None
        start, end = self.quiet_hours
        return Quiet(start=start, end=end, zone=self.zone)

    @property
    def zone(self) -> ZoneInfo:
        """Time zone for the year of references and for what people see."""
        return ZoneInfo(self.timezone)


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings.

    Args:
        environ: The environment; the process's own over a `.env` file here when None.

    Raises:
        SettingsError: One line that names the setting and says what to give.

    """
    env = {**_dotenv(), **os.environ} if environ is None else environ
    _refuse_unknown(env)
    try:
        return Settings.model_validate(_given(env) | _secrets_from_files(env))
    except ValidationError as error:
        raise SettingsError(one_line(error)) from None


def require_chat(settings: Settings) -> Chat:
    """Say which chat to run, or what is missing.

    Raises:
        SettingsError: Where neither a token nor `ACSG_CHAT` is set, or a needed one is missing.

    """
    chat = settings.chat
    if chat is None and settings.telegram_token is not None:
        chat = Chat.TELEGRAM
    if chat is None:
        raise SettingsError(
            "ACSG_CHAT: not set; give ACSG_TELEGRAM_TOKEN, or ACSG_CHAT=sandbox to try the "
            "program, or ACSG_CHAT=off to run without chat"
        )
    if chat is Chat.TELEGRAM:
        _require_telegram(settings)
    if chat is Chat.SANDBOX and settings.sandbox_listen is None:
        raise SettingsError("ACSG_SANDBOX_LISTEN: the chat sandbox needs an address, not off")
    return chat


def _require_telegram(settings: Settings) -> None:
    if settings.telegram_token is None:
        raise SettingsError("ACSG_TELEGRAM_TOKEN: missing; BotFather gives it")
    if settings.secretariat_chat is None:
        raise SettingsError("ACSG_SECRETARIAT_CHAT: missing; the chat id where cards go")
    if settings.telegram_api_url == TELEGRAM_API_URL and settings.chat_content is None:
        raise SettingsError(
            "ACSG_CHAT_CONTENT: must be chosen with Telegram's own server: full or minimal"
        )


def _dotenv() -> dict[str, str]:
    return {name: value for name, value in dotenv_values(".env").items() if value is not None}


def _known() -> set[str]:
    names = {PREFIX + name.upper() for name in Settings.model_fields if name != "from_address"}
    return names | {"ACSG_FROM"} | {f"{PREFIX}{name}_FILE" for name in SECRETS}


def _refuse_unknown(env: Mapping[str, str]) -> None:
    known = _known()
    for name in sorted(env):
        if name.startswith(PREFIX) and not name.startswith("ACSG_TEST_") and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise SettingsError(f"{name}: unknown setting{hint}")


def _secrets_from_files(env: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for name in SECRETS:
        path = env.get(f"{PREFIX}{name}_FILE")
        if not path:
            continue
        try:
            found[name.lower()] = Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingsError(f"{PREFIX}{name}_FILE: cannot read it ({error.strerror})") from None
        except UnicodeDecodeError:
            raise SettingsError(f"{PREFIX}{name}_FILE: holds no text") from None
        if not found[name.lower()]:
            # the default in its place would be a surprise, of the database above all
            raise SettingsError(f"{PREFIX}{name}_FILE: {path} is empty")
    return found


def _given(env: Mapping[str, str]) -> dict[str, str]:
    known = _known()
    stripped = {name: value.strip() for name, value in env.items() if name in known}
    given = {n: v for n, v in stripped.items() if v and not n.endswith("_FILE")}
    return {n if n == "ACSG_FROM" else n.removeprefix(PREFIX).lower(): v for n, v in given.items()}
