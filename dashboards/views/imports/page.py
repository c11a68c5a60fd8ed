"""What the page of one delivery says in each state of its life. Reads the record; decides and writes nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator

from dashboards.imports import runs
from dashboards.models import ImportRun
from dashboards.views.imports.columns import columns_of
from dashboards.views.imports.facts import Fact, Stat, facts_of, sources_of
from dashboards.views.imports.history import kind_label
from dashboards.views.imports.outcomes import CHANGED_SHOWN, PROBLEMS_SHOWN, confirmed, ended, unreadable
from dashboards.views.imports.shown import HINTS_BEFORE, Wording, by_measure, problem_groups
from dashboards.views.imports.words import confirms, noun, number, starting, would

State = ImportRun.State
NAME_SHOWN = 60
"""A delivery of many files is called by all their names, which would fill the page."""
HEADINGS = {State.WAITING: "Waiting to be read", State.READING: "Reading the file", State.SAVING: "Saving the figures"}


@dataclass(frozen=True)
class Progress:
    """How far a run at work is; ``total`` 0 when nobody knows."""

    heading: str
    words: str
    done: int
    total: int
    is_waiting: bool = False


def page_of(run: ImportRun, *, can_manage: bool, now: datetime) -> dict[str, Any]:
    """The context of the run's page. A fixed number of queries, however many figures."""
    context = _every_page(run, can_manage=can_manage)
    if run.is_at_work() and not run.is_interrupted(now):
        return {**context, **_at_work(run)}
    if run.state == State.READY:
        return {**context, **_ready(run)}
    if run.state == State.CONFIRMED:
        return {**context, **confirmed(run, can_manage=can_manage)}
    return {**context, **ended(run, now)}


def progress_facts(run: ImportRun, now: datetime) -> dict[str, Any]:
    """What a script that watches the run is told."""
    progress = progress_of(run)
    is_over = not run.is_at_work() or run.is_interrupted(now)
    return {
        "is_over": is_over,
        "is_waiting": progress.is_waiting,
        "done": progress.done,
        "total": progress.total,
        "words": progress.words,
    }


def progress_of(run: ImportRun) -> Progress:
    heading = HEADINGS.get(State(run.state), run.get_state_display())
    done, total = run.progress_done, run.progress_total
    words = run.progress_words or heading
    if run.is_cancel_requested:
        words = "Stopping"
    elif run.state == State.WAITING:
        words = "It is read as soon as no other import is at work"
    elif total:
        words = f"{words}: {min(done, total):,} of {total:,}"
    is_waiting = run.state == State.WAITING
    return Progress(heading, words, min(done, total) if total else done, total, is_waiting)


def _every_page(run: ImportRun, *, can_manage: bool) -> dict[str, Any]:
    def url(name: str) -> str:
        return reverse(f"dashboards:{name}", args=[run.authority.la_code, run.pk])

    return {
        "run": run,
        "file_label": Truncator(run.file_name).chars(NAME_SHOWN),
        "kind_label": kind_label(run.importer),
        "can_manage": can_manage,
        "run_url": url("import-run"),
        "confirm_url": url("import-confirm"),
        "cancel_url": url("import-cancel"),
        "restart_url": url("import-restart"),
        "undo_url": url("import-undo"),
        "problems_url": url("import-problems"),
        "facts": list(facts_of(run)),
        "sources": sources_of(run),
    }


def _at_work(run: ImportRun) -> dict[str, Any]:
    progress = progress_of(run)
    return {"part": "dashboards/imports/_progress.html", "title": progress.heading, "progress": progress}


def _ready(run: ImportRun) -> dict[str, Any]:
    try:
        dry = runs.dry_run(run)
    except runs.NotPossible as why:
        return unreadable(run, str(why))
    wording = Wording(run.authority, [line.row.code for line in (*dry.added, *dry.changed)])
    added = [(wording.of_row(line.row), line.row.period) for line in dry.added]
    changed = [wording.of_row(line.row, line.old) for line in dry.changed[:CHANGED_SHOWN]]
    of = noun(run.importer)
    return {
        "part": "dashboards/imports/_ready.html",
        "title": would(dry.counts, of=of).removesuffix("."),
        "lede": _about_nothing_new(dry, of) if dry.is_empty else "Nothing is saved until you confirm.",
        "notice": run.progress_words,
        "stats": _stats(dry.counts),
        "changed": changed,
        "changed_left": max(len(dry.changed) - CHANGED_SHOWN, 0),
        "added": by_measure(added),
        "problem_groups": problem_groups(dry.problems, most=PROBLEMS_SHOWN, hints=HINTS_BEFORE),
        "can_confirm": not dry.is_empty,
        "confirm_label": confirms(dry.counts, of=of),
        "digest": dry.digest,
        **columns_of(run),
        "facts": [*(Fact(*pair) for pair in dry.summary), *facts_of(run)],
    }


def _about_nothing_new(dry: runs.DryRun, of: str) -> str:
    unchanged = dry.counts["unchanged"]
    if not unchanged:
        return f"There is no {of} in it that can be put on record."
    return f"{starting(number(unchanged, of))} of it {'is' if unchanged == 1 else 'are'} on record already."


def _stats(counts: dict[str, int]) -> list[Stat]:
    older = counts.get("older") or 0
    return [
        Stat("Would be added", f"{counts['added']:,}", "#added" if counts["added"] else ""),
        Stat("Would change", f"{counts['changed']:,}", "#changed" if counts["changed"] else ""),
        Stat(
            "On record already",
            f"{counts['unchanged']:,}",
            note=f"{older:,} of them in a later edition" if older else "",
        ),
        Stat("Cannot be used", f"{counts['refused']:,}", "#refused-problems" if counts["refused"] else ""),
    ]
