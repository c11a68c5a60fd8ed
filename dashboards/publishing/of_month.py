"""Which month an edition is about: the next to publish, one too many of a month, or a month without figures."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from dashboards.models import Measurement, Publication
from dashboards.periods import Period
from safetyvalve.core.dates import month_end
from safetyvalve.core.models import Authority


@dataclass(frozen=True)
class Proposed:
    """The month that a new edition begins with, and what its publisher should know of that month; "" for nothing."""

    month: date
    why: str = ""


def next_month(authority: Authority, today: date) -> Proposed:
    """The month of a new edition, but none to come. Two queries.

    That of an edition that was withdrawn, where nothing stands in its place or came after it; else the first with
    figures after the newest that is published or being prepared. Where there is none, the latest with figures that is
    not published; and where all are, the one after. Of a council without editions the month of its last figures.
    """
    this = Period.month(today.year, today.month)
    live, begun, gone = _months(authority)
    newest = max(live | begun, default=None)
    if again := [month for month in gone if newest is None or month > newest]:
        return Proposed(max(again), f"The edition of {max(again):%B %Y} was withdrawn, and none stands in its place.")
    own = Measurement.objects.filter(authority=authority, area_code=authority.gss_code).current()
    if newest is None:
        last = this.previous().end
        end = own.known_at(last).aggregate(end=Max("period_end"))["end"]
        return Proposed((end or last).replace(day=1))
    ends = own.known_at(this.end).filter(period_end__gt=month_end(max(live))) if live else own.known_at(this.end)
    waiting = {end.replace(day=1) for end in ends.order_by().values_list("period_end", flat=True).distinct()}
    if later := [month for month in waiting if month > newest]:
        return Proposed(min(later))
    if waiting:
        month = max(waiting - begun or waiting)
        is_begun = f"An edition of {month:%B %Y} is being prepared already, and no later figures are on record."
        return Proposed(month, is_begun if month in begun else "")
    month = min(Period.month(newest.year, newest.month).next().start, this.start)
    return Proposed(month, f"No figures after {month_end(newest):%B %Y} are on record yet.")


def _months(authority: Authority) -> tuple[set[date], set[date], set[date]]:
    """The months of editions that are published, being prepared, and withdrawn after they were published. One query."""
    state, found = Publication.State, Publication.objects.filter(authority=authority).order_by()
    months: dict[str, set[date]] = {each: set() for each in state}
    for month, is_now, published_at in found.values_list("month", "state", "published_at"):
        if published_at or is_now == state.PREPARED:
            months[is_now].add(month)
    return months[state.PUBLISHED], months[state.PREPARED], months[state.WITHDRAWN]


def no_figures(publication: Publication) -> str:
    """What is said where the council has put no figure of the month on record; empty where it has. One query."""
    authority, month = publication.authority, publication.month
    own = Measurement.objects.filter(authority=authority, area_code=authority.gss_code).current()
    if own.filter(period_end__range=(month, month_end(month))).exists():
        return ""
    return f"No figures of {month:%B %Y} are on record."


def others_of_month(publication: Publication) -> list[Publication]:
    """Editions of the same month that readers can open now, and that this one would not replace. One query."""
    same = Publication.objects.filter(authority=publication.authority, month=publication.month).live()
    return list(same.exclude(pk__in=[publication.pk, publication.corrects_id or publication.pk]))
