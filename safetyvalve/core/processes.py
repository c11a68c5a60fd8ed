"""Processes of the product's own that outlive the request, and the server, that starts them."""

import logging
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from django.conf import settings

MANAGE = (sys.executable, str(settings.BASE_DIR / "manage.py"))
LONGEST = 60 * 60
"""Seconds after which a process that nobody waits for has gone wrong and ends."""
GRACE = 60
logger = logging.getLogger(__name__)


def start(*words: str, keeps: Sequence[int] = ()) -> bool:
    """``manage.py`` with these words, in a session of its own, so that no signal meant for the server reaches it.

    ``keeps``: open files that it has too. Gives whether it could be started; why not is in the log.
    """
    command = [*MANAGE, *words]
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


class TookTooLong(Exception):
    """The process has used the time that there is for it."""


@contextmanager
def limited(name: str, *, seconds: float = LONGEST) -> Iterator[None]:
    """What a process does, for no longer than this: then TookTooLong is raised in it, and the log says so.

    Should it not end within another minute, the system ends it. Elsewhere than in a main thread there is no limit.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, frame: FrameType | None) -> None:
        logger.error("The process %s is ended: it took longer than %s seconds.", name, seconds)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, GRACE)
        raise TookTooLong(name)

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
