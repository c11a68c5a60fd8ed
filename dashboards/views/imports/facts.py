"""Facts about a delivery, as its page lists them: what it was, when, by whom, what is kept of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone

from dashboards.forms.imports import kept_of
from dashboards.imports.kinds import KINDS
from dashboards.models import ImportRun
from safetyvalve.core.dates import in_words
from safetyvalve.core.models import User

THROWN_AWAY = "The file was thrown away. That it was handed over stays in this list."


@dataclass(frozen=True)
class Fact:
    """A row of the summary list."""

    key: str
    value: str


@dataclass(frozen=True)
class Stat:
    """A headline count, with a link to its part of the page."""

    label: str
    value: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Link:
    """A link with a few words beside it."""

    label: str
    url: str
    about: str = ""


def facts_of(run: ImportRun) -> Iterator[Fact]:
    yield Fact("File", f"{run.file_name} ({filesizeformat(run.file_size)})")
    if run.as_at:
        yield Fact("As at", in_words(run.as_at))
    if run.edition and not any(key == "Edition" for key, _ in run.summary):
        yield Fact("Edition", run.edition)
    yield Fact("Handed over", f"{moment(run.made_at)}, by {person(run.made_by)}")
    if run.importer in KINDS:
        is_thrown_away = run.state in (ImportRun.State.CANCELLED, ImportRun.State.FAILED)
        yield Fact("What is kept of it", THROWN_AWAY if is_thrown_away else kept_of(KINDS[run.importer]))
    yield Fact("Fingerprint (SHA-256)", run.file_sha256)


def sources_of(run: ImportRun) -> list[Link]:
    """The files themselves, of a kind that is kept. Without their content."""
    return [
        Link(
            each.name,
            reverse("dashboards:import-source", args=[run.authority.la_code, run.pk, each.pk]),
            filesizeformat(each.size),
        )
        for each in run.source_files.only("run", "name", "size")
    ]


def moment(at: datetime) -> str:
    """ "24 May 2024 at 14:32"."""
    local = timezone.localtime(at)
    return f"{in_words(local.date())} at {local:%H:%M}"


def person(user: User | None) -> str:
    return str(user) if user else "the system"
