"""Production does not start with an unsafe value, and names every one of them at once."""

import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.exceptions import ImproperlyConfigured

from safetyvalve.production import DEVELOPMENT_SECRET_KEY, unsafe_values
from tests.production import environment
from tests.project.source import ROOT

SAFE_BUT = Callable[..., list[str]]


@pytest.fixture
def safe_but(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> SAFE_BUT:
    """Start production with safe values except for the ones given; returns the lines of the refusal."""

    def start(**changed: str) -> list[str]:
        for name in ("USE_HTTPS", "DEBUG", "STATIC_MANIFEST"):
            monkeypatch.delenv(name, raising=False)
        for name, value in {**environment(tmp_path), **changed}.items():
            monkeypatch.setenv(name, value)
        try:
            runpy.run_path(str(ROOT / "safetyvalve" / "settings.py"))
        except ImproperlyConfigured as refusal:
            return [line.removeprefix("  - ") for line in str(refusal).splitlines()[1:-1]]
        return []

    return start


def test_safe_values_start(safe_but: SAFE_BUT) -> None:
    assert safe_but() == []


@pytest.mark.parametrize(
    ("name", "value", "begins"),
    [
        ("SECRET_KEY", "", "SECRET_KEY is the one printed in the source"),
        ("SECRET_KEY", DEVELOPMENT_SECRET_KEY, "SECRET_KEY is the one printed in the source"),
        ("SECRET_KEY", "short", "SECRET_KEY must be at least 50 random characters"),
        ("SECRET_KEY", "a" * 60, "SECRET_KEY must be at least 50 random characters"),
        ("DEBUG", "true", "DEBUG must be false"),
        ("ALLOWED_HOSTS", "", "ALLOWED_HOSTS is empty"),
        ("ALLOWED_HOSTS", "good.example,*", "ALLOWED_HOSTS must name each host"),
        ("ALLOWED_HOSTS", ".good.example", "SITE_ADDRESS must be https:// and a name"),
        ("SITE_ADDRESS", "http://good.example", "SITE_ADDRESS must be https:// and a name"),
        ("SITE_ADDRESS", "https://good.example/valve", "SITE_ADDRESS must be https:// and a name"),
        ("USE_HTTPS", "false", "USE_HTTPS must be true"),
        ("DATABASE_URL", "sqlite:///:memory:", "DATABASE_URL keeps the data in memory"),
        ("DATABASE_URL", "sqlite:////var/tmp/valve.sqlite3", "DATABASE_URL (or DATA_DIR) puts the database"),
        (
            "DATABASE_URL",
            "sqlite:////dev/shm/a/valve.sqlite3",
            "DATABASE_URL (or DATA_DIR) puts the database",
        ),
        ("EMAIL_URL", "", "EMAIL_URL must name a mail server"),
        ("EMAIL_URL", "consolemail://", "EMAIL_URL must name a mail server"),
        ("EMAIL_URL", "dummymail://", "EMAIL_URL must name a mail server"),
        ("EMAIL_FROM", "", "EMAIL_FROM must be an address of your own"),
        ("SIGNING_KEY_FILE", "", "SIGNING_KEY_FILE cannot be read"),
        ("SIGNING_KEY_FILE", "nowhere/key.pem", "SIGNING_KEY_FILE cannot be read"),
        ("STATIC_MANIFEST", "false", "STATIC_MANIFEST must be true"),
    ],
)
def test_one_unsafe_value_is_refused_by_name(
    safe_but: SAFE_BUT, tmp_path: Path, name: str, value: str, begins: str
) -> None:
    changed = {name: value}
    if name == "SIGNING_KEY_FILE" and not value:
        changed["DATA_DIR"] = str(tmp_path / "another")
    problems = safe_but(**changed)
    assert len(problems) == 1
    assert problems[0].startswith(begins)


def test_sqlite_in_a_lasting_place_is_safe(safe_but: SAFE_BUT) -> None:
    assert safe_but(DATABASE_URL="sqlite:////srv/safety-valve/valve.sqlite3") == []


def _rsa_key() -> bytes:
    key = generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.mark.parametrize("make_content", [_rsa_key, lambda: b"", lambda: b"not a key"])
def test_a_signing_key_of_another_kind_is_refused(
    safe_but: SAFE_BUT, tmp_path: Path, make_content: Callable[[], bytes]
) -> None:
    file = tmp_path / "other.pem"
    file.write_bytes(make_content())
    file.chmod(0o600)
    (problem,) = safe_but(SIGNING_KEY_FILE=str(file))
    assert problem.startswith("SIGNING_KEY_FILE must hold an Ed25519 private key")


def test_a_signing_key_that_everybody_can_read_is_refused(tmp_path: Path) -> None:
    file = Path(environment(tmp_path)["SIGNING_KEY_FILE"])
    settings: dict[str, Any] = {
        "SECRET_KEY": "".join(map(chr, range(50, 110))),
        "DEBUG": False,
        "ALLOWED_HOSTS": ["a.example"],
        "SITE_ADDRESS": "https://a.example",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 1,
        "DATABASES": {"default": {"ENGINE": "django.db.backends.postgresql"}},
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "DEFAULT_FROM_EMAIL": "a@a.example",
        "SIGNING_KEY_FILE": file,
        "STATIC_MANIFEST": True,
    }
    assert unsafe_values(settings) == []
    file.chmod(0o644)
    (problem,) = unsafe_values(settings)
    assert problem.startswith("SIGNING_KEY_FILE can be read by every user")


def test_everything_unsafe_is_named_in_one_message(safe_but: SAFE_BUT) -> None:
    problems = safe_but(SECRET_KEY="", DEBUG="yes", ALLOWED_HOSTS="", USE_HTTPS="no", EMAIL_URL="")
    assert [problem.split()[0] for problem in problems] == [
        "SECRET_KEY",
        "DEBUG",
        "ALLOWED_HOSTS",
        "USE_HTTPS",
        "EMAIL_URL",
    ]


@pytest.mark.slow
def test_the_deployment_check_finds_nothing_under_production_settings() -> None:
    checked = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.production",
            "manage.py",
            "check",
            "--deploy",
            "--fail-level",
            "WARNING",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout
