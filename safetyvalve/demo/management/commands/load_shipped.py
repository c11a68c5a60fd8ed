"""``manage.py load_shipped``: the programmes, measures and code lists that every installation starts with."""

from typing import Any

from django.core.management.base import BaseCommand

from safetyvalve.demo import shipped


class Command(BaseCommand):
    help = "Loads the shipped programmes, measures and code lists. Loading again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = shipped.load()
        self.stdout.write(f"Programmes, measures and code lists: {changed or 'nothing'} new")
