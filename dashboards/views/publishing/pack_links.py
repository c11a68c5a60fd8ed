"""What pages show of an edition's files: for each reader the addresses that are his own."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from dashboards.models import Audience, Publication
from dashboards.publishing.pack.issuing import Downloads, downloads


@dataclass(frozen=True)
class FilesOfEdition:
    """For the page of an edition: each audience's name with its files, and those of one that is not complete."""

    packs: tuple[tuple[str, Downloads], ...]

    @property
    def unfinished(self) -> Downloads | None:
        return next((files for _, files in self.packs if not (files.is_complete and files.is_current)), None)


def for_members(found: Publication) -> Downloads:
    """The files that members of the forum get. At most two queries, as for every audience."""
    return _one(found, Audience.MEMBERS, "publication-pack", found.authority.la_code, found.pk)


def for_link(found: Publication, token: str) -> Downloads:
    """The files that a link leads to."""
    return _one(found, Audience.LINKS, "shared-pack", token)


def for_everybody(found: Publication, la_code: str) -> Downloads:
    """The files on the public page."""
    return _one(found, Audience.PUBLIC, "public-pack", la_code, found.pk)


def for_preview(found: Publication, audience: str) -> Downloads:
    """The files as a publisher gets them: before publishing they are made when asked for."""
    return _one(found, audience, "publication-preview-pack", found.authority.la_code, found.pk, audience)


def for_publisher(found: Publication) -> FilesOfEdition:
    """The files of all audiences. At most three queries."""
    choices = list(found.audiences.all())
    place = found.authority.la_code, found.pk

    def url_of(audience: str, kind: str) -> str:
        return reverse("dashboards:publication-preview-pack", args=[*place, audience, kind])

    files = downloads(found, [choice.audience for choice in choices], url_of, now=timezone.now())
    names = [choice.get_audience_display() for choice in choices]
    return FilesOfEdition(tuple(zip(names, files, strict=True)))


def _one(found: Publication, audience: str, name: str, *parts: object) -> Downloads:
    def url_of(_: str, kind: str) -> str:
        return reverse(f"dashboards:{name}", args=[*parts, kind])

    return downloads(found, [audience], url_of, now=timezone.now())[0]
