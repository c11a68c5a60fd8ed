"""``manage.py import_measures``: the same imports as in the browser, for scheduled use."""

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dashboards import drawing_ahead
from dashboards.imports import runs
from dashboards.imports.command_words import Told, as_json, in_words
from dashboards.imports.contract import Delivered, UnusableDelivery, silent
from dashboards.imports.deliveries import wrong_with
from dashboards.imports.figures import unpack
from dashboards.imports.kinds import KINDS
from dashboards.imports.problems import counted, from_json
from dashboards.imports.reading import try_out
from dashboards.models import ImportRun
from dashboards.views.redrawing import redraw
from safetyvalve.core.management.asked import REFUSED, WRONGLY_ASKED, find_authority

OPTIONS = ("since", "edition", "mapping")


def day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise argparse.ArgumentTypeError("must be a date such as 2025-01-16") from None


class Command(BaseCommand):
    """Reads in this process, says what would change, and confirms it unless something is refused."""

    help = (
        "Import figures from files, as the pages under Imports do. Says what is added, changed (old → new), unchanged "
        "and refused. Exits with 0 when nothing is refused; with 1 when something is, and then nothing is recorded "
        "unless --accept-refused; with 2 when it was asked wrongly. In the audit trail such an import has no person."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="several where the kind takes them")
        parser.add_argument("--authority", required=True, metavar="CODE", help="GSS code or three-digit LA code")
        parser.add_argument("--kind", required=True, choices=list(KINDS), metavar="KIND", help=", ".join(KINDS))
        parser.add_argument("--dry-run", action="store_true", help="say what would change and write nothing")
        parser.add_argument("--as-at", type=day, metavar="DATE", help="the day that the files describe")
        parser.add_argument("--since", type=day, metavar="DATE", help="count what happened from this day on")
        parser.add_argument("--edition", default="", help="of published statistics, where the files do not say")
        parser.add_argument("--mapping", default="", metavar="NAME", help="a column mapping saved in the browser")
        parser.add_argument("--accept-refused", action="store_true", help="record the rest although some is refused")
        parser.add_argument("--json", action="store_true", help="print the figures read, counts and problems as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        authority = find_authority(options["authority"])
        files = [_delivered(path) for path in options["files"]]
        run = ImportRun(
            authority=authority,
            importer=options["kind"],
            as_at=options["as_at"],
            options={name: str(options[name]) for name in OPTIONS if options[name]},
        )
        if options["dry_run"]:
            told = _looked_at(run, files)
        else:
            with drawing_ahead.by_this_process():
                told = _recorded(run, files, accepts_refused=options["accept_refused"])
        if options["json"]:
            names = [each.name for each in files]
            self.stdout.write(as_json(told, authority=authority, kind=options["kind"], files=names))
        else:
            self.stdout.write("\n".join(in_words(told)))
        if told.counts["refused"]:
            raise SystemExit(REFUSED)


def _looked_at(run: ImportRun, files: Sequence[Delivered]) -> Told:
    """What would change. Writes nothing, not even that somebody looked."""
    if wrong := wrong_with(KINDS[run.importer], files):
        return Told("Nothing can be read.", counted(wrong), tuple(wrong))
    try:
        found = try_out(run, files, silent)
    except UnusableDelivery as unusable:
        return Told("Nothing can be read.", counted(unusable.problems), unusable.problems)
    seen = found.dry_run
    outcome = "A dry run: nothing has been recorded."
    return Told(outcome, seen.counts, seen.problems, seen, found.payload, found.as_at, found.edition)


def _recorded(wanted: ImportRun, files: Sequence[Delivered], *, accepts_refused: bool) -> Told:
    """What has changed. Where something is refused, nothing has, unless that is accepted."""
    now = timezone.now()
    run = runs.start(
        wanted.authority,
        wanted.importer,
        files,
        as_at=wanted.as_at,
        options=wanted.options,
        by=None,
        now=now,
        in_process=True,
    )
    problems = from_json(run.problems)
    if run.state != ImportRun.State.READY:
        return Told("Nothing can be read.", counted(problems), problems)
    seen, payload = runs.dry_run(run), unpack(run.figures)
    if seen.counts["refused"] and not accepts_refused:
        runs.cancel(run, by=None, now=now)
        outcome = "Nothing has been recorded, because something is refused. --accept-refused records the rest."
    elif runs.confirm(run, expected=seen.digest, by=None, now=timezone.now()):
        redraw(run.authority)
        outcome = f"Recorded as import {run.pk}."
    else:
        outcome = "All of it is on record already: nothing changes."
    return Told(outcome, seen.counts, seen.problems, seen, payload, run.as_at, run.edition)


def _delivered(path: Path) -> Delivered:
    try:
        return Delivered(path.name, path.read_bytes())
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.", returncode=WRONGLY_ASKED) from error
