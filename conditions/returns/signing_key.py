"""The installation's Ed25519 key: it signs evidence bundles, and its public half checks them anywhere.

In production an administrator makes the key and the settings refuse to start without it. On a machine for
trying things out it is made when first needed, readable by its owner alone.
"""

import os
import tempfile
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def sign(content: bytes) -> bytes:
    """The signature of ``content``: 64 bytes, the same every time."""
    return _private_key().sign(content)


def public_key_pem() -> bytes:
    """The public half as PEM, to be handed to auditors apart from any bundle."""
    return _private_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def read_public_key(pem: bytes) -> Ed25519PublicKey:
    """Raises ValueError, in a sentence, when ``pem`` is anything but an Ed25519 public key."""
    try:
        key = load_pem_public_key(pem)
    except (ValueError, TypeError) as error:
        raise ValueError("This is not a public key in PEM form.") from error
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("This key is not an Ed25519 public key.")
    return key


def is_signed_by(key: Ed25519PublicKey, signature: bytes, content: bytes) -> bool:
    """Whether ``signature`` was made over exactly ``content`` with the private half of ``key``."""
    try:
        key.verify(signature, content)
    except InvalidSignature:
        return False
    return True


def _private_key() -> Ed25519PrivateKey:
    file = Path(settings.SIGNING_KEY_FILE)
    if not file.exists():
        if settings.IN_PRODUCTION:
            raise ImproperlyConfigured("SIGNING_KEY_FILE names no file; without the key no evidence can be signed.")
        _make(file)
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except (ValueError, TypeError) as error:
        raise ImproperlyConfigured("SIGNING_KEY_FILE holds no private key in PEM form without passphrase.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise ImproperlyConfigured("SIGNING_KEY_FILE must hold an Ed25519 private key.")
    return key


def _make(file: Path) -> None:
    """Write a new key complete or not at all; when two processes try at once, the first one's key stays."""
    file.parent.mkdir(parents=True, exist_ok=True)
    content = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    # A temporary file of this kind is readable by its owner alone (mode 0600).
    handle, unfinished = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    try:
        with os.fdopen(handle, "wb") as writing:
            writing.write(content)
        os.link(unfinished, file)
    except FileExistsError:
        pass
    finally:
        os.unlink(unfinished)
