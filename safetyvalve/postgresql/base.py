from select import select
from time import monotonic

from django.db.backends.postgresql import base

ASK_AFTER = 20
"""Seconds without use after which a connection is asked for an answer before it is trusted."""


class DatabaseWrapper(base.DatabaseWrapper):
    """Looks at a connection before it asks it: a server that went away has closed it, which can be read at once.

    Django asks ("SELECT 1") at the start of every request. What cannot be seen by looking, a line cut without a word,
    is still asked for once the connection has been idle for a while.
    """

    _seen_at = 0.0

    def is_usable(self) -> bool:
        connection, now = self.connection, monotonic()
        if connection is None or connection.closed or connection.broken:
            return False
        is_silent = not select([connection.fileno()], [], [], 0)[0]
        if is_silent and now - self._seen_at < ASK_AFTER:
            self._seen_at = now
            return True
        usable: bool = super().is_usable()
        self._seen_at = now if usable else 0.0
        return usable
