"""Preparing, publishing, withdrawing and correcting editions. Every step is whole or not at all, and is audited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from dashboards.models import Audience, Publication, PublicationAudience, PublishedContent, PublishedCounts
from dashboards.publishing import content as contents
from dashboards.publishing.building import Built
from dashboards.publishing.content import Content, digest, text_of
from dashboards.publishing.differences import Differences, differences
from dashboards.publishing.mailing import Emailing, announce, cancel_waiting
from dashboards.publishing.pack import issuing
from dashboards.publishing.previews import forget, known_now
from safetyvalve.core import audit
from safetyvalve.core.data_version import tell_afterwards
from safetyvalve.core.models import Authority, User
from safetyvalve.core.services.refusals import NotAllowed


@dataclass(frozen=True)
class Choice:
    """What one audience gets: an introduction, the charts in their order, and a title if it is not the edition's."""

    introduction: str
    charts: Sequence[str]
    title: str = ""


Choices = Mapping[str, Choice]


@transaction.atomic
def prepare(authority: Authority, *, month: date, title: str, choices: Choices, by: User, now: datetime) -> Publication:
    """Begin an edition. Nothing of it can be read by anybody outside until it is published."""
    publication = Publication.objects.create(
        authority=authority, month=month.replace(day=1), title=title, prepared_at=now, prepared_by=by
    )
    _choose(publication, choices)
    _record(publication, "edition_prepared", by, now, {"audiences": [[], sorted(choices)]})
    return publication


@transaction.atomic
def change(
    publication: Publication, *, month: date, title: str, choices: Choices, by: User, now: datetime
) -> Publication:
    """Change what is prepared. Raises NotAllowed once it is published."""
    publication = _locked(publication)
    if not publication.is_prepared:
        raise NotAllowed(["This edition has been published: what was published never changes. Correct it instead."])
    before = _facts(publication)
    publication.month, publication.title = month.replace(day=1), title
    publication.save(update_fields=["month", "title"])
    _choose(publication, choices)
    after = _facts(publication)
    changes = {name: [before.get(name), after.get(name)] for name in {*before, *after}}
    changes = {name: pair for name, pair in sorted(changes.items()) if pair[0] != pair[1]}
    if changes:
        _record(publication, "edition_changed", by, now, changes)
    return publication


@transaction.atomic
def publish(
    publication: Publication,
    *,
    seen: str,
    by: User,
    now: datetime,
    emailing: Emailing | None = None,
    why_words_stay: str = "",
) -> Publication:
    """Freeze what every audience sees, and let them see it.

    ``seen`` is the digest of what the publisher looked at. Raises NotAllowed when that is no longer what would be
    published, when nothing is kept of what to withhold and it takes long to say, when a small count would be given
    away, when there is nothing to show to an audience, or when words beside the charts are in doubt and nobody says
    ``why_words_stay``. A correction takes the place of the edition it corrects in the same moment. With ``emailing`` it
    is e-mailed too: all of it happens or nothing. Its files are made afterwards, by a process of their own.
    """
    Authority.objects.select_for_update().get(pk=publication.authority_id)
    publication = _locked(publication)
    if not publication.is_prepared:
        raise NotAllowed(["This edition has been published already."])
    built = known_now(publication)
    if built.exposed:
        raise NotAllowed([f"{each.what}, {each.period}, would be given away." for each in built.exposed])
    if not built.can_be_published:
        raise NotAllowed([built.without_chart])
    if built.doubts and not why_words_stay.strip():
        raise NotAllowed([*map(str, built.doubts), "Change the words, or say why they may stay."])
    if seen != built.sha256:
        raise NotAllowed(["The figures have changed since you looked. Look at the edition again, then publish it."])
    _freeze(publication, built, by, now)
    publication.state = Publication.State.PUBLISHED
    publication.published_at, publication.published_by = now, by
    publication.save(update_fields=["state", "published_at", "published_by"])
    forget(publication)
    if publication.corrects_id:
        _replace(publication, by, now)
    frozen = {each.audience: each.sha256 for each in publication.contents.all()}
    changes: audit.Changes = {"content": [None, frozen], "withheld": [0, len(built.withheld)]}
    if built.doubts:
        changes = {**changes, "words_in_doubt": [0, len(built.doubts)], "why_words_stay": ["", why_words_stay.strip()]}
    _record(publication, "edition_published", by, now, changes)
    if emailing:
        announce(publication, pin=emailing.pin, by=by, now=now)
    issuing.ask(publication, now=now)
    tell_afterwards(publication.authority_id)
    return publication


@transaction.atomic
def withdraw(publication: Publication, *, reason: str, by: User, now: datetime) -> Publication:
    """Take an edition from its readers, with a reason kept in the audit; one not yet published is given up.

    What was published stays on record. Raises NotAllowed for one that is withdrawn already.
    """
    publication = _locked(publication)
    if publication.state == Publication.State.WITHDRAWN:
        raise NotAllowed(["This edition has been withdrawn already."])
    _withdraw(publication, reason, by, now)
    return publication


@transaction.atomic
def correct(publication: Publication, *, note: str, by: User, now: datetime) -> Publication:
    """Prepare an edition that will take the place of this one, with a note that its readers will see.

    Raises NotAllowed for one that is not published, or is being corrected already.
    """
    publication = _locked(publication)
    if not publication.is_published:
        raise NotAllowed(["Only an edition that is published can be corrected."])
    if publication.corrections.exclude(state=Publication.State.WITHDRAWN).exists():
        raise NotAllowed(["A correction of this edition is being prepared already."])
    correction = Publication.objects.create(
        authority=publication.authority,
        month=publication.month,
        title=publication.title,
        corrects=publication,
        correction_note=note,
        prepared_at=now,
        prepared_by=by,
    )
    _choose(correction, choices_of(publication))
    _record(correction, "correction_prepared", by, now, {"note": ["", note]})
    return correction


def choices_of(publication: Publication) -> dict[str, Choice]:
    return {each.audience: Choice(each.introduction, each.charts, each.title) for each in publication.audiences.all()}


def last_edition(authority: Authority) -> Publication | None:
    """The newest edition that can be read now, with its choices: what a new one begins with. Two queries."""
    live = Publication.objects.filter(authority=authority).live().prefetch_related("audiences")
    return live.order_by("-month", "-published_at", "-pk").first()


def last_content(publication: Publication, audience: str) -> tuple[Publication, Content] | None:
    """The edition that this audience had before this one, and what it saw. One query."""
    earlier = PublishedContent.objects.filter(
        publication__authority=publication.authority_id, audience=audience, publication__published_at__isnull=False
    ).exclude(publication=publication)
    if publication.published_at:
        earlier = earlier.filter(publication__published_at__lt=publication.published_at)
    last = earlier.select_related("publication").order_by("-publication__published_at", "-pk").first()
    return (last.publication, contents.read(last)) if last else None


def since_last(publication: Publication, audience: str, content: Content) -> tuple[Publication, Differences] | None:
    """How the content differs from what the audience had last; None where it never had any."""
    last = last_content(publication, audience)
    return (last[0], differences(last[1], content)) if last else None


def _choose(publication: Publication, choices: Choices) -> None:
    publication.audiences.exclude(audience__in=choices).delete()
    for audience, choice in choices.items():
        PublicationAudience.objects.update_or_create(
            publication=publication,
            audience=Audience(audience).value,
            defaults={"title": choice.title, "introduction": choice.introduction, "charts": list(choice.charts)},
        )


def _freeze(publication: Publication, built: Built, by: User, now: datetime) -> None:
    for audience, content in built.contents.items():
        words = text_of(content)
        PublishedContent.objects.create(
            publication=publication,
            audience=audience,
            schema_version=contents.SCHEMA_VERSION,
            text=words,
            sha256=digest(words),
            frozen_at=now,
            frozen_by=by,
        )
    withheld = [[each.what, each.period, each.why, each.charts] for each in built.withheld]
    words = text_of({**built.counts, "withheld": withheld})
    PublishedCounts.objects.create(
        publication=publication,
        threshold=built.threshold,
        text=words,
        sha256=digest(words),
        frozen_at=now,
        frozen_by=by,
    )


def _replace(correction: Publication, by: User, now: datetime) -> None:
    earlier = correction.corrects
    if earlier is not None and earlier.is_published:
        _withdraw(_locked(earlier), f"Replaced by a correction: {correction.correction_note}", by, now)


def _withdraw(publication: Publication, reason: str, by: User, now: datetime) -> None:
    before = publication.state
    publication.state = Publication.State.WITHDRAWN
    publication.withdrawn_at, publication.withdrawn_by, publication.withdrawal_reason = now, by, reason
    publication.save(update_fields=["state", "withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    forget(publication)
    cancel_waiting(publication, now)
    _record(publication, "edition_withdrawn", by, now, {"state": [before, publication.state], "reason": ["", reason]})
    if before == Publication.State.PUBLISHED:
        tell_afterwards(publication.authority_id)


def _locked(publication: Publication) -> Publication:
    return Publication.objects.select_for_update(of=("self",)).select_related("authority").get(pk=publication.pk)


def _facts(publication: Publication) -> dict[str, Any]:
    found: dict[str, Any] = {"month": publication.month, "title": publication.title}
    for each in PublicationAudience.objects.filter(publication=publication):
        found[f"{each.audience} title"] = each.title
        found[f"{each.audience} introduction"] = each.introduction
        found[f"{each.audience} charts"] = each.charts
    return found


def _record(publication: Publication, action: str, by: User, now: datetime, changes: audit.Changes) -> None:
    audit.record(authority=publication.authority, by=by, action=action, subject=publication, changes=changes, now=now)
