"""``manage.py publish``: a month's edition in one step, as the pages under Editions publish it."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from dashboards.models import Publication
from dashboards.publishing import editions
from dashboards.publishing.in_one_go import WorkedOut, built_from, in_words, may_publish, ready, work_out
from dashboards.publishing.mailing import Emailing, whom
from safetyvalve.core.management.asked import REFUSED, WRONGLY_ASKED, find_authority, month
from safetyvalve.core.models import Authority, User
from safetyvalve.core.services.refusals import NotAllowed


class Command(BaseCommand):
    """Prepares, says what readers would get and what is withheld, and publishes; or nothing happens at all."""

    help = (
        "Publish the edition of a month: the one being prepared, or else a new one with the audiences and charts "
        "of the last. Says what is different from the last edition, and what is withheld and why. Members and the "
        "mailing list are e-mailed as from the browser. Exits with 0 when it is published, or could be; with 1 when it "
        "is refused, and then nothing is recorded; with 2 when it was asked wrongly."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--authority", required=True, metavar="CODE", help="GSS code or three-digit LA code")
        parser.add_argument("--month", required=True, type=month, metavar="YYYY-MM", help="figures up to its end")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="who publishes: in the audit, and must be let")
        parser.add_argument("--title", default="", help="of a new edition; otherwise that of the last")
        parser.add_argument("--introduction", default="", metavar="TEXT", help="of a new edition, for every audience")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument(
            "--why-words-stay", default="", metavar="TEXT", help="why words that are doubted may stay: in the audit"
        )
        parser.add_argument("--no-email", action="store_true", help="publish without e-mailing anybody")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        authority = find_authority(options["authority"])
        person = _person(options["by"], authority, now)
        if options["month"] > timezone.localdate(now):
            raise CommandError(f"{options['month']:%B %Y} has not begun.", returncode=WRONGLY_ASKED)
        said: list[str] = []
        try:
            asked = {"title": options["title"], "introduction": options["introduction"], "by": person, "now": now}
            # Its own copy of the council: what it remembers of the audit is undone with the rest.
            found = work_out(find_authority(options["authority"]), options["month"], **asked)
            with transaction.atomic():
                publication, is_new = ready(authority, options["month"], **asked)
                said.append(f"{publication}, {'new' if is_new else f'prepared as number {publication.pk}'}")
                self._publish(publication, found, person, now, options, said)
                if options["dry_run"]:
                    # Everything is tried, and nothing of it stays: what waits for the commit is not done either.
                    transaction.set_rollback(True)
        except NotAllowed as refusal:
            self._say(said)
            words = " ".join(refusal.reasons)
            raise CommandError(f"Nothing has been published. {words}", returncode=REFUSED) from refusal
        self._say(said)

    def _say(self, lines: Sequence[str]) -> None:
        """Written once it is settled, so that a reader who stops early, such as head, changes nothing of it."""
        try:
            for line in lines:
                self.stdout.write(line)
            self.stdout.flush()
        except BrokenPipeError:
            # Python writes out what is left when it ends, and would complain then.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _publish(
        self,
        publication: Publication,
        found: WorkedOut,
        person: User,
        now: datetime,
        options: dict[str, Any],
        said: list[str],
    ) -> None:
        built = built_from(publication, found, now=now)
        said += in_words(publication, built, every=options["verbosity"] > 1)
        emailing = None if options["no_email"] else Emailing()
        said.append(_whom_in_words(publication, now) if emailing else "Nobody is e-mailed.")
        published = editions.publish(
            publication,
            seen=built.sha256,
            by=person,
            now=now,
            emailing=emailing,
            why_words_stay=options["why_words_stay"],
        )
        if options["dry_run"]:
            said.append("A dry run: it could be published as it is. Nothing has been recorded.")
        else:
            said.append(f"Published as number {published.pk}. Its PDF and workbook are being made.")


def _whom_in_words(publication: Publication, now: datetime) -> str:
    people = whom(publication, now)
    return f"E-mailed: members {len(people.members)}, mailing list {len(people.readers)}"


def _person(email: str, authority: Authority, now: datetime) -> User:
    """Whoever acts. Raises CommandError for somebody unknown, or without the permission today."""
    person = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if person is None or not may_publish(person, authority, now):
        words = f"{email} is nobody who may publish editions of {authority.name} today. A programme manager may."
        raise CommandError(words, returncode=REFUSED if person else WRONGLY_ASKED)
    return person
