from typing import Any

from django.core.management.base import BaseCommand

from conditions.returns import signing_key


class Command(BaseCommand):
    """The key that auditors check evidence bundles with."""

    help = "Print the public key, as PEM, with which this installation's evidence bundles can be verified."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(signing_key.public_key_pem().decode("ascii"), ending="")
