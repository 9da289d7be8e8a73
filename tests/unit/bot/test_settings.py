"""Settings: defaults that work, and one clear line for what does not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.setting_errors import SettingsError
from bot.settings import Chat, Role, Settings, load_settings, require_chat

ROOT = Path(__file__).resolve().parents[3]


def test_nothing_needs_to_be_set() -> None:
    settings = load_settings({})

    assert settings.database.startswith("sqlite:///")
    assert str(settings.smtp_listen) == "127.0.0.1:8025"
    assert settings.role == frozenset(Role)


def test_an_unknown_setting_is_named_with_its_nearest_neighbour() -> None:
    with pytest.raises(SettingsError, match=r"^ACSG_WORKER: unknown setting; did you mean ACSG_W"):
        load_settings({"ACSG_WORKER": "3"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ACSG_SMTP_LISTEN", "nowhere"),
        ("ACSG_SMTP_LISTEN", "127.0.0.1:99999"),
        ("ACSG_ADDRESSES", "secretariat"),
        ("ACSG_ADDRESSES", ","),
        ("ACSG_MAX_MESSAGE_MB", "0"),
        ("ACSG_WORKERS", "many"),
        ("ACSG_RELAY_TLS", "ssl"),
        ("ACSG_CHAT", "signal"),
        ("ACSG_CHAT_CONTENT", "some"),
        ("ACSG_SECRETARIAT_CHAT", "@group"),
        ("ACSG_OFFICERS", "alice"),
        ("ACSG_TIMEZONE", "Mars/Olympus"),
        ("ACSG_ROLE", "smtp,cook"),
        ("ACSG_SANDBOX_LISTEN", "0.0.0.0:8080"),
        ("ACSG_DNS", "on"),
        ("ACSG_DNS", "dns.example.org:53"),
        ("ACSG_AUTHSERV_ID", "mx example"),
        ("ACSG_ARC_TRUST", "google.com microsoft.com"),
        ("ACSG_ARC_TRUST", "google.com,com"),
        ("ACSG_ARC_TRUST", "*.google.com"),
        ("ACSG_DATABASE_URL", "sqlite://"),
        ("ACSG_DATABASE_URL", "sqlite:///:memory:"),
        ("ACSG_TELEGRAM_API_URL", "https://"),
        ("ACSG_OFFICERS", "-1001234"),
        ("ACSG_REMIND_AFTER", "0"),
        ("ACSG_REMIND_AFTER", "soon"),
    ],
)
def test_a_bad_value_is_one_line_that_names_the_setting(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({name: value})

    line = str(caught.value)
    assert line.startswith(f"{name}: ")
    assert "\n" not in line


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("ACSG_MAX_MESSAGE_MB", "0", "give at least 1"),
        ("ACSG_WORKERS", "65", "give at most 64"),
        ("ACSG_WORKERS", "2.5", "give a whole number"),
        ("ACSG_CHAT", "Telegram", "give telegram, sandbox or off"),
        ("ACSG_RELAY_TLS", "maybe", "give none, starttls or tls"),
    ],
)
def test_a_bad_value_is_told_what_to_give(name: str, value: str, told: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({name: value})

    assert str(caught.value) == f"{name}: {told}"


def test_a_blank_value_is_none_at_all() -> None:
    assert load_settings({"ACSG_DATA_DIR": " "}) == load_settings({})


def test_an_empty_file_of_a_secret_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("\n", encoding="utf-8")

    with pytest.raises(SettingsError, match=r"^ACSG_DATABASE_URL_FILE: .*url is empty$"):
        load_settings({"ACSG_DATABASE_URL_FILE": str(tmp_path / "url")})


@pytest.mark.parametrize(
    ("given", "missing"),
    [("ACSG_RELAY_USER", "ACSG_RELAY_PASSWORD"), ("ACSG_RELAY_PASSWORD", "ACSG_RELAY_USER")],
)
def test_half_a_login_stops_the_start(given: str, missing: str) -> None:
    with pytest.raises(SettingsError, match=f"^{missing}: missing"):
        load_settings({given: "x"})


def test_the_sandbox_needs_an_address() -> None:
    settings = load_settings({"ACSG_CHAT": "sandbox", "ACSG_SANDBOX_LISTEN": "off"})

    with pytest.raises(SettingsError, match=r"^ACSG_SANDBOX_LISTEN: "):
        require_chat(settings)


def test_off_means_no_door() -> None:
    assert load_settings({"ACSG_SMTP_LISTEN": "off"}).smtp_listen is None


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("12:abc\n", encoding="utf-8")

    settings = load_settings({"ACSG_TELEGRAM_TOKEN_FILE": str(file)})

    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == "12:abc"


def test_a_missing_secret_file_is_named() -> None:
    with pytest.raises(SettingsError, match=r"^ACSG_TELEGRAM_TOKEN_FILE: cannot read it"):
        load_settings({"ACSG_TELEGRAM_TOKEN_FILE": "/nonexistent/token"})


def test_a_token_is_not_shown_by_accident() -> None:
    settings = load_settings({"ACSG_TELEGRAM_TOKEN": "12:abc"})

    assert "12:abc" not in repr(settings)


def test_a_start_without_chat_says_what_to_set() -> None:
    with pytest.raises(SettingsError, match="ACSG_CHAT: not set; give ACSG_TELEGRAM_TOKEN"):
        require_chat(load_settings({}))


def test_a_token_means_telegram() -> None:
    given = {
        "ACSG_TELEGRAM_TOKEN": "12:abc",
        "ACSG_SECRETARIAT_CHAT": "-100",
        "ACSG_CHAT_CONTENT": "minimal",
    }

    assert require_chat(load_settings(given)) is Chat.TELEGRAM


def test_what_may_travel_through_telegram_has_to_be_chosen() -> None:
    given = {"ACSG_TELEGRAM_TOKEN": "12:abc", "ACSG_SECRETARIAT_CHAT": "-100"}

    with pytest.raises(SettingsError, match=r"^ACSG_CHAT_CONTENT: must be chosen"):
        require_chat(load_settings(given))


def test_every_setting_stands_in_the_operations_page() -> None:
    page = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `(ACSG_[A-Z_]+)`", page, flags=re.MULTILINE))

    names = {f"ACSG_{name.upper()}" for name in Settings.model_fields} - {"ACSG_FROM_ADDRESS"}

    assert told == names | {"ACSG_FROM"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ACSG_FROM", "not an address"),
        ("ACSG_ADDRESSES", "a b@c.example"),
        ("ACSG_TELEGRAM_API_URL", "foo"),
        ("ACSG_TELEGRAM_TOKEN", "bad"),
        ("ACSG_ENCODER", "nonsense"),
        ("ACSG_SMTP_PEERS", "10.0.0.300"),
        ("ACSG_SMTP_TLS", "perhaps"),
    ],
)
def test_a_useless_value_stops_at_the_start(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name}: "):
        load_settings({name: value})


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"ACSG_TLS_CERT": "c.pem"}, "ACSG_TLS_KEY"),
        ({"ACSG_TLS_KEY": "k.pem"}, "ACSG_TLS_CERT"),
        ({"ACSG_SMTP_TLS": "require"}, "ACSG_TLS_CERT"),
        ({"ACSG_SMTP_USER": "relay"}, "ACSG_SMTP_PASSWORD"),
        ({"ACSG_SMTP_PASSWORD": "x"}, "ACSG_SMTP_USER"),
        ({"ACSG_SMTP_USER": "relay", "ACSG_SMTP_PASSWORD": "x"}, "ACSG_TLS_CERT"),
    ],
)
def test_what_a_door_lacks_is_named(given: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=f"^{named}: missing"):
        load_settings(given)


def test_a_secret_file_that_holds_no_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_bytes(b"\xff\xfe\x00\x80")

    with pytest.raises(SettingsError, match=r"^ACSG_TELEGRAM_TOKEN_FILE: holds no text$"):
        load_settings({"ACSG_TELEGRAM_TOKEN_FILE": str(file)})


@pytest.mark.parametrize("value", ["clamd", "localhost:0", "localhost:99999"])
def test_a_scanner_is_a_path_or_a_host_with_a_port(value: str) -> None:
    with pytest.raises(SettingsError, match="ACSG_CLAMAV: give"):
        load_settings({"ACSG_CLAMAV": value})


def test_limits_have_bounds() -> None:
    with pytest.raises(SettingsError, match="ACSG_LIMIT_MEMORY_MB: give at least 500"):
        load_settings({"ACSG_LIMIT_MEMORY_MB": "20"})


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("off", "off"),
        ("System", "system"),
        ("192.0.2.53", "192.0.2.53:53"),
        ("127.0.0.1:5353", "127.0.0.1:5353"),
        ("[::1]:5353", "[::1]:5353"),
    ],
)
def test_the_name_server_may_be_the_systems_or_another_or_none(given: str, meant: str) -> None:
    assert str(load_settings({"ACSG_DNS": given}).dns) == meant


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ({}, ()),
        ({"ACSG_ARC_TRUST": ""}, ()),
        ({"ACSG_ARC_TRUST": "Google.com, microsoft.com.,"}, ("google.com", "microsoft.com")),
    ],
)
def test_who_may_vouch_for_mail_is_named_by_domain(
    given: dict[str, str], meant: tuple[str, ...]
) -> None:
    assert load_settings(given).arc_trust == meant


@pytest.mark.parametrize(
    ("given", "returns_to"),
    [
        ({}, "requests@localhost"),
        ({"ACSG_FROM": "Offers@localhost"}, "offers@localhost"),
        ({"ACSG_FROM": "press@elsewhere.example"}, None),
        ({"ACSG_RETURN_PATH": "off"}, None),
        ({"ACSG_RETURN_PATH": "Offers@localhost"}, "offers@localhost"),
    ],
)
def test_bounces_come_to_an_address_of_ours_or_stay_unsigned(
    given: dict[str, str], returns_to: str | None
) -> None:
    assert load_settings(given).returns_to == returns_to


def test_bounces_cannot_come_to_an_address_that_is_not_ours() -> None:
    with pytest.raises(SettingsError, match="ACSG_RETURN_PATH: give one of ACSG_ADDRESSES"):
        load_settings({"ACSG_RETURN_PATH": "bounces@elsewhere.example"})
