"""Saying that a percentage reported without its counts is public already, and taking that back."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from dashboards.models import Publication, PublicFigure
from dashboards.publishing.building import gather
from dashboards.publishing.shares import Share
from dashboards.series import usable
from safetyvalve.core import audit
from safetyvalve.core.models import Authority, User
from safetyvalve.core.services.refusals import NotAllowed


@transaction.atomic
def say_public(
    publication: Publication, shares: Collection[Share], *, where: str, by: User, now: datetime
) -> list[PublicFigure]:
    """Vouch for percentages in an edition that is being prepared: readers can find them ``where``. This edition and
    later ones show them as long as they are the same on record.

    Raises NotAllowed once the edition is published, and for a figure that is not in it without its counts, that the
    record has counts to combine with, or that somebody has vouched for already.
    """
    publication = _prepared(publication)
    can_be_said = {each.share: each for each in gather(publication).material.reported if each.can_be_said}
    if not shares or not can_be_said.keys() >= set(shares):
        raise NotAllowed(["The figures have changed since you looked. Look at the edition again."])
    made = []
    for share in dict.fromkeys(shares):
        figure = PublicFigure.objects.create(
            authority=publication.authority,
            indicator=usable(publication.authority, [share.code])[0],
            period_start=share.period.start,
            period_end=share.period.end,
            value=Decimal(share.value),
            where=where,
            publication=publication,
            said_at=now,
            said_by=by,
        )
        changes: audit.Changes = {"figure": [None, str(can_be_said[share])], "where": [None, where]}
        _record(publication, "figure_said_to_be_public", by, now, changes)
        made.append(figure)
    return made


@transaction.atomic
def take_back(publication: Publication, figure_id: int, *, by: User, now: datetime) -> None:
    """No longer vouch for a percentage: neither this edition nor a later one shows it. What was published stays as it
    is, and readers are still taken to know it from there.

    Raises NotAllowed once the edition is published, and for what was taken back already.
    """
    publication = _prepared(publication)
    standing = PublicFigure.objects.filter(authority=publication.authority_id).standing().select_related("indicator")
    figure = standing.filter(pk=figure_id).first()
    if figure is None:
        raise NotAllowed(["That had been taken back already."])
    figure.taken_back_at, figure.taken_back_by = now, by
    figure.save(update_fields=["taken_back_at", "taken_back_by"])
    changes: audit.Changes = {"figure": [str(figure), None], "where": [figure.where, None]}
    _record(publication, "figure_taken_back", by, now, changes)


def _prepared(publication: Publication) -> Publication:
    Authority.objects.select_for_update().get(pk=publication.authority_id)
    found = Publication.objects.select_related("authority", "corrects").get(pk=publication.pk)
    if not found.is_prepared:
        raise NotAllowed(["This edition has been published: what was published never changes. Correct it instead."])
    return found


def _record(publication: Publication, action: str, by: User, now: datetime, changes: audit.Changes) -> None:
    audit.record(authority=publication.authority, by=by, action=action, subject=publication, changes=changes, now=now)
