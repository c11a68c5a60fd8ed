"""What a production server must not start with. Every problem is named at once, so one restart is enough."""

import os
import re
import stat
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

DEVELOPMENT_SECRET_KEY = "development-only-not-a-secret-0123456789-abcdefghijklmnop"  # noqa: S105
DEVELOPMENT_EMAIL_FROM = "safety-valve@localhost"
DEVELOPMENT_SITE_ADDRESS = "http://localhost:8000"
DEMO_ADDRESS = "demo-address"
"""The file in the data folder in which ``bin/demo`` says where it serves."""

_SHORTEST_SECRET_KEY = 50
_FEWEST_CHARACTERS = 5
_TEMPORARY_FOLDERS = ("/tmp", "/var/tmp", "/dev/shm", "/run")  # noqa: S108
_SITE_ADDRESS = re.compile(r"https://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:\d+)?")
_REAL_MAIL = "django.core.mail.backends.smtp.EmailBackend"


def refuse_unsafe(settings: Mapping[str, Any]) -> None:
    """Raise ImproperlyConfigured with a line for each unsafe setting; say nothing when all is well."""
    problems = unsafe_values(settings)
    if problems:
        listed = "\n".join(f"  - {problem}" for problem in problems)
        raise ImproperlyConfigured(
            f"ENVIRONMENT is production, and these settings are not safe:\n{listed}\n.env.example explains each."
        )


def site_address(hosts: Sequence[str], *, in_production: bool, data: Path) -> str:
    """Where people reach the site unless a setting says so: in production under the first of its names.

    Outside production where ``bin/demo`` last served these data, so that links of commands run beside it lead there.
    """
    if not in_production:
        served = data / DEMO_ADDRESS
        return (served.read_text().strip() if served.is_file() else "") or DEVELOPMENT_SITE_ADDRESS
    return f"https://{hosts[0]}" if hosts else ""


def unsafe_values(settings: Mapping[str, Any]) -> list[str]:
    """One sentence for each setting that production must not have, beginning with the variable's name."""
    return [problem for look in _CHECKS for problem in look(settings)]


def _secret_key(settings: Mapping[str, Any]) -> Iterator[str]:
    key = settings["SECRET_KEY"]
    if key == DEVELOPMENT_SECRET_KEY:
        yield "SECRET_KEY is the one printed in the source; make your own."
    elif len(key) < _SHORTEST_SECRET_KEY or len(set(key)) < _FEWEST_CHARACTERS:
        yield f"SECRET_KEY must be at least {_SHORTEST_SECRET_KEY} random characters."


def _debug(settings: Mapping[str, Any]) -> Iterator[str]:
    if settings["DEBUG"]:
        yield "DEBUG must be false: error pages would show settings and data."


def _hosts(settings: Mapping[str, Any]) -> Iterator[str]:
    hosts = settings["ALLOWED_HOSTS"]
    if not hosts:
        yield "ALLOWED_HOSTS is empty; give the names under which people reach the site."
    elif any(host in ("*", ".") for host in hosts):
        yield "ALLOWED_HOSTS must name each host; * would accept any."


def _site_address(settings: Mapping[str, Any]) -> Iterator[str]:
    if settings["SITE_ADDRESS"] and not _SITE_ADDRESS.fullmatch(settings["SITE_ADDRESS"]):
        yield "SITE_ADDRESS must be https:// and a name, without a path: links in e-mails begin with it."


def _https(settings: Mapping[str, Any]) -> Iterator[str]:
    secure = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS")
    if not all(settings[name] for name in secure):
        yield "USE_HTTPS must be true: cookies and passwords would travel in the clear."


def _database(settings: Mapping[str, Any]) -> Iterator[str]:
    database = settings["DATABASES"]["default"]
    if database["ENGINE"] != "django.db.backends.sqlite3":
        return
    if ":memory:" in str(database["NAME"]):
        yield "DATABASE_URL keeps the data in memory; it would be lost when the server stops."
    elif _is_temporary(Path(database["NAME"])):
        yield "DATABASE_URL (or DATA_DIR) puts the database in a folder that is emptied from time to time."


def _is_temporary(file: Path) -> bool:
    folders = {Path(folder).resolve() for folder in (*_TEMPORARY_FOLDERS, tempfile.gettempdir())}
    return any(folder in file.resolve().parents for folder in folders)


def _mail(settings: Mapping[str, Any]) -> Iterator[str]:
    if settings["EMAIL_BACKEND"] != _REAL_MAIL:
        yield "EMAIL_URL must name a mail server: password resets would reach nobody."
    if settings["DEFAULT_FROM_EMAIL"] == DEVELOPMENT_EMAIL_FROM:
        yield "EMAIL_FROM must be an address of your own."


def _signing_key(settings: Mapping[str, Any]) -> Iterator[str]:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    file = Path(settings["SIGNING_KEY_FILE"])
    try:
        content = file.read_bytes()
        readable_by_others = stat.S_IMODE(file.stat().st_mode) & (stat.S_IROTH | stat.S_IWOTH)
    except OSError:
        yield "SIGNING_KEY_FILE cannot be read; without it no evidence of a signature can be given."
        return
    try:
        key = load_pem_private_key(content, password=None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        yield "SIGNING_KEY_FILE must hold an Ed25519 private key as PEM, without a passphrase."
    if os.name == "posix" and readable_by_others:
        yield "SIGNING_KEY_FILE can be read by every user of this machine; take that away (chmod 600)."


def _static_files(settings: Mapping[str, Any]) -> Iterator[str]:
    if not settings["STATIC_MANIFEST"]:
        yield "STATIC_MANIFEST must be true: browsers would keep old styles and scripts after an upgrade."


_CHECKS: tuple[Callable[[Mapping[str, Any]], Iterator[str]], ...] = (
    _secret_key,
    _debug,
    _hosts,
    _site_address,
    _https,
    _database,
    _mail,
    _signing_key,
    _static_files,
)
