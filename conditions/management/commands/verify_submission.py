import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from conditions.returns.verification import MOST_BYTES, verify


class Command(BaseCommand):
    """Checks an evidence bundle without the database: file and key are enough."""

    help = (
        "Check that the evidence bundle of a submitted return is whole and unaltered. Exits with 1 when it is not. "
        "Without --key it can only say that the parts agree with each other."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the evidence bundle, a ZIP file")
        parser.add_argument(
            "--key", metavar="PUB", help="a file with the council's public key, obtained apart from the bundle"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        bundle = _read(options["file"], at_most=MOST_BYTES + 1)
        key = _read(options["key"], at_most=100_000) if options["key"] else None
        try:
            found = verify(bundle, key)
        except ValueError as error:
            raise CommandError(f"{options['key']}: {error}") from error
        self.stdout.write("NOT VERIFIED" if not found.ok else "VERIFIED" if key else "CONSISTENT")
        for sentence in found.sentences:
            self.stdout.write(sentence)
        if not found.ok:
            raise SystemExit(1)


def _read(name: str, *, at_most: int) -> bytes:
    try:
        with Path(name).open("rb") as reading:
            return reading.read(at_most)
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}.") from error
