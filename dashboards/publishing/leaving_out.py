"""A chart taken out of an edition that is being prepared: it would give small numbers away, or says little."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import transaction

from dashboards.models import Audience, Publication
from dashboards.publishing.content import Content, tables_of
from dashboards.publishing.editions import Choice, change, choices_of
from dashboards.publishing.offers import BY_KEY, TWELVE
from safetyvalve.core.models import User
from safetyvalve.core.services.refusals import NotAllowed
from safetyvalve.render.data import SUPPRESSED

MOST_WITHHELD = 3
"""A chart says little where more than one in so many of its points is withheld."""


def of_little_use(contents: Mapping[str, Content]) -> tuple[str, ...]:
    """The charts of an edition of which more than a third is withheld, in their order."""
    items = {item["key"]: item for content in contents.values() for item in content["charts"]}
    return tuple(key for key, item in items.items() if _is_of_little_use(item))


def _is_of_little_use(item: Content) -> bool:
    cells = [cell for row in tables_of(item)[0].rows for cell in row[1:] if cell is not None]
    return sum(cell == SUPPRESSED for cell in cells) * MOST_WITHHELD > len(cells)


def twelve_instead(chart: str) -> str:
    """The key of the form with twelve months at a time; "" for a chart without it, and for that form itself."""
    return chart + TWELVE if chart + TWELVE in BY_KEY else ""


@transaction.atomic
def leave_out(publication: Publication, chart: str, *, instead: str = "", by: User, now: datetime) -> bool:
    """Take a chart from every audience; ``instead`` takes its place where they have not got that already.

    False where nobody has it, and nothing is recorded. Raises NotAllowed once the edition is published, and where an
    audience would have no chart left.
    """
    publication = Publication.objects.select_for_update().select_related("authority").get(pk=publication.pk)
    before = choices_of(publication)
    after = {
        name: Choice(each.introduction, list(_but(each, chart, instead)), each.title) for name, each in before.items()
    }
    if bare := [name for name, each in after.items() if not each.charts]:
        named = "; ".join(str(Audience(name).label) for name in bare)
        raise NotAllowed([f"It is the only chart of: {named}. Change the edition, or give it up."])
    change(publication, month=publication.month, title=publication.title, choices=after, by=by, now=now)
    return any(chart in each.charts for each in before.values())


def _but(choice: Choice, chart: str, instead: str) -> Iterator[str]:
    for key in choice.charts:
        if key != chart:
            yield key
        elif instead and instead not in choice.charts:
            yield instead
