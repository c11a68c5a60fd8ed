"""The product's settings, made the same on every machine and quick to test under.

What the product reads from the environment is fixed here first, so that a developer's `.env` changes nothing.
DATABASE_URL alone may come from outside: it chooses the database that the tests run on.
"""

import os
import tempfile

_data = tempfile.TemporaryDirectory(prefix="safetyvalve-tests-")
os.environ["ENV_FILE"] = os.devnull
os.environ["DATA_DIR"] = _data.name
os.environ.setdefault("DATABASE_URL", "sqlite:///:memory:")
for _name in (
    "ENVIRONMENT",
    "SECRET_KEY",
    "SECRET_KEY_FALLBACKS",
    "SITE_ADDRESS",
    "ALLOWED_HOSTS",
    "EMAIL_URL",
    "EMAIL_FROM",
    "SIGNING_KEY_FILE",
    "USE_HTTPS",
    "TRUSTED_PROXY_COUNT",
    "DEBUG",
    "STATIC_MANIFEST",
    "LOG_LEVEL",
    "LARGEST_UPLOAD_MB",
):
    os.environ.pop(_name, None)
# Playwright runs an event loop in the thread of the test; Django would refuse the database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from safetyvalve.settings import *  # noqa: E402, F403
from safetyvalve.settings import ALLOWED_HOSTS, MIDDLEWARE  # noqa: E402

# Real hashing is slow on purpose, and no password of a test is worth protecting.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# It looks through all static files anew for every test client.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
# Tests see what an import does when the call returns; those about processes turn it off.
IMPORTS_IN_PROCESS = True
# No process draws behind a test's back; those about drawing ahead turn it on.
DRAWN_AHEAD = False
# Publishing starts no process; those about files of an edition make them.
DOCUMENTS_ELSEWHERE = False
