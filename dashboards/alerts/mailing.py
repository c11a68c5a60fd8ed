"""The e-mail about alerts: one to each person for all that was raised at once, with each chart in it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from dashboards.alerts.owners import told_of
from dashboards.alerts.watching import Reading
from dashboards.models import Alert
from safetyvalve.core import outbox
from safetyvalve.core.models import Authority, OutgoingEmail, User
from safetyvalve.core.outbox import Attachment
from safetyvalve.render.png import to_png

Raised = tuple[Alert, Reading]
MOST_CHARTS = 8
"""Charts in one e-mail; what is past them is told in words."""
PICTURE_WIDTH = 1120


@dataclass(frozen=True)
class Told:
    """One alert as the e-mail says it. ``picture`` names the chart inside the e-mail; empty without one."""

    alert: Alert
    figures: tuple[tuple[str, str], ...]
    link: str
    picture: str = ""
    picture_words: str = ""

    @property
    def title(self) -> str:
        return f"{self.alert.name} {outcome(self.alert)}"


def tell(authority: Authority, raised: Sequence[Raised], *, now: datetime) -> None:
    """Write down the e-mails about these alerts, in the transaction that raised them, and on each how many it told."""
    people = told_of(authority, {reading.owner_id for _, reading in raised}, timezone.localdate(now))
    mine: dict[User, list[Raised]] = defaultdict(list)
    for alert, reading in raised:
        told = people[reading.owner_id]
        for person in told:
            mine[person].append((alert, reading))
        if told:
            alert.told = len(told)
            alert.save(update_fields=["told"])
    drawn = _Charts()
    emails = [_queued(authority, person, items, drawn, now) for person, items in mine.items()]
    outbox.send_after_commit(*emails, now=now)


class _Charts:
    """Each chart as a picture, drawn once however many people are sent it."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Attachment, str] | None] = {}

    def of(self, reading: Reading) -> tuple[Attachment, str] | None:
        if reading.key not in self._kept:
            self._kept[reading.key] = self._draw(reading)
        return self._kept[reading.key]

    def _draw(self, reading: Reading) -> tuple[Attachment, str] | None:
        chart = reading.chart()
        if chart is None:
            return None
        name = f"chart-{len(self._kept) + 1}"
        picture = to_png(chart, width=PICTURE_WIDTH)
        return Attachment(f"{name}.png", "image/png", picture, content_id=name), f"{chart.title}. {chart.summary}"


def _queued(
    authority: Authority, person: User, items: Sequence[Raised], drawn: _Charts, now: datetime
) -> OutgoingEmail:
    told, files = [], []
    for number, (alert, reading) in enumerate(items):
        picture = drawn.of(reading) if number < MOST_CHARTS else None
        link = outbox.absolute(reverse("dashboards:alert", args=[authority.la_code, alert.pk]))
        if picture:
            files.append(picture[0])
        told.append(
            Told(
                alert,
                reading.figures,
                link,
                picture[0].content_id if picture else "",
                picture[1] if picture else "",
            )
        )
    context = {
        "authority": authority,
        "told": told,
        "stop": outbox.absolute(reverse("dashboards:alert-mail", args=[authority.la_code])),
    }
    keys = sorted(alert.pk for alert, _ in items)
    return outbox.queue(
        f"alerts-{keys[0]}-to-{keys[-1]}-for-{person.pk}",
        to=person.email,
        subject=f"{authority}: {subject_of([alert for alert, _ in items])}",
        text=render_to_string("emails/alert.txt", context),
        html=render_to_string("emails/alert.html", context),
        attachments=files,
        authority=authority,
        now=now,
    )


def subject_of(alerts: Sequence[Alert]) -> str:
    """ "EHC plans maintained has left its tolerance", "2 figures have left their tolerance, 1 is back within it"."""
    if len(alerts) == 1:
        return f"{alerts[0].name} {outcome(alerts[0])}"
    off = sum(alert.is_off for alert in alerts)
    back = len(alerts) - off
    told = [f"{off} {'figure has left its' if off == 1 else 'figures have left their'} tolerance"] if off else []
    told += [f"{back} {'is' if back == 1 else 'are'} back within it"] if back else []
    return ", ".join(told)


def outcome(alert: Alert) -> str:
    """The rest of a sentence that begins with its name."""
    return "has left its tolerance" if alert.is_off else "is back within its tolerance"
