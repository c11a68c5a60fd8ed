"""Whether an edition about to be published is one too many of its month, or one without figures."""

from dashboards.models import Measurement, Publication
from safetyvalve.core.dates import month_end


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
