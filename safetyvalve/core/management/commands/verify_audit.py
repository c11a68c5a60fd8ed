"""Is the audit trail whole? Reads every chain; for whoever runs the installation, and for an auditor."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from safetyvalve.core import append_only
from safetyvalve.core.audit import broken_link
from safetyvalve.core.models import Authority


class Command(BaseCommand):
    help = "Checks the audit chain of one council or of all; exits with 1 when anything is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--authority", metavar="CODE", help="GSS code or LA code; every council without it")

    def handle(self, *args: Any, **options: Any) -> None:
        broken = [authority for authority in self._chosen(options["authority"]) if not self._holds(authority)]
        unprotected = self._unprotected()
        for table in unprotected:
            self.stdout.write(f"{table}: rows can be changed or deleted, its triggers are missing. Run migrate.")
        if broken or unprotected:
            raise CommandError("The record is not whole.")

    def _chosen(self, code: str | None) -> list[Authority]:
        if code is None:
            return list(Authority.objects.all())
        try:
            return [Authority.objects.by_code(code)]
        except Authority.DoesNotExist:
            raise CommandError(f"No council here has the code {code}.") from None

    def _holds(self, authority: Authority) -> bool:
        broken = broken_link(authority)
        count = authority.audit_events.count()
        verdict = f"broken. {broken}" if broken else f"{count} event{'' if count == 1 else 's'}, the chain holds."
        self.stdout.write(f"{authority}: {verdict}")
        return broken is None

    def _unprotected(self) -> list[str]:
        """Tables of record without the triggers that keep them append-only."""
        present = append_only.present(connection)
        return [m._meta.db_table for m in append_only.tables_of_record() if m._meta.db_table not in present]
