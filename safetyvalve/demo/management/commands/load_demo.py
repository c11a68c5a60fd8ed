"""``manage.py load_demo``: the demonstration councils, through the services that people use."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.test.utils import override_settings

from safetyvalve.demo import loading, people, shipped
from safetyvalve.demo.timeline import CannotLoad

SILENT_MAIL = "django.core.mail.backends.dummy.EmailBackend"


class Command(BaseCommand):
    help = "Loads the demonstration councils. What is there already is left as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--empty", action="store_true", help="no councils: programmes, measures and an installation administrator"
        )
        parser.add_argument("--council", default="", metavar="CODE", help="only this one: GSS code or LA code")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IN_PRODUCTION:
            raise CommandError("This is a production installation. Demonstration people must not be able to sign in.")
        # Sending and signing write to people; here they write into the past, and to nobody.
        with override_settings(EMAIL_BACKEND=SILENT_MAIL):
            try:
                self.load(empty=options["empty"], code=options["council"])
            except (CannotLoad, ValueError) as problem:
                raise CommandError(str(problem)) from problem

    def load(self, *, empty: bool, code: str) -> None:
        names = [] if empty else loading.folders(code)
        changed = shipped.load()
        self.say(f"Programmes, measures and code lists: {changed or 'nothing'} new")
        administrator, is_new = people.installation_administrator()
        self.say(f"Installation administrator: {'made' if is_new else 'already there'}")
        loading.load(names, by=administrator, say=self.say)

    def say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
