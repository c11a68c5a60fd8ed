"""What the page of a delivery says once it has ended: on record, undone, cancelled, interrupted, or unusable."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.urls import reverse

from dashboards.imports import problems as kept_problems
from dashboards.imports.contract import Problem
from dashboards.imports.kinds import KINDS
from dashboards.models import ImportBatch, ImportRun, Measurement
from dashboards.views.imports.facts import Fact, Link, facts_of, moment, person
from dashboards.views.imports.shown import HINTS_AFTER, Figure, ProblemGroup, Wording, problem_groups
from dashboards.views.imports.words import did, noun, number, starting

State = ImportRun.State
CHANGED_SHOWN = 100
PROBLEMS_SHOWN = 100
MEASURES_SHOWN = 12


def confirmed(run: ImportRun, *, can_manage: bool) -> dict[str, Any]:
    context = {
        "part": "dashboards/imports/_confirmed.html",
        "problem_groups": _groups(run),
        "facts": [*(Fact(*pair) for pair in run.summary), *facts_of(run)],
    }
    batch = run.batch
    if batch is None:
        lede = "Everything in the file was on record already, so nothing was saved."
        return {**context, "title": "This file changed nothing", "lede": lede}
    of = noun(run.importer)
    changed, left = _restated(run, batch)
    return {
        **context,
        "title": "This import was undone" if batch.is_undone else did(batch.added, batch.changed, of=of),
        "lede": _what_became_of(batch, of),
        "is_undone": batch.is_undone,
        "measures": _measures(run, batch),
        "dashboards_url": reverse("dashboards:dashboards", args=[run.authority.la_code]),
        "changed": changed,
        "changed_left": left,
        "changed_heading": "What it changed",
        "changed_hint": "The figures from before are kept.",
        "can_undo": can_manage and not batch.is_undone,
    }


def _what_became_of(batch: ImportBatch, of: str) -> str:
    if batch.undone_at is None:
        return f"On record since {moment(batch.imported_at)}, confirmed by {person(batch.imported_by)}."
    came_to = did(batch.added, batch.changed, of=of)
    return (
        f"Undone on {moment(batch.undone_at)} by {person(batch.undone_by)}. It had brought: {came_to.lower()}. "
        "What stood before stands again."
    )


def _restated(run: ImportRun, batch: ImportBatch) -> tuple[list[Figure], int]:
    """The figures that it replaced, old and new, and how many more there are."""
    olds = (
        Measurement.objects.filter(superseded_by__batch=batch)
        .select_related("superseded_by", "superseded_by__version__indicator")
        .order_by("version__indicator__order", "period_end", "breakdown_topic", "breakdown")
    )
    pairs = [(old.superseded_by, old) for old in olds[: CHANGED_SHOWN + 1] if old.superseded_by]
    if not pairs:
        return [], 0
    wording = Wording(run.authority, [new.version.indicator.code for new, _ in pairs])
    shown = [wording.of_measurement(new.version.indicator.code, new, old) for new, old in pairs[:CHANGED_SHOWN]]
    return shown, max(batch.changed - len(shown), 0) if len(pairs) > CHANGED_SHOWN else 0


def _measures(run: ImportRun, batch: ImportBatch) -> list[Link]:
    """The measures it brought figures for, those with most first."""
    found = (
        Measurement.objects.filter(batch=batch)
        .order_by()
        .values_list("version__indicator__code", "version__indicator__name")
        .annotate(count=Count("pk"))
        .order_by("-count", "version__indicator__name")
    )
    return [
        Link(name, reverse("dashboards:measure", args=[run.authority.la_code, code]), number(count, "figure"))
        for code, name, count in found[:MEASURES_SHOWN]
    ]


def ended(run: ImportRun, now: datetime) -> dict[str, Any]:
    kind = KINDS.get(run.importer)
    is_interrupted = run.is_interrupted(now)
    title, lede = {
        State.CANCELLED: ("This import was cancelled", "Nothing of it was saved."),
        State.FAILED: (
            "This file cannot be used",
            "Nothing of it was saved. Put right what is named here, then try again.",
        ),
    }.get(
        State(run.state),
        ("This import was interrupted", "The service stopped while it was at work. Nothing of the file was saved."),
    )
    return {
        "part": "dashboards/imports/_ended.html",
        "title": title,
        "lede": lede,
        "problem_groups": _groups(run),
        "again_label": "Import a file" if run.state == State.CANCELLED else "Try again",
        "again_url": _again_url(run),
        "can_cancel": is_interrupted,
        "can_restart": is_interrupted and (run.state == State.SAVING or (kind is not None and kind.keeps_source)),
    }


def unreadable(run: ImportRun, why: str) -> dict[str, Any]:
    """A dry run that this edition of the product cannot show any more."""
    return {
        "part": "dashboards/imports/_ended.html",
        "title": "This import has to be read again",
        "lede": why,
        "again_label": "Import the file again",
        "again_url": _again_url(run),
        "can_cancel": True,
    }


def consequences_of_undoing(batch: ImportBatch) -> Iterator[str]:
    """What undoing does, a sentence each."""
    of = noun(batch.importer)
    if of != "figure":
        yield f"The list of {of}s from before stands again."
    elif batch.added:
        verb = "is" if batch.added == 1 else "are"
        yield f"{starting(number(batch.added, of))} that it added {verb} taken off the record."
    if of == "figure" and batch.changed:
        verb = "gets its earlier value back" if batch.changed == 1 else "get their earlier values back"
        yield f"{starting(number(batch.changed, of))} that it changed {verb}."
    yield "The import and its undoing both stay in the audit."


def _again_url(run: ImportRun) -> str:
    if run.importer in KINDS:
        return reverse("dashboards:import-upload", args=[run.authority.la_code, run.importer])
    return reverse("dashboards:import-new", args=[run.authority.la_code])


def problems_of(run: ImportRun) -> tuple[Problem, ...]:
    """What was wrong with the file, as the run keeps it."""
    return kept_problems.from_json(run.problems)


def _groups(run: ImportRun) -> list[ProblemGroup]:
    return problem_groups(problems_of(run), most=PROBLEMS_SHOWN, hints=HINTS_AFTER)
