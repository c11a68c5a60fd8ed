"""What waits for somebody on their home page: dry runs left unconfirmed, questions asked, e-mails that did not go; and
for those who only read, the newest edition."""

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from dashboards.imports.kinds import KINDS
from dashboards.models import Audience, ImportRun, Publication, Question
from dashboards.publishing.mail_progress import in_need
from safetyvalve.core.dates import in_words
from safetyvalve.core.home import HomeTasks, Task
from safetyvalve.core.models import Authority, User
from safetyvalve.core.roles import Permission

QUESTIONS_AT_HOME = 5
LONGEST_LINE = 90


def tasks(authority: Authority, user: User, permissions: frozenset[Permission], now: datetime) -> Iterator[HomeTasks]:
    """One query for imports, one for questions, and one for e-mails; one for those who only read."""
    if Permission.MEASURE_MANAGE in permissions:
        yield from _imports(authority, user)
    if Permission.PUBLICATION_MANAGE in permissions:
        yield from _questions(authority, now)
        yield from _emails(authority, now)
    if Permission.DASHBOARD_VIEW in permissions and Permission.SUBMISSION_VIEW not in permissions:
        yield from _newest(authority)


def _newest(authority: Authority) -> Iterator[HomeTasks]:
    """The newest edition that members of the forum can read."""
    for_members = Publication.objects.filter(authority=authority, contents__audience=Audience.MEMBERS).live()
    for_members = for_members.named_for(Audience.MEMBERS)
    newest = for_members.order_by("-month", "-published_at", "-pk").first()
    if newest is None or newest.published_at is None:
        return
    url = reverse("dashboards:publication", args=[authority.la_code, newest.pk])
    published_on = in_words(timezone.localdate(newest.published_at))
    task = Task(newest.reader_name, url, "To read", hint=f"Published on {published_on}")
    yield HomeTasks("Newest edition", (task,), (date.max, 1), is_owed=False)


def _imports(authority: Authority, user: User) -> Iterator[HomeTasks]:
    """The person's own imports that are read and wait for a yes or no. Those that would change nothing do not."""
    ready = ImportRun.objects.of(authority).filter(made_by=user, state=ImportRun.State.READY)
    found = tuple(
        Task(
            f"Confirm {run.file_name}, or throw it away",
            reverse("dashboards:import-run", args=[authority.la_code, run.pk]),
            "Waiting for you",
            hint=KINDS[run.importer].label if run.importer in KINDS else "",
        )
        for run in ready.only("importer", "file_name", "counts", "made_at")
        if run.counts.get("added") or run.counts.get("changed")
    )
    if found:
        imports = "1 import" if len(found) == 1 else f"{len(found)} imports"
        # After what is due on a day: nobody else waits for it.
        yield HomeTasks(f"{imports} waiting for you to confirm", found, (date.max, -1))


def _questions(authority: Authority, now: datetime) -> Iterator[HomeTasks]:
    """Questions that nobody has answered yet, the oldest first. A reader waits for each."""
    waiting = list(Question.objects.of(authority).waiting().select_related("publication"))
    found = [
        Task(
            f"“{' '.join(Truncator(each.asked).chars(LONGEST_LINE).split())}”",
            reverse("dashboards:question", args=[authority.la_code, each.pk]),
            _since(each.asked_at, now),
            hint=f"About “{each.chart_title}” in {each.publication}",
        )
        for each in waiting[:QUESTIONS_AT_HOME]
    ]
    if len(waiting) > QUESTIONS_AT_HOME:
        url = reverse("dashboards:questions", args=[authority.la_code])
        found.append(Task(f"See all {len(waiting)} questions", url, "Waiting"))
    if found:
        questions = "1 question waits" if len(waiting) == 1 else f"{len(waiting)} questions wait"
        yield HomeTasks(f"{questions} for an answer", tuple(found), (date.max, -2))


def _emails(authority: Authority, now: datetime) -> Iterator[HomeTasks]:
    """Editions of which an e-mail was given up, or may not have arrived."""
    found = [
        Task(
            str(each),
            reverse("dashboards:publication-manage", args=[authority.la_code, each.pk]),
            "1 e-mail" if each.open_emails == 1 else f"{each.open_emails} e-mails",  # type: ignore[attr-defined]
        )
        for each in in_need(authority, now)
    ]
    if found:
        yield HomeTasks("E-mails of an edition did not arrive", tuple(found), (date.max, -1))


def _since(asked_at: datetime, now: datetime) -> str:
    """How long somebody has been waiting, in whole days of the calendar."""
    days = (timezone.localdate(now) - timezone.localdate(asked_at)).days
    return {0: "Asked today", 1: "Asked yesterday"}.get(days, f"Asked {days} days ago")
