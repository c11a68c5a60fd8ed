from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dashboards.views.redrawing import redraw
from safetyvalve.core.models import Authority


class Command(BaseCommand):
    """What the server starts after an import was confirmed or undone; by hand, for all councils after an upgrade."""

    help = (
        "Draw the dashboards that somebody has looked at again where what they show may be another, so that the next "
        "visitor need not wait for it. Nothing is wrong without: what is not drawn here is drawn when it is asked for."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--authority", metavar="CODE", help="GSS code or three-digit LA code, for one only")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = (
                [Authority.objects.by_code(options["authority"])] if options["authority"] else Authority.objects.all()
            )
        except Authority.DoesNotExist:
            raise CommandError(f"There is no council with the code {options['authority']}.") from None
        for authority in found:
            self.stdout.write(f"{authority.name}: {redraw(authority)} dashboards are good.")
