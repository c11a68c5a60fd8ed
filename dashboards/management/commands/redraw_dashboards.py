import argparse
import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dashboards import drawing_ahead
from dashboards.views.redrawing import redraw
from safetyvalve.core import kept
from safetyvalve.core.models import Authority
from safetyvalve.core.processes import limited

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """What the server starts after figures moved, and ``send_due`` once a day; by hand after an upgrade."""

    help = (
        "Draw the dashboards that somebody has looked at lately again where what they show may be another, so that the "
        "next visitor need not wait for it. Nothing is wrong without: what is not drawn here is drawn when asked for."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--authority", metavar="CODE", help="GSS code or three-digit LA code, for one only")
        parser.add_argument("--waiting", type=int, help=argparse.SUPPRESS)
        parser.add_argument("--release", default="", help=argparse.SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["release"] not in ("", kept.release()):
            # A server that has not been restarted since an upgrade has no use for what this would draw.
            logger.info("Dashboards are not drawn ahead: the server is of another release until it is restarted.")
            return
        with limited("redraw_dashboards"):
            self._redraw(options)

    def _redraw(self, options: dict[str, Any]) -> None:
        waiting = options["waiting"]
        if waiting is not None:
            drawing_ahead.settle()
        try:
            found = (
                [Authority.objects.by_code(options["authority"])] if options["authority"] else Authority.objects.all()
            )
        except Authority.DoesNotExist:
            raise CommandError(f"There is no council with the code {options['authority']}.") from None
        for authority in found:
            number, waiting = redraw(authority, waiting=waiting), None
            self.stdout.write(f"{authority.name}: {number} dashboards are good.")
