from typing import Any

from django.core.management.base import BaseCommand

from conditions import lifecycle


class Command(BaseCommand):
    help = "Prints the life of a return as a Mermaid state diagram, from the table that decides it."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(lifecycle.diagram())
