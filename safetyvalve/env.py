"""Typed readers of the environment. A value that cannot be used is refused with its name and what is allowed.

Each reader takes the variable's name and a `default=`, which is what an absent or empty variable means.
A refusal never repeats the value of a variable that may hold a password.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

_DATABASE_SCHEMES = ("sqlite", "postgres", "postgresql")
_SMTP_PORTS = {"smtp+tls": 587, "smtp+ssl": 465, "smtp": 25}
_MAIL_KEPT_HERE = ("consolemail", "filemail", "memorymail", "dummymail")
_YES = ("true", "yes", "on", "1")
_NO = ("false", "no", "off", "0")

_environ = environ.Env()


class BadSetting(ImproperlyConfigured):
    """An environment variable holds something this product cannot use."""

    def __init__(self, name: str, *, allowed: str, given: str | None = None) -> None:
        said = "" if given is None else f", not {given!r}"
        super().__init__(f"{name} must be {allowed}{said}.")


def load_file(path: Path) -> None:
    """Read NAME=value lines from `path` if it is there; what the real environment says wins."""
    if path.is_file():
        environ.Env.read_env(path)


def env_file(*, base: Path) -> Path:
    """The file of settings: the one ENV_FILE names, or `.env` in `base`."""
    return path("ENV_FILE", default=base / ".env", base=base)


def text(name: str, *, default: str) -> str:
    """The words as they stand, without space around them."""
    return str(_environ.str(name, default="")).strip() or default


def choice(name: str, *, of: tuple[str, ...], default: str) -> str:
    """One of the words in `of`; capitals do not matter."""
    given = text(name, default=default)
    for word in of:
        if given.lower() == word.lower():
            return word
    raise BadSetting(name, allowed=" or ".join(of), given=given)


def flag(name: str, *, default: bool) -> bool:
    """True or false. Anything else is refused: a misspelt `flase` must not pass as either."""
    given = text(name, default="true" if default else "false")
    if given.lower() in _YES:
        return True
    if given.lower() in _NO:
        return False
    raise BadSetting(name, allowed="true or false", given=given)


def whole_number(name: str, *, default: int, least: int = 0, most: int) -> int:
    """A whole number from `least` to `most`."""
    given = text(name, default=str(default))
    if given.isascii() and given.isdigit() and least <= int(given) <= most:
        return int(given)
    raise BadSetting(name, allowed=f"a whole number from {least} to {most}", given=given)


def words(name: str, *, default: list[str]) -> list[str]:
    """Words between commas; empty ones are dropped."""
    given = text(name, default=",".join(default))
    return [word.strip() for word in given.split(",") if word.strip()]


def path(name: str, *, default: Path, base: Path) -> Path:
    """A file or folder; one that does not start at the root is taken from `base`."""
    given = text(name, default="")
    return (base / Path(given).expanduser()).resolve() if given else default


def database(name: str, *, default: str) -> dict[str, Any]:
    """Django's database dictionary from an address; only SQLite and PostgreSQL are supported."""
    allowed = "sqlite:////folder/file.sqlite3 or postgres://user:password@host:5432/name"
    given = text(name, default=default)
    scheme, _, rest = given.partition("://")
    if scheme not in _DATABASE_SCHEMES or not rest.strip("/"):
        raise BadSetting(name, allowed=allowed)
    parsed = _parse(name, given, parse=environ.Env.db_url_config, allowed=allowed)
    if not parsed["NAME"]:
        raise BadSetting(name, allowed=allowed)
    return parsed


def email(name: str, *, default: str) -> dict[str, Any]:
    """Django's EMAIL_ settings from an address; the usual port is filled in when none is given."""
    allowed = f"{', '.join(f'{scheme}://user:password@host:{port}' for scheme, port in _SMTP_PORTS.items())}"
    allowed += f" or {'://, '.join(_MAIL_KEPT_HERE)}://"
    given = text(name, default=default)
    scheme, separator, _ = given.partition("://")
    if scheme not in (*_SMTP_PORTS, *_MAIL_KEPT_HERE) or not separator:
        raise BadSetting(name, allowed=allowed)
    parsed = _parse(name, given, parse=environ.Env.email_url_config, allowed=allowed)
    if scheme in _SMTP_PORTS:
        if not parsed["EMAIL_HOST"]:
            raise BadSetting(name, allowed=allowed)
        parsed["EMAIL_PORT"] = parsed["EMAIL_PORT"] or _SMTP_PORTS[scheme]
    return {key: value for key, value in parsed.items() if key.startswith("EMAIL_") and value is not None}


def _parse(name: str, given: str, *, parse: Callable[[str], dict[str, Any]], allowed: str) -> dict[str, Any]:
    try:
        return parse(given)
    except (ValueError, KeyError, ImproperlyConfigured):
        raise BadSetting(name, allowed=allowed) from None
