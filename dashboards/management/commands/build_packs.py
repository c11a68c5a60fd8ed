from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from dashboards.models import PackBuild, Publication
from dashboards.publishing.pack import issuing


class Command(BaseCommand):
    """What the server starts after an edition was published; by hand, whatever is still missing."""

    help = (
        "Make the PDF and the workbook of every published edition that lacks one, or of the one named. The server does "
        "this after publishing; run it after a restart, or where the server may start no processes. Exits with 1 when "
        "a file could not be made."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--publication", type=int, metavar="NUMBER", help="the edition's number, for one only")

    def handle(self, *args: Any, **options: Any) -> None:
        number = options["publication"]
        if number is not None:
            if not issuing.work(number) and not self._is_coming(number):
                raise CommandError(f"Files of edition {number} are missing: they could not be made.")
            return
        found = issuing.missing()
        failed = [publication for publication in found if not self._is_made(publication)]
        self.stdout.write(f"{len(found) - len(failed)} of {len(found)} editions that lacked files have them now.")
        if failed:
            raise CommandError(f"Still missing, or being made just now: {'; '.join(map(str, failed))}.")

    def _is_made(self, publication: Publication) -> bool:
        issuing.ask_again(publication, now=timezone.now(), start=False)
        return issuing.work(publication.pk)

    def _is_coming(self, number: int) -> bool:
        """Whether another process is at it, as when an answer is published just after its edition."""
        build = PackBuild.objects.filter(publication=number).first()
        return build is not None and build.is_coming(timezone.now())
