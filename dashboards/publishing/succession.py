"""Which edition stands in the place of one that was corrected, and whose places an edition stands in."""

from dashboards.models import Publication


def edition_now(publication: Publication) -> Publication:
    """The edition itself, or the last of the corrections that took its place. One query for each step.

    Only a correction that was published while the edition still stood took its place. One that was withdrawn before
    stays withdrawn: its readers were told so.
    """
    while publication.state == Publication.State.WITHDRAWN:
        taken_by = publication.corrections.filter(published_at=publication.withdrawn_at, published_at__isnull=False)
        correction = taken_by.select_related("authority").first()
        if correction is None:
            break
        publication = correction
    return publication


def editions_replaced(publication: Publication) -> list[Publication]:
    """The editions in whose place this one stands, nearest first. One query for each."""
    found: list[Publication] = []
    while publication.corrects_id and publication.published_at is not None:
        earlier = Publication.objects.select_related("authority").get(pk=publication.corrects_id)
        if earlier.withdrawn_at != publication.published_at:
            break
        found.append(earlier)
        publication = earlier
    return found
