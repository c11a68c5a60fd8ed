"""Run a command under settings fit for production: `python -m tests.production manage.py check --deploy`.

The values are safe in form and made up on the spot; nothing is kept.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat


def environment(folder: Path) -> dict[str, str]:
    """Every variable that production insists on. The signing key is written into `folder`."""
    key_file = folder / "signing-key.pem"
    key = Ed25519PrivateKey.generate()
    key_file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    key_file.chmod(0o600)
    return {
        "ENV_FILE": os.devnull,
        "ENVIRONMENT": "production",
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "safetyvalve.settings",
        "SECRET_KEY": "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz-9876543210",
        "ALLOWED_HOSTS": "safety-valve.council.example",
        "DATABASE_URL": "postgres://safetyvalve:secret@database.council.example/safetyvalve",
        "EMAIL_URL": "smtp+tls://mailer:secret@mail.council.example",
        "EMAIL_FROM": "safety-valve@council.example",
        "SIGNING_KEY_FILE": str(key_file),
        "TRUSTED_PROXY_COUNT": "1",
    }


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="safetyvalve-production-") as folder:
        values = {**os.environ, **environment(Path(folder))}
        for name in ("DEBUG", "USE_HTTPS", "STATIC_MANIFEST", "DJANGO_ALLOW_ASYNC_UNSAFE"):
            values.pop(name, None)
        return subprocess.run([sys.executable, *arguments], env=values, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
