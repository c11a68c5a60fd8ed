"""``manage.py demo_sign_ins``: who can sign in to the demonstration, and with which password."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from safetyvalve.demo import people


class Command(BaseCommand):
    help = "Lists the demonstration's sign-ins."

    def handle(self, *args: Any, **options: Any) -> None:
        listed = people.sign_ins()
        if not listed:
            raise CommandError("There are no demonstration people here. manage.py load_demo makes them.")
        council, role = (max(len(getattr(line, name)) for line in listed) for name in ("council", "role"))
        self.stdout.write(f"Everybody's password: {people.PASSWORD}\n\n")
        self.stdout.write(f"{'Council':{council}}  {'Role':{role}}  E-mail address")
        for line in listed:
            self.stdout.write(f"{line.council:{council}}  {line.role:{role}}  {line.email}")
