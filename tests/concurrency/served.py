"""The product's own server settings, and a note of each worker's process, so that a test can kill one."""

import os
from pathlib import Path
from typing import Any

from safetyvalve.server import *  # noqa: F403


def post_fork(server: Any, worker: Any) -> None:
    """Called by gunicorn in a new worker, before it answers anything."""
    (Path(os.environ["WORKER_NOTES"]) / str(os.getpid())).touch()
