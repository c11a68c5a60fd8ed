import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dashboards.publishing import previews
from safetyvalve.core.processes import limited


class Command(BaseCommand):
    """What the server starts when somebody looks at an edition of which it takes long to say what to withhold."""

    help = "Work out what an edition that is being prepared would withhold. The server starts this; nobody needs to."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("publication", type=int, help="the edition's number")
        parser.add_argument("--asked", default="", help=argparse.SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        with limited("build_preview"):
            is_known = previews.work(options["publication"], asked=options["asked"])
        if not is_known:
            raise CommandError("Not worked out: it failed, or somebody else is at it.")
