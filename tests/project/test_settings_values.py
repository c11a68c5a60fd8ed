"""Every variable is read with a type, and a value that cannot be used is refused by name."""

import os
import runpy
from pathlib import Path
from typing import Any

import pytest

from safetyvalve import joints, settings
from safetyvalve.env import BadSetting
from safetyvalve.production import DEVELOPMENT_SECRET_KEY
from tests.project.source import ROOT


def read_settings() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "safetyvalve" / "settings.py"))


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("ENVIRONMENT", "live", "development or production, not 'live'"),
        ("DEBUG", "flase", "true or false, not 'flase'"),
        ("USE_HTTPS", "2", "true or false, not '2'"),
        ("STATIC_MANIFEST", "maybe", "true or false, not 'maybe'"),
        ("TRUSTED_PROXY_COUNT", "one", "a whole number from 0 to 5, not 'one'"),
        ("TRUSTED_PROXY_COUNT", "-1", "a whole number from 0 to 5, not '-1'"),
        ("TRUSTED_PROXY_COUNT", "6", "a whole number from 0 to 5, not '6'"),
        ("TRUSTED_PROXY_COUNT", "٣", "a whole number from 0 to 5, not '٣'"),
        ("LOG_LEVEL", "LOUD", "DEBUG or INFO or WARNING or ERROR, not 'LOUD'"),
    ],
)
def test_a_bad_value_is_refused_with_its_name_and_what_is_allowed(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, allowed: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting) as refusal:
        read_settings()
    assert str(refusal.value) == f"{name} must be {allowed}."


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://council:hunter2@db/name"),
        ("DATABASE_URL", "postgres://council:hunter2@db"),
        ("DATABASE_URL", "postgres://council:hunter2@db:port/name"),
        ("DATABASE_URL", "hunter2"),
        ("DATABASE_URL", "sqlite://"),
        ("EMAIL_URL", "smtp+tls://council:hunter2@"),
        ("EMAIL_URL", "imap://council:hunter2@mail"),
        ("EMAIL_URL", "hunter2"),
    ],
)
def test_a_bad_address_is_refused_without_repeating_its_password(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting) as refusal:
        read_settings()
    assert str(refusal.value).startswith(f"{name} must be ")
    assert "hunter2" not in str(refusal.value)


def test_an_empty_variable_means_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ENVIRONMENT", "SECRET_KEY", "DEBUG", "ALLOWED_HOSTS", "EMAIL_URL", "TRUSTED_PROXY_COUNT"):
        monkeypatch.setenv(name, "  ")
    settings = read_settings()
    assert settings["ENVIRONMENT"] == "development"
    assert settings["SECRET_KEY"] == DEVELOPMENT_SECRET_KEY
    assert settings["DEBUG"] is False
    assert settings["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert settings["EMAIL_BACKEND"] == "django.core.mail.backends.console.EmailBackend"
    assert "SECURE_PROXY_SSL_HEADER" not in settings


def test_hosts_are_read_between_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "a.example, b.example,")
    assert read_settings()["ALLOWED_HOSTS"] == ["a.example", "b.example"]


def test_the_real_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "settings"
    file.write_text("LOG_LEVEL=ERROR\nALLOWED_HOSTS=file.example\n")
    monkeypatch.setenv("ENV_FILE", str(file))
    monkeypatch.setenv("ALLOWED_HOSTS", "environment.example")
    monkeypatch.setenv("LOG_LEVEL", "")  # so that it is put back afterwards
    del os.environ["LOG_LEVEL"]
    settings = read_settings()
    assert settings["ALLOWED_HOSTS"] == ["environment.example"]
    assert settings["LOG_LEVEL"] == "ERROR"


def test_sqlite_is_a_file_in_the_data_folder_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "a folder + 100%"
    monkeypatch.setenv("DATA_DIR", str(folder))
    monkeypatch.delenv("DATABASE_URL")
    database = read_settings()["DATABASES"]["default"]
    assert database["NAME"] == folder / "safetyvalve.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_links_lead_to_where_the_demonstration_serves_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    assert read_settings()["SITE_ADDRESS"] == "http://localhost:8000"
    (tmp_path / "demo-address").write_text("http://127.0.0.1:8123\n")
    assert read_settings()["SITE_ADDRESS"] == "http://127.0.0.1:8123"
    monkeypatch.setenv("SITE_ADDRESS", "http://valve.example")
    assert read_settings()["SITE_ADDRESS"] == "http://valve.example"


def test_what_joins_the_apps_is_a_setting_by_the_same_name() -> None:
    """A list that the settings leave out would join nothing, and nobody would hear."""
    names = [name for name in vars(joints) if name.isupper()]
    assert "PACK_SECTIONS" in names
    assert [name for name in names if getattr(settings, name, None) is not getattr(joints, name)] == []


def test_a_relative_sqlite_file_is_found_from_any_working_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///var/other.sqlite3")
    assert read_settings()["DATABASES"]["default"]["NAME"] == ROOT / "var" / "other.sqlite3"


def test_postgresql_connections_are_kept_and_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://council:p%40ss@db.example:5433/name")
    database = read_settings()["DATABASES"]["default"]
    assert (database["HOST"], database["PORT"], database["PASSWORD"]) == ("db.example", 5433, "p@ss")
    assert database["CONN_MAX_AGE"] == 60
    assert database["CONN_HEALTH_CHECKS"] is True
    assert "transaction_mode" not in database.get("OPTIONS", {})


@pytest.mark.parametrize(
    ("address", "port", "tls", "ssl"),
    [
        ("smtp+tls://u:p@mail.example", 587, True, False),
        ("smtp+ssl://u:p@mail.example", 465, False, True),
        ("smtp://mail.example", 25, False, False),
        ("smtp+tls://u:p@mail.example:2525", 2525, True, False),
    ],
)
def test_mail_goes_to_the_usual_port_of_its_scheme(
    monkeypatch: pytest.MonkeyPatch, address: str, port: int, tls: bool, ssl: bool
) -> None:
    monkeypatch.setenv("EMAIL_URL", address)
    settings = read_settings()
    assert (settings["EMAIL_HOST"], settings["EMAIL_PORT"]) == ("mail.example", port)
    assert (settings.get("EMAIL_USE_TLS", False), settings.get("EMAIL_USE_SSL", False)) == (tls, ssl)
