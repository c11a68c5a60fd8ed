from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from dashboards import drawing_ahead
from dashboards.imports import jobs
from dashboards.views.redrawing import redraw


class Command(BaseCommand):
    """What the server starts for each import of open data and of aggregate grids."""

    help = "Read or save one import that waits for it. The server starts this; nobody needs to."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", type=int, help="the import's number")

    def handle(self, *args: Any, **options: Any) -> None:
        with drawing_ahead.by_this_process():
            authority = jobs.work(options["run"])
        if authority is not None:
            redraw(authority)
