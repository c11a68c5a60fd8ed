"""Looking at an edition that is being prepared: what would be withheld is worked out once and kept.

Where that takes longer than somebody should wait for a page, a process of its own goes on with it. It does not end with
the request, the tab or the server; when it is killed its heartbeat stops, and the page offers to start again.
"""

import logging
from datetime import datetime, timedelta
from functools import partial
from time import monotonic, sleep
from typing import Any

from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from dashboards.models import PreviewBuild, Publication
from dashboards.publishing.building import Built, Gathered, gather
from dashboards.publishing.keeping import kept_for, made_from, protection_of, to_keep
from dashboards.publishing.pack.elsewhere import start_previewing
from dashboards.publishing.protection import Protection
from safetyvalve.core.kept import without_waiting
from safetyvalve.core.services.refusals import NotAllowed

PATIENCE = 2.0
"""Seconds that a page may take over it."""
EVERY = 1.0
"""Seconds between two signs of life of a process."""
OTHERS_TURN = timedelta(seconds=5)
"""A process for other figures, or of another release, of which something was heard in this time is left to finish."""
PAUSES = (1.0, 2.0, 5.0)
"""Seconds between attempts to save what took minutes to find; each waits for the database too."""
State = PreviewBuild.State
logger = logging.getLogger(__name__)


class InWork(Exception):
    """What would be withheld is not known yet: ``build`` says how far it is, or that nobody is at it any more."""

    def __init__(self, build: PreviewBuild) -> None:
        super().__init__(str(build))
        self.build = build


class TakesLong(Exception):
    """It takes longer than anybody should wait for it."""


class _Superseded(Exception):
    pass


def look(publication: Publication, *, now: datetime, is_again: bool = False) -> Built:
    """The edition as it would be published now. Raises InWork while that is being worked out.

    ``is_again`` starts again what was interrupted or failed; without it that is only said.
    """
    gathered = gather(publication)
    digest = made_from(gathered.knowledge, gathered.material.threshold)
    build = PreviewBuild.objects.filter(publication=publication).first()
    if build is None or build.made_from != digest:
        return gathered.built(_at_once(gathered, digest, now=now))
    if build.state == State.DONE:
        return gathered.built(protection_of(build, gathered.knowledge))
    if is_again and not build.is_coming(now):
        raise InWork(_ask(publication, digest, now=now))
    raise InWork(build)


def known_now(publication: Publication) -> Built:
    """The edition as it would be published now, for whoever holds the record locked. Raises NotAllowed for one of which
    nothing is kept and which would take long."""
    gathered = gather(publication)
    kept = kept_for(publication, gathered.knowledge, gathered.material.threshold)
    try:
        return gathered.built(kept or quickly(gathered))
    except TakesLong:
        raise NotAllowed(["The figures are not those of your last look. Look at it again, then publish it."]) from None


def forget(publication: Publication) -> None:
    """Keep nothing of an edition that is no longer being prepared. One query."""
    PreviewBuild.objects.filter(publication=publication).delete()


def work(publication_id: int, *, asked: str = "") -> bool:
    """What the process does. Whether it is worked out afterwards. Nothing while another process is at it.

    ``asked`` is the digest of those who started it. Where it finds another, figures have moved since, or it is of
    another release than they are: they would not take its answer, and would start it again and again.
    """
    publication = Publication.objects.select_related("authority", "corrects").get(pk=publication_id)
    gathered = gather(publication)
    digest = made_from(gathered.knowledge, gathered.material.threshold)
    if asked not in ("", digest):
        logger.info("The preview of edition %s was asked for of other figures or another release.", publication_id)
        return True
    if not _take_up(publication, digest, now=timezone.now()):
        return PreviewBuild.objects.filter(publication=publication, made_from=digest, state=State.DONE).exists()
    ours = PreviewBuild.objects.filter(publication=publication, made_from=digest, state=State.WORKING)
    said = monotonic()

    def beat(found: int) -> None:
        nonlocal said
        if monotonic() - said >= EVERY:
            said = monotonic()
            try:
                is_ours = ours.update(found=found, heartbeat_at=timezone.now())
            except OperationalError:
                logger.warning("How far the preview of edition %s is could not be saved this time.", publication_id)
                return
            if not is_ours:
                raise _Superseded

    try:
        protection = gathered.protected(beat)
    except _Superseded:
        return False
    except Exception:
        logger.exception("The preview of edition %s could not be worked out.", publication_id)
        _save(ours, {"state": State.FAILED, "heartbeat_at": timezone.now()})
        return False
    return _save(ours, to_keep(protection, gathered.knowledge, now=timezone.now()))


def _save(ours: QuerySet[PreviewBuild], facts: dict[str, Any]) -> bool:
    """Whether it was still wanted. Raises OperationalError when others were saving at every attempt."""
    for pause in PAUSES:
        try:
            return bool(ours.update(**facts))
        except OperationalError:
            logger.warning("A preview could not be saved: once more in %s seconds.", pause)
            sleep(pause)
    return bool(ours.update(**facts))


def quickly(gathered: Gathered) -> Protection:
    """What to withhold, worked out now. Raises TakesLong where that is no quick matter."""
    ends_at = monotonic() + PATIENCE

    def wait(found: int) -> None:
        if settings.DOCUMENTS_ELSEWHERE and monotonic() > ends_at:
            raise TakesLong

    return gathered.protected(wait)


def keep(gathered: Gathered, protection: Protection, *, now: datetime) -> None:
    """Keep what was worked out for these figures, in the place of whatever was kept of this edition. One query."""
    digest = made_from(gathered.knowledge, gathered.material.threshold)
    facts = {**to_keep(protection, gathered.knowledge, now=now), "made_from": digest, "began_at": now}
    PreviewBuild.objects.bulk_create(
        [PreviewBuild(publication=gathered.publication, **facts)],
        update_conflicts=True,
        unique_fields=["publication"],
        update_fields=list(facts),
    )


def _at_once(gathered: Gathered, digest: str, *, now: datetime) -> Protection:
    """Worked out while the page waits, and kept; or given to a process, once that has taken too long."""
    try:
        protection = quickly(gathered)
    except TakesLong:
        raise InWork(_ask(gathered.publication, digest, now=now)) from None
    try:
        with without_waiting():
            keep(gathered, protection, now=now)
    except OperationalError:
        logger.warning("The preview of edition %s could not be kept this time.", gathered.publication.pk)
    return protection


def _ask(publication: Publication, digest: str, *, now: datetime) -> PreviewBuild:
    """Have it worked out by a process. While somebody is saving something long, that waits for the next look."""
    try:
        with without_waiting():
            return _asked(publication, digest, now=now)
    except OperationalError:
        logger.warning("The preview of edition %s could not be asked for this time.", publication.pk)
        return PreviewBuild(publication=publication, made_from=digest, began_at=now, heartbeat_at=now)


@transaction.atomic
def _asked(publication: Publication, digest: str, *, now: datetime) -> PreviewBuild:
    """What was asked for now, unless somebody has asked for the same meanwhile or a process is at another."""
    build = PreviewBuild.objects.select_for_update().filter(publication=publication).first()
    if build is not None and build.made_from == digest and build.is_coming(now):
        return build
    if build is not None and build.state == State.WORKING and now - build.heartbeat_at < OTHERS_TURN:
        return build
    facts = {"state": State.WAITING, "made_from": digest, "withheld": [], "exposed": [], "found": 0}
    build, _ = PreviewBuild.objects.update_or_create(
        publication=publication, defaults={**facts, "began_at": now, "heartbeat_at": now}
    )
    transaction.on_commit(partial(start_previewing, publication.pk, digest))
    return build


@transaction.atomic
def _take_up(publication: Publication, digest: str, *, now: datetime) -> bool:
    build = PreviewBuild.objects.select_for_update().filter(publication=publication).first()
    if build is None or not publication.is_prepared:
        return False
    is_same = build.made_from == digest
    if is_same and (build.state == State.DONE or (build.state == State.WORKING and build.is_coming(now))):
        return False
    build.state, build.made_from, build.heartbeat_at = State.WORKING, digest, now
    build.save(update_fields=["state", "made_from", "heartbeat_at"])
    return True
