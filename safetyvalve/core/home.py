"""What a person owes in a council, gathered from the apps above without knowing them.

Settings list the functions (``HOME_TASKS``) by dotted path. Each is given the council, the person, their permissions
and the time, and returns groups of tasks; it writes nothing and asks the database a fixed number of times.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.text import slugify

from safetyvalve.core.models import Authority, User
from safetyvalve.core.roles import Permission


@dataclass(frozen=True)
class Task:
    """Something owed: a line of a task list. ``status`` is the word the person reads.

    ``owner`` is shown; ``owner_id`` decides whose it is, since two people may share a name.
    """

    label: str
    url: str
    status: str
    is_done: bool = False
    hint: str = ""
    owner: str = ""
    owner_id: int | None = None

    @property
    def tone(self) -> str:
        """The colour of the status tag: none for what is done, red for what came back or is late."""
        if self.is_done:
            return ""
        return "red" if self.status.startswith(("Sent back", "Overdue", "Late")) else "blue"


@dataclass(frozen=True)
class HomeTasks:
    """A group of tasks on somebody's home page, under a heading such as "Update 1, due 24 May 2024 (12 days)".

    ``is_owed`` is false for what there is to read: nobody waits for it.
    """

    heading: str
    tasks: tuple[Task, ...] = field(default_factory=tuple)
    order: tuple[Any, ...] = ()
    is_owed: bool = True

    @property
    def owed(self) -> list[Task]:
        return [task for task in self.tasks if not task.is_done]

    @property
    def done_id(self) -> str:
        """Keeps the folded list's element ids apart from those of any other list on the page."""
        return "done-" + slugify(self.heading)

    @property
    def done(self) -> list[Task]:
        return [task for task in self.tasks if task.is_done]


HomeTaskList = Callable[[Authority, User, frozenset[Permission], datetime], Iterable[HomeTasks]]


def home_tasks(authority: Authority, user: User, permissions: frozenset[Permission], now: datetime) -> list[HomeTasks]:
    """What this person owes in this council, from each of ``HOME_TASKS``, soonest first."""
    lists: list[HomeTaskList] = [import_string(dotted_path) for dotted_path in settings.HOME_TASKS]
    groups = [group for listed in lists for group in listed(authority, user, permissions, now)]
    return sorted(groups, key=lambda group: group.order)
