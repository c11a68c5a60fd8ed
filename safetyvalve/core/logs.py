"""Lines of the log without the secrets that stand in addresses: whoever reads the log must not be let in by it."""

import logging
import re

_SECRET = re.compile(r"(/(?:s|e-mails|feed/[^/\s]+)/)([^/\s]{20,})(?=/)")


def without_secrets(line: str) -> str:
    """The line with the secret part of links, of feeds' addresses and of the links that stop e-mails left out."""
    return _SECRET.sub(r"\1…", line)


class WithoutSecrets(logging.Filter):
    """Django names the address of a page that failed, and of a form that it refused."""

    def filter(self, record: logging.LogRecord) -> bool:
        line = record.getMessage()
        if (cleaned := without_secrets(line)) != line:
            record.msg, record.args = cleaned, ()
        return True
