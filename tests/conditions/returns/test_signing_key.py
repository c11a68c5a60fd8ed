"""The installation's key: made once in development, never in production, readable by its owner alone."""

import stat
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.exceptions import ImproperlyConfigured

from conditions.returns import signing_key


@pytest.fixture
def file(settings: Any, tmp_path: Path) -> Path:
    settings.SIGNING_KEY_FILE = tmp_path / "new folder" / "signing-key.pem"
    return Path(settings.SIGNING_KEY_FILE)


def test_in_development_it_is_made_when_first_needed_and_kept(file: Path) -> None:
    first = signing_key.public_key_pem()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert signing_key.public_key_pem() == first
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def test_when_two_processes_make_it_at_once_the_first_one_stays(file: Path) -> None:
    first = signing_key.public_key_pem()
    signing_key._make(file)
    assert signing_key.public_key_pem() == first


def test_a_signature_holds_for_its_content_alone(file: Path) -> None:
    key = signing_key.read_public_key(signing_key.public_key_pem())
    signature = signing_key.sign(b"the manifest")
    assert signing_key.is_signed_by(key, signature, b"the manifest")
    assert not signing_key.is_signed_by(key, signature, b"the manifest.")
    assert not signing_key.is_signed_by(key, b"short", b"the manifest")


def test_in_production_a_missing_key_is_refused(file: Path, settings: Any) -> None:
    settings.IN_PRODUCTION = True
    with pytest.raises(ImproperlyConfigured, match="SIGNING_KEY_FILE names no file"):
        signing_key.sign(b"anything")
    assert not file.exists()


def test_a_file_that_holds_no_key_or_another_kind_is_refused(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("not a key")
    with pytest.raises(ImproperlyConfigured, match="holds no private key"):
        signing_key.sign(b"anything")
    other = generate_private_key(SECP256R1())
    file.write_bytes(other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(ImproperlyConfigured, match="must hold an Ed25519 private key"):
        signing_key.sign(b"anything")
