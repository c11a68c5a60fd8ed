import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from dashboards.publishing.pack.files import CONTENT_TYPES, make
from dashboards.publishing.pack.packs import from_plain


class Command(BaseCommand):
    """What the server starts for a document that somebody asks for now. It never opens the record."""

    help = "Draw the pack that is given as JSON, and write the file to standard output. The server starts this."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=list(CONTENT_TYPES))

    def handle(self, *args: Any, **options: Any) -> None:
        made = make(from_plain(json.load(sys.stdin)), options["kind"])
        sys.stdout.buffer.write(made.content)
        sys.stdout.buffer.flush()
