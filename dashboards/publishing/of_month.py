"""Which month an edition is about: the next to publish, one too many of a month, or a month without figures."""

from datetime import date

from django.db.models import Max

from dashboards.models import Measurement, Publication
from dashboards.periods import Period
from safetyvalve.core.dates import month_end
from safetyvalve.core.models import Authority


def next_month(authority: Authority, today: date) -> date:
    """The month of the next edition: the one after the newest that is published or being prepared, but none to come.

    Of a council without editions the month of the last figures on record. At most two queries.
    """
    this = Period.month(today.year, today.month)
    editions = Publication.objects.filter(authority=authority).exclude(state=Publication.State.WITHDRAWN)
    newest = editions.aggregate(newest=Max("month"))["newest"]
    if newest:
        return min(Period.month(newest.year, newest.month).next().start, this.start)
    last_whole = this.previous()
    own = Measurement.objects.filter(authority=authority, area_code=authority.gss_code).current()
    end = own.known_at(last_whole.end).aggregate(end=Max("period_end"))["end"]
    return (end or last_whole.end).replace(day=1)


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
