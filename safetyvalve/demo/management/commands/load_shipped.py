"""``manage.py load_shipped``: the programmes and measures that every installation starts with."""

from typing import Any

from django.core.management.base import BaseCommand

from safetyvalve.demo import shipped


class Command(BaseCommand):
    help = "Loads the shipped programmes and the catalogue of measures. Loading again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = shipped.load()
        self.stdout.write(f"Programmes and measures: {changed or 'nothing'} new")
