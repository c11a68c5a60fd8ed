"""Documents drawn by processes of their own, so that what drawing needs is given back when they end."""

import json
import logging
import subprocess
import threading

from django.conf import settings

from dashboards.publishing.pack.files import MadeFile, file_name, make
from dashboards.publishing.pack.packs import Pack, to_plain
from safetyvalve.core import processes

LONGEST = 120
"""Seconds after which drawing one document is given up."""
ONE_AT_A_TIME = threading.BoundedSemaphore(1)
"""Each web worker has one document drawn at a time."""
PATIENCE = 20
logger = logging.getLogger(__name__)


class Busy(Exception):
    """Other documents are being drawn. The sentence is for the person."""


class NotMade(Exception):
    """The document could not be drawn. The sentence is for the person."""


def make_elsewhere(pack: Pack, kind: str) -> MadeFile:
    """Draw a pack in another process and wait for it. Raises Busy or NotMade.

    The other process is given the pack and nothing else: it does not open the record.
    """
    if not settings.DOCUMENTS_ELSEWHERE:
        return make(pack, kind)
    if not ONE_AT_A_TIME.acquire(timeout=PATIENCE):
        raise Busy("Other files are being made just now. Try again in a minute.")
    try:
        done = subprocess.run(  # noqa: S603
            [*processes.MANAGE, "render_pack", kind],
            input=json.dumps(to_plain(pack)).encode(),
            capture_output=True,
            cwd=settings.BASE_DIR,
            timeout=LONGEST,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as why:
        logger.exception("A %s could not be made: %s", kind, getattr(why, "stderr", b""))
        raise NotMade(
            "The file could not be made. Try again; if it happens again, tell whoever runs this service."
        ) from why
    finally:
        ONE_AT_A_TIME.release()
    return MadeFile(kind, file_name(pack, kind), done.stdout)


def start_building(publication_id: int) -> None:
    """A process that makes what is missing of an edition's files and outlives this one.

    Where it cannot be started, what it was for waits; after a minute or two its page says so and offers to try again.
    """
    processes.start("build_packs", "--publication", str(publication_id))


def start_previewing(publication_id: int, made_from: str) -> None:
    """A process that works out what an edition would withhold, of these figures and this release, and outlives this."""
    processes.start("build_preview", str(publication_id), "--asked", made_from)
