"""Processes of the product's own that outlive the request, and the server, that starts them."""

import logging
import subprocess
import sys
import threading
from collections.abc import Sequence

from django.conf import settings

logger = logging.getLogger(__name__)


def start(*words: str, keeps: Sequence[int] = ()) -> bool:
    """``manage.py`` with these words, in a session of its own, so that no signal meant for the server reaches it.

    ``keeps``: open files that it has too. Gives whether it could be started; why not is in the log.
    """
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *words]
    try:
        process = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            cwd=settings.BASE_DIR,
            start_new_session=True,
            pass_fds=keeps,
        )
    except OSError:
        logger.exception("The process %s could not be started.", " ".join(words))
        return False
    # Somebody has to ask how it ended, or it stays in the table of processes until this one ends.
    threading.Thread(target=process.wait, name=" ".join(words), daemon=True).start()
    return True
