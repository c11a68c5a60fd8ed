"""The files of a published edition: asked for when it is published, made afterwards, stored once for each audience."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from dashboards.models import PackBuild, Publication, PublishedContent, PublishedFile
from dashboards.publishing import content as contents
from dashboards.publishing.answers import NO_WORDS, Words, digest_of_words, words_for
from dashboards.publishing.pack.elsewhere import start_building
from dashboards.publishing.pack.files import LAYOUT_VERSION, MadeFile, make
from dashboards.publishing.pack.packs import Pack, from_content

KINDS = tuple(PublishedFile.Kind.values)
State = PackBuild.State
WITHOUT_ANSWERS = digest_of_words(NO_WORDS)
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Wanted:
    """A file that is to be made, with these answers."""

    frozen: PublishedContent
    kind: str
    answers: Words


@dataclass(frozen=True)
class Download:
    """A file that can be had: what it is called on a page, its address, and its size in bytes where it is known."""

    kind: str
    label: str
    url: str
    size: int


@dataclass(frozen=True)
class Downloads:
    """What a page shows of an edition's files. While some are missing: whether they are coming, and how far it is.

    One that is not current lacks the newest answers.
    """

    files: tuple[Download, ...]
    is_current: bool = True
    is_coming: bool = False
    done: int = 0
    total: int = 0

    @property
    def is_complete(self) -> bool:
        return len(self.files) == len(KINDS)


def ask(publication: Publication, *, now: datetime, start: bool = True) -> None:
    """Have the edition's files made, by a process of its own once the caller has committed. Those made are kept.

    Without ``start`` the caller makes them itself, by ``work``.
    """
    PackBuild.objects.update_or_create(
        publication=publication, defaults={"state": State.WAITING, "heartbeat_at": now, "done": 0, "total": 0}
    )
    if start and settings.DOCUMENTS_ELSEWHERE:
        transaction.on_commit(partial(start_building, publication.pk))


def ask_again(publication: Publication, *, now: datetime, start: bool = True) -> bool:
    """Start again what was interrupted, could not be made or was never asked for. False when there is nothing to do."""
    with transaction.atomic():
        build = PackBuild.objects.select_for_update().filter(publication=publication).first()
        if build and (build.is_coming(now) or build.state == State.DONE):
            return False
        ask(publication, now=now, start=start)
    return True


UrlOf = Callable[[str, str], str]
"""The address of a file, by audience and kind."""


def downloads(publication: Publication, audiences: Sequence[str], url_of: UrlOf, *, now: datetime) -> list[Downloads]:
    """The files of each audience with their addresses. One query for them and one for answers, and another while a file
    is missing.

    Of an edition that is being prepared every file can be had: it is made when somebody asks for it.
    """
    if publication.is_prepared:
        return [Downloads(tuple(_download(kind, url_of(each, kind)) for kind in KINDS)) for each in audiences]
    rows = PublishedFile.objects.filter(frozen__publication=publication, frozen__audience__in=audiences)
    sizes = {tuple(row): size for *row, size in rows.values_list("frozen__audience", "kind", "answers", "size")}
    holding = _digests(publication)
    found, is_all = [], True
    for each in audiences:
        newest, files = holding.get(each, WITHOUT_ANSWERS), []
        for kind in KINDS:
            size = sizes.get((each, kind, newest), sizes.get((each, kind, WITHOUT_ANSWERS)))
            if size is not None:
                files.append(_download(kind, url_of(each, kind), size))
        is_current = all((each, kind, newest) in sizes for kind in KINDS)
        found.append(Downloads(tuple(files), is_current))
        is_all = is_all and is_current
    build = None if is_all else PackBuild.objects.filter(publication=publication).first()
    if build is None:
        return found
    is_coming, done, total = build.is_coming(now), build.done, build.total
    return [each if each.is_current else replace(each, is_coming=is_coming, done=done, total=total) for each in found]


def _download(kind: str, url: str, size: int = 0) -> Download:
    return Download(kind, str(PublishedFile.Kind(kind).label), url, size)


def _digests(publication: Publication) -> dict[str, str]:
    return {audience: digest_of_words(words) for audience, words in words_for(publication).items()}


def stored(publication: Publication, audience: str, kind: str) -> PublishedFile | None:
    """The file with the answers that stand now, or until it is there the one without any: never one with an answer that
    was taken back. Two queries.
    """
    holding = _digests(publication).get(audience, WITHOUT_ANSWERS)
    files = PublishedFile.objects.filter(frozen__publication=publication, frozen__audience=audience, kind=kind)
    return files.filter(answers__in={holding, WITHOUT_ANSWERS}).order_by("-answers").first()


def pack_of(frozen: PublishedContent, answers: Words = NO_WORDS) -> Pack:
    """What an audience was given, as a pack. Raises ValueError when it was changed after it was frozen."""
    authority = frozen.publication.authority
    return from_content(contents.read(frozen), authority, at=frozen.frozen_at, digest=frozen.sha256, answers=answers)


def work(publication_id: int) -> bool:
    """What the process does: make and store every file that is missing. Whether all of them are there afterwards.

    Does nothing while another process is at it. A file that cannot be made does not keep back the others.
    """
    build = _take_up(publication_id, now=timezone.now())
    if build is None:
        return PackBuild.objects.filter(publication=publication_id, state=State.DONE).exists()
    failed = 0
    while not failed and (wanted := _wanted(publication_id)):
        for position, each in enumerate(wanted):
            _beat(build, done=position, total=len(wanted))
            try:
                _make_and_store(each)
            except Exception:
                failed += 1
                logger.exception("The %s of %s could not be made.", each.kind, each.frozen)
        # Answers may have been published, or taken back, while the files were being made.
        _beat(build, done=len(wanted) - failed, total=len(wanted), state=State.FAILED if failed else State.DONE)
    PackBuild.objects.filter(pk=build.pk, state=State.WORKING).update(state=State.DONE)
    return not failed


def missing() -> list[Publication]:
    """Published editions of which a file is missing, the newest first. One query."""
    complete = PackBuild.objects.filter(state=State.DONE).values("publication")
    return list(Publication.objects.live().exclude(pk__in=complete).order_by("-published_at"))


@transaction.atomic
def _take_up(publication_id: int, *, now: datetime) -> PackBuild | None:
    build = PackBuild.objects.select_for_update().filter(publication=publication_id).first()
    if build is None or build.state == State.DONE:
        return None
    if build.state == State.WORKING and not build.is_interrupted(now):
        return None
    build.state, build.heartbeat_at = State.WORKING, now
    build.save(update_fields=["state", "heartbeat_at"])
    return build


def _wanted(publication_id: int) -> list[Wanted]:
    """The files that are not there yet: with the answers that stand now, and without any, as the edition was frozen."""
    frozen = PublishedContent.objects.filter(publication=publication_id).select_related("publication__authority")
    found = []
    for each in frozen:
        words = words_for(each.publication).get(each.audience, NO_WORDS)
        there = set(PublishedFile.objects.filter(frozen=each).values_list("kind", "answers"))
        ways = [NO_WORDS, words] if words else [NO_WORDS]
        found += [
            Wanted(each, kind, way) for way in ways for kind in KINDS if (kind, digest_of_words(way)) not in there
        ]
    return found


def _make_and_store(wanted: Wanted) -> None:
    made = make(pack_of(wanted.frozen, wanted.answers), wanted.kind)
    try:
        _store(wanted, made)
    except IntegrityError:
        # A process that had been silent came back and stored the same bytes first.
        logger.info("%s was stored meanwhile.", made.name)


@transaction.atomic
def _store(wanted: Wanted, made: MadeFile) -> None:
    PublishedFile.objects.create(
        frozen=wanted.frozen,
        kind=made.kind,
        answers=digest_of_words(wanted.answers),
        name=made.name,
        content_type=made.content_type,
        content=made.content,
        size=len(made.content),
        sha256=made.sha256,
        layout_version=LAYOUT_VERSION,
        made_at=timezone.now(),
    )


def _beat(build: PackBuild, *, done: int, total: int, state: str = State.WORKING) -> None:
    facts = {"done": done, "total": total, "state": state, "heartbeat_at": timezone.now()}
    PackBuild.objects.filter(pk=build.pk).update(**facts)
