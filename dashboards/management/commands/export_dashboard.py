"""``manage.py export_dashboard``: a dashboard as a PDF, a workbook or one long table."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from conditions.models import Agreement
from dashboards.charts.lines import Frame
from dashboards.models import CouncilDashboard
from dashboards.publishing.pack import tidy
from dashboards.publishing.pack.boards import View, names, narrowed, of_dashboard, of_own
from dashboards.publishing.pack.files import make
from dashboards.publishing.pack.packs import Pack
from dashboards.scope import INSIDE, outside
from safetyvalve.core.dates import month_end
from safetyvalve.core.management.asked import WRONGLY_ASKED, find_authority, month
from safetyvalve.core.models import Authority

FORMATS = ("pdf", "xlsx", "csv")
YEARS = {"1": 1, "3": 3, "all": None}
AUDIENCES = ("inside", "members")


class Command(BaseCommand):
    """The charts of the dashboard's page, with the same figures, for the same readers."""

    help = (
        "Write a dashboard to a file: as a PDF, as a workbook with native charts, or as a CSV with a row for each "
        "figure. Inside the council small numbers are not hidden, and every page says so; --audience members gives "
        "what members of the forum see. Exits with 2 when it was asked wrongly."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--authority", required=True, metavar="CODE", help="GSS code or three-digit LA code")
        parser.add_argument(
            *("--dashboard",),
            required=True,
            metavar="NAME",
            help=f"{', '.join(names())}; or the name or number of one that the council put together and shares",
        )
        parser.add_argument("--format", required=True, choices=FORMATS)
        parser.add_argument("--output", required=True, metavar="FILE", type=Path)
        parser.add_argument("--period", type=month, metavar="YYYY-MM", help="figures up to the end of this month only")
        parser.add_argument("--years", choices=list(YEARS), default="3", help="how far back; 3 when left out")
        parser.add_argument("--rolling", action="store_true", help="each month with the eleven before it")
        parser.add_argument("--agreement", default="", metavar="SLUG", help="the newest when left out")
        parser.add_argument("--audience", choices=AUDIENCES, default="inside", help="inside when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        authority = find_authority(options["authority"])
        pack = _pack(authority, options)
        if not pack.items:
            raise CommandError(f"{pack.full_title}: there is nothing to draw for these readers.", returncode=1)
        content = tidy.to_csv(pack) if options["format"] == "csv" else make(pack, options["format"]).content
        try:
            options["output"].write_bytes(content)
        except OSError as error:
            words = f"{options['output']} cannot be written: {error.strerror}."
            raise CommandError(words, returncode=WRONGLY_ASKED) from error
        charts = "1 chart" if len(pack.items) == 1 else f"{len(pack.items)} charts"
        self.stdout.write(f"{pack.council}, {pack.full_title}: {charts}, written to {options['output']}.")
        if pack.standing:
            self.stdout.write(f"{pack.standing}.")


def _pack(authority: Authority, options: dict[str, Any]) -> Pack:
    now, last = timezone.now(), month_end(options["period"]) if options["period"] else None
    scope = INSIDE if options["audience"] == "inside" else outside(authority)
    view = View(
        narrowed(scope, last),
        Frame(YEARS[options["years"]], options["rolling"]),
        _agreement(authority, options["agreement"]),
        has_statuses=options["format"] == "csv",
    )
    today: date = timezone.localdate(now)
    found = of_dashboard(authority, options["dashboard"], view, today=last or today, now=now)
    return found or of_own(authority, _own(authority, options["dashboard"]), view, today=last or today, now=now)


def _agreement(authority: Authority, slug: str) -> Agreement | None:
    agreements = Agreement.objects.of(authority).select_related("authority", "programme").order_by("-signed_on", "pk")
    found = agreements.filter(slug=slug).first() if slug else agreements.first()
    if slug and found is None:
        known = ", ".join(agreements.values_list("slug", flat=True))
        raise CommandError(f"{authority.name} has no agreement {slug}. It has: {known or 'none'}.", returncode=2)
    return found


def _own(authority: Authority, wanted: str) -> CouncilDashboard:
    """By name or number, of those that are shared: nobody has signed in here."""
    shared = CouncilDashboard.objects.filter(authority=authority, is_shared=True)
    found = shared.filter(name__iexact=wanted.strip()).first()
    if found is None and wanted.isdecimal():
        found = shared.filter(pk=int(wanted)).first()
    if found is None:
        known = ", ".join([*names(), *(f"{each.name} ({each.pk})" for each in shared)])
        raise CommandError(f"{authority.name} has no dashboard {wanted}. It has: {known}.", returncode=WRONGLY_ASKED)
    return found
