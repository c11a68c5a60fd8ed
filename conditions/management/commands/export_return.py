import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from conditions.models import ReportingPeriod, Submission
from conditions.returns import issue
from safetyvalve.core.management.asked import find_authority
from safetyvalve.core.models import Authority


class Command(BaseCommand):
    """Writes a return to a file: as it was issued once submitted, otherwise as it stands and marked DRAFT."""

    help = (
        "Write a return as Word, Excel or PDF. A submitted round comes as it was issued; any other is made now "
        "from what is recorded, marked DRAFT on every page."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--authority", required=True, metavar="CODE", help="GSS code or three-digit LA code")
        parser.add_argument(
            "--period",
            required=True,
            metavar="LABEL_OR_SLUG",
            help='"update-1-2024-25", "Update 1", or "Update 1 2024-25"; with several agreements "agreement/period"',
        )
        parser.add_argument("--format", required=True, choices=issue.DRAFT_KINDS, help="docx, xlsx or pdf")
        parser.add_argument("--output", required=True, metavar="FILE", type=Path)
        parser.add_argument("--round", type=int, metavar="N", help="which round; the latest when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        authority = find_authority(options["authority"], returncode=1)
        submission = find_round(find_period(authority, options["period"]), options["round"])
        content, words = content_of(submission, options["format"])
        try:
            options["output"].write_bytes(content)
        except OSError as error:
            raise CommandError(f"{options['output']} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{authority.name}, {submission}: {words}, written to {options['output']}.")


def find_period(authority: Authority, wanted: str) -> ReportingPeriod:
    """By slug, by label, or by label and year; "agreement/period" where councils have several. Raises CommandError."""
    periods = list(
        ReportingPeriod.objects.of(authority)
        .returns()
        .select_related("calendar__agreement__authority")
        .order_by("calendar__agreement__slug", "covers_from")
    )
    # A slug is exact, so it goes before a label that reads alike.
    for names_of in (_slugs, _labels):
        found = [period for period in periods if _folded(wanted) in map(_folded, names_of(period))]
        if len(found) == 1:
            return found[0]
        if found:
            raise CommandError(f"“{wanted}” could be any of these; give one of:\n{_choices(found)}")
    raise CommandError(f"{authority.name} has no period “{wanted}”. It has:\n{_choices(periods)}")


def find_round(period: ReportingPeriod, number: int | None) -> Submission:
    """The round asked for, or the latest. Raises CommandError."""
    rounds = list(Submission.objects.with_place().filter(period=period).order_by("-round"))
    if not rounds:
        raise CommandError(f"No return has been started for {period}.")
    found = next((each for each in rounds if number is None or each.round == number), None)
    if found is None:
        known = ", ".join(str(each.round) for each in reversed(rounds))
        raise CommandError(f"{period} has no round {number}. It has: {known}.")
    return found


def content_of(submission: Submission, kind: str) -> tuple[bytes, str]:
    """The bytes, and what they are in words. Raises CommandError for a submitted round without its file."""
    stored = submission.issued_files.filter(kind=kind).first()
    if stored is not None:
        return bytes(stored.content), f"as issued, SHA-256 {stored.sha256}"
    if submission.has_left:
        raise CommandError(f"{submission} was submitted, and no {kind} file of it is on record.")
    return issue.draft_file(kind, submission, now=timezone.now()).content, "DRAFT, not submitted"


def _slugs(period: ReportingPeriod) -> tuple[str, ...]:
    return period.slug, f"{period.calendar.agreement.slug}/{period.slug}"


def _labels(period: ReportingPeriod) -> tuple[str, ...]:
    label, year, window = period.label, period.financial_year, period.window_label
    return label, f"{label} {year}", f"{label} ({window})", f"{label}, {window}", window


def _choices(periods: list[ReportingPeriod]) -> str:
    return "\n".join(
        f"  {period.calendar.agreement.slug}/{period.slug}  ({period.label}, {period.window_label})"
        for period in periods
    )


def _folded(words: str) -> str:
    return " ".join(words.casefold().split())
