"""Which edition stands in the place of one that was corrected, and whose places an edition stands in."""

from django.db.models import F, QuerySet

from dashboards.models import Publication


def edition_now(publication: Publication) -> Publication:
    """The edition itself, or the last of the corrections that took its place. One query at most.

    Only a correction that was published while the edition still stood took its place. One that was withdrawn before
    stays withdrawn: its readers were told so.
    """
    if publication.state != Publication.State.WITHDRAWN:
        return publication
    took = {each.corrects_id: each for each in _that_took_a_place(publication).select_related("authority")}
    while publication.pk in took:
        publication = took[publication.pk]
    return publication


def editions_replaced(publication: Publication) -> list[Publication]:
    """The editions in whose place this one stands, nearest first. One query at most."""
    if not publication.corrects_id or publication.published_at is None:
        return []
    took = {each.pk: each.corrects for each in _that_took_a_place(publication).select_related("corrects__authority")}
    found: list[Publication] = []
    replaced = took.get(publication.pk)
    while replaced:
        found.append(replaced)
        replaced = took.get(replaced.pk)
    return found


def _that_took_a_place(publication: Publication) -> QuerySet[Publication]:
    """The corrections of the council's editions that were published when what they correct was withdrawn."""
    return Publication.objects.filter(authority=publication.authority_id, published_at=F("corrects__withdrawn_at"))
